"""Mailboxes of those who file without a key, and the hashes of their receipt codes."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0004"
down_revision = "vault_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    count = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "mailbox",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("case_number", name="mailbox_pkey"),
        sa.UniqueConstraint("stream", name="mailbox_stream_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "receipt_code",
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("number", count, autoincrement=False, nullable=False),
        sa.Column("request", sa.LargeBinary, nullable=False),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.Column("issued_at", sa.Text, nullable=False),
        sa.Column("issued_by", sa.Text, nullable=True),
        sa.Column("auth", sa.Text, nullable=True),
        sa.PrimaryKeyConstraint("case_number", "number", name="receipt_code_pkey"),
        sa.ForeignKeyConstraint(
            ["case_number"], ["mailbox.case_number"], name="receipt_code_case_number_fkey"
        ),
        sa.UniqueConstraint("request", name="receipt_code_request_key"),
        sqlite_strict=True,
    )
