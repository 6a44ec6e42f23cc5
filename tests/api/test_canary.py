"""Nothing personal leaves the vault, and what is erased is nowhere in it, down to the bytes of the files."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ledger.application.assembly import create
from ledger.application.erasable import everything_about, openable
from ledger.application.settings import Settings
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.library import BEGINNING
from ledger.application.stories.opening import open_stage
from ledger.application.stories.telling import Stage, StageTime, Telling, Words, play
from ledger.cli.edges import author
from ledger.domain.casework.events import PersonalDataErased
from ledger.domain.types import Code
from tests.api.canaries import Marking, database, leaks
from tests.api.clients import Through, client_of
from tests.stories.stage import ORIGIN
from tests.support.databases import private_schema


@dataclass(frozen=True)
class Lived:
    """A story that was told over HTTP, with a marker in every personal field."""

    client: TestClient
    stage: Stage
    settings: Settings
    telling: Telling
    author: Marking

    def places(self) -> dict[str, bytes]:
        """Where no marker may stand: databases, and all that the log serves."""
        paths = ["/checkpoint", *(f"/tile/{level}/000.p/{n}" for level in "0" for n in range(1, 5))]
        urls = {"ledger": self.settings.ledger_db, "vault": self.settings.vault_db}
        served = {
            path: self.client.get(path).content for path in [*paths, "/tile/entries/000", "/tile/0/000"]
        }
        return served | {name: database(url) for name, url in {**urls, "keys": self.settings.key_db}.items()}


@pytest.fixture
def lived(tmp_path: Path, database_url: str, request: pytest.FixtureRequest) -> Iterator[Lived]:
    with ExitStack() as stack:
        vault, keys = f"sqlite:///{tmp_path}/vault.db", f"sqlite:///{tmp_path}/data-keys.db"
        if not database_url.startswith("sqlite"):
            server = request.getfixturevalue("postgres_url")
            vault, keys = (stack.enter_context(private_schema(server)) for _ in range(2))
        settings = Settings.of(
            database_url, tmp_path / "keys", {"PHAYAN_VAULT_DB": vault, "PHAYAN_KEY_DB": keys}
        )
        time = StageTime(BEGINNING)
        here = replace(author(ORIGIN), instant=time.instant)
        create(settings, here, time.now)
        client = stack.enter_context(client_of(settings, time.now, public_entries=True))
        marking = Marking.of(here)
        through = Through(client, client.app.state.ledger)  # type: ignore[attr-defined]
        stage, _ = open_stage(through, settings, marking, time)  # type: ignore[arg-type]
        telling = play(stage, [STORY])[STORY.name]
        yield Lived(client, stage, settings, telling, marking)


def erase_everything(lived: Lived) -> set[bytes]:
    """Erase the applicant when nothing needs the data any more; return the keys that were there."""
    lived.stage.time.go_to(date(2026, 12, 15))
    lived.stage.tick()
    ledger, stream = lived.stage.ledger, lived.telling.stream("claim")
    old = {*ledger.sealer.held_keys(stream, "applicant")}
    targets = everything_about(ledger.store, ledger.sealer.vault, stream, "applicant")
    assert len(targets) > 1
    lived.telling.say(
        "erasure",
        "claim",
        PersonalDataErased(basis=Code("request"), targets=targets),
        "custodian",
        "oversight",
        words=Words("ลบข้อมูล", "The data are erased."),
    )
    return old


def test_a_lived_story_leaves_no_word_outside_of_the_vault(
    lived: Lived, capfd: pytest.CaptureFixture[str]
) -> None:
    markers = lived.author.markers
    places = lived.places()
    said = capfd.readouterr()

    assert len(markers) > 20
    assert leaks(markers, {**places, "out": said.out.encode(), "err": said.err.encode()}) == []
    assert all(places[name] for name in ("ledger", "vault", "keys", "/checkpoint"))


def test_a_word_that_leaked_would_be_found(lived: Lived) -> None:
    """The control: in the clear, and as a disclosure, which is base64."""
    marker = lived.author.markers[0]
    (item,) = lived.author.compose(
        lived.telling.stream("claim"),
        PersonalDataErased(basis=Code("request"), targets=()),
        by=lived.telling.actor("custodian"),
        keys=[lived.stage.cast["custodian"].key],
        sealed={"applicant/name": marker},
    ).disclosures
    places = {"clear": f"name={marker}".encode(), "coded": item.encode(), "clean": b"nothing"}

    assert leaks([marker], places) == [("clear", marker), ("coded", marker)]


def test_after_an_erasure_the_keys_are_nowhere_in_the_files(lived: Lived) -> None:
    before = database(lived.settings.key_db)
    old = erase_everything(lived)
    after = {name: database(getattr(lived.settings, name)) for name in ("key_db", "vault_db")}

    assert old
    assert all(key in before for key in old), "the control: a key that is there is found"
    assert [(name, key) for key in old for name, content in after.items() if key in content] == []
    ledger, stream = lived.stage.ledger, lived.telling.stream("claim")
    left = openable(ledger.store, ledger.sealer.vault, stream)
    fields = {name.partition("/")[2] for names in left.values() for name in names if "applicant/" in name}
    assert fields <= {"facts", "considerations", "discretion"}, "the reasons of officials stay"


def test_without_emptying_the_wal_a_key_would_stay_in_it(
    lived: Lived, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the test above; on PostgreSQL there is no such file."""
    from ledger.store.vault import Vault

    monkeypatch.setattr(Vault, "leave_no_trace", lambda _vault: None)
    old = erase_everything(lived)
    found = [key for key in old if key in database(lived.settings.key_db)]

    assert bool(found) == lived.settings.key_db.startswith("sqlite")
