"""The rules of a grievance: who signs what, in which state, and what is refused.

``SIGNED_BY`` and ``SEEN`` are the columns "signed by" and "seen" of the catalogue. The rules of each act
stand in files of their own; here they are found.
"""

from collections.abc import Mapping
from typing import Final, TypeAlias, assert_never

from ledger.domain.authority import Act, Scope
from ledger.domain.codes import Role
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.grievance.assigning import (
    RECEIVING,
    TASKS,
    check_acceptance,
    check_acknowledgement,
    check_assignment,
    check_report,
    check_transfer,
)
from ledger.domain.grievance.contesting import check_contest, check_withdrawal
from ledger.domain.grievance.determining import check_determination
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceContested,
    GrievanceDetermined,
    GrievanceEvent,
    GrievanceFiled,
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
from ledger.domain.grievance.filing import check_filing
from ledger.domain.grievance.reclassifying import check_reclassification
from ledger.domain.grievance.records import BEFORE_OUTCOME, GrievanceState, GrievanceStatus
from ledger.domain.grievance.remedying import (
    CARRYING_OUT,
    check_confirmation,
    check_dispute,
    check_done,
)
from ledger.domain.matters import Published
from ledger.domain.notices import check_cure, check_notice
from ledger.domain.prefix import Submission
from ledger.domain.profile import check_profile, pinned
from ledger.domain.types import EntryRef, Event

SIGNED_BY: Final[Mapping[type[GrievanceEvent], Act]] = {
    GrievanceFiled: Act(by=(Role.INTAKE, Role.PARTICIPANT, Role.ATTESTER)),
    GrievanceAcknowledged: Act(by=(Role.HANDLER, Role.INTAKE)),
    GrievanceTransferred: Act(by=(Role.HANDLER, Role.SUPERVISOR)),
    TransferAccepted: Act(by=RECEIVING),
    GrievanceReclassified: Act(by=TASKS, second=(Role.INTAKE, Role.OVERSIGHT)),
    HandlerAssigned: Act(by=(Role.SUPERVISOR,)),
    AppealReported: Act(by=(Role.REVIEWER,)),
    GrievanceDetermined: Act(by=TASKS, second=(Role.SUPERVISOR,)),
    OutcomeNotified: Act(by=(*TASKS, Role.INTAKE)),
    RemedyReportedDone: Act(by=(*CARRYING_OUT, Role.PAYER)),
    RemedyConfirmed: Act(by=(Role.INTAKE, Role.OVERSIGHT)),
    RemedyDisputed: Act(by=(Role.INTAKE, Role.OVERSIGHT)),
    GrievanceWithdrawn: Act(by=(Role.INTAKE,)),
    GrievanceContested: Act(by=(Role.INTAKE,)),
    GrievanceClosed: Act(by=(Role.CLOCK,)),
}
DETERMINED_BY: Final[Mapping[Role, Act]] = {
    Role.HANDLER: Act(by=(Role.HANDLER,), second=(Role.SUPERVISOR,)),
    Role.REVIEWER: Act(by=(Role.REVIEWER,), second=(Role.SUPERVISOR,)),
    Role.APPELLATE: Act(by=(Role.APPELLATE,), second=(Role.APPELLATE,)),
}
"""Who determines, by the role in which the matter was assigned. The panel signs alone."""
SEEN: Final[frozenset[type[Event]]] = frozenset(
    {
        GrievanceTransferred,
        GrievanceReclassified,
        HandlerAssigned,
        AppealReported,
        GrievanceDetermined,
        GrievanceClosed,
    }
)
"""Acts whose signer states the head that they had read."""
BY_CITIZENS: Final = (
    GrievanceFiled,
    RemedyConfirmed,
    RemedyDisputed,
    GrievanceWithdrawn,
    GrievanceContested,
)
"""What a person says. Any intake takes it: no office is the wrong one."""
BY_OFFICIALS: Final = (
    GrievanceAcknowledged,
    GrievanceTransferred,
    TransferAccepted,
    GrievanceReclassified,
    HandlerAssigned,
    AppealReported,
    GrievanceDetermined,
    RemedyReportedDone,
)
"""Acts of which an imported record names the official."""
ANYWHERE: Final = Scope(over=())
"""A scope within every mandate."""


def signed_by(state: GrievanceState, says: GrievanceEvent) -> Act:
    """Return who may sign ``says``. Whoever determines signs in the role in which the matter was assigned."""
    if isinstance(says, GrievanceDetermined) and state.role is not None:
        return DETERMINED_BY.get(state.role, SIGNED_BY[GrievanceDetermined])
    return SIGNED_BY[type(says)]


def scope(state: GrievanceState, says: Event) -> Scope:
    """Return where the grievance lies: its programme and district, or those that the opening record names.

    What a person says lies wherever they say it.
    """
    if isinstance(says, BY_CITIZENS):
        return ANYWHERE
    if state.programme is not None:
        return Scope(state.programme.stream, state.area)
    match says:
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
        check_filing(says, given)
        return
    published = _rules_for(state, says, given)
    match says:
        case GrievanceAcknowledged():
            check_acknowledgement(state, says, published, given)
        case GrievanceTransferred():
            check_transfer(state, says, published, given)
        case TransferAccepted():
            check_acceptance(state, says, published, given)
        case GrievanceReclassified():
            check_reclassification(state, says, published, given)
        case HandlerAssigned():
            check_assignment(state, says, published, scope(state, says), given)
        case AppealReported():
            check_report(state, says, published, given)
        case GrievanceDetermined():
            check_determination(state, says, published, given)
        case OutcomeNotified():
            _check_notice(state, says, published, given)
        case _:
            _decide_after(state, says, published, given)


Aftermath: TypeAlias = (
    RemedyReportedDone
    | RemedyConfirmed
    | RemedyDisputed
    | GrievanceWithdrawn
    | GrievanceContested
    | GrievanceClosed
)


def _decide_after(state: GrievanceState, says: Aftermath, published: Published, given: Submission) -> None:
    """Judge what follows an outcome."""
    match says:
        case RemedyReportedDone():
            check_done(state, says, published, given)
        case RemedyConfirmed():
            check_confirmation(state, says, published, given)
        case RemedyDisputed():
            check_dispute(state, says, published, given)
        case GrievanceWithdrawn():
            check_withdrawal(state, says, published, given)
        case GrievanceContested():
            check_contest(state, says, published, given)
        case GrievanceClosed():
            _check_closing(state)
        case _:
            assert_never(says)


def _rules_for(state: GrievanceState, says: GrievanceEvent, given: Submission) -> Published:
    """Return the rules to which the grievance is pinned, or to which this record pins it."""
    published = _pinned(state, says, given)
    check_profile(published, given.parties, says.official)
    if published.historical and isinstance(says, BY_OFFICIALS) and says.official is None:
        raise RuleBroken("official_missing")
    return published


def _pinned(state: GrievanceState, says: GrievanceEvent, given: Submission) -> Published:
    """Return them. An old register may lack the filing; its record then names the programme."""
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


def _check_notice(
    state: GrievanceState, says: OutcomeNotified, published: Published, given: Submission
) -> None:
    """A notice tells of a determination of this grievance; an old register may lack that determination."""
    ref = says.determination
    made = None if ref is None else state.determination(ref)
    if ref is not None and (ref.stream != given.statement.stream or made is None):
        raise RuleBroken("unknown_determination")
    if ref is None and (state.determinations or not published.historical):
        raise RuleBroken("unknown_determination")
    if not published.historical and state.status in BEFORE_OUTCOME:
        raise WrongState("grievance_state")
    now = given.prefix.now
    check_notice(says, now if made is None else made.made_at, now, historical=published.historical)
    if says.cures is not None:
        check_cure(state.notices, given.statement.stream, says.cures)


def _check_closing(state: GrievanceState) -> None:
    """There is something to close. Whether its ground is due is judged with the clocks, in ``lapsing``."""
    if state.status in (GrievanceStatus.EMPTY, GrievanceStatus.CLOSED):
        raise WrongState("grievance_state")
