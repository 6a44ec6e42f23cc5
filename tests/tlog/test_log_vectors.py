"""Logs, checkpoints and cosignatures that other programs wrote."""

import json
from base64 import b64decode
from collections.abc import Iterator

import pytest

from ledger.store.tiles import entries_path, parse_bundle, tile_path
from ledger.tlog.checkpoint import open_checkpoint, parse_checkpoint
from ledger.tlog.errors import LogError, NotTrusted
from ledger.tlog.note import ED25519, Vkey, parse_note, parse_vkey, verify_note
from ledger.tlog.tree import check_consistency, check_inclusion, leaf_hash, root_of
from tests.support.shared import shared

TESSERA = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def read(*parts: str) -> str:
    return shared("vectors", *parts).read_bytes().decode()


def test_the_note_of_the_specification_verifies() -> None:
    vkey = parse_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    blob = "Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    text = f"This is an example message.\n\n— example.com/foo {blob}\n"

    assert verify_note(parse_note(text), [vkey]) == [vkey]
    with pytest.raises(LogError):
        verify_note(parse_note(text.replace("message", "massage")), [vkey])


def test_every_checkpoint_tile_and_bundle_of_the_tessera_log_agrees() -> None:
    folder, vkey = ("transparency-dev-tessera", "testdata", "log"), parse_vkey(TESSERA)
    log = shared("vectors", *folder)
    leaves = [leaf_hash(each) for each in parse_bundle((log / entries_path(0, 15)).read_bytes())]
    seen = 0
    for path in sorted(log.glob("checkpoint*")):
        checkpoint = open_checkpoint(path.read_bytes().decode(), vkey)
        size = checkpoint.size
        assert path.suffix in {"", f".{size}"}
        assert checkpoint.root == root_of(leaves[:size])
        seen += path.suffix != ""
        if size > 1:  # it keeps no files of width 1
            assert (log / tile_path(0, 0, size)).read_bytes() == b"".join(leaves[:size])
            bundle = parse_bundle((log / entries_path(0, size)).read_bytes())
            assert [leaf_hash(each) for each in bundle] == leaves[:size]
    assert seen == 16


@pytest.mark.parametrize("name", ["witness", "mirror"])
def test_cosignatures_of_sunlight_verify(name: str) -> None:
    note = parse_note(read("sunlight-cosignatures", f"{name}-checkpoint"))
    [text] = json.loads(read("sunlight-cosignatures", f"{name}.v0.json"))["verifier_keys"]
    vkey = parse_vkey(text)

    assert verify_note(note, [vkey]) == [vkey]
    [blob] = [each.blob for each in note.signatures if each.key_hash == vkey.key_hash]
    assert int.from_bytes(blob[:8], "big") == 1_767_139_200
    assert parse_checkpoint(note.text).size == 300


def exchanges() -> Iterator[tuple[Vkey, int, list[bytes], str, int]]:
    """Yield (log key, old size, proof, signed checkpoint, status) of each exchange with a witness."""
    for group in json.loads(read("torchwood", "add-checkpoint.json"))["sets"]:
        for exchange in group["exchanges"]:
            head, _, note = exchange["body"].partition("\n\n")
            old, *proof = head.split("\n")
            origin = note.split("\n")[0]
            vkey = (
                parse_vkey(group["log_key"])
                if "+" in group["log_key"]
                else Vkey(origin, ED25519, bytes.fromhex(group["log_key"].split()[5]))
            )
            yield vkey, int(old[4:]), [*map(b64decode, proof)], note, exchange["status"]


def test_the_log_signatures_of_torchwood_verify_but_for_the_two_that_its_witness_forbade() -> None:
    answers = []
    for vkey, _, _, note, status in exchanges():
        try:
            valid = verify_note(parse_note(note), [vkey]) == [vkey]
        except LogError:
            valid = False
        assert valid == (status != 403)
        answers.append(status)
    assert sorted(answers) == [200, 200, 200, 200, 403, 403, 409, 409, 422, 422]


def test_the_growth_that_the_witness_of_torchwood_accepted_is_consistent_and_no_other() -> None:
    held: dict[str, tuple[int, bytes]] = {}
    for _, old, proof, note, status in exchanges():
        if status == 403:  # unsigned, and one of the two not even in canonical base64
            continue
        origin, size, root = parse_checkpoint(parse_note(note).text)
        if status == 200 and old == 0:
            held[origin] = (size, root)
        elif status == 200:
            check_consistency(proof, old_size=old, new_size=size, old_root=held[origin][1], new_root=root)
            held[origin] = (size, root)
        elif status == 422:
            with pytest.raises(LogError):
                check_consistency(proof, old_size=old, new_size=size, old_root=held[origin][1], new_root=root)
    assert sorted(size for size, _ in held.values()) == [5, 35_225_469]


def test_a_checkpoint_whose_origin_is_not_the_name_of_its_key_is_not_ours_to_open() -> None:
    vkey, _, _, note, _ = list(exchanges())[-1]

    assert verify_note(parse_note(note), [vkey]) == [vkey]
    with pytest.raises(NotTrusted):
        open_checkpoint(note, vkey)


@pytest.mark.parametrize(
    ("name", "size", "cosigners"),
    [
        ("staging-rekor-v2.txt.sigstore.json", 646, 0),
        ("a.dsse.staging-rekor-v2.txt.sigstore.json", 4_026_479, 3),
    ],
)
def test_the_inclusion_proofs_of_sigstore_lead_to_its_checkpoints(
    name: str, size: int, cosigners: int
) -> None:
    [entry] = json.loads(read("sigstore-python", "test", "assets", name))["verificationMaterial"][
        "tlogEntries"
    ]
    proof = entry["inclusionProof"]
    note = parse_note(proof["checkpoint"]["envelope"])
    checkpoint = parse_checkpoint(note.text)

    assert checkpoint.size == size == int(proof["treeSize"])
    assert len(note.signatures) == cosigners + 1
    check_inclusion(
        [b64decode(each) for each in proof["hashes"]],
        size=checkpoint.size,
        root=checkpoint.root,
        index=int(proof["logIndex"]),
        leaf=leaf_hash(b64decode(entry["canonicalizedBody"])),
    )
