"""What is derived from a register's row: always the same, never shared, and closed without the secret."""

import hashlib
import hmac
import re
from uuid import UUID

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.application.derived import Derived, encode

SECRET = bytes(range(32))
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


def test_a_statement_id_is_the_keyed_hash_of_the_row_as_a_uuid_of_version_8() -> None:
    drawn = hmac.new(
        SECRET, b'["statement","fines","claim","A1","EligibilityDecided",1]', hashlib.sha256
    ).digest()

    id_ = UUID(Derived(SECRET, "fines").statement("claim", "A1", "EligibilityDecided", 1))

    assert (id_.version, id_.variant) == (8, "specified in RFC 4122")
    fixed = 0xF << 76 | 0x3 << 62
    assert int(id_) & ~fixed == int.from_bytes(drawn[:16], "big") & ~fixed


def test_golden_names() -> None:
    """Names once derived must never move: a second import would append everything again."""
    derived = Derived(SECRET, "fines")

    assert derived.stream("claim", "A1") == "claim/37b7502d-9136-829d-a523-6810480c2183"
    assert derived.actor("561") == "actor/a0b84902-d3f6-8080-b3e5-71e3269cf4de"
    assert derived.statement("claim", "A1", "T", 1) == "f9501d00-e6a1-8bf6-8061-79f5447ad9cd"
    assert (
        derived.salt("f9501d00-e6a1-8bf6-8061-79f5447ad9cd", "applicant/name").hex()
        == "369aace51670fd9792483edf87aa1668"
    )


@given(st.lists(st.tuples(TEXT, TEXT, TEXT, st.integers(1, 9)), unique=True, max_size=20))
def test_two_rows_never_share_an_id(rows: list[tuple[str, str, str, int]]) -> None:
    derived = Derived(SECRET, "fines")
    ids = {derived.statement(*row) for row in rows}
    assert len(ids) == len(rows)
    assert all(
        re.fullmatch("[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", id_)
        for id_ in ids
    )


def test_parts_do_not_run_into_each_other() -> None:
    derived = Derived(SECRET, "fines")
    names = {
        derived.stream("claim", "a"),
        derived.stream("claima", ""),
        derived.statement("claim", "a", "T", 1),
        derived.statement("claim", "a", "T", 11),
        derived.statement("claim", "aT", "", 1),
        Derived(SECRET, "other").stream("claim", "a"),
        Derived(SECRET[::-1], "fines").stream("claim", "a"),
        derived.actor("claim"),
    }
    assert len({name.partition("/")[2] or name for name in names}) == 8


def test_salts_differ_by_statement_and_field() -> None:
    derived = Derived(SECRET, "fines")
    salts = {derived.salt(id_, name) for id_ in ("a", "b") for name in ("x/y", "x/z")}

    assert {len(salt) for salt in salts} == {16}
    assert len(salts) == 4


@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_quick_and_reference_canonical_forms_are_one(value: dict[str, object]) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


@given(st.dictionaries(st.text(st.characters(max_codepoint=127), max_size=6), JSON, max_size=5))
def test_the_forms_are_one_for_ascii_names(value: dict[str, object]) -> None:
    assert encode(value) == rfc8785.dumps(value)  # type: ignore[arg-type]


def test_members_beyond_the_basic_plane_sort_as_the_standard_says() -> None:
    """By UTF-16 unit U+1F600 comes before U+FF61; by code point it comes after."""
    assert encode({"\uff61": 1, "\U0001f600": 2}) == '{"\U0001f600":2,"\uff61":1}'.encode()
