"""The quick replay: the same counters plainly, under the tree and with signatures; what was altered shows."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from benchmarks.fixture import statements
from ledger.application.lanes import Lanes
from ledger.application.ledger import Ledger
from ledger.application.recounting import recount, recount_apart, recount_signed, recount_under_tree
from ledger.projections.counters import Counters, fold_counters
from ledger.projections.errors import OutOfOrder, UnreadableEntry
from ledger.projections.readings import read_entry
from ledger.tlog.tree import CompactRange
from tests.application.conftest import Place

STATEMENTS = 40


@pytest.fixture
def filled(place: Place) -> Iterator[Ledger]:
    with place.open() as ledger:
        ledger.submit(statements(place.signers, STATEMENTS))
        yield ledger


def test_every_replay_counts_the_same(filled: Ledger) -> None:
    store = filled.store
    size, hashes, _ = store.head()
    plainly = recount(store, 0, size)

    assert plainly.entries == size
    assert plainly == fold_counters([row.entry for row in store.rows(0, size)])
    assert recount_under_tree(store, size) == (plainly, CompactRange.from_bytes(size, hashes).root())
    assert recount_signed(store, size, Lanes(1)) == (plainly, [])


def test_it_counts_whom_the_wider_reading_names(filled: Ledger) -> None:
    size = filled.store.head().size
    wide = [read_entry(row.index, row.entry) for row in filled.store.rows(0, size)]
    counters = recount(filled.store, 0, size)

    assert counters.cases == {
        stream: sum(one.stream == stream for one in wide) for stream in {one.stream for one in wide}
    }
    assert set(counters.officials) == {one.data.official or one.by for one in wide}


def test_two_lanes_find_what_one_finds(filled: Ledger) -> None:
    size = filled.store.head().size
    with Lanes(2) as lanes:
        assert recount_signed(filled.store, size, lanes) == recount_signed(filled.store, size, Lanes(1))


@pytest.mark.parametrize("cut", [0, 1, 7, STATEMENTS])
def test_parts_counted_apart_add_up(filled: Ledger, place: Place, cut: int) -> None:
    size = filled.store.head().size
    with ThreadPoolExecutor(1) as executor:
        apart = recount_apart(filled.store, place.settings.ledger_db, [(0, cut), (cut, size)], executor)

    assert apart == recount(filled.store, 0, size)


def _flip(entry: bytes) -> bytes:
    """Change the signature, and nothing that is read besides."""
    at = entry.index(b'"sig":"') + 10
    return entry[:at] + (b"A" if entry[at : at + 1] != b"A" else b"B") + entry[at + 1 :]


def _shorten(entry: bytes) -> bytes:
    at = entry.index(b'"sig":"') + 7
    return entry[:at] + b"AAAA" + entry[entry.index(b'"', at) :]


def _rename(entry: bytes) -> bytes:
    at = entry.index(b'"keyid":"') + 9
    return entry[:at] + b"0" * 16 + entry[at + 16 :]


def _strip(entry: bytes) -> bytes:
    start = entry.index(b'"signatures":[') + 14
    return entry[:start] + entry[entry.index(b"]", start) :]


@pytest.mark.parametrize("change", [_flip, _shorten, _rename, _strip])
def test_a_signature_that_was_touched_names_its_entry(small: Place, change: Callable[[bytes], bytes]) -> None:
    with small.open() as ledger:
        ledger.submit(statements(small.signers, STATEMENTS))
        size = ledger.store.head().size
        altered = size - 3
        _overwrite(small, altered, change)
        clean, root = _expected(ledger)

        assert recount_signed(ledger.store, size, Lanes(1)) == (clean, [altered])
        assert recount_under_tree(ledger.store, size)[1] != root


def test_an_entry_at_another_place_is_no_entry_of_the_log(small: Place) -> None:
    with small.open() as ledger:
        size = ledger.store.head().size
        _overwrite(small, 4, lambda entry: entry.replace(b',"index":4,', b',"index":5,'))

        for replay in (
            lambda: recount(ledger.store, 0, size),
            lambda: recount_under_tree(ledger.store, size),
            lambda: recount_signed(ledger.store, size, Lanes(1)),
        ):
            with pytest.raises(UnreadableEntry):
                replay()


def test_a_log_that_is_shorter_than_its_head_is_refused(filled: Ledger) -> None:
    size = filled.store.head().size

    with pytest.raises(OutOfOrder):
        recount(filled.store, 0, size + 1)


def _expected(ledger: Ledger) -> tuple[Counters, bytes]:
    size, hashes, _ = ledger.store.head()
    return recount(ledger.store, 0, size), CompactRange.from_bytes(size, hashes).root()


def _overwrite(place: Place, index: int, change: Callable[[bytes], bytes]) -> None:
    """Do what somebody with the file could do: the triggers that guard entries are gone first."""
    engine = sa.create_engine(place.settings.ledger_db)
    with engine.begin() as connection:
        names = (
            connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            .scalars()
            .all()
        )
        for name in names:
            connection.exec_driver_sql(f'DROP TRIGGER "{name}"')
        entry = connection.exec_driver_sql('SELECT entry FROM entry WHERE "index" = ?', (index,)).scalar_one()
        connection.exec_driver_sql('UPDATE entry SET entry = ? WHERE "index" = ?', (change(entry), index))
    engine.dispose()
