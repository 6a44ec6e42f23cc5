"""R05: duties to respond. Whoever never answered is in the denominator; who extended is told twice.

One obligation for each clock that an office or a named owner must meet. Statute and policy never share a
row, and rows that rest on law to be confirmed are advice.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from ledger.domain.clocks.moments import day_of, within
from ledger.domain.clocks.rows import Mark
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.cubes import EVIDENCE
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.obligations import (
    OBLIGATION,
    OBLIGATION_OPEN,
    OPEN_SINCE,
    OUTSIDE,
    SHAPES,
)
from ledger.projections.reports.selection import window_of
from ledger.projections.reports.shares import SMALL, Rate, exact, public_rates, share, share_row
from ledger.projections.reports.waits import quantile

TITLE: Final = {"th": "หน้าที่ต้องตอบภายในกำหนดเวลา", "en": "Duty to respond"}
DEFINITIONS: Final = {
    "all": "obligations of offices and named owners whose last day has passed or that were met: one for each "
    "clock that started; those still running are counted apart",
}
SOURCES: Final = ["Wilson 1927"]


class Owed(NamedTuple):
    """One row to be, before it is a rate.

    ``counts`` are met, met_late, overdue_open, not_due, extended, and of the first last day ``first_n`` and
    ``first_num``. ``ages`` counts what is overdue by its days; ``oldest`` are (last day, log index).
    """

    class_: str
    clock: str
    mark: str
    counts: Counter[str]
    ages: Counter[int]
    oldest: list[tuple[str, int]]


class Selection(NamedTuple):
    """The rows to be by key, who is left out and why, and the months of the last days."""

    units: dict[str, Owed]
    excluded: Counter[str]
    months: set[str]


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R05 finds."""
    found = select(facts, params, snapshot.known_as_of)
    public = params.tier == "public"
    rates = list(rates_of(found.units))
    body = public_rates(rates) if public else exact(rates, _overall(found.units))
    body["overall"] |= {"estimate": None, "interval": None}  # statute and policy share no rate
    return Body(
        window=window_of(found.months, params),
        included=body["overall"]["n"],
        excluded=sorted(found.excluded.items()),
        method={"id": "M01", "params": {"interval": "wilson 0.95"}, "sources": list(SOURCES)},
        caveats=_caveats(found, rates, params),
        **body,
    )


def select(facts: Facts, params: Params, now: str) -> Selection:
    """Return what was owed in the months asked for, as it stands at the instant ``now``."""
    found = Selection({}, Counter(), set())
    for key, counts in facts.cube(OBLIGATION).records():
        if not params.asks_for(key["month"]):
            continue
        owed = _unit(key, params, found)
        if owed is None:
            found.excluded["no_named_owner"] += counts["met"] + counts["met_late"] + counts["open"]
        else:
            found.months.add(key["month"])
            found.excluded["ended"] += counts["ended"]
            owed.counts.update({name: counts[name] for name in ("met", "met_late", "extended")})
            owed.counts["first_num"] += counts["in_time_at_first"]
            owed.counts["first_n"] += counts["met"] + counts["met_late"]
    for key, counts in facts.cube(OBLIGATION_OPEN).records():
        owed = _unit(key, params, found)
        if owed is not None and params.asks_for(key["month"]):
            _add_open(owed, key, counts["n"], now)
    for cell, indices in facts.cited(OPEN_SINCE).items():
        key = dict(zip(OPEN_SINCE.keys, cell, strict=True))
        owed = _unit(key, params, found)
        if owed is not None and params.asks_for(key["month"]) and not within(now, key["due"]):
            owed.oldest.extend((key["due"], index) for index in indices)
    found.excluded["historical"] = sum(
        counts["n"] for key, counts in facts.cube(OUTSIDE).records() if params.asks_for(key["month"])
    )
    found.excluded["not_due"] = sum(owed.counts["not_due"] for owed in found.units.values())
    return found


def _unit(key: Mapping[str, str], params: Params, found: Selection) -> Owed | None:
    """Return the row to which a cell belongs; None if rows name persons and here none is named."""
    who = key["office"] if params.unit == "office" else key["owner"]
    if params.unit == "official" and not who:
        return None
    name = f"{key['class']}/{key['clock']}/{who}"
    fresh = Owed(key["class"], key["clock"], key["mark"], Counter(), Counter(), [])
    return found.units.setdefault(name, fresh)


def _add_open(owed: Owed, key: Mapping[str, str], n: int, now: str) -> None:
    """Count what nobody met: overdue after its last day, not due until then."""
    if not within(now, key["first"]):
        owed.counts["first_n"] += n
    if within(now, key["due"]):
        owed.counts["not_due"] += n
        return
    owed.counts["overdue_open"] += n
    owed.ages[(day_of(now) - day_of(key["due"])).days] += n


def rates_of(units: Mapping[str, Owed]) -> Iterator[Rate]:
    """Yield met / (met + met_late + overdue_open) of each row, in the order of the keys."""
    for name in sorted(units):
        owed = units[name]
        if sum(owed.counts[word] for word in ("met", "met_late", "overdue_open", "not_due")):
            yield Rate(
                key=name,
                n=_due(owed.counts),
                num=owed.counts["met"],
                extra=_extra(owed),
                evidence=tuple(index for _, index in sorted(owed.oldest)[:EVIDENCE]),
            )


def _due(counts: Counter[str]) -> int:
    """Return the obligations that are due: open ones too."""
    return counts["met"] + counts["met_late"] + counts["overdue_open"]


def _extra(owed: Owed) -> Json:
    counts = owed.counts
    words = ("met", "met_late", "overdue_open", "not_due", "extended")
    return {
        "class": owed.class_,
        "clock": owed.clock,
        "mark": owed.mark,
        "advisory": owed.mark == Mark.TO_CONFIRM,
        **{word: counts[word] for word in words},
        "on_time_original": share(counts["first_num"], counts["first_n"]),
        "overdue_age": {"p50": quantile(owed.ages, 50), "p90": quantile(owed.ages, 90)},
    }


def _overall(units: Mapping[str, Owed]) -> Json:
    """Return the total, and apart the rates of statute, of policy, of law to be confirmed, of each clock."""
    told: dict[str, dict[str, Counter[str]]] = {"class": {}, "clock": {}}
    for owed in units.values():
        name = "to_confirm" if owed.mark == Mark.TO_CONFIRM else owed.class_
        told["class"].setdefault(name, Counter()).update(owed.counts)
        told["clock"].setdefault(f"{owed.class_}/{owed.clock}", Counter()).update(owed.counts)
    classes = told["class"].values()
    row = share_row("overall", sum(map(_due, classes)), sum(counts["met"] for counts in classes))
    row["extra"] = {
        part: {
            name: share(counts["met"], _due(counts))
            | {word: counts[word] for word in ("met_late", "overdue_open", "not_due", "extended")}
            for name, counts in sorted(found.items())
        }
        for part, found in told.items()
    }
    return row


def _caveats(found: Selection, rates: list[Rate], params: Params) -> set[str]:
    codes = {"CENSORED", "ADVISORY"}
    if any(owed.mark == Mark.TO_CONFIRM for owed in found.units.values()):
        codes.add("TO_CONFIRM")
    if any(0 < rate.n < SMALL for rate in rates):
        codes.add("LOW_N")
    if found.excluded["historical"]:
        codes.add("IMPORTED")
    if params.tier == "public":
        codes.add("SUPPRESSED")
    return codes


R05: Final = Report(
    name="R05",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("office", "official"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
