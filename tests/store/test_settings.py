"""A database that would forget what it acknowledged is refused before anything is served."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from ledger.store.durability import ESCAPE, check_postgresql, check_sqlite, prepare_sqlite
from ledger.store.engines import open_engine, writing
from ledger.store.errors import ReadOnly, StoreUnreachable, UnsafeSettings
from tests.support.postgres import private_server

SAFE = {
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "data_checksums": "on",
    "data_sync_retry": "off",
}


@pytest.fixture
def strict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ESCAPE, raising=False)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(tmp_path / "ledger.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    prepare_sqlite(connection, writer=False)
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("change", "setting", "needed"),
    [
        ("synchronous = NORMAL", "synchronous", "FULL"),
        ("synchronous = OFF", "synchronous", "FULL"),
        ("mmap_size = 65536", "mmap_size", "0"),
        ("trusted_schema = ON", "trusted_schema", "OFF"),
        ("secure_delete = OFF", "secure_delete", "ON"),
        ("foreign_keys = OFF", "foreign_keys", "ON"),
        ("recursive_triggers = OFF", "recursive_triggers", "ON"),
        ("wal_autocheckpoint = 1000", "wal_autocheckpoint", "0"),
    ],
)
def test_an_unsafe_setting_of_sqlite_is_refused_by_name(
    connection: sqlite3.Connection, change: str, setting: str, needed: str
) -> None:
    check_sqlite(connection, writer=False)
    connection.execute(f"PRAGMA {change}")

    with pytest.raises(UnsafeSettings) as caught:
        check_sqlite(connection, writer=False)
    assert (caught.value.setting, caught.value.needed) == (setting, needed)
    assert caught.value.code == "unsafe_settings"
    assert str(caught.value).startswith(
        f"the database setting {setting} is {caught.value.found}; it must be {needed}"
    )


def test_a_database_that_keeps_no_wal_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # its locks would lie beside it
    with pytest.raises(UnsafeSettings, match="journal_mode is memory; it must be WAL"):
        open_engine("sqlite:///:memory:")


def test_every_connection_of_sqlite_is_safe_and_one_writes(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    readers = [engine.connect() for _ in range(8)]
    for reader in readers:
        assert reader.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert reader.exec_driver_sql("PRAGMA wal_autocheckpoint").scalar() == 0
        assert reader.exec_driver_sql("PRAGMA query_only").scalar() == 1
        reader.close()
    with writing(engine) as writer:
        assert writer.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        first = writer.connection.driver_connection
    with writing(engine) as writer:
        assert writer.connection.driver_connection is first
    engine.dispose()


def test_a_new_file_has_pages_that_hold_several_entries_and_an_old_one_keeps_its_own(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db")) as connection:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("CREATE TABLE t (x INTEGER)")
    found = {}
    for name in ("old", "new"):
        engine = open_engine(f"sqlite:///{tmp_path / name}.db")
        with writing(engine) as connection:
            found[name] = connection.exec_driver_sql("PRAGMA page_size").scalar()
        engine.dispose()

    assert found == {"old": 4096, "new": 8192}


def test_what_only_reads_cannot_write(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'ledger.db'}")
    with pytest.raises(sa.exc.OperationalError, match="readonly"), engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER)")
    engine.dispose()


def test_a_server_without_fsync_is_refused(postgres_url: str, strict: None) -> None:
    with pytest.raises(UnsafeSettings) as caught:
        open_engine(postgres_url)

    assert str(caught.value) == "the database setting fsync is off; it must be on before anything is served"


@pytest.mark.parametrize("word", ["", "1", "yes", "tests"])
def test_only_the_whole_word_opens_the_escape(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    monkeypatch.setenv(ESCAPE, word)

    with pytest.raises(UnsafeSettings):
        open_engine(postgres_url)


def test_a_server_as_it_comes_is_accepted_with_its_time_limits(strict: None) -> None:
    with private_server(()) as url:
        engine = open_engine(url, lock_timeout=2, statement_timeout=5)
        with engine.connect() as connection:
            limits = [
                connection.exec_driver_sql(f"SHOW {name}_timeout").scalar() for name in ("lock", "statement")
            ]
        engine.dispose()

    assert limits == ["2s", "5s"]


def test_a_session_that_forgets_is_refused_on_a_safe_server(strict: None) -> None:
    with (
        private_server(("synchronous_commit=local",)) as url,
        pytest.raises(UnsafeSettings, match="is local; it must"),
    ):
        open_engine(url)


@pytest.mark.parametrize(
    ("setting", "found"),
    [
        ("fsync", "off"),
        ("full_page_writes", "off"),
        ("synchronous_commit", "off"),
        ("synchronous_commit", "local"),
        ("synchronous_commit", "remote_write"),
        ("data_checksums", "off"),
        ("data_sync_retry", "on"),
    ],
)
def test_an_unsafe_setting_of_postgresql_is_refused_by_name(strict: None, setting: str, found: str) -> None:
    check_postgresql(SAFE)
    check_postgresql(SAFE | {"synchronous_commit": "remote_apply"})

    with pytest.raises(UnsafeSettings) as caught:
        check_postgresql(SAFE | {setting: found})
    assert (caught.value.setting, caught.value.found) == (setting, found)
    with pytest.raises(UnsafeSettings):
        check_postgresql({name: value for name, value in SAFE.items() if name != setting})


def test_a_server_that_only_reads_is_refused_for_writing(postgres_url: str) -> None:
    engine = open_engine(postgres_url)
    with pytest.raises(ReadOnly), writing(engine) as connection:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY; CREATE TABLE never (x INTEGER)")
    engine.dispose()


@pytest.mark.parametrize(
    "url",
    [
        "mysql://somebody@somewhere/db",
        "not an address",
        "postgresql://nobody@/none?host=/nonexistent",
        "sqlite:////nonexistent/folder/ledger.db",
    ],
)
def test_what_cannot_be_opened_is_said_without_the_address(url: str) -> None:
    with pytest.raises(StoreUnreachable) as caught:
        open_engine(url)

    assert caught.value.code == "store_unreachable"
    assert "nonexistent" not in str(caught.value)
    assert psycopg.__name__ not in str(caught.value)
