"""A founded ledger of each kind, with two importers and a programme of imported records."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest

from benchmarks.fixture import Signers, now
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.sealing import Sealer
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.vault import Vault
from tests.application.shelves import Shelf
from tests.support.founding import founded


class Place:
    """Where a founded ledger lies, and who may sign in it."""

    def __init__(self, settings: Settings, signers: Signers) -> None:
        self.settings = settings
        self.signers = signers

    def open(
        self, *, write: bool = True, clock: Clock = now, lanes: int = 1
    ) -> AbstractContextManager[Ledger]:
        return open_ledger(self.settings, clock, write=write, lanes=lanes)


@pytest.fixture
def place(tmp_path: Path, database_url: str) -> Place:
    return Place(*founded(tmp_path, database_url, importers=2))


@pytest.fixture
def small(tmp_path: Path) -> Place:
    """The same on SQLite alone, where the database makes no difference."""
    return Place(*founded(tmp_path, importers=2))


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place.open() as opened:
        yield opened


@pytest.fixture
def shelf(tmp_path: Path, database_url: str) -> Iterator[Shelf]:
    with ExitStack() as stack:
        vault, keys = open_engine(database_url), open_engine(f"sqlite:///{tmp_path}/k.db")
        stack.callback(vault.dispose)
        stack.callback(keys.dispose)
        upgrade(vault, "vault")
        upgrade(keys, "keys")
        sealer = Sealer(Vault(vault, keys), {}, seed=lambda: os.urandom(32), nonce=lambda: os.urandom(24))
        yield Shelf(vault, keys, sealer, tmp_path / "attachments")
