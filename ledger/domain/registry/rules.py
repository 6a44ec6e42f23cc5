"""The rules of the registry: who founds, who grants, who enrols, who ends.

``LedgerFounded`` stands at index 0 and nothing else does. The root quorum may sign registrations of
offices, grants of mandates and enrolments of keys; it alone grants and ends the mandates of those who
watch the others.
"""

from dataclasses import replace
from typing import Final, assert_never

from ledger.domain.authority import (
    Act,
    Scope,
    authorise,
    key_digest,
    key_id,
    mandate_for,
    root_quorum,
    same_person,
    signing_keys,
)
from ledger.domain.codes import Custody, RevocationReason, Role
from ledger.domain.dates import anniversary, civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, RuleBroken
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import (
    Boundary,
    KeyEnrolled,
    KeyRevoked,
    LedgerFounded,
    MandateGranted,
    MandateRevoked,
    OfficeRegistered,
    RegistryEvent,
)
from ledger.domain.registry.granting import depth_under, grantor_mandate
from ledger.domain.types import Statement

ROOT_GRANTED: Final = (Role.REGISTRAR, Role.OVERSIGHT, Role.CUSTODIAN)
"""Mandates that only the root quorum grants, and only it revokes."""
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
REGISTRAR: Final = Act(by=(Role.REGISTRAR,))
MAX_DEPTH: Final = 2


def decide(state: RegistryState, statement: Statement, says: RegistryEvent, prefix: Prefix) -> None:
    """Refuse ``statement`` if a rule of the registry forbids it.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    match says:
        case LedgerFounded():
            _check_founding(state, statement, says, prefix.size)
        case OfficeRegistered():
            _check_office(state, statement, says, prefix.now)
        case MandateGranted():
            _check_grant(state, statement, says, prefix.now)
        case MandateRevoked():
            _check_mandate_end(state, statement, says, prefix.now)
        case KeyEnrolled():
            _check_enrolment(state, statement, says, prefix.now)
        case KeyRevoked():
            _check_key_end(state, statement, says, prefix)
        case _:
            assert_never(says)


def _check_founding(state: RegistryState, statement: Statement, says: LedgerFounded, size: int) -> None:
    """First entry only; keys of different bodies; a quorum is more than half of them; all of them sign."""
    if size != 0 or state.origin is not None:
        raise RuleBroken("founding_not_first")
    ids = {key_id(item.key) for item in says.root_keys}
    bodies = {item.body for item in says.root_keys}
    count = len(says.root_keys)
    if len(ids) < count or len(bodies) < count or not count < 2 * says.threshold <= 2 * count:
        raise RuleBroken("founding_invalid")
    if statement.by not in bodies or not ids.issubset(statement.signers):
        raise AuthorityDenied("signer_missing")
    if len(statement.signers) > count:
        raise AuthorityDenied("signer_superfluous")


def _check_office(state: RegistryState, statement: Statement, says: OfficeRegistered, now: str) -> None:
    if not root_quorum(statement, state):
        authorise(statement, state, now, REGISTRAR, Scope(area=says.area))
    if says.parent is not None and (says.parent == says.code or says.parent not in state.offices):
        raise RuleBroken("office_unknown")


def _check_grant(state: RegistryState, statement: Statement, says: MandateGranted, now: str) -> None:
    grantor = None
    if not root_quorum(statement, state):
        grantor = _grantor(state, statement, says, now)
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
    if same_person(state, statement.by, says.actor):
        raise AuthorityDenied("authority_self_grant")
    today = civil(now)
    grantor = grantor_mandate(state, statement.by, says, today)
    if grantor is None:
        held = mandate_for(state, statement.by, (Role.REGISTRAR, Role.SUPERVISOR), today, Scope())
        own_line = held.role is Role.REGISTRAR and held.line == says.line
        raise AuthorityDenied("authority_self_grant" if own_line else "authority_scope")
    if says.role in ROOT_GRANTED:
        raise AuthorityDenied("authority_missing")
    if grantor.role is Role.SUPERVISOR and says.role not in PASSED_ON:
        raise AuthorityDenied("authority_missing")
    return grantor


def _check_mandate_end(state: RegistryState, statement: Statement, says: MandateRevoked, now: str) -> None:
    """The grantor or a registrar; what only the root quorum grants, only the root quorum ends."""
    running = [
        mandate
        for held in state.mandates.values()
        for mandate in held
        if mandate.granted_by(says.mandate) and mandate.revoked is None
    ]
    if not running:
        raise RuleBroken("mandate_unknown")
    mandate = running[0]
    if root_quorum(statement, state) and mandate.by_root:
        return
    if mandate.role in ROOT_GRANTED:
        raise AuthorityDenied("authority_missing")
    if mandate.grantor == statement.by:
        if len(signing_keys(statement, state)) > 1:
            raise AuthorityDenied("signer_superfluous")
        return
    authorise(statement, state, now, REGISTRAR, Scope())


def _check_enrolment(state: RegistryState, statement: Statement, says: KeyEnrolled, now: str) -> None:
    """A key is new for ever; its holder signs with it beside registrar, root quorum or the old key."""
    keyid = key_id(says.key)
    if keyid in state.keys:
        raise RuleBroken("key_reused")
    if keyid not in statement.signers:
        raise AuthorityDenied("signer_missing")
    if says.replaces is not None:
        _check_rotation(state, statement, says, keyid)
    elif not root_quorum(statement, state, besides=keyid):
        if same_person(state, statement.by, says.actor):
            raise AuthorityDenied("authority_self_grant")
        authorise(_without(statement, keyid), state, now, REGISTRAR, Scope())


def _check_rotation(state: RegistryState, statement: Statement, says: KeyEnrolled, keyid: str) -> None:
    """Old and new key sign, and the old one was bound to the new one when it was enrolled."""
    (old, *others) = signing_keys(_without(statement, keyid), state)
    if others:
        raise AuthorityDenied("signer_superfluous")
    if old.id != says.replaces or old.actor != says.actor:
        raise AuthorityDenied("signer_missing")
    if old.next != key_digest(says.key):
        raise RuleBroken("rotation_unbound")
    if old.custody is not says.custody and Custody.IMPORTED in (old.custody, says.custody):
        raise RuleBroken("rotation_unbound")


def _check_key_end(state: RegistryState, statement: Statement, says: KeyRevoked, prefix: Prefix) -> None:
    """The holder or a registrar; with a boundary, the root quorum without the ministry."""
    key = state.keys.get(says.key)
    if key is None:
        raise RuleBroken("no_such_key")
    if key.id in state.root:
        raise RuleBroken("key_is_root")
    if key.revoked is not None:
        raise RuleBroken("already_revoked")
    if says.boundary is not None:
        _check_boundary(state, statement, says, says.boundary, prefix.size)
    elif key.actor != statement.by:
        authorise(statement, state, prefix.now, REGISTRAR, Scope())
    elif len(signing_keys(statement, state)) > 1:
        raise AuthorityDenied("signer_superfluous")


def _check_boundary(
    state: RegistryState, statement: Statement, says: KeyRevoked, boundary: Boundary, size: int
) -> None:
    """One root signature above the threshold: at most one body is a ministry, so a quorum without it signed.

    The checkpoint's signatures are the caller's business; here it must be one of this ledger, of the
    size stated, not later than the revocation. A rotation contests nothing.
    """
    if not root_quorum(statement, state):
        raise AuthorityDenied("authority_missing")
    if len(statement.signers) <= state.threshold:
        raise ApprovalsPending("approvals_pending")
    lines = boundary.checkpoint.split("\n")
    if lines[:2] != [state.origin, str(boundary.size)] or not 0 < boundary.size <= size:
        raise RuleBroken("boundary_invalid")
    if says.reason is RevocationReason.ROTATION and boundary.size < size:
        raise RuleBroken("boundary_invalid")


def _without(statement: Statement, keyid: str) -> Statement:
    """Return the statement as its other keys signed it."""
    return replace(statement, signers=tuple(signer for signer in statement.signers if signer != keyid))
