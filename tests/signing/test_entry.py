"""Entries: the envelope and the stamp, joined and still canonical."""

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.entry import LIMIT, Entry, format_entry, parse_entry
from ledger.signing.errors import Malformed
from tests.signing.examples import ENVELOPE, LEAF, ONE, STAMP, code_of

ENTRY = format_entry(ENVELOPE, 90_211, LEAF, STAMP, 5)
counts = st.integers(0, 2**53 - 1)
stamps = st.datetimes().map(lambda at: at.isoformat(timespec="milliseconds") + "Z")
payloads = st.dictionaries(st.text(max_size=9), st.text(max_size=9) | st.integers(0, 9), max_size=5)


@given(payloads, counts, st.binary(min_size=32, max_size=32), stamps, st.integers(1, 2**53 - 1))
def test_joined_bytes_are_jcs_and_are_read_back(
    data: dict[str, str | int], index: int, leaf: bytes, stamp: str, version: int
) -> None:
    envelope = format_envelope(sign_envelope(rfc8785.dumps(data), (ONE,)))
    prev = leaf.hex() if version > 1 else ""

    entry = format_entry(envelope, index, prev, stamp, version)

    assert entry == rfc8785.dumps(
        {"version": version, "recorded_at": stamp, "prev": prev, "index": index, "dsse": json.loads(envelope)}
    )
    assert parse_entry(entry) == Entry(envelope, index, prev, stamp, version)


@given(st.integers(0, len(ENTRY) - 1), st.integers(0, 255), st.sampled_from(["put", "insert", "delete"]))
def test_a_changed_byte_is_refused_or_shows_in_the_entry(place: int, byte: int, how: str) -> None:
    new = b"" if how == "delete" else bytes([byte])
    data = ENTRY[:place] + new + ENTRY[place + (how != "insert") :]

    try:
        found = parse_entry(data)
    except Malformed:
        return
    assert format_entry(found.envelope, found.index, found.prev, found.recorded_at, found.version) == data


@given(st.binary(max_size=200).map(lambda tail: b'{"dsse":' + tail) | st.binary(max_size=200))
def test_only_our_error_leaves_the_parser(data: bytes) -> None:
    with pytest.raises(Malformed):
        parse_entry(data)


STAMPS = [
    (-1, LEAF, STAMP, 2),
    (2**53, LEAF, STAMP, 2),
    (0, "", STAMP, 0),
    (0, LEAF, STAMP, 2**53),
    (0, LEAF, STAMP, 1),  # the first of a stream follows nothing
    (0, "", STAMP, 2),
    (0, LEAF.upper(), STAMP, 2),
    (0, LEAF[:-1], STAMP, 2),
    (0, LEAF + "\n", STAMP, 2),
    (0, "", "2026-01-01T10:00:00Z", 1),
    (0, "", "2026-01-01T10:00:00.000000Z", 1),
    (0, "", "2026-02-30T10:00:00.000Z", 1),
    (0, "", "2026-01-01T24:00:00.000Z", 1),
    (0, "", "2026-01-01T10:00:60.000Z", 1),
    (0, "", "2026-01-01 10:00:00.000Z", 1),
    (0, "", "2026-01-01T10:00:00.000z", 1),
    (0, "", "2026-01-01T10:00:00.000+00:00", 1),
    (0, "", "2026-01-01T10:00:00.000+07:00", 1),
    (0, "", "2026-01-01T10:00:00,000Z", 1),
    (0, "", "20260101T100000.000Z", 1),
    (0, "", "2026-W01-4T10:00:00.000Z", 1),
    (0, "", "๒๐๒๖-01-01T10:00:00.000Z", 1),
    (0, "", "", 1),
]


@pytest.mark.parametrize(("index", "prev", "recorded_at", "version"), STAMPS)
def test_a_stamp_of_another_form_is_neither_written_nor_read(
    index: int, prev: str, recorded_at: str, version: int
) -> None:
    assert code_of(format_entry, ENVELOPE, index, prev, recorded_at, version) == "entry_stamp"
    stamp = f',"index":{index},"prev":{json.dumps(prev)},"recorded_at":"{recorded_at}","version":{version}}}'
    assert code_of(parse_entry, b'{"dsse":' + ENVELOPE + stamp.encode()) in {"entry_stamp", "entry_form"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (ENTRY + b"\n", "entry_form"),
        (b" " + ENTRY, "entry_form"),
        (ENTRY.replace(b'"index":90211', b'"index":090211'), "entry_form"),
        (ENTRY.replace(b'"index":90211', b'"index":-0'), "entry_form"),
        (ENTRY.replace(b'"index":90211', b'"index":9e1'), "entry_form"),
        (ENTRY.replace(b'"index":90211', b'"index":1,"index":90211'), "json_strict_syntax"),
        (ENTRY.replace(b',"index"', b',"x":1,"index"'), "json_strict_syntax"),
        (
            b'{"dsse":{},"index":0,"prev":"","recorded_at":"' + STAMP.encode() + b'","version":1}',
            "dsse_members",
        ),
        (
            b'{"dsse":,"index":0,"prev":"","recorded_at":"' + STAMP.encode() + b'","version":1}',
            "json_strict_syntax",
        ),
    ],
)
def test_another_form_of_entry_is_refused(data: bytes, code: str) -> None:
    assert code_of(parse_entry, data) == code


def filled(length: int) -> bytes:
    """Return an envelope of ``length`` bytes; ``length`` must fit base64's groups of four."""
    empty = len(format_envelope(sign_envelope(b"", (ONE,))))
    body, rest = divmod(length - empty, 4)
    assert rest == 0
    return format_envelope(sign_envelope(b"x" * (body * 3), (ONE,)))


def test_an_entry_has_at_most_65535_bytes() -> None:
    around = len(format_entry(b"", 0, "", STAMP, 1))
    empty = len(format_envelope(sign_envelope(b"", (ONE,))))
    length = LIMIT - around - (LIMIT - around - empty) % 4
    room = LIMIT - around - length  # bytes left, filled by digits of the index
    largest = format_entry(filled(length), 10**room if room else 0, "", STAMP, 1)

    assert len(largest) == LIMIT == 65_535
    assert format_entry(*_parts(parse_entry(largest))) == largest
    assert code_of(format_entry, filled(length), 10 ** (room + 1), "", STAMP, 1) == "entry_too_large"
    assert code_of(parse_entry, largest.replace(b'"index":', b'"index":1')) == "entry_too_large"


def test_the_largest_numbers_are_accepted() -> None:
    most = 2**53 - 1

    for index, version in ((0, most), (most, most), (most, 2)):
        data = format_entry(ENVELOPE, index, LEAF, STAMP, version)
        assert parse_entry(data) == Entry(ENVELOPE, index, LEAF, STAMP, version)


def _parts(entry: Entry) -> tuple[bytes, int, str, str, int]:
    return entry.envelope, entry.index, entry.prev, entry.recorded_at, entry.version
