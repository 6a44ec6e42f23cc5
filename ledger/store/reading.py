"""Reading rows with the driver's own cursor: replay reads every entry, and an object for each would dominate.

Statements are written once, with the question mark as place holder; PostgreSQL gets its own.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final, TypeVar

import sqlalchemy as sa

from ledger.store.places import KNOWN, PLACED, PLACES, source
from ledger.store.rows import Row

ENTRY: Final = 'SELECT "index", stream, version, type, statement_id, leaf, entry'
LOOKUPS: Final = 500
"""Keys asked for in one statement; SQLite allows 32,766, and its planner likes short lists."""

T = TypeVar("T")


def fetch(connection: sa.Connection, statement: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Return all rows of a SELECT as plain tuples."""
    if connection.dialect.name == "sqlite":
        cursor = connection.connection.cursor()
    else:
        # Binary: as text, every byte of an entry would cross the wire as two and be parsed.
        cursor = connection.connection.cursor(binary=True)
        statement = statement.replace("?", "%s")
    try:
        cursor.execute(statement, tuple(parameters))
        return list(cursor.fetchall())
    finally:
        cursor.close()


def fetch_together(
    connection: sa.Connection, *questions: tuple[str, Sequence[Any]]
) -> list[list[tuple[Any, ...]]]:
    """Return all rows of each of several SELECTs, for one round trip. Each sees what it finds."""
    if connection.dialect.name == "sqlite":
        return [fetch(connection, *question) for question in questions]
    driver: Any = connection.connection.driver_connection
    with ExitStack() as stack:
        stack.enter_context(driver.pipeline())
        cursors = [stack.enter_context(driver.cursor(binary=True)) for _ in questions]
        for cursor, (statement, parameters) in zip(cursors, questions, strict=True):
            cursor.execute(statement.replace("?", "%s"), tuple(parameters))
        return [list(cursor.fetchall()) for cursor in cursors]


def fetch_entries(connection: sa.Connection, where: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return entries by index; ``where`` is all that follows the table, ORDER BY included."""
    return list(map(Row._make, fetch(connection, f"{ENTRY} FROM entry {where}", parameters)))


def fetch_placed(connection: sa.Connection, where: str, parameters: Sequence[Any] = ()) -> list[Row]:
    """Return entries by stream and version; ``where`` is as for ``fetch_entries``."""
    statement = f"{ENTRY} FROM {source(connection, PLACED)} {where}"
    return list(map(Row._make, fetch(connection, statement, parameters)))


def fetch_streams(connection: sa.Connection, names: Iterable[str]) -> dict[str, list[Row]]:
    """Return all entries of each of ``names``, by version; a stream without entries is absent."""
    found: dict[str, list[Row]] = {}
    for part in parts(names):
        for row in fetch_placed(
            connection, f"WHERE stream IN ({marks(part)}) ORDER BY stream, version", part
        ):
            found.setdefault(row.stream, []).append(row)
    return found


def fetch_histories(
    connection: sa.Connection, names: Iterable[str], size: int
) -> Iterator[tuple[str, int, bytes, bytes]]:
    """Yield stream, index, leaf and bytes of the entries of ``names`` below ``size``, in no order.

    SQLite would move every entry through a sorter; whoever takes a few of a stream sorts them in less.
    """
    for part in parts(names):
        yield from fetch(
            connection,
            f'SELECT stream, "index", leaf, entry FROM {source(connection, PLACED)}'  # noqa: S608
            f' WHERE stream IN ({marks(part)}) AND "index" < ?',
            (*part, size),
        )


def fetch_firsts(connection: sa.Connection, kind: str, size: int) -> list[tuple[int, bytes, bytes]]:
    """Return index, leaf and bytes of the first entry of each stream of a kind (``grievance``), in no order.

    Only of streams that began before ``size``.
    """
    which, bounds = _of_kind(connection, kind)
    return fetch(
        connection,
        f'SELECT "index", leaf, entry FROM {source(connection, PLACED)}'  # noqa: S608
        f' WHERE version = 1 AND "index" < ?{which}',
        (size, *bounds),
    )


def fetch_begun(
    connection: sa.Connection, size: int, *, after: str = "", kind: str = "", limit: int
) -> list[str]:
    """Return at most ``limit`` streams that began before index ``size``, in order of name.

    Only those of a ``kind``, if one is given, and with a name beyond ``after``: the last of one page leads
    to the next.
    """
    which, bounds = _of_kind(connection, kind) if kind else ("", ())
    found = fetch(
        connection,
        f"SELECT stream FROM {source(connection, PLACES)} WHERE version = 1"  # noqa: S608
        f' AND "index" < ? AND stream > ?{which} ORDER BY stream LIMIT ?',
        (size, after or kind, *bounds, limit),
    )
    return [stream for (stream,) in found]


def _of_kind(connection: sa.Connection, kind: str) -> tuple[str, tuple[str, ...]]:
    """Return the condition that a stream is of a kind, and its values.

    SQLite finds a range by its index, which goes by bytes. PostgreSQL's order is that of its locale: one that
    passes over the slash, as ICU's Thai one, has every grievance behind ``grievance0``.
    """
    if connection.dialect.name == "sqlite":
        return " AND stream > ? AND stream < ?", (f"{kind}/", f"{kind}0")
    return " AND starts_with(stream, ?)", (f"{kind}/",)


def fetch_existing(connection: sa.Connection, names: Iterable[str], size: int) -> set[str]:
    """Return those of ``names`` that began before index ``size``."""
    found: set[str] = set()
    for part in parts(names):
        rows = fetch(
            connection,
            f"SELECT stream FROM {source(connection, PLACES)} WHERE version = 1"  # noqa: S608
            f' AND "index" < ? AND stream IN ({marks(part)})',
            (size, *part),
        )
        found.update(stream for (stream,) in rows)
    return found


def fetch_statements(connection: sa.Connection, ids: Iterable[bytes]) -> dict[bytes, int]:
    """Return the index of each of ``ids`` (16 bytes each) that the log holds."""
    found: dict[bytes, int] = {}
    for part in parts(ids):
        rows = fetch(
            connection,
            f'SELECT statement_id, "index" FROM {source(connection, KNOWN)}'  # noqa: S608
            f" WHERE statement_id IN ({marks(part)})",
            part,
        )
        found.update((bytes(identifier), index) for identifier, index in rows)
    return found


def marks(values: Sequence[object]) -> str:
    """Return the place holders of ``values``."""
    return ",".join("?" * len(values))


def parts(values: Iterable[T]) -> Iterator[list[T]]:
    """Yield the distinct values in parts, padded to powers of two so that few statements are prepared."""
    distinct = list(dict.fromkeys(values))
    for start in range(0, len(distinct), LOOKUPS):
        part = distinct[start : start + LOOKUPS]
        size = 1 << (len(part) - 1).bit_length()
        yield part + part[-1:] * (size - len(part))
