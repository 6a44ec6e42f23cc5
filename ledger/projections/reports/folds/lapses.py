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
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts

KEYS: Final = ("kind", "clock", "month")
LAPSE: Final = Shape("lapse", KEYS, ("recorded", "missing", "unfounded"))
"""``month`` of the last day. ``recorded``: follows from the record, and stands in it."""
UNTOLD: Final = Shape("lapse_untold", (*KEYS, "why"))
"""Evidence: what started a clock whose lapse is missing, and lapses that are unfounded."""
SHAPES: Final = (LAPSE, UNTOLD)


def fold(case: Case, facts: CaseFacts) -> None:
    """Compare recorded lapses with those that follow, in each stream of the case."""
    for stream, history in case.own.items():
        kind = stream.partition("/")[0]
        clocks = [one for one in case.clocks(stream) if one.active and one.effects]
        lapsed = [one for one in clocks if one.overdue(case.context.now)]
        for clock in lapsed:
            key = (kind, str(clock.name), _month(clock.due))
            facts.add(LAPSE, key, recorded=clock.lapsed is not None, missing=clock.lapsed is None)
            if clock.lapsed is None:
                facts.cite(UNTOLD, (*key, "missing"), _start(case, clock).index)
        for one, says in of_kind(history, DeadlineLapsed):
            if not any(_tells(says, clock) for clock in lapsed):
                key = (kind, says.clock, _month(says.due))
                facts.add(LAPSE, key, unfounded=1)
                facts.cite(UNTOLD, (*key, "unfounded"), one.index)
        for clock in clocks:
            if clock.runs(case.context.now):
                facts.hold_until(clock.due)


def _tells(says: DeadlineLapsed, clock: Clock) -> bool:
    return (says.clock, says.start, says.raw) == (clock.name.value, clock.start, clock.raw)


def _start(case: Case, clock: Clock) -> Recorded:
    return case.prefix.history(clock.start.stream)[clock.start.version - 1]


def _month(moment: str) -> str:
    return moment[:7] if len(moment) == DAY else day_of(moment).isoformat()[:7]
