"""The database itself places what comes before the head of the log, and refuses what is taken."""

from typing import Any

import pytest

from ledger.store import places
from ledger.store.engines import is_sqlite, writing
from ledger.store.errors import Conflict
from ledger.store.recorder import Recorder, Row
from tests.store.support import append, check_log, named
from tests.store.test_places import held, scans, write

TAKEN = [
    pytest.param(0, "stream, version", id="version, old"),
    pytest.param(4, "stream, version", id="version, young"),
    pytest.param(0, "statement_id", id="id, old"),
    pytest.param(4, "statement_id", id="id, young"),
]


def same_as(row: Row, index: int, same: str) -> Row:
    """Return a row that has one of the two keys of ``row``, and for the other one of its own."""
    other: dict[str, Any] = {"version": 7} if same == "statement_id" else {"statement_id": bytes(16)}
    return row._replace(index=index, **other)


def insert(recorder: Recorder, row: Row, verb: str = "INSERT", head: str = "UPDATE") -> None:
    """Append by hand, past all that the program checks, as whoever knows nothing of the indexes would."""
    with writing(recorder.engine) as connection:
        connection.exec_driver_sql(f"{verb} INTO entry VALUES (?,?,?,?,?,?,?)", tuple(row))
        connection.exec_driver_sql(f"{head} coordinator SET size = size + 1")


@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"])
@pytest.mark.parametrize(("at", "same"), TAKEN)
def test_the_database_itself_refuses_what_is_taken(
    log: tuple[Recorder, list[Row]], at: int, same: str, verb: str
) -> None:
    recorder, rows = log
    before = held(recorder)
    with pytest.raises(Conflict):
        insert(recorder, same_as(rows[at], 5, same), verb)

    assert check_log(recorder) == rows
    assert held(recorder) == before


@pytest.mark.parametrize(("at", "same"), TAKEN)
def test_without_the_trigger_it_would_not(log: tuple[Recorder, list[Row]], at: int, same: str) -> None:
    recorder, rows = log
    with writing(recorder.engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER coordinator_places")
    insert(recorder, same_as(rows[at], 5, same))

    assert len(recorder.rows(0, 9)) == 6
    assert recorder.unplaced(0, 9) == [5]


@pytest.mark.parametrize("head", ["UPDATE OR REPLACE", "UPDATE OR IGNORE"])
@pytest.mark.parametrize(("at", "same"), TAKEN)
def test_a_head_that_overrides_is_refused_or_leaves_an_entry_that_is_missed(
    log: tuple[Recorder, list[Row]], at: int, same: str, head: str
) -> None:
    """The trigger asks the old tables itself; of the young ones the keys refuse, and they obey the head."""
    recorder, rows = log
    row = same_as(rows[at], 5, same)
    if at == 0:
        with pytest.raises(Conflict):
            insert(recorder, row, head=head)
        assert check_log(recorder) == rows
    else:
        insert(recorder, row, head=head)
        assert recorder.unplaced(0, 9) == [4 if head == "UPDATE OR REPLACE" else 5]


@pytest.mark.parametrize("same", ["stream, version", "statement_id"])
def test_two_of_a_group_take_nothing_from_each_other(log: tuple[Recorder, list[Row]], same: str) -> None:
    recorder, rows = log
    before = held(recorder)
    first = rows[4]._replace(index=5, version=2, statement_id=b"+" * 16)
    with pytest.raises(Conflict):
        write(recorder, [first, same_as(first, 6, same)])

    assert check_log(recorder) == rows
    assert held(recorder) == before


def test_a_row_by_hand_is_found_like_any_other(log: tuple[Recorder, list[Row]]) -> None:
    recorder, rows = log
    insert(recorder, rows[0]._replace(index=5, version=5, statement_id=None))

    assert [row.index for row in recorder.stream(rows[0].stream)] == [0, 1, 2, 3, 5]
    assert recorder.unplaced(0, 9) == recorder.strays() == []


def test_only_what_stands_before_the_head_is_placed(log: tuple[Recorder, list[Row]]) -> None:
    recorder, rows = log
    with writing(recorder.engine) as connection:
        stray = rows[0]._replace(index=70, version=5, statement_id=None)
        connection.exec_driver_sql("INSERT INTO entry VALUES (?,?,?,?,?,?,?)", tuple(stray))
    append(recorder, [named("young")])

    assert recorder.unplaced(0, 99) == [70]


TRIGGER = "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'coordinator_places'"


def steps(recorder: Recorder, join: str) -> list[str]:
    """Return how SQLite reads what it places, told the sizes of the tables; ``join`` instead of its own."""
    with writing(recorder.engine) as connection:
        connection.exec_driver_sql("ANALYZE")
        body = connection.exec_driver_sql(TRIGGER).scalar_one().partition("BEGIN")[2].rpartition("END")[0]
        words = {"OLD.size": "4", "NEW.size": "5", "RAISE(ROLLBACK, 'taken')": "1", "CROSS JOIN": join}
        for word, instead in words.items():
            body = body.replace(word, instead)
        *statements, _ = body.split(";")
        assert len(statements) == 4
        return [
            row[3] for each in statements for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {each}")
        ]


def test_whatever_sqlite_thinks_of_their_sizes_no_index_is_read_whole(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not is_sqlite(recorder.engine):
        return
    for young, streams in ((1, [named("old")]), (4096, [named(number) for number in range(99)])):
        monkeypatch.setattr(places, "YOUNG", young)
        append(recorder, streams)

    assert scans(steps(recorder, "CROSS JOIN")) == []
    assert scans(steps(recorder, "JOIN")) == ["SCAN place", "SCAN known"]
