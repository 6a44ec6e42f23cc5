"""An empty ledger of each kind; and one on SQLite whose indexes have an old part and a young one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.store import places
from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder, Row
from tests.store.support import append, named


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def recorder(engine: sa.Engine) -> Recorder:
    return Recorder(engine)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "YOUNG", 4)


@pytest.fixture
def log(small: None, tmp_path: Path) -> Iterator[tuple[Recorder, list[Row]]]:
    """A log with four entries that the old tables know, and one that the young ones do."""
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    upgrade(engine)
    recorder = Recorder(engine)
    rows = append(recorder, [named("old")] * 4) + append(recorder, [named("young")])
    yield recorder, rows
    engine.dispose()
