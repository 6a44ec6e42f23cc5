"""The quick reader says yes or nothing: whatever it takes, the reference takes, as the same statement."""

import json
import os
import random
import re
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.fixture import statements
from ledger.application import fastpath
from ledger.application.fastpath import read_certain, read_envelope, read_statement
from ledger.application.shapes import DAY, quoted
from ledger.domain.catalogue import EVENTS
from ledger.domain.errors import Refused
from ledger.domain.forms import FORMS
from ledger.domain.types import Event, Seen, Statement
from ledger.signing.canonical import canonical
from ledger.signing.dsse import parse_envelope
from ledger.signing.errors import Malformed
from ledger.signing.statement import format_statement, parse_statement
from tests.domain.samples import instance
from tests.domain.strategies import POOLS, events
from tests.support.founding import founded

ROUNDS: Final = int(os.environ.get("PHAYAN_FAST_PATH_ROUNDS", "20000"))
HOSTILE: Final = (
    b"1.0", b"1e2", b"-0", b"9007199254740992", b"18446744073709551616", b"NaN", b"null", b"true",
    b'"\\/"',
    b'"\\ud800"', b'"\\u0041"', b'"\xef\xbb\xbf"', b'"\x7f"', b"[]", b"{}", b'""', b'"\xe0\xb8\xb3"',
    b" ", b"\n",
    b'"\xe0\xb9\x8d\xe0\xb8\xb2"', b'"a\xcc\x81"', b'"2026-02-30"', b'"2026-02-30T00:00:00Z"', b"01", b"+1",
)  # fmt: skip


@pytest.fixture(scope="module")
def payloads(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    _, signers = founded(tmp_path_factory.mktemp("fast"), importers=2)
    return [parse_envelope(one.envelope).payload for one in statements(signers, 70)]


def reference(payload: bytes) -> object:
    try:
        return parse_statement(payload)
    except (Malformed, Refused) as refusal:
        return refusal.code


def stated(says: Event) -> bytes:
    """Return a statement of ``says`` with every member that the quick reader takes."""
    return format_statement(
        Statement(
            origin="ledger.example.org/2026",
            id="00000000-0000-4000-8000-000000000001",
            stream="claim/00000000-0000-4000-8000-000000000002",
            type=type(says).__name__,
            schema=1,
            by="actor/00000000-0000-4000-8000-000000000003",
            signers=("0" * 16, "1" * 16),
            at="2026-11-22T03:04:05Z",
            seen=Seen(1, "0" * 64),
            as_of=None,
            says=says,
            sd=("A" * 43, "B" * 42 + "A"),
        )
    )


def agree(payload: bytes) -> bool:
    """Check the promise on one input; return whether the quick reader took it."""
    certain = fastpath.is_certain(payload)
    if certain:
        assert read_certain(payload) == reference(payload)
    return certain


def test_ordinary_statements_take_the_quick_way(payloads: list[bytes]) -> None:
    assert all(agree(payload) for payload in payloads)


def test_the_answer_is_the_reference_answer_whichever_way_it_took(payloads: list[bytes]) -> None:
    draw = random.Random(1)
    for _ in range(300):
        payload = _mutated(draw.choice(payloads), draw)
        try:
            found: object = read_statement(payload)
        except (Malformed, Refused) as refusal:
            found = refusal.code
        assert found == reference(payload)


def test_a_quick_yes_implies_the_reference_yes(payloads: list[bytes]) -> None:
    draw = random.Random(2)
    taken = sum(agree(_mutated(draw.choice(payloads), draw)) for _ in range(ROUNDS))

    assert taken > ROUNDS // 100  # else the mutations say nothing about the quick way


def test_values_of_every_kind_in_every_place_never_part_the_two_readers(payloads: list[bytes]) -> None:
    for payload in payloads[:14]:
        for changed in _replaced(json.loads(payload)):
            agree(changed)


@pytest.mark.parametrize("kind", EVENTS.values(), ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("whole", [False, True])
def test_every_event_type_takes_the_quick_way_unless_it_holds_lines(
    kind: type[Event], *, whole: bool
) -> None:
    payload = stated(instance(kind, whole=whole))

    assert agree(payload) is (b"\\n" not in payload)


@given(events)
def test_whatever_is_stated_is_read_alike(says: Event) -> None:
    agree(stated(says))


@pytest.mark.parametrize("kind", EVENTS.values(), ids=lambda kind: kind.__name__)
def test_a_quick_yes_implies_the_reference_yes_for_every_event_type(kind: type[Event]) -> None:
    draw, payload = random.Random(kind.__name__), stated(instance(kind, whole=True))
    for _ in range(ROUNDS // 50):
        agree(_mutated(payload, draw))


@pytest.mark.parametrize("name", sorted({*FORMS} - {"Note"}))
@given(data=st.data())
def test_a_text_of_a_form_ends_at_its_quote(name: str, data: st.DataObject) -> None:
    pattern = quoted(FORMS[name])
    text = data.draw(st.sampled_from(POOLS[name]))
    other = data.draw(
        st.sampled_from(["", "a", '"', '","x":"', "\\", "\n", "\x00", "=", "A" * 1021, "é", " "])
    )
    at = data.draw(st.integers(0, len(text)))
    changed = text[:at] + other + text[at:]

    if re.fullmatch(pattern, f'"{changed}"'):
        assert re.fullmatch(FORMS[name], changed)
        assert json.loads(f'"{changed}"') == changed


def test_a_form_that_was_not_confined_would_swallow_a_member() -> None:
    two = '"Office","name_th":"Office"'

    assert re.fullmatch(f'"{FORMS["Text"]}"', two)
    assert re.fullmatch(quoted(FORMS["Text"]), two) is None
    assert re.fullmatch(quoted(FORMS["Text"]), '"Office"')


def test_a_day_of_the_pattern_is_a_day_of_the_calendar() -> None:
    """Of all that looks like one; a 29 February is left to the reference."""
    for year, month, day in product(("0000", "0001", "2024", "2026", "9999"), range(14), range(33)):
        text = f"{year}-{month:02}-{day:02}"
        assert bool(re.fullmatch(DAY, text)) is (_is_day(text) and not text.endswith("-02-29"))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def test_without_the_form_a_second_reading_gets_through(
    payloads: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: doubled keys and floats in whole numbers decode without complaint."""
    for second in (b'"v":1,"v":1', b'"v":1.0', b'"v": 1'):
        changed = payloads[0].replace(b'"v":1', second)
        assert not agree(changed)
        with monkeypatch.context() as patched:
            patched.setattr(fastpath, "is_certain", lambda _payload: True)
            with pytest.raises(AssertionError):
                agree(changed)


def test_the_quick_envelope_is_the_reference_envelope(tmp_path: Path) -> None:
    _, signers = founded(tmp_path, importers=2)
    draw = random.Random(3)
    for one in statements(signers, 10):
        assert read_envelope(one.envelope) == parse_envelope(one.envelope)
        for _ in range(200):
            changed = _mutated(one.envelope, draw)
            assert _outcome(read_envelope, changed) == _outcome(parse_envelope, changed)


def _outcome(read: Callable[[bytes], object], data: bytes) -> object:
    try:
        return read(data)
    except Malformed as error:
        return error.code


def _mutated(payload: bytes, draw: random.Random) -> bytes:
    at = draw.randrange(len(payload))
    match draw.randrange(7):
        case 0:
            return payload[:at] + bytes([draw.randrange(256)]) + payload[at + 1 :]
        case 1:
            return payload[:at] + payload[at + 1 :]
        case 2:
            return payload[:at] + draw.choice(HOSTILE) + payload[at:]
        case 3:
            value = payload.find(b":", at) + 1
            end = min(
                (place for place in (payload.find(b",", value), payload.find(b"}", value)) if place > 0),
                default=len(payload),
            )
            return payload[:value] + draw.choice(HOSTILE) + payload[end:]
        case 4:
            digit = draw.choice("0123456789abcdef").encode()
            return payload[:at] + digit + payload[at + 1 :]
        case 5:
            members = json.loads(payload)
            members[draw.choice(sorted(members))] = draw.choice(
                [0, 1, -1, "", [], {}, None, True, "x", 2**53]
            )
            return _canonical(members) or payload
        case _:
            return payload


def _replaced(value: Any) -> list[bytes]:
    """Return the statement with each of its values replaced by each of a few of other kinds."""
    found = []

    def walk(node: Any) -> None:
        places = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        for place, item in list(places):
            for other in (1.5, 2.0, 2**53, -1, None, True, "", "ก", "é", [item], {"a": item}):
                node[place] = other
                encoded = _canonical(value) or json.dumps(value, separators=(",", ":")).encode()
                found.append(encoded)
            node[place] = item
            walk(item)

    walk(value)
    return found


def _canonical(value: Any) -> bytes | None:
    try:
        return canonical(value)
    except Malformed:
        return None
