"""From which checkpoint a server answers: one a month for anybody, else the newest that facts are kept of."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from benchmarks.fixture import statements
from ledger.application.errors import NoSuchEntry
from ledger.application.issuing import Issues
from ledger.application.ledger import Ledger
from ledger.application.refreshing import refresh
from ledger.projections.errors import ReportError
from ledger.projections.reports import kept
from ledger.projections.reports.asking import Params
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.facts import Facts
from ledger.store.engines import open_engine, reading
from ledger.store.migrations import upgrade
from ledger.store.recorder import Recorder
from tests.application.conftest import Place

PUBLIC = Params(tier="public", population="all_imported")


@pytest.fixture
def written(place: Place, ledger: Ledger) -> Ledger:
    """A ledger with fourteen records of an old register."""
    ledger.submit(statements(place.signers, 14))
    return ledger


@pytest.fixture
def issues(written: Ledger) -> Issues:
    return Issues(written.store, written.origin)


def kept_size(ledger: Ledger) -> int:
    with reading(ledger.store.engine) as connection:
        return kept.size(connection)


def test_a_question_writes_nothing(written: Ledger, issues: Issues) -> None:
    issues.write("R01", Params(population="all_imported"), issues.newest(None))
    assert kept_size(written) == 0

    refresh(written.store.engine, next(written.store.checkpoints(5)).size)
    before = kept_size(written)
    issues.write("R01", Params(population="all_imported"), issues.newest(written.store.head().size))
    assert kept_size(written) == before


def test_persons_rows_are_those_of_the_newest_kept_facts(written: Ledger, issues: Issues) -> None:
    assert issues.newest(None).size == written.store.head().size  # as long as there are none
    size = next(written.store.checkpoints(5)).size
    refresh(written.store.engine, size)
    assert issues.newest(None).size == size
    assert issues.newest(written.store.head().size).size == written.store.head().size


def test_what_is_kept_and_what_is_folded_give_the_same_report(written: Ledger, issues: Issues) -> None:
    params, snapshot = Params(population="all_imported"), issues.newest(None)
    folded = issues.write("R01", params, snapshot)
    refresh(written.store.engine, snapshot.size)
    again = Issues(written.store, written.origin)
    assert again.write("R01", params, again.newest(None)) == folded
    assert folded["rows"]


def test_the_issue_is_the_first_checkpoint_of_the_month(written: Ledger, issues: Issues) -> None:
    month = date.fromisoformat(issues.issue().known_as_of[:10])
    assert issues.issue().size == next(written.store.checkpoints()).size  # all of it is of this month
    assert issues.issue().size < written.store.head().size
    params, _ = issues.for_public("R01", PUBLIC, issues.issue().size)
    assert params.valid_to is not None
    assert params.valid_to <= month
    with pytest.raises(ReportError) as caught:
        issues.for_public("R01", PUBLIC, written.store.head().size)
    assert caught.value.code == "report_issue"


def test_each_tier_has_one_checkpoint_at_hand(
    written: Ledger, issues: Issues, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So nobody who asks for old checkpoints makes the server fold again for the public."""
    folded: list[int] = []

    def counted(_store: object, _shapes: object, snapshot: Snapshot, **_: object) -> Facts:
        folded.append(snapshot.size)
        return Facts()

    monkeypatch.setattr("ledger.application.issuing.facts_for", counted)
    for size in [one.size for one in written.store.checkpoints()][-3:]:
        issues.write("R01", Params(), issues.newest(size))
        issues.write("R01", *issues.for_public("R01", PUBLIC, None))
    assert len(folded) == 4
    assert folded.count(issues.issue().size) == 1


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Issues]:
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db")
    upgrade(engine)
    yield Issues(Recorder(engine), "ledger.example.org/2026")
    engine.dispose()


def test_a_log_without_a_checkpoint_has_no_report(empty: Issues) -> None:
    with pytest.raises(NoSuchEntry):
        empty.issue()
    with pytest.raises(NoSuchEntry):
        empty.newest(None)
