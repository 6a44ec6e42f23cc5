"""What comes next in a consultation, who may do it, and which clock waits for it."""

from typing import Final

from ledger.domain.codes import Role
from ledger.domain.consultation.events import (
    ConsultationEvent,
    ConsultationOpened,
    ContributionMade,
    MeetingHeld,
    OfficialResponseGiven,
    PositionTaken,
    RecommendationAdopted,
)
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.rules import SIGNED_BY
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.steps import NextStep

FOR_THE_OWNER: Final = NextStep(ConsultationOpened, (Role.OVERSIGHT,), outside=True)
"""Once the clock ran out over a proposal."""


def next_steps(state: ConsultationState) -> tuple[NextStep, ...]:
    """Return the acts that the state admits: first what is waited for, then what else may be done.

    Phases are not looked at here: who speaks outside of one is refused by its rule.
    """
    match state.status:
        case ConsultationStatus.PROPOSED:
            steps = (_step(ConsultationOpened, "consult_open"), _step(OfficialResponseGiven, "consult_open"))
            return (FOR_THE_OWNER, *steps) if state.opening_lapsed else steps
        case ConsultationStatus.OPEN:
            return (_step(RecommendationAdopted, outside=True), *_speaking())
        case ConsultationStatus.ANSWERING:
            return (*_owed(state), _step(RecommendationAdopted, outside=True), *_speaking())
        case ConsultationStatus.EMPTY | ConsultationStatus.ANSWERED | ConsultationStatus.DECLINED:
            return ()


def _step(act: type[ConsultationEvent], clock: str | None = None, *, outside: bool = False) -> NextStep:
    return NextStep(act, SIGNED_BY[act].by, clock, outside)


def _owed(state: ConsultationState) -> tuple[NextStep, ...]:
    """What the person addressed owes, one step for each clock that waits."""
    waits = [item for item in state.recommendations if item.waits]
    clocks = dict.fromkeys("deferred_answer" if item.deferred else "consult_response" for item in waits)
    return tuple(_step(OfficialResponseGiven, clock) for clock in clocks)


def _speaking() -> tuple[NextStep, ...]:
    acts: tuple[type[ConsultationEvent], ...] = (ContributionMade, PositionTaken, MeetingHeld)
    return tuple(_step(act, outside=True) for act in acts)
