"""Tables of the read models. All of them can be dropped and grown again from the log.

In every table the first column of the primary key is the *owner*: the stream, or the person or key, by
which a batch fetches the rows that it touches.
"""

from typing import Any, Final

import sqlalchemy as sa

metadata: Final = sa.MetaData()

# Sorted as bytes everywhere, so that digests of the same rows are the same on every database.
TEXT: Final = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def column(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[str]":
    """Return a column of text."""
    return sa.Column(name, TEXT, primary_key=key, nullable=null)


def number(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[int]":
    """Return a column of whole numbers."""
    return sa.Column(name, sa.BigInteger, primary_key=key, nullable=null, autoincrement=False)


def read_model(name: str, *columns: "sa.Column[Any]") -> sa.Table:
    """Return a table kept in the order of its key: on SQLite one tree for each table, not two."""
    return sa.Table(name, metadata, *columns, sqlite_with_rowid=False)


def keys_table(name: str) -> sa.Table:
    """Return a table of keys: their ids, and who holds them (a code of custody)."""
    return read_model(name, column("key", key=True), column("custody"), number("index"))


CURSOR: Final = read_model(
    "projection_cursor",
    column("name", key=True),
    number("version"),
    number("index"),  # the last one applied; -1 before the first
)
