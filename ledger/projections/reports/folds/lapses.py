"""Lapses as they follow from the record, against those that the clock recorded.

``missing``: the last day of a clock is over, nothing met it, and no ``DeadlineLapsed`` says so.
``unfounded``: a ``DeadlineLapsed`` that does not follow from the record, or no longer.
"""

from typing import Final

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import DAY, day_of
from ledger.domain.histories import of_kind
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts

KEYS: Final = ("kind", "clock", "month")
LAPSE: Final = Shape("lapse", KEYS, ("recorded", "missing", "unfounded"))
"""``month`` of the last day. ``recorded``: follows from the record, and stands in it."""
UNTOLD: Final = Shape("lapse_untold", (*KEYS, "why"))
"""Evidence: what started a clock whose lapse is missing, and lapses that are unfounded."""
SHAPES: Final = (LAPSE, UNTOLD)
_RECORDED, _MISSING, _UNFOUNDED = range(len(LAPSE.counts))


def fold(case: Case, facts: CaseFacts) -> None:
    """Compare recorded lapses with those that follow, in each stream of the case."""
    now = case.context.now
    for stream, history in case.own.items():
        kind, lapsed = stream.partition("/")[0], []
        for clock in case.clocks(stream):
            if not (clock.active and clock.effects):
                continue
            if clock.overdue(now):
                lapsed.append(clock)
            elif clock.runs(now):
                facts.hold_until(clock.due)
        for clock in lapsed:
            key: Key = (kind, clock.name, _month(clock.due))
            cell = facts.cell(LAPSE, key)
            if clock.lapsed is not None:
                cell[_RECORDED] += 1
            else:
                cell[_MISSING] += 1
                facts.cite(UNTOLD, (*key, "missing"), _start(case, clock).index)
        for one, says in of_kind(history, DeadlineLapsed):
            if not any(_tells(says, clock) for clock in lapsed):
                key = (kind, says.clock, _month(says.due))
                facts.cell(LAPSE, key)[_UNFOUNDED] += 1
                facts.cite(UNTOLD, (*key, "unfounded"), one.index)


def _tells(says: DeadlineLapsed, clock: Clock) -> bool:
    return (says.clock, says.start, says.raw) == (clock.name.value, clock.start, clock.raw)


def _start(case: Case, clock: Clock) -> Recorded:
    return case.prefix.history(clock.start.stream)[clock.start.version - 1]


def _month(moment: str) -> str:
    return moment[:7] if len(moment) == DAY else day_of(moment).isoformat()[:7]
