"""Alembic's steps from an empty database to the tables of ``ledger.store.schema``.

One branch for each database: ``ledger``, ``vault``, ``keys``. Nothing else creates or changes tables.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from ledger.store.engines import is_sqlite, reading, writing
from ledger.store.errors import SchemaOutdated

_LOCK = 7_416_019_263  # any number, the same in every process: upgrades take turns


def upgrade(engine: sa.Engine, branch: str = "ledger") -> None:
    """Bring the database to the newest schema of ``branch``, in one transaction. Harmless when repeated.

    Args:
        engine: As ``open_engine`` returns it.
        branch: ``ledger``, ``vault`` or ``keys``.
    """
    with writing(engine) as connection:
        if not is_sqlite(engine):
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        command.upgrade(configuration(connection, branch), f"{branch}@head")


def check_current(engine: sa.Engine, branch: str = "ledger") -> None:
    """Check that the database has the newest schema of ``branch``, and change nothing.

    Raises:
        SchemaOutdated: It has another one, or none.
    """
    with reading(engine) as connection:
        script = ScriptDirectory.from_config(configuration(connection, branch))
        context = MigrationContext.configure(connection, opts={"version_table": f"{branch}_schema"})
        newest = script.get_revision(f"{branch}@head")
        if newest.revision not in context.get_current_heads():
            raise SchemaOutdated(
                f"the tables of the {branch} are not those of this release; run `phayan migrate` with it"
            )


def configuration(connection: sa.Connection, branch: str) -> Config:
    """Return what Alembic needs to work on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes.update(connection=connection, branch=branch)
    return config
