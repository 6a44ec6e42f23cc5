"""Counted decisions by unit and month, without a gap from a unit's first month to its last."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from ledger.projections.reports.asking import Params
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.deciders import REVISION, RULES
from ledger.projections.reports.folds.decisions import DECISION
from ledger.projections.reports.population import chosen, counts_of
from ledger.projections.reports.r06_charts import Month
from ledger.projections.reports.selection import month_after, unit_of

OVERALL: Final = "overall"


class Timeline(NamedTuple):
    """Months by unit and of all units together, and how many counted decisions have no month."""

    units: dict[str, list[Month]]
    overall: list[Month]
    undated: int


class _Line:
    """What is known of one unit: counts by month, changes by month, the programmes it decides under."""

    def __init__(self) -> None:
        self.counts: dict[str, Counter[str]] = {}
        self.changes: dict[str, Counter[str]] = {}
        self.programmes: set[str] = set()


def timeline(facts: Facts, params: Params) -> Timeline:
    """Return the counted decisions of ``params`` by month."""
    lines: dict[str, _Line] = {OVERALL: _Line()}
    size, part = counts_of(params)
    undated = 0
    for key, counts in facts.cube(DECISION).records():
        if not (counts[size] and chosen(key, params)):
            continue
        if not key["month"]:
            undated += counts[size]
            continue
        for unit in (unit_of(key, params), OVERALL):
            line = lines.setdefault(unit, _Line())
            line.counts.setdefault(key["month"], Counter()).update(n=counts[size], num=counts[part])
            line.programmes.add(key["programme"])
    for key, counts in facts.cube(REVISION).records():
        if chosen(key, params):
            for unit in (unit_of(key, params), OVERALL):
                if unit in lines:
                    lines[unit].changes.setdefault(key["month"], Counter()).update(counts)
    new_rules: dict[str, set[str]] = {}
    for key, _ in facts.cube(RULES).records():
        new_rules.setdefault(key["programme"], set()).add(key["month"])
    months = {unit: _months(line, new_rules) for unit, line in lines.items()}
    return Timeline(months, months.pop(OVERALL), undated)


def _months(line: _Line, new_rules: Mapping[str, Iterable[str]]) -> list[Month]:
    steps = {month for programme in line.programmes for month in new_rules.get(programme, ())}
    known = sorted(line.counts)
    if not known:
        return []
    found: list[Month] = []
    period = known[0]
    while period <= known[-1]:
        counts, changes = line.counts.get(period, Counter()), line.changes.get(period, Counter())
        before = counts["n"] - changes["entered"] + changes["left"]
        found.append(
            Month(
                period,
                counts["n"],
                counts["num"],
                revised=before > 0 and changes.total() > 0,
                step=period in steps and bool(found),
            )
        )
        period = month_after(period)
    return found
