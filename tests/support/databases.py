"""Fixtures: an empty database of each kind. A missing PostgreSQL fails, it never skips."""

import itertools
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from tests.support.postgres import postgres

_NUMBERS = itertools.count(1)

KINDS = ("sqlite", "postgresql")
UNSAFE = "PHAYAN_UNSAFE_DURABILITY"
"""Lets the store accept a PostgreSQL without fsync. It says `tests-only`, and here are the tests."""


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The URL of a PostgreSQL server that runs for the whole session (one for each worker of xdist)."""
    with pytest.MonkeyPatch.context() as patch, postgres() as url:
        patch.setenv(UNSAFE, "tests-only")
        yield url


@contextmanager
def private_schema(url: str) -> Iterator[str]:
    """Yield ``url`` narrowed to an empty schema of its own, and drop the schema afterwards."""
    name = f"test_{os.getpid()}_{next(_NUMBERS)}"
    parsed = sa.make_url(url)
    plain = parsed.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE SCHEMA "{name}"'.encode())
        try:
            narrowed = parsed.update_query_dict({"options": f"-csearch_path={name}"})
            yield narrowed.render_as_string(hide_password=False)
        finally:
            connection.execute(b"SET client_min_messages = warning")  # the list of what falls with it
            connection.execute(f'DROP SCHEMA "{name}" CASCADE'.encode())


@pytest.fixture(autouse=True)
def engines_closed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Close what a test opened and left open: else it is found, as an error, in some test much later."""
    create, made = sa.create_engine, []

    def noted(*args: Any, **options: Any) -> sa.Engine:
        made.append(create(*args, **options))
        return made[-1]

    monkeypatch.setattr(sa, "create_engine", noted)
    yield
    for engine in made:
        engine.dispose()


@contextmanager
def empty_database(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """Yield the URL of an empty database of the kind ``request.param``; SQLite's lies in ``folder``."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'ledger.db'}"
        return
    with private_schema(request.getfixturevalue("postgres_url")) as url:
        yield url


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database: a new SQLite file, then a new PostgreSQL schema."""
    with empty_database(request, tmp_path) as url:
        yield url
