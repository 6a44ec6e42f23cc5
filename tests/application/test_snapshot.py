"""A snapshot of the store is the prefix that rules know, at any index and any time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.snapshot import Snapshot, after_index, at_time, present, registry_at
from ledger.domain.directory import RegistryState
from tests.projections import histories
from tests.projections.histories import REGISTRY, Log, actor, ref
from tests.projections.prefixes import before, empty_ledger, stored


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("snapshots") / "empty.db")


@given(histories.logs(most=15), st.data())
@settings(max_examples=15, deadline=None)
def test_a_snapshot_knows_what_the_verifier_knew_at_that_place(
    empty: Path, log: Log, data: st.DataObject
) -> None:
    size = data.draw(st.integers(1, len(log.entries)))
    known = before(log, size)

    with stored(log, empty) as recorder:
        snapshot = after_index(recorder, size - 1)
        assert (snapshot.size, snapshot.now) == (known.size, known.now)
        assert snapshot.registry == known.registry
        for stream in [*log.heads, ref("claim", 99)]:
            assert list(snapshot.history(stream)) == list(known.history(stream))
            assert snapshot.state(stream) == known.state(stream)
            assert snapshot.head(stream) == known.head(stream)
            assert list(snapshot.referring(stream)) == list(known.referring(stream))


def test_a_registry_is_that_of_its_position_whatever_was_asked_before(empty: Path) -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    log.add(REGISTRY, histories.mandate(3))
    size = len(log.entries)

    with stored(log, empty) as recorder:
        for asked in (*range(size + 1), *range(size, -1, -1), size + 9, 3, size, 2):
            assert registry_at(recorder, asked) == before(log, asked).registry, asked
        assert registry_at(recorder, 2) != registry_at(recorder, size)


def test_a_time_takes_what_was_recorded_by_then_and_nothing_else(empty: Path) -> None:
    log = histories.enrol(Log())
    stamps = [datetime.fromisoformat(item.recorded_at) for item in log.recorded]
    millisecond = timedelta(milliseconds=1)

    with stored(log, empty) as recorder:
        for index, stamp in enumerate(stamps):
            assert at_time(recorder, stamp).size == index + 1
            assert at_time(recorder, stamp - millisecond).size == index
        assert at_time(recorder, stamps[0] - millisecond).registry == RegistryState()
        assert at_time(recorder, stamps[-1] + timedelta(days=1)).now == "2026-01-06T03:00:04.000Z"


def test_the_present_is_never_before_the_last_stamp(empty: Path) -> None:
    log = histories.enrol(Log())
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)

    with stored(log, empty) as recorder:
        assert present(recorder, early).now == log.recorded[-1].recorded_at
        assert present(recorder, late).now == "2026-02-01T00:00:00.000Z"
        assert present(recorder, late).size == len(log.entries)
        assert after_index(recorder, 10_000).size == len(log.entries)


def test_what_is_appended_later_does_not_change_a_snapshot(empty: Path) -> None:
    log = histories.enrol(Log())
    log.add(ref("claim", 1), histories.received())
    size = len(log.entries)
    log.add(ref("claim", 1), histories.decided())
    log.add(REGISTRY, histories.mandate(3))

    with stored(log, empty) as recorder:
        snapshot = Snapshot(recorder, size, log.recorded[size - 1].recorded_at)
        assert [one.version for one in snapshot.history(ref("claim", 1))] == [1]
        assert actor(3) not in snapshot.registry.mandates
