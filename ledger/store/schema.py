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
    # On SQLite the tables of ``ledger.store.places`` stand for the two.
    sa.UniqueConstraint("stream", "version", info={"only": "postgresql"}),
    sa.UniqueConstraint("statement_id", info={"only": "postgresql"}),
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
    # The longest content so far: a partial tile is a prefix of every later one. Behind a full one stands its
    # middle row (``ledger.store.tiles``).
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

WAITING: Final = sa.text("kept_at IS NOT NULL")

sealed = sa.Table(
    "sealed",
    vault,
    sa.Column("statement_id", sa.LargeBinary, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    # Of the box: boxes of one statement stand side by side, since only its entry tells which it means.
    sa.Column("digest", sa.LargeBinary, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("box", sa.LargeBinary, nullable=False),
    # Of the key that opens the box; an erasure seals what remains under the next one.
    sa.Column("generation", Count, nullable=False, server_default=sa.text("1")),
    # UTC, until it is known that an entry names the box. From then on nobody has to know.
    sa.Column("kept_at", sa.Text),
    sa.Index("sealed_stream_subject", "stream", "subject"),
    sa.Index("sealed_kept_at", "kept_at", sqlite_where=WAITING, postgresql_where=WAITING),
    sqlite_strict=True,
)

wrap = sa.Table(
    "wrap",
    vault,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("recipient", sa.Text, primary_key=True),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
    # Stays when its key is destroyed: an older key that comes back from a copy is known by it.
    sa.Column("generation", Count, nullable=False, server_default=sa.text("1")),
    sqlite_strict=True,
)

mailbox = sa.Table(
    "mailbox",
    vault,
    sa.Column("case_number", sa.Text, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False, unique=True),
    sqlite_strict=True,
)

receipt_code = sa.Table(
    "receipt_code",
    vault,
    # The newest alone opens the mailbox. The others stay: a code that was taken over leaves a trace.
    sa.Column("case_number", sa.Text, sa.ForeignKey("mailbox.case_number"), primary_key=True),
    sa.Column("number", Count, primary_key=True, autoincrement=False),
    sa.Column("request", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.Column("issued_at", sa.Text, nullable=False),
    sa.Column("issued_by", sa.Text),
    sa.Column("auth", sa.Text),
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

mark = sa.Table(
    "mark",
    vault,
    # Keyed and cut short: of a number 16 bytes, of a word 8. Which of the two, its length tells.
    sa.Column("mark", sa.LargeBinary, primary_key=True),
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("statement_id", sa.LargeBinary, primary_key=True),
    sa.Index("mark_statement_id", "statement_id", "subject"),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

data_key = sa.Table(
    "data_key",
    keys,
    sa.Column("stream", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("generation", Count, primary_key=True, autoincrement=False, server_default=sa.text("1")),
    sa.Column("key", sa.LargeBinary, nullable=False),
    # UTC, when a sweep found nothing that it opens. Somebody may be about to seal something.
    sa.Column("idle_since", sa.Text),
    sqlite_strict=True,
)

# In vault and keys alike: whichever of them comes back from an old copy is erased in again.
for name, metadata in (("vault_erased", vault), ("keys_erased", keys)):
    sa.Table(
        name,
        metadata,
        sa.Column("id", Count, primary_key=True, autoincrement=False),
        sa.Column("size", Count, nullable=False),
        sqlite_strict=True,
    )

upload = sa.Table(
    "upload",
    vault,
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("size", Count, nullable=False),
    sa.Column("blob", sa.Text, nullable=False, unique=True),
    # The blob's own key, wrapped; empty once it is let go, until the blob is gone too.
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sqlite_strict=True,
)

attachment = sa.Table(
    "attachment",
    vault,
    sa.Column("statement_id", sa.LargeBinary, primary_key=True),
    sa.Column("upload", sa.LargeBinary, primary_key=True),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("size", Count, nullable=False),
    sa.Column("blob", sa.Text, nullable=False),
    sa.Column("key", sa.LargeBinary, nullable=False),
    # Since when it waits for an entry that names it; null once there is one.
    sa.Column("waits", sa.Text),
    sa.Index("attachment_stream", "stream", "subject"),
    sa.Index("attachment_blob", "blob"),
    sqlite_strict=True,
)

awaiting = sa.Table(
    "awaiting",
    vault,
    # A statement that lacks signatures. The box holds envelope and disclosures; empty once it is over.
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("statement_id", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("stream", sa.Text, nullable=False),
    sa.Column("type", sa.Text, nullable=False),
    # The actor who began it; null where a key that nobody knew was all that signed.
    sa.Column("begun_by", sa.Text),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("until", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("problem", sa.Text),
    sa.Column("box", sa.LargeBinary, nullable=False),
    # Of two who add a signature to the same box, the second sees that it is another one by now.
    sa.Column("round", Count, nullable=False),
    sa.Index("awaiting_begun_by", "begun_by"),
    sa.Index("awaiting_until", "until"),
    sqlite_strict=True,
)

awaiting_signer = sa.Table(
    "awaiting_signer",
    vault,
    sa.Column("id", sa.LargeBinary, sa.ForeignKey("awaiting.id"), primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("signed", Count, nullable=False),
    sa.Index("awaiting_signer_actor", "actor"),
    sqlite_strict=True,
)

awaiting_key = sa.Table(
    "awaiting_key",
    keys,
    # Of the box with this id. A copy of the vault alone opens nothing that waits.
    sa.Column("id", sa.LargeBinary, primary_key=True),
    sa.Column("key", sa.LargeBinary, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sqlite_strict=True,
)
