"""Rows of read models in a database: fetched by owner, written by one statement per table."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from typing import Any, Final, TypeAlias

import msgspec
import sqlalchemy as sa

from ledger.projections.rows import Projection, Row, Rows
from ledger.projections.tables import CURSOR

Target: TypeAlias = Mapping[sa.Table, sa.Table]
"""Where the rows of each table of a projection lie: the table itself, or the one that grows to replace it."""

START: Final = -1
POSTGRESQL: Final = "postgresql"
STREAMED: Final = 1_000  # rows held at once while a table is read through
_SHADOW: Final = "__new"


def live(projection: Projection) -> Target:
    """Return the tables that readers see."""
    return {table: table for table in projection.tables}


def shadow(projection: Projection) -> Target:
    """Return tables of the same form beside them."""
    return _shadow(projection.tables)


@cache
def _shadow(tables: tuple[sa.Table, ...]) -> Target:
    apart = sa.MetaData()
    return {table: table.to_metadata(apart, name=table.name + _SHADOW) for table in tables}


def create(connection: sa.Connection, projection: Projection, target: Target) -> None:
    """Create what is missing of the cursor's table and of ``target``."""
    CURSOR.create(connection, checkfirst=True)
    for table in projection.tables:
        target[table].create(connection, checkfirst=True)


def drop(connection: sa.Connection, target: Target) -> None:
    """Drop the tables of ``target`` that exist."""
    for table in target.values():
        table.drop(connection, checkfirst=True)


def swap(connection: sa.Connection, projection: Projection, target: Target) -> None:
    """Put the tables of ``target`` in the place of those that readers see."""
    for table in projection.tables:
        table.drop(connection, checkfirst=True)
        names = _quote(target[table].name), _quote(table.name)
        connection.exec_driver_sql("ALTER TABLE {} RENAME TO {}".format(*names))


def cursor(connection: sa.Connection, name: str) -> tuple[int, int] | None:
    """Return (version of the fold, last index applied) of a projection, or None."""
    row = connection.execute(sa.select(CURSOR.c.version, CURSOR.c.index).where(CURSOR.c.name == name)).first()
    return None if row is None else (row[0], row[1])


def set_cursor(connection: sa.Connection, name: str, version: int, index: int) -> None:
    """Write a projection's cursor, whatever it was."""
    forget_cursor(connection, name)
    connection.execute(CURSOR.insert().values(name=name, version=version, index=index))


def forget_cursor(connection: sa.Connection, name: str) -> None:
    """Remove a projection's cursor."""
    connection.execute(CURSOR.delete().where(CURSOR.c.name == name))


def move_cursor(connection: sa.Connection, name: str, old: int, new: int) -> bool:
    """Move and lock a cursor from ``old`` to ``new``; False if it is not at ``old``."""
    moved = connection.execute(
        CURSOR.update().where(CURSOR.c.name == name, CURSOR.c.index == old).values(index=new)
    )
    return moved.rowcount == 1


class Fetcher:
    """Fetches the stored rows of some owners, one query per table."""

    def __init__(self, connection: sa.Connection, target: Target) -> None:
        self._connection, self._target = connection, target

    def __call__(self, table: sa.Table, owners: Collection[str]) -> Iterable[Row]:
        """Return the rows of ``table`` that belong to ``owners``."""
        dialect = self._connection.dialect.name
        statement, names = _select(self._target[table], dialect)
        wanted = sorted(owners)
        given = wanted if dialect == POSTGRESQL else msgspec.json.encode(wanted).decode()
        found = self._connection.exec_driver_sql(statement, (given,)).all()
        return [dict(zip(names, row, strict=True)) for row in found]


def _quote(name: str) -> str:
    """Return one of our own names as SQL."""
    return f'"{name}"'


@cache
def _select(table: sa.Table, dialect: str) -> tuple[str, tuple[str, ...]]:
    """Return the query for the rows of some owners, given as one value, and the names of its columns."""
    names = tuple(f"{column.name}" for column in table.columns)
    owner = _quote(next(iter(table.primary_key)).name)
    among = "= ANY(%s)" if dialect == POSTGRESQL else "IN (SELECT value FROM json_each(?))"
    columns = ", ".join(map(_quote, names))
    return f"SELECT {columns} FROM {_quote(table.name)} WHERE {owner} {among}", names  # noqa: S608  # our own names


def flush(connection: sa.Connection, projection: Projection, rows: Rows, target: Target) -> None:
    """Write every changed row, new or not: one statement per table."""
    for table in projection.tables:
        changed = rows.changed(table)
        if changed:
            statement, values = upsert(target[table], connection.dialect.name)
            connection.exec_driver_sql(statement, [values(row) for row in changed])


@cache
def upsert(table: sa.Table, dialect: str, rows: int = 1) -> tuple[str, Callable[[Row], tuple[Any, ...]]]:
    """Return the statement that writes ``rows`` rows, new or not, and what takes its values out of a row.

    Built once and given to the driver as it is: SQLAlchemy would spend more on the values of each row than
    the database does.
    """
    names = [column.name for column in table.columns]
    keys = {column.name for column in table.primary_key}
    columns = ", ".join(map(_quote, names))
    new = ", ".join(f"{_quote(name)} = excluded.{_quote(name)}" for name in names if name not in keys)
    insert = f"INSERT INTO {_quote(table.name)} ({columns}) VALUES {marks(len(names), dialect, rows)}"  # noqa: S608  # our own names
    return f"{insert} ON CONFLICT ({', '.join(map(_quote, sorted(keys)))}) DO UPDATE SET {new}", itemgetter(
        *names
    )


def marks(values: int, dialect: str, rows: int = 1) -> str:
    """Return the place holders of ``rows`` rows, each of so many values."""
    row = f"({', '.join(['%s' if dialect == POSTGRESQL else '?'] * values)})"
    return ", ".join([row] * rows)


def stream(connection: sa.Connection, table: sa.Table) -> Iterator[Row]:
    """Yield the rows of a table in order of its key, never more than ``STREAMED`` of them in memory."""
    ordered = sa.select(table).order_by(*table.primary_key)
    found = connection.execute(ordered, execution_options={"yield_per": STREAMED})
    names = tuple(found.keys())
    for row in found:
        yield dict(zip(names, row, strict=True))


def digests(connection: sa.Connection, target: Target) -> dict[str, str]:
    """Return the SHA-256 (hex) of each table of ``target``: over its rows, sorted, one JSON array to a line.

    The same rows have the same digest on every database, and under whichever name the table lies.
    """
    found = {}
    for table, stored in target.items():
        state = hashlib.sha256()
        encode = msgspec.json.Encoder().encode
        ordered = sa.select(stored).order_by(*stored.primary_key)
        for row in connection.execute(ordered, execution_options={"yield_per": STREAMED}):
            state.update(encode(tuple(row)))
            state.update(b"\n")
        found[f"{table.name}"] = state.hexdigest()
    return found


def combined(found: Mapping[str, str]) -> str:
    """Return one digest (SHA-256, hex) for the digests of several tables."""
    lines = (f"{name} {digest}\n" for name, digest in sorted(found.items()))
    return hashlib.sha256("".join(lines).encode()).hexdigest()
