"""Searching in what is sealed: whatever the index finds, nobody learns more than they may read."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from api import searches
from ledger.application import sought
from ledger.application.access import What
from ledger.application.indexing import NATIONAL_ID, WORDS
from ledger.application.snapshot import present
from ledger.application.stories.library import STORIES
from ledger.domain.errors import RuleBroken
from ledger.projections.views.unsealing import may_unseal, standing_of
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem

PROGRAMME = "5a11dead-0000-4000-8000-00000000000b"
NUMBER = {"programme": PROGRAMME, "national_id": "0000000000001"}


class Candidate(NamedTuple):
    stream: str
    subject: str


class Everybody:
    """An index that finds everybody whatever is asked: what is left out is left out by entitlement."""

    def __init__(self, found: list[Candidate]) -> None:
        self.found = found

    def find_person(self, programme: str, national_id: str) -> list[Candidate]:
        if national_id != NUMBER["national_id"]:
            raise RuleBroken("data_invalid")
        return self.found

    def find_words(self, text: str) -> list[Candidate]:
        return self.found


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), *STORIES) as here:
        store = here.stage.ledger.store
        found = [Candidate(one, "applicant") for _, one in store.streams("claim", limit=100)]
        found += [Candidate(one, "complainant") for _, one in store.streams("grievance", limit=100)]
        here.client.app.state.finder = Everybody(found)  # type: ignore[attr-defined]
        yield here


def look(town: Town, who: str, body: Any) -> Any:
    return town.client.post("/searches", json=body, headers=town.sessions[who])


@pytest.mark.parametrize(("body", "fields"), [({"words": "ยาย"}, WORDS), (NUMBER, {NATIONAL_ID})])
def test_everybody_finds_those_of_whom_they_may_read_all_that_was_searched(
    town: Town, body: dict[str, str], fields: set[str]
) -> None:
    prefix = present(town.stage.ledger.store, town.stage.time.now())
    finder: Everybody = town.client.app.state.finder  # type: ignore[attr-defined]
    counts = set()
    for who in town.sessions:
        actor = town.stage.cast[who].actor
        answer = look(town, who, body)
        assert answer.status_code == 200, answer.text
        expected = sorted(
            one
            for one in finder.found
            if town.opens(one.stream, who)
            and all(
                may_unseal(prefix, one.stream, standing_of(prefix, one.stream, actor), entry, name)
                for entry in prefix.history(one.stream)
                if entry.statement.sd
                for name in (f"{one.subject}/{field}" for field in fields)
            )
        )
        assert [(one["stream"], *one["subjects"]) for one in answer.json()["found"]] == expected
        counts.add(len(expected))
    assert 0 in counts
    assert len(counts) > 2


def test_that_somebody_was_looked_for_is_recorded_in_each_case_that_is_shown(town: Town) -> None:
    access = town.stage.ledger.access
    for body, what in (({"words": "ยาย"}, What.SEARCH), (NUMBER, What.PSEUDONYM)):
        hits = look(town, "officer-2", body).json()["found"]
        assert hits
        for hit in hits:
            last = access.reads(hit["stream"])[-1].access
            assert (last.by, last.what) == (town.stage.cast["officer-2"].actor, what)


def test_a_search_that_asked_for_open_cases_alone_would_tell_who_complained(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a case may be open to somebody from whom its complainant is kept."""
    kept = {one["stream"] for one in look(town, "oversight", {"words": "ยาย"}).json()["found"]}
    monkeypatch.setattr(sought, "may_unseal", lambda *_: True)
    told = {one["stream"] for one in look(town, "oversight", {"words": "ยาย"}).json()["found"]}
    assert kept < told


def test_one_person_looks_for_others_sixty_times_in_an_hour(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert searches.LOOKED[1:] == (60, timedelta(hours=1))
    few = searches.LOOKED._replace(kind="few searches", many=2)
    monkeypatch.setattr(searches, "LOOKED", few)
    assert [look(town, "payer", NUMBER).status_code for _ in range(3)] == [200, 200, 429]
    refused = look(town, "payer", NUMBER)
    problem(refused, 429, "rate")
    assert 0 < int(refused.headers["retry-after"]) <= 3600
    assert look(town, "custodian", NUMBER).status_code == 200
    monkeypatch.setattr(searches, "LOOKED", few._replace(many=3))  # the control: it is this that refuses
    assert look(town, "payer", NUMBER).status_code == 200


def test_that_nobody_was_found_is_recorded_under_the_registry(town: Town) -> None:
    """Else whoever tries names until one is found would be seen at the last alone."""
    access, ledger = town.stage.ledger.access, town.stage.ledger
    before = len(access.reads(ledger.registry_stream))
    assert look(town, "custodian", NUMBER).json()["found"] == []
    looked = [one.access for one in access.reads(ledger.registry_stream)[before:]]
    assert [(one.by, one.what) for one in looked] == [(town.stage.cast["custodian"].actor, What.PSEUDONYM)]
    assert NUMBER["national_id"] not in str(looked)
    assert look(town, "officer-2", NUMBER).json()["found"]
    assert len(access.reads(ledger.registry_stream)) == before + 1


def test_a_search_shows_so_many_cases_and_says_that_there_are_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sought.MOST == 200
    everything = look(town, "officer-2", NUMBER).json()
    assert (len(everything["found"]) > 2, everything["more"]) == (True, False)
    for most in (2, len(everything["found"]) - 1, len(everything["found"])):
        monkeypatch.setattr(sought, "MOST", most)
        before = len(list(town.stage.ledger.access.store.rows()))
        answer = look(town, "officer-2", NUMBER).json()
        assert answer["found"] == everything["found"][:most]
        assert answer["more"] is (most < len(everything["found"]))
        assert len(list(town.stage.ledger.access.store.rows())) == before + most


def test_a_search_folds_so_many_cases_and_says_that_there_may_be_others(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever may read none of them must not have the server fold them all."""
    assert sought.LOOKED_AT == 1000
    looked = list[str]()

    def nothing(_prefix: object, stream: str, _actor: str) -> bool:
        looked.append(stream)
        return False

    monkeypatch.setattr(sought, "may_open", nothing)
    finder: Everybody = town.client.app.state.finder  # type: ignore[attr-defined]
    every = len(finder.found)
    for most, more in ((3, True), (every - 1, True), (every, False), (every + 1, False)):
        looked.clear()
        monkeypatch.setattr(sought, "LOOKED_AT", most)
        assert look(town, "officer-1", NUMBER).json()["more"] is more
        assert len(looked) == min(most, every)


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        {"words": ""},
        {"words": 1},
        {"words": "ก", "more": "ข"},
        {"programme": "x", "national_id": "0000000000001"},
        {"national_id": "0000000000001"},
        {**NUMBER, "words": "ก"},
    ],
)
def test_a_question_has_one_form_and_is_not_repeated(town: Town, body: Any) -> None:
    answer = look(town, "officer-2", body)
    problem(answer, 400, "search_invalid")
    assert "0000000000001" not in answer.text


def test_what_the_index_refuses_and_who_has_not_signed_in_are_told_so(town: Town) -> None:
    problem(look(town, "officer-2", {**NUMBER, "national_id": "1"}), 422, "data_invalid")
    problem(town.client.post("/searches", json=NUMBER), 401, "session_missing")
    finder, town.client.app.state.finder = town.client.app.state.finder, None  # type: ignore[attr-defined]
    try:
        problem(look(town, "officer-2", NUMBER), 503, "setting_missing")
    finally:
        town.client.app.state.finder = finder  # type: ignore[attr-defined]
