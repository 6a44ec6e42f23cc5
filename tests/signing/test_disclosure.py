"""Disclosures: what a statement commits to comes whole, unchanged and once."""

from base64 import urlsafe_b64encode
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.application.composing import make_disclosure
from ledger.signing.canonical import canonical
from ledger.signing.disclosure import check_disclosures, digest, parse_disclosure
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import JsonValue
from tests.signing.examples import code_of

SALT = bytes(range(16))
NAME = "complainant/text"
GIVEN = make_disclosure(SALT, NAME, "ถนนถูกตัดขาดสองวัน")
OTHER = make_disclosure(SALT[::-1], "named-1/phone", "0000000000")

tidy = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=20) | st.just("ข้าว")
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | tidy,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(tidy, inner, max_size=4),
    max_leaves=8,
)


def raw(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@given(
    st.binary(min_size=16, max_size=16),
    st.from_regex("[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}", fullmatch=True),
    values,
)
def test_a_disclosure_is_read_back(salt: bytes, name: str, value: JsonValue) -> None:
    disclosure = make_disclosure(salt, name, value)

    assert parse_disclosure(disclosure) == (salt, name, value)
    assert digest(disclosure) == raw(sha256(disclosure.encode("ascii")).digest())


@given(st.integers(0, len(GIVEN) - 1), st.characters(), st.sampled_from(["put", "insert", "delete"]))
def test_a_changed_character_is_refused_or_is_another_disclosure(place: int, new: str, how: str) -> None:
    text = GIVEN[:place] + ("" if how == "delete" else new) + GIVEN[place + (how != "insert") :]

    try:
        salt, name, value = parse_disclosure(text)
    except Malformed:
        return
    assert make_disclosure(salt, name, value) == text
    assert (digest(text) == digest(GIVEN)) is (text == GIVEN)


@given(st.text(max_size=100) | st.binary(max_size=60).map(raw))
def test_only_our_error_leaves_the_parser(text: str) -> None:
    with pytest.raises(Malformed):
        parse_disclosure(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (GIVEN + "=", "disclosure_base64"),
        (GIVEN + "\n", "disclosure_base64"),
        ("a", "disclosure_base64"),
        ("ข้าว", "disclosure_base64"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw", "a/b",1]'), "not_canonical"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","a/b",1.5]'), "json_strict_float"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","a/b",{"x":1,"x":2}]'), "json_strict_duplicate_key"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","a/b"]'), "disclosure_form"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","a/b",1,2]'), "disclosure_form"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw",1,1]'), "disclosure_form"),
        (raw(b'{"a":1}'), "disclosure_form"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw==","a/b",1]'), "disclosure_salt"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODx","a/b",1]'), "disclosure_salt"),
        (raw(b'["","a/b",1]'), "disclosure_salt"),
        (raw(b'["AAECAwQFBgcICQoLDA0O","a/b",1]'), "disclosure_salt"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","ab",1]'), "disclosure_name"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","a/b/c",1]'), "disclosure_name"),
        (raw(b'["AAECAwQFBgcICQoLDA0ODw","A/b",1]'), "disclosure_name"),
        (raw('["AAECAwQFBgcICQoLDA0ODw","a/b","a\u202eb"]'.encode()), "text_form"),
        (raw('["AAECAwQFBgcICQoLDA0ODw","a/b",["e\u0301"]]'.encode()), "text_form"),
        ("A" * 87_381, "json_strict_size"),
    ],
)
def test_another_form_is_refused_with_its_code(text: str, code: str) -> None:
    assert code_of(parse_disclosure, text) == code


@pytest.mark.parametrize(
    ("salt", "name", "value", "code"),
    [
        (bytes(15), NAME, 1, "disclosure_salt"),
        (bytes(32), NAME, 1, "disclosure_salt"),
        (SALT, "text", 1, "disclosure_name"),
        (SALT, NAME, 1.5, "json_strict_float"),
        (SALT, NAME, {"n": 2**53}, "int_range"),
        (SALT, NAME, "a\x00b", "text_form"),
        (SALT, NAME, "x" * 65_535, "json_strict_size"),
    ],
)
def test_what_would_not_be_read_is_not_made(salt: bytes, name: str, value: JsonValue, code: str) -> None:
    assert code_of(make_disclosure, salt, name, value) == code


def test_a_float_that_jcs_writes_as_an_integer_reads_as_that_integer() -> None:
    whole: JsonValue = 5.0  # type: ignore[assignment]

    assert parse_disclosure(make_disclosure(SALT, NAME, whole))[2] == 5


def test_a_disclosure_has_at_most_65535_bytes() -> None:
    room = 65_535 - len(canonical([raw(SALT), NAME, ""]))

    assert parse_disclosure(make_disclosure(SALT, NAME, "x" * room))[2] == "x" * room
    assert code_of(make_disclosure, SALT, NAME, "x" * (room + 1)) == "json_strict_size"


def test_a_salt_of_32_bytes_is_read() -> None:
    text = raw(canonical([raw(bytes(range(32))), NAME, 5]))

    assert parse_disclosure(text) == (bytes(range(32)), NAME, 5)


def test_disclosures_are_complete_in_any_order() -> None:
    sd = sorted((digest(GIVEN), digest(OTHER)))

    check_disclosures([GIVEN, OTHER], sd)
    check_disclosures([OTHER, GIVEN], sd)
    check_disclosures([], [])


def test_a_missing_an_unknown_and_a_repeated_disclosure_are_refused() -> None:
    sd = sorted((digest(GIVEN), digest(OTHER)))
    twin = make_disclosure(bytes(16), NAME, "another")

    assert code_of(check_disclosures, [GIVEN], sd) == "disclosure_missing"
    assert code_of(check_disclosures, [], sd) == "disclosure_missing"
    assert code_of(check_disclosures, [GIVEN, OTHER], [digest(GIVEN)]) == "disclosure_unknown"
    assert code_of(check_disclosures, [GIVEN, GIVEN], [digest(GIVEN)]) == "disclosure_repeated"
    assert code_of(check_disclosures, [GIVEN, twin], [digest(GIVEN), digest(twin)]) == "disclosure_repeated"
    assert code_of(check_disclosures, ["broken"], sd) == "disclosure_base64"


def test_the_value_cannot_be_found_without_the_salt() -> None:
    one, other = (make_disclosure(salt, NAME, "yes") for salt in (bytes(16), bytes(15) + b"\x01"))

    assert digest(one) != digest(other)
