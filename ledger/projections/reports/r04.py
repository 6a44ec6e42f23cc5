"""R04: time to decision, to the answer, and to remedies. Open cases are in; no mean of closed cases is told.

The estimate is the mean time within twice the period (M14): an end of the person's own choice leaves the
curve on its day, and ``cif`` tells how often it came to that (M15).
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import ClockName
from ledger.domain.clocks.statute import STATUTE
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import durations
from ledger.projections.reports.folds.durations import (
    DURATION,
    EVENT,
    INVALID,
    NOT_DATED,
    OPEN,
    SHAPES,
    UNDATED,
)
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.selection import window_of
from ledger.projections.reports.shares import SMALL
from ledger.projections.reports.vocabulary import IMPORTED
from ledger.projections.reports.waits import Histograms, curve, incidences, mean_interval
from ledger.projections.statistics.survival import (
    at_risk,
    kaplan_meier,
    quantile_day,
    restricted_mean,
    restricted_mean_difference,
)

TITLE: Final = {"th": "ระยะเวลารอคำวินิจฉัยและการเยียวยา", "en": "Time to decision and to remedy"}
DEFINITIONS: Final = {
    "all": "every claim and grievance received, open ones as having waited until the day of the snapshot",
    "all_imported": "the same of an imported register, open ones until the last day that it dates",
}
SOURCES: Final = ["Kaplan and Meier 1958", "Greenwood 1926", "Aalen and Johansen 1978"]
MATTERS: Final = (durations.DECISION, durations.APPEAL, durations.ANSWER)
"""Each claim and each grievance is in one of these; the remedies of a grievance are told beside it."""
WORDS: Final = {
    durations.DECISION: ("รับคำขอถึงแจ้งคำวินิจฉัย", "claim received to decision notified"),
    durations.APPEAL: ("ยื่นอุทธรณ์ถึงแจ้งผล", "appeal received to outcome notified"),
    durations.ANSWER: ("รับเรื่องร้องเรียนถึงแจ้งผล", "complaint received to outcome notified"),
    durations.DONE: ("รับเรื่องถึงหน่วยงานรายงานว่าเยียวยาแล้ว", "received to remedies reported done"),
    durations.CONFIRMED: ("รับเรื่องถึงผู้ร้องยืนยันการเยียวยา", "received to remedies confirmed"),
}
BY_LAW: Final = {
    durations.DECISION: POLICY[ClockName.DECIDE_CLAIM].period.length,
    durations.APPEAL: STATUTE[ClockName.APPEAL_FIRST].period.length,
    durations.ANSWER: POLICY[ClockName.RESOLVE].period.length,
}
"""Days against which a wait is measured in which no clock ran; of remedies the days of an answer."""


class Waited(NamedTuple):
    """One row to be. ``limit`` is the period in days; ``ran``: whether a clock ran."""

    metric: str
    limit: int
    ran: bool
    who: str
    days: Histograms


class Selection(NamedTuple):
    """The rows to be by key, who is left out and why, and the months of receipt."""

    units: dict[str, Waited]
    excluded: Counter[str]
    months: set[str]


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R04 finds."""
    found = select(facts, params, day_of(snapshot.known_as_of))
    rows = list(rows_of(found.units))
    return Body(
        window=window_of(found.months, params),
        included=sum(one.days.total() for one in found.units.values() if one.metric in MATTERS),
        excluded=sorted(found.excluded.items()),
        method={
            "id": "M13+M14+M15",
            "params": {
                "tau": "twice the period",
                "interval": "greenwood 0.95",
                "ends": "withdrawn, superseded and no_remedy leave the curve on their day",
            },
            "sources": list(SOURCES),
        },
        overall=_overall(found.units),
        rows=rows,
        caveats=_caveats(found, rows, params),
    )


def select(facts: Facts, params: Params, cut: date) -> Selection:
    """Return the waits that began in the months asked for; open ones until ``cut``, or the register's end."""
    found = Selection({}, Counter(), set())
    imported = params.population == "all_imported"
    asked = []
    for key, counts in facts.cube(DURATION).records():
        if (key["origin"] == IMPORTED) != imported:
            if key["metric"] in MATTERS and key["origin"] == IMPORTED and params.asks_for(key["month"]):
                found.excluded["historical"] += counts["n"]
        elif params.asks_for(key["month"]):
            asked.append((key, counts["n"]))
    last = max((_last(key) for key, _ in asked), default=cut) if imported else cut
    for key, n in asked:
        found.months.add(key["month"])
        if key["end"] in (UNDATED, INVALID):
            found.excluded[key["end"]] += n if key["metric"] in MATTERS else 0
        else:
            _add(_unit(key, params, found).days, key, n, last)
    for key, counts in facts.cube(NOT_DATED).records():
        if (key["origin"] == IMPORTED) == imported:
            found.excluded[f"{key['metric']}_not_dated"] += counts["n"]
        elif not imported:
            found.excluded["historical"] += counts["n"]
    return found


def _last(key: Mapping[str, str]) -> date:
    """Return the last day of which a cell of an old register surely knows, to the month."""
    if key["end"] == OPEN:
        return date.fromisoformat(key["day"])
    return date.fromisoformat(f"{key['month']}-01") + timedelta(days=int(key["day"] or 0))


def _add(days: Histograms, key: Mapping[str, str], n: int, last: date) -> None:
    is_open = key["end"] == OPEN
    days.add(key["end"], (last - date.fromisoformat(key["day"])).days if is_open else int(key["day"]), n)


def _unit(key: Mapping[str, str], params: Params, found: Selection) -> Waited:
    """Return the row to which a cell belongs."""
    metric, who = key["metric"], key["office"] if params.unit == "office" else ""
    limit = int(key["limit"] or BY_LAW.get(metric, BY_LAW[durations.ANSWER]))
    name = "/".join(part for part in (metric, f"{limit}d", who) if part)
    return found.units.setdefault(name, Waited(metric, limit, bool(key["limit"]), who, Histograms()))


def rows_of(units: Mapping[str, Waited]) -> Iterator[Json]:
    """Yield the rows in the order of their keys."""
    for name in sorted(units):
        one = units[name]
        peers = Histograms()
        for other_name, other in units.items():
            if other_name != name and (other.metric, other.limit) == (one.metric, one.limit):
                peers.merge(other.days)
        yield _row(name, one, peers)


def _row(name: str, one: Waited, peers: Histograms) -> Json:
    events, left = one.days.events(EVENT), one.days.others(EVENT)
    n, tau = one.days.total(), 2 * one.limit
    mean, steps = restricted_mean(events, left, tau), kaplan_meier(events, left)
    marks = [0, one.limit, tau]
    still = one.days.events(OPEN)
    return {
        "key": name,
        "n": n,
        "num": sum(events.values()),
        "estimate": None if mean is None else rounded(mean.mean),
        "interval": None if mean is None else mean_interval(mean, tau),
        "suppressed": False,
        "flags": ["LOW_N"] if n < SMALL else [],
        "extra": {
            "label": _label(one),
            "deadline": one.limit if one.ran else None,
            "tau": tau,
            "p50": quantile_day(steps, 0.5),
            "p90": quantile_day(steps, 0.9),
            "at_risk_days": marks,
            "at_risk": at_risk([events, left], marks),
            "censored": sum(still.values()),
            "open_over_deadline": sum(count for day, count in still.items() if day > one.limit),
            "cif": incidences(one.days, OPEN),
            "diff_vs_peers": _difference(one.days, peers, tau),
            "curve": curve(events, left, tau),
        },
    }


def _label(one: Waited) -> Json:
    th, en = WORDS[one.metric]
    who = f", {one.who}" if one.who else ""
    return {"th": f"{th} ({one.limit} วัน){who}", "en": f"{en} ({one.limit} days){who}"}


def _difference(own: Histograms, peers: Histograms, tau: int) -> Json | None:
    """Return by how many days these wait longer than all others; None where too few say how it spreads."""
    one, other = (restricted_mean(each.events(EVENT), each.others(EVENT), tau) for each in (own, peers))
    if one is None or other is None or 0 in (one.error, other.error):
        return None
    apart, bounds = restricted_mean_difference(one, other)
    return {"estimate": rounded(apart), "lo": rounded(bounds.lo), "hi": rounded(bounds.hi)}


def _overall(units: Mapping[str, Waited]) -> Json:
    """Return how many matters there are; times stand in the rows, and for all offices in ``extra``."""
    whole: dict[str, Waited] = {}
    for one in units.values():
        name = f"{one.metric}/{one.limit}d"
        whole.setdefault(name, one._replace(who="", days=Histograms())).days.merge(one.days)
    matters = [one.days for one in whole.values() if one.metric in MATTERS]
    told = {name: _row(name, whole[name], Histograms()) for name in sorted(whole)}
    return {
        "key": "overall",
        "n": sum(days.total() for days in matters),
        "num": sum(sum(days.events(EVENT).values()) for days in matters),
        "estimate": None,
        "interval": None,
        "suppressed": False,
        "flags": [],
        "extra": {
            name: {part: row[part] for part in ("n", "num", "estimate", "interval")}
            | {part: row["extra"][part] for part in ("tau", "p50", "p90", "censored", "open_over_deadline")}
            for name, row in told.items()
        },
    }


def _caveats(found: Selection, rows: list[Json], params: Params) -> set[str]:
    codes = {"CENSORED", "ADVISORY"}
    if any(row["flags"] for row in rows):
        codes.add("LOW_N")
    if found.excluded[UNDATED]:
        codes.add("UNDATED")
    if params.population == "all_imported" or found.excluded["historical"]:
        codes.add("IMPORTED")
    return codes


R04: Final = Report(
    name="R04",
    version="1",
    title=TITLE,
    shapes=SHAPES,
    units=("office", "national"),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
