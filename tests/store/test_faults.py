"""Locked, full, unreachable, damaged: one sentence, one code, and nothing half-written."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from eventsourcing.persistence import OperationalError, PersistenceError

from ledger.store import errors
from ledger.store.engines import is_sqlite, open_engine, writing
from ledger.store.errors import (
    NotFounded,
    OutcomeUnknown,
    StorageFull,
    StoreDamaged,
    StoreError,
    StoreLocked,
    StoreTimeout,
    StoreUnreachable,
    translate,
)
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder
from tests.store.support import append, check_log, named


@contextmanager
def impatient(url: str) -> Iterator[Recorder]:
    engine = open_engine(url, lock_timeout=0.2, statement_timeout=0.5)
    yield Recorder(engine)
    engine.dispose()


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_locked(
    database_url: str, recorder: Recorder
) -> None:
    with impatient(database_url) as other, recorder.appending(), pytest.raises(StoreLocked) as caught:
        append(other, [named(1)])

    assert caught.value.code == "store_locked"
    assert isinstance(caught.value, OperationalError)
    append(recorder, [named(1)])
    assert len(check_log(recorder)) == 1


def test_a_second_thread_waits_its_turn_and_then_writes(recorder: Recorder) -> None:
    thread = threading.Thread(target=append, args=(recorder, [named(2)]))
    with recorder.appending():
        thread.start()
        thread.join(0.2)
        assert thread.is_alive()
    thread.join(20)

    assert [row.stream for row in check_log(recorder)] == [named(2)]


def test_a_foreign_program_that_locks_the_file_is_named_as_locked(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.db'}"
    with impatient(url) as recorder:
        foreign = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
        foreign.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreLocked):
            append(recorder, [named(1)])
        foreign.close()


def test_asking_for_the_turn_from_within_it_is_refused_and_not_a_deadlock(database_url: str) -> None:
    with impatient(database_url) as recorder:
        upgrade(recorder.engine)
        with recorder.appending(), pytest.raises(StoreLocked):
            append(recorder, [named(1)])


@contextmanager
def no_room(engine: sa.Engine) -> Iterator[None]:
    """Leave the database no room: a limit of pages on SQLite, the server's own error on PostgreSQL."""
    if is_sqlite(engine):
        with writing(engine) as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            before = connection.exec_driver_sql("PRAGMA max_page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
        yield
        with writing(engine) as connection:
            connection.exec_driver_sql(f"PRAGMA max_page_count = {before}")
        return
    with writing(engine) as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = 'disk_full'; END $$"
        )
        # On the tile, the last to be written: entries and head are there by then.
        connection.exec_driver_sql(
            "CREATE TRIGGER full_disk BEFORE INSERT ON tile FOR EACH ROW EXECUTE FUNCTION full_disk()"
        )
    yield
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP FUNCTION full_disk CASCADE")


def test_a_full_disk_stops_the_group_whole_and_the_log_goes_on_when_there_is_room(
    engine: sa.Engine, recorder: Recorder
) -> None:
    first = append(recorder, [named(1)])
    head = recorder.head()
    with no_room(engine):
        with pytest.raises(StorageFull) as caught:
            append(recorder, [named(number) for number in range(300)])
        assert recorder.head() == head
        assert recorder.rows(0, 999) == first

    assert caught.value.code == "storage_full"
    append(recorder, [named(number) for number in range(300)])
    assert len(check_log(recorder)) == 301


def test_a_statement_that_takes_too_long_is_stopped(postgres_url: str) -> None:
    with (
        impatient(postgres_url) as recorder,
        pytest.raises(StoreTimeout),
        writing(recorder.engine) as connection,
    ):
        connection.exec_driver_sql("SELECT pg_sleep(5)")


def test_a_connection_that_breaks_says_so_and_the_next_one_works(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with pytest.raises(StoreUnreachable), writing(engine) as connection:
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    with writing(engine) as connection:
        assert connection.exec_driver_sql("SELECT 1").scalar() == 1
    engine.dispose()


def test_a_connection_that_breaks_during_the_commit_leaves_the_outcome_open(postgres_url: str) -> None:
    engine, killer = open_engine(postgres_url), open_engine(postgres_url)

    def terminate(connection: sa.Connection) -> None:
        backend = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
        with writing(killer) as other:
            other.exec_driver_sql(f"SELECT pg_terminate_backend({backend}, 5000)")

    with pytest.raises(OutcomeUnknown) as caught, writing(engine) as connection:
        terminate(connection)
    engine.dispose()
    killer.dispose()

    assert caught.value.code == "outcome_unknown"


def test_a_file_that_is_no_database_is_named_as_damaged(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"no database, but long enough to be read as one" * 100)

    with pytest.raises(StoreDamaged) as caught:
        open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert caught.value.code == "store_damaged"


def test_a_missing_file_is_not_made_by_whoever_only_wants_to_read(tmp_path: Path) -> None:
    with pytest.raises(NotFounded):
        open_engine(f"sqlite:///{tmp_path / 'ledger.db'}", create=False)

    assert list(tmp_path.iterdir()) == []


def test_codes_are_unique_and_every_error_is_one_of_the_library() -> None:
    found = [
        each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, StoreError)
    ]

    assert len({each.code for each in found}) == len(found) > 10
    assert all(issubclass(each, PersistenceError) for each in found)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "storage_full"),
        ("55P03", "store_locked"),
        ("40P01", "store_locked"),
        ("25006", "store_read_only"),
        ("42P01", "not_founded"),
        ("08006", "store_unreachable"),
        ("57P01", "store_unreachable"),
        ("XX000", "store_failed"),
    ],
)
def test_what_postgresql_says_gets_a_code(state: str, code: str) -> None:
    raised = (
        psycopg.errors.lookup(state)("a secret name")
        if state != "08006"
        else psycopg.errors.ConnectionFailure()
    )
    found = translate(sa.exc.OperationalError("SELECT 'secret'", {}, raised))

    assert found is not None
    assert found.code == code
    assert "secret" not in str(found)


def test_what_is_no_error_of_a_database_stays_what_it_is() -> None:
    assert translate(ValueError("x")) is None
