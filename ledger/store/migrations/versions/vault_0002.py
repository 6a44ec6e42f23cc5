"""Who read what: the records of readers, and the end of their tree."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0002"
down_revision = "vault_0001"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

REFUSE = "records of readers are never changed or removed"


def upgrade() -> None:
    op.create_table(
        "access",
        sa.Column("index", COUNT, autoincrement=False, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("index", name="access_pkey"),
        sqlite_strict=True,
    )
    op.create_index("access_stream", "access", ["stream", "index"])
    op.create_table(
        "access_head",
        sa.Column("id", COUNT, autoincrement=False, nullable=False),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("hashes", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("id", name="access_head_pkey"),
        sa.CheckConstraint("id = 1", name=op.f("access_head_only_check")),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO access_head (id, size, hashes) VALUES (1, 0, '')"
        if op.get_bind().dialect.name == "postgresql"
        else "INSERT INTO access_head (id, size, hashes) VALUES (1, 0, x'')"
    )
    _seat_belt()


def _seat_belt() -> None:
    """Refuse to change or remove records: against slips, not against whoever owns the database."""
    if op.get_bind().dialect.name == "sqlite":
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER access_no_{action.lower()} BEFORE {action} ON access"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION access_refuse() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSE}' USING ERRCODE = 'restrict_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER access_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON access"
        " FOR EACH STATEMENT EXECUTE FUNCTION access_refuse()"
    )
