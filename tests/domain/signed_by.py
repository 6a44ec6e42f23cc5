"""The column "signed by" of the catalogue, as data: who may answer for an event, and who may sign beside.

Written from the catalogue and the table of roles, never from the rules. "The receiving office" is whoever
takes a grievance over there, "the responsible office" whoever carries something out; "the actor" and "any
party" are whoever may have a part. ``EXTENDERS`` is the column "extended by" of the law of clocks.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from ledger.domain.codes import Role

INTAKE, ASSISTER, ATTESTER, OFFICER = Role.INTAKE, Role.ASSISTER, Role.ATTESTER, Role.OFFICER
SUPERVISOR, HANDLER, REVIEWER, APPELLATE = Role.SUPERVISOR, Role.HANDLER, Role.REVIEWER, Role.APPELLATE
PAYER, FACILITATOR, CONVENER, PARTICIPANT = Role.PAYER, Role.FACILITATOR, Role.CONVENER, Role.PARTICIPANT
OVERSIGHT, CUSTODIAN, CLOCK, REGISTRAR = Role.OVERSIGHT, Role.CUSTODIAN, Role.CLOCK, Role.REGISTRAR

OFFICE: Final = {OFFICER, SUPERVISOR, HANDLER, REVIEWER, APPELLATE}
"""Whoever works on cases in an office."""
HANDLING: Final = {HANDLER, REVIEWER, APPELLATE}
"""Whoever has a grievance in hand."""
PARTAKING: Final = OFFICE | {INTAKE, ASSISTER, ATTESTER, PAYER, PARTICIPANT, OVERSIGHT}
"""Whoever may have a part in a case."""


class Signed(NamedTuple):
    """Who may answer, and who may sign as well."""

    by: set[Role]
    second: set[Role] = set()  # noqa: RUF012 - never changed


SIGNED_BY: Final[Mapping[str, Signed]] = {
    "LedgerFounded": Signed(set()),
    "GovernanceChanged": Signed(set()),
    "OfficeRegistered": Signed({REGISTRAR}),
    "MandateGranted": Signed({REGISTRAR, SUPERVISOR}),
    "MandateRevoked": Signed({REGISTRAR, SUPERVISOR}),
    "KeyEnrolled": Signed({REGISTRAR}),
    "KeyRevoked": Signed({REGISTRAR}),
    "InterestDeclared": Signed({OVERSIGHT}),
    "CaseHeadsCommitted": Signed({CLOCK}),
    "AccessLogAnchored": Signed({CLOCK}),
    "ProgrammePublished": Signed({SUPERVISOR, OVERSIGHT}, {SUPERVISOR, OVERSIGHT}),
    "CalendarPublished": Signed({SUPERVISOR}),
    "ClaimReceived": Signed({INTAKE}),
    "AttestationRequested": Signed({OFFICER, INTAKE, CLOCK}),
    "AttestationGiven": Signed({ATTESTER}),
    "AttestationRefused": Signed({ATTESTER, INTAKE, ASSISTER}),
    "AttestationWithdrawn": Signed({ATTESTER}),
    "AttestationDisputed": Signed({INTAKE, OFFICER, ATTESTER, OVERSIGHT}),
    "EligibilityDecided": Signed({OFFICER}, {SUPERVISOR, OFFICER}),
    "DecisionRevised": Signed({OFFICER}, {SUPERVISOR, OFFICER}),
    "DecisionNotified": Signed({OFFICER, INTAKE}),
    "BenefitExecuted": Signed({PAYER}),
    "ClaimWithdrawn": Signed({INTAKE}),
    "GrievanceFiled": Signed({INTAKE, PARTICIPANT, ATTESTER}),
    "GrievanceAcknowledged": Signed({HANDLER, INTAKE}),
    "GrievanceTransferred": Signed({HANDLER, SUPERVISOR}),
    "TransferAccepted": Signed(HANDLING | {SUPERVISOR, INTAKE}),
    "GrievanceReclassified": Signed(HANDLING, {INTAKE, OVERSIGHT}),
    "HandlerAssigned": Signed({SUPERVISOR}),
    "AppealReported": Signed({REVIEWER}),
    "GrievanceDetermined": Signed(HANDLING, {SUPERVISOR, APPELLATE}),
    "OutcomeNotified": Signed(HANDLING | {INTAKE}),
    "RemedyReportedDone": Signed({OFFICER, HANDLER, SUPERVISOR, PAYER}),
    "RemedyConfirmed": Signed({INTAKE, OVERSIGHT}),
    "RemedyDisputed": Signed({INTAKE, OVERSIGHT}),
    "GrievanceWithdrawn": Signed({INTAKE}),
    "GrievanceContested": Signed({INTAKE}),
    "GrievanceClosed": Signed({CLOCK}),
    "InformationRequested": Signed({OFFICER, HANDLER, REVIEWER, APPELLATE}),
    "InformationSupplied": Signed(PARTAKING),
    "ConflictRaised": Signed(PARTAKING | {CLOCK}),
    "ConflictDecided": Signed({SUPERVISOR, OVERSIGHT}, {SUPERVISOR, OVERSIGHT}),
    "ActReviewed": Signed({REVIEWER, APPELLATE, OVERSIGHT}),
    "PeriodExtended": Signed(OFFICE | {INTAKE, OVERSIGHT, FACILITATOR}),
    "DeadlineLapsed": Signed({CLOCK}),
    "CourtOutcomeRecorded": Signed({INTAKE, SUPERVISOR, OVERSIGHT}),
    "IdentityUnsealed": Signed({CUSTODIAN, OVERSIGHT}, {CUSTODIAN, OVERSIGHT}),
    "PersonalDataErased": Signed({CUSTODIAN, OVERSIGHT}, {CUSTODIAN, OVERSIGHT}),
    "ConsultationProposed": Signed({FACILITATOR, OFFICER, OVERSIGHT, CLOCK, INTAKE}, {ATTESTER}),
    "ConsultationOpened": Signed({SUPERVISOR, OVERSIGHT}, {CONVENER}),
    "ContributionMade": Signed({PARTICIPANT, INTAKE, ASSISTER}),
    "PositionTaken": Signed({PARTICIPANT, INTAKE, ASSISTER}),
    "MeetingHeld": Signed({FACILITATOR}, {PARTICIPANT, ATTESTER}),
    "RecommendationAdopted": Signed({FACILITATOR}, {PARTICIPANT}),
    "OfficialResponseGiven": Signed({SUPERVISOR}),
    "CommitmentMade": Signed({SUPERVISOR, OFFICER, HANDLER, PAYER}),
    "CommitmentProgressed": Signed({SUPERVISOR, OFFICER, HANDLER, PAYER}),
    "CommitmentVerified": Signed({PARTICIPANT, OVERSIGHT}, {PARTICIPANT, OVERSIGHT}),
    "ListPosted": Signed({OFFICER}, {ATTESTER}),
    "AuditFrameSealed": Signed({OVERSIGHT}),
    "AuditDrawn": Signed({CLOCK, OVERSIGHT}),
    "AuditFindingReported": Signed({OVERSIGHT}),
}

ASKING: Final = {OFFICER, HANDLER, REVIEWER, APPELLATE}
EXTENDERS: Final[Mapping[str, set[Role]]] = {
    "appeal_upper": {APPELLATE},
    "resolve": {SUPERVISOR},
    "decide_claim": {SUPERVISOR},
    "information": ASKING | {INTAKE},
    "attestation_reply": {OFFICER, INTAKE},
    "list_objection": {OFFICER},
    "remedy": HANDLING,
    "confirm": ASKING | {INTAKE, SUPERVISOR, OVERSIGHT},
    "contest": {REVIEWER},
    "consult_open": {SUPERVISOR},
    "consult_response": {SUPERVISOR},
    "commitment": {SUPERVISOR},
    "verification": {FACILITATOR},
    "contested_act": {OVERSIGHT},
}
"""Who may extend which clock: "anybody" is whoever works on the case."""
SAID_BY_PEOPLE: Final = {
    "GrievanceFiled",
    "RemedyConfirmed",
    "RemedyDisputed",
    "GrievanceWithdrawn",
    "GrievanceContested",
}
"""What a person says may be received anywhere: never by the line complained about (R10)."""
