"""The ledger itself: its founding, and what the root quorum may change in it.

A change takes effect at the time that it names, at least fourteen days after it was recorded, so that
everybody can read it before. Until then the old governance decides, also on another change of the same,
which takes the place of the one that waits.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ledger.domain.authority import key_id, root_quorum
from ledger.domain.codes import Governed
from ledger.domain.directory import Change, Governance, Key, RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, RuleBroken, StreamConflict
from ledger.domain.registry.events import GovernanceChanged, LedgerFounded, RootKey
from ledger.domain.relations import lines_of
from ledger.domain.types import Recorded, Seen, Statement

NOTICE: Final = timedelta(days=14)


def check_founding(state: RegistryState, statement: Statement, says: LedgerFounded, size: int) -> None:
    """Check a founding: first entry only; more than half of different bodies are a quorum; all sign."""
    if size != 0 or state.origin is not None:
        raise RuleBroken("founding_not_first")
    _check_bodies(says.root_keys)
    root = root_of(says.root_keys)
    _check_threshold(Governance(root, says.threshold, None, None))
    if statement.by not in root.values() or not root.keys() <= set(statement.signers):
        raise AuthorityDenied("signer_missing")
    if len(statement.signers) > len(root):
        raise AuthorityDenied("signer_superfluous")


def check_change(
    state: RegistryState, statement: Statement, says: GovernanceChanged, head: Seen | None, now: str
) -> None:
    """Check a change of governance: one thing at a time, by the root quorum, with its notice.

    A root set is changed by a quorum of the old keys and one of the new keys; whoever joins signs, and so
    shows that the new key is held. No body holds a mandate: the root takes no part in cases. All of them had
    seen ``head``, what the registry says now.
    """
    joining = root_of(says.root_keys or ()).keys() - state.governance(now).root.keys()
    if not root_quorum(statement, state, now, besides=joining):
        raise AuthorityDenied("authority_missing")
    if statement.seen is None:
        raise RuleBroken("seen_missing")
    if statement.seen != head:
        raise StreamConflict(head)
    _check_members(state, says)
    if effective(says) < _later(now, NOTICE):
        raise RuleBroken("governance_too_soon")
    after = changed(state, says, now)
    _check_bodies(says.root_keys or ())
    if any(lines_of(state, item.body, now) for item in says.root_keys or ()):
        raise RuleBroken("founding_invalid")
    for change in after.changes:
        _check_threshold(after.governance(change.effective))
    _check_joining(state, statement, says.root_keys or (), after.governance(effective(says)).threshold)


def _check_members(state: RegistryState, says: GovernanceChanged) -> None:
    """One thing, and it is what ``what`` names; a log key bears the ledger's name; the time is a real one."""
    stated = {
        Governed.ROOT_SET: says.root_keys,
        Governed.THRESHOLD: says.threshold,
        Governed.LOG_KEY: says.log_key,
        Governed.WITNESS_POLICY: says.witness_policy,
    }
    if [what for what, value in stated.items() if value is not None] != [says.what]:
        raise RuleBroken("governance_invalid")
    if says.log_key is not None and says.log_key.partition("+")[0] != state.origin:
        raise RuleBroken("governance_invalid")
    try:
        datetime.fromisoformat(says.effective_at)
    except ValueError:
        raise RuleBroken("governance_invalid") from None


def _check_bodies(root_keys: tuple[RootKey, ...]) -> None:
    """Each key once and each body once: at most one of them is a ministry."""
    count = len(root_keys)
    if len(root_of(root_keys)) < count or len({item.body for item in root_keys}) < count:
        raise RuleBroken("founding_invalid")


def _check_threshold(governance: Governance) -> None:
    """More than half: two quorums always share a body."""
    if not len(governance.root) < 2 * governance.threshold <= 2 * len(governance.root):
        raise RuleBroken("founding_invalid")


def _check_joining(
    state: RegistryState, statement: Statement, root_keys: tuple[RootKey, ...], threshold: int
) -> None:
    """A root key is new or was one of the same body; who joins signs, and enough of the new set do."""
    new = root_of(root_keys)
    if not new:
        return
    for keyid, body in new.items():
        known = state.keys.get(keyid)
        if known is not None and (known.custody is not None or known.actor != body):
            raise RuleBroken("key_reused")
        if known is None and keyid not in statement.signers:
            raise AuthorityDenied("signer_missing")
    if len(new.keys() & set(statement.signers)) < threshold:
        raise ApprovalsPending("approvals_pending")


def root_of(root_keys: Iterable[RootKey]) -> dict[str, str]:
    """Return the body of each root key by key id."""
    return {key_id(item.key): str(item.body) for item in root_keys}


def keys_of(keys: Mapping[str, Key], root_keys: Iterable[RootKey], index: int) -> Mapping[str, Key]:
    """Return ``keys`` with the root keys that were not there before: they serve for nothing else."""
    brought = [Key(key_id(item.key), item.key, item.body, None, None, index) for item in root_keys]
    return {**{key.id: key for key in brought}, **keys}


def effective(says: GovernanceChanged) -> str:
    """Return when the change takes effect, written as times of recording are."""
    return f"{says.effective_at[:-1]}.000Z"


def changed(state: RegistryState, says: GovernanceChanged, now: str) -> RegistryState:
    """Return the registry with the change, in the place of one of the same that waits at ``now``."""
    change = Change(
        effective(says),
        says.what,
        None if says.root_keys is None else root_of(says.root_keys),
        says.threshold,
        says.log_key,
        says.witness_policy,
    )
    kept = [old for old in state.changes if old.effective <= now or old.what is not says.what]
    changes = tuple(sorted((*kept, change), key=lambda item: item.effective))
    return replace(state, changes=changes)


def folded(state: RegistryState, says: GovernanceChanged, recorded: Recorded) -> RegistryState:
    """Return the registry after a recorded change."""
    after = changed(state, says, recorded.recorded_at)
    return replace(after, keys=keys_of(state.keys, says.root_keys or (), recorded.index))


def _later(now: str, span: timedelta) -> str:
    moment = datetime.fromisoformat(now) + span
    return f"{moment.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
