"""Who reads by whose key: the log of readers tells an actor's own key from what was let in for them."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.sessions import Sessions
from ledger.application.admission import Admission, Link, Program
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.signing.keys import SigningKey
from tests.api.programs import Sent, signed
from tests.api.test_reading import Town, behind_the_door
from tests.stories.stage import ORIGIN

KEY = SigningKey(b"payroll's own key, and nothing's")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), GRANDMOTHER) as here:
        yield here


def last(town: Town) -> tuple[str, str]:
    """Who the last record says read, and by which key."""
    record: dict[str, Any] = json.loads([*town.stage.ledger.access.store.rows()][-1].record)
    return record["by"], record["key"]


def test_a_key_of_an_actor_stands_as_it_is(town: Town) -> None:
    officer = town.stage.cast["officer-2"]
    assert town.get(town.path("claim"), "officer-2").status_code == 200
    assert last(town) == (officer.actor, officer.key.id)


def test_a_program_reads_for_an_actor_and_by_a_key_of_its_own(town: Town) -> None:
    officer, registry = town.stage.cast["officer-2"], town.stage.ledger.registry()
    Admission(town.settings.keys).add(Program("payroll", officer.actor, KEY.public.hex()), registry)
    sent = signed(Sent("GET", f"http://ledger.test{town.path('claim')}"), KEY, ORIGIN, town.stage.time.now())
    assert sent.through(town.client).status_code == 200
    assert last(town) == (officer.actor, f"program:{KEY.id}")


def test_an_official_of_a_provider_reads_by_the_link_that_let_them_in(town: Town) -> None:
    officer, registry = town.stage.cast["officer-2"], town.stage.ledger.registry()
    link = Link("https://id.example.org", "somsri@example.org", officer.actor)
    Admission(town.settings.keys).link(link, registry)
    sessions: Sessions = town.client.app.state.sessions  # type: ignore[attr-defined]
    headers = {"authorization": f"Bearer {sessions.open_linked(link)[0]}"}
    assert town.client.get(town.path("claim"), headers=headers).status_code == 200
    assert last(town) == (officer.actor, f"sso:{link.id}")
    assert "somsri" not in str([one.record for one in town.stage.ledger.access.store.rows()])
