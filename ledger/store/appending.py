"""The one write transaction of the log: entries, head and tiles of a group, all or nothing."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Final, TypeAlias

import sqlalchemy as sa
from psycopg.types.numeric import Int8

from ledger.store.errors import NotFounded, StoreError
from ledger.store.places import is_grown, move
from ledger.store.reading import fetch, fetch_entries, fetch_statements, fetch_streams
from ledger.store.references import Reference, fetch_referring, references_of
from ledger.store.rows import Head, Row
from ledger.store.tiles import MalformedTile, grow

CHANNEL: Final = "phayan_entry"
"""PostgreSQL's NOTIFY after each group; the payload is the size of the log. A hint, nothing more."""

Tiles: TypeAlias = dict[tuple[int, int], bytes]

_LEAF_BYTES: Final = 32
_ENTRY_BYTES: Final = 65_535  # at most: a bundle holds the length in 16 bits
_PARAMETERS: Final = 32_766  # that one statement of SQLite may have
_HEAD: Final = "SELECT size, hashes, recorded_at FROM coordinator WHERE id = 1"


class TileMemory:
    """The partial tiles at the end of the log, as this process wrote them last.

    Valid only at the size they were written at: another process may have written since.
    """

    def __init__(self) -> None:
        self.size = -1
        self.tiles: Tiles = {}

    def at(self, size: int) -> Mapping[tuple[int, int], bytes]:
        """Return the tiles that were written when the log got to ``size``; none if it was not us."""
        return self.tiles if size == self.size else {}

    def keep(self, before: int, size: int, changed: Tiles) -> None:
        """Remember the last tile of each level at ``size``. A level that did not change stays as it was."""
        known = self.at(before)
        last = dict(chain(known, changed))
        self.tiles = {
            (level, number): content
            for (level, number), content in chain(known.items(), changed.items())
            if last[level] == number
        }
        self.size = size


class Appending(ABC):
    """A group on its way into the log. Made by ``Recorder.appending``, which holds the turn meanwhile."""

    def __init__(self, connection: sa.Connection, memory: TileMemory) -> None:
        self.connection = connection
        self._memory = memory
        self._written: tuple[int, int, Tiles] | None = None
        self.head = self._lock_head()

    def origin(self) -> str | None:
        """Return the name of the log; None if it has none yet."""
        name: str | None = fetch(self.connection, "SELECT origin FROM coordinator")[0][0]
        return name

    def streams(self, names: Iterable[str]) -> dict[str, list[Row]]:
        """Return all entries of each of ``names``, by version; a stream without entries is absent."""
        return fetch_streams(self.connection, names)

    def statements(self, ids: Iterable[bytes]) -> dict[bytes, int]:
        """Return the index of each statement id (16 bytes) that the log holds."""
        return fetch_statements(self.connection, ids)

    def referring(self, target: str) -> list[str]:
        """Return the streams that refer to ``target``, in the order of the log."""
        return fetch_referring(self.connection, target, self.head.size)

    def rows(self, start: int, stop: int) -> list[Row]:
        """Return the entries from index ``start`` up to, without, ``stop``."""
        return fetch_entries(
            self.connection, 'WHERE "index" >= ? AND "index" < ? ORDER BY "index"', (start, stop)
        )

    def write(self, rows: Sequence[Row], head: Head, references: Sequence[Reference] | None = None) -> None:
        """Append ``rows`` and set the head that follows from them. Once in a transaction.

        Args:
            rows: At least one; indexes from ``self.head.size`` on, without gaps.
            head: Size, compact range and time after the last of ``rows``.
            references: What ``rows`` refer to, of whoever has their statements at hand; else their entries
                are opened for it, while everybody waits.

        Raises:
            Conflict: An index, a version of a stream or a statement id is taken.
            StoreError: The rows do not follow the head, or something was written already.
        """
        if self._written is not None:
            raise StoreError("a transaction appends one group")
        first, stop = self.head.size, self.head.size + len(rows)
        if not rows or [row.index for row in rows] != list(range(first, stop)) or head.size != stop:
            raise StoreError("the rows of a group follow the head of the log without a gap")
        leaves = [row.leaf for row in rows]
        if {*map(len, leaves)} != {_LEAF_BYTES} or max([len(row.entry) for row in rows]) > _ENTRY_BYTES:
            raise StoreError(f"a leaf has {_LEAF_BYTES} bytes, an entry at most {_ENTRY_BYTES}")
        tiles = self._grown(leaves)
        self._written = first, stop, tiles
        self._insert(rows, head, tiles)
        found = references_of(rows) if references is None else references
        if found:
            self._write_references(found)

    def done(self) -> None:
        """The transaction is committed: what was written is now what everybody reads."""
        if self._written is not None:
            self._memory.keep(*self._written)

    @abstractmethod
    def _lock_head(self) -> Head:
        """Return the end of the log; nobody else moves it until the transaction ends."""

    @abstractmethod
    def _insert(self, rows: Sequence[Row], head: Head, tiles: Tiles) -> None:
        """Write entries, tiles and head."""

    @abstractmethod
    def _write_tiles(self, tiles: Tiles) -> None:
        """Write the tiles that changed, each as long as it now is."""

    @abstractmethod
    def _write_references(self, references: Sequence[Reference]) -> None:
        """Write what the entries refer to; at least one."""

    def _grown(self, leaves: Sequence[bytes]) -> Tiles:
        known = self._memory.at(self.head.size)

        def read(level: int, number: int) -> bytes:
            content = known.get((level, number))
            if content is None:
                found = fetch(
                    self.connection, "SELECT hashes FROM tile WHERE level = ? AND number = ?", (level, number)
                )
                content = bytes(found[0][0]) if found else b""
            return content

        try:
            return grow(self.head.size, leaves, read)
        except MalformedTile as error:
            raise StoreError(
                "a stored tile is shorter than the log; verify the ledger before it goes on"
            ) from error


def _only(found: Sequence[tuple[int, bytes, str]]) -> Head:
    if not found:
        raise NotFounded("the database holds no ledger; run `phayan init`")
    return Head._make(found[0])


class SqliteAppending(Appending):
    """On SQLite ``BEGIN IMMEDIATE`` was the lock."""

    # A conflict rolls the whole transaction back, as we would. Said at once, it spares SQLite a journal of
    # every page that the statement touches, in case it had to be undone alone: a third of its time.
    _ENTRIES: Final = "INSERT OR ROLLBACK INTO entry VALUES {}"
    _TILES: Final = (
        "INSERT INTO tile VALUES {} ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
    )
    _REFERENCES: Final = "INSERT INTO reference VALUES {}"
    # The trigger that places the entries (``ledger.store.places``) obeys this OR ROLLBACK too.
    _END: Final = "UPDATE OR ROLLBACK coordinator SET size = ?, hashes = ?, recorded_at = ? WHERE id = 1"

    def _lock_head(self) -> Head:
        return _only(fetch(self.connection, _HEAD))

    def _insert(self, rows: Sequence[Row], head: Head, tiles: Tiles) -> None:
        self._execute(self._ENTRIES, rows)
        self._write_tiles(tiles)
        self._execute(self._END, [head])
        if is_grown(self.head.size, head.size):
            move(self.connection)

    def _write_tiles(self, tiles: Tiles) -> None:
        self._execute(self._TILES, [(*name, content) for name, content in tiles.items()])

    def _write_references(self, references: Sequence[Reference]) -> None:
        self._execute(self._REFERENCES, references)

    def _execute(self, statement: str, rows: Sequence[Sequence[object]]) -> None:
        """Run ``statement`` with as many ``rows`` at once as it takes, past SQLAlchemy: 10 µs each."""
        cursor, columns = self.connection.connection.cursor(), len(rows[0])
        mark, most = f"({','.join('?' * columns)})", _PARAMETERS // columns
        for start in range(0, len(rows), most):
            part = rows[start : start + most]
            marks = ",".join([mark] * len(part))
            cursor.execute(statement.format(marks), tuple(chain.from_iterable(part)))


class PostgresqlAppending(Appending):
    """On PostgreSQL the coordinator's row is the lock."""

    # Arrays go as bytes (%b): as text, every byte of an entry would be written as two, and read again.
    _GROUP: Final = (
        "WITH log AS (INSERT INTO entry SELECT * FROM unnest"
        "(%b::bigint[], %b::text[], %b::bigint[], %b::text[], %b::bytea[], %b::bytea[], %b::bytea[])),"
        " head AS (UPDATE coordinator SET size = %b, hashes = %b, recorded_at = %b WHERE id = 1)"
        " SELECT pg_notify(%b, %b)"
    )
    _TILES: Final = (
        "INSERT INTO tile SELECT * FROM unnest(%b::bigint[], %b::bigint[], %b::bytea[])"
        " ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
    )
    _REFERENCES: Final = "INSERT INTO reference SELECT * FROM unnest(%b::text[], %b::bigint[])"

    def _lock_head(self) -> Head:
        return _only(fetch(self.connection, f"{_HEAD} FOR UPDATE"))

    def _insert(self, rows: Sequence[Row], head: Head, tiles: Tiles) -> None:
        columns = map(list, zip(*rows, strict=True))
        values = (*columns, Int8(head.size), head.hashes, head.recorded_at, CHANNEL, str(head.size))
        self.connection.exec_driver_sql(self._GROUP, values)
        self._write_tiles(tiles)

    def _write_tiles(self, tiles: Tiles) -> None:
        level, number = map(list, zip(*tiles, strict=True))
        self.connection.exec_driver_sql(self._TILES, (level, number, list(tiles.values())))

    def _write_references(self, references: Sequence[Reference]) -> None:
        targets, indexes = map(list, zip(*references, strict=True))
        self.connection.exec_driver_sql(self._REFERENCES, (targets, indexes))
