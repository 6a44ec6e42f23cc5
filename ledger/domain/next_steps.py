"""What comes next in a stream of any kind: data for "who acts next, and until when".

The steps of a claim stand here and not with its rules, because the citizen's next step is often a
grievance: an appeal while the period runs, a complaint about silence before there is a decision.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from ledger.domain.audit.next_step import next_steps as after_audit
from ledger.domain.audit.state import AuditState
from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.claim.benefits import payable
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    BenefitExecuted,
    ClaimEvent,
    ClaimWithdrawn,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.claim.rules import SIGNED_BY
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.commitment.next_step import next_steps as after_commitment
from ledger.domain.commitment.state import CommitmentState
from ledger.domain.consultation.next_step import next_steps as after_consultation
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.grievance.events import GrievanceFiled
from ledger.domain.grievance.next_step import next_steps as after_grievance
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.listing.next_step import next_steps as after_listing
from ledger.domain.listing.state import ListingState
from ledger.domain.matters import Matter
from ledger.domain.steps import NextStep

FILED_BY: Final = (Role.INTAKE, Role.PARTICIPANT, Role.ATTESTER)
COMPLAINT: Final = NextStep(GrievanceFiled, FILED_BY, outside=True)
"""Whatever stands in a claim may be complained about, and no filing is refused for being late."""


def next_steps(state: Matter) -> tuple[NextStep, ...]:
    """Return the acts that a stream admits: first what is waited for, then what else may be done.

    None for a registry or a programme, in which nothing is waited for.
    """
    follows = FOLLOWS.get(type(state))
    return () if follows is None else follows(state)


def after_claim(state: ClaimState) -> tuple[NextStep, ...]:
    """Return the acts that a claim admits, the citizen's own in other streams among them.

    Quorum, windows and persons are not looked at here: the rules refuse.
    """
    match state.status:
        case ClaimStatus.EMPTY | ClaimStatus.WITHDRAWN:
            return ()
        case ClaimStatus.OPEN:
            withdrawal = _step(ClaimWithdrawn, outside=True)
            return (_step(EligibilityDecided, "decide_claim"), *_attesting(), COMPLAINT, withdrawal)
        case ClaimStatus.DECIDED:
            return (_step(DecisionNotified, "notify"), *_paying(state), *_revising(), COMPLAINT)
        case ClaimStatus.NOTIFIED:
            return (_objection(state), *_cure(state), *_paying(state), *_revising(), *_anew())
        case ClaimStatus.FINAL:
            return (*_paying(state), *_cure(state), *_revising(), *_anew(), COMPLAINT)


def _step(act: type[ClaimEvent], clock: str | None = None, *, outside: bool = False) -> NextStep:
    return NextStep(act, SIGNED_BY[act].by, clock, outside)


def _attesting() -> tuple[NextStep, ...]:
    """Somebody is asked; whoever is asked says what they saw, or that they will not."""
    return (
        _step(AttestationRequested),
        _step(AttestationGiven, "attestation_reply"),
        _step(AttestationRefused, "attestation_reply"),
    )


def _objection(state: ClaimState) -> NextStep:
    """The way that the order opens: an appeal from an official's, the court from any other."""
    if state.decisions and state.decisions[-1].order_maker is not OrderMaker.OFFICIAL:
        return NextStep(CourtOutcomeRecorded, (Role.INTAKE, Role.SUPERVISOR, Role.OVERSIGHT), "court_direct")
    return NextStep(GrievanceFiled, FILED_BY, "appeal_filing", outside=True)


def _cure(state: ClaimState) -> tuple[NextStep, ...]:
    return (_step(DecisionNotified),) if "defective_notice" in state.flags else ()


def _paying(state: ClaimState) -> tuple[NextStep, ...]:
    return () if payable(state) is None else (_step(BenefitExecuted),)


def _revising() -> tuple[NextStep, ...]:
    return (_step(DecisionRevised),)


def _anew() -> tuple[NextStep, ...]:
    return (_step(EligibilityDecided),)


FOLLOWS: Final[Mapping[type[Matter], Callable[[Any], tuple[NextStep, ...]]]] = {
    ClaimState: after_claim,
    GrievanceState: after_grievance,
    ConsultationState: after_consultation,
    CommitmentState: after_commitment,
    ListingState: after_listing,
    AuditState: after_audit,
}
"""What says what comes next, by the kind of state."""
