"""On SQLite the head places what came before it, a group at once, instead of every entry itself."""

from alembic import op

revision = "ledger_0004"
down_revision = "ledger_0003"
branch_labels = None
depends_on = None

# The new entries lead (CROSS JOIN): whatever SQLite thinks of the sizes, the group asks and not the index.
# What the young tables hold is refused by their keys, and so are two of a group.
PLACES = """
CREATE TRIGGER coordinator_places AFTER UPDATE OF size ON coordinator BEGIN
    SELECT RAISE(ROLLBACK, 'taken') FROM entry CROSS JOIN place USING (stream, version)
        WHERE entry."index" >= OLD.size AND entry."index" < NEW.size;
    SELECT RAISE(ROLLBACK, 'taken') FROM entry CROSS JOIN known USING (statement_id)
        WHERE entry."index" >= OLD.size AND entry."index" < NEW.size;
    INSERT INTO place_young SELECT stream, version, "index" FROM entry
        WHERE "index" >= OLD.size AND "index" < NEW.size;
    INSERT INTO known_young SELECT statement_id, "index" FROM entry
        WHERE "index" >= OLD.size AND "index" < NEW.size AND statement_id IS NOT NULL;
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER entry_places")
        op.execute(PLACES)
