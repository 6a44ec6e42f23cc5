"""A founded ledger behind its door, on each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks.fixture import Signers, founded, now
from ledger.application.settings import Settings
from tests.api.clients import client_of


@dataclass(frozen=True)
class Desk:
    """A client, the ledger's settings, and who may sign in it."""

    client: TestClient
    settings: Settings
    signers: Signers


@pytest.fixture
def desk(tmp_path: Path, database_url: str) -> Iterator[Desk]:
    settings, signers = founded(tmp_path, database_url, importers=2)
    with client_of(settings, now) as client:
        yield Desk(client, settings, signers)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The same on SQLite, where the database makes no difference."""
    settings, signers = founded(tmp_path_factory.mktemp("desk"), importers=2)
    with client_of(settings, now) as client:
        yield Desk(client, settings, signers)
