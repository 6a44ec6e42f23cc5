"""Statements: exactly the known members, each of its form, signed by exactly its signers."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain.catalogue import decode_event
from ledger.domain.errors import Refused
from ledger.domain.types import AsOf, Seen, Statement, Unknown
from ledger.signing.canonical import canonical
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, sign_envelope, verify_envelope
from ledger.signing.errors import Malformed
from ledger.signing.forms import check_text
from ledger.signing.statement import format_statement, parse_statement
from ledger.store.mapper import open_envelope
from tests.signing.examples import (
    DIGEST,
    LEAF,
    ONE,
    PUBLIC,
    ROOT,
    THREE,
    TWO,
    code_of,
    envelope,
    members,
    payload,
)

PAYLOAD = payload()
DATA: dict[str, Any] = members()["data"]
UUID = "0b5c2f4e-1111-4111-8111-000000000001"
KINDS = ["registry", "programme", "claim", "grievance", "consultation", "commitment", "listing", "audit"]


def test_a_statement_is_read_member_by_member() -> None:
    assert parse_statement(PAYLOAD) == Statement(
        origin="ledger.example.org/2026",
        id=UUID,
        stream="claim/6f1c0d2e-0000-4000-8000-000000000001",
        type="AttestationGiven",
        schema=1,
        by="actor/5a11c0de-0000-4000-8000-000000000001",
        signers=(ONE.id, TWO.id),
        at="2026-01-01T08:59:30Z",
        seen=Seen(4, LEAF),
        as_of=AsOf(90210, ROOT),
        says=decode_event("AttestationGiven", 1, DATA),
        sd=(DIGEST,),
    )


@pytest.mark.parametrize("name", ["at", "seen", "as_of", "sd"])
def test_an_absent_member_is_absent_again_when_written(name: str) -> None:
    data = payload(**{name: None})
    found = parse_statement(data)

    assert not getattr(found, name)
    assert format_statement(found) == data != PAYLOAD


uuids = st.uuids().map(str)
digests = st.binary(min_size=32, max_size=32)
statements = st.builds(
    Statement,
    origin=st.from_regex(r"[a-z0-9./-]{1,40}", fullmatch=True),
    id=uuids,
    stream=st.builds("{}/{}".format, st.sampled_from(KINDS), uuids),
    type=st.just("AttestationGiven"),
    schema=st.just(1),
    by=uuids.map("actor/{}".format),
    signers=st.sets(digests.map(lambda key: key.hex()[:16]), min_size=1, max_size=32).map(sorted).map(tuple),
    at=st.none() | st.datetimes().map(lambda at: at.isoformat(timespec="seconds") + "Z"),
    seen=st.none() | st.builds(Seen, st.integers(1, 2**53 - 1), digests.map(bytes.hex)),
    as_of=st.none() | st.builds(AsOf, st.integers(0, 2**53 - 1), st.just(ROOT)),
    says=st.just(decode_event("AttestationGiven", 1, DATA)),
    sd=st.sampled_from([(), (DIGEST,), ("-" * 42 + "A", "_" * 42 + "8")]),
)


@given(statements)
def test_a_written_statement_is_read_back(statement: Statement) -> None:
    data = format_statement(statement)

    assert parse_statement(data) == statement
    assert canonical(json.loads(data)) == data


@given(st.integers(0, len(PAYLOAD) - 1), st.integers(0, 255), st.sampled_from(["put", "insert", "delete"]))
def test_a_changed_byte_is_refused_or_shows_in_the_statement(place: int, byte: int, how: str) -> None:
    new = b"" if how == "delete" else bytes([byte])
    data = PAYLOAD[:place] + new + PAYLOAD[place + (how != "insert") :]

    try:
        found = parse_statement(data)
    except Malformed:
        return
    assert isinstance(found.says, Unknown) or format_statement(found) == data


@given(
    st.recursive(st.none() | st.booleans() | st.integers(-5, 5) | st.text(max_size=5), st.lists, max_leaves=5)
)
@pytest.mark.parametrize("name", sorted(members()))
def test_only_our_error_leaves_the_parser(name: str, value: object) -> None:
    data = canonical(members() | {name: value})

    with suppress(Malformed):
        assert isinstance(parse_statement(data), Statement)


@pytest.mark.parametrize("name", ["v", "origin", "id", "stream", "type", "schema", "by", "signers", "data"])
def test_a_missing_member_is_refused(name: str) -> None:
    assert code_of(parse_statement, payload(**{name: None})) == "statement_members"


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"v"', payload(note="x"), payload(Data={})])
def test_what_has_other_members_is_no_statement(data: bytes) -> None:
    assert code_of(parse_statement, data) == "statement_members"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("v", 2),
        ("v", True),
        ("v", "1"),
        ("origin", ""),
        ("origin", "Ledger.example.org"),
        ("origin", "ledger example"),
        ("origin", "ledger.example.org\n"),
        ("origin", "ledger+example"),
        ("id", UUID.upper()),
        ("id", UUID.replace("-", "")),
        ("id", "{" + UUID + "}"),
        ("id", UUID + "\n"),
        ("stream", UUID),
        ("stream", f"case/{UUID}"),
        ("stream", f"Claim/{UUID}"),
        ("stream", f"claim/{UUID}/"),
        ("stream", f"claim/{UUID.upper()}"),
        ("type", "attestationGiven"),
        ("type", ""),
        ("type", "A" * 65),
        ("schema", 0),
        ("schema", True),
        ("schema", "1"),
        ("by", UUID),
        ("by", f"claim/{UUID}"),
        ("signers", []),
        ("signers", [TWO.id, ONE.id]),
        ("signers", [ONE.id, ONE.id]),
        ("signers", [ONE.id.upper()]),
        ("signers", [ONE.id[:15]]),
        ("signers", [1]),
        ("signers", ONE.id),
        ("signers", [f"{number:016x}" for number in range(33)]),
        ("at", "2026-01-01"),
        ("at", "2026-01-01T08:59:30"),
        ("at", "2026-01-01T08:59:30z"),
        ("at", "2026-01-01T08:59:30+00:00"),
        ("at", "2026-01-01T08:59:30+07:00"),
        ("at", "2026-01-01T08:59:30.000Z"),
        ("at", "2026-02-29T08:59:30Z"),
        ("at", "2026-01-01T24:00:00Z"),
        ("at", "2026-01-01T08:59:60Z"),
        ("at", "2026-1-1T08:59:30Z"),
        ("at", "20260101T085930Z"),
        ("at", "๒๐๒๖-01-01T08:59:30Z"),
        ("at", 1767257970),
        ("at", ""),
        ("seen", {}),
        ("seen", {"version": 0, "leaf": LEAF}),
        ("seen", {"version": True, "leaf": LEAF}),
        ("seen", {"version": 4, "leaf": LEAF[:-1]}),
        ("seen", {"version": 4, "leaf": LEAF.upper()}),
        ("seen", {"version": 4}),
        ("seen", {"version": 4, "leaf": LEAF, "index": 1}),
        ("seen", [4, LEAF]),
        ("as_of", {"size": -1, "root": ROOT}),
        ("as_of", {"size": 1, "root": ROOT[:-1]}),
        ("as_of", {"size": 1, "root": ROOT[:-2] + "Z="}),  # the bits left over are not zero
        ("as_of", {"size": 1, "root": LEAF}),
        ("as_of", {"size": 1}),
        ("sd", []),
        ("sd", [DIGEST + "="]),
        ("sd", [DIGEST[:-1] + "h"]),
        ("sd", [DIGEST[:-1]]),
        ("sd", [DIGEST, DIGEST]),
        ("sd", ["b" * 42 + "A", "a" * 42 + "A"]),
        ("sd", DIGEST),
        ("data", []),
        ("data", "{}"),
    ],
)
def test_a_member_of_another_form_is_refused_by_its_name(name: str, value: object) -> None:
    assert code_of(parse_statement, payload(**{name: value})) == f"statement_{name}"


def test_the_smallest_and_the_largest_values_are_read() -> None:
    plain = parse_statement(payload(at=None, seen=None, as_of=None, sd=None))
    most = [f"{number:016x}" for number in range(32)]
    found = parse_statement(
        payload(signers=most, seen={"version": 1, "leaf": LEAF}, as_of={"size": 0, "root": ROOT})
    )

    assert (plain.at, plain.seen, plain.as_of, plain.sd) == (None, None, None, ())
    assert found.signers == tuple(most)
    assert (found.seen, found.as_of) == (Seen(1, LEAF), AsOf(0, ROOT))
    assert parse_statement(payload(signers=most[:1], type="A" * 64)).signers == (most[0],)


def test_null_is_not_the_same_as_absent() -> None:
    for name in members():
        assert code_of(parse_statement, canonical(members() | {name: None})) == f"statement_{name}"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_stream_is_read(kind: str) -> None:
    assert parse_statement(payload(stream=f"{kind}/{UUID}")).stream == f"{kind}/{UUID}"


def test_data_of_another_form_is_refused_and_the_cause_says_where() -> None:
    with pytest.raises(Malformed) as caught:
        parse_statement(payload(data=DATA | {"stance": "somchai"}))

    assert caught.value.code == "data_invalid"
    assert "somchai" not in str(caught.value)
    assert isinstance(caught.value.__cause__, Refused)
    assert caught.value.__cause__.detail == {"pointer": "/stance"}


def test_an_unknown_type_or_schema_is_kept_as_unknown_and_never_written() -> None:
    for name, schema in (("SomethingOfLater", 1), ("AttestationGiven", 7)):
        found = parse_statement(payload(type=name, schema=schema, data={"x": 1}))
        assert found.says == Unknown(name, schema)
        assert code_of(format_statement, found) == "type_unknown"


def test_a_statement_whose_type_is_not_that_of_its_event_is_not_written() -> None:
    good = parse_statement(PAYLOAD)

    assert code_of(format_statement, good._replace(type="ClaimReceived")) == "data_invalid"
    assert code_of(format_statement, good._replace(schema=2)) == "statement_type"
    assert code_of(format_statement, good._replace(signers=(TWO.id, ONE.id))) == "statement_signers"
    assert code_of(format_statement, good._replace(at="")) == "statement_type"
    assert code_of(format_statement, good._replace(sd=(DIGEST, DIGEST))) == "statement_sd"


UNTIDY = [
    "e\u0301",  # not NFC
    "a\x00b",
    "a\tb",
    "a\r\n",
    "a\x7fb",
    "a\x85b",
    "a\u202eb",  # turns the reading direction
    "a\u2066b",
    "a\u200fb",
    "a\u061cb",
    "a\u200bb",  # no width
    "a\u200db",
    "\ufeffa",
    "a\u2028b",
    "น\u0e4d\u0e32",  # SARA AM in two pieces
    "น\u0e4d\u0e49\u0e32",
    "ก\u0e49\u0e35",  # tone before its vowel
    "\u0e40\u0e40ม่",  # two SARA E for SARA AE
]


@pytest.mark.parametrize("text", UNTIDY)
def test_untidy_text_is_refused_wherever_it_stands(text: str) -> None:
    for value in (text, [text], {"a": text}, {text: 1}, [{"a": [0, {"b": text}]}]):
        assert code_of(check_text, value) == "text_form"
    data = payload(type="SomethingOfLater", data={"x": [text]})
    assert code_of(parse_statement, data) == "text_form"


@pytest.mark.parametrize(
    "text",
    ["", "plain", "น้ำท่วม ที่บ้าน", "เก็บเงินแล้ว", "é", "two\nlines", "😂", "ledger\n3\nABC=\n\n— name sig\n"],
)
def test_tidy_text_passes(text: str) -> None:
    check_text({"a": [text, 1, None, True]})


def test_the_signers_are_those_of_the_envelope() -> None:
    assert open_envelope(envelope()) == parse_statement(PAYLOAD)


@pytest.mark.parametrize("keys", [(ONE,), (TWO,), (ONE, TWO, THREE), (ONE, THREE), (THREE,)])
def test_a_signature_stripped_or_added_is_refused_though_each_holds(keys: tuple[Any, ...]) -> None:
    other = sign_envelope(PAYLOAD, keys)
    verify_envelope(other, PUBLIC)  # the control: by itself the envelope is sound

    assert code_of(open_envelope, other) == "statement_signers"


def test_a_payload_of_another_type_is_no_statement() -> None:
    other = sign_envelope(PAYLOAD, (ONE, TWO), payload_type="application/vnd.phayan.sign-in+json")

    assert code_of(open_envelope, other) == "dsse_type"
    assert (
        code_of(open_envelope, Envelope(b"{}", STATEMENT_TYPE, envelope().signatures)) == "statement_members"
    )
