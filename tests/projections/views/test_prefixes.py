"""Every view at every position: as if nothing had been recorded since."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings

from ledger.application.snapshot import after_index
from ledger.domain.prefix import Prefix
from ledger.projections.views.case import view_case
from ledger.projections.views.commitments import view_commitments
from ledger.projections.views.consultation import view_consultation
from ledger.projections.views.queue import view_queue
from ledger.projections.views.register import view_register
from tests.projections import histories
from tests.projections.histories import Log, actor
from tests.projections.prefixes import before, empty_ledger, stored

VIEWS: tuple[Callable[[Prefix, str], object], ...] = (
    view_case,
    view_consultation,
    lambda prefix, _stream: view_register(prefix),
    lambda prefix, stream: view_queue(prefix, [stream]),
    lambda prefix, stream: view_queue(prefix, [stream], actor(1)),
    lambda prefix, stream: view_commitments(prefix, [stream]),
)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("views") / "empty.db")


@given(histories.logs(most=10))
@settings(max_examples=10, deadline=None)
def test_every_view_at_every_prefix_is_the_view_of_the_truncated_history(empty: Path, log: Log) -> None:
    with stored(log, empty) as recorder:
        for size in range(1, len(log.entries) + 1):
            whole, truncated = after_index(recorder, size - 1), before(log, size)
            for stream in log.heads:
                for view in VIEWS:
                    assert view(whole, stream) == view(truncated, stream)
