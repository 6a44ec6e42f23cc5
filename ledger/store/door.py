"""The library's door: stored events as rows of the log.

Before the log has a name, events are opaque bytes and get whatever place is next. Afterwards the door
stamps nothing: it takes bytes that carry the stamp of exactly the place that they would get.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

from eventsourcing.persistence import StoredEvent

from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import Entry, parse_entry
from ledger.signing.errors import Malformed
from ledger.store.errors import StampRefused
from ledger.store.mapper import open_envelope
from ledger.store.rows import Head, Row
from ledger.tlog.tree import CompactRange, leaf_hash


class _Last(NamedTuple):
    version: int
    leaf: str


def rows_of(
    events: Sequence[StoredEvent], head: Head, origin: str | None, streams: Mapping[str, Sequence[Row]]
) -> tuple[list[Row], Head]:
    """Return the rows that ``events`` become after ``head``, and the head after them.

    Args:
        events: In the order to be appended.
        head: The end of the log.
        origin: The log's name; None if it has none yet.
        streams: What the streams of ``events`` hold so far.

    Raises:
        StampRefused: The log has a name, and a state is not the entry that stands at its place.
    """
    last = {name: _Last(rows[-1].version, rows[-1].leaf.hex()) for name, rows in streams.items()}
    tree = CompactRange.from_bytes(head.size, head.hashes)
    recorded_at = head.recorded_at
    rows = []
    for event in events:
        stream, state = str(event.originator_id), event.state
        leaf, identifier = leaf_hash(state), None
        if origin is not None:
            entry = _read(state)
            _check_stamp(entry, tree.size, last.get(stream, _Last(0, "")), recorded_at)
            identifier = _check_statement(entry, event, origin)
            recorded_at = entry.recorded_at
        last[stream] = _Last(event.originator_version, leaf.hex())
        rows.append(Row(tree.size, stream, event.originator_version, event.topic, identifier, leaf, state))
        tree.append(leaf)
    return rows, Head(tree.size, tree.to_bytes(), recorded_at)


def _read(state: bytes) -> Entry:
    try:
        return parse_entry(state)
    except Malformed as error:
        raise StampRefused("the state of an event is not an entry in its one form") from error


def _check_stamp(entry: Entry, index: int, last: _Last, recorded_at: str) -> None:
    if entry.index != index:
        raise StampRefused(
            f"the next entry of the log has the index {index}; this one is stamped with another"
        )
    if (entry.version, entry.prev) != (last.version + 1, last.leaf):
        raise StampRefused("the entry does not follow the last one of its stream")
    if entry.recorded_at < recorded_at:
        raise StampRefused("the entry claims to be older than the last one of the log")


def _check_statement(entry: Entry, event: StoredEvent, origin: str) -> bytes:
    """Check that the columns say what was signed; return the statement's id, 16 bytes."""
    try:
        statement = open_envelope(parse_envelope(entry.envelope))
    except Malformed as error:
        raise StampRefused("the entry does not hold a statement in its one form") from error
    if statement.origin != origin:
        raise StampRefused("the statement was made for another log")
    signed = (statement.stream, entry.version, statement.type)
    if signed != (str(event.originator_id), event.originator_version, event.topic):
        raise StampRefused("originator, version or topic is not what the entry says")
    return UUID(statement.id).bytes
