"""A change of governance under real signatures: whoever joins the root set signs, and a verifier sees it."""

from collections.abc import Mapping, Sequence

import pytest

from ledger.domain.directory import RegistryState
from ledger.domain.registry.state import INITIAL, evolve
from ledger.domain.replay import Replay
from ledger.domain.types import Recorded
from ledger.signing.errors import Malformed
from ledger.tlog.tree import leaf_hash
from ledger.verify.fold import check_next, open_entry
from ledger.verify.signatures import check_enclosed, check_signatures
from tests.verify.history import REGISTRY, ROOTS, Act, History, actor, event, founded, key, revoke, vkey
from tests.verify.stored import sign

NEW = (*ROOTS[:2], "body-4")
SEED = bytes([7]) * 32
"""The seed of the log's next key."""


def codes(history: History) -> list[str]:
    """Return the codes of all that a verifier finds in a whole log."""
    prefix, found = Replay({act.statement.stream for act in history.acts}), []
    for index, data in enumerate(history.entries):
        found += check_next(prefix, open_entry(data), leaf_hash(data).hex(), index)
    return [item.code for item in found]


def change(history: History, what: str, members: Mapping[str, object], signers: Sequence[str]) -> None:
    data = {"what": what, "document": "44" * 32, "effective_at": "2026-04-01T00:00:00Z", **members}
    history.say(REGISTRY, event("GovernanceChanged", data), signers, seen=history.heads[REGISTRY])


def root_set(names: Sequence[str], **keys: str) -> dict[str, object]:
    named = {name: key(name).public.hex() for name in names} | keys
    return {"root_keys": [{"key": public, "body": actor(name)} for name, public in named.items()]}


def test_a_root_key_that_joins_signs_for_itself() -> None:
    history = founded()
    change(history, "root_set", root_set(NEW), (*ROOTS[:2], "body-4"))

    assert codes(history) == []


def test_a_root_key_that_joins_without_its_signature_is_found() -> None:
    history = founded()
    change(history, "root_set", root_set(NEW), ROOTS[:2])

    assert codes(history) == ["signer_missing"]


def registry_of(acts: Sequence[Act]) -> RegistryState:
    state = INITIAL
    for index, act in enumerate(acts):
        state = evolve(state, Recorded(act.statement, index, index + 1, "00" * 32, act.recorded_at))
    return state


def test_a_weak_root_key_joins_nobody() -> None:
    """The neutral element signs anything for anybody."""
    history = founded()
    weak = "01" + "00" * 31
    change(history, "root_set", root_set(ROOTS[:2], **{"body-4": weak}), ROOTS[:2])
    registry = registry_of(history.acts[:-1])

    with pytest.raises(Malformed) as caught:
        check_enclosed(history.acts[-1].statement, registry)
    assert caught.value.code == "key_weak"


def test_a_signature_of_a_key_that_is_brought_by_nobody_is_unknown() -> None:
    history = founded()
    change(history, "root_set", root_set(NEW), (*ROOTS[:2], "body-5"))
    (_, envelope, statement) = open_entry(history.entries[-1])

    with pytest.raises(Malformed) as caught:
        check_signatures(envelope, statement, registry_of(history.acts[:-1]))
    assert caught.value.code == "key_unknown"


@pytest.mark.parametrize(("seed", "found"), [(SEED, []), (bytes(32), ["boundary_unsigned"])])
def test_a_boundary_may_be_signed_by_any_key_that_the_log_had_or_will_have(
    seed: bytes, found: list[str]
) -> None:
    history = founded()
    change(history, "log_key", {"log_key": vkey(SEED)}, ROOTS[:2])
    last = len(history.entries)
    revoke(history, "officer", sign(last, bytes(32), seed), last)

    assert codes(history) == found


def test_the_first_key_of_the_log_still_opens_its_checkpoints() -> None:
    history = founded()
    change(history, "log_key", {"log_key": vkey(SEED)}, ROOTS[:2])
    last = len(history.entries)
    revoke(history, "officer", sign(last, bytes(32)), last)

    assert codes(history) == []
