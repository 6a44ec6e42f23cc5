"""R14: remedies and promises kept. Kept is what others confirmed in time; what nobody confirmed is not kept.

Each promise is in one state, the first of the table that fits. Those that may still be kept, and those that
were taken back, are counted apart.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.clocks.moments import day_of
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.cubes import EVIDENCE
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import promises
from ledger.projections.reports.folds.promises import PROMISE, PROMISE_DAYS, PROMISES, SHAPES
from ledger.projections.reports.selection import undated, window_of
from ledger.projections.reports.shares import SMALL, Rate, exact, public_rates, share, share_row
from ledger.projections.reports.vocabulary import IMPORTED
from ledger.projections.reports.waits import Histograms, curve, incidences

TITLE: Final = {"th": "การเยียวยาและคำมั่นที่ทำตามจริง", "en": "Remedies and promises kept"}
DEFINITIONS: Final = {
    "all": "remedies ordered and commitments made whose day has passed, or of which others spoke; "
    "withdrawn, waiting and open ones are counted apart",
    "all_imported": "the same of an imported register, as far as it dates them",
}
SOURCES: Final = ["Wilson 1927", "Kaplan and Meier 1958", "Aalen and Johansen 1978"]
STATES: Final = ("kept", "late", "broken", "overdue", "unverified", "waiting", "open", "withdrawn")
COUNTED: Final = ("kept", "late", "broken", "overdue", "unverified")
TURNED: Final = {
    promises.DISPUTED: ("open", "broken"),
    promises.SILENT: ("open", "overdue"),
    promises.REPORTED: ("waiting", "unverified"),
}
"""What a word says until its day is over, and afterwards."""


class Promised(NamedTuple):
    """One row to be: ``counts`` by state, ``reported`` and ``kept_at_first``; days until it was kept."""

    counts: Counter[str]
    days: Histograms
    evidence: list[int]


class Selection(NamedTuple):
    """The rows to be by key, who is left out and why, and the counts by month of the last day."""

    units: dict[str, Promised]
    excluded: Counter[str]
    months: dict[str, Counter[str]]


def state_of(word: str, turns: str, cut: date) -> str:
    """Return the state of a promise on the day ``cut``: its word, or what the word has turned into."""
    until_then, afterwards = TURNED.get(word, (word, word))
    return afterwards if turns and date.fromisoformat(turns) < cut else until_then


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R14 finds."""
    found = select(facts, params, day_of(snapshot.known_as_of))
    public = params.tier == "public"
    rates = list(rates_of(found.units))
    body = public_rates(rates) if public else exact(rates, _overall(found.units))
    return Body(
        window=window_of(found.months, params),
        included=body["overall"]["n"],
        excluded=((why, n) for why, n in sorted(found.excluded.items()) if why),
        method={
            "id": "M01+M13+M15",
            "params": {"interval": "wilson 0.95", "curve": "days from the order or promise, log-log 0.95"},
            "sources": list(SOURCES),
        },
        caveats=_caveats(found, rates, params),
        series=[] if public else list(_series(found.months)),
        **body,
    )


def _series(months: Mapping[str, Counter[str]]) -> Iterator[Json]:
    """Yield the share kept by the month of the last day. No centre and no limits: nothing here is judged."""
    for month in sorted(month for month, counts in months.items() if month and _due(counts)):
        yield {
            "unit": "overall",
            "period": month,
            **share(months[month]["kept"], _due(months[month])),
            "centre": None,
            "signal": [],
            "revised": False,
        }


def select(facts: Facts, params: Params, cut: date) -> Selection:
    """Return the promises whose last day lies in the months asked for, as they stand on the day ``cut``."""
    found = Selection({}, Counter(), {})
    for key, counts in facts.cube(PROMISE).records():
        reason = _left_out(key, params)
        if reason is None:
            _add(found, key, counts, params, cut)
        elif params.asks_for(key["month"]):
            found.excluded[reason] += counts["n"]
    for key, counts in facts.cube(PROMISE_DAYS).records():
        if _left_out(key, params) is None:
            _add_days(_unit(key, params, found).days, key, counts["n"], cut)
    for cell, indices in facts.cited(PROMISES).items():
        key = dict(zip(PROMISES.keys, cell, strict=True))
        failed = state_of(key["word"], key["turns"], cut) in ("broken", "overdue")
        if failed and _left_out(key, params) is None:
            _unit(key, params, found).evidence.extend(indices)
    return found


def _left_out(key: Mapping[str, str], params: Params) -> str | None:
    """Return why a cell is not asked for; None: it is."""
    if (key["origin"] == IMPORTED) != (params.population == "all_imported"):
        return "historical" if key["origin"] == IMPORTED else ""
    if params.unit == "official" and not key["owner"]:
        return "no_named_owner"
    if undated(key, params):
        return "invalid"
    return None if params.asks_for(key["month"]) else ""


def _unit(key: Mapping[str, str], params: Params, found: Selection) -> Promised:
    """Return the row to which a cell belongs."""
    who = key["office"] if params.unit == "office" else key["owner"]
    name = f"{key['kind']}/{who}"
    return found.units.setdefault(name, Promised(Counter(), Histograms(), []))


def _add(
    found: Selection, key: Mapping[str, str], counts: Mapping[str, int], params: Params, cut: date
) -> None:
    """Count promises in the state in which they are; one without a last day is in none."""
    unit, state = _unit(key, params, found), state_of(key["word"], key["turns"], cut)
    unit.counts[state] += counts["n"]
    found.months.setdefault(key["month"], Counter())[state] += counts["n"]
    if state in COUNTED:
        unit.counts["reported"] += counts["reported"]
        unit.counts["kept_at_first"] += counts["kept_at_first"]
    else:
        found.excluded[state] += counts["n"]


def _add_days(days: Histograms, key: Mapping[str, str], n: int, cut: date) -> None:
    is_open = key["end"] == promises.OPEN
    day = (cut - date.fromisoformat(key["day"])).days if is_open else int(key["day"])
    days.add(key["end"], day, n)


def rates_of(units: Mapping[str, Promised]) -> Iterator[Rate]:
    """Yield kept / (kept + late + broken + overdue + unverified) of each row, in the order of the keys."""
    for name in sorted(units):
        promised = units[name]
        if any(promised.counts[state] for state in STATES):
            yield Rate(
                key=name,
                n=_due(promised.counts),
                num=promised.counts["kept"],
                extra=_shares(promised.counts) | _course(promised.days),
                evidence=tuple(sorted(set(promised.evidence))[:EVIDENCE]),
            )


def _due(counts: Counter[str]) -> int:
    """Return the promises of which something can be said."""
    return sum(counts[state] for state in COUNTED)


def _shares(counts: Counter[str]) -> Json:
    """Return every state, and what the office reports beside what others confirm."""
    n = _due(counts)
    return {
        **{state: counts[state] for state in STATES},
        "reported": share(counts["reported"], n),
        "confirmed": share(counts["kept"] + counts["late"], n),
        "on_time_first_due": share(counts["kept_at_first"], n),
    }


def _course(days: Histograms) -> Json:
    """Return the curve of what is not yet kept, and the share that ended in each way."""
    return {
        "curve": curve(days.events(promises.KEPT), days.others(promises.KEPT)),
        "cif": incidences(days, promises.OPEN),
    }


def _overall(units: Mapping[str, Promised]) -> Json:
    counts = sum((promised.counts for promised in units.values()), Counter[str]())
    return share_row("overall", _due(counts), counts["kept"]) | {"extra": _shares(counts)}


def _caveats(found: Selection, rates: list[Rate], params: Params) -> set[str]:
    codes = {"CENSORED", "REPORTED_NOT_CONFIRMED", "ADVISORY"}
    if any(0 < rate.n < SMALL for rate in rates):
        codes.add("LOW_N")
    if params.population == "all_imported" or found.excluded["historical"]:
        codes.add("IMPORTED")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes


R14: Final = Report(
    name="R14",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("office", "official"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
