"""Spans of entries as columns, for lakes: the very bytes, beside what one asks for most.

A span is an aligned run of 2^s entries; its root is a node of the log's tree, so whoever holds the file and a
checkpoint can recheck it. What is sealed is in no entry, so nothing decrypted is here; the entries themselves
are for auditors and mirrors all the same.
"""

from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from ledger.domain.grievance.records import GrievanceState
from ledger.domain.states import StreamState
from ledger.domain.types import Recorded
from ledger.tlog.tree import CompactRange

LARGEST: Final = 1 << 16
"""Entries of a full span."""


class Column(NamedTuple):
    """One entry as a row; the fields are the columns."""

    index: int  # type: ignore[assignment]  # a column; nobody looks for values in a row
    stream: str
    version: int
    case_key: str
    type: str
    at: str | None
    recorded_at: str
    entry: bytes
    leaf: bytes


def column(recorded: Recorded, state: StreamState, entry: bytes) -> Column:
    """Return ``recorded``, whose bytes are ``entry``, as a row; ``state`` is that of its stream after it."""
    statement = recorded.statement
    key = statement.stream
    if isinstance(state, GrievanceState) and state.contests:
        key = state.contests[0].claim
    return Column(
        recorded.index,
        statement.stream,
        recorded.version,
        key,
        statement.type,
        statement.at,
        recorded.recorded_at,
        entry,
        bytes.fromhex(recorded.leaf),
    )


class Span:
    """A run of entries, with the root of the tree over them as far as they were read."""

    def __init__(self, first: int, rows: Iterable[Column]) -> None:
        self.first, self.n = first, 0
        self._rows, self._tree = rows, CompactRange()

    def rows(self) -> Iterator[Column]:
        """Yield the rows; afterwards ``n`` and the root are known."""
        for row in self._rows:
            self.n += 1
            self._tree.append(row.leaf)
            yield row

    def metadata(self, origin: str) -> dict[str, str]:
        """Return what the file must say of itself: origin, first index, number of entries, root in hex."""
        told = {"origin": origin, "first_index": str(self.first), "n": str(self.n)}
        return {
            f"phayan.{name}": value for name, value in (told | {"span_root": self._tree.root().hex()}).items()
        }
