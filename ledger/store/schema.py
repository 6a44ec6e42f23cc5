"""The tables: the ledger's, the vault's and the keys', each in a database of its own.

Alembic alone creates and changes them (``ledger.store.migrations``); a test holds the two together.
"""

from typing import Final

import sqlalchemy as sa

NAMES: Final = {
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
}

ledger = sa.MetaData(naming_convention=NAMES)
vault = sa.MetaData(naming_convention=NAMES)
keys = sa.MetaData(naming_convention=NAMES)

BRANCHES: Final = {"ledger": ledger, "vault": vault, "keys": keys}

# A row id of SQLite is a column of exactly this type; elsewhere indexes outgrow 32 bits.
Count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# No CHECK that calls a function: SQLite would copy every page that a group touches, in case the statement had
# to be undone alone, and take twice as long. Lengths are checked before a group is written.
entry = sa.Table(
    "entry",
    ledger,
    # Dense, from the coordinator: an id that the database draws leaves gaps and is used twice.
    sa.Column("index", Count, primary_key=True, autoincrement=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("version", Count, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    sa.Column("statement_id", sa.LargeBinary),
    sa.Column("leaf", sa.LargeBinary, nullable=False),
    sa.Column("entry", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("stream", "version"),
    sa.UniqueConstraint("statement_id"),
    sqlite_strict=True,
)

reference = sa.Table(
    "reference",
    ledger,
    # Of few entries only, so the group pays for it where there is something to find.
    sa.Column("target", sa.Text, primary_key=True),
    sa.Column("index", Count, primary_key=True, autoincrement=False),
    sa.Index("reference_index", "index"),
    sqlite_strict=True,
)

coordinator = sa.Table(
    "coordinator",
    ledger,
    sa.Column("id", Count, primary_key=True, autoincrement=False),
    sa.Column("origin", sa.Text),
    sa.Column("size", Count, nullable=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
    sa.Column("recorded_at", sa.Text, nullable=False),
    sa.CheckConstraint("id = 1", name="only"),
    sqlite_strict=True,
)

tile = sa.Table(
    "tile",
    ledger,
    # The longest content so far: a partial tile is a prefix of every later one.
    sa.Column("level", Count, primary_key=True, autoincrement=False),
    sa.Column("number", Count, primary_key=True, autoincrement=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

checkpoint = sa.Table(
    "checkpoint",
    ledger,
    sa.Column("size", Count, primary_key=True, autoincrement=False),
    # The size of the checkpoint that this one follows, -1 for the first. Unique: one successor each.
    sa.Column("previous", Count, nullable=False, unique=True),
    sa.Column("root", sa.LargeBinary, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("size > previous", name="grows"),
    sa.CheckConstraint("length(root) = 32", name="root"),
    sqlite_strict=True,
)

cosignature = sa.Table(
    "cosignature",
    ledger,
    sa.Column("size", Count, sa.ForeignKey("checkpoint.size"), primary_key=True, autoincrement=False),
    sa.Column("witness", sa.Text, primary_key=True),
    sa.Column("line", sa.Text, nullable=False),
    sqlite_strict=True,
)

cursor = sa.Table(
    "cursor",
    ledger,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("notification_id", Count, nullable=False),
    sqlite_strict=True,
)

sealed = sa.Table(
    "sealed",
    vault,
    sa.Column("statement_id", sa.LargeBinary, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    # Of the box: boxes of one statement stand side by side, since only its entry tells which it means.
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("box", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

wrap = sa.Table(
    "wrap",
    vault,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)

access = sa.Table(
    "access",
    vault,
    sa.Column("index", Count, primary_key=True, autoincrement=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Index("access_stream", "stream", "index"),
    sqlite_strict=True,
)

access_head = sa.Table(
    "access_head",
    vault,
    # One row, locked by whoever appends: the size of the tree of readers and its compact range.
    sa.Column("id", Count, primary_key=True, autoincrement=False),
    sa.Column("size", Count, nullable=False),
    sa.Column("hashes", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("id = 1", name="only"),
    sqlite_strict=True,
)

data_key = sa.Table(
    "data_key",
    keys,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sqlite_strict=True,
)
