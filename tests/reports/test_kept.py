"""Facts that are kept grow with the log, and are what a rebuild from nothing gives."""

import json
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import Mock

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import refreshing
from ledger.application.case_facts import registry_at
from ledger.application.refreshing import Other, check, refresh
from ledger.domain.casework_codes import Outcome
from ledger.projections.errors import Differs
from ledger.projections.reports import kept
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.folds.decisions import DECISION, REVERSED
from ledger.projections.writing import set_cursor
from ledger.store.engines import open_engine, reading, writing
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder
from tests.projections import histories
from tests.projections.histories import DAY, REGISTRY, Log, actor, logs, ref
from tests.projections.prefixes import empty_ledger, fill, stored


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("kept") / "ledger.db")


def rows(engine: sa.Engine) -> list[list[tuple[object, ...]]]:
    with reading(engine) as connection:
        tables = (sa.select(table).order_by(*table.primary_key) for table in kept.TABLES)
        return [[tuple(row) for row in connection.execute(one)] for one in tables]


@settings(max_examples=25, deadline=None)
@given(log=logs(), steps=st.lists(st.integers(1, 9), max_size=6))
def test_what_grew_step_by_step_is_what_a_rebuild_gives(empty: Path, log: Log, steps: list[int]) -> None:
    with stored(log, empty) as recorder:
        size = 0
        for step in steps:
            size = min(size + step, len(log.entries))
            refresh(recorder.engine, size)
        refresh(recorder.engine, len(log.entries))
        grown = rows(recorder.engine)
        refresh(recorder.engine, len(log.entries), whole=True)

        assert rows(recorder.engine) == grown


@settings(max_examples=25, deadline=None)
@given(log=logs())
def test_what_is_kept_is_what_the_log_gives_in_memory(empty: Path, log: Log) -> None:
    facts = facts_of(log.recorded)
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        with reading(recorder.engine) as connection:
            loaded = kept.load(connection, kept.SHAPES.values())

    shapes = [shape for shape in kept.SHAPES.values() if shape.counts]
    assert loaded.digest(shapes) == facts.digest(shapes)
    assert loaded.cited(REVERSED) == facts.cited(REVERSED)


def waiting() -> Log:
    """Return a log in which a refusal can still be appealed, and another claim."""
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received(programme=histories.publish(log)))
    log.add(ref("claim", 1), histories.notified(log.add(ref("claim", 1), histories.decided())))
    log.add(ref("claim", 2), histories.received())
    return log


def matured(engine: sa.Engine) -> int:
    with reading(engine) as connection:
        cube = kept.load(connection, (DECISION,)).cube(DECISION)
    return sum(counts["matured"] for _, counts in cube.records())


def test_a_day_that_passes_is_seen_in_cases_that_nobody_touched(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the control: whoever looks at new entries alone still calls the decision open."""
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        assert matured(recorder.engine) == 0
    log.day = DAY + timedelta(days=30)
    log.add(ref("claim", 2), histories.decided())
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries) - 1)
        with monkeypatch.context() as patch:
            patch.setattr(kept, "aged", lambda _connection, _day: [])
            refresh(recorder.engine, len(log.entries))
        assert matured(recorder.engine) == 0
        refresh(recorder.engine, len(log.entries) - 1, whole=True)
        refresh(recorder.engine, len(log.entries))
        assert matured(recorder.engine) == 1


def test_a_refresh_folds_what_is_new_and_no_more(empty: Path) -> None:
    log = waiting()
    for number in range(3, 30):
        log.add(ref("claim", number), histories.decided(official=actor(2)))
    with stored(log, empty) as recorder:
        first = refresh(recorder.engine, len(log.entries) - 1)
        then = refresh(recorder.engine, len(log.entries))

    assert (first.whole, first.cases) == (True, 30)
    assert (then.whole, then.cases) == (False, 1)


def test_what_is_of_one_month_lies_together(empty: Path) -> None:
    """What is new is of the newest month, so that few pages change. The control: deciders mix the months."""
    log = histories.enrol(Log())
    for number in range(8):
        says = histories.decided(official=actor(number % 4))
        log.add(ref("claim", number), says, at=f"2026-0{number // 4 + 1}-05T03:00:00Z")
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        with reading(recorder.engine) as connection:
            ordered = sa.select(kept.CELL.c.key).where(kept.CELL.c.shape == DECISION.name)
            texts = connection.execute(ordered.order_by(kept.CELL.c.key)).scalars().all()
            keys = list(kept.load(connection, (DECISION,)).cube(DECISION).cells)

    assert [json.loads(text)[0] for text in texts] == ["2026-01"] * 4 + ["2026-02"] * 4
    assert [key[-1] for key in sorted(keys)] == ["2026-01", "2026-02"] * 4


def test_an_appeal_is_counted_with_every_claim_that_it_contests(empty: Path) -> None:
    log = histories.enrol(Log())
    made = [log.add(ref("claim", number), histories.decided(official=actor(2))) for number in (1, 2)]
    log.add(ref("grievance", 1), histories.filed(*made))
    size = len(log.entries)
    log.add(ref("grievance", 1), histories.determined(Outcome.UPHELD))
    with stored(log, empty) as recorder:
        refresh(recorder.engine, size)
        assert (
            refresh(recorder.engine, size + 1).cases == 3
        )  # two claims, and the grievance by itself: nothing
        with reading(recorder.engine) as connection:
            cube = kept.load(connection, (DECISION,)).cube(DECISION)

    assert sum(counts["overturned"] for _, counts in cube.records()) == 2


def test_a_revoked_key_lets_everything_be_folded_again(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries) - 1)
        monkeypatch.setattr(refreshing, "WIDE", frozenset({"ClaimReceived"}))
        assert refresh(recorder.engine, len(log.entries)).whole


def test_of_many_cases_the_other_process_folds_half(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the control: for few it is not asked."""
    log = waiting()
    size = len(log.entries)
    log.add(REGISTRY, histories.mandate(1, "office_b"))
    for number in range(1, 8):
        log.add(ref("claim", number), histories.attested())
    with ThreadPoolExecutor(1) as executor, stored(log, empty) as recorder:
        asked = Mock(wraps=executor)
        other = Other(asked, str(recorder.engine.url))
        refresh(recorder.engine, size)
        refresh(recorder.engine, len(log.entries) - 1, other=other)
        assert not asked.submit.called
        monkeypatch.setattr(refreshing, "SHARED", 2)
        refresh(recorder.engine, size, whole=True)
        refresh(recorder.engine, len(log.entries), other=other)
        assert asked.submit.call_count == 1
        check(recorder.engine)


def test_two_processes_keep_what_one_keeps(empty: Path) -> None:
    log = waiting()
    log.add(ref("grievance", 1), histories.filed(log.at(ref("claim", 9), 1)))
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        alone = rows(recorder.engine)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor:
            other = Other(executor, str(recorder.engine.url))
            refresh(recorder.engine, len(log.entries), whole=True, other=other)

        assert rows(recorder.engine) == alone


def test_facts_of_older_folds_are_grown_anew(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        assert refresh(recorder.engine, len(log.entries)).cases == 0
        monkeypatch.setattr(kept, "VERSION", 99)
        monkeypatch.setattr(refreshing, "VERSION", 99)
        assert refresh(recorder.engine, len(log.entries)).whole


def test_tables_of_an_older_form_are_replaced(empty: Path) -> None:
    log = waiting()
    with stored(log, empty) as recorder:
        with writing(recorder.engine) as connection:
            kept.prepare(connection)
            connection.execute(sa.text("DROP TABLE report_until"))
            connection.execute(sa.text('CREATE TABLE report_until ("case" TEXT PRIMARY KEY, day TEXT)'))
            set_cursor(connection, kept.NAME, 6, len(log.entries) - 1)
        refresh(recorder.engine, len(log.entries))
        assert len(check(recorder.engine)) == 64


def test_the_registry_goes_on_from_where_it_was_kept(empty: Path) -> None:
    log = waiting()
    size = len(log.entries)
    log.add(REGISTRY, histories.mandate(3, "office_b"))
    with stored(log, empty) as recorder:
        refresh(recorder.engine, size)
        refresh(recorder.engine, size + 1)
        with reading(recorder.engine) as connection:
            assert kept.registry(connection) == registry_at(connection, size + 1)
            assert kept.registry(connection) != registry_at(connection, size)


def test_a_count_that_somebody_changed_is_found(empty: Path) -> None:
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        assert len(check(recorder.engine)) == 64
        with writing(recorder.engine) as connection:
            connection.execute(kept.CELL.update().values(counts="[1]"))
        with pytest.raises(Differs, match="report_cell"):
            check(recorder.engine)


@pytest.mark.parametrize("many", [1, 2])
def test_rows_written_by_one_statement_are_those_written_one_by_one(
    database_url: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = waiting()
    log.add(ref("grievance", 1), histories.filed(log.at(ref("claim", 1), 2)))
    engine = open_engine(database_url)
    upgrade(engine)
    fill(Recorder(engine), log)
    refresh(engine, len(log.entries))
    kept_before = rows(engine)
    monkeypatch.setattr(kept, "_AT_ONCE", many)
    refresh(engine, len(log.entries), whole=True)

    assert rows(engine) == kept_before
    assert min(len(table) for table in kept_before[:2]) >= many
    engine.dispose()


def test_facts_are_kept_alike_on_both_databases(database_url: str) -> None:
    log = waiting()
    log.add(ref("grievance", 1), histories.filed(log.at(ref("claim", 1), 2), log.at(ref("claim", 9), 1)))
    log.add(ref("grievance", 1), histories.determined(Outcome.UPHELD))
    engine = open_engine(database_url)
    upgrade(engine)
    fill(Recorder(engine), log)
    refresh(engine, len(log.entries) - 2)
    refresh(engine, len(log.entries))

    with reading(engine) as connection:
        loaded = kept.load(connection, kept.SHAPES.values())
    shapes = [shape for shape in kept.SHAPES.values() if shape.counts]
    assert loaded.digest(shapes) == facts_of(log.recorded).digest(shapes)
    assert len(check(engine)) == 64
    engine.dispose()
