"""Against ``phayan serve`` as a process: what anybody said is in no file, no answer and no record of it."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from ledger.application.erasable import everything_about
from ledger.application.settings import Settings
from ledger.application.stories.grandmother import STORY
from ledger.application.stories.opening import calendar
from ledger.application.stories.telling import Telling, Words, play
from ledger.domain.casework.events import PersonalDataErased
from ledger.domain.types import Code, Text
from ledger.store.blobs import Folder
from ledger.store.engines import open_engine, writing
from tests.api import canary_visits as visits
from tests.api.canaries import database, forms, leaks
from tests.api.citizens import Citizen
from tests.api.served_town import CLOCKED, ServedTown, served_town
from tests.application.test_backup import copied
from tests.application.test_backup import database as whole_database
from tests.support.databases import UNSAFE
from tests.support.postgres import client_programs, private_server

MINE = "complainant"
TALKATIVE = """
import api.serving as serving
plain = serving.create_app

def talkative(*args, **more):
    app = plain(*args, **more)

    @app.middleware("http")
    async def tell(request, go_on):
        print(request.url, flush=True)
        answer = await go_on(request)
        answer.headers["x-asked"] = str(request.url)
        app.state.metrics.answered(request.url.path, request.method, 200, 0.0)
        return answer

    return app

serving.create_app = talkative
"""
"""Takes away what keeps a server from repeating what it is asked."""
OURS = {"facts", "considerations", "discretion", "reasons", "ruling"}
"""Fields that belong to an act of the office, and stay."""


@dataclass
class Lived:
    """A town in which everything was said, and what an erasure is about to take."""

    town: ServedTown
    telling: Telling
    citizen: Citizen
    upper: Citizen

    @property
    def markers(self) -> list[str]:
        return [*self.town.author.markers, self.citizen.code, self.upper.code]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """A place for a ledger; of PostgreSQL two servers, since an archive is of a whole one."""
    folder = tmp_path_factory.mktemp("canary")
    with ExitStack() as stack:
        ledger, vault, keys = (f"sqlite:///{folder}/{name}.db" for name in ("ledger", "vault", "data-keys"))
        if request.param == "postgresql":
            stack.enter_context(pytest.MonkeyPatch.context()).setenv(UNSAFE, "tests-only")
            first, second = (stack.enter_context(private_server()) for _ in range(2))
            ledger = stack.enter_context(whole_database(first, "phayan_ledger"))
            vault, keys = (
                stack.enter_context(whole_database(second, name)) for name in ("phayan_vault", "phayan_keys")
            )
        yield Settings(ledger, vault, keys, folder / "keys", str(folder / "attachments"))


@pytest.fixture(scope="module")
def lived(settings: Settings) -> Iterator[Lived]:
    with served_town(settings.keys.parent, settings) as town:
        telling = play(town.stage, [STORY])[STORY.name]
        citizen, upper = visits.lived(town)
        town.sign_in()
        visits.waiting(town)
        found = [answer.status_code for answer in visits.wrong_filings(town, citizen)]
        town.sign_in()
        found += [answer.status_code for answer in visits.wrong_ways(town, citizen)]
        found += [answer.status_code for answer in visits.wrong_statements(town)]
        visits.rude(town, citizen)
        found += [answer.status_code for answer in visits.readings(town)]
        assert citizen.open().status_code == 200
        assert not {500, 503} & set(found)
        assert {400, 401, 404, 405, 409, 413, 415, 422, 431} & set(found) >= {400, 401, 404, 405, 422, 431}
        yield Lived(town, telling, citizen, upper)


def test_what_was_said_is_in_no_file_no_answer_and_no_record(lived: Lived) -> None:
    places = lived.town.places()
    assert len(lived.markers) > 250
    assert leaks(lived.markers, places) == []
    empty = {name for name, content in places.items() if not content}
    assert empty == set()
    assert leaks(lived.town.author.markers, {"issued": b"".join(lived.town.heard.issued)}) == []


def test_copies_of_the_ledger_and_the_vault_hold_nothing_personal(lived: Lived) -> None:
    town = lived.town
    copies, apart = copied(town.settings, town.folder)
    places = {path.name: _read(path) for path in [*copies.rglob("*"), *apart.rglob("*")] if path.is_file()}
    assert leaks(lived.markers, places) == []
    held = town.stage.ledger.sealer.held_keys(lived.telling.stream("claim"), "applicant")
    names = [name for name, content in places.items() for key in held if _has(content, key)]
    assert [name.partition(".")[0] for name in names] == ["data-keys"] * len(held), "said in operating.md"
    shutil.rmtree(copies.parent)
    shutil.rmtree(apart.parent)


def test_after_an_erasure_it_is_nowhere(lived: Lived) -> None:
    town = lived.town
    ledger, sealer = town.stage.ledger, town.stage.ledger.sealer
    town.stage.time.go_to(date(2026, 12, 15))
    town.stage.tick()
    stream = lived.telling.stream("claim")
    mine = stream_of(lived)
    whose = [(stream, "applicant"), *((mine, one) for one in (MINE, "named-1", "named-2"))]
    keys = [key for pair in whose for key in sealer.held_keys(*pair)]
    sealed = [box.box for pair in whose for box in sealer.vault.of_subject(*pair)]
    blobs = set(Folder(Path(town.settings.blobs or "")).names())
    before = everything(town)
    assert len(keys) == len(whose)
    assert all(any(key in content for content in before.values()) for key in [*keys, *sealed])
    assert len(blobs) == 4

    for where, subject in whose:
        targets = everything_about(ledger.store, sealer.vault, where, subject)
        assert targets
        label = "claim" if where == stream else "grievance:mine"
        lived.telling.streams["grievance:mine"] = mine
        says = PersonalDataErased(basis=Code("request"), targets=targets)
        lived.telling.say("erasure", label, says, "custodian", "oversight", words=Words("", ""))
    town.run("tick", "--quiet")
    after = everything(town)
    assert [name for key in [*keys, *sealed] for name, content in after.items() if key in content] == []
    assert blobs.isdisjoint(Folder(Path(town.settings.blobs or "")).names())
    assert leaks(lived.markers, town.places()) == []
    opened = lived.citizen.open()
    left = [field["name"].partition("/")[2] for field in opened.json()["opened"] if "value" in field]
    assert set(left) <= OURS


def stream_of(lived: Lived) -> str:
    """The stream of the citizen's own case."""
    opened = lived.citizen.open().json()
    stream: str = opened["stream"]
    return stream


def everything(town: ServedTown) -> dict[str, bytes]:
    """The databases in which something sealed and its keys may lie."""
    return {name: database(getattr(town.settings, name)) for name in ("ledger_db", "vault_db", "key_db")}


def _read(path: Path) -> bytes:
    """A copy as what it holds: a dump is packed."""
    if path.suffix != ".dump":
        return path.read_bytes()
    command = [str(client_programs() / "pg_restore"), "--file", "-", str(path)]
    return subprocess.run(command, capture_output=True, check=True, env={"PATH": os.defpath}).stdout


def _has(content: bytes, key: bytes) -> bool:
    return key in content or key.hex().encode() in content


def test_a_leak_into_any_kind_of_place_would_be_found(lived: Lived) -> None:
    """The control of what is kept: an act that says it in the clear, rows, files and records."""
    town, clear, planted = lived.town, "canary-9998-clear", "canary-9999-planted"
    says = replace(calendar(), source=Text(clear))
    lived.telling.say("said", "programme:clear", says, "supervisor-province", words=Words("", ""))
    for url in (town.settings.ledger_db, town.settings.vault_db, town.settings.key_db):
        engine = open_engine(url)
        with writing(engine) as connection:
            connection.exec_driver_sql("CREATE TABLE planted (said TEXT)")
            connection.exec_driver_sql(f"INSERT INTO planted VALUES ('{planted}')")
        engine.dispose()
    for folder in (Path(town.settings.blobs or ""), town.settings.keys):
        (folder / "planted").write_bytes(planted.encode("utf-16-le"))
    with (town.folder / "said").open("a") as said:
        said.write(planted.encode().hex())

    places = town.places()
    clusters = {name for name in places if name.startswith("files of")}
    # In the files of PostgreSQL a large value lies packed; as a value of its table it does not.
    assert {name for name, _ in leaks([clear], places)} - clusters == {"ledger", "log files", "answers"}
    kept = {"ledger", "vault", "data keys", "attachments", "key folder", "said"}
    assert {name for name, _ in leaks([planted], places)} == kept | clusters


@pytest.mark.parametrize("form", sorted(set(forms("canary-9999-planted"))))
def test_a_marker_is_found_in_whatever_form_it_stands(form: bytes) -> None:
    places = {"here": b"\0before" + form + b"after", "clean": b"canary"}
    assert leaks(["canary-9999-planted"], places) == [("here", "canary-9999-planted")]


def test_a_server_that_repeats_what_it_is_asked_would_be_found(tmp_path: Path) -> None:
    """The control of what is answered: heads of answers, output of the process and labels of counts."""
    ledger, vault, keys = (f"sqlite:///{tmp_path}/{name}.db" for name in ("ledger", "vault", "data-keys"))
    settings = Settings(ledger, vault, keys, tmp_path / "keys", str(tmp_path / "attachments"))
    with served_town(tmp_path, settings, program=TALKATIVE + CLOCKED) as town:
        marker = town.word()
        assert town.client.get(f"/filings/{marker}").status_code == 404
        assert town.client.get(f"/errors/sig_invalid?{marker}").status_code == 200
        found = {name for name, _ in leaks([marker], town.places())}
    assert found == {"answers", "refusals", "said", "metrics"}
