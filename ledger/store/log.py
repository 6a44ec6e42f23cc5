"""The log in one database: appending groups, and reading entries, tiles and the head."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import sqlalchemy as sa

from ledger.store.appending import Appending, PostgresqlAppending, SqliteAppending, TileMemory
from ledger.store.checkpoints import NEWEST, Checkpoints, newest_of
from ledger.store.engines import is_sqlite, reading, writing
from ledger.store.errors import AlreadyFounded, NotFounded
from ledger.store.places import fetch_strays, fetch_unplaced
from ledger.store.reading import fetch, fetch_entries, fetch_placed, fetch_statements, fetch_together
from ledger.store.references import Reference, fetch_references, fetch_referring
from ledger.store.rows import Head, Row, StoredCheckpoint
from ledger.store.subscription import Tail, Wakeup

_ALL: Final = 2**53
_HEAD: Final = "SELECT size, hashes, recorded_at FROM coordinator"
_BEYOND: Final = (
    'SELECT "index", leaf, entry FROM entry'
    ' WHERE "index" >= coalesce((SELECT max(size) FROM checkpoint), 0) ORDER BY "index" LIMIT ?'
)


class Log(Checkpoints):
    """The log in one database.

    Args:
        engine: As ``open_engine`` returns it.
    """

    def __init__(self, engine: sa.Engine) -> None:
        super().__init__(engine)
        self._tiles = TileMemory()
        self._wakeup = Wakeup()
        self._appending: type[Appending] = SqliteAppending if is_sqlite(engine) else PostgresqlAppending

    @property
    def engine(self) -> sa.Engine:
        """Return the engine of the log's database."""
        return self._engine

    @contextmanager
    def appending(self) -> Iterator[Appending]:
        """Hold the end of the log for the block: committed when it ends, rolled back if it raises.

        Raises:
            StoreLocked: Another writer kept the log for too long.
            OutcomeUnknown: The connection broke during the commit; read the log again before anything else.
            StoreError: The database refused; nothing of the group is in the log.
        """
        with writing(self._engine) as connection:
            appending = self._appending(connection, self._tiles)
            yield appending
        appending.done()
        self._wakeup.notify()

    def tail(self) -> Tail:
        """Return what waits for the log to grow. To be closed."""
        return Tail(self._engine, self._wakeup)

    def noticed(self) -> None:
        """Wake whoever waits in this process: another one appended."""
        self._wakeup.notify()

    def head(self) -> Head:
        """Return the end of the log."""
        with reading(self._engine) as connection:
            return _head(connection)

    def origin(self) -> str | None:
        """Return the name of the log; None if it was not founded."""
        found = self._fetch("SELECT origin FROM coordinator")
        return found[0][0] if found else None

    def set_origin(self, origin: str) -> None:
        """Give the log its name, once. From then on every entry must carry the stamp of its place.

        Raises:
            AlreadyFounded: It has another name, or holds entries already.
        """
        with writing(self._engine) as connection:
            named = connection.execute(
                sa.text("UPDATE coordinator SET origin = :origin WHERE origin IS NULL AND size = 0"),
                {"origin": origin},
            )
            if not named.rowcount and fetch(connection, "SELECT origin FROM coordinator") != [(origin,)]:
                raise AlreadyFounded("this database holds another ledger; name an empty one")

    def rows(self, start: int, stop: int, *, stream: str | None = None) -> list[Row]:
        """Return entries from index ``start`` up to, without, ``stop``; of one ``stream`` if it is given."""
        between = '"index" >= ? AND "index" < ?'
        with reading(self._engine) as connection:
            if stream is None:
                return fetch_entries(connection, f'WHERE {between} ORDER BY "index"', [start, stop])
            return fetch_placed(
                connection, f"WHERE stream = ? AND {between} ORDER BY version", [stream, start, stop]
            )

    def leaves(self, start: int, stop: int) -> list[tuple[int, bytes, bytes]]:
        """Return index, leaf hash and bytes of the entries from index ``start`` up to, without, ``stop``."""
        with reading(self._engine) as connection:
            return _leaves(connection, start, stop)

    def unpublished(self, most: int) -> tuple[StoredCheckpoint | None, Head, list[tuple[int, bytes, bytes]]]:
        """Return the newest checkpoint, the end of the log, and the first ``most`` leaves between the two.

        As ``checkpoint``, ``head`` and ``leaves``, in one visit to the database.
        """
        with reading(self._engine) as connection:
            newest, heads, leaves = fetch_together(connection, (NEWEST, ()), (_HEAD, ()), (_BEYOND, (most,)))
            checkpoint, head = newest_of(newest), _only(heads)
            start = checkpoint.size if checkpoint else 0
            if start < head.size and [leaf[0] for leaf in leaves[:1]] != [start]:
                # Another process published between two of the readings, or an entry is missing.
                return checkpoint, head, _leaves(connection, start, min(start + most, head.size))
            return checkpoint, head, [(leaf[0], leaf[1], leaf[2]) for leaf in leaves if leaf[0] < head.size]

    def stream(self, name: str, *, before: int | None = None) -> list[Row]:
        """Return the entries of a stream by version; if ``before`` is given, those with a smaller index."""
        return self.rows(0, _ALL if before is None else before, stream=name)

    def referring(self, target: str, *, before: int | None = None) -> list[str]:
        """Return the streams that refer to ``target``; only entries of an index below ``before`` count."""
        with reading(self._engine) as connection:
            return fetch_referring(connection, target, _ALL if before is None else before)

    def streams(self, kind: str, *, after: int = -1, limit: int) -> list[tuple[int, str]]:
        """Return at most ``limit`` streams of a kind with the index of their first entry, by that index.

        Only those that begin after index ``after``: the last of one page leads to the next.
        """
        found = self._fetch(
            'SELECT "index", stream FROM entry WHERE version = 1 AND stream LIKE ? AND "index" > ?'
            ' ORDER BY "index" LIMIT ?',
            [f"{kind}/%", after, limit],
        )
        return [(index, stream) for index, stream in found]

    def references(self, start: int, stop: int) -> list[Reference]:
        """Return what the index says of the entries from ``start`` up to, without, ``stop``."""
        with reading(self._engine) as connection:
            return fetch_references(connection, start, stop)

    def unplaced(self, start: int, stop: int) -> list[int]:
        """Return at which indexes, from ``start`` up to ``stop``, an entry is not found by stream or id."""
        with reading(self._engine) as connection:
            return fetch_unplaced(connection, start, stop)

    def strays(self) -> list[int]:
        """Return at which indexes something is found by stream or id that does not stand there."""
        with reading(self._engine) as connection:
            return fetch_strays(connection)

    def entry(self, index: int) -> Row | None:
        """Return the entry at ``index``; None if the log has not come that far."""
        found = self.rows(index, index + 1)
        return found[0] if found else None

    def statements(self, ids: Iterable[bytes]) -> dict[bytes, int]:
        """Return the index of each statement id (16 bytes) that the log holds."""
        with reading(self._engine) as connection:
            return fetch_statements(connection, ids)

    def tile(self, level: int, number: int) -> bytes | None:
        """Return a tile as long as it is by now; whoever wants it as of a smaller size takes a prefix."""
        found = self._fetch("SELECT hashes FROM tile WHERE level = ? AND number = ?", [level, number])
        return found[0][0] if found else None


def _head(connection: sa.Connection) -> Head:
    return _only(fetch(connection, _HEAD))


def _only(found: Sequence[tuple[Any, ...]]) -> Head:
    if not found:
        raise NotFounded("the database holds no ledger; run `phayan init`")
    return Head._make(found[0])


def _leaves(connection: sa.Connection, start: int, stop: int) -> list[tuple[int, bytes, bytes]]:
    return fetch(
        connection,
        'SELECT "index", leaf, entry FROM entry WHERE "index" >= ? AND "index" < ? ORDER BY "index"',
        [start, stop],
    )
