"""Generations of keys, since when one opens nothing, and how far erasures are carried out."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0002"
down_revision = "keys_0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("data_key", table_kwargs={"sqlite_strict": True}) as table:
        table.drop_constraint("data_key_pkey", type_="primary")
        table.add_column(sa.Column("generation", count, nullable=False, server_default=sa.text("1")))
        table.add_column(sa.Column("idle_since", sa.Text))
        table.create_primary_key("data_key_pkey", ["stream", "subject", "generation"])
    op.create_table(
        "keys_erased",
        sa.Column("id", count, nullable=False, autoincrement=False),
        sa.Column("size", count, nullable=False),
        sa.PrimaryKeyConstraint("id", name="keys_erased_pkey"),
        sqlite_strict=True,
    )
