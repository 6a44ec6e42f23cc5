"""A founded ledger of each kind, with two importers and a programme of imported records."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from benchmarks.fixture import Signers, founded, now
from ledger.application.assembly import open_ledger
from ledger.application.ledger import Ledger
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings


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
