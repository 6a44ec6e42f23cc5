"""The rules of a grievance: who signs what, in which state, and what is refused.

``SIGNED_BY`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. Determinations and
the gate of persons have a file of their own (``determining``). No filing is refused for being late:
lateness is ruled on.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

from ledger.domain.authority import Act, Scope, mandate_for
from ledger.domain.casework_codes import Kind
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.dates import civil
from ledger.domain.errors import AuthorityDenied, RuleBroken, WrongState
from ledger.domain.grievance.closing import check_closing
from ledger.domain.grievance.determining import check_determination, check_gate
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceEvent,
    GrievanceFiled,
    HandlerAssigned,
    OutcomeNotified,
)
from ledger.domain.grievance.state import BEFORE_OUTCOME, GrievanceState, GrievanceStatus
from ledger.domain.matters import Published
from ledger.domain.notices import check_cure, check_notice
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_profile, demand, demand_reasons, pinned
from ledger.domain.types import EntryRef

TASKS: Final = (Role.HANDLER, Role.REVIEWER, Role.APPELLATE)
"""What somebody may be assigned as."""
SIGNED_BY: Final[Mapping[type[GrievanceEvent], Act]] = {
    GrievanceFiled: Act(by=(Role.INTAKE, Role.PARTICIPANT, Role.ATTESTER)),
    GrievanceAcknowledged: Act(by=(Role.HANDLER, Role.INTAKE)),
    HandlerAssigned: Act(by=(Role.SUPERVISOR,)),
    AppealReported: Act(by=(Role.REVIEWER,)),
    GrievanceDetermined: Act(by=TASKS, second=(Role.SUPERVISOR,)),
    OutcomeNotified: Act(by=(*TASKS, Role.INTAKE)),
    GrievanceClosed: Act(by=(Role.CLOCK,)),
}
DETERMINED_BY: Final[Mapping[Role, Act]] = {
    Role.HANDLER: Act(by=(Role.HANDLER,), second=(Role.SUPERVISOR,)),
    Role.REVIEWER: Act(by=(Role.REVIEWER,), second=(Role.SUPERVISOR,)),
    Role.APPELLATE: Act(by=(Role.APPELLATE,), second=(Role.APPELLATE,)),
}
"""Who determines, by the role in which the matter was assigned. The panel signs alone."""
SEEN: Final = frozenset({HandlerAssigned, AppealReported, GrievanceDetermined, GrievanceClosed})
"""Acts whose signer states the head that they had read."""


def signed_by(state: GrievanceState, says: GrievanceEvent) -> Act:
    """Return who may sign ``says``. Whoever determines signs in the role in which the matter was assigned."""
    if isinstance(says, GrievanceDetermined) and state.role is not None:
        return DETERMINED_BY.get(state.role, SIGNED_BY[GrievanceDetermined])
    return SIGNED_BY[type(says)]


def scope(state: GrievanceState, says: GrievanceEvent) -> Scope:
    """Return where the grievance lies: its programme and district, or those that the opening record names."""
    if state.programme is not None:
        return Scope(state.programme.stream, state.area)
    match says:
        case GrievanceFiled():
            return Scope(says.programme.stream, says.area)
        case (
            AppealReported(programme=EntryRef(stream=stream))
            | GrievanceDetermined(programme=EntryRef(stream=stream))
            | OutcomeNotified(programme=EntryRef(stream=stream))
        ):
            return Scope(stream)
        case _:
            return Scope()


def decide(state: GrievanceState, says: GrievanceEvent, given: Submission) -> None:
    """Refuse what was submitted if a rule of grievances forbids it.

    Args:
        state: The grievance before the statement.
        says: The statement's event.
        given: The statement itself, who signed it, and all that a rule may know.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if isinstance(says, GrievanceFiled):
        _check_filing(says, given)
        return
    published = _rules_for(state, says, given)
    check_profile(published, given.parties, says.official)
    match says:
        case GrievanceAcknowledged():
            _check_acknowledgement(state, says, published, given)
        case HandlerAssigned():
            _check_assignment(state, says, published, given)
        case AppealReported():
            _check_report(state, says, published, given)
        case GrievanceDetermined():
            _check_official(published, says.official)
            check_determination(state, says, published, given)
        case OutcomeNotified():
            _check_notice(state, says, published, given)
        case GrievanceClosed():
            check_closing(state, says, published)
        case _:
            assert_never(says)


def _rules_for(state: GrievanceState, says: GrievanceEvent, given: Submission) -> Published:
    """Return the rules to which the grievance is pinned, or to which this record pins it.

    An old register may hold a report, an outcome or its notice without a filing; the record names the
    programme.
    """
    named: EntryRef | None = None
    if isinstance(says, AppealReported | GrievanceDetermined | OutcomeNotified):
        named = says.programme
    if state.programme is not None:
        if named is not None and named != state.programme:
            raise RuleBroken("programme_differs")
        return pinned(given.prefix, state.programme)
    if named is None:
        raise RuleBroken("unknown_grievance")
    published = pinned(given.prefix, named)
    if not published.historical:
        raise RuleBroken("unknown_grievance")
    return published


def _check_official(published: Published, official: str | None) -> None:
    """An imported act of an official names that person."""
    if published.historical and official is None:
        raise RuleBroken("official_missing")


def _check_filing(says: GrievanceFiled, given: Submission) -> None:
    """The first entry of its stream. What it contests stands in the log."""
    if given.prefix.head(given.statement.stream) is not None:
        raise WrongState("already_filed")
    published = pinned(given.prefix, says.programme)
    check_profile(published, given.parties, says.official)
    _check_contested(says, given)
    _check_level(says, published, given)
    if published.historical:
        return
    if not says.grounds:
        raise RuleBroken("grounds_missing")
    demand(received_on=says.received_on, area=says.area)
    today = civil(given.prefix.now)
    received = says.received_on if says.received_on is not None else today
    handed_over: date | None = received
    if says.via is not None:
        handed_over = says.via.handed_over_on
    elif given.parties[0].mandate.role is Role.INTAKE:
        demand(via=says.via)
    if handed_over is None:
        raise RuleBroken("profile_demands", member="handed_over_on")
    if not handed_over <= received <= today:
        raise RuleBroken("date_order")


def _check_contested(says: GrievanceFiled, given: Submission) -> None:
    """Entries of one claim that stand in the log; an appeal contests a decision that an official made."""
    if len({item.claim for item in says.contests}) > 1:
        raise RuleBroken("contests_many_claims")
    if says.kind is Kind.APPEAL and not says.contests:
        raise RuleBroken("contests_missing")
    for item in says.contests:
        claim = given.prefix.state(item.claim)
        if item.entry.stream != item.claim or not claim.holds(item.entry):
            raise RuleBroken("unknown_decision")
        if says.kind is Kind.APPEAL:
            decision = claim.decision(item.entry)
            if decision is None:
                raise RuleBroken("unknown_decision")
            if decision.order_maker is not OrderMaker.OFFICIAL:
                raise RuleBroken("appeal_route_court")


def _check_level(says: GrievanceFiled, published: Published, given: Submission) -> None:
    """The first level, or one above the grievance appealed against; an old register may lack that one."""
    if says.appeal_of is None:
        if says.level < 1 or (says.level > 1 and not published.historical):
            raise RuleBroken("level_invalid")
        return
    below = given.prefix.state(says.appeal_of)
    if not isinstance(below, GrievanceState) or not below.determinations or says.level != below.level + 1:
        raise RuleBroken("level_invalid")


def _check_office(office: str, given: Submission) -> None:
    registered = given.prefix.registry.offices.get(office)
    if registered is None or registered.closed:
        raise RuleBroken("office_unknown")


def _check_acknowledgement(
    state: GrievanceState, says: GrievanceAcknowledged, published: Published, given: Submission
) -> None:
    """The office in charge answers, through somebody of that office."""
    if published.historical:
        _check_official(published, says.official)
        return
    if state.status is not GrievanceStatus.FILED:
        raise WrongState("grievance_state")
    _check_office(says.office, given)
    if given.parties[0].mandate.office != says.office:
        raise AuthorityDenied("authority_scope")
    demand(contact=says.contact, next=says.next)


def _check_assignment(
    state: GrievanceState, says: HandlerAssigned, published: Published, given: Submission
) -> None:
    """A supervisor not concerned assigns persons with a mandate for the task and no part in the matter."""
    if says.role not in TASKS or not says.handlers:
        raise RuleBroken("handler_not_mandated")
    if published.historical:
        _check_official(published, says.official)
        check_gate(state, says.handlers, given.prefix)
        return
    if state.status not in BEFORE_OUTCOME:
        raise WrongState("grievance_state")
    check_gate(state, (*says.handlers, given.statement.by), given.prefix)
    _check_office(says.office, given)
    place = scope(state, says)
    for handler in says.handlers:
        try:
            mandate_for(given.prefix.registry, handler, (says.role,), civil(given.prefix.now), place)
        except AuthorityDenied:
            raise RuleBroken("handler_not_mandated") from None


def _check_report(
    state: GrievanceState, says: AppealReported, published: Published, given: Submission
) -> None:
    """An appeal of the first level goes up, with the opinion of the reviewer who had it."""
    if state.kind not in (None, Kind.APPEAL) or state.level > 1:
        raise RuleBroken("not_appeal")
    if published.historical:
        _check_official(published, says.official)
        if state.status is GrievanceStatus.CLOSED:
            raise WrongState("grievance_state")
        if says.official is not None:
            check_gate(state, (says.official,), given.prefix)
        return
    if state.status is not GrievanceStatus.UNDER_REVIEW:
        raise WrongState("grievance_state")
    if given.statement.by not in state.handlers:
        raise AuthorityDenied("not_assigned")
    check_gate(state, (given.statement.by,), given.prefix)
    _check_office(says.to, given)
    demand(agreed=says.agreed)
    demand_reasons(given.statement)


def _check_notice(
    state: GrievanceState, says: OutcomeNotified, published: Published, given: Submission
) -> None:
    """A notice tells of a determination of this grievance; an old register may lack that determination."""
    ref = says.determination
    if ref is not None and (ref.stream != given.statement.stream or state.determination(ref) is None):
        raise RuleBroken("unknown_determination")
    if ref is None and (state.determinations or not published.historical):
        raise RuleBroken("unknown_determination")
    check_notice(says, civil(given.prefix.now), historical=published.historical)
    if says.cures is not None:
        check_cure(state.notices, given.statement.stream, says.cures)
