"""Founded ledgers by the dozen: one is founded, and every other is a copy of it.

Founding signs a dozen statements one after another and syncs a hundred files, and most tests begin with it.
"""

import atexit
import shutil
import tempfile
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks import fixture
from benchmarks.fixture import KEYS, Signers
from ledger.application.settings import Settings
from ledger.store.engines import open_engine, reading, writing
from ledger.store.migrations import upgrade
from ledger.store.schema import coordinator, ledger

DATABASE = "ledger.db"


@dataclass(frozen=True)
class Template:
    """A ledger that nobody opens: where it lies, who may sign in it, and its rows by table."""

    folder: Path
    signers: Signers
    rows: dict[str, list[dict[str, Any]]]


@cache
def template(seed: int, importers: int) -> Template:
    """Return the one ledger that is founded in earnest."""
    folder = Path(tempfile.mkdtemp(prefix="founded-"))
    atexit.register(shutil.rmtree, folder)
    settings, signers = fixture.founded(folder, seed=seed, importers=importers)
    engine = open_engine(settings.ledger_db)
    with reading(engine) as connection:
        tables = ledger.sorted_tables
        found = {each.name: connection.execute(each.select()).mappings().all() for each in tables}
    engine.dispose()
    return Template(folder, signers, {name: [dict(row) for row in rows] for name, rows in found.items()})


def founded(
    folder: Path, db: str | None = None, *, seed: int = 1, importers: int = KEYS
) -> tuple[Settings, Signers]:
    """Return what ``benchmarks.fixture.founded`` does; the keys are those of every other copy."""
    source = template(seed, importers)
    url = sa.make_url(db or f"sqlite:///{folder / DATABASE}")
    shutil.copytree(source.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    if url.get_backend_name() == "sqlite":
        shutil.copy(source.folder / DATABASE, url.database or "")
    else:
        _insert(url, source)
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    settings = Settings.of(url.render_as_string(hide_password=False), folder / "keys", separate)
    return settings, replace(source.signers, author=deepcopy(source.signers.author))


def _insert(url: sa.URL, source: Template) -> None:
    """Make the tables, as founding does, and put in what the other database holds."""
    engine = open_engine(url)
    try:
        upgrade(engine)
        with writing(engine) as connection:
            connection.execute(coordinator.delete())  # of a log without entries
            for table in ledger.sorted_tables:
                if source.rows[table.name]:
                    connection.execute(table.insert(), source.rows[table.name])
    finally:
        engine.dispose()
