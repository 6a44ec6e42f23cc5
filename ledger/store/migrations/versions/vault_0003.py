"""Generations of keys, when a box came, the two blind indexes, and how far erasures are carried out."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0003"
down_revision = "vault_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("sealed", sa.Column("generation", count, nullable=False, server_default=sa.text("1")))
    op.add_column("sealed", sa.Column("kept_at", sa.Text))
    op.add_column("wrap", sa.Column("generation", count, nullable=False, server_default=sa.text("1")))
    op.create_index("sealed_stream_subject", "sealed", ["stream", "subject"])
    waiting = sa.text("kept_at IS NOT NULL")
    op.create_index("sealed_kept_at", "sealed", ["kept_at"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_table(
        "mark",
        sa.Column("mark", sa.LargeBinary, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("statement_id", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("mark", "stream", "subject", "statement_id", name="mark_pkey"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_index("mark_statement_id", "mark", ["statement_id", "subject"])
    op.create_table(
        "vault_erased",
        sa.Column("id", count, nullable=False, autoincrement=False),
        sa.Column("size", count, nullable=False),
        sa.PrimaryKeyConstraint("id", name="vault_erased_pkey"),
        sqlite_strict=True,
    )
