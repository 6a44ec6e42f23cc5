"""Keys and single signatures."""

import pytest
from nacl.signing import VerifyKey

from ledger.signing.keys import SigningKey, check_key, check_signature, key_id
from tests.signing.examples import ONE, TWO, code_of

WEAK = [bytes(32), b"\x01" + bytes(31), b"\xff" * 32, bytes.fromhex("ec" + "ff" * 30 + "7f")]


@pytest.mark.parametrize("public", WEAK)
def test_a_weak_key_is_refused_though_the_library_takes_it(public: bytes) -> None:
    VerifyKey(public)  # the control: nothing but its length is looked at

    assert code_of(check_key, public) == "key_weak"


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_key_has_32_bytes(length: int) -> None:
    assert code_of(check_key, bytes(length)) == "key_weak"
    assert code_of(SigningKey, bytes(length)) == "key_weak"
    assert code_of(check_signature, bytes(length), bytes(64), b"") == "sig_invalid"


def test_an_honest_key_passes_and_is_named_by_its_hash() -> None:
    check_key(ONE.public)

    assert ONE.id == key_id(ONE.public) == "03396219237f75a6"
    assert TWO.id == "68894d58f18f2c34"


def test_a_signature_holds_for_its_key_and_message_alone() -> None:
    signature = ONE.sign(b"message")

    check_signature(ONE.public, signature, b"message")
    assert len(signature) == 64
    assert code_of(check_signature, ONE.public, signature, b"massage") == "sig_invalid"
    assert code_of(check_signature, TWO.public, signature, b"message") == "sig_invalid"
    assert code_of(check_signature, ONE.public, signature[:63], b"message") == "sig_invalid"
    assert code_of(check_signature, ONE.public, signature + b"\x00", b"message") == "sig_invalid"


def test_every_flipped_bit_of_a_signature_is_refused() -> None:
    signature = ONE.sign(b"message")

    for bit in range(512):
        other = bytearray(signature)
        other[bit // 8] ^= 1 << bit % 8
        assert code_of(check_signature, ONE.public, bytes(other), b"message") == "sig_invalid"
