"""An empty ledger of each kind."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from ledger.store.engines import open_engine
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def recorder(engine: sa.Engine) -> Recorder:
    return Recorder(engine)
