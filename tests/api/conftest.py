"""A founded ledger behind its door, on each database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from benchmarks.fixture import Signers, now
from ledger.application.admission import Admission, Link
from ledger.application.settings import Settings
from tests.api.clients import client_of
from tests.api.offices import Office, Watch
from tests.api.providers import SUBJECT, identity_provider
from tests.support.founding import founded


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


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Signers]:
    return founded(tmp_path_factory.mktemp("sso"), importers=2)


@pytest.fixture
def office(ground: tuple[Settings, Signers]) -> Iterator[Office]:
    settings, signers = ground
    watch = Watch()
    with (
        identity_provider(watch) as identity,
        client_of(settings, watch, single_sign_on=identity.settings) as client,
    ):
        registry = client.app.state.ledger.registry()  # type: ignore[attr-defined]
        Admission(settings.keys).link(Link(identity.issuer, SUBJECT, signers.actors[0]), registry)
        yield Office(client, identity, settings, signers, watch)
