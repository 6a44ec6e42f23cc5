"""The index of who speaks of whom, filled from the entries that are there."""

import sqlalchemy as sa
from alembic import op

from ledger.store.reading import fetch_entries
from ledger.store.references import references_of

revision = "ledger_0002"
down_revision = "ledger_0001"
branch_labels = None
depends_on = None

COUNT = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
PAGE = 1024


def upgrade() -> None:
    table = op.create_table(
        "reference",
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("index", COUNT, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("target", "index", name="reference_pkey"),
        sqlite_strict=True,
    )
    op.create_index("reference_index", "reference", ["index"])
    start = 0
    while rows := fetch_entries(op.get_bind(), f'WHERE "index" >= ? ORDER BY "index" LIMIT {PAGE}', [start]):
        found = [reference._asdict() for reference in references_of(rows)]
        if found:
            op.bulk_insert(table, found)
        start = rows[-1].index + 1
