"""Who reads what: one lived case, everybody of its cast, and nobody else."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ledger.application.looking import commitments, consultation, queue, register
from ledger.application.replay import replay
from ledger.application.settings import Settings
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.promise import STORY as PROMISE
from ledger.application.stories.telling import Stage, Story, Telling, play
from ledger.projections.views.plain import plain
from tests.api.clients import stage_of
from tests.api.signing_in import built, token
from tests.api.test_statements import problem
from tests.stories.stage import ORIGIN

EVERYWHERE = {"intake", "oversight", "auditor", "payer", "supervisor-city", "handler", "handler-district"}
EVERYWHERE |= {"handler-province", "appellate-1", "appellate-2"}
DECIDED_THE_CLAIM = {"officer-1", "officer-2", "supervisor-district"}
DETERMINED_THE_APPEAL = {"reviewer", "supervisor-province"}
CLAIM = EVERYWHERE | DECIDED_THE_CLAIM | DETERMINED_THE_APPEAL
GRIEVANCE = EVERYWHERE | DETERMINED_THE_APPEAL
"""Nobody who decided the claim reads the appeal against it. Attesters, helpers and founders read neither."""


@dataclass(frozen=True)
class Town:
    """The case behind the door, and a session for everybody."""

    client: TestClient
    stage: Stage
    telling: Telling
    sessions: dict[str, dict[str, str]]
    settings: Settings

    def path(self, kind: str) -> str:
        return f"/{kind}s/{self.telling.stream(kind).partition('/')[2]}"

    def get(self, path: str, who: str, **headers: str) -> Any:
        return self.client.get(path, headers=self.sessions[who] | headers)

    def renew(self, who: str) -> None:
        """Sign in again: time went on."""
        key = self.stage.cast[who].key
        self.sessions[who] = token(self.client, built(ORIGIN, self.stage.time.now(), key))

    def opens(self, stream: str, who: str) -> bool:
        kind, _, name = stream.partition("/")
        return bool(self.get(f"/{kind}s/{name}", who).status_code == 200)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), GRANDMOTHER) as here:
        yield here


@contextmanager
def behind_the_door(folder: Path, *stories: Story) -> Iterator[Town]:
    """Tell ``stories``, and sign everybody in; the first one is the one looked at."""
    with stage_of(folder, f"sqlite:///{folder}/ledger.db") as (client, stage, settings):
        telling = play(stage, stories)[stories[0].name]
        now = stage.time.now()
        keys = stage.ledger.registry().keys
        sessions = {
            name: token(client, built(ORIGIN, now, holder.key))
            for name, holder in stage.cast.items()
            if keys[holder.key.id].revoked is None
        }
        yield Town(client, stage, telling, sessions, settings)


@pytest.mark.parametrize(("kind", "readers"), [("claim", CLAIM), ("grievance", GRIEVANCE)])
def test_a_case_is_open_to_those_who_act_in_it_and_to_nobody_else(
    town: Town, kind: str, readers: set[str]
) -> None:
    assert readers < set(town.sessions)
    opened = {name for name in town.sessions if town.get(town.path(kind), name).status_code == 200}
    assert opened == readers


def test_what_is_not_theirs_and_what_is_not_there_are_one_answer(town: Town) -> None:
    nowhere = "/claims/5a11dead-0000-4000-8000-000000000001"
    theirs = problem(town.get(town.path("claim"), "neighbour"), 404, "not_found")
    nothing = problem(town.get(nowhere, "neighbour"), 404, "not_found")
    assert theirs == nothing
    assert problem(town.get(nowhere, "oversight"), 404, "not_found") == nothing
    assert problem(town.get("/claims/no-name", "oversight"), 404, "not_found") == nothing
    swapped = town.path("claim").replace("/claims/", "/grievances/")
    assert problem(town.get(swapped, "oversight"), 404, "not_found") == nothing


def test_a_case_reads_as_the_command_line_shows_it_now_and_at_any_moment(town: Town) -> None:
    ledger, now = town.stage.ledger, town.stage.time.now()
    claim = town.telling.stream("claim")
    assert town.get(town.path("claim"), "officer-2").json() == plain(replay(ledger, claim, now))

    refusal = town.telling.receipt("refusal")
    then = town.get(f"{town.path('claim')}?at={refusal.index}", "officer-2").json()
    assert (then["stands"]["state"], then["entries"][-1]["index"]) == ("decided", refusal.index)
    known = town.get(f"{town.path('claim')}?as_seen_by={refusal.id}", "oversight").json()
    assert {one["knowledge"] for one in known["entries"]} == {"seen", "cited", "this", "later"}


def test_two_moments_at_once_are_no_question(town: Town) -> None:
    refusal = town.telling.receipt("refusal")
    path = f"{town.path('claim')}?at=3&as_seen_by={refusal.id}"
    problem(town.get(path, "oversight"), 400, "query_invalid")
    for wrong in ("at=-1", "at=x", "at=9007199254740992", "as_seen_by=7"):
        problem(town.get(f"{town.path('claim')}?{wrong}", "oversight"), 400, "query_invalid")
    problem(town.get(f"{town.path('claim')}?at=0", "oversight"), 404, "not_found")


def test_a_queue_is_ones_own(town: Town) -> None:
    ledger, now = town.stage.ledger, town.stage.time.now()
    refusal = town.telling.receipt("refusal").index
    for name in ("officer-1", "payer", "neighbour", "root-1"):
        actor = town.stage.cast[name].actor
        for at in (None, refusal):
            mine = town.get("/queue" if at is None else f"/queue?at={at}", name).json()
            assert mine == plain(queue(ledger, now, at=at, official=actor))
    waiting = town.get(f"/queue?at={refusal}", "officer-1").json()["tasks"]
    assert [task["stream"] for task in waiting] == [town.telling.stream("claim")]
    assert "tasks" not in town.get(f"/queue?at={refusal}", "neighbour").json()


@pytest.mark.parametrize(("path", "look"), [("/commitments", commitments), ("/mandates", register)])
def test_whoever_holds_a_mandate_sees_what_was_promised_and_who_may_do_what(
    town: Town, path: str, look: Callable[..., object]
) -> None:
    ledger, now = town.stage.ledger, town.stage.time.now()
    for name in ("officer-1", "volunteer-social", "participant-1", "oversight"):
        assert town.get(path, name).json() == plain(look(ledger, now))
    assert town.get(f"{path}?at=0", "oversight").json()["size"] == 1
    problem(town.get(path, "root-1"), 404, "not_found")
    problem(town.client.get(path), 401, "session_missing")


def test_a_consultation_is_read_by_those_who_act_and_a_claim_is_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with behind_the_door(tmp_path_factory.mktemp("council"), PROMISE) as town:
        record = town.get(town.path("consultation"), "participant-1")
        stream = town.telling.stream("consultation")
        assert record.json() == plain(consultation(town.stage.ledger, stream, town.stage.time.now()))
        problem(town.get(town.path("consultation"), "root-1"), 404, "not_found")
        problem(town.get(f"{town.path('consultation')}?at=0", "oversight"), 404, "not_found")
        nowhere = "/consultations/5a11dead-0000-4000-8000-000000000001"
        problem(town.get(nowhere, "oversight"), 404, "not_found")
        assert town.get("/commitments", "participant-1").json()["commitments"]
