"""Keys of statements that lack signatures: one for each, as long as it waits."""

import sqlalchemy as sa
from alembic import op

revision = "keys_0003"
down_revision = "keys_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "awaiting_key",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="awaiting_key_pkey"),
        sqlite_strict=True,
    )
