"""Alembic's steps from an empty database to the tables of ``ledger.store.schema``.

One branch for each database: ``ledger``, ``vault``, ``keys``. Nothing else creates or changes tables.
"""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from ledger.store.engines import is_sqlite, writing

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


def configuration(connection: sa.Connection, branch: str) -> Config:
    """Return what Alembic needs to work on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes.update(connection=connection, branch=branch)
    return config
