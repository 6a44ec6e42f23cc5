"""A stage for the stories of these tests: a ledger, its cast and its time, in a folder of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from ledger.application import assembly
from ledger.application.fastpath import read_recorded
from ledger.application.keyring import Keyring
from ledger.application.settings import Settings
from ledger.application.stories.library import BEGINNING
from ledger.application.stories.opening import open_stage
from ledger.application.stories.telling import Stage, StageTime, Story, Telling, play
from ledger.application.verifying import verify_ledger
from ledger.cli.edges import author
from ledger.domain.states import StreamState, evolve, initial
from ledger.tlog.policy import parse_policy

ORIGIN = "ledger.example.org/stories"


@dataclass(frozen=True)
class Theatre:
    """An open stage, how it was opened, everybody's keys, and the policy that a verifier pins."""

    stage: Stage
    opening: Telling
    keyring: Keyring
    policy: str

    def tell(self, story: Story) -> Telling:
        """Play ``story`` to its end."""
        return play(self.stage, [story])[story.name]

    def state(self, stream: str) -> StreamState:
        """Fold ``stream``."""
        state = initial(stream)
        for row in self.stage.ledger.store.stream(stream):
            state = evolve(state, read_recorded(row.entry, row.leaf))
        return state

    def types(self, stream: str) -> list[str]:
        """The types of the entries of ``stream``."""
        return [row.type for row in self.stage.ledger.store.stream(stream)]

    def check_verifies(self) -> None:
        """Check the whole ledger, as ``phayan verify`` does."""
        verdict = verify_ledger(self.stage.ledger.store, parse_policy(self.policy))
        assert (verdict.findings, verdict.unchecked, verdict.exit_code) == ([], [], 0)
        assert verdict.entries == self.stage.ledger.store.head().size


@contextmanager
def theatre(folder: Path, database_url: str) -> Iterator[Theatre]:
    """Open a theatre in ``folder`` on the database of ``database_url``."""
    separate = {
        "PHAYAN_VAULT_DB": f"sqlite:///{folder}/vault.db",
        "PHAYAN_KEY_DB": f"sqlite:///{folder}/data-keys.db",
    }
    settings, time = Settings.of(database_url, folder / "keys", separate), StageTime(BEGINNING)
    here = replace(author(ORIGIN), instant=time.instant)
    assembly.create(settings, here, time.now)
    with assembly.open_ledger(settings, time.now, write=True) as ledger:
        stage, opening = open_stage(ledger, settings, here, time)
        yield Theatre(stage, opening, Keyring(settings.keys), settings.policy.read_text())


@contextmanager
def told(folder: Path, story: Story) -> Iterator[tuple[Theatre, Telling]]:
    """Tell ``story`` alone, on SQLite."""
    with theatre(folder, f"sqlite:///{folder / 'ledger.db'}") as here:
        yield here, here.tell(story)
