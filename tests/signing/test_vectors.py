"""Other people's vectors. The counts are pinned: another number means another verifier."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import rfc8785
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from ledger.signing.canonical import canonical
from ledger.signing.errors import Malformed
from ledger.signing.keys import check_key, check_signature
from ledger.signing.strict_json import parse_strict
from tests.signing.examples import code_of
from tests.support.shared import shared


def refuses(code: str, check: Callable[..., None], *args: bytes) -> bool:
    """Tell whether ``check`` refuses with ``code``; any other code fails the test."""
    try:
        check(*args)
    except Malformed as refusal:
        if refusal.code != code:
            raise
        return True
    return False


def holds(public: bytes, signature: bytes, message: bytes) -> bool:
    return not refuses("sig_invalid", check_signature, public, signature, message)


def may_enrol(public: bytes) -> bool:
    return not refuses("key_weak", check_key, public)


def openssl_holds(public: bytes, signature: bytes, message: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def test_of_914_edge_cases_43_hold_and_one_key_may_enrol() -> None:
    cases = json.loads(shared("vectors", "c2sp-cctv", "ed25519", "ed25519vectors.json").read_bytes())
    rows = [
        (case["number"], bytes.fromhex(case["key"]), bytes.fromhex(case["sig"]), case["msg"].encode())
        for case in cases
    ]

    ours = {number for number, *row in rows if holds(*row)}
    strict = {number for number, public, *row in rows if number in ours and may_enrol(public)}
    openssl = {number for number, *row in rows if openssl_holds(*row)}

    assert len(rows) == 914
    assert len(ours) == 43
    assert strict == {305}
    assert len(openssl) == 208
    assert ours < openssl  # so whatever is in the log holds for laxer verifiers too


def test_all_151_wycheproof_cases_agree() -> None:
    groups = json.loads(shared("vectors", "wycheproof", "testvectors_v1", "ed25519_test.json").read_bytes())
    results = [
        (
            case["result"] == "valid",
            holds(
                bytes.fromhex(group["publicKey"]["pk"]),
                bytes.fromhex(case["sig"]),
                bytes.fromhex(case["msg"]),
            ),
        )
        for group in groups["testGroups"]
        for case in group["tests"]
    ]

    assert len(results) == 151
    assert sum(valid for valid, _ in results) == 88
    assert all(expected is found for expected, found in results)


REFUSED_INPUTS: dict[str, str] = {"structures": "json_strict_float", "values": "json_strict_float"}


@pytest.mark.parametrize("name", ["arrays", "french", "structures", "unicode", "values", "weird"])
def test_the_reference_inputs_of_rfc_8785_give_the_reference_output(name: str) -> None:
    folder = shared("vectors", "json-canonicalization", "testdata")
    source = (folder / "input" / f"{name}.json").read_bytes()
    expected = (folder / "output" / f"{name}.json").read_bytes()
    assert bytes.fromhex((folder / "outhex" / f"{name}.txt").read_text()) == expected

    lenient: Any = json.loads(source)
    assert canonical(lenient) == rfc8785.dumps(lenient) == expected
    if name in REFUSED_INPUTS:
        assert code_of(parse_strict, source) == REFUSED_INPUTS[name]
    else:
        assert canonical(parse_strict(source)) == expected
