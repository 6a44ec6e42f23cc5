"""The rules of who has a grievance in hand: acknowledgement, transfer, assignment, forwarding."""

from typing import Final

from ledger.domain.authority import Scope, mandate_for
from ledger.domain.casework_codes import Kind
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, RuleBroken, WrongState
from ledger.domain.gate import check_gate
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceTransferred,
    HandlerAssigned,
    TransferAccepted,
)
from ledger.domain.grievance.records import BEFORE_OUTCOME, GrievanceState, GrievanceStatus
from ledger.domain.grievance.standing import check_handling, check_upper
from ledger.domain.matters import Published
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand, demand_reasons
from ledger.domain.relations import running

TASKS: Final = (Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
"""What somebody may be assigned as."""
RECEIVING: Final = (*TASKS, Role.SUPERVISOR, Role.INTAKE)
"""Roles in which somebody takes a matter over for their office."""
PANEL: Final = 2
"""Signatures of the upper instance: two of three."""


def check_office(office: str, given: Submission) -> None:
    """Check that ``office`` is registered and open.

    Raises:
        RuleBroken: ``office_unknown``.
    """
    registered = given.prefix.registry.offices.get(office)
    if registered is None or registered.closed:
        raise RuleBroken("office_unknown")


def check_of_office(office: str, roles: tuple[Role, ...], given: Submission) -> None:
    """Check that whoever answers for the statement holds one of ``roles`` in ``office``.

    Raises:
        AuthorityDenied: ``authority_scope``.
    """
    held = running(given.prefix.registry, given.statement.by, civil(given.prefix.now))
    if not any(mandate.office == office and mandate.role in roles for mandate in held):
        raise AuthorityDenied("authority_scope")


def check_in_hand(state: GrievanceState, given: Submission) -> None:
    """Check that the one who answers has the grievance in hand, or is of the office that has it.

    Raises:
        AuthorityDenied: ``not_assigned``, ``authority_scope``.
    """
    if state.handlers:
        if given.statement.by not in state.handlers:
            raise AuthorityDenied("not_assigned")
    elif state.office is not None:
        check_of_office(state.office, TASKS, given)


def check_open(state: GrievanceState) -> None:
    """Check that no outcome was determined yet, or that it was reopened.

    Raises:
        WrongState: ``grievance_state``.
    """
    if state.status not in BEFORE_OUTCOME:
        raise WrongState("grievance_state")


def check_acknowledgement(
    state: GrievanceState, says: GrievanceAcknowledged, published: Published, given: Submission
) -> None:
    """Check that the office in charge answers, through somebody of that office.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if published.historical:
        return
    if state.status is not GrievanceStatus.FILED:
        raise WrongState("grievance_state")
    check_office(says.office, given)
    check_of_office(says.office, (Role.HANDLER, Role.INTAKE), given)
    demand(contact=says.contact, next=says.next)


def check_transfer(
    state: GrievanceState, says: GrievanceTransferred, published: Published, given: Submission
) -> None:
    """Check an offer to another office. It moves no clock, and the matter stays until it is accepted.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if published.historical:
        return
    check_open(state)
    if state.offered_to is not None:
        raise WrongState("transfer_pending")
    check_office(says.to, given)
    if says.to == state.office:
        raise RuleBroken("transfer_to_itself")
    if given.parties[0].mandate.role is Role.HANDLER:
        check_in_hand(state, given)


def check_acceptance(
    state: GrievanceState, says: TransferAccepted, published: Published, given: Submission
) -> None:
    """Check that the office to which the matter was offered takes it, through somebody of its own.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if published.historical:
        return
    check_open(state)
    if state.offered_to is None or says.office != state.offered_to:
        raise RuleBroken("transfer_not_offered")
    check_office(says.office, given)
    check_of_office(says.office, RECEIVING, given)


def check_assignment(
    state: GrievanceState, says: HandlerAssigned, published: Published, place: Scope, given: Submission
) -> None:
    """Check that a supervisor not concerned assigns persons with a mandate for the task and no part in it.

    A replacement under review is judged alike. ``place`` is where the grievance lies.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if says.role not in TASKS or not says.handlers:
        raise RuleBroken("handler_not_mandated")
    if published.historical:
        check_gate(state, says.handlers, given)
        return
    check_open(state)
    assigner = given.statement.by
    check_gate(state, (*says.handlers, assigner), given)
    check_office(says.office, given)
    for handler in says.handlers:
        try:
            mandate_for(given.prefix.registry, handler, (says.role,), civil(given.prefix.now), place)
        except AuthorityDenied:
            raise RuleBroken("handler_not_mandated") from None
    check_task(state, says.role)
    if says.role is Role.APPELLATE and len(set(says.handlers)) < PANEL:
        raise ApprovalsPending("panel_incomplete")
    check_handling(state, says.handlers, assigner, given)
    if says.role is Role.APPELLATE:
        check_upper(state, says.handlers, given)


def check_task(state: GrievanceState, role: Role) -> None:
    """Check that an appeal is reviewed, and above the first level by the upper instance.

    Raises:
        RuleBroken: ``task_unsuited``.
    """
    if state.kind is Kind.APPEAL and role is Role.HANDLER:
        raise RuleBroken("task_unsuited")
    if state.level > 1 and role is not Role.APPELLATE:
        raise RuleBroken("task_unsuited")


def check_report(
    state: GrievanceState, says: AppealReported, published: Published, given: Submission
) -> None:
    """Check that an appeal of the first level goes up, with the opinion of the reviewer who had it.

    Raises:
        Refused: The rule that forbids it, by code.

    Source: APA s.45.
    """
    if state.kind not in (None, Kind.APPEAL) or state.level > 1:
        raise RuleBroken("not_appeal")
    if published.historical:
        if state.status is GrievanceStatus.CLOSED:
            raise WrongState("grievance_state")
        if says.official is not None:
            check_gate(state, (says.official,), given)
        return
    if state.status is not GrievanceStatus.UNDER_REVIEW:
        raise WrongState("grievance_state")
    if given.statement.by not in state.handlers:
        raise AuthorityDenied("not_assigned")
    check_gate(state, (given.statement.by,), given)
    check_office(says.to, given)
    demand(agreed=says.agreed)
    demand_reasons(given.statement)
