"""What two JSON parsers could read differently is refused, each kind with a code of its own."""

import json
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.signing.canonical import canonical, parse_canonical
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import MAX_BYTES, JsonValue, check_value, parse_strict
from tests.signing.examples import code_of

integers = st.integers(-(2**53) + 1, 2**53 - 1)
values: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | integers | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)

# Each of these is accepted by `json.loads`, in silence: the negative control of the same test.
REFUSED = [
    (b'{"a":1,"a":2}', "json_strict_duplicate_key"),
    (b'{"a":1,"\\u0061":2}', "json_strict_duplicate_key"),
    (b'{"b":{"a":1,"a":1}}', "json_strict_duplicate_key"),
    (b"NaN", "json_strict_nan"),
    (b'{"a":[Infinity]}', "json_strict_nan"),
    (b"-Infinity", "json_strict_nan"),
    (b"1.0", "json_strict_float"),
    (b"-0.0", "json_strict_float"),
    (b"1.5e3", "json_strict_float"),
    (b"1e2", "json_strict_exponent"),
    (b"1E-2", "json_strict_exponent"),
    (b"-0", "json_strict_negative_zero"),
    (b'{"a":-0}', "json_strict_negative_zero"),
    (b"9007199254740992", "int_range"),
    (b"-9007199254740992", "int_range"),
    (b"18446744073709551616", "int_range"),
    (b'"\\ud800"', "json_strict_surrogate"),
    (b'["\\udc00\\ud800"]', "json_strict_surrogate"),
    (b'{"\\udfff":1}', "json_strict_surrogate"),
    (b"[" * 17 + b"]" * 17, "json_strict_depth"),
    (b'{"a":' * 17 + b"1" + b"}" * 17, "json_strict_depth"),
    (json.dumps({str(number): 0 for number in range(257)}).encode(), "json_strict_members"),
    (json.dumps([0] * 1_001).encode(), "json_strict_items"),
    (b'"' + b"a" * (MAX_BYTES - 1) + b'"', "json_strict_size"),
    (b"\xef\xbb\xbf{}", "json_strict_bom"),
]

# These stop `json.loads` as well, but not always with an error of one kind.
BROKEN = [
    (b'"\xff"', "json_strict_utf8"),
    (b'"\xed\xa0\x80"', "json_strict_utf8"),  # a surrogate written straight into UTF-8
    (b'"\xc0\xaf"', "json_strict_utf8"),  # an overlong slash
    (b"9" * 5_000, "int_range"),  # Python refuses to read so many digits, with a bare ValueError
    (b"[" * 60_000, "json_strict_depth"),  # RecursionError
    (b"", "json_strict_syntax"),
    (b"{} {}", "json_strict_syntax"),
    (b"01", "json_strict_syntax"),
    (b"+1", "json_strict_syntax"),
    (b".5", "json_strict_syntax"),
    (b"[1,]", "json_strict_syntax"),
    (b"{'a':1}", "json_strict_syntax"),
    (b'"\n"', "json_strict_syntax"),
    (b'"\\x41"', "json_strict_syntax"),
    (b"// no\n1", "json_strict_syntax"),
    ("๑".encode(), "json_strict_syntax"),
    (b"\x00", "json_strict_syntax"),
]


@pytest.mark.parametrize(("data", "code"), REFUSED)
def test_what_json_loads_lets_pass_is_refused_with_its_own_code(data: bytes, code: str) -> None:
    json.loads(data)  # the control: the lenient parser takes it

    assert code_of(parse_strict, data) == code


@pytest.mark.parametrize(("data", "code"), BROKEN)
def test_broken_text_is_refused_with_its_own_code(data: bytes, code: str) -> None:
    assert code_of(parse_strict, data) == code


def test_the_limits_themselves_are_accepted() -> None:
    assert parse_strict(b"[" * 16 + b"]" * 16) == json.loads("[" * 16 + "]" * 16)
    assert parse_strict(json.dumps([0] * 1_000).encode()) == [0] * 1_000
    most = {str(number): 0 for number in range(256)}
    assert parse_strict(json.dumps(most).encode()) == most
    assert parse_strict(b"[9007199254740991,-9007199254740991,0]") == [2**53 - 1, 1 - 2**53, 0]
    assert parse_strict(b'"' + b"a" * (MAX_BYTES - 2) + b'"') == "a" * (MAX_BYTES - 2)
    assert parse_strict(b'"12"', limit=4) == "12"
    assert code_of(partial(parse_strict, limit=4), b'"123"') == "json_strict_size"
    assert parse_strict(b' { "a" : [ true , null ] } ') == {"a": [True, None]}
    assert parse_strict('"\\ud83d\\ude02ข้าว"'.encode()) == "😂ข้าว"


@pytest.mark.parametrize(
    "data",
    [
        b'{"b":1,"a":2}',
        b'{ "a":1}',
        b'{"a":1}\n',
        b'{"a":"\\/"}',
        b'{"a":"\\u0041"}',
        b'"\\u00e9"',
        '{"\ue000":1,"\U00010000":2}'.encode(),  # code point order; JCS sorts by UTF-16 units
    ],
)
def test_a_second_spelling_is_not_canonical(data: bytes) -> None:
    assert parse_strict(data) == json.loads(data)

    assert code_of(parse_canonical, data) == "not_canonical"


@given(values)
def test_the_canonical_form_is_read_back(value: JsonValue) -> None:
    assert parse_canonical(canonical(value)) == value


@given(st.binary(max_size=200) | values.map(lambda value: json.dumps(value).encode()))
def test_only_our_error_leaves_the_parser_and_what_passes_is_the_form(data: bytes) -> None:
    with suppress(Malformed):
        assert canonical(parse_canonical(data)) == data


@given(st.text(alphabet='{}[]",:\\u0deE+-.1NaNtrufls \n\ud800๑', max_size=60))
def test_only_our_error_leaves_the_parser_on_almost_json(text: str) -> None:
    with suppress(Malformed):
        check_value(parse_strict(text.encode("utf-8", "surrogatepass")))


@pytest.mark.parametrize("value", [1.5, b"bytes", {1, 2}, (1,), object()])
def test_a_value_that_json_lacks_is_refused(value: object) -> None:
    assert code_of(check_value, value) == "json_strict_float"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (2**53, "int_range"),
        ({"\ud800": 1}, "not_canonical"),
        ("\ud800", "not_canonical"),
        ({1: 2}, "not_canonical"),
        (float("nan"), "not_canonical"),
        (object(), "not_canonical"),
    ],
)
def test_what_has_no_canonical_form_is_refused(value: object, code: str) -> None:
    assert code_of(canonical, value) == code


def test_a_value_without_end_is_refused() -> None:
    endless: list[object] = []
    endless.append(endless)

    assert code_of(canonical, endless) == "not_canonical"


def test_a_refusal_is_a_code_and_a_sentence() -> None:
    refusal = Malformed("some_code", "a sentence")

    assert (refusal.code, str(refusal)) == ("some_code", "a sentence")


def test_no_refusal_repeats_the_input() -> None:
    for data in (
        b'{"somchai":1,"somchai":2}',
        b'{"somchai":1.5}',
        b'{"somchai"',
        b'"somchai\xff"',
        b'"somchai\\ud800"',
    ):
        with pytest.raises(Malformed) as caught:
            parse_strict(data)
        assert "somchai" not in str(caught.value)
