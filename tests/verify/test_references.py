"""The index of who speaks of whom follows from the entries, on both databases, and cannot lie unseen."""

from collections.abc import Iterable, Iterator

import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.position import Position
from ledger.application.verifying import verify_ledger
from ledger.store.engines import writing
from ledger.store.migrations import upgrade
from ledger.store.references import Reference, references_of
from ledger.store.rows import Head, Row
from ledger.tlog.tree import CompactRange
from tests.verify.history import ORIGIN, History, appeal, claim, lived, refuse
from tests.verify.stored import opened, policy_of, rows_of, store
from tests.verify.test_tampering import Stored


def with_appeals() -> tuple[History, str, list[str]]:
    """A log in which one claim of several was appealed against."""
    history = lived(2)
    contested = claim(history, "contested")
    refusal = refuse(history, contested)
    first = appeal(history, contested, refusal)
    return history, contested, [first]


@pytest.fixture
def stored(database_url: str) -> Iterator[tuple[Stored, str, list[str]]]:
    history, contested, appeals = with_appeals()
    with opened(database_url) as (recorder, engine):
        store(recorder, history)
        yield Stored(history, recorder, engine, policy_of(history)), contested, appeals


def test_an_entry_is_found_by_what_it_refers_to(stored: tuple[Stored, str, list[str]]) -> None:
    here, contested, appeals = stored
    size = here.recorder.head().size

    assert here.recorder.referring(contested) == appeals
    assert here.recorder.referring(contested, before=size - 1) == []
    assert here.recorder.referring(appeals[0]) == []
    with here.recorder.appending() as appending:
        assert appending.referring(contested) == appeals


class Empty:
    """Storage without an entry."""

    def streams(self, _names: Iterable[str]) -> dict[str, list[Row]]:
        return {}

    def referring(self, _target: str) -> list[str]:
        return []


@pytest.mark.parametrize("known", [0, 1, 5])
def test_whoever_has_the_statements_at_hand_says_the_same_as_the_bytes(known: int) -> None:
    history, contested, _ = with_appeals()
    rows, position = rows_of(history), Position()
    position.begin(0, "", Empty())
    for group in (rows[:known], rows[known:]):
        position.keep()
        for row in group:
            position.accept(read_recorded(row.entry, row.leaf))

    assert position.references() == references_of(rows[known:]) == [Reference(contested, len(rows) - 1)]


def test_the_log_writes_what_it_was_told_and_verify_tells_if_it_was_wrong(database_url: str) -> None:
    history, _, _ = with_appeals()
    rows, tree = rows_of(history), CompactRange()
    for row in rows:
        tree.append(row.leaf)
    with opened(database_url) as (recorder, _):
        recorder.set_origin(ORIGIN)
        with recorder.appending() as appending:
            appending.write(rows, Head(tree.size, tree.to_bytes(), history.acts[-1].recorded_at), [])
        verdict = verify_ledger(recorder, policy_of(history))

    assert ("reference_differs", len(rows) - 1) in {(each.code, each.at) for each in verdict.findings}


def test_the_index_of_an_older_ledger_is_filled_from_its_entries(database_url: str) -> None:
    history, contested, _ = with_appeals()
    with opened(database_url, "ledger_0002") as (recorder, engine):
        store(recorder, history)
        size = recorder.head().size
        before = recorder.references(0, size)
        with writing(engine) as connection:
            connection.exec_driver_sql("DROP TABLE reference")
            connection.exec_driver_sql("UPDATE ledger_schema SET version_num = 'ledger_0001'")

        upgrade(engine)

        assert recorder.references(0, size) == before == [Reference(contested, size - 1)]


def test_an_honest_index_verifies(stored: tuple[Stored, str, list[str]]) -> None:
    assert stored[0].verify().findings == []


@pytest.mark.parametrize(
    ("change", "at"),
    [
        ("DELETE FROM reference", -1),
        ("UPDATE reference SET target = 'claim/somebody-elses'", -1),
        ("INSERT INTO reference VALUES ('claim/x', 3)", 3),
        ("INSERT INTO reference VALUES ('claim/x', 900)", 900),
        ("INSERT INTO reference VALUES ('claim/x', -3)", -3),
    ],
)
def test_an_index_that_says_something_else_is_found(
    stored: tuple[Stored, str, list[str]], change: str, at: int
) -> None:
    here = stored[0]
    last = here.recorder.head().size - 1

    verdict = here.alter(change)

    assert {(each.code, each.at) for each in verdict.findings} == {
        ("reference_differs", last if at == -1 else at)
    }
    assert verdict.exit_code == 1


def test_a_second_lane_and_small_pages_find_the_same(
    stored: tuple[Stored, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ledger.application.verifying.PAGE", 2)

    assert verify_ledger(stored[0].recorder, stored[0].policy).findings == []
