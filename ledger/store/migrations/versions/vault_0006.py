"""Statements that lack signatures, sealed, and who is to sign them."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0006"
down_revision = "vault_0005"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "awaiting",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("statement_id", sa.LargeBinary, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("begun_by", sa.Text),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("until", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("problem", sa.Text),
        sa.Column("box", sa.LargeBinary, nullable=False),
        sa.Column("round", COUNT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="awaiting_pkey"),
        sa.UniqueConstraint("statement_id", name="awaiting_statement_id_key"),
        sqlite_strict=True,
    )
    op.create_index("awaiting_begun_by", "awaiting", ["begun_by"])
    op.create_index("awaiting_until", "awaiting", ["until"])
    op.create_table(
        "awaiting_signer",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("actor", sa.Text, nullable=False),
        sa.Column("signed", COUNT, nullable=False),
        sa.PrimaryKeyConstraint("id", "key", name="awaiting_signer_pkey"),
        sa.ForeignKeyConstraint(["id"], ["awaiting.id"], name="awaiting_signer_id_fkey"),
        sqlite_strict=True,
    )
    op.create_index("awaiting_signer_actor", "awaiting_signer", ["actor"])
