"""Pages of entries: the same on both databases, and a connection that is left in the middle is free again."""

from collections.abc import Callable, Generator
from contextlib import closing

import pytest
import sqlalchemy as sa

from ledger.store.engines import is_sqlite, reading, writing
from ledger.store.errors import StoreError
from ledger.store.paging import entry_lines, entry_pages
from ledger.store.recorder import Recorder
from tests.store.support import append, named

SIZE = 11


@pytest.fixture
def entries(recorder: Recorder) -> list[bytes]:
    return [row.entry for row in append(recorder, [named(number) for number in range(SIZE)])]


@pytest.mark.parametrize("size", [1, 4, SIZE, 100])
@pytest.mark.parametrize(("start", "stop"), [(0, SIZE), (3, 8), (5, 5)])
def test_pages_hold_every_entry_once_in_order(
    engine: sa.Engine, entries: list[bytes], start: int, stop: int, size: int
) -> None:
    with reading(engine) as connection:
        pages = list(entry_pages(connection, start, stop, size))

    assert [one for page in pages for one in page] == entries[start:stop]
    assert all(len(page) == size for page in pages[:-1])


def test_lines_are_the_entries_of_a_page_joined(engine: sa.Engine, recorder: Recorder) -> None:
    """Entries have no line feed; these here have none either, but bytes that are no text."""
    entries = [row.entry for row in append(recorder, [named(number) for number in range(SIZE)])]
    with reading(engine) as connection:
        pages = list(entry_lines(connection, 0, 13, 4))

    assert pages == [b"\n".join(entries[first : first + 4]) for first in (0, 4, 8, 12)]


def test_a_page_is_short_where_the_log_ends(engine: sa.Engine, entries: list[bytes]) -> None:
    with reading(engine) as connection:
        assert list(map(len, entry_pages(connection, 0, 20, 4))) == [4, 4, 3, 0, 0]
    assert entries


@pytest.mark.parametrize("read", [entry_pages, entry_lines])
def test_what_was_asked_ahead_is_taken_before_the_connection_is_used_again(
    engine: sa.Engine, entries: list[bytes], read: Callable[..., Generator[object]]
) -> None:
    with reading(engine) as connection:
        with closing(read(connection, 0, SIZE, 2)) as pages:
            assert next(pages) in (entries[:2], b"\n".join(entries[:2]))
        assert connection.exec_driver_sql("SELECT count(*) FROM entry").scalar() == SIZE
    with reading(engine) as connection:
        assert next(entry_pages(connection, 4, SIZE, 2)) == entries[4:6]


def test_a_database_that_refuses_says_so(engine: sa.Engine, entries: list[bytes]) -> None:
    with writing(engine) as connection:
        connection.exec_driver_sql("DROP TRIGGER coordinator_places" if is_sqlite(engine) else "SELECT 1")
        connection.exec_driver_sql("ALTER TABLE entry RENAME TO gone")
    with pytest.raises(StoreError), reading(engine) as connection:
        list(entry_pages(connection, 0, len(entries), 4))
