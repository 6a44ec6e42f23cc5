"""Who is counted in R01, who is not and why, unit by unit."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Final, Literal, NamedTuple, TypeAlias

from ledger.projections.errors import ReportError
from ledger.projections.reports.facts import EVIDENCE_KEYS, Facts
from ledger.projections.reports.vocabulary import ADVERSE, EXCLUSIONS, IMPORTED, STAY, UNKNOWN

Kind: TypeAlias = Literal["all", "adverse", "all_imported"]
Tally: TypeAlias = Counter[str]

AUTOMATIC: Final = "automatic"


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """How R01 is asked.

    ``population``: ``all`` or ``adverse`` (matured decisions of officials' own signatures), or
    ``all_imported`` (every decision of an imported register). ``valid_from`` (inclusive) and ``valid_to``
    (exclusive) are first days of months; without them the window spans all months that have a decision.
    ``tier`` ``public`` shows offices only, hides counts of 1 to 10 and rounds the rest.
    """

    population: Kind = "all"
    unit: Literal["official", "office"] = "official"
    tier: Literal["oversight", "public"] = "oversight"
    valid_from: date | None = None
    valid_to: date | None = None
    source: Literal["entries", "cubes"] = "entries"


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


def check_params(params: Params) -> None:
    """Check that the question has a meaning.

    Raises:
        ReportError: ``window_invalid``: not whole months, or it ends before it begins. ``persons_public``:
        persons
            were asked for in the public tier.
    """
    days = [day for day in (params.valid_from, params.valid_to) if day is not None]
    if any(day.day != 1 for day in days) or len(days) == 1 or (days and days[0] >= days[1]):
        raise ReportError("window_invalid", "a window is whole months: two first days of months, in order")
    if params.tier == "public" and params.unit == "official":
        raise ReportError("persons_public", "the public tier shows offices, never persons")


def select(facts: Facts, params: Params) -> Population:
    """Return the population of ``params`` from ``facts``."""
    check_params(params)
    tallies: dict[str, Tally] = {}
    excluded: Counter[str] = Counter()
    months: set[str] = set()
    for key, counts in facts.decisions.records():
        if not _asked(key["result"], key["month"], params):
            continue
        reasons, included = _split(key, counts, params)
        excluded.update(reasons)
        months.update({key["month"]} - {""} if counts["n"] else ())
        if included:
            tally = tallies.setdefault(_unit(key, params), Counter())
            tally.update(counts | {"n": included})
            tally["adverse"] += (included if key["result"] in ADVERSE else 0) - counts["adverse"]
            tally["num"] += counts["overturned" if params.population == "all_imported" else "reversed"]
    expected, evidence = _expected(facts, params), _evidence(facts, params)
    units = tuple(
        Unit(name, tallies[name], expected.get(name, 0.0), evidence.get(name, ())) for name in sorted(tallies)
    )
    ordered = Counter({reason: excluded[reason] for reason in EXCLUSIONS if excluded[reason]})
    return Population(units, ordered, _window(months, params))


def _unit(key: dict[str, str], params: Params) -> str:
    """Return the row to which a cell belongs. An official without a mandate on record has no known office."""
    return key["office" if params.unit == "office" else "decider"] or UNKNOWN


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
    if params.population == "adverse" and result not in ADVERSE:
        return False
    if not month or params.valid_from is None or params.valid_to is None:
        return True
    return params.valid_from.isoformat()[:7] <= month < params.valid_to.isoformat()[:7]


def _chosen(key: dict[str, str], params: Params) -> bool:
    """Return whether a cell of grounds or evidence holds decisions that are counted."""
    undated = not key["month"] and params.valid_from is not None
    origin = (key["origin"] == IMPORTED) == (params.population == "all_imported")
    return (
        origin
        and not undated
        and key["result"] != STAY
        and key["decider"] != AUTOMATIC
        and _asked(key["result"], key["month"], params)
    )


def _expected(facts: Facts, params: Params) -> dict[str, float]:
    """Return per unit the reversals to be expected from its grounds of law alone (M11)."""
    imported = params.population == "all_imported"
    size, part = ("n", "overturned") if imported else ("matured", "reversed")
    sizes: Counter[tuple[str, str]] = Counter()
    of_ground: Counter[str] = Counter()
    parts: Counter[str] = Counter()
    for key, counts in facts.grounds.records():
        if _chosen(key, params):
            sizes[_unit(key, params), key["ground"]] += counts[size]
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
    for cell, indices in facts.evidence.cells.items():
        key = dict(zip(EVIDENCE_KEYS, cell, strict=True))
        if _chosen(key, params):
            found.setdefault(_unit(key, params), []).extend(indices)
    return {unit: tuple(sorted(indices)[:5]) for unit, indices in found.items()}


def _window(months: Iterable[str], params: Params) -> tuple[str, str]:
    if params.valid_from is not None and params.valid_to is not None:
        return params.valid_from.isoformat(), params.valid_to.isoformat()
    known = sorted(months)
    if not known:
        return "", ""
    year, month = int(known[-1][:4]), int(known[-1][5:])
    year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return f"{known[0]}-01", f"{year:04d}-{month:02d}-01"
