"""The grandmother's case, told once, with the words that those who work on it may open."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pytest

from ledger.application.access import Purpose
from ledger.application.openings import Field, Openings, Reader
from ledger.application.snapshot import Snapshot, after_index, present
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.telling import Telling
from ledger.projections.letters.opened import wanted
from tests.stories.stage import Theatre, told


@dataclass(frozen=True)
class Told:
    """The story at its end."""

    here: Theatre
    story: Telling
    claim: str
    grievance: str
    of_claim: Sequence[Field]
    of_grievance: Sequence[Field]

    def now(self) -> Snapshot:
        return present(self.here.stage.ledger.store, self.here.stage.time.now())

    def after(self, act: str) -> Snapshot:
        """The log when ``act`` was recorded."""
        return after_index(self.here.stage.ledger.store, self.story.receipt(act).index)

    def version(self, act: str) -> int:
        return self.story.entries[act].version


@pytest.fixture(scope="package")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    with told(tmp_path_factory.mktemp("letters"), STORY) as (here, story):
        openings = Openings(here.stage.ledger, here.stage.time.now)

        def opened(name: str, stream: str, subject: str) -> Sequence[Field]:
            holder = here.stage.cast[name]
            reader = Reader(holder.actor, holder.key.id)
            return openings.open(stream, reader, Purpose.NOTICE, wanted(subject)).fields

        claim, grievance = story.stream("claim"), story.stream("grievance")
        yield Told(
            here,
            story,
            claim,
            grievance,
            opened("officer-2", claim, "applicant"),
            opened("reviewer", grievance, "complainant"),
        )
