"""A proof in hand: under a pinned policy it holds, and no change of it does."""

from functools import cache
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store.proving import prove_inclusion
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.errors import LogError, MalformedNote
from ledger.tlog.note import parse_note
from ledger.tlog.policy import parse_policy
from ledger.tlog.proof import TlogProof, format_proof, parse_proof
from ledger.tlog.tree import check_inclusion
from tests.tlog.examples import (
    ORIGIN,
    POLICY,
    Tree,
    check_refuses,
    flipped_bits,
    leaves,
    mutations,
    signed_checkpoint,
)

SIZE: Final = 300
INDEX: Final = 137


@cache
def log() -> Tree:
    return Tree(leaves(SIZE))


@cache
def proof_text(extra: bytes | None = None) -> str:
    hashes = prove_inclusion(INDEX, SIZE, log().nodes())
    checkpoint = signed_checkpoint(Checkpoint(ORIGIN, SIZE, log().root))
    return format_proof(TlogProof(INDEX, tuple(hashes), checkpoint, extra))


def accept(text: str) -> None:
    """What everyone does who holds a proof: read it, ask the policy, follow the path."""
    proof = parse_proof(text)
    checkpoint = parse_policy(POLICY).check(parse_note(proof.checkpoint))
    check_inclusion(
        proof.hashes,
        size=checkpoint.size,
        root=checkpoint.root,
        index=proof.index,
        leaf=log().hashes[INDEX],
    )


def test_the_proof_in_hand_holds() -> None:
    accept(proof_text())
    accept(proof_text(b""))
    accept(proof_text(b"not to be trusted"))


def test_no_flipped_bit_anywhere_in_a_proof_is_accepted() -> None:
    for data in flipped_bits(proof_text().encode()):
        check_refuses(accept, data)


@given(mutations(proof_text()))
@settings(deadline=None, max_examples=300)
def test_no_changed_proof_is_accepted(text: str) -> None:
    if text == proof_text():
        return
    try:
        accept(text)
    except LogError:
        return
    assert parse_proof(text).extra is not None  # the one line that nobody vouches for
    assert text.replace(text.split("\n")[1] + "\n", "", 1) == proof_text()


def test_a_flipped_bit_in_the_extra_line_changes_nothing_that_is_proved() -> None:
    changed = proof_text(b"a").replace("extra YQ==", "extra Yg==")

    assert parse_proof(changed).extra == b"b"
    accept(changed)


@given(
    st.integers(0, SIZE - 1),
    st.lists(st.binary(min_size=32, max_size=32), max_size=63).map(tuple),
    st.none() | st.binary(max_size=40),
)
@settings(deadline=None)
def test_a_proof_comes_back_as_it_was(index: int, hashes: tuple[bytes, ...], extra: bytes | None) -> None:
    proof = TlogProof(index, hashes, signed_checkpoint(Checkpoint(ORIGIN, SIZE, log().root)), extra)

    assert parse_proof(format_proof(proof)) == proof


@given(st.text() | mutations(proof_text(b"more")))
@settings(deadline=None)
def test_every_other_proof_is_refused_or_is_the_one_form(text: str) -> None:
    try:
        proof = parse_proof(text)
    except LogError:
        return
    assert format_proof(proof) == text


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("@v1", "@v2"),
        (f"index {INDEX}", f"index 0{INDEX}"),
        (f"index {INDEX}", f"index {SIZE}"),
        (f"index {INDEX}", "index -1"),
        (f"index {INDEX}", f"index\t{INDEX}"),
        (f"index {INDEX}\n", ""),
        (f"index {INDEX}\n", f"index {INDEX}\n" + f"{'A' * 43}=\n" * 64),
        (f"index {INDEX}\n", f"index {INDEX}\n" + f"{'A' * 42}==\n"),
        (f"index {INDEX}\n", f"index {INDEX}\nextra YQ==\n"),
        (f"index {INDEX}\n", f"extra YQ=\nindex {INDEX}\n"),
        (f"\n\n{ORIGIN}", f"\n\n\n{ORIGIN}"),
        (f"\n\n{ORIGIN}", f"\n{ORIGIN}"),
        (f"{ORIGIN}\n{SIZE}\n", f"{ORIGIN}\n{SIZE}\nextension\n"),
    ],
)
def test_what_is_no_proof_is_refused(old: str, new: str) -> None:
    assert old in proof_text()
    with pytest.raises(MalformedNote):
        parse_proof(proof_text().replace(old, new, 1))
