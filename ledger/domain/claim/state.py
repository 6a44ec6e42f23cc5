"""The fold of a claim: what each event changes in it. Its shape stands in ``records``."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework.state import evolve as evolve_casework
from ledger.domain.casework_codes import LapseEffect, Pressure
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    AttestationWithdrawn,
    BenefitExecuted,
    ClaimReceived,
    ClaimWithdrawn,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.claim.records import (
    INITIAL,
    Attested,
    ClaimState,
    ClaimStatus,
    Dispute,
    Flags,
    Payment,
    RefusedToAttest,
    Request,
    Withdrawal,
)
from ledger.domain.codes import AskedBy
from ledger.domain.matters import Answered, DecisionMade, NoticeGiven
from ledger.domain.notices import effective_date, lacks_its_block
from ledger.domain.types import EntryRef, Recorded

__all__ = ["INITIAL", "ClaimState", "ClaimStatus", "evolve"]

WAITING_FOR_NOTICE: Final = ("decide_claim", "notify")
"""Clocks that an effective notice of the decision in force meets, be it late."""
SETTLED_BY_A_DECISION: Final[Flags] = frozenset(
    {"notice_in_transit", "defective_notice", "defective_reasons"}
)
PRESSED: Final[Mapping[Pressure, str]] = {Pressure.YES: "pressure", Pressure.NOT_ASKED: "pressure_not_asked"}
"""The flags of a withdrawal under pressure, or of one where nobody asked."""


def evolve(state: ClaimState, recorded: Recorded) -> ClaimState:
    """Return the claim after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case AttestationGiven() as says:
            return _attested(state, says, recorded)
        case EligibilityDecided() as says:
            return _decided(state, says, says.programme, recorded)
        case ClaimReceived() as says:
            return _received(state, says, recorded)
        case DecisionNotified() as says:
            return _notified(state, says, recorded)
        case DecisionRevised() as says:
            return _decided(state, says, None, recorded)
        case DeadlineLapsed() as says:
            return _lapsed(state, says, recorded)
        case _:
            return _went_on(state, recorded)


def _went_on(state: ClaimState, recorded: Recorded) -> ClaimState:
    """Fold what happens rarely, and what claims share with grievances."""
    statement, version, leaf = recorded.statement, recorded.version, recorded.leaf
    course = state.course
    match statement.says:
        case AttestationRefused() as says:
            refusal = RefusedToAttest(says.of, version, leaf, says)
            return state._replace(refusals=(*state.refusals, refusal))
        case AttestationRequested() as says:
            return _requested(state, says, recorded)
        case AttestationWithdrawn() as says:
            back = Withdrawal(version, leaf, says.attestation)
            return state._replace(course=course._replace(withdrawals=(*course.withdrawals, back)))
        case AttestationDisputed() as says:
            dispute = Dispute(version, leaf, says.attestation, says.ground)
            return state._replace(course=course._replace(disputes=(*course.disputes, dispute)))
        case BenefitExecuted() as says:
            paid = Payment(version, leaf, says)
            return state._replace(course=course._replace(payments=(*course.payments, paid)))
        case ClaimWithdrawn() as says:
            return _withdrawn(state, says)
        case _:
            shared = evolve_casework(state.casework, recorded)
            return state if shared is state.casework else state._replace(casework=shared)


def _requested(state: ClaimState, says: AttestationRequested, recorded: Recorded) -> ClaimState:
    """Somebody was asked. A token that comes twice (no rule allows it) keeps its first meaning."""
    by = recorded.statement.by if says.official is None else says.official
    asked: dict[str, Request] = {says.request: Request(by, says, recorded.version, recorded.leaf)}
    course = state.course
    if says.asked_by is AskedBy.OFFICER and by not in course.officers:
        course = course._replace(officers=(*course.officers, by))
    return state._replace(requests={**asked, **state.requests}, course=course)


def _withdrawn(state: ClaimState, says: ClaimWithdrawn) -> ClaimState:
    """Only an open claim is withdrawn. If the applicant was pressed it stays open, for oversight."""
    flags = state.flags if says.pressure is Pressure.NO else state.flags | {PRESSED[says.pressure]}
    if state.status is ClaimStatus.OPEN and says.pressure is not Pressure.YES:
        return state._replace(status=ClaimStatus.WITHDRAWN, flags=flags)
    return state._replace(flags=flags)


def _lapsed(state: ClaimState, says: DeadlineLapsed, recorded: Recorded) -> ClaimState:
    """The period for an appeal ran out: a claim that was notified is final, unless relief is granted."""
    ends = LapseEffect.FINAL_UNLESS_RELIEF in says.effects and state.status is ClaimStatus.NOTIFIED
    return state._replace(
        status=ClaimStatus.FINAL if ends else state.status,
        casework=evolve_casework(state.casework, recorded),
    )


def _attested(state: ClaimState, says: AttestationGiven, recorded: Recorded) -> ClaimState:
    attester = says.official if says.official is not None else recorded.statement.by
    item = Attested(attester, says, recorded.version, recorded.leaf, recorded.index, recorded.recorded_at)
    return state._replace(attestations=(*state.attestations, item))


def _received(state: ClaimState, says: ClaimReceived, recorded: Recorded) -> ClaimState:
    """The application. If something stood before it (an order that no rule allows), that keeps its place."""
    return state._replace(
        status=ClaimStatus.OPEN if state.status is ClaimStatus.EMPTY else state.status,
        programme=says.programme if state.programme is None else state.programme,
        received=says if state.received is None else state.received,
        application=(recorded.version, recorded.leaf) if state.application is None else state.application,
    )


def _decided(state: ClaimState, says: Decision, programme: EntryRef | None, recorded: Recorded) -> ClaimState:
    statement = recorded.statement
    if says.official is not None:
        answered = Answered(says.official)
    else:
        members = () if says.committee is None else says.committee.members
        answered = Answered(statement.by, statement.signers, members)
    made = DecisionMade(
        recorded.version, recorded.leaf, says.result, says.order_maker, answered, recorded.recorded_at
    )
    flags = state.flags - SETTLED_BY_A_DECISION
    if not says.law or says.discretion is None or not statement.sd:
        flags = flags | {"defective_reasons"}
    if state.received is None and not state.decisions:
        flags = flags | {"no_application"}
    return state._replace(
        status=ClaimStatus.DECIDED,
        programme=programme if state.programme is None else state.programme,
        decisions=(*state.decisions, made),
        orders=(*state.orders, says),
        flags=flags,
    )


def _notified(state: ClaimState, says: DecisionNotified, recorded: Recorded) -> ClaimState:
    """A notice of the decision in force moves the claim once it is effective; any other is only kept."""
    about = state.decision(says.decision)
    defective = about is not None and lacks_its_block(about.order_maker, says)
    effective = effective_date(says)
    given = NoticeGiven(
        recorded.version,
        recorded.leaf,
        says.decision.version,
        defective,
        effective,
        None if says.appeal_block is None else says.appeal_block.days,
        None if says.court_block is None else says.court_block.days,
    )
    notices = (*state.notices, given)
    if about is None or about is not state.decisions[-1]:
        return state._replace(notices=notices)
    flags = state.flags - {"notice_in_transit", "defective_notice"}
    if defective:
        flags = flags | {"defective_notice"}
    if effective is None:
        in_transit = state.status is ClaimStatus.DECIDED
        return state._replace(
            notices=notices, flags=flags | {"notice_in_transit"} if in_transit else state.flags
        )
    status = (
        ClaimStatus.FINAL
        if state.status is ClaimStatus.FINAL and says.cures is None
        else ClaimStatus.NOTIFIED
    )
    told = state._replace(status=status, notices=notices, flags=flags)
    casework = state.casework.met(*WAITING_FOR_NOTICE)
    return told if casework is state.casework else told._replace(casework=casework)
