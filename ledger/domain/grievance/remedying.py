"""The rules of remedies: ordered, reported done, confirmed. Three facts, and never one for another."""

from typing import Final

from ledger.domain.authority import same_person
from ledger.domain.casework_codes import Closing, Remedy
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.entries import entry
from ledger.domain.errors import AuthorityDenied, RuleBroken, WrongState
from ledger.domain.grievance.assigning import check_of_office
from ledger.domain.grievance.contesting import check_window
from ledger.domain.grievance.events import (
    RemedyConfirmed,
    RemedyDisputed,
    RemedyOrdered,
    RemedyReportedDone,
)
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.grievance.standing import check_citizen, lines_complained_about
from ledger.domain.matters import Published
from ledger.domain.outside import check_outside
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.types import EntryRef

CARRYING_OUT: Final = (Role.OFFICER, Role.HANDLER, Role.SUPERVISOR)
"""Roles in which an office reports what it did; whoever pays reports payments, of any office."""
ON_THE_CLAIM: Final = frozenset({Remedy.GRANT, Remedy.RECONSIDER, Remedy.BACK_PAY})
"""Remedies that are done when the claim shows a new decision or a payment."""
PENDING: Final = (GrievanceStatus.REMEDY_DUE, GrievanceStatus.REMEDY_REPORTED)


def check_done(
    state: GrievanceState, says: RemedyReportedDone, published: Published, given: Submission
) -> None:
    """Check that the responsible office, or whoever pays, reports an ordered remedy, with what shows it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    remedy = _ordered(state, says.remedy)
    if published.historical or remedy is None:
        return
    if state.status is not GrievanceStatus.REMEDY_DUE:
        raise WrongState("grievance_state")
    if state.report(says.remedy) is not None:
        raise WrongState("remedy_reported")
    _check_responsible(remedy, given)
    if says.done_on > civil(given.prefix.now):
        raise RuleBroken("date_order")
    _check_evidence(state, remedy, says.evidence, given)


def _ordered(state: GrievanceState, token: str) -> RemedyOrdered | None:
    """Return the remedy of that token; None where an old register holds no determination at all."""
    remedy = state.remedy(token)
    if remedy is None and state.determinations:
        raise RuleBroken("remedy_unknown")
    if remedy is None and state.filing is not None:
        raise WrongState("grievance_state")
    return remedy


def _check_responsible(remedy: RemedyOrdered, given: Submission) -> None:
    """The owner in person, somebody of the office, or whoever pays."""
    registry = given.prefix.registry
    if remedy.owner is not None and same_person(registry, remedy.owner, given.statement.by):
        return
    if given.parties[0].mandate.role is not Role.PAYER:
        check_of_office(remedy.office, CARRYING_OUT, given)


def _check_evidence(
    state: GrievanceState, remedy: RemedyOrdered, evidence: tuple[EntryRef, ...], given: Submission
) -> None:
    """What is cited stands in the log. A new decision or a payment is one of the claim, made afterwards."""
    prefix = given.prefix
    if any(entry(prefix, ref) is None for ref in evidence):
        raise RuleBroken("remedy_evidence_unknown")
    if remedy.code not in ON_THE_CLAIM:
        return
    made = state.determinations[-1]
    since = entry(prefix, EntryRef(given.statement.stream, made.version, made.leaf))
    claims = {item.claim for item in state.contests}
    for ref in evidence:
        recorded = entry(prefix, ref)
        if recorded is None or since is None or recorded.index < since.index:
            continue
        if prefix.state(ref.stream).carries_out(ref) and (not claims or ref.stream in claims):
            return
    raise RuleBroken("remedy_evidence_missing")


def check_confirmation(
    state: GrievanceState, says: RemedyConfirmed, published: Published, given: Submission
) -> None:
    """Check that the citizen confirms what was reported; oversight may, of what a drawn audit showed it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    _ordered(state, says.remedy)
    if says.stars is not None and not 1 <= says.stars <= 5:
        raise RuleBroken("stars_invalid")
    if published.historical:
        return
    if state.status not in PENDING or state.report(says.remedy) is None or says.remedy in state.confirmed:
        raise WrongState("remedy_not_reported")
    if given.parties[0].mandate.role is Role.OVERSIGHT:
        _check_audit(state, given)
    else:
        check_citizen(state, says.via, given)


def _check_audit(state: GrievanceState, given: Submission) -> None:
    """Oversight speaks of what it found in an audit that was drawn: its finding refers to this grievance."""
    prefix = given.prefix
    if not _audited(prefix, given.statement.stream):
        raise AuthorityDenied("audit_missing")
    check_outside([given.statement.by], lines_complained_about(state, prefix), prefix)


def _audited(prefix: Prefix, stream: str) -> bool:
    return any(other.startswith("audit/") for other in prefix.referring(stream))


def check_dispute(
    state: GrievanceState, says: RemedyDisputed, published: Published, given: Submission
) -> None:
    """Check that the citizen disputes what was reported, confirmed, or closed without an answer.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    _ordered(state, says.remedy)
    if published.historical:
        return
    closed = state.status is GrievanceStatus.CLOSED and state.closing is not Closing.WITHDRAWN
    if not closed and state.status not in PENDING:
        raise WrongState("remedy_not_reported")
    if state.report(says.remedy) is None:
        raise WrongState("remedy_not_reported")
    if given.parties[0].mandate.role is Role.OVERSIGHT:
        _check_audit(state, given)
    else:
        check_citizen(state, says.via, given)
    if closed:
        check_window(state, says.via, given)
