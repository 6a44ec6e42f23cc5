"""Where measurements take place: one founded ledger as a template, fresh copies of it, and the statements."""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg
import sqlalchemy as sa

from benchmarks.fixture import Signers, founded, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.receipts import Submission
from ledger.application.settings import Settings
from ledger.domain.directory import RegistryState
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder

_NUMBERS = itertools.count(1)


def settings_in(folder: Path, db: str | None = None) -> Settings:
    """Return the settings of the ledger whose files lie in ``folder``."""
    environment = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    return Settings.of(db or f"sqlite:///{folder}/ledger.db", folder / "keys", environment)


@dataclass
class Stage:
    """A folder with a founded ledger, and ``count`` statements that it would take."""

    folder: Path
    count: int
    signers: Signers = field(init=False)
    submissions: list[Submission] = field(init=False)
    founding: int = field(init=False)

    def __post_init__(self) -> None:
        self.template.mkdir()
        _, self.signers = founded(self.template)
        self.submissions = statements(self.signers, self.count)
        with self.reading(settings_in(self.template)) as recorder:
            self.founding = recorder.head().size

    @property
    def template(self) -> Path:
        """Return the folder of the founded ledger, which nobody changes."""
        return self.folder / "template"

    @cached_property
    def registry(self) -> RegistryState:
        """Return the registry of the founded ledger: the keys of the fixture."""
        with open_ledger(settings_in(self.template), now) as ledger:
            return ledger.registry()

    @contextmanager
    def copied(self, server: str | None = None) -> Iterator[Settings]:
        """Give the settings of a copy of the founded ledger, on SQLite or on the PostgreSQL ``server``."""
        folder = self.folder / f"ledger-{next(_NUMBERS)}"
        shutil.copytree(self.template, folder)
        try:
            with self._database(folder, server) as settings:
                yield settings
        finally:
            shutil.rmtree(folder)

    @contextmanager
    def fresh(self, server: str | None = None, *, lanes: int = 1) -> Iterator[Ledger]:
        """Open a copy of the founded ledger for writing, as ``copied``."""
        with (
            self.copied(server) as settings,
            open_ledger(settings, now, write=True, lanes=lanes) as ledger,
        ):
            yield ledger

    @contextmanager
    def reading(self, settings: Settings) -> Iterator[Recorder]:
        """Open the log of ``settings`` for reading."""
        engine = open_engine(settings.ledger_db, create=False)
        try:
            yield Recorder(engine)
        finally:
            engine.dispose()

    @contextmanager
    def _database(self, folder: Path, server: str | None) -> Iterator[Settings]:
        if server is None:
            yield settings_in(folder)
            return
        with database(server) as url:
            engine = open_engine(url)
            upgrade(engine)
            with self.reading(settings_in(folder)) as source:
                _copy(source, Recorder(engine))
            engine.dispose()
            yield settings_in(folder, url)


def _copy(source: Recorder, target: Recorder) -> None:
    """Make ``target`` hold the same log."""
    target.set_origin(source.origin() or "")
    with target.appending() as appending:
        appending.write(source.rows(0, source.head().size), source.head())
    newest = source.checkpoint()
    if newest is not None:
        target.swap_checkpoint(None, newest)


@contextmanager
def database(server: str) -> Iterator[str]:
    """Yield the URL of an empty database on ``server``, and drop it afterwards."""
    name = f"bench_{next(_NUMBERS)}"
    url = sa.make_url(server)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
        try:
            yield url.set(database=name).render_as_string(hide_password=False)
        finally:
            with suppress(psycopg.Error):
                connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())
