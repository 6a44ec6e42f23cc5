"""The records of readers: bytes in the order in which they came, and the end of the tree over them.

They lie in the vault's database, beside what was read: a copy of the ledger says nothing of who looked.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import sqlalchemy as sa

from ledger.store.engines import is_sqlite, reading, writing
from ledger.store.errors import StoreDamaged
from ledger.store.reading import fetch
from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import CompactRange, leaf_hash

PAGE: Final = 1024

_APPEND: Final = sa.text('INSERT INTO access ("index", stream, record) VALUES (:index, :stream, :record)')
_MOVE: Final = sa.text("UPDATE access_head SET size = :size, hashes = :hashes WHERE id = 1")
_HEAD: Final = "SELECT size, hashes FROM access_head WHERE id = 1"


class AccessRow(NamedTuple):
    """One record, and its place in the tree of readers, from 0."""

    index: int  # type: ignore[assignment]  # a place; nobody looks for values in a record
    stream: str
    record: bytes


class AccessStore:
    """Records of readers, appended without gaps by any number of processes, and never changed.

    Args:
        engine: Engine of the vault's database, migrated to the branch ``vault``.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def append(self, stream: str, record: bytes) -> int:
        """Keep ``record`` about ``stream`` and return its index; it is durable when this returns.

        Raises:
            StoreError: It is not kept; or, ``OutcomeUnknown``, it may be.
        """
        return self.append_all([(stream, record)])

    def append_all(self, records: Sequence[tuple[str, bytes]]) -> int:
        """Keep records, each with its stream, all or none, and return the index of the first.

        Raises:
            StoreError: As ``append``.
        """
        # On SQLite the transaction is the lock; on PostgreSQL it is the row of the head.
        lock = "" if is_sqlite(self._engine) else " FOR UPDATE"
        with writing(self._engine) as connection:
            tree = _tree(fetch(connection, _HEAD + lock))
            first = tree.size
            for index, (stream, record) in enumerate(records, first):
                tree.append(leaf_hash(record))
                connection.execute(_APPEND, {"index": index, "stream": stream, "record": record})
            connection.execute(_MOVE, {"size": tree.size, "hashes": tree.to_bytes()})
        return first

    def head(self) -> CompactRange:
        """Return the end of the tree: its size and, from it, its root.

        Raises:
            StoreDamaged: The stored end is none.
        """
        with reading(self._engine) as connection:
            return _tree(fetch(connection, _HEAD))

    def record(self, index: int) -> bytes | None:
        """Return the record at ``index``; None if there is none."""
        found = self._fetch('WHERE "index" = ?', [index])
        return found[0].record if found else None

    def of_stream(self, stream: str) -> list[AccessRow]:
        """Return every record about ``stream``, the oldest first."""
        return self._fetch('WHERE stream = ? ORDER BY "index"', [stream])

    def rows(self, start: int = -(2**62)) -> Iterator[AccessRow]:
        """Yield every record from index ``start`` on, a page of them in memory at a time."""
        while page := self._fetch(f'WHERE "index" >= ? ORDER BY "index" LIMIT {PAGE}', [start]):
            yield from page
            start = page[-1].index + 1

    def _fetch(self, where: str, parameters: Sequence[object]) -> list[AccessRow]:
        with reading(self._engine) as connection:
            found = fetch(connection, f'SELECT "index", stream, record FROM access {where}', parameters)  # noqa: S608 - ours
        return [AccessRow(index, stream, bytes(record)) for index, stream, record in found]


def _tree(found: Sequence[tuple[int, bytes]]) -> CompactRange:
    try:
        return CompactRange.from_bytes(found[0][0], bytes(found[0][1]))
    except (InvalidProof, IndexError):
        raise StoreDamaged(
            "the end of the log of readers is no end of a tree; verify the ledger, and restore the vault"
        ) from None
