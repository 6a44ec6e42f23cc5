"""What one group costs, counted at the drivers: one commit, one notice, one update of the head."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from ledger.store import places
from ledger.store.appending import CHANNEL
from ledger.store.engines import is_sqlite, writing
from ledger.store.recorder import Recorder
from tests.store.support import append, named

GROUPS = [1, 2, 255, 256]


class Told:
    """A connection or cursor of SQLite that tells what it is asked.

    SQLite itself would tell a statement again when a trigger fires.
    """

    def __init__(self, driver: Any, note: Callable[[str], None]) -> None:
        self._driver, self._note = driver, note

    def __getattr__(self, name: str) -> Any:
        return getattr(self._driver, name)

    def cursor(self) -> "Told":
        return Told(self._driver.cursor(), self._note)

    def execute(self, statement: str, *rest: object) -> object:
        self._note(statement)
        return self._driver.execute(statement, *rest)

    def commit(self) -> None:
        self._note("COMMIT")
        self._driver.commit()

    def rollback(self) -> None:
        if self._driver.in_transaction:
            self._note("ROLLBACK")
        self._driver.rollback()


@contextmanager
def counting(engine: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Counter[str]]:
    """Count what reaches the database, by verb and table."""
    counts: Counter[str] = Counter()

    def note(statement: str) -> None:
        words = re.findall(
            r"BEGIN|COMMIT|ROLLBACK|(?:INSERT INTO|UPDATE|FROM) \w+|pg_notify",
            statement.replace(" OR ROLLBACK", ""),
        )
        counts.update(words)
        counts["statements"] += 1

    if is_sqlite(engine):
        with writing(engine) as connection:
            record: Any = connection.connection._connection_record
        driver = record.dbapi_connection
        record.dbapi_connection = Told(driver, note)
        yield counts
        record.dbapi_connection = driver
        return
    execute, commit = psycopg.Cursor.execute, psycopg.Connection.commit

    def counted_execute(cursor: psycopg.Cursor[Any], query: str, *rest: Any) -> object:
        note(query)
        return execute(cursor, query, *rest)

    def counted_commit(connection: psycopg.Connection[Any]) -> None:
        note("COMMIT")
        commit(connection)

    monkeypatch.setattr(psycopg.Cursor, "execute", counted_execute)
    monkeypatch.setattr(psycopg.Connection, "commit", counted_commit)
    yield counts
    monkeypatch.undo()


@pytest.mark.parametrize("size", GROUPS)
def test_a_group_costs_one_commit_one_insert_and_one_head(
    engine: sa.Engine, recorder: Recorder, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    append(recorder, [named("before")])
    with counting(engine, monkeypatch) as counts:
        append(recorder, [named(number) for number in range(size)])

    assert counts["COMMIT"] == 1
    assert counts["UPDATE coordinator"] == 1
    assert counts["INSERT INTO entry"] == 1
    assert counts["INSERT INTO tile"] == 1
    assert counts["FROM coordinator"] == 1
    assert counts["FROM tile"] == 0  # what we wrote last, we know
    assert counts["ROLLBACK"] == 0
    if is_sqlite(engine):
        # begin, head, entries, tiles, head, commit; and the streams, of which the test itself asks
        assert counts["statements"] - counts["FROM place"] == 6
    else:
        assert counts["pg_notify"] == 1
        # head, group with its notice, tiles, commit; the driver begins on its own
        assert counts["statements"] - counts["FROM entry"] == 4


def test_the_group_that_fills_the_young_indexes_moves_each_with_two_statements(
    engine: sa.Engine, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(places, "YOUNG", 256)
    append(recorder, [named("before")])
    with counting(engine, monkeypatch) as counts:
        append(recorder, [named(number) for number in range(255)])

    assert counts["COMMIT"] == 1
    moved = {"INSERT INTO place", "INSERT INTO known", "FROM place_young", "FROM known_young"}
    assert {name for name in moved if counts[name]} == (moved if is_sqlite(engine) else set())
    if is_sqlite(engine):
        assert counts["statements"] - counts["FROM place"] == 6 + 4


def test_a_group_of_a_thousand_is_still_one_transaction(
    engine: sa.Engine, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    with counting(engine, monkeypatch) as counts:
        append(recorder, [named(number) for number in range(5_000)])

    assert counts["COMMIT"] == 1
    assert counts["INSERT INTO entry"] == (2 if is_sqlite(engine) else 1)  # 32,766 parameters, seven a row
    assert counts["UPDATE coordinator"] == 1


def test_a_reader_commits_nothing(
    engine: sa.Engine, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    append(recorder, [named(1)])
    with counting(engine, monkeypatch) as counts:
        recorder.rows(0, 10)
        recorder.head()

    assert counts["COMMIT"] == 0


def test_one_notice_goes_out_for_each_group_and_none_for_a_rollback(
    recorder: Recorder, engine: sa.Engine
) -> None:
    if is_sqlite(engine):
        assert recorder.tail().wait(0.01) is None  # type: ignore[func-returns-value]  # no notices on SQLite
        return
    pooled = engine.raw_connection()
    listener: Any = pooled.driver_connection
    pooled.detach()
    listener.autocommit = True
    listener.execute(f"LISTEN {CHANNEL}")

    append(recorder, [named(number) for number in range(256)])
    with pytest.raises(RuntimeError):
        append(recorder, [named(1)], fail=True)
    append(recorder, [named(2)])
    notices = [notice.payload for notice in listener.notifies(timeout=0.5)]
    listener.close()

    assert notices == ["256", "257"]
