"""What happens next, who may do it, and until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.authority import Act
from ledger.domain.casework import next_step as casework
from ledger.domain.casework.rules import SIGNED_BY as CASEWORK
from ledger.domain.claim.events import DecisionNotified
from ledger.domain.claim.rules import SIGNED_BY as CLAIM
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Role
from ledger.domain.commitment.rules import SIGNED_BY as COMMITMENT
from ledger.domain.consultation.rules import SIGNED_BY as CONSULTATION
from ledger.domain.grievance.events import GrievanceDetermined, OutcomeNotified
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.rules import DETERMINED_BY
from ledger.domain.grievance.rules import SIGNED_BY as GRIEVANCE
from ledger.domain.matters import Matter
from ledger.domain.next_steps import next_steps
from ledger.domain.steps import NextStep
from ledger.domain.types import Event
from ledger.projections.views.periods import Period

SUIT: Final = (
    ClockName.COURT_DIRECT,
    ClockName.SUE_AFTER_SILENCE,
    ClockName.SUE_AFTER_OUTCOME,
    ClockName.SUE_AFTER_NEGLECT,
)
ANSWERS: Final[Mapping[type[Event], tuple[str, ...]]] = {
    DecisionNotified: (ClockName.DECIDE_CLAIM,),
    OutcomeNotified: (
        ClockName.RESOLVE,
        ClockName.APPEAL_FIRST,
        ClockName.EXHAUSTION,
        ClockName.NEGLECT_SILENCE,
        ClockName.PDPA_ACCESS,
    ),
}
"""Clocks that an act satisfies beside its own: an answer exists when it is notified."""
_SIGNED_BY: Final[Mapping[type[Event], Act]] = dict(
    item for table in (CASEWORK, CLAIM, GRIEVANCE, CONSULTATION, COMMITMENT) for item in table.items()
)


@dataclass(frozen=True, slots=True)
class Step:
    """An act that is possible now. The first of a matter is what is waited for.

    ``by`` are the roles of whoever may answer for it, ``second`` those of a further signer that it may need.
    ``outside``: nobody of the line complained about does it alone. ``until`` is the last day of the
    ``clock`` that waits for it, ``left`` the days until then.
    """

    act: str
    by: tuple[Role, ...]
    second: tuple[Role, ...]
    outside: bool
    clock: str | None
    until: str | None
    left: int | None


def steps(state: Matter, periods: Sequence[Period], *, contested: bool = False) -> tuple[Step, ...]:
    """Return the acts that are possible in a matter, with the clocks that wait for them.

    Args:
        state: The folded matter.
        periods: Its clocks, the most urgent first.
        contested: Some act of it awaits review.
    """
    review = (casework.REVIEW,) if contested else ()
    found = (*next_steps(state), *casework.next_steps(state.casework), *review)
    return tuple(_step(item, state, periods) for item in dict.fromkeys(found))


def _step(item: NextStep, state: Matter, periods: Sequence[Period]) -> Step:
    names = SUIT if item.act is casework.COURT.act else (item.clock, *ANSWERS.get(item.act, ()))
    waiting = [one for one in periods if one.waiting and one.name in names]
    nearest = waiting[0] if waiting else None
    return Step(
        item.act.__name__,
        item.by,
        _second(item, state),
        item.outside,
        item.clock if nearest is None else nearest.name,
        None if nearest is None else nearest.due,
        None if nearest is None else nearest.left,
    )


def _second(item: NextStep, state: Matter) -> tuple[Role, ...]:
    if item.act is GrievanceDetermined and isinstance(state, GrievanceState) and state.role is not None:
        return DETERMINED_BY[state.role].second if state.role in DETERMINED_BY else ()
    act = _SIGNED_BY.get(item.act)
    return () if act is None else act.second
