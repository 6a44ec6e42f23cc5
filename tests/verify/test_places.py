"""SQLite's indexes by stream and statement id follow from the entries, and cannot lie unseen."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.store import places
from ledger.store.rows import Row
from tests.verify.history import lived
from tests.verify.stored import change, opened, policy_of, store
from tests.verify.test_tampering import Stored

OLD, YOUNG = 9, 20
"""Indexes of entries that are found by the old tables and by the young ones."""


@pytest.fixture
def stored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stored]:
    monkeypatch.setattr(places, "YOUNG", 16)
    history = lived(8)
    with opened(f"sqlite:///{tmp_path / 'ledger.db'}") as (recorder, engine):
        store(recorder, history, sizes=[16])
        yield Stored(history, recorder, engine, policy_of(history))


def found(stored: Stored) -> set[tuple[str, int | None]]:
    return {(each.code, each.at) for each in stored.verify().findings}


def test_honest_indexes_verify(stored: Stored) -> None:
    assert found(stored) == set()


CHANGES = (
    "DELETE FROM {} WHERE {}",
    'UPDATE {} SET "index" = 3 WHERE {}',
    'UPDATE {} SET "index" = -3 WHERE {}',
)


@pytest.mark.parametrize("altered", CHANGES)
@pytest.mark.parametrize(
    ("table", "at"), [("place", OLD), ("place_young", YOUNG), ("known", OLD), ("known_young", YOUNG)]
)
def test_an_entry_that_is_not_found_where_it_belongs(
    stored: Stored, table: str, at: int, altered: str
) -> None:
    change(stored.engine, altered.format(table, f'"index" = {at}'))

    assert found(stored) == {("place_differs", at)}


@pytest.mark.parametrize(
    ("altered", "at"),
    [
        ("UPDATE place SET stream = 'claim/x' WHERE \"index\" = 9", OLD),
        ('UPDATE place SET version = 40 WHERE "index" = 9', OLD),
        ("UPDATE known_young SET statement_id = X'00' WHERE \"index\" = 20", YOUNG),
        ("INSERT INTO place VALUES ('claim/x', 1, 3)", 3),
        ("INSERT INTO place_young VALUES ('claim/x', 1, 900)", 900),
        ("INSERT INTO known VALUES (X'00', 3)", 3),
        ("INSERT INTO known_young VALUES (X'00', -3)", -3),
        ('INSERT INTO place_young SELECT * FROM place WHERE "index" = 9', OLD),
        ('INSERT INTO known SELECT * FROM known_young WHERE "index" = 20', YOUNG),
        ('INSERT INTO place_young SELECT stream, version, 3 FROM place WHERE "index" = 9', 3),
    ],
)
def test_something_is_found_that_does_not_stand_there(stored: Stored, altered: str, at: int) -> None:
    change(stored.engine, altered)

    assert ("place_differs", at) in found(stored)
    assert {code for code, _ in found(stored)} == {"place_differs"}


def test_an_entry_that_was_taken_out_is_still_looked_for(stored: Stored) -> None:
    change(stored.engine, f'DELETE FROM entry WHERE "index" = {YOUNG}')

    assert {("entry_missing", YOUNG), ("place_differs", YOUNG)} <= found(stored)


def test_an_entry_by_hand_that_no_index_knows_is_told_of(stored: Stored) -> None:
    row = stored.recorder.rows(YOUNG, YOUNG + 1)[0]
    for table in ("entry", "place_young", "known_young"):
        change(stored.engine, f'DELETE FROM {table} WHERE "index" = {YOUNG}')
    columns = ", ".join(f":{name}" for name in Row._fields)
    change(stored.engine, f"INSERT INTO entry VALUES ({columns})", **row._asdict())

    assert stored.recorder.rows(YOUNG, YOUNG + 1) == [row]
    assert found(stored) == {("place_differs", YOUNG)}


def test_an_index_that_lies_would_mislead_whoever_reads(stored: Stored) -> None:
    row = stored.recorder.rows(OLD, OLD + 1)[0]
    assert row in stored.recorder.stream(row.stream)
    change(stored.engine, f'DELETE FROM place WHERE "index" = {OLD}')

    assert row not in stored.recorder.stream(row.stream)
