"""However two writers take turns, fail and start again, there is one log without gaps."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ledger.store.engines import open_engine
from ledger.store.recorder import Recorder
from tests.store.support import append, check_log, named


class Step(NamedTuple):
    """Who writes, to which streams, and how it ends."""

    writer: int
    streams: list[int]
    fails: bool
    restarts: bool


STEPS = st.lists(
    st.builds(
        Step,
        st.integers(0, 1),
        st.lists(st.integers(0, 3), min_size=1, max_size=4) | st.just([0, 1] * 130),
        st.booleans(),
        st.booleans(),
    ),
    max_size=12,
)


@pytest.fixture
def writers(database_url: str, recorder: Recorder) -> Iterator[list[Recorder]]:
    other = open_engine(database_url)
    yield [recorder, Recorder(other)]
    other.dispose()


@settings(
    max_examples=15,
    deadline=None,
    # The log is not emptied between examples: each goes on where the last one ended, as logs do.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(STEPS)
def test_any_interleaving_gives_one_gapless_log(writers: list[Recorder], steps: list[Step]) -> None:
    before = writers[0].head().size
    expected = []
    for step in steps:
        if step.restarts:  # it forgets what it wrote last
            writers[step.writer] = Recorder(writers[step.writer].engine)
        streams = [named(before, number) for number in step.streams]
        if step.fails:
            with pytest.raises(RuntimeError):
                append(writers[step.writer], streams, fail=True)
        else:
            expected += append(writers[step.writer], streams)

    rows = check_log(writers[0])
    assert rows[before:] == expected
    assert [each.id for each in writers[1].select_notifications(before + 1, 10_000)] == list(
        range(before + 1, len(rows) + 1)
    )
