"""The quick reader of signed bytes: it says "certainly well-formed" or "ask the reference", never no.

The reference is ``ledger.signing`` with rfc8785: strict parse, then canonical form compared. It is
exact and slow. Here every event type of the catalogue becomes a msgspec structure with its members
declared in sorted order, no unknown member allowed and every integer bounded; re-encoding what was
decoded and comparing with the received bytes then catches doubled keys, blanks, other orders,
escapes and exponents. Whatever does not fit goes to the reference, which alone refuses: error
codes are the same with and without this module (ADR 3).
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from itertools import pairwise
from typing import Annotated, Any, Final, NamedTuple, TypeAlias
from unicodedata import is_normalized

import msgspec

from ledger.domain.catalogue import EVENTS, decode_event
from ledger.domain.errors import Refused
from ledger.domain.forms import FIELD_FORMS, FORMS
from ledger.domain.types import Event, Recorded, Says, Seen, Statement
from ledger.signing.dsse import STATEMENT_TYPE, Envelope, parse_envelope
from ledger.signing.entry import Entry, parse_entry
from ledger.signing.statement import parse_statement

Signatures: TypeAlias = tuple[tuple[str, bytes], ...]
SIGNATURE_BYTES: Final = 64
MAX_INTEGER: Final = 2**53 - 1
_Integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Count = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
_encode: Final = msgspec.json.Encoder().encode


class _Signature(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    keyid: str
    sig: bytes


class _Envelope(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    payload: bytes
    payloadType: str  # noqa: N815 - DSSE's spelling
    signatures: list[_Signature]


class _Entry(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    dsse: _Envelope
    index: _Count
    prev: str
    recorded_at: str
    version: _Count


class _Seen(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    leaf: str
    version: Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]


class _Statement(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, gc=False):
    """Members in sorted order. ``as_of`` is rare and left to the reference."""

    at: str | msgspec.UnsetType = msgspec.UNSET
    by: str
    data: msgspec.Raw
    id: str
    origin: str
    schema: _Integer
    sd: list[str] | msgspec.UnsetType = msgspec.UNSET
    seen: _Seen | msgspec.UnsetType = msgspec.UNSET
    signers: list[str]
    stream: str
    type: str
    v: int


_UUID: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_KINDS: Final = "registry|programme|claim|grievance|consultation|commitment|listing|audit"
_INSTANT: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"
_SIGNERS: Final = "[0-9a-f]{16}(?:,[0-9a-f]{16}){0,31}"
_HEAD: Final = re.compile(
    f"{_UUID} actor/{_UUID} (?:{_KINDS})/{_UUID} [a-z0-9./-]+ (?:{_INSTANT})? {_SIGNERS}"
).fullmatch
"""Forms of id, by, stream, origin, at and signers: one look at all of them, since each look costs a call."""
_DIGESTS: Final = re.compile(
    "[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048](?:,[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048])*"
).fullmatch
_LEAF: Final = re.compile("[0-9a-f]{64}").fullmatch
_REFUSED_TEXT: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\u0e40\u0e4d]|[\u0e48-\u0e4b][\u0e31\u0e34-\u0e39]"
).search

_envelopes: Final = msgspec.json.Decoder(_Envelope)
_entries: Final = msgspec.json.Decoder(_Entry)
_statements: Final = msgspec.json.Decoder(_Statement)


def _annotation(hint: Any, owner: type, name: str) -> Any:  # noqa: ANN401 - annotations have no type
    """Return the msgspec annotation that accepts what the domain's reader of ``hint`` accepts."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _annotation(inner, owner, name)
    if origin is tuple:
        return list[_annotation(typing.get_args(hint)[0], owner, name)]  # type: ignore[misc]
    if isinstance(hint, typing.NewType):
        return Annotated[str, msgspec.Meta(pattern=f"\\A(?:{FORMS[hint.__name__]})\\Z")]
    if hint is str:
        return Annotated[str, msgspec.Meta(pattern=f"\\A(?:{FIELD_FORMS[owner, name]})\\Z")]
    if hint is int:
        return _Integer
    if hint is bool or hint is date or issubclass(hint, Enum):
        return hint
    return _structure(hint)


def _structure(kind: type) -> type[msgspec.Struct]:
    """Return the structure of one dataclass of the domain, its members in sorted order."""
    hints = typing.get_type_hints(kind)
    members: list[Any] = []
    for field in sorted(dataclasses.fields(kind), key=lambda field: field.name.removesuffix("_")):
        annotation = _annotation(hints[field.name], kind, field.name)
        if field.default is dataclasses.MISSING:
            members.append((field.name, annotation))
        else:
            members.append((field.name, annotation | msgspec.UnsetType, msgspec.UNSET))
    renamed = {field.name: field.name[:-1] for field in dataclasses.fields(kind) if field.name.endswith("_")}
    return msgspec.defstruct(
        kind.__name__, members, forbid_unknown_fields=True, kw_only=True, gc=False, rename=renamed or None
    )


class _Reader(NamedTuple):
    """``shape`` decodes strictly, to compare; ``event`` decodes to the domain's dataclass."""

    shape: "msgspec.json.Decoder[msgspec.Struct]"
    event: Callable[[msgspec.Raw], Says]


def _renamed(hint: Any) -> set[bytes]:  # noqa: ANN401 - annotations have no type
    """Return the members inside that are spelled otherwise than their field: ``"from":``, as in JSON."""
    if not dataclasses.is_dataclass(hint):
        return set().union(*map(_renamed, typing.get_args(hint)))
    names = typing.get_type_hints(hint)
    own = {f'"{name[:-1]}":'.encode() for name in names if name.endswith("_")}
    return own.union(*map(_renamed, names.values()))


def _reader(key: tuple[str, int], kind: type[Event]) -> _Reader:
    quick: Callable[[msgspec.Raw], Says] = msgspec.json.Decoder(kind).decode
    renamed = _renamed(kind)
    members = msgspec.json.Decoder().decode

    def slow(data: msgspec.Raw) -> Says:
        """Decode as the domain does where a renamed member is there: only structures can rename."""
        text = bytes(data)
        return decode_event(*key, members(text)) if any(name in text for name in renamed) else quick(data)

    return _Reader(msgspec.json.Decoder(_structure(kind)), slow if renamed else quick)


_READERS: Final = {key: _reader(key, kind) for key, kind in EVENTS.items()}


def read_statement(payload: bytes) -> Statement:
    """Return the statement of ``payload``.

    Raises:
        Malformed, Refused: As ``ledger.signing.statement.parse_statement``.
    """
    return _quick_statement(payload) or parse_statement(payload)


def _quick_statement(payload: bytes) -> Statement | None:
    try:
        found = _statements.decode(payload)
        reader = _READERS[found.type, found.schema]
        shape = reader.shape.decode(found.data)
        event = reader.event(found.data)
    except (msgspec.MsgspecError, KeyError, ValueError, Refused):
        return None
    at = None if found.at is msgspec.UNSET else found.at
    signers, sd, seen = found.signers, found.sd, found.seen
    head = f"{found.id} {found.by} {found.stream} {found.origin} {at or ''} {','.join(signers)}"
    if (
        _encode(found) != payload
        or _encode(shape) != bytes(found.data)
        or found.v != 1
        or _HEAD(head) is None
        or (len(signers) > 1 and not _ascending(signers))
        or not ((payload.isascii() and b"\\" not in payload and b"\x7f" not in payload) or _plain(payload))
        or (sd is not msgspec.UNSET and (_DIGESTS(",".join(sd)) is None or not _ascending(sd)))
        or (seen is not msgspec.UNSET and _LEAF(seen.leaf) is None)
        or (at is not None and not _is_instant(at))
    ):
        return None
    return Statement(
        origin=found.origin,
        id=found.id,
        stream=found.stream,
        type=found.type,
        schema=found.schema,
        by=found.by,
        signers=tuple(signers),
        at=at,
        seen=None if seen is msgspec.UNSET else Seen(seen.version, seen.leaf),
        as_of=None,
        says=event,
        sd=() if sd is msgspec.UNSET else tuple(sd),
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
    except (msgspec.MsgspecError, ValueError):
        found = None
    if (
        found is None
        or _encode(found) != data
        or found.payloadType != STATEMENT_TYPE
        or not all(len(one.sig) == SIGNATURE_BYTES for one in found.signatures)
    ):
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


def _plain(payload: bytes) -> bool:
    text = payload.decode()
    return "\\" not in text and is_normalized("NFC", text) and _REFUSED_TEXT(text) is None


def _ascending(values: list[str]) -> bool:
    return len(values) == 1 or all(one < other for one, other in pairwise(values))


def _is_instant(text: str) -> bool:
    """Tell whether ``text``, which has the form of an instant, is a real one."""
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
