"""How long an answer waits for a database: no longer than people wait, and commands as long as they need."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from starlette.testclient import TestClient

from api import settings as server
from benchmarks.fixture import Signers, now, statements
from ledger.application.assembly import open_ledger
from ledger.application.settings import Settings
from ledger.store.engines import COMMANDS, open_engine, reading
from ledger.store.recorder import Recorder
from tests.api.clients import ONE, client_of
from tests.api.test_statements import problem
from tests.support.databases import private_schema
from tests.support.founding import founded

WHILE = 3.0  # seconds for which the other writer keeps the log


def served(settings: Settings) -> Settings:
    """``settings`` as the server has them."""
    places = {"db": settings.ledger_db, "vault_db": settings.vault_db, "key_db": settings.key_db}
    found = server.read({}, keys=settings.keys, **places).ledger
    assert replace(found, patience=COMMANDS) == settings
    return found


@contextmanager
def another_writer(settings: Settings) -> Iterator[None]:
    """Keep the end of the log, as a writer of another process does."""
    engine = open_engine(settings.ledger_db)
    try:
        with Recorder(engine).appending():
            yield
    finally:
        engine.dispose()


def posted(client: TestClient, signers: Signers) -> tuple[Any, float]:
    """The answer to a statement, and the seconds that it took."""
    body, begun = statements(signers, 1, seed=5)[0].envelope, time.monotonic()
    return client.post("/statements", content=body, headers=ONE), time.monotonic() - begun


def test_who_would_wait_for_another_writer_is_told_after_two_seconds_to_come_again(
    tmp_path: Path, database_url: str
) -> None:
    settings, signers = founded(tmp_path, database_url, importers=2)
    with client_of(served(settings), now) as client:
        with another_writer(settings):
            answer, seconds = posted(client, signers)
            assert client.get("/readyz").status_code == client.get("/checkpoint").status_code == 200
        problem(answer, 503, "store_locked")
        assert answer.headers["retry-after"] == "1"
        assert 1.9 < seconds < WHILE
        assert posted(client, signers)[0].status_code == 201


def test_with_the_patience_of_a_command_an_answer_would_wait_as_long_as_the_other_writes(
    tmp_path: Path,
) -> None:
    settings, signers = founded(tmp_path, importers=2)
    held, enough = threading.Event(), threading.Event()

    def keep() -> None:
        with another_writer(settings):
            held.set()
            enough.wait(WHILE)

    with client_of(settings, now) as client:
        other = threading.Thread(target=keep)
        other.start()
        held.wait()
        answer, seconds = posted(client, signers)
        enough.set()
        other.join()
    assert answer.status_code == 201
    assert seconds > WHILE - 0.5


def limits_of(engine: sa.Engine) -> tuple[str, ...]:
    names = ("lock_timeout", "statement_timeout")
    with reading(engine) as connection:
        return tuple(connection.exec_driver_sql(f"SHOW {name}").scalar_one() for name in names)


def test_a_statement_of_a_server_is_stopped_after_five_seconds_and_one_of_a_command_later(
    tmp_path: Path, postgres_url: str
) -> None:
    """Which SQLite cannot: it waits for writers alone."""
    with private_schema(postgres_url) as url:
        settings, _ = founded(tmp_path, url, importers=2)
        for one, told in ((settings, ("10s", "1min")), (served(settings), ("2s", "5s"))):
            with open_ledger(one, now, write=True) as ledger:
                assert limits_of(ledger.store.engine) == told
