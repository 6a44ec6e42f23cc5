"""C10: the mandated procedure, constraint by constraint: what it was demanded of, and where it was violated.

``activations`` are all that demanded something and could be judged; ``pending`` of them may still be
satisfied. Evidence are the acts whose demand was violated.
"""

from typing import Final

from ledger.domain.grievance.events import GrievanceClosed, GrievanceFiled, HandlerAssigned
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.charge import in_hand
from ledger.projections.reports.folds.constraints import CONSTRAINTS, Constraint
from ledger.projections.reports.folds.persons import answerable
from ledger.projections.reports.folds.templates import Verdict
from ledger.projections.reports.folds.trace import Trace

KEYS: Final = ("constraint", "office", "decider", "origin", "month")
CONFORMANCE: Final = Shape("conformance", KEYS, ("activations", "violations", "pending", "unjudged"))
VIOLATED: Final = Shape("conformance_violated", KEYS)
SHAPES: Final = (CONFORMANCE, VIOLATED)
_ACTIVATIONS, _VIOLATIONS, _PENDING, _UNJUDGED = range(len(CONFORMANCE.counts))
_KINDS: Final = ("claim/", "grievance/")


def fold(case: Case, facts: CaseFacts) -> None:
    """Judge the procedure of a case by every constraint."""
    if not case.key.startswith(_KINDS):
        return
    trace, sides = Trace(case), _Sides()
    for constraint in CONSTRAINTS:
        if not trace.kinds.isdisjoint(constraint.on):
            _judge(constraint, trace, sides, facts)


class _Sides(dict[int, Key]):
    """On whose side acts lie, by their index: several constraints ask it of one act."""

    def of(self, trace: Trace, act: Recorded) -> Key:
        """Return the side of ``act``."""
        side = self.get(act.index)
        if side is None:
            side = self[act.index] = _side(trace, act)
        return side


def _judge(constraint: Constraint, trace: Trace, sides: _Sides, facts: CaseFacts) -> None:
    for act, verdict in constraint.judge(trace):
        key = (constraint.name, *sides.of(trace, act))
        cell = facts.cell(CONFORMANCE, key)
        cell[_ACTIVATIONS] += 1
        if verdict is Verdict.VIOLATED:
            cell[_VIOLATIONS] += 1
            facts.cite(VIOLATED, key, act.index)
        elif verdict is Verdict.PENDING:
            cell[_PENDING] += 1
            clock = constraint.clock(trace, act)
            if clock is not None:
                facts.hold_until(clock.due)  # then it is a violation, though nobody records anything
    for act in constraint.unjudged(trace):
        facts.cell(CONFORMANCE, (constraint.name, *sides.of(trace, act)))[_UNJUDGED] += 1


def _side(trace: Trace, act: Recorded) -> Key:
    """Return on whose side an act lies: of its maker, and of a filing or closing those in charge."""
    case = trace.case
    office, decider, origin, month = answerable(case, act)
    if isinstance(act.statement.says, (GrievanceFiled, GrievanceClosed)):
        clock = trace.answer_clock(act)
        due = case.context.cut.isoformat() if clock is None else clock.due
        stream = act.statement.stream
        office, decider = (
            in_hand(case, stream, None if clock is None else clock.met_on, due),
            _handler(case, stream),
        )
    return office, decider, origin, month


def _handler(case: Case, stream: str) -> str:
    """Return who was assigned a grievance last; empty: nobody."""
    handler = ""
    for one in case.streams[stream]:
        says = one.statement.says
        if isinstance(says, HandlerAssigned):
            handler = next(iter(says.handlers), "")
    return handler
