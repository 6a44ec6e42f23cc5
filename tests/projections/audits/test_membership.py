"""One case and its proof; the word of the beacon."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.audit.drawing import sample
from ledger.projections.audits.beacon import read_value
from ledger.projections.audits.membership import membership
from ledger.signing.errors import Malformed
from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import check_inclusion
from tests.projections.audits.samples import ROUND, VALUE, cases, frame, sown

FILE = frame()


@given(st.integers(0, 202))
def test_a_case_is_proven_to_stand_in_the_frame(place: int) -> None:
    case = [case for some in FILE.cases for case in some][place]
    found = membership(FILE, sown(FILE), case)

    assert found is not None
    assert (found.key, found.place, found.size) == (case, place, 203)
    check_inclusion(found.proof, size=203, root=bytes.fromhex(FILE.root), index=place, leaf=found.leaf)
    assert found.drawn == (case in sample(sown(FILE), FILE.parts))
    assert found.drawn == (found.luck * found.den < found.num * 2**64)
    with pytest.raises(InvalidProof):
        check_inclusion(found.proof, size=203, root=bytes(32), index=place, leaf=found.leaf)


def test_a_case_outside_the_frame_is_nowhere() -> None:
    assert membership(FILE, sown(FILE), cases(999, 999)[0]) is None


def test_the_luck_of_a_case_is_told_to_the_last_digit() -> None:
    found = membership(FILE, sown(FILE), FILE.cases[1][0])

    assert found is not None
    assert json.loads(json.dumps(found.as_json()))["luck"] == str(found.luck)


SIGNATURE = "ab" * 48
SAID = {
    "round": ROUND,
    "randomness": hashlib.sha256(bytes.fromhex(SIGNATURE)).hexdigest(),
    "signature": SIGNATURE,
}


def test_a_value_is_taken_as_it_is_or_from_the_answer_of_its_network() -> None:
    assert read_value(f"{VALUE}\n", ROUND) == VALUE
    assert read_value(json.dumps(SAID), ROUND) == SAID["randomness"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        VALUE[1:],
        VALUE.replace("1", "A"),
        "[]",
        "{}",
        json.dumps(SAID | {"round": ROUND + 1}),
        json.dumps(SAID | {"randomness": VALUE}),
        json.dumps(SAID | {"signature": "abc"}),
        json.dumps(SAID | {"signature": 5}),
    ],
)
def test_anything_else_is_no_value_of_that_round(text: str) -> None:
    with pytest.raises(Malformed) as refused:
        read_value(text, ROUND)
    assert refused.value.code == "beacon_value"


def test_a_published_round_is_the_digest_of_its_signature() -> None:
    """Round 1000 of quicknet. Source: drand, /public/1000 of that network."""
    signature = (
        "b44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39"
    )
    value = "fe290beca10872ef2fb164d2aa4442de4566183ec51c56ff3cd603d930e54fdd"
    said = {"round": 1000, "randomness": value, "signature": signature}

    assert read_value(json.dumps(said), 1000) == value
    with pytest.raises(Malformed):
        read_value(json.dumps(said | {"signature": f"c{signature[1:]}"}), 1000)
