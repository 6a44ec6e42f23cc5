"""Who is counted in R01, who is not and why, unit by unit."""

from collections import Counter
from math import fsum
from typing import Final, NamedTuple, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.decisions import DECISION, GROUND, REVERSED
from ledger.projections.reports.selection import unit_of, window_of
from ledger.projections.reports.vocabulary import ADVERSE, EXCLUSIONS, IMPORTED, STAY

Tally: TypeAlias = Counter[str]

AUTOMATIC: Final = "automatic"


class Unit(NamedTuple):
    """One row to be: its counts (``n``, ``num`` and the fates), what was expected of it, its evidence."""

    key: str
    tally: Tally
    expected: float
    evidence: tuple[int, ...]


class Population(NamedTuple):
    """The units with ``n > 0`` in order of their keys, the exclusions by reason, and the window.

    ``window`` is first day (inclusive) and last day (exclusive), as text.
    """

    units: tuple[Unit, ...]
    excluded: Counter[str]
    window: tuple[str, str]

    def total(self) -> Tally:
        """Return the counts of all units together."""
        total: Tally = Counter()
        for unit in self.units:
            total.update(unit.tally)
        return total


def select(facts: Facts, params: Params) -> Population:
    """Return the population of ``params`` from ``facts``."""
    tallies: dict[str, Tally] = {}
    excluded: Counter[str] = Counter()
    months: set[str] = set()
    for key, counts in facts.cube(DECISION).records():
        if not _asked(key["result"], key["month"], params):
            continue
        reasons, included = _split(key, counts, params)
        excluded.update(reasons)
        months.update({key["month"]} - {""} if counts["n"] else ())
        if included:
            tally = tallies.setdefault(unit_of(key, params), Counter())
            tally.update(counts | {"n": included})
            tally["adverse"] += (included if key["result"] in ADVERSE else 0) - counts["adverse"]
            tally["num"] += counts["overturned" if params.population == "all_imported" else "reversed"]
    expected, evidence = _expected(facts, params), _evidence(facts, params)
    units = tuple(
        Unit(name, tallies[name], expected.get(name, 0.0), evidence.get(name, ())) for name in sorted(tallies)
    )
    ordered = Counter({reason: excluded[reason] for reason in EXCLUSIONS if excluded[reason]})
    return Population(units, ordered, window_of(months, params))


def _split(key: dict[str, str], counts: dict[str, int], params: Params) -> tuple[dict[str, int], int]:
    """Return why decisions of one cell are left out, and how many are not."""
    n = counts["n"]
    historical = key["origin"] == IMPORTED
    if historical != (params.population == "all_imported"):
        return ({"historical": n} if historical else {}), 0
    undated = not key["month"] and params.valid_from is not None
    apart = (
        ("stay", key["result"] == STAY),
        ("automatic", key["decider"] == AUTOMATIC),
        ("invalid", undated),
    )
    reason = next((name for name, holds in apart if holds), None)
    if reason is not None:
        return {reason: n}, 0
    if historical:
        return {}, n
    matured, pending, silent = counts["matured"], counts["appeal_pending"], counts["no_notice"]
    rest = n - matured - pending - silent
    return {"appeal_pending": pending, "no_notice": silent, "not_matured": rest}, matured


def _asked(result: str, month: str, params: Params) -> bool:
    """Return whether decisions of ``result`` and ``month`` belong to the question at all."""
    return (params.population != "adverse" or result in ADVERSE) and params.asks_for(month)


def chosen(key: dict[str, str], params: Params) -> bool:
    """Return whether a cell (with decider, result, origin and month) holds decisions that are counted.

    Of imported history all of them are, of others those that matured.
    """
    undated = not key["month"] and params.valid_from is not None
    origin = (key["origin"] == IMPORTED) == (params.population == "all_imported")
    return (
        origin
        and not undated
        and key["result"] != STAY
        and key["decider"] != AUTOMATIC
        and _asked(key["result"], key["month"], params)
    )


def counts_of(params: Params) -> tuple[str, str]:
    """Return the names of the counts that are whole and part: of decisions, and of those that fell."""
    return ("n", "overturned") if params.population == "all_imported" else ("matured", "reversed")


def _expected(facts: Facts, params: Params) -> dict[str, float]:
    """Return per unit the reversals to be expected from its grounds of law alone (M11)."""
    size, part = counts_of(params)
    sizes: Counter[tuple[str, str]] = Counter()
    of_ground: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for key, counts in facts.cube(GROUND).records():
        if chosen(key, params):
            sizes[unit_of(key, params), key["ground"]] += counts[size]
            of_ground[key["ground"]] += counts[size]
            parts[key["ground"]] += counts[part]
    terms: dict[str, list[float]] = {}
    for (unit, ground), n in sorted(sizes.items()):
        if n:
            terms.setdefault(unit, []).append(n * parts[ground] / of_ground[ground])
    return {unit: fsum(values) for unit, values in terms.items()}


def _evidence(facts: Facts, params: Params) -> dict[str, tuple[int, ...]]:
    """Return per unit the smallest log indices of reversed decisions."""
    found: dict[str, list[int]] = {}
    for cell, indices in facts.cited(REVERSED).items():
        key = dict(zip(REVERSED.keys, cell, strict=True))
        if chosen(key, params):
            found.setdefault(unit_of(key, params), []).extend(indices)
    return {unit: tuple(sorted(indices)[:5]) for unit, indices in found.items()}
