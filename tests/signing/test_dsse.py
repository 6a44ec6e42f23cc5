"""Envelopes: one accepted form, checked by a program that we did not write."""

import json
from base64 import b64encode
from dataclasses import replace
from functools import partial
from itertools import permutations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from securesystemslib.dsse import Envelope as ForeignEnvelope
from securesystemslib.exceptions import VerificationError
from securesystemslib.signer import Key, SSlibKey  # type: ignore[attr-defined]

from ledger.signing.canonical import canonical
from ledger.signing.dsse import (
    STATEMENT_TYPE,
    Envelope,
    format_envelope,
    pae,
    parse_envelope,
    sign_envelope,
    verify_envelope,
)
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey
from ledger.signing.strict_json import MAX_BYTES
from tests.signing.examples import ENVELOPE, ONE, PUBLIC, THREE, TWO, code_of, envelope

envelopes = st.builds(
    lambda payload, lines, kind: Envelope(payload, kind, tuple(sorted(lines.items()))),
    st.binary(max_size=300),
    st.dictionaries(
        st.from_regex("[0-9a-f]{16}", fullmatch=True),
        st.binary(min_size=64, max_size=64),
        min_size=1,
        max_size=32,
    ),
    st.sampled_from([STATEMENT_TYPE, "application/vnd.phayan.sign-in+json", "text/plain"]),
)


def altered(**changes: object) -> bytes:
    """Return the example envelope in JCS with members changed; None takes one away."""
    whole = json.loads(ENVELOPE) | changes
    return canonical({name: value for name, value in whole.items() if value is not None})


def lines() -> list[dict[str, str]]:
    found: list[dict[str, str]] = json.loads(ENVELOPE)["signatures"]
    return found


def test_the_lengths_in_what_is_signed_count_bytes() -> None:
    assert pae("a/b", "ข้าว".encode()) == "DSSEv1 3 a/b 12 ข้าว".encode()
    assert pae("a/b", b"") == b"DSSEv1 3 a/b 0 "


@given(envelopes)
def test_an_envelope_is_read_back_and_its_form_is_jcs(one: Envelope) -> None:
    data = format_envelope(one)

    assert parse_envelope(data, payload_type=one.payload_type) == one
    assert rfc8785.dumps(json.loads(data)) == data


@given(st.integers(0, len(ENVELOPE) - 1), st.integers(0, 255), st.sampled_from(["put", "insert", "delete"]))
def test_a_changed_byte_is_refused_or_shows_in_the_envelope(place: int, byte: int, how: str) -> None:
    new = b"" if how == "delete" else bytes([byte])
    data = ENVELOPE[:place] + new + ENVELOPE[place + (how != "insert") :]

    try:
        found = parse_envelope(data)
    except Malformed:
        return
    assert format_envelope(found) == data  # whatever passes has no second spelling
    if data != ENVELOPE:
        assert code_of(verify_envelope, found, PUBLIC) in {"sig_invalid", "key_unknown"}


@given(st.binary(max_size=300))
def test_only_our_error_leaves_the_parser(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_envelope(data)


REFUSED = [
    (ENVELOPE + b"\n", "not_canonical"),
    (ENVELOPE.replace(b'":"', b'": "', 1), "not_canonical"),
    (ENVELOPE.replace(b"},{", b"}, {"), "dsse_members"),
    (b'{"payload":"","payload":"",' + ENVELOPE[1:], "json_strict_duplicate_key"),
    (ENVELOPE.replace(b'"signatures":[', b'"signatures":[1e2,'), "dsse_members"),
    (b"[]", "dsse_members"),
    (altered(extra=1), "dsse_members"),
    (altered(zz=1), "dsse_members"),
    (altered(payload=None), "dsse_members"),
    (altered(payload=7), "dsse_members"),
    (altered(signatures={}), "dsse_members"),
    (altered(signatures=[*lines(), "x"]), "dsse_members"),
    (altered(signatures=[{**line, "note": "x"} for line in lines()]), "dsse_signatures"),
    (altered(payload="e30"), "dsse_base64"),  # padding is missing
    (altered(payload="e31="), "dsse_base64"),  # the bits left over are not zero
    (altered(payload="e3 0="), "dsse_base64"),
    (altered(payload="_-8="), "dsse_base64"),  # the other alphabet
    (altered(payload="ข้าว"), "dsse_base64"),
    (altered(payloadType="application/vnd.phayan.sign-in+json"), "dsse_type"),
    (altered(payloadType="Statement"), "dsse_type"),
    (altered(signatures=[]), "dsse_signatures"),
    (altered(signatures=lines()[::-1]), "dsse_signatures"),
    (altered(signatures=[lines()[0]] * 2), "dsse_signatures"),
    (altered(signatures=[{**line, "keyid": line["keyid"].upper()} for line in lines()]), "dsse_signatures"),
    (altered(signatures=[{"keyid": ONE.id, "sig": b64encode(bytes(63)).decode()}]), "dsse_signatures"),
    (
        altered(signatures=[{"keyid": f"{n:016x}", "sig": b64encode(bytes(64)).decode()} for n in range(33)]),
        "dsse_signatures",
    ),
    (altered(payload=b64encode(bytes(60_000)).decode()), "json_strict_size"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_another_form_is_refused_with_its_code(data: bytes, code: str) -> None:
    assert code_of(parse_envelope, data) == code


def test_thirty_two_signatures_are_accepted() -> None:
    keys = [SigningKey(bytes([number]) * 32) for number in range(32)]
    one = sign_envelope(b"{}", keys)

    verify_envelope(parse_envelope(format_envelope(one)), {key.id: key.public for key in keys})


@pytest.mark.parametrize("keys", list(permutations((ONE, TWO, THREE))))
def test_the_order_of_signing_leaves_no_trace(keys: tuple[SigningKey, ...]) -> None:
    assert format_envelope(sign_envelope(b"{}", keys)) == format_envelope(
        sign_envelope(b"{}", (ONE, TWO, THREE))
    )


def test_an_honest_envelope_verifies_and_unknown_or_wrong_keys_do_not() -> None:
    verify_envelope(envelope(), PUBLIC)

    assert code_of(verify_envelope, envelope(), {ONE.id: ONE.public}) == "key_unknown"
    assert code_of(verify_envelope, envelope(), PUBLIC | {ONE.id: TWO.public}) == "key_unknown"
    assert code_of(verify_envelope, replace(envelope(), payload=b"{}"), PUBLIC) == "sig_invalid"
    assert code_of(verify_envelope, replace(envelope(), payload_type="a/b"), PUBLIC) == "sig_invalid"


def test_each_signature_is_checked_not_only_the_first() -> None:
    (first, good), (second, _) = envelope().signatures
    forged = replace(envelope(), signatures=((first, good), (second, good)))

    assert code_of(verify_envelope, forged, PUBLIC) == "sig_invalid"


def test_an_envelope_has_at_most_65535_bytes() -> None:
    for kind in ("a/" + "b" * more for more in range(1, 5)):  # one of four lengths meets base64's groups
        line = ((ONE.id, bytes(64)),)
        room = MAX_BYTES - len(format_envelope(Envelope(b"", kind, line)))
        if room % 4 == 0:
            data = format_envelope(Envelope(bytes(room // 4 * 3), kind, line))
            assert len(data) == MAX_BYTES
            parse_envelope(data, payload_type=kind)
            longer = format_envelope(Envelope(bytes(room // 4 * 3), kind + "b", line))
            assert code_of(partial(parse_envelope, payload_type=kind + "b"), longer) == "json_strict_size"
            return
    pytest.fail("no length met the limit")


@pytest.mark.parametrize("kind", ["", "a", "a/", "A/b", 'a/"', "a/b\n", "a/b c", "a/ข"])
def test_a_payload_type_that_json_would_escape_is_refused(kind: str) -> None:
    assert code_of(Envelope, b"{}", kind, ((ONE.id, bytes(64)),)) == "dsse_type"


def test_an_envelope_without_signatures_cannot_be_made() -> None:
    assert code_of(Envelope, b"{}", STATEMENT_TYPE, ()) == "dsse_signatures"
    assert code_of(sign_envelope, b"{}", ()) == "dsse_signatures"


def foreign_keys() -> list[Key]:
    return [SSlibKey(key.id, "ed25519", "ed25519", {"public": key.public.hex()}) for key in (ONE, TWO)]


def test_securesystemslib_verifies_our_envelope() -> None:
    theirs = ForeignEnvelope.from_dict(json.loads(ENVELOPE))

    assert theirs.pae() == pae(STATEMENT_TYPE, envelope().payload)
    assert set(theirs.verify(foreign_keys(), 2)) == {ONE.id, TWO.id}


@pytest.mark.parametrize("what", ["payload", "payloadType", "sig"])
def test_securesystemslib_refuses_an_altered_envelope(what: str) -> None:
    whole = json.loads(ENVELOPE)
    if what == "sig":
        whole["signatures"][1]["sig"] = whole["signatures"][0]["sig"]
    else:
        whole[what] = {"payload": "e30=", "payloadType": "application/json"}[what]

    with pytest.raises(VerificationError):
        ForeignEnvelope.from_dict(whole).verify(foreign_keys(), 2)
