"""The first tables of the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0001"
down_revision = None
branch_labels = ("ledger",)
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

REFUSE = "entries are never changed or removed"


def upgrade() -> None:
    _log()
    _served()
    op.create_table(
        "cursor",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("notification_id", COUNT, nullable=False),
        sa.PrimaryKeyConstraint("name", name="cursor_pkey"),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO coordinator (id, size, hashes, recorded_at) VALUES (1, 0, '', '')"
        if op.get_bind().dialect.name == "postgresql"
        else "INSERT INTO coordinator (id, size, hashes, recorded_at) VALUES (1, 0, x'', '')"
    )
    _seat_belt()


def _log() -> None:
    op.create_table(
        "entry",
        sa.Column("index", COUNT, autoincrement=False, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", COUNT, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("statement_id", sa.LargeBinary),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("index", name="entry_pkey"),
        sa.UniqueConstraint("stream", "version", name="entry_stream_version_key"),
        sa.UniqueConstraint("statement_id", name="entry_statement_id_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "coordinator",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        sa.Column("origin", sa.Text),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="coordinator_pkey"),
        sa.CheckConstraint("id = 1", name=op.f("coordinator_only_check")),
        sqlite_strict=True,
    )


def _served() -> None:
    op.create_table(
        "tile",
        sa.Column("level", COUNT, autoincrement=False, nullable=False),
        sa.Column("number", COUNT, autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name="tile_pkey"),
        sqlite_strict=True,
    )
    op.create_table(
        "checkpoint",
        sa.Column("size", COUNT, autoincrement=False, nullable=False),
        sa.Column("previous", COUNT, nullable=False),
        sa.Column("root", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("size", name="checkpoint_pkey"),
        sa.UniqueConstraint("previous", name="checkpoint_previous_key"),
        sa.CheckConstraint("size > previous", name=op.f("checkpoint_grows_check")),
        sa.CheckConstraint("length(root) = 32", name=op.f("checkpoint_root_check")),
        sqlite_strict=True,
    )
    op.create_table(
        "cosignature",
        sa.Column("size", COUNT, autoincrement=False, nullable=False),
        sa.Column("witness", sa.Text, nullable=False),
        sa.Column("line", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("size", "witness", name="cosignature_pkey"),
        sa.ForeignKeyConstraint(["size"], ["checkpoint.size"], name="cosignature_size_fkey"),
        sqlite_strict=True,
    )


def _seat_belt() -> None:
    """Refuse to change or remove entries: against slips, not against whoever owns the database."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER entry_no_{action.lower()} BEFORE {action} ON entry"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION entry_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION entry_refuse()"
    )
