"""Attachments: what was uploaded, and what was kept of it for a statement."""

import sqlalchemy as sa
from alembic import op

revision = "vault_0005"
down_revision = "vault_0004"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "upload",
        sa.Column("id", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("blob", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="upload_pkey"),
        sa.UniqueConstraint("blob", name="upload_blob_key"),
        sqlite_strict=True,
    )
    op.create_table(
        "attachment",
        sa.Column("statement_id", sa.LargeBinary, nullable=False),
        sa.Column("upload", sa.LargeBinary, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("media", sa.Text, nullable=False),
        sa.Column("size", COUNT, nullable=False),
        sa.Column("blob", sa.Text, nullable=False),
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("waits", sa.Text),
        sa.PrimaryKeyConstraint("statement_id", "upload", name="attachment_pkey"),
        sqlite_strict=True,
    )
    op.create_index("attachment_stream", "attachment", ["stream", "subject"])
    op.create_index("attachment_blob", "attachment", ["blob"])
