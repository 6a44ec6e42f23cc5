"""The rules of keys: who brings one in, replaces it, ends it, and from where its acts are contested."""

from datetime import timedelta
from typing import Final

from ledger.domain.authority import (
    Act,
    Scope,
    authorise,
    is_imported,
    key_digest,
    key_id,
    root_quorum,
    signing_keys,
)
from ledger.domain.codes import Custody, RevocationReason, Role
from ledger.domain.dates import civil
from ledger.domain.directory import Key, Mandate, RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, RuleBroken
from ledger.domain.prefix import Prefix
from ledger.domain.registry.events import Boundary, KeyEnrolled, KeyRevoked
from ledger.domain.relations import lines_of, running, same_person
from ledger.domain.types import Statement

REGISTRAR: Final = Act(by=(Role.REGISTRAR,))
ROOT_GRANTED: Final = (Role.REGISTRAR, Role.OVERSIGHT, Role.CUSTODIAN)
"""Mandates that only the root quorum grants and ends; it alone gives their holders a second key."""
REACH: Final = timedelta(days=90)
"""How far back a boundary may lie."""


def as_registrar(
    statement: Statement, state: RegistryState, now: str, scope: Scope, act: Act = REGISTRAR
) -> None:
    """Check that a registrar, or whoever ``act`` names, signed alone. An importer's key registers nothing.

    Raises:
        AuthorityDenied: As ``authorise``.
    """
    if is_imported(statement, state):
        raise AuthorityDenied("authority_missing")
    authorise(statement, state, now, act, scope)


def check_enrolment(state: RegistryState, statement: Statement, says: KeyEnrolled, now: str) -> None:
    """A key is new for ever; its holder signs with it beside registrar, root quorum or the old key.

    Whoever watches the others gets no further key from those who are watched.
    """
    keyid = key_id(says.key)
    if keyid in state.keys:
        raise RuleBroken("key_reused")
    if keyid not in statement.signers:
        raise AuthorityDenied("signer_missing")
    if says.replaces is not None:
        _check_rotation(state, statement, says, keyid)
    elif not root_quorum(statement, state, now, besides=(keyid,)):
        if same_person(state, statement.by, says.actor):
            raise AuthorityDenied("authority_self_grant")
        held = _held(state, says.actor, now)
        as_registrar(_without(statement, keyid), state, now, Scope(over=held))
        if any(mandate.role in ROOT_GRANTED for mandate in held) and _has_key(state, says.actor):
            raise AuthorityDenied("authority_missing")


def _has_key(state: RegistryState, actor: str) -> bool:
    """Return whether a key of the person was ever enrolled: a registrar slips nobody a second one."""
    return any(same_person(state, key.actor, actor) for key in state.keys.values())


def _held(state: RegistryState, actor: str, now: str) -> tuple[Mandate, ...]:
    return tuple(running(state, actor, civil(now)))


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


def check_key_end(state: RegistryState, statement: Statement, says: KeyRevoked, prefix: Prefix) -> None:
    """The holder or a registrar; with a boundary, the root quorum without the ministry."""
    key = state.keys.get(says.key)
    if key is None:
        raise RuleBroken("no_such_key")
    if key.custody is None:
        raise RuleBroken("key_is_root")
    if key.revoked is not None:
        raise RuleBroken("already_revoked")
    if says.boundary is not None:
        _check_movers(state, statement, key, prefix.now)
        _check_boundary(state, says, says.boundary, prefix)
    elif key.actor != statement.by:
        as_registrar(statement, state, prefix.now, Scope(over=_held(state, key.actor, prefix.now)))
    elif len(signing_keys(statement, state)) > 1:
        raise AuthorityDenied("signer_superfluous")


def _check_movers(state: RegistryState, statement: Statement, key: Key, now: str) -> None:
    """One signature above the threshold: at most one body is a ministry, so a quorum without it signed.

    A body of the holder's own person or line counts for nothing: who is tied to the acts that would be
    contested moves nothing without a whole quorum from outside.
    """
    if not root_quorum(statement, state, now):
        raise AuthorityDenied("authority_missing")
    governance = state.governance(now)
    lines = lines_of(state, key.actor, now)
    outside = [
        body
        for body in (governance.root[keyid] for keyid in statement.signers)
        if not same_person(state, body, key.actor) and lines.isdisjoint(lines_of(state, body, now))
    ]
    if len(outside) <= governance.threshold:
        raise ApprovalsPending("approvals_pending")


def _check_boundary(state: RegistryState, says: KeyRevoked, boundary: Boundary, prefix: Prefix) -> None:
    """A checkpoint of this ledger, of the size stated, no later than the revocation, at most 90 days old.

    The checkpoint's signatures are the caller's business. A rotation contests nothing. Its age is read from
    the registry's own entries: one that the checkpoint does not hold and that is older than ninety days
    shows that the boundary is older still.
    """
    lines = boundary.checkpoint.split("\n")
    if lines[:2] != [state.origin, str(boundary.size)] or not 0 < boundary.size <= prefix.size:
        raise RuleBroken("boundary_invalid")
    if says.reason is RevocationReason.ROTATION and boundary.size < prefix.size:
        raise RuleBroken("boundary_invalid")
    oldest = civil(prefix.now) - REACH
    for entry in prefix.history(str(state.stream)):
        if entry.index >= boundary.size and civil(entry.recorded_at) < oldest:
            raise RuleBroken("boundary_too_old")


def _without(statement: Statement, keyid: str) -> Statement:
    """Return the statement as its other keys signed it."""
    return statement._replace(signers=tuple(signer for signer in statement.signers if signer != keyid))
