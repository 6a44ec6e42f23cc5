"""The two worked examples: every value about the layers of the log, from an entry's bytes to the proof."""

import json
from base64 import b64decode
from functools import cache
from typing import Any

import pytest

from ledger.store.proving import prove_consistency, prove_inclusion
from ledger.store.tiles import entries_path, format_bundle, grow, parse_bundle, tile_path
from ledger.tlog.checkpoint import Checkpoint, cosign, format_checkpoint, open_checkpoint, parse_checkpoint
from ledger.tlog.note import Note, NoteSignature, format_note, format_vkey, parse_note, parse_vkey, sign_note
from ledger.tlog.policy import parse_policy
from ledger.tlog.proof import format_proof, parse_proof
from ledger.tlog.tree import (
    Hash,
    check_consistency,
    check_inclusion,
    leaf_hash,
    root_of,
)
from tests.support.shared import shared
from tests.tlog.examples import LOG_KEY, LOG_SEED, ORIGIN, WITNESS, WITNESS_KEY, WITNESS_SEED, Tree

FOLDERS = ["worked-entry", "worked-example"]
TIMES = {"worked-entry": 1_767_322_800, "worked-example": 1_767_225_600}


def read(folder: str, *parts: str) -> bytes:
    return shared("vectors", folder, *parts).read_bytes()


def entries(folder: str) -> list[bytes]:
    return parse_bundle(read(folder, *entries_path(0, 3).split("/")))


@cache
def values() -> Any:
    return json.loads(read("worked-entry", "values.json"))


def hexes(hashes: list[Hash]) -> list[str]:
    return [each.hex() for each in hashes]


def test_lengths_bundles_and_leaves_are_those_of_the_worked_entry() -> None:
    found = entries("worked-entry")
    bundle = format_bundle(found)

    assert [len(entry) for entry in found] == values()["entry_lengths"]
    assert [len(entry).to_bytes(2, "big").hex() for entry in found] == values()["bundle_prefixes"]
    assert bundle == read("worked-entry", "tile", "entries", "000.p", "3")
    assert format_bundle(found[:2]) == read("worked-entry", "tile", "entries", "000.p", "2")
    assert [read("worked-entry", f"entry-{n}.json") for n in range(3)] == found
    assert hexes([leaf_hash(entry) for entry in found]) == values()["leaf"]


def test_roots_and_proofs_are_those_of_the_worked_entry() -> None:
    leaves = [leaf_hash(entry) for entry in entries("worked-entry")]
    roots = {str(size): root_of(leaves[:size]).hex() for size in (1, 2, 3)}
    tree = Tree(leaves, group=1)

    assert roots == values()["root"]
    for name, proof in values()["consistency"].items():
        old, new = map(int, name.split("->"))
        assert hexes(prove_consistency(old, new, tree.nodes(new))) == proof
        old_root, new_root = (bytes.fromhex(roots[str(size)]) for size in (old, new))
        check_consistency(
            [bytes.fromhex(each) for each in proof],
            old_size=old,
            new_size=new,
            old_root=old_root,
            new_root=new_root,
        )
    for index, proof in values()["inclusion_in_3"].items():
        assert hexes(prove_inclusion(int(index), 3, tree.nodes())) == proof


@pytest.mark.parametrize("folder", FOLDERS)
def test_tiles_are_those_of_the_worked_examples(folder: str) -> None:
    leaves = [leaf_hash(entry) for entry in entries(folder)]
    two = grow(0, leaves[:2], lambda *_: b"")
    three = grow(2, leaves[2:], lambda *tile: two[tile])

    assert two == {(0, 0): read(folder, *tile_path(0, 0, 2).split("/"))}
    assert three == {(0, 0): read(folder, *tile_path(0, 0, 3).split("/"))}


@pytest.mark.parametrize("folder", FOLDERS)
def test_keys_checkpoints_and_cosignatures_are_those_of_the_worked_examples(folder: str) -> None:
    leaves = [leaf_hash(entry) for entry in entries(folder)]
    body = format_checkpoint(Checkpoint(ORIGIN, 3, root_of(leaves)))
    old = format_checkpoint(Checkpoint(ORIGIN, 2, root_of(leaves[:2])))
    log_line = sign_note(body, ORIGIN, LOG_SEED)
    line = cosign(body, TIMES[folder], WITNESS, WITNESS_SEED)

    assert read(folder, "vkey").decode().strip() == format_vkey(LOG_KEY)
    assert read(folder, "witness.vkey").decode().strip() == format_vkey(WITNESS_KEY)
    assert read(folder, "checkpoint").decode() == f"{body}\n{log_line}{line}"
    assert read(folder, "checkpoint.2").decode() == f"{old}\n{sign_note(old, ORIGIN, LOG_SEED)}"
    assert open_checkpoint(f"{body}\n{log_line}", parse_vkey(format_vkey(LOG_KEY))).size == 3


@pytest.mark.parametrize(
    ("folder", "index"),
    [("worked-entry", 0), ("worked-entry", 1), ("worked-entry", 2), ("worked-example", 1)],
)
def test_proofs_in_hand_are_those_of_the_worked_examples(folder: str, index: int) -> None:
    text = read(folder, f"entry-{index}.json.tlog-proof").decode()
    leaves = [leaf_hash(entry) for entry in entries(folder)]

    proof = parse_proof(text)

    assert format_proof(proof) == text
    assert proof.index == index
    assert proof.checkpoint == read(folder, "checkpoint").decode()
    assert list(proof.hashes) == prove_inclusion(index, 3, Tree(leaves).nodes())
    checkpoint = open_checkpoint(proof.checkpoint, LOG_KEY)
    check_inclusion(proof.hashes, size=checkpoint.size, root=checkpoint.root, index=index, leaf=leaves[index])


@pytest.mark.parametrize("folder", FOLDERS)
def test_the_request_to_a_witness_proves_growth_from_two_to_three(folder: str) -> None:
    head, _, text = read(folder, "req1").decode().partition("\n\n")
    old, *proof = head.split("\n")
    before = open_checkpoint(read(folder, "checkpoint.2").decode(), LOG_KEY)
    after = parse_checkpoint(parse_note(text).text)

    assert old == "old 2"
    check_consistency(
        [*map(b64decode, proof)],
        old_size=before.size,
        new_size=after.size,
        old_root=before.root,
        new_root=after.root,
    )


def test_the_policy_accepts_the_cosigned_checkpoint_and_nothing_less() -> None:
    policy = parse_policy(read("worked-entry", "policy").decode())
    note = parse_note(read("worked-entry", "checkpoint").decode())

    assert policy.check(note).root.hex() == values()["root"]["3"]
    for signatures in (note.signatures[:1], note.signatures[1:]):
        less = parse_note(format_note(Note(note.text, tuple(NoteSignature(*each) for each in signatures))))
        with pytest.raises(ValueError, match="of the policy"):
            policy.check(less)
