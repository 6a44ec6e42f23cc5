"""The records of readers: one tree, without gaps, whoever appends, on each database."""

import multiprocessing
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from ledger.store.access import AccessRow, AccessStore
from ledger.store.engines import open_engine, writing
from ledger.store.errors import StoreDamaged, StoreError
from ledger.store.migrations import upgrade
from ledger.tlog.tree import EMPTY_ROOT, leaf_hash, root_of
from tests.store.reader import record

# A server that has everything imported and forks from there: starting Python takes longer than a turn.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.store.reader"])

STREAM = "claim/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4a"
OTHER = "claim/0d9c1c5a-6f0e-4b55-8a39-2b8f6c1d0e4b"


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = open_engine(database_url, lock_timeout=60)
    upgrade(engine, "vault")
    yield engine
    engine.dispose()


def test_records_come_back_as_they_went_in_and_by_stream(engine: sa.Engine) -> None:
    store = AccessStore(engine)
    assert (store.head().size, store.head().root(), list(store.rows())) == (0, EMPTY_ROOT, [])
    records = [b"\x00\xff one", "สอง".encode(), b"three"]
    places = [store.append(stream, one) for stream, one in zip((STREAM, OTHER, STREAM), records, strict=True)]

    assert places == [0, 1, 2]
    assert store.of_stream(STREAM) == [AccessRow(0, STREAM, records[0]), AccessRow(2, STREAM, records[2])]
    assert [row.record for row in store.rows()] == records
    assert (store.record(1), store.record(3)) == (records[1], None)
    assert (store.head().size, store.head().root()) == (3, root_of([leaf_hash(one) for one in records]))


def test_several_who_append_at_once_leave_no_gap_and_one_tree(engine: sa.Engine, database_url: str) -> None:
    """Each has an engine of its own, as processes have: threads share nothing but the database."""
    places: list[int] = []

    def append(who: int) -> None:
        own = open_engine(database_url, lock_timeout=60)
        store = AccessStore(own)
        places.extend([store.append(STREAM, f"{who} reads {turn}".encode()) for turn in range(15)])
        own.dispose()

    threads = [threading.Thread(target=append, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = AccessStore(engine)

    assert sorted(places) == list(range(60))
    assert [row.index for row in store.rows()] == list(range(60))
    assert store.head().root() == root_of([leaf_hash(row.record) for row in store.rows()])


def test_no_record_that_was_kept_is_lost_when_those_who_record_are_killed(
    engine: sa.Engine, database_url: str, tmp_path: Path
) -> None:
    files = [tmp_path / f"reader-{number}" for number in range(3)]
    processes = [
        PROCESSES.Process(target=record, args=(database_url, file, STREAM), daemon=True) for file in files
    ]
    for process in processes:
        process.start()
    for process, file in zip(processes, files, strict=True):
        deadline = time.monotonic() + 60
        while not file.exists() or file.stat().st_size < 200:
            assert time.monotonic() < deadline, "a process never got its turn"
            time.sleep(0.01)
        process.kill()
    for process in processes:
        process.join(60)
        assert process.exitcode == -9
    store = AccessStore(engine)
    store.append(STREAM, b"after")  # nobody left it locked
    kept = [row.record for row in store.rows()]

    assert [row.index for row in store.rows()] == list(range(len(kept)))
    assert store.head().root() == root_of([leaf_hash(one) for one in kept])
    for file in files:
        for line in file.read_bytes().split(b"\n")[:-1]:
            index, _, text = line.partition(b" ")
            assert kept[int(index)] == text


def test_without_the_lock_two_readers_would_get_one_place(engine: sa.Engine) -> None:
    """The control: whoever looks at the end without holding it finds the same place twice."""
    store = AccessStore(engine)
    first, second = store.head().size, store.head().size
    with writing(engine) as connection:
        insert = sa.text('INSERT INTO access ("index", stream, record) VALUES (:index, :stream, :record)')
        connection.execute(insert, {"index": first, "stream": STREAM, "record": b"one"})
    with pytest.raises(StoreError), writing(engine) as connection:
        connection.execute(insert, {"index": second, "stream": STREAM, "record": b"two"})


def test_what_breaks_off_leaves_neither_record_nor_head(
    engine: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = AccessStore(engine)
    store.append(STREAM, b"kept")
    monkeypatch.setattr("ledger.store.access._MOVE", sa.text("UPDATE access_head SET size = no_such_column"))
    with pytest.raises(StoreError):
        store.append(STREAM, b"lost")
    monkeypatch.undo()

    assert store.append(STREAM, b"next") == 1
    assert [row.record for row in store.rows()] == [b"kept", b"next"]


@pytest.mark.parametrize("change", ["UPDATE access SET stream = stream", "DELETE FROM access"])
def test_records_are_neither_changed_nor_removed(engine: sa.Engine, change: str) -> None:
    store = AccessStore(engine)
    store.append(STREAM, b"one")
    with pytest.raises(StoreError), writing(engine) as connection:
        connection.exec_driver_sql(change)

    assert [row.record for row in store.rows()] == [b"one"]


def test_an_end_that_is_no_end_of_a_tree_is_not_continued(engine: sa.Engine) -> None:
    store = AccessStore(engine)
    store.append(STREAM, b"one")
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE access_head SET size = 3")  # which takes two hashes
    with pytest.raises(StoreDamaged):
        store.append(STREAM, b"two")
