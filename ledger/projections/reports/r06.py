"""R06: reversals by month, with what would be a change and what is noise. New rules restart every chart.

Each unit has a p chart (p' where months differ in size), an XmR chart, and two CUSUMs against what its cases
let expect: one waits for doubled odds, one for halved. A signal asks for a look, never for a verdict: units
are many, and each CUSUM is allowed a false alarm in five years.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.case_mix import TIMELESS, chances, mix
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import case_mix, deciders, decisions
from ledger.projections.reports.population import Population, Unit, select
from ledger.projections.reports.r06_charts import CUSUMS, Cases, Month, cusums, rate_charts, segments
from ledger.projections.reports.r06_months import OVERALL, Timeline, timeline
from ledger.projections.reports.reversals import DEFINITIONS, caveat_codes, counted
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.statistics.randomness import seed_for

TITLE: Final = {
    "th": "คำสั่งที่ถูกกลับ: ความเปลี่ยนแปลงรายเดือน",
    "en": "Decisions reversed: change over time",
}
SOURCES: Final = [
    "Western Electric 1956, Statistical Quality Control Handbook",
    "Wheeler and Chambers 1992, Understanding Statistical Process Control",
    "Laney 2002, Quality Engineering 14:531",
    "Steiner et al. 2000, Biostatistics 1:441",
]


class Found(NamedTuple):
    """Rows and overall, and the points of all charts."""

    rows: list[Json]
    overall: Json
    series: list[Json]


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R06 finds."""
    lines = timeline(facts, params)
    population = _dated(select(facts, params), lines)
    found = _charted(lines, _cases(facts, params), snapshot, params)
    return Body(
        **counted(population, found.overall),
        method=_method(),
        overall=found.overall,
        rows=found.rows,
        series=found.series,
        caveats=caveat_codes(population, params, [*found.rows, found.overall]),
    )


def _dated(population: Population, lines: Timeline) -> Population:
    """Return the population without decisions of unknown month, which have no place on a line of time."""
    units = tuple(
        Unit(name, Counter(n=sum(m.n for m in months), num=sum(m.num for m in months)), 0.0, ())
        for name, months in sorted(lines.units.items())
    )
    excluded = population.excluded.copy()
    if lines.undated:
        excluded["invalid"] += lines.undated
    return Population(units, excluded, population.window)


def _cases(facts: Facts, params: Params) -> dict[str, dict[str, list[Cases]]]:
    """Return by unit and month what was expected of the decisions, from everything but the month itself."""
    cells = mix(facts, params)
    rates = chances(cells, TIMELESS)
    found: dict[str, dict[str, list[Cases]]] = {OVERALL: {}}
    for cell in cells:
        one = Cases(rates[cell.levels], cell.n, cell.num)
        for unit in (cell.unit, OVERALL):
            found.setdefault(unit, {}).setdefault(cell.month, []).append(one)
    return found


def _charted(
    lines: Timeline,
    cases: Mapping[str, Mapping[str, Sequence[Cases]]],
    snapshot: Snapshot,
    params: Params,
) -> Found:
    """Return every unit; one with fewer than 25 decisions has a row and no charts."""
    series = list(_charts(OVERALL, lines.overall, cases.get(OVERALL, {}), snapshot, params))
    overall = _row(OVERALL, lines.overall, series)
    rows = []
    for unit, months in sorted(lines.units.items()):
        found: list[Json] = []
        if sum(month.n for month in months) >= SMALL:
            found = list(_charts(unit, months, cases.get(unit, {}), snapshot, params))
        rows.append(_row(unit, months, found))
        series += found
    return Found(rows, overall, series)


def _charts(
    unit: str,
    months: Sequence[Month],
    cases: Mapping[str, Sequence[Cases]],
    snapshot: Snapshot,
    params: Params,
) -> Iterator[Json]:
    """Yield all charts of a unit. The seed of a limit is the log's, so that no issue moves it."""
    yield from rate_charts(unit, months)
    asked = f"{params.population} {params.unit} {unit}"
    seeds = {
        chart: seed_for(root=snapshot.origin, report="R06", method="M18", purpose=f"{chart} {asked}")
        for chart, _ in CUSUMS
    }
    yield from cusums(unit, months, cases, seeds)


def _row(unit: str, months: Sequence[Month], series: Sequence[Json]) -> Json:
    """Return a row: the rate of all months, and in which months which chart signals.

    WATCH: a chart signals since the rules last changed; not the XmR chart, which takes a month of one
    decision for as much as one of a hundred. RULE_CHANGE: the rules changed meanwhile.
    """
    row = share_row(unit, sum(month.n for month in months), sum(month.num for month in months))
    stretches = segments(months)
    since = stretches[-1][0].period if stretches else ""
    signals: dict[str, list[str]] = {}
    for entry in series:
        if entry["signal"]:
            signals.setdefault(entry["chart"], []).append(entry["period"])
    restarts = [month.period for month in months if month.step]
    row["extra"] = {"months": len(months), "restarts": restarts, "signals": signals}
    flags = {
        "WATCH": any(period >= since for chart, told in signals.items() if chart != "xmr" for period in told),
        "LOW_N": 0 < row["n"] < SMALL,
        "RULE_CHANGE": bool(restarts),
    }
    row["flags"] = [flag for flag, holds in flags.items() if holds]
    return row


def _method() -> Json:
    params = {
        "interval": "wilson 0.95",
        "p_chart": "p' where months differ in size or hold more than 1000 decisions, else p; 3 sigma",
        "xmr": "d2 1.128",
        "signal": "Western Electric rules 1 to 4",
        "restart": "the month from which a new version of the rules holds",
        "cusum": "R = 2 and R = 1/2, added month by month; chances by rules, ground, need and region",
        "cusum_limit": "one false alarm in 60 months, simulated with the first 12 months of the chart, "
        "seeded by the origin of the log",
    }
    return {"id": "M01+M11+M16+M17+M18", "params": params, "sources": list(SOURCES)}


R06: Final = Report(
    name="R06",
    version="1",
    title=TITLE,
    shapes=(*decisions.SHAPES, *deciders.SHAPES, *case_mix.SHAPES),
    units=("official", "office"),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
"""For the oversight body alone: the public sees one month at a time, and R01 month by month is its chart."""
