"""The entry: a signed envelope and the ledger's stamp, together one leaf."""

import re
from dataclasses import dataclass
from typing import Final

from ledger.signing.dsse import parse_envelope
from ledger.signing.errors import Malformed
from ledger.signing.forms import is_instant
from ledger.signing.strict_json import MAX_INTEGER

LIMIT: Final = 65_535  # a bundle holds the length in two bytes
_is_leaf: Final = re.compile("[0-9a-f]{64}").fullmatch
_ENTRY: Final = re.compile(
    rb'\{"dsse":(.*),"index":(0|[1-9][0-9]{0,15}),"prev":"([0-9a-f]*)",'
    rb'"recorded_at":"([0-9T:.Z-]*)","version":([1-9][0-9]{0,15})\}'
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one leaf says: envelope (JCS), index from 0, prev (hex or empty), time with ms, version from 1."""

    envelope: bytes
    index: int
    prev: str
    recorded_at: str
    version: int


def format_entry(envelope: bytes, index: int, prev: str, recorded_at: str, version: int) -> bytes:
    """Return the bytes of an entry, JCS as ``envelope`` is; raise ``entry_stamp`` or ``entry_too_large``."""
    linked = _is_leaf(prev) if version > 1 else not prev
    if not (linked and 0 <= index <= MAX_INTEGER >= version >= 1 and is_instant(recorded_at, "milliseconds")):
        raise Malformed("entry_stamp", "index, version, time of recording or link is not of its form")
    stamp = f',"index":{index},"prev":"{prev}","recorded_at":"{recorded_at}","version":{version}}}'
    entry = b'{"dsse":' + envelope + stamp.encode()
    if len(entry) > LIMIT:
        raise Malformed("entry_too_large", "an entry has at most 65535 bytes")
    return entry


def parse_entry(data: bytes) -> Entry:
    """Return the entry of which ``data`` is the form, unverified; raise ``entry_form`` or as its parts do."""
    match = _ENTRY.fullmatch(data)
    if match is None:
        raise Malformed("entry_form", "an entry is dsse, index, prev, recorded_at and version, in JCS")
    envelope, index, prev, recorded_at, version = match.groups()
    entry = Entry(envelope, int(index), prev.decode(), recorded_at.decode(), int(version))
    format_entry(envelope, entry.index, entry.prev, entry.recorded_at, entry.version)  # for what it refuses
    parse_envelope(envelope)
    return entry
