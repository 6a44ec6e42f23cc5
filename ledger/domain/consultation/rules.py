"""The rules of a consultation: who signs what, in which state, and what is refused.

``signed_by`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. The rules themselves
stand in ``opening``, ``speaking`` and ``answering``.
"""

from collections.abc import Mapping
from typing import Final, assert_never

from ledger.domain.authority import Act, Scope
from ledger.domain.codes import Role
from ledger.domain.consultation.answering import check_answer, check_recommendation
from ledger.domain.consultation.codes import Trigger
from ledger.domain.consultation.events import (
    ConsultationEvent,
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    MeetingHeld,
    OfficialResponseGiven,
    PositionTaken,
    RecommendationAdopted,
)
from ledger.domain.consultation.opening import check_opening, check_proposal
from ledger.domain.consultation.speaking import check_contribution, check_meeting, check_position
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.mandated import ANYWHERE, check_lived
from ledger.domain.prefix import Submission
from ledger.domain.types import Event

SIGNED_BY: Final[Mapping[type[ConsultationEvent], Act]] = {
    ConsultationProposed: Act(by=(Role.FACILITATOR, Role.OFFICER, Role.OVERSIGHT, Role.CLOCK)),
    ConsultationOpened: Act(by=(Role.SUPERVISOR, Role.OVERSIGHT), second=(Role.CONVENER,)),
    ContributionMade: Act(by=(Role.PARTICIPANT,)),
    PositionTaken: Act(by=(Role.PARTICIPANT,)),
    MeetingHeld: Act(by=(Role.FACILITATOR,), second=(Role.PARTICIPANT, Role.ATTESTER)),
    RecommendationAdopted: Act(by=(Role.FACILITATOR,), second=(Role.PARTICIPANT,)),
    OfficialResponseGiven: Act(by=(Role.SUPERVISOR,)),
}
PETITIONED_BY: Final = Act(by=(Role.INTAKE,), second=(Role.ATTESTER,))
"""A petition comes through the intake; the volunteers who carry it sign it too."""
RECEIVED_BY: Final = Act(by=(Role.INTAKE, Role.ASSISTER))
"""What a person without a key says, as somebody received it."""
SEEN: Final[frozenset[type[Event]]] = frozenset(
    {ConsultationOpened, RecommendationAdopted, OfficialResponseGiven}
)
"""Acts whose signer states the head that they had read."""


def signed_by(_state: ConsultationState, says: ConsultationEvent) -> Act:
    """Return who may sign ``says``."""
    match says:
        case ConsultationProposed(trigger=Trigger.PETITION):
            return PETITIONED_BY
        case ContributionMade() | PositionTaken() if says.via is not None:
            return RECEIVED_BY
        case _:
            return SIGNED_BY[type(says)]


def scope(state: ConsultationState, says: Event) -> Scope:
    """Return where the consultation lies: in its district; what is only proposed lies nowhere yet."""
    if isinstance(says, ConsultationOpened):
        return Scope(None, says.area)
    if state.proposal is None and not isinstance(says, ConsultationProposed):
        return Scope()
    return ANYWHERE if state.area is None else Scope(None, state.area)


def decide(state: ConsultationState, says: ConsultationEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of consultations forbids it.

    Args:
        state: The consultation before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    check_lived(given.parties)
    match says:
        case ConsultationProposed():
            check_proposal(state, says, given)
        case ConsultationOpened():
            check_opening(state, says, given)
        case ContributionMade():
            check_contribution(state, says, given)
        case PositionTaken():
            check_position(state, says, given)
        case MeetingHeld():
            check_meeting(state, says, given)
        case RecommendationAdopted():
            check_recommendation(state, says, given)
        case OfficialResponseGiven():
            check_answer(state, says, given)
        case _:
            assert_never(says)
