"""Young and old tables together are what two unique indexes would be, whoever writes how much at a time."""

from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any, NamedTuple

import psycopg
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.application.case_facts import registry_at
from ledger.store import places
from ledger.store.engines import open_engine, reading, writing
from ledger.store.errors import Conflict, StoreError
from ledger.store.migrations import upgrade
from ledger.store.places import is_grown
from ledger.store.reading import (
    fetch_begun,
    fetch_existing,
    fetch_firsts,
    fetch_histories,
    fetch_streams,
)
from ledger.store.recorder import Recorder, Row
from ledger.store.references import fetch_referred
from ledger.tlog.tree import leaf_hash
from tests.store.support import append, check_log, head_after, named, upgrade_to

STREAMS = [named("place", number) for number in range(5)]
TABLES = ("place", "place_young", "known", "known_young")


class Wanted(NamedTuple):
    """What a row is to be like: as a decent one, or with a version or an id that may be taken."""

    stream: int
    version: int | None
    id: int | None


GROUP = st.lists(
    st.builds(
        Wanted,
        st.integers(0, 4),
        st.none() | st.none() | st.integers(1, 30),
        st.none() | st.integers(0, 2_000),
    ),
    min_size=1,
    max_size=9,
)
GROUPS = st.lists(st.tuples(GROUP, st.booleans()), max_size=12)
"""Groups, each of which may fail after it was written."""


def rows_of(log: list[Row], group: list[Wanted]) -> list[Row]:
    rows: list[Row] = []
    for index, (number, version, identifier) in enumerate(group, len(log)):
        stream = STREAMS[number]
        last = max((row.version for row in [*log, *rows] if row.stream == stream), default=0)
        entry = f"{index} {stream}".encode()
        given_id = None if identifier is None else sha256(bytes([identifier % 256, identifier >> 8])).digest()
        rows.append(
            Row(
                index,
                stream,
                last + 1 if version is None else version,
                "SomethingHappened",
                given_id and given_id[:16],
                leaf_hash(entry),
                entry,
            )
        )
    return rows


def conflicts(rows: list[Row]) -> bool:
    taken = {(row.stream, row.version) for row in rows}
    ids = [row.statement_id for row in rows if row.statement_id]
    return len(taken) < len(rows) or len({*ids}) < len(ids)


def write(recorder: Recorder, rows: list[Row], *, fail: bool = False) -> None:
    with recorder.appending() as appending:
        appending.write(rows, head_after(appending.head, rows))
        if fail:
            raise RuntimeError("on purpose")


def check_lookups(recorder: Recorder, log: list[Row]) -> None:
    """Check that whatever is looked up is what stands in ``log``."""
    streams = {name: sorted((row for row in log if row.stream == name), key=_version) for name in STREAMS}
    half = len(log) // 2
    for name, rows in streams.items():
        assert recorder.stream(name) == rows
        assert recorder.stream(name, before=half) == [row for row in rows if row.index < half]
        events = recorder.select_events(name, gt=2, lte=20, desc=True, limit=3)
        wanted = [row.version for row in rows if 2 < row.version <= 20][::-1][:3]
        assert [event.originator_version for event in events] == wanted
    begun = sorted(row.stream for row in log if row.version == 1 and row.index < half)
    with reading(recorder.engine) as connection:
        assert fetch_streams(connection, STREAMS) == {name: rows for name, rows in streams.items() if rows}
        plain = [(row.stream, row.index, row.leaf, row.entry) for row in log if row.index < half]
        assert sorted(fetch_histories(connection, [*STREAMS, "claim/x"], half)) == sorted(plain)
        assert fetch_existing(connection, [*STREAMS, "claim/x"], half) == set(begun)
        first = fetch_begun(connection, half, after="", limit=2)
        assert first == begun[:2]
        if first:
            assert fetch_begun(connection, half, after=first[-1], limit=9) == begun[2:]
            assert fetch_begun(connection, half, after=first[-1], kind="claim", limit=9) == begun[2:]
        assert fetch_begun(connection, half, kind="claim", limit=9) == begun
        assert fetch_begun(connection, half, kind="clai", limit=9) == []
        firsts = [(row.index, row.leaf, row.entry) for row in log if row.version == 1 and row.index < half]
        assert sorted(fetch_firsts(connection, "claim", half)) == firsts
        assert fetch_firsts(connection, "clai", half) == fetch_firsts(connection, "claims", half) == []
    ids = {row.statement_id: row.index for row in log if row.statement_id}
    assert recorder.statements([*ids, b"?" * 16]) == ids
    assert recorder.unplaced(0, len(log)) == recorder.strays() == []


def _version(row: Row) -> int:
    return row.version


@pytest.fixture
def writers(small: None, database_url: str, recorder: Recorder) -> Iterator[list[Recorder]]:
    other = open_engine(database_url)
    yield [recorder, Recorder(other)]
    other.dispose()


@settings(
    max_examples=25,
    deadline=None,
    # The log is not emptied between examples: each goes on where the last one ended, as logs do.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(GROUPS)
def test_what_is_looked_up_is_what_a_dictionary_would_hold(
    writers: list[Recorder], groups: list[tuple[list[Wanted], bool]]
) -> None:
    log = writers[0].rows(0, 10_000)
    for number, (group, fails) in enumerate(groups):
        rows = rows_of(log, group)
        recorder = writers[number % 2]
        if conflicts([*log, *rows]):
            with pytest.raises(Conflict):
                write(recorder, rows)
        elif fails:
            with pytest.raises(RuntimeError):
                write(recorder, rows, fail=True)
        else:
            write(recorder, rows)
            log += rows
        check_lookups(writers[1 - number % 2], log)


@given(st.lists(st.integers(1, 3_000), max_size=200), st.sampled_from([0, 60_000, 250_000, 2_097_000]))
def test_young_tables_stay_small_and_are_seldom_moved(groups: list[int], size: int) -> None:
    young = 0
    for group in groups:
        young += group
        if is_grown(size, size + group):
            young = 0
        size += group
        step = min(max(places.YOUNG, size // 32), 8 * places.YOUNG)
        assert young <= step + size // 64  # a group may go past the step, and one step into the next size


def test_a_log_is_moved_every_so_many_rows() -> None:
    def moves(start: int, stop: int) -> int:
        return sum(is_grown(size, size + 1) for size in range(start, stop))

    assert moves(0, 65_536) == 16
    assert moves(1 << 20, (1 << 20) + 65_536) == 2
    assert not is_grown(4_094, 4_095)
    assert is_grown(4_095, 4_096)


def held(recorder: Recorder) -> dict[str, list[Any]]:
    with reading(recorder.engine) as connection:
        return {name: list(connection.exec_driver_sql(f"SELECT * FROM {name}")) for name in TABLES}


def test_every_entry_is_in_one_table_of_each_index(log: tuple[Recorder, list[Row]]) -> None:
    recorder, rows = log
    found = held(recorder)

    assert [len(found[name]) for name in TABLES] == [4, 1, 4, 1]
    assert sorted(found["place"]) == [(row.stream, row.version, row.index) for row in rows[:4]]
    assert found["known_young"] == [(rows[4].statement_id, 4)]


@pytest.mark.parametrize("count", [1, 3, 40])
def test_a_group_that_was_rolled_back_leaves_nothing_and_moves_nothing(
    log: tuple[Recorder, list[Row]], count: int
) -> None:
    recorder, rows = log
    before = held(recorder)
    with pytest.raises(RuntimeError):
        append(recorder, [named("more", count)] * count, fail=True)

    assert held(recorder) == before
    assert check_log(recorder) == rows


@pytest.fixture
def plans(log: tuple[Recorder, list[Row]]) -> Callable[[Callable[[], object]], list[str]]:
    """Return what tells in which steps SQLite answers whatever a function asks of the log."""
    engine = log[0].engine
    asked: list[str] = []

    @sa.event.listens_for(engine, "checkout")
    def listen(connection: Any, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(asked.append)

    def tell(ask: Callable[[], object]) -> list[str]:
        asked.clear()
        ask()
        selects = [each for each in asked if each.lstrip().startswith("SELECT")]
        with engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            driver.set_trace_callback(None)
            return [row[3] for each in selects for row in driver.execute(f"EXPLAIN QUERY PLAN {each}")]

    return tell


def scans(steps: list[str]) -> list[str]:
    """Return the steps that read a whole table or all of its beginning, or sort what they found."""
    whole = ("TEMP B-TREE", "(rowid<?)", "(index<?)")
    return [step for step in steps if step.startswith("SCAN ") or any(mark in step for mark in whole)]


def asked(recorder: Recorder, ask: Callable[[sa.Connection], object]) -> None:
    with reading(recorder.engine) as connection:
        ask(connection)


LOOKUPS: dict[str, Callable[[Recorder], object]] = {
    "stream": lambda recorder: recorder.stream(named("old"), before=3),
    "events": lambda recorder: recorder.select_events(named("old"), gt=1, lte=3, desc=True, limit=2),
    "ids": lambda recorder: recorder.statements([bytes([number]) * 16 for number in range(5)]),
    "streams": lambda recorder: asked(recorder, lambda each: fetch_streams(each, STREAMS)),
    "histories": lambda recorder: asked(recorder, lambda each: list(fetch_histories(each, STREAMS, 3))),
    "existing": lambda recorder: asked(recorder, lambda each: fetch_existing(each, STREAMS, 3)),
    "firsts": lambda recorder: asked(recorder, lambda each: fetch_firsts(each, "claim", 3)),
    "begun": lambda recorder: asked(recorder, lambda each: fetch_begun(each, 3, after="", limit=2)),
    "page": lambda recorder: asked(recorder, lambda each: fetch_begun(each, 3, kind="claim", limit=2)),
    "referred": lambda recorder: asked(recorder, lambda each: fetch_referred(each, STREAMS, 3)),
    "registry": lambda recorder: asked(recorder, lambda each: registry_at(each, 0)),
    "unplaced": lambda recorder: recorder.unplaced(0, 3),
    "rows": lambda recorder: recorder.rows(1, 3),
}


@pytest.mark.parametrize("lookup", LOOKUPS)
def test_no_lookup_reads_a_whole_table(
    log: tuple[Recorder, list[Row]], plans: Callable[[Callable[[], object]], list[str]], lookup: str
) -> None:
    steps = plans(lambda: LOOKUPS[lookup](log[0]))

    assert [step for step in steps if step.startswith("SEARCH ")]
    assert scans(steps) == []


def test_streams_of_a_kind_are_found_whatever_the_order_of_the_locale(postgres_url: str) -> None:
    """Thai by ICU passes over the slash. The control: there, every claim stands behind ``claim0``."""
    server = sa.make_url(postgres_url)
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as admin:
        admin.execute(
            "CREATE DATABASE thai TEMPLATE template0 ENCODING 'UTF8'"
            " LOCALE_PROVIDER icu ICU_LOCALE 'th-u-ka-shifted' LOCALE 'C'"
        )
        engine = open_engine(server.set(database="thai"))
        try:
            upgrade(engine)
            rows = rows_of([], [Wanted(number, None, None) for number in range(5)])
            write(Recorder(engine), rows)
            with reading(engine) as connection:
                assert len(fetch_firsts(connection, "claim", 5)) == 5
                assert sorted(fetch_begun(connection, 5, kind="claim", limit=9)) == sorted(STREAMS)
                behind = "SELECT count(*) FROM entry WHERE stream > 'claim0'"
                assert connection.exec_driver_sql(behind).scalar() == 5
        finally:
            engine.dispose()
            admin.execute("DROP DATABASE thai")


def test_the_entries_alone_would_be_read_whole(
    log: tuple[Recorder, list[Row]], plans: Callable[[Callable[[], object]], list[str]]
) -> None:
    def ask() -> None:
        with reading(log[0].engine) as connection:
            connection.exec_driver_sql("SELECT * FROM entry WHERE stream = 'x' ORDER BY version")

    assert scans(plans(ask)) == ["SCAN entry", "USE TEMP B-TREE FOR ORDER BY"]


@pytest.mark.parametrize(
    ("release", "young"), [("ledger_0002", 4096), ("ledger_0003", 4096), ("ledger_0003", 4)]
)
def test_a_log_of_an_older_release_is_brought_over(
    database_url: str, monkeypatch: pytest.MonkeyPatch, release: str, young: int
) -> None:
    monkeypatch.setattr(places, "YOUNG", young)
    engine = open_engine(database_url)
    upgrade_to(engine, release)
    recorder = Recorder(engine)
    rows: list[Row] = []
    for start in (0, 300):
        wanted = [Wanted(at % 5, None, at if at % 3 else None) for at in range(start, start + 300)]
        group = rows_of(rows, wanted)
        write(recorder, group)
        rows += group

    upgrade(engine)

    monkeypatch.setattr(places, "YOUNG", 4)
    assert check_log(recorder) == rows
    check_lookups(recorder, rows)
    for taken in ([Wanted(0, 1, None)], [Wanted(0, None, 1)]):
        with pytest.raises(Conflict):
            write(recorder, rows_of(rows, taken))
    with pytest.raises(StoreError), writing(engine) as connection:
        connection.exec_driver_sql("UPDATE entry SET version = version")
    group = rows_of(rows, [Wanted(number, None, None) for number in range(5)])
    write(recorder, group)
    check_lookups(recorder, rows + group)
    engine.dispose()
