"""The runner: incremental equals rebuilt, twice is once, and what is wrong is named by its index."""

import base64
import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.projecting import PROJECTIONS, Progress, catch_up, check, prepare, rebuild
from ledger.projections import writing
from ledger.projections.case_file import CASE_EVENT, CASE_FILE, CaseFile
from ledger.projections.decision_tables import DECISION
from ledger.projections.decisions import Decisions
from ledger.projections.errors import (
    CursorMoved,
    Differs,
    HandlerFailed,
    Outdated,
    OutOfOrder,
    UnknownEvent,
    UnreadableEntry,
)
from ledger.projections.folding import decode_rows, fold, fold_log
from ledger.projections.grievances import Grievances
from ledger.projections.readings import Reading
from ledger.projections.rows import Rows
from ledger.projections.tables import CURSOR, metadata
from tests.projections import histories
from tests.projections.histories import REGISTRY, Log, Row, ref


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    engine = sa.create_engine(database_url)
    yield engine
    engine.dispose()


ENGINES = tuple(sa.create_engine("sqlite://") for _ in range(2))  # compiled statements are kept with them


def memory(number: int = 0) -> sa.Engine:
    """Return an empty database in memory."""
    with ENGINES[number].begin() as connection:
        for table in (*metadata.tables.values(), CURSOR):
            table.drop(connection, checkfirst=True)
    return ENGINES[number]


def story() -> Log:
    """A refusal, two attestations, an appeal that succeeds, a correction, all in one log."""
    log = histories.enrol(Log())
    case, appeal = ref("claim", 1), ref("grievance", 1)
    log.add(case, histories.received())
    refusal = log.add(case, histories.decided())
    log.add(case, histories.notified(refusal))
    log.add(case, histories.attested())
    log.add(appeal, histories.filed(refusal))
    log.add(case, histories.attested())
    log.add(appeal, histories.determined())
    log.add(case, histories.revised(refusal))
    log.add(appeal, histories.closed())
    return log


def tables(engine: sa.Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {
            name: digest
            for projection in PROJECTIONS
            for name, digest in writing.digests(connection, writing.live(projection)).items()
        }


@given(histories.logs(), st.lists(st.integers(0, 40), max_size=4), st.integers(1, 7))
@settings(max_examples=20, deadline=None)
def test_incremental_equals_rebuilt(log: Log, stops: list[int], batch: int) -> None:
    engine = memory()
    for stop in sorted(stops):
        catch_up(engine, log.source, batch=batch, until=stop)
    catch_up(engine, log.source, batch=batch)

    whole = memory(1)
    catch_up(whole, log.source, batch=1_000)
    assert tables(engine) == tables(whole)
    for projection in PROJECTIONS:
        check(engine, log.source, projection, batch=batch + 3)


@given(histories.logs(), st.integers(1, 9))
@settings(max_examples=15, deadline=None)
def test_folds_in_memory_and_in_tables_agree(log: Log, batch: int) -> None:
    check_agree(log, batch)


def test_of_two_mandates_read_at_once_the_later_names_the_office() -> None:
    log = histories.enrol(Log())
    for office in ("first", "second"):
        log.add(REGISTRY, histories.mandate(3, office))

    check_agree(log, 1)
    check_agree(log, len(log.entries))


def check_agree(log: Log, batch: int) -> None:
    """Check that rows in memory, read in larger parts, are those of the tables."""
    engine = memory()
    catch_up(engine, log.source, batch=batch)

    with engine.connect() as connection:
        for projection in PROJECTIONS:
            rows = fold_log(projection, log.read, size=len(log.entries), batch=batch + 1)
            for table in projection.tables:
                key = [column.name for column in table.primary_key]
                kept = sorted(rows.all(table), key=lambda row: [row[name] for name in key])
                assert list(writing.stream(connection, table)) == kept


@given(histories.logs())
@settings(max_examples=15, deadline=None)
def test_an_entry_that_comes_twice_changes_nothing(log: Log) -> None:
    """Not only the cursor refuses it: the folds themselves do, in any later order."""
    for projection in PROJECTIONS:
        once = fold_log(projection, log.read, size=len(log.entries))
        readings = decode_rows(log.read(0, 10_000), 0)[0]
        twice = Rows(projection.tables)
        for reading in readings:
            fold(projection, [reading], twice)
            fold(projection, [reading], twice)
        fold(projection, readings, twice)
        assert [twice.all(table) for table in projection.tables] == [
            once.all(table) for table in projection.tables
        ]


def test_a_second_delivery_changes_nothing(engine: sa.Engine) -> None:
    log = story()
    first = catch_up(engine, log.source)
    before = tables(engine)

    assert catch_up(engine, log.source) == first
    assert tables(engine) == before
    assert [progress.index for progress in first] == [len(log.entries) - 1] * 3


def test_rebuild_swaps_and_both_databases_agree(engine: sa.Engine) -> None:
    log = story()
    catch_up(engine, log.source, batch=2)
    before = tables(engine)
    with engine.begin() as connection:
        connection.execute(CASE_FILE.update().values(state="forged"))
        connection.execute(CURSOR.update().values(index=3))

    for projection in PROJECTIONS:
        assert rebuild(engine, log.source, projection, batch=3) == Progress(
            projection.name, len(log.entries) - 1
        )
    assert tables(engine) == before
    sqlite = memory()
    catch_up(sqlite, log.source)
    assert tables(sqlite) == before
    assert not [name for name in sa.inspect(engine).get_table_names() if "__new" in name]
    for projection in PROJECTIONS:
        rebuild(engine, log.source, projection)
        check(engine, log.source, projection)


def test_growth_goes_on_after_a_rebuild(engine: sa.Engine) -> None:
    log = story()
    rebuild(engine, log.source, Decisions(), until=6)
    assert catch_up(engine, log.source, (Decisions(),))[0].index == len(log.entries) - 1
    check(engine, log.source, Decisions())


def test_a_skipped_entry_is_caught_by_the_reader(engine: sa.Engine) -> None:
    log = story()

    def skipping(start: int, limit: int) -> Sequence[Row]:
        return [row for row in log.read(start, limit + 1) if row[0] != 7][:limit]

    with pytest.raises(OutOfOrder) as caught:
        catch_up(engine, replace(log.source, read=skipping))
    assert (caught.value.expected, caught.value.found) == (7, 8)
    assert [progress.index for progress in catch_up(engine, log.source)] == [len(log.entries) - 1] * 3
    check(engine, log.source, CaseFile())


@pytest.mark.parametrize(("lost", "table"), [(8, "case_event"), (9, "decision"), (9, "grievance")])
def test_an_entry_that_was_lost_is_caught_by_the_check(engine: sa.Engine, lost: int, table: str) -> None:
    log = story()
    catch_up(engine, log.source, until=lost - 1)
    with engine.begin() as connection:
        connection.execute(CURSOR.update().values(index=lost))
    catch_up(engine, log.source)

    owner = next(item for item in PROJECTIONS if table in {kept.name for kept in item.tables})
    with pytest.raises(Differs) as caught:
        check(engine, log.source, owner)
    assert table in caught.value.tables
    assert caught.value.code == "projection_differs"


def test_a_changed_row_is_caught_and_nothing_is_left_behind(engine: sa.Engine) -> None:
    log = story()
    catch_up(engine, log.source)
    with engine.begin() as connection:
        connection.execute(DECISION.update().values(overturned=0))

    with pytest.raises(Differs, match="decision"):
        check(engine, log.source, Decisions())
    assert not [name for name in sa.inspect(engine).get_table_names() if "__new" in name]


def test_an_unknown_event_is_a_hard_stop_that_names_its_index(engine: sa.Engine) -> None:
    log = story()
    payload = b'{"by":"actor/x","data":{},"schema":2,"signers":[],"stream":"claim/x","type":"ClaimReceived"}'
    log.entries[10] = (
        b'{"dsse":{"payload":"' + base64.b64encode(payload) + b'"},"index":10,"recorded_at":"","version":1}'
    )

    done = catch_up(engine, log.source)
    assert [progress.index for progress in done] == [9, 9, 9]
    for progress in done:
        assert isinstance(progress.stopped, UnknownEvent)
        assert (progress.stopped.index, progress.stopped.schema) == (10, 2)
    with pytest.raises(UnknownEvent, match="entry 10"):
        rebuild(engine, log.source, CaseFile())


@pytest.mark.parametrize("entry", [b"", b"{}", b'{"dsse":{"payload":"!"}}'])
def test_an_unreadable_entry_is_named(engine: sa.Engine, entry: bytes) -> None:
    log = story()
    log.entries[6] = entry

    stopped = catch_up(engine, log.source)[0].stopped
    assert isinstance(stopped, UnreadableEntry)
    assert stopped.index == 6


def test_an_entry_at_the_wrong_place_is_not_read() -> None:
    log = story()
    log.entries[6] = log.entries[5]

    assert isinstance(catch_up(memory(), log.source)[0].stopped, UnreadableEntry)


class Fussy(Grievances):
    """A projection that cannot apply one entry."""

    name = "fussy"

    def apply(self, reading: Reading, rows: Rows) -> None:
        if reading.type == "GrievanceDetermined":
            raise ZeroDivisionError
        super().apply(reading, rows)


def test_a_handler_that_fails_stops_alone_and_before_its_entry(engine: sa.Engine) -> None:
    log = story()
    failing = next(item.index for item in log.recorded if item.statement.type == "GrievanceDetermined")

    case_file, fussy = catch_up(engine, log.source, (CaseFile(), Fussy()))
    assert case_file == Progress("case_file", len(log.entries) - 1)
    assert fussy.index == failing - 1
    assert isinstance(fussy.stopped, HandlerFailed)
    assert fussy.stopped.index == failing
    again = catch_up(engine, log.source, (Fussy(),))[0]
    assert again.index == failing - 1


def test_a_failed_rebuild_leaves_the_old_tables(engine: sa.Engine) -> None:
    log = story()
    catch_up(engine, log.source)
    before = tables(engine)
    log.entries[6] = b""

    with pytest.raises(UnreadableEntry):
        rebuild(engine, log.source, CaseFile())
    assert tables(engine) == before
    assert not [name for name in sa.inspect(engine).get_table_names() if "__new" in name]


def test_tables_of_another_version_wait_for_a_rebuild(engine: sa.Engine) -> None:
    log = story()
    prepare(engine)
    with engine.begin() as connection:
        connection.execute(CURSOR.update().where(CURSOR.c.name == "decisions").values(version=0))

    case_file, decisions, _ = catch_up(engine, log.source)
    assert case_file.stopped is None
    assert isinstance(decisions.stopped, Outdated)
    rebuild(engine, log.source, Decisions())
    assert catch_up(engine, log.source)[1].stopped is None


def test_two_runners_never_apply_the_same_entry(tmp_path: Path) -> None:
    """Another process moves the cursor between reading and applying: nothing is written twice."""
    log = story()
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'read.db'}")

    def interrupted(start: int, limit: int) -> Sequence[Row]:
        if start == 4:
            catch_up(engine, log.source, (CaseFile(),), until=5)
        return log.read(start, limit)

    done = catch_up(engine, replace(log.source, read=interrupted), (CaseFile(),), batch=4)[0]
    assert isinstance(done.stopped, CursorMoved)
    assert catch_up(engine, log.source, (CaseFile(),))[0].stopped is None
    check(engine, log.source, CaseFile())


def test_projections_behind_catch_up_together(engine: sa.Engine) -> None:
    log = story()
    catch_up(engine, log.source, (CaseFile(),), until=8)
    starts: list[int] = []

    def counted(start: int, limit: int) -> Sequence[Row]:
        starts.append(start)
        return log.read(start, limit)

    catch_up(engine, replace(log.source, read=counted))
    assert starts == [0, 9, len(log.entries)]


def test_few_queries_for_a_whole_batch(engine: sa.Engine) -> None:
    log = story()
    prepare(engine)
    statements: list[str] = []
    sa.event.listen(engine, "before_cursor_execute", lambda *said: statements.append(said[2]))

    catch_up(engine, log.source, (CaseFile(),))
    selects = [said for said in statements if said.lstrip().startswith("SELECT") and "case_" in said]
    writes = [said for said in statements if said.startswith('INSERT INTO "case_')]
    assert len(selects) == 2
    assert len(writes) == len(CaseFile.tables)
    assert CASE_EVENT.name in " ".join(writes)


def test_memory_does_not_grow_with_the_log(tmp_path: Path) -> None:
    """A rebuild and its digest hold a batch at a time, however long the log is."""
    log = histories.enrol(Log())
    for number in range(1_400):
        log.add(ref("claim", number), histories.received())
        log.add(ref("claim", number), histories.decided())
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'read.db'}")
    source = replace(log.source, remembered=200)
    rebuild(engine, source, CaseFile(), until=99, batch=50)  # what is allocated once

    peaks = []
    for until in (1_100, 2_800):
        tracemalloc.start()
        rebuild(engine, source, CaseFile(), until=until, batch=50)
        check(engine, source, CaseFile(), batch=50)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]
    engine.dispose()
