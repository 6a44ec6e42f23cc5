"""Signed entries, as the ledger stamps them. Their event type is of no catalogue: the store asks for none."""

from uuid import UUID

from eventsourcing.persistence import StoredEvent

from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.entry import format_entry
from ledger.signing.keys import SigningKey
from ledger.store.recorder import Row
from ledger.tlog.tree import leaf_hash

ORIGIN = "ledger.example.org/2026"
KEY = SigningKey(bytes(range(32)))
STREAM = "claim/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4a"
NEXT = "claim/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4b"
TYPE = "SomethingNew"
EARLY, LATE = "2026-11-22T03:04:06.123Z", "2026-11-22T03:04:07.000Z"


def envelope(number: int, *, stream: str = STREAM, origin: str = ORIGIN) -> bytes:
    """Return statement ``number``, signed."""
    members = {
        "v": 1,
        "origin": origin,
        "id": str(UUID(int=number)),
        "stream": stream,
        "type": TYPE,
        "schema": 1,
        "by": f"actor/{UUID(int=1)}",
        "signers": [KEY.id],
        "data": {"number": number},
    }
    return format_envelope(sign_envelope(canonical(members), [KEY]))


def entry(index: int, version: int, prev: bytes = b"", at: str = EARLY, **statement: str) -> bytes:
    """Return the entry at ``index``; ``prev`` is the entry before it in its stream."""
    link = leaf_hash(prev).hex() if prev else ""
    return format_entry(envelope(index, **statement), index, link, at, version)


def event(state: bytes, version: int, stream: str = STREAM, topic: str = TYPE) -> StoredEvent:
    return StoredEvent(stream, version, topic, state)


def row(index: int, version: int, state: bytes) -> Row:
    return Row(index, STREAM, version, TYPE, UUID(int=index).bytes, leaf_hash(state), state)
