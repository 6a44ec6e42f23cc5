"""What comes next in a grievance, who may do it, and which clock waits for it."""

from typing import Final

from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import Closing, Kind, Urgency
from ledger.domain.codes import Role
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceContested,
    GrievanceDetermined,
    GrievanceEvent,
    GrievanceReclassified,
    GrievanceTransferred,
    GrievanceWithdrawn,
    HandlerAssigned,
    OutcomeNotified,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.records import OUTCOME_KNOWN, GrievanceState, GrievanceStatus
from ledger.domain.grievance.rules import DETERMINED_BY, SIGNED_BY
from ledger.domain.steps import NextStep

COURT: Final = NextStep(CourtOutcomeRecorded, (Role.INTAKE, Role.SUPERVISOR, Role.OVERSIGHT))
WITHDRAWAL: Final = NextStep(GrievanceWithdrawn, SIGNED_BY[GrievanceWithdrawn].by, outside=True)


def next_steps(state: GrievanceState) -> tuple[NextStep, ...]:
    """Return the acts that the state admits: first what is waited for, then what else may be done.

    Windows are not looked at here: a step whose period is over is refused by its rule.
    """
    if state.status is GrievanceStatus.EMPTY:
        return ()
    if state.status is GrievanceStatus.CLOSED:
        return (*_answering(state), *_contest(state), COURT)
    return (*_waited_for(state), *_cure(state), *_contest(state), WITHDRAWAL, COURT)


def _waited_for(state: GrievanceState) -> tuple[NextStep, ...]:
    """Return what moves an open grievance on."""
    match state.status:
        case GrievanceStatus.FILED:
            return (_step(GrievanceAcknowledged, "ack"), *_moving(state))
        case GrievanceStatus.ACKNOWLEDGED:
            return _moving(state)
        case GrievanceStatus.UNDER_REVIEW:
            return (*_determining(state), *_moving(state))
        case GrievanceStatus.DETERMINED:
            return (_step(OutcomeNotified, "notify"),)
        case GrievanceStatus.NOTIFIED:
            return _closing(state)
        case GrievanceStatus.REMEDY_DUE:
            return (_step(RemedyReportedDone, "remedy"), *_answering(state))
        case GrievanceStatus.REMEDY_REPORTED:
            return (*_answering(state), *_closing(state))
        case GrievanceStatus.EMPTY | GrievanceStatus.CLOSED:
            return ()


def _step(act: type[GrievanceEvent], clock: str | None = None, *, outside: bool = False) -> NextStep:
    return NextStep(act, SIGNED_BY[act].by, clock, outside)


def _moving(state: GrievanceState) -> tuple[NextStep, ...]:
    """Whoever has it: taking it over, giving it to somebody, offering it elsewhere, reading it otherwise.

    A complaint is assigned by, or to, somebody who is not of the line complained about; only a first
    appeal goes to the same authority.
    """
    waits = "triage" if state.urgency not in (None, Urgency.NORMAL) else "admission"
    elsewhere = state.kind is not Kind.APPEAL or state.level > 1
    assigned = state.status is GrievanceStatus.UNDER_REVIEW
    assign = _step(HandlerAssigned, None if assigned else waits, outside=elsewhere)
    if state.offered_to is None:
        transfer = _step(GrievanceTransferred)
    else:
        transfer = _step(TransferAccepted, "transfer", outside=True)
    return (assign, transfer, _step(GrievanceReclassified))


def _determining(state: GrievanceState) -> tuple[NextStep, ...]:
    """The outcome, by whoever has it in hand; a first appeal may be forwarded instead."""
    anybody = SIGNED_BY[GrievanceDetermined]  # also where it was assigned in a role that no rule admits
    by = (anybody if state.role is None else DETERMINED_BY.get(state.role, anybody)).by
    first = state.kind is Kind.APPEAL and state.level <= 1
    if not first:
        waits = "appeal_upper" if state.kind is Kind.APPEAL else "resolve"
        return (NextStep(GrievanceDetermined, by, waits),)
    determined = NextStep(GrievanceDetermined, by, "appeal_first")
    return (
        (determined, _step(AppealReported, "appeal_first")) if state.role is Role.REVIEWER else (determined,)
    )


def _answering(state: GrievanceState) -> tuple[NextStep, ...]:
    """What the citizen says of what was reported."""
    if not state.reported or state.closing is Closing.WITHDRAWN:
        return ()
    dispute = _step(RemedyDisputed, "confirm", outside=True)
    open_ = {item.remedy for item in state.reported} - state.confirmed
    if not open_ or state.status is GrievanceStatus.CLOSED:
        return (dispute,)
    return (_step(RemedyConfirmed, "confirm", outside=True), dispute)


def _closing(state: GrievanceState) -> tuple[NextStep, ...]:
    """The clock closes: at once where the citizen confirmed, else when the citizen's window is over."""
    if state.status is not GrievanceStatus.REMEDY_REPORTED:
        return (_step(GrievanceClosed, "contest"),)
    return (_step(GrievanceClosed, None if state.ordered <= state.confirmed else "confirm"),)


def _cure(state: GrievanceState) -> tuple[NextStep, ...]:
    """A notice that lacks its court block is given anew: until then the person has a year."""
    cured = state.status in OUTCOME_KNOWN and "defective_notice" in state.flags
    return (_step(OutcomeNotified),) if cured else ()


def _contest(state: GrievanceState) -> tuple[NextStep, ...]:
    known = state.status in OUTCOME_KNOWN or (
        state.status is GrievanceStatus.CLOSED and state.closing is not Closing.WITHDRAWN
    )
    if not known or state.level in state.contested_at:
        return ()
    return (_step(GrievanceContested, "contest", outside=True),)
