"""The rules of the registry: who founds, who grants, who enrols, who ends.

``LedgerFounded`` stands at index 0 and nothing else does. The root quorum may sign registrations of
offices, grants of mandates and enrolments of keys; it alone grants and ends the mandates of those who
watch the others.
"""

from typing import Final, assert_never

from ledger.domain.authority import (
    Act,
    Scope,
    is_imported,
    mandate_for,
    root_quorum,
    same_person,
    signing_keys,
)
from ledger.domain.codes import Role
from ledger.domain.dates import anniversary, civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.errors import AuthorityDenied, RuleBroken
from ledger.domain.prefix import Prefix
from ledger.domain.registry.declaring import check_commitment, check_interest
from ledger.domain.registry.enrolling import (
    REGISTRAR,
    ROOT_GRANTED,
    as_registrar,
    check_enrolment,
    check_key_end,
)
from ledger.domain.registry.events import (
    AccessLogAnchored,
    CaseHeadsCommitted,
    GovernanceChanged,
    InterestDeclared,
    KeyEnrolled,
    KeyRevoked,
    LedgerFounded,
    MandateGranted,
    MandateRevoked,
    OfficeRegistered,
    RegistryEvent,
)
from ledger.domain.registry.governing import check_change, check_founding
from ledger.domain.registry.granting import depth_under, grantor_mandate, in_own_line
from ledger.domain.relations import offices_above
from ledger.domain.types import Statement

PASSED_ON: Final = (
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.HANDLER,
    Role.REVIEWER,
    Role.INTAKE,
    Role.ASSISTER,
    Role.ATTESTER,
)
"""What a supervisor may pass on."""
GRANTOR: Final = Act(by=(Role.REGISTRAR, Role.SUPERVISOR))
MAX_DEPTH: Final = 2


def decide(state: RegistryState, statement: Statement, says: RegistryEvent, prefix: Prefix) -> None:
    """Refuse ``statement`` if a rule of the registry forbids it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    now = prefix.now
    match says:
        case LedgerFounded():
            check_founding(state, statement, says, prefix.size)
        case GovernanceChanged():
            check_change(state, statement, says, prefix.head(statement.stream), now)
        case OfficeRegistered():
            _check_office(state, statement, says, now)
        case MandateGranted():
            _check_grant(state, statement, says, now)
        case MandateRevoked():
            _check_mandate_end(state, statement, says, now)
        case KeyEnrolled():
            check_enrolment(state, statement, says, now)
        case KeyRevoked():
            check_key_end(state, statement, says, prefix)
        case InterestDeclared():
            check_interest(state, statement, says, now)
        case CaseHeadsCommitted() | AccessLogAnchored():
            check_commitment(state, statement, says, prefix)
        case _:
            assert_never(says)


def _check_office(state: RegistryState, statement: Statement, says: OfficeRegistered, now: str) -> None:
    """A parent stands before its offices, and no office stands above itself."""
    if not root_quorum(statement, state, now):
        as_registrar(statement, state, now, Scope(area=says.area))
    if says.parent is None:
        return
    if says.parent == says.code or says.parent not in state.offices:
        raise RuleBroken("office_unknown")
    if says.code in offices_above(state, says.parent):
        raise RuleBroken("office_circle")


def _check_grant(state: RegistryState, statement: Statement, says: MandateGranted, now: str) -> None:
    """Twelve months at most, in an open office; and no body of the root ever takes part in cases."""
    grantor = None
    if not root_quorum(statement, state, now):
        grantor = _grantor(state, statement, says, now)
    if any(same_person(state, says.actor, body) for body in state.governance(now).root.values()):
        raise AuthorityDenied("authority_self_grant")
    if says.role is Role.ROOT or not says.from_ <= says.to <= anniversary(says.from_):
        raise RuleBroken("mandate_invalid")
    if (says.category is None) == (says.role is Role.ATTESTER):
        raise RuleBroken("category_missing")
    office = state.offices.get(says.office)
    if office is None or office.closed:
        raise RuleBroken("office_unknown")
    if depth_under(grantor) > MAX_DEPTH:
        raise AuthorityDenied("authority_depth")


def _grantor(state: RegistryState, statement: Statement, says: MandateGranted, now: str) -> Mandate:
    """Return the mandate under which the signer may grant. Nobody grants to their own person or line."""
    if len(signing_keys(statement, state)) > 1:
        raise AuthorityDenied("signer_superfluous")
    if is_imported(statement, state):
        raise AuthorityDenied("authority_missing")
    if same_person(state, statement.by, says.actor):
        raise AuthorityDenied("authority_self_grant")
    today = civil(now)
    grantor = grantor_mandate(state, statement.by, says, today)
    if grantor is None:
        held = mandate_for(state, statement.by, (Role.REGISTRAR, Role.SUPERVISOR), today, Scope(over=()))
        own_line = held.role is Role.REGISTRAR and in_own_line(state, statement.by, says, today)
        raise AuthorityDenied("authority_self_grant" if own_line else "authority_scope")
    if says.role in ROOT_GRANTED:
        raise AuthorityDenied("authority_missing")
    if grantor.role is Role.SUPERVISOR and says.role not in PASSED_ON:
        raise AuthorityDenied("authority_missing")
    return grantor


def _check_mandate_end(state: RegistryState, statement: Statement, says: MandateRevoked, now: str) -> None:
    """The grantor, as long as their own mandate runs, or a registrar.

    What only the root quorum grants, only the root quorum ends.
    """
    running = [
        mandate
        for held in state.mandates.values()
        for mandate in held
        if mandate.granted_by(says.mandate) and mandate.revoked is None
    ]
    if not running:
        raise RuleBroken("mandate_unknown")
    mandate = running[0]
    if root_quorum(statement, state, now) and mandate.by_root:
        return
    if mandate.role in ROOT_GRANTED:
        raise AuthorityDenied("authority_missing")
    own = statement.by == mandate.grantor
    as_registrar(statement, state, now, Scope(over=(mandate,)), GRANTOR if own else REGISTRAR)
