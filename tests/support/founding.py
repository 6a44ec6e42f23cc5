"""Founded ledgers by the dozen: one is founded, and every other is a copy of it.

Founding signs a dozen statements one after another and syncs a hundred files, and most tests begin with it.
"""

import atexit
import shutil
import tempfile
from collections.abc import Callable, Hashable
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from benchmarks import fixture
from benchmarks.fixture import KEYS, Signers
from ledger.application.settings import Settings
from ledger.store.engines import open_engine, reading, writing
from ledger.store.migrations import upgrade
from ledger.store.schema import coordinator, ledger

DATABASE = "ledger.db"
T = TypeVar("T")


@dataclass(frozen=True)
class Template(Generic[T]):
    """A ledger that nobody opens: where it lies, what came of making it, and its rows by table."""

    folder: Path
    made: T
    rows: dict[str, list[dict[str, Any]]]


_TEMPLATES: dict[Hashable, Template[Any]] = {}


def copied(
    kind: Hashable, make: Callable[[Path], tuple[Settings, T]], folder: Path, db: str | None
) -> tuple[Settings, T]:
    """Return a copy of a ledger of this ``kind``, and what came of making the first.

    Args:
        kind: What ``make`` makes: once in a process.
        make: Makes a ledger on SQLite in a folder, as ``benchmarks.fixture.founded`` does.
        folder: Gets keys, vault and data keys, and the ledger too where ``db`` is not given.
        db: The URL of an empty database.
    """
    if kind not in _TEMPLATES:
        _TEMPLATES[kind] = _template(make)
    source: Template[T] = _TEMPLATES[kind]
    url = sa.make_url(db or f"sqlite:///{folder / DATABASE}")
    shutil.copytree(source.folder, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    if url.get_backend_name() == "sqlite":
        shutil.copy(source.folder / DATABASE, url.database or "")
    else:
        _insert(url, source.rows)
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    return Settings.of(url.render_as_string(hide_password=False), folder / "keys", separate), source.made


def founded(
    folder: Path, db: str | None = None, *, seed: int = 1, importers: int = KEYS
) -> tuple[Settings, Signers]:
    """Return what ``benchmarks.fixture.founded`` does; the keys are those of every other copy."""

    def make(place: Path) -> tuple[Settings, Signers]:
        return fixture.founded(place, seed=seed, importers=importers)

    settings, signers = copied(("founded", seed, importers), make, folder, db)
    return settings, replace(signers, author=deepcopy(signers.author))


def _template(make: Callable[[Path], tuple[Settings, T]]) -> Template[T]:
    folder = Path(tempfile.mkdtemp(prefix="founded-"))
    atexit.register(shutil.rmtree, folder)
    settings, made = make(folder)
    engine = open_engine(settings.ledger_db)
    with reading(engine) as connection:
        tables = ledger.sorted_tables
        found = {each.name: connection.execute(each.select()).mappings().all() for each in tables}
    engine.dispose()
    return Template(folder, made, {name: [dict(row) for row in rows] for name, rows in found.items()})


def _insert(url: sa.URL, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Make the tables, as founding does, and put in what the other database holds."""
    engine = open_engine(url)
    try:
        upgrade(engine)
        with writing(engine) as connection:
            connection.execute(coordinator.delete())  # of a log without entries
            for table in ledger.sorted_tables:
                if rows[table.name]:
                    connection.execute(table.insert(), rows[table.name])
    finally:
        engine.dispose()
