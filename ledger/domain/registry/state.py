"""The fold of the registry: what the log says of keys, mandates and offices."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from ledger.domain.authority import key_id
from ledger.domain.codes import RevocationReason
from ledger.domain.dates import civil
from ledger.domain.directory import Anchor, Governance, Key, Mandate, Office, RegistryState
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
)
from ledger.domain.registry.governing import folded, keys_of, root_of
from ledger.domain.registry.granting import depth_under, grantor_mandate
from ledger.domain.registry.interests import declared
from ledger.domain.types import EntryRef, Recorded

INITIAL: Final = RegistryState()


def evolve(state: RegistryState, recorded: Recorded) -> RegistryState:
    """Return the registry after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case LedgerFounded() as says:
            return _founded(state, says, recorded)
        case GovernanceChanged() as says:
            return folded(state, says, recorded)
        case OfficeRegistered() as says:
            office = Office(says.code, says.parent, says.area, says.closed)
            return replace(state, offices={**state.offices, says.code: office})
        case MandateGranted() as says:
            return _granted(state, says, recorded)
        case MandateRevoked(mandate=ref):
            return replace(state, mandates=_mandates_without(state.mandates, ref, recorded.index))
        case KeyEnrolled() as says:
            return _enrolled(state, says, recorded.index)
        case KeyRevoked() as says:
            boundary = None if says.boundary is None else says.boundary.size
            return replace(
                state, keys=_keys_without(state.keys, says.key, recorded.index, says.reason, boundary)
            )
        case InterestDeclared() as says:
            return declared(state, says, recorded)
        case CaseHeadsCommitted() | AccessLogAnchored() as says:
            return _committed(state, says)
        case _:
            return state


def _committed(state: RegistryState, says: CaseHeadsCommitted | AccessLogAnchored) -> RegistryState:
    if isinstance(says, CaseHeadsCommitted):
        return replace(state, heads=Anchor(says.epoch, says.size, says.root))
    return replace(state, access=Anchor(None, says.size, says.root))


def _founded(state: RegistryState, says: LedgerFounded, recorded: Recorded) -> RegistryState:
    return replace(
        state,
        origin=recorded.statement.origin,
        stream=recorded.statement.stream,
        founded=Governance(root_of(says.root_keys), says.threshold, says.log_key, says.witness_policy),
        keys=keys_of(state.keys, says.root_keys, recorded.index),
    )


def _granted(state: RegistryState, says: MandateGranted, recorded: Recorded) -> RegistryState:
    statement = recorded.statement
    root = state.governance(recorded.recorded_at).root
    by_root = any(keyid in root for keyid in statement.signers)
    grantor = None if by_root else grantor_mandate(state, statement.by, says, civil(recorded.recorded_at))
    mandate = Mandate(
        stream=statement.stream,
        version=recorded.version,
        leaf=recorded.leaf,
        index=recorded.index,
        actor=says.actor,
        role=says.role,
        category=says.category,
        office=says.office,
        line=says.line,
        programmes=frozenset(says.programmes),
        areas=says.areas,
        from_=says.from_,
        to=says.to,
        may_delegate=says.may_delegate,
        depth=depth_under(grantor),
        grantor=statement.by,
        by_root=by_root,
    )
    held = state.mandates.get(says.actor, ())
    return replace(state, mandates={**state.mandates, says.actor: (*held, mandate)})


def _mandates_without(
    mandates: Mapping[str, tuple[Mandate, ...]], ref: EntryRef, index: int
) -> Mapping[str, tuple[Mandate, ...]]:
    """Return ``mandates`` with the one that ``ref`` granted marked as revoked at ``index``."""
    return {
        actor: tuple(
            replace(mandate, revoked=index)
            if mandate.granted_by(ref) and mandate.revoked is None
            else mandate
            for mandate in held
        )
        for actor, held in mandates.items()
    }


def _enrolled(state: RegistryState, says: KeyEnrolled, index: int) -> RegistryState:
    """Return the registry with the new key. A key that was there before keeps its first enrolment."""
    keys = state.keys
    if says.replaces is not None:
        keys = _keys_without(keys, says.replaces, index, RevocationReason.ROTATION, None)
    keyid = key_id(says.key)
    key = Key(keyid, says.key, says.actor, says.custody, says.next, index)
    return replace(state, keys={**keys, keyid: keys.get(keyid, key)})


def _keys_without(
    keys: Mapping[str, Key], keyid: str, index: int, reason: RevocationReason, boundary: int | None
) -> Mapping[str, Key]:
    """Return ``keys`` with the one named marked as revoked at ``index``; the first revocation holds."""
    key = keys.get(keyid)
    if key is None or key.revoked is not None:
        return keys
    return {**keys, keyid: replace(key, revoked=index, reason=reason, boundary=boundary)}
