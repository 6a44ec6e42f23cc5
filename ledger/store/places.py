"""Where entries stand, by stream and version and by statement id: SQLite's two indexes of the log.

A row goes to a random page of a large index, and that page goes whole into the WAL: two pages of 8 KiB for an
entry of 1.3. So each index is two tables. The *young* one takes what is new and is small; now and then all of
it is moved into the old one in order, where one copy of a page then serves many rows. The database itself
does the first: when the head of the log moves, a trigger puts the entries up to there into the young tables
and refuses what any of the four holds. So nobody appends past them, and an older release goes on beside us.
PostgreSQL writes rows and not pages, and has two plain unique indexes.
"""

from typing import Final

import sqlalchemy as sa

tables = sa.MetaData(naming_convention={"pk": "%(table_name)s_pkey"})

for _age in ("", "_young"):
    sa.Table(
        f"place{_age}",
        tables,
        sa.Column("stream", sa.Text, primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("index", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    sa.Table(
        f"known{_age}",
        tables,
        # Opaque events of the library have no statement id, and no row here.
        sa.Column("statement_id", sa.LargeBinary, primary_key=True),
        sa.Column("index", sa.Integer, nullable=False),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _both(columns: str, table: str, more: str = "") -> str:
    ages = (f"SELECT {columns} FROM {table}{age} AS {table}{more}" for age in ("", "_young"))  # noqa: S608
    return f"({' UNION ALL '.join(ages)})"


PLACES: Final = _both('stream, version, "index"', "place")
"""Stream, version and index of every entry, by stream and version."""

PLACED: Final = _both(
    'place."index", place.stream, place.version, type, statement_id, leaf, entry',
    "place",
    ' JOIN entry USING ("index")',
)
"""Every column of every entry, by stream and version."""

KNOWN: Final = _both('statement_id, "index"', "known")
"""Statement id and index of every entry that has an id, by id."""


def source(connection: sa.Connection, lookup: str) -> str:
    """Return what a SELECT reads from to find entries by ``lookup``: ``PLACES``, ``PLACED`` or ``KNOWN``."""
    return lookup if connection.dialect.name == "sqlite" else "entry"


YOUNG: Final = 4096
"""Rows that a young table may hold at least; in a large log up to eight times as many."""

_MOVE: Final = (  # OR ROLLBACK, as in ``ledger.store.appending``
    "INSERT OR ROLLBACK INTO place SELECT * FROM place_young ORDER BY stream, version",
    "DELETE FROM place_young",
    "INSERT OR ROLLBACK INTO known SELECT * FROM known_young ORDER BY statement_id",
    "DELETE FROM known_young",
)


def is_grown(before: int, after: int) -> bool:
    """Tell whether the young tables are to be moved when the log grows from ``before`` to ``after`` entries.

    It follows from the size of the log alone: every process says the same, and nobody counts rows.
    """
    # A power of two between a 64th and a 32nd of the log, so that a step is a multiple of every smaller one.
    step = min(max(YOUNG, (1 << after.bit_length()) >> 6), 8 * YOUNG)
    return before // step < after // step


def move(connection: sa.Connection) -> None:
    """Move the young tables into the old ones, within the transaction of the group that made them full."""
    for statement in _MOVE:
        connection.exec_driver_sql(statement)


_UNPLACED: Final = f"""
SELECT "index" FROM entry WHERE "index" >= ? AND "index" < ? AND (
    NOT EXISTS (SELECT 1 FROM {PLACES} AS place WHERE place.stream = entry.stream
        AND place.version = entry.version AND place."index" = entry."index")
    OR statement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM {KNOWN} AS known
        WHERE known.statement_id = entry.statement_id AND known."index" = entry."index"))
"""  # noqa: S608 - of our own words

_COUNTS: Final = f"""
SELECT (SELECT count(*) FROM {PLACES}) = count(*) AND (SELECT count(*) FROM {KNOWN}) = count(statement_id)
FROM entry
"""  # noqa: S608

_STRAYS: Final = f"""
SELECT "index" FROM {PLACES} AS place WHERE NOT EXISTS (SELECT 1 FROM entry
    WHERE entry."index" = place."index" AND entry.stream = place.stream AND entry.version = place.version)
UNION SELECT "index" FROM {KNOWN} AS known WHERE NOT EXISTS (SELECT 1 FROM entry
    WHERE entry."index" = known."index" AND entry.statement_id = known.statement_id)
UNION SELECT place."index" FROM place JOIN place_young USING (stream, version)
UNION SELECT known."index" FROM known JOIN known_young USING (statement_id)
"""  # noqa: S608


def fetch_unplaced(connection: sa.Connection, start: int, stop: int) -> list[int]:
    """Return the indexes, from ``start`` up to ``stop``, of entries that are not found by stream and id."""
    if connection.dialect.name != "sqlite":
        return []
    return list(connection.exec_driver_sql(_UNPLACED, (start, stop)).scalars())


def fetch_strays(connection: sa.Connection) -> list[int]:
    """Return the indexes at which something else, or nothing, stands than is found there, or is found twice.

    Complete where every entry is found: what is there once too often then shows in the numbers.
    """
    if connection.dialect.name != "sqlite" or connection.exec_driver_sql(_COUNTS).scalar():
        return []
    return list(connection.exec_driver_sql(_STRAYS).scalars())
