"""Logs over which every report must run: all stories, an imported register, and nothing at all."""

from collections.abc import Iterator

import pytest

from ledger.application.fastpath import read_recorded
from ledger.application.stories.library import STORIES
from ledger.application.stories.telling import play
from ledger.domain.types import Recorded
from ledger.store.recorder import Recorder
from tests.stories.stage import theatre

Entries = tuple[Recorded, ...]


def entries_of(recorder: Recorder) -> Entries:
    return tuple(read_recorded(row.entry, row.leaf) for row in recorder.rows(0, recorder.head().size))


@pytest.fixture(scope="session")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Entries]:
    """Every story, told in one ledger: own signatures, clocks, remedies, a consultation, an audit."""
    folder = tmp_path_factory.mktemp("stories")
    with theatre(folder, f"sqlite:///{folder / 'ledger.db'}") as here:
        play(here.stage, STORIES)
        yield entries_of(here.stage.ledger.store)
