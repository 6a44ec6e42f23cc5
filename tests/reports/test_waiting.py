"""Cases that wait for a day: what they add is kept until then, is read when they go on, and is exact."""

from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import msgspec
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application import refreshing, touched
from ledger.application.refreshing import check, refresh
from ledger.domain.directory import RegistryState
from ledger.projections.errors import Differs
from ledger.projections.reports import kept
from ledger.projections.reports.case import Case
from ledger.projections.reports.change import Change
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folding import FOLDS, FROM_LOG, case_facts
from ledger.store.engines import reading, writing
from tests.projections import histories
from tests.projections.histories import DAY, Log, actor, logs, ref
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.test_folds_add_up import cases
from tests.reports.test_kept import waiting


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("waiting") / "ledger.db")


@settings(max_examples=40, deadline=None)
@given(
    log=logs(pause=20),
    steps=st.lists(st.integers(1, 9), max_size=4),
    later=st.lists(st.integers(1, 40), max_size=5),
)
def test_on_every_later_day_what_grew_is_what_the_log_gives(
    empty: Path, log: Log, steps: list[int], later: list[int]
) -> None:
    told = len(log.entries)
    sizes = [*(min(size, told) for size in accumulate(steps)), told]
    for days in later:
        log.day += timedelta(days=days)
        log.add(ref("claim", 9), histories.attested())  # somebody speaks elsewhere
        sizes.append(len(log.entries))
    with stored(log, empty) as recorder:
        for size in sizes:
            refresh(recorder.engine, size)
            check(recorder.engine)


def test_a_case_that_names_no_day_differs_once_it_is_over(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the days that pass in such logs are noticed where the cases keep silent about them."""
    log = waiting()
    log.day = DAY + timedelta(days=30)
    log.add(ref("claim", 9), histories.attested())
    monkeypatch.setattr(CaseFacts, "hold", lambda _facts, _day: None)
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries) - 1)
        refresh(recorder.engine, len(log.entries))
        with pytest.raises(Differs, match="report_cell"):
            check(recorder.engine)


@settings(max_examples=30, deadline=None)
@given(log=logs(pause=20))
def test_what_a_case_added_is_read_as_it_was_put_in_and_leaves_nothing(log: Log) -> None:
    for case in cases(log):
        facts, change = case_facts(case, FROM_LOG), Change()
        change.put(case.key, facts)
        again = CaseFacts.from_bytes(facts.to_bytes())
        change.put(case.key, None, again)

        assert (again.counts, again.cited) == (facts.counts, facts.cited)
        assert not any(any(counts) for found in change.cells.values() for counts in found.values())
        assert not any(any(steps.values()) for found in change.cited.values() for steps in found.values())


def test_a_case_that_waits_is_not_folded_as_it_was(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the control: of a settled case nothing is kept by which it could be taken out."""
    folded: list[str] = []

    def fold(case: Case, *folds: object) -> CaseFacts:
        folded.append(case.key)
        return case_facts(case, FROM_LOG)

    monkeypatch.setattr(touched, "case_facts", fold)
    log = waiting()
    log.add(ref("claim", 3), histories.decided())
    size = len(log.entries)
    log.add(ref("claim", 1), histories.attested())
    log.add(ref("claim", 3), histories.attested())
    with stored(log, empty) as recorder:
        refresh(recorder.engine, size)
        refresh(recorder.engine, size + 2)
        check(recorder.engine)

    assert folded == [ref("claim", 3)]


def test_only_what_an_issue_told_otherwise_waits_for_the_end_of_the_month() -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.decided(official=actor(2)))  # imported: counted at once
    log.add(ref("claim", 2), histories.decided())  # nobody was told: not counted before, nor now
    until = {case.key: case_facts(case, FROM_LOG).until for case in cases(log)}

    assert until[ref("claim", 1)] == date(2026, 1, 31)
    assert until[ref("claim", 2)] is None


def shapes_added(engine: sa.Engine) -> set[str]:
    """Return the names of the shapes in what is kept of cases that wait."""
    with reading(engine) as connection:
        found = kept.added(connection, connection.execute(sa.select(kept.UNTIL.c.case)).scalars().all())
    return {shape for facts in found.values() for shape, _ in (*facts.counts, *facts.cited)}


def test_nothing_that_the_vault_tells_is_kept_of_a_case(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the control: whoever folds strata too would be seen here."""
    told = {shape.name for one in FOLDS if one.vault for shape in one.shapes}
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        assert shapes_added(recorder.engine).isdisjoint(told)
        monkeypatch.setattr(refreshing, "FROM_LOG", FOLDS)
        refresh(recorder.engine, len(log.entries), whole=True)
        assert not shapes_added(recorder.engine).isdisjoint(told)


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        (kept.UNTIL, {"added": CaseFacts().to_bytes()}),
        (kept.UNTIL, {"day": "2026-01-06"}),
        (kept.REGISTRY, {"state": msgspec.msgpack.encode(RegistryState())}),
    ],
)
def test_what_is_kept_beside_the_counts_is_checked_too(
    empty: Path, table: sa.Table, changed: dict[str, object]
) -> None:
    log = waiting()
    with stored(log, empty) as recorder:
        refresh(recorder.engine, len(log.entries))
        with writing(recorder.engine) as connection:
            connection.execute(table.update().values(**changed))
        with pytest.raises(Differs, match=table.name):
            check(recorder.engine)


@settings(max_examples=30, deadline=None)
@given(log=logs(pause=20))
def test_what_two_processes_found_adds_up_to_the_whole(log: Log) -> None:
    """The control: the half of the other one counted twice is something else."""
    whole, halves = Change(), (Change(), Change())
    for number, case in enumerate(cases(log)):
        facts = case_facts(case, FROM_LOG)
        whole.put(case.key, facts)
        halves[number % 2].put(case.key, facts)
    one, other = halves
    one.merge(other.to_bytes())

    assert (one.cases, one.cells, one.cited, one.until) == (
        whole.cases,
        whole.cells,
        whole.cited,
        whole.until,
    )
    one.merge(other.to_bytes())
    assert (one.cells == whole.cells) == (not other.cells)
