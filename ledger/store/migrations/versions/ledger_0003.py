"""On SQLite two indexes of the log, each young and old, instead of two unique constraints."""

import sqlalchemy as sa
from alembic import op

revision = "ledger_0003"
down_revision = "ledger_0002"
branch_labels = None
depends_on = None

REFUSE = "entries are never changed or removed"

# ROLLBACK and not ABORT: SQLite would keep every page that a group touches, in case it must be undone alone.
# The young tables are asked too: within the trigger INSERT OR REPLACE and OR IGNORE would be obeyed.
PLACES = """
CREATE TRIGGER entry_places AFTER INSERT ON entry BEGIN
    SELECT RAISE(ROLLBACK, 'taken') FROM place WHERE stream = NEW.stream AND version = NEW.version;
    SELECT RAISE(ROLLBACK, 'taken') FROM place_young WHERE stream = NEW.stream AND version = NEW.version;
    SELECT RAISE(ROLLBACK, 'taken') FROM known WHERE statement_id = NEW.statement_id;
    SELECT RAISE(ROLLBACK, 'taken') FROM known_young WHERE statement_id = NEW.statement_id;
    INSERT INTO place_young VALUES (NEW.stream, NEW.version, NEW."index");
    INSERT INTO known_young SELECT NEW.statement_id, NEW."index" WHERE NEW.statement_id IS NOT NULL;
END
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        return
    for age in ("", "_young"):
        _index(age)
    # Read from the constraints that go: they hold the rows in the order in which they are wanted.
    op.execute('INSERT INTO place SELECT stream, version, "index" FROM entry ORDER BY stream, version')
    op.execute(
        'INSERT INTO known SELECT statement_id, "index" FROM entry'
        " WHERE statement_id IS NOT NULL ORDER BY statement_id"
    )
    _entries()
    _triggers()


def _index(age: str) -> None:
    op.create_table(
        f"place{age}",
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("index", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("stream", "version", name=f"place{age}_pkey"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        f"known{age}",
        sa.Column("statement_id", sa.LargeBinary, nullable=False),
        sa.Column("index", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("statement_id", name=f"known{age}_pkey"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def _entries() -> None:
    """SQLite drops no constraint, so the entries move to a table that has none."""
    op.rename_table("entry", "constrained")
    op.create_table(
        "entry",
        sa.Column("index", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("stream", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("statement_id", sa.LargeBinary),
        sa.Column("leaf", sa.LargeBinary, nullable=False),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("index", name="entry_pkey"),
        sqlite_strict=True,
    )
    op.execute("INSERT INTO entry SELECT * FROM constrained")
    op.drop_table("constrained")  # and with it the triggers that guarded it


def _triggers() -> None:
    for action in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER entry_no_{action.lower()} BEFORE {action} ON entry"
            f" BEGIN SELECT RAISE(ABORT, '{REFUSE}'); END"
        )
    op.execute(PLACES)
