"""The quick reader of signed bytes: it says "certainly well-formed" or "ask the reference", never no.

The reference is ``ledger.signing`` with rfc8785: strict parse, then canonical form compared. It is
exact and slow. Here the one accepted form of a statement is a pattern for each event type (``shapes``):
members in sorted order, none unknown or doubled, no blanks, other orders, escapes or exponents. Whatever
does not fit goes to the reference, which alone refuses: error codes are the same with and without this
module (ADR 3, ADR 38).
"""

import re
from collections.abc import Callable
from functools import cache
from itertools import pairwise
from typing import Annotated, Final, Literal, TypeAlias
from unicodedata import is_normalized

import msgspec

from ledger.application.shapes import DAY, form_of, reader_of
from ledger.domain.catalogue import EVENTS
from ledger.domain.forms import MAX_INT, UUID_FORM
from ledger.domain.types import Recorded, Says, Seen, Statement
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, parse_envelope
from ledger.signing.entry import Entry, parse_entry
from ledger.signing.statement import parse_statement

Signatures: TypeAlias = tuple[tuple[str, bytes], ...]
_Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_INT)]
_encode: Final = msgspec.json.Encoder().encode


class _ReceivedSignature(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    keyid: str
    sig: Annotated[bytes, msgspec.Meta(min_length=64, max_length=64)]


class _Received(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An envelope as it comes in: of a statement, and each signature of its length."""

    payload: bytes
    payloadType: Literal["application/vnd.phayan.statement+json"]  # noqa: N815 - DSSE's spelling
    signatures: list[_ReceivedSignature]


class _Signature(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    keyid: str
    sig: bytes


class _Envelope(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """An envelope as it is stored."""

    payload: bytes
    payloadType: str  # noqa: N815 - DSSE's spelling
    signatures: list[_Signature]


class _Entry(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    dsse: _Envelope
    index: _Count
    prev: str
    recorded_at: str
    version: _Count


class _Payload(msgspec.Struct, gc=False):
    payload: bytes


class _Stored(msgspec.Struct, gc=False):
    """What folds need of an entry."""

    dsse: _Payload
    index: _Count
    recorded_at: str
    version: _Count


class _Statement(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, gc=False):
    """The members of a statement. ``as_of`` is rare and left to the reference."""

    at: str | None = None
    by: str
    data: msgspec.Raw
    id: str
    origin: str
    schema: int
    sd: tuple[str, ...] = ()
    seen: Seen | None = None
    signers: tuple[str, ...]
    stream: str
    type: str
    v: int


_KINDS: Final = "registry|programme|claim|grievance|consultation|commitment|listing|audit"
_INSTANT: Final = f"{DAY}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
_LEAF: Final = "[0-9a-f]{64}"
_KEY: Final = '"[0-9a-f]{16}"'
_DIGEST: Final = '"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]"'
_REFUSED_TEXT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u0e40\u0e4d]|[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]"
).search

_DOUBTS: Final = (msgspec.MsgspecError, KeyError, ValueError)
"""What a decoder raises where it cannot say; the reference will."""

_envelopes: Final = msgspec.json.Decoder(_Received)
_entries: Final = msgspec.json.Decoder(_Entry)
_stored: Final = msgspec.json.Decoder(_Stored).decode
_statements: Final = msgspec.json.Decoder(_Statement)


_READERS: Final = {key: reader_of(kind) for key, kind in EVENTS.items()}
_LAST: Final = {f'{name}","v":1}}': (name, schema) for name, schema in EVENTS if schema == 1}
"""How a statement of each event type ends, after the name of its member ``type``."""


def read_statement(payload: bytes) -> Statement:
    """Return the statement of ``payload``.

    Raises:
        Malformed, Refused: As ``ledger.signing.statement.parse_statement``.
    """
    return (is_certain(payload) and read_certain(payload)) or parse_statement(payload)


def read_certain(payload: bytes) -> Statement | None:
    """Return the statement of a ``payload`` that ``is_certain``; of any other one, anything or None."""
    try:
        found = _statements.decode(payload)
        return _statement(found, _READERS[found.type, found.schema](found.data))
    except _DOUBTS:
        return None


def is_certain(payload: bytes) -> bool:
    """Tell whether ``payload`` is certainly the one accepted form of a statement."""
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return False
    event = _LAST.get(text.rpartition('"type":"')[2])
    found = None if event is None else _form(*event)(text)
    if found is None:
        return False
    sd, signers = found.groups()
    return (
        ("," not in signers or _ascending(signers))
        and (sd is None or _ascending(sd))
        and ((text.isascii() and "\x7f" not in text) or _plain(text))
    )


@cache  # made when the first of a type comes: there are many types, and a pattern takes long to make
def _form(name: str, schema: int) -> Callable[[str], re.Match[str] | None]:
    """Return what matches statements of one event type; its groups are ``sd`` and ``signers``.

    Members are in sorted order. ``as_of`` is rare and left to the reference.
    """
    return re.compile(
        rf'\{{(?:"at":"{_INSTANT}",)?"by":"actor/{UUID_FORM}","data":{form_of(EVENTS[name, schema])},'
        rf'"id":"{UUID_FORM}","origin":"[a-z0-9./-]+","schema":{schema},'
        rf'(?:"sd":\[({_DIGEST}(?:,{_DIGEST}){{0,999}})\],)?'
        rf'(?:"seen":\{{"leaf":"{_LEAF}","version":[1-9][0-9]{{0,14}}\}},)?'
        rf'"signers":\[({_KEY}(?:,{_KEY}){{0,31}})\],'
        rf'"stream":"(?:{_KINDS})/{UUID_FORM}","type":"{name}","v":1\}}'
    ).fullmatch


def _statement(found: _Statement, says: Says) -> Statement:
    return Statement(  # by place: names would cost as much again
        found.origin,
        found.id,
        found.stream,
        found.type,
        found.schema,
        found.by,
        found.signers,
        found.at,
        found.seen,
        None,  # ``as_of``
        says,
        found.sd,
    )


def read_signed(data: bytes) -> tuple[bytes, Signatures]:
    """Return payload and signatures of the envelope ``data``.

    Key ids are not looked at: whoever compares them with the signers that the statement names has
    their form, their order and their number.

    Raises:
        Malformed: As ``ledger.signing.dsse.parse_envelope``.
    """
    try:
        found = _envelopes.decode(data)
    except _DOUBTS:
        found = None
    if found is None or _encode(found) != data:
        envelope = parse_envelope(data)
        return envelope.payload, envelope.signatures
    return found.payload, tuple([(one.keyid, one.sig) for one in found.signatures])


def read_envelope(data: bytes) -> Envelope:
    """Return the envelope of ``data``, which is its only accepted form.

    Raises:
        Malformed: As ``ledger.signing.dsse.parse_envelope``.
    """
    payload, signatures = read_signed(data)
    return Envelope(payload, STATEMENT_TYPE, signatures)


def read_entry(data: bytes) -> tuple[Entry, Envelope]:
    """Return the entry of ``data`` and its envelope.

    Raises:
        Malformed: As ``ledger.signing.entry.parse_entry``.
    """
    entry = parse_entry(data)
    return entry, read_envelope(entry.envelope)


def read_recorded(data: bytes, leaf: bytes) -> Recorded:
    """Return what a stored entry records. Its bytes were checked when they were appended.

    Args:
        data: Bytes of the entry, as stored.
        leaf: Its leaf hash, 32 bytes.
    """
    found = _entries.decode(data)
    statement = read_statement(found.dsse.payload)
    return Recorded(statement, found.index, found.version, leaf.hex(), found.recorded_at)


def read_stored(data: bytes, leaf: bytes) -> Recorded:
    """Return what a stored entry records, in less time than ``read_recorded``: its form is not looked at.

    For folds over a log that was checked when it was appended, and is checked by whoever verifies.

    Args:
        data: Bytes of the entry, as stored.
        leaf: Its leaf hash, 32 bytes.
    """
    found = _stored(data)
    try:
        said = _statements.decode(found.dsse.payload)
        statement = _statement(said, _READERS[said.type, said.schema](said.data))
    except _DOUBTS:
        statement = parse_statement(found.dsse.payload)
    return Recorded(statement, found.index, found.version, leaf.hex(), found.recorded_at)


def read_stamp(data: bytes) -> str:
    """Return the time of recording of a stored entry: its last text. Nothing else in it is looked at."""
    return data.rpartition(b'"recorded_at":"')[2].partition(b'"')[0].decode()


def _plain(text: str) -> bool:
    return is_normalized("NFC", text) and _REFUSED_TEXT(text) is None


def _ascending(quoted: str) -> bool:
    return all(one < other for one, other in pairwise(quoted.split(",")))
