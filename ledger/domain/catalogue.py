"""The catalogue: which event types there are, and how ``data`` is read and written.

Adding a type is one line here; its meaning stands in the folder of its concept.
"""

from collections.abc import Mapping
from typing import Any, Final, cast

from ledger.domain import forms
from ledger.domain.audit import events as audit
from ledger.domain.casework import events as casework
from ledger.domain.claim import events as claim
from ledger.domain.commitment import events as commitment
from ledger.domain.consultation import events as consultation
from ledger.domain.grievance import events as grievance
from ledger.domain.listing import events as listing
from ledger.domain.programme import events as programme
from ledger.domain.registry import events as registry
from ledger.domain.types import Event, Says, Unknown

_KINDS: Final[Mapping[str, tuple[type[Event], ...]]] = {
    "registry": (
        registry.LedgerFounded,
        registry.GovernanceChanged,
        registry.OfficeRegistered,
        registry.MandateGranted,
        registry.MandateRevoked,
        registry.KeyEnrolled,
        registry.KeyRevoked,
        registry.InterestDeclared,
        registry.CaseHeadsCommitted,
        registry.AccessLogAnchored,
    ),
    "programme": (programme.ProgrammePublished, programme.CalendarPublished),
    "claim": (
        claim.ClaimReceived,
        claim.AttestationRequested,
        claim.AttestationGiven,
        claim.AttestationRefused,
        claim.AttestationWithdrawn,
        claim.AttestationDisputed,
        claim.EligibilityDecided,
        claim.DecisionRevised,
        claim.DecisionNotified,
        claim.BenefitExecuted,
        claim.ClaimWithdrawn,
    ),
    "grievance": (
        grievance.GrievanceFiled,
        grievance.GrievanceAcknowledged,
        grievance.GrievanceTransferred,
        grievance.TransferAccepted,
        grievance.GrievanceReclassified,
        grievance.HandlerAssigned,
        grievance.AppealReported,
        grievance.GrievanceDetermined,
        grievance.OutcomeNotified,
        grievance.RemedyReportedDone,
        grievance.RemedyConfirmed,
        grievance.RemedyDisputed,
        grievance.GrievanceWithdrawn,
        grievance.GrievanceContested,
        grievance.GrievanceClosed,
    ),
    "consultation": (
        consultation.ConsultationProposed,
        consultation.ConsultationOpened,
        consultation.ContributionMade,
        consultation.PositionTaken,
        consultation.MeetingHeld,
        consultation.RecommendationAdopted,
        consultation.OfficialResponseGiven,
    ),
    "commitment": (
        commitment.CommitmentMade,
        commitment.CommitmentProgressed,
        commitment.CommitmentVerified,
    ),
    "listing": (listing.ListPosted,),
    "audit": (audit.AuditFrameSealed, audit.AuditDrawn, audit.AuditFindingReported),
}

CASES: Final = ("claim", "grievance")
CLOCKED: Final = ("claim", "grievance", "consultation", "commitment", "listing")
SHARED: Final[Mapping[type[Event], tuple[str, ...]]] = {
    casework.InformationRequested: CASES,
    casework.InformationSupplied: CASES,
    casework.ConflictRaised: CASES,
    casework.ConflictDecided: CASES,
    casework.ActReviewed: CASES,
    casework.PeriodExtended: CLOCKED,
    casework.DeadlineLapsed: CLOCKED,
    casework.CourtOutcomeRecorded: CASES,
    casework.IdentityUnsealed: CASES,
    casework.PersonalDataErased: CLOCKED,
}
"""Events that stand in streams of several kinds, and in which."""

EVENTS: Final[Mapping[tuple[str, int], type[Event]]] = {
    (event.__name__, 1): event for events in (*_KINDS.values(), tuple(SHARED)) for event in events
}
"""Every known event type by name and schema version."""

STREAM_KINDS: Final[Mapping[type[Event], tuple[str, ...]]] = {
    **{event: (kind,) for kind, events in _KINDS.items() for event in events},
    **SHARED,
}
"""The kinds of stream in which an event type belongs."""


def decode_event(type_: str, schema: int, data: Mapping[str, Any]) -> Says:
    """Return the event that ``data`` states, or ``Unknown`` where this release lacks the type or schema.

    Args:
        type_: The event type's name.
        schema: Its schema version, from 1.
        data: The member ``data`` of a statement, as ``json.loads`` gives it.

    Raises:
        DataInvalid: ``data_invalid``, with a JSON pointer (RFC 6901) in ``detail["pointer"]``; "" is
        ``data`` itself.
    """
    event = EVENTS.get((type_, schema))
    if event is None:
        return Unknown(type_, schema)
    return cast("Event", forms.read(event, data))


def encode_event(event: Event) -> dict[str, Any]:
    """Return the member ``data`` that states ``event``: the inverse of ``decode_event``."""
    return forms.write(event)
