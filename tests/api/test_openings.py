"""What is sealed is opened for those entitled, recorded first, and never called erased where it is lost."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import schemas
from ledger.application.access import Purpose
from ledger.application.errors import AccessNotRecorded
from ledger.application.openings import HOLDER, Opened, Openings, Reader
from ledger.application.stories import acts
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.casework.events import IdentityUnsealed
from ledger.domain.casework_codes import Anonymity, Ground, Kind
from ledger.domain.types import Code, Instant, Local
from tests.api.clients import ONE
from tests.api.signing_in import built, token
from tests.api.test_contract import check
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem
from tests.application.readers import tamper
from tests.stories.stage import ORIGIN

NAME = "ยายตัวอย่าง"
"""How the grandmother's name begins, wherever it stands."""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("openings"), GRANDMOTHER) as here:
        yield here


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[Town]:
    """A town of one's own, to be damaged."""
    with behind_the_door(tmp_path, GRANDMOTHER) as here:
        yield here


def ask(town: Town, who: str, kind: str = "claim", **more: Any) -> Any:
    body = {"stream": town.telling.stream(kind), "purpose": "decision"} | more
    return town.client.post("/openings", content=json.dumps(body), headers=ONE | town.sessions[who])


def opened(town: Town, who: str, kind: str = "claim", **more: Any) -> list[dict[str, Any]]:
    answer = ask(town, who, kind, **more)
    assert answer.status_code == 200, answer.text
    jsonschema.Draft202012Validator(schemas.OPENING).validate(answer.json())
    fields: list[dict[str, Any]] = answer.json()["fields"]
    return fields


def names(fields: list[dict[str, Any]], verdict: str = "disclosed") -> set[str]:
    return {field["name"] for field in fields if field["verdict"] == verdict}


def records(town: Town) -> list[dict[str, Any]]:
    rows = town.stage.ledger.access.store.rows()
    return [json.loads(row.record) for row in rows]


IDENTITY = {"applicant/name", "applicant/national_id", "applicant/birth_date", "applicant/village"}
IDENTITY |= {"applicant/household", "applicant/recipient", "applicant/address"}
WORDS = {"applicant/text", "applicant/facts", "applicant/considerations", "applicant/discretion"}
WORDS |= {"applicant/observations"}
OF_OTHERS = {"attester/text"}
EVERYTHING = IDENTITY | WORDS | OF_OTHERS
NOWHERE = "/claims/5a11dead-0000-4000-8000-000000000001/reads"


@pytest.mark.parametrize(
    ("who", "reads"),
    [
        ("officer-2", EVERYTHING),
        ("supervisor-district", EVERYTHING),
        ("reviewer", EVERYTHING),
        ("intake", IDENTITY | WORDS),
        ("oversight", WORDS | OF_OTHERS),
        ("auditor", WORDS | OF_OTHERS),
        ("payer", {"applicant/name", "applicant/national_id"}),
    ],
)
def test_each_reads_what_they_need_of_the_claim_and_the_rest_is_withheld(
    town: Town, who: str, reads: set[str]
) -> None:
    fields = opened(town, who)
    assert names(fields) == reads
    assert names(fields, "withheld") == EVERYTHING - reads
    assert {field["verdict"] for field in fields} <= {"disclosed", "withheld"}
    assert all("value" not in field for field in fields if field["verdict"] == "withheld")


@pytest.mark.parametrize("who", ["neighbour", "volunteer-social", "custodian", "participant-1", "root-1"])
def test_whoever_may_not_open_the_case_opens_nothing_in_it(town: Town, who: str) -> None:
    before = len(records(town))
    nothing = ask(town, who, stream="claim/5a11dead-0000-4000-8000-000000000001")
    assert problem(ask(town, who), 404, "not_found") == problem(nothing, 404, "not_found")
    assert len(records(town)) == before


def test_without_a_session_nothing_opens(town: Town) -> None:
    body = {"stream": town.telling.stream("claim"), "purpose": "decision"}
    problem(town.client.post("/openings", content=json.dumps(body), headers=ONE), 401, "session_missing")


def test_a_reading_is_recorded_with_names_and_never_with_a_value(town: Town) -> None:
    answer = ask(town, "officer-2", names=["applicant/name", "applicant/text"], purpose="review").json()
    assert NAME in json.dumps(answer, ensure_ascii=False)
    record = records(town)[-1]
    officer = town.stage.cast["officer-2"]

    assert record == {
        "as": [{"office": "example-municipality", "role": "officer"}],
        "at": town.stage.time.now().isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "by": officer.actor,
        "key": officer.key.id,
        "purpose": "review",
        "stream": town.telling.stream("claim"),
        "targets": [{"fields": ["applicant/name", "applicant/text"], "version": 1}],
        "what": "sealed",
    }
    assert names(answer["fields"]) == {"applicant/name", "applicant/text"}
    assert NAME not in "".join(row.record.decode() for row in town.stage.ledger.access.store.rows())


def test_reading_a_file_is_recorded_and_asking_for_what_is_not_ones_own_is_none(town: Town) -> None:
    before = len(records(town))
    town.get(town.path("claim"), "officer-2")
    town.get(f"{town.path('claim')}?at={town.telling.receipt('refusal').index}", "oversight")
    town.get(town.path("claim"), "neighbour")
    new = records(town)[before:]

    assert [(one["what"], one["by"], one["purpose"]) for one in new] == [
        ("file", town.stage.cast["officer-2"].actor, None),
        ("file", town.stage.cast["oversight"].actor, None),
    ]
    whole, early = (one["targets"] for one in new)
    assert whole[0]["version"] > early[0]["version"] == town.telling.receipt("refusal").version


class ShownFirst(Openings):
    """The control: what is read is shown, and recorded afterwards if it can be."""

    def open(self, stream: str, reader: Reader, purpose: Purpose, names: Any = None) -> Opened:
        fields = self._fields(self._case(stream, reader), names)
        try:
            super().open(stream, reader, purpose, names)
        except AccessNotRecorded:
            return Opened(stream, 0, fields)
        raise AssertionError("it can be recorded")


def test_where_the_reading_cannot_be_recorded_nothing_is_shown(own_town: Town, tmp_path: Path) -> None:
    town, reading = own_town, own_town.client.app.state.reading  # type: ignore[attr-defined]
    assert NAME in ask(town, "officer-2").text
    tamper(f"sqlite:///{tmp_path}/vault.db", "ALTER TABLE access_head RENAME TO elsewhere", quietly=False)

    for answer in (ask(town, "officer-2"), town.get(town.path("claim"), "officer-2")):
        problem(answer, 503, "access_not_recorded")
        assert NAME not in answer.text
        assert "fields" not in answer.json()
    reading.openings = ShownFirst(town.stage.ledger, town.stage.time.now)
    assert NAME in ask(town, "officer-2").text


FORMS: tuple[Any, ...] = (
    None,
    [],
    {},
    {"stream": "claim/5a11dead-0000-4000-8000-000000000001"},
    {"stream": "registry/5a11dead-0000-4000-8000-000000000001", "purpose": "decision"},
    {"stream": "claim/X", "purpose": "decision"},
    {"stream": 7, "purpose": "decision"},
    {"purpose": "curiosity"},
    {"purpose": None},
    {"names": []},
    {"names": "applicant/name"},
    {"names": ["name"]},
    {"names": ["applicant/name"] * 257},
    {"names": [7]},
    {"reason": "more than is asked"},
)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_no_question_is_refused_and_not_repeated(town: Town, form: Any) -> None:
    known = {"stream": town.telling.stream("claim"), "purpose": "decision"}
    body = form if not isinstance(form, dict) or "stream" in form or not form else known | form
    answer = town.client.post("/openings", content=json.dumps(body), headers=ONE | town.sessions["intake"])
    problem(answer, 400, "opening_invalid")
    assert "curiosity" not in answer.text


@pytest.mark.parametrize("body", [b"", b"{", b'{"stream":1,"stream":2}', b"\xff", b" " * 17_000])
def test_what_no_parser_takes_is_refused(town: Town, body: bytes) -> None:
    answer = town.client.post("/openings", content=body, headers=ONE | town.sessions["intake"])
    assert answer.status_code in {400, 413}
    assert answer.json()["code"] in {"opening_invalid", "body_too_large"}


WORDS_OF_IT = st.sampled_from(
    ["stream", "purpose", "names", "claim/", "decision", "applicant/name", "{", "x"]
)
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | WORDS_OF_IT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS_OF_IT, inner, max_size=4),
)


@given(st.binary(max_size=60) | json_like.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_the_answer_is_one_that_openapi_names(town: Town, body: bytes) -> None:
    answer = town.client.post("/openings", content=body, headers=ONE | town.sessions["intake"])
    check(answer, {"responses": {str(status): said for status, said in schemas.OPENINGS.items()}})


def test_oversight_reads_who_read_in_full_and_officials_do_not(town: Town) -> None:
    ask(town, "officer-1")
    answer = town.get(f"{town.path('claim')}/reads", "oversight")
    described = schemas.READS[200]["content"]["application/json"]["schema"]
    jsonschema.Draft202012Validator(described).validate(answer.json())
    reads = answer.json()["reads"]

    mine = [one for one in reads if one["by"] == town.stage.cast["officer-1"].actor]
    assert (mine[-1]["what"], mine[-1]["as"]) == (
        "sealed",
        [{"role": "officer", "office": "example-municipality"}],
    )
    assert reads[-1]["what"] == "reads"  # the question is a reading too
    assert {one["stream"] for one in reads} == {town.telling.stream("claim")}
    nowhere = problem(town.get(NOWHERE, "oversight"), 404, "not_found")
    for who in ("officer-1", "intake", "payer", "neighbour"):
        assert problem(town.get(f"{town.path('claim')}/reads", who), 404, "not_found") == nowhere
    assert town.get(f"{town.path('grievance')}/reads", "oversight").status_code == 200


@pytest.mark.parametrize("limit", [1, 2])
def test_who_read_comes_in_pages_that_end_though_each_page_is_a_reading_too(town: Town, limit: int) -> None:
    path = f"{town.path('claim')}/reads"
    for who in ("officer-1", "payer"):
        ask(town, who)
    expected = [*town.get(path, "oversight").json()["reads"]]
    size, pages, onwards = len(expected) + 1, list[list[Any]](), f"{path}?limit={limit}"
    while onwards:
        assert len(pages) <= size, "a page a time, and no end"
        page = town.get(onwards, "oversight").json()
        pages, onwards = [*pages, page["reads"]], page.get("next", "")
    assert max(map(len, pages)) == limit
    assert [one for page in pages for one in page][: size - 1] == expected
    assert sum(map(len, pages)) == size  # and the question for the first page
    assert len(town.get(path, "oversight").json()["reads"]) == size + len(pages)

    onwards = town.get(f"{path}?limit=1", "oversight").json()["next"]
    problem(town.get(onwards, "auditor"), 400, "cursor_invalid")
    problem(
        town.get(onwards.replace(town.path("claim"), town.path("grievance")), "oversight"),
        400,
        "cursor_invalid",
    )
    problem(town.get(f"{path}?limit=201", "oversight"), 400, "page_size")


def test_the_person_reads_their_own_words_and_the_reasons_and_learns_late_who_read(own_town: Town) -> None:
    town, openings = own_town, own_town.client.app.state.reading.openings  # type: ignore[attr-defined]
    stream = town.telling.stream("grievance")
    fields = openings.open(stream, HOLDER, Purpose.OWN_CASE).fields
    assert {"complainant/text", "complainant/reasons", "office/contact_person"} <= {
        field.name for field in fields if field.verdict == "disclosed"
    }
    ask(town, "reviewer", "grievance")
    ask(town, "oversight", "grievance")
    began = town.stage.time.today

    def seen(days: int) -> set[tuple[str, str | None, str]]:
        town.stage.time.go_to(began + timedelta(days=days))
        return {
            (one.role, one.office, one.what) for one in openings.reads(stream, HOLDER) if one.day == began
        }

    receipt, reviewer = ("receipt", None, "sealed"), ("reviewer", "example-municipality", "sealed")
    overseen = ("oversight", "example-oversight", "sealed")
    assert [seen(0), seen(1)] == [set(), set()]
    assert {receipt, reviewer} <= seen(2)
    assert [overseen in seen(days) for days in (2, 30, 31)] == [False, False, True]
    assert "actor/" not in str(openings.reads(stream, HOLDER))


def in_confidence(story: Telling) -> Iterator[date]:
    complaint = acts.complaint(
        story.stage.shared["rules"], Kind.SERVICE_COMPLAINT, (Ground.DISCOURTESY,), story.today
    )
    sealed = {"complainant/name": NAME, "complainant/text": "ถูกตะคอก"}
    confidential = replace(complaint, anonymity=Anonymity.CONFIDENTIAL)
    story.say("complaint", "grievance", confidential, "intake", words=Words("", ""), sealed=sealed)
    yield story.today


def with_an_own_key(story: Telling) -> Iterator[date]:
    """Somebody who takes part in consultations complains in their own name."""
    complaint = acts.complaint(
        story.stage.shared["rules"], Kind.SERVICE_COMPLAINT, (Ground.DISCOURTESY,), story.today
    )
    sealed = {"complainant/text": "รอทั้งวัน", "complainant/name": NAME}
    own = replace(complaint, via=None)
    story.say("complaint", "grievance", own, "participant-1", words=Words("", ""), sealed=sealed)
    yield story.today


def test_a_party_with_a_key_reads_their_own_and_learns_late_who_read(tmp_path: Path) -> None:
    story = Story(name="own_key", title=Words("", ""), begins=date(2026, 2, 2), tell=with_an_own_key)
    with behind_the_door(tmp_path, story) as town:
        fields = opened(town, "participant-1", "grievance", purpose="own_case")
        assert names(fields) == {"complainant/text", "complainant/name"}
        town.get(town.path("grievance"), "handler-district")
        assert town.get(f"{town.path('grievance')}/reads", "participant-1").json()["reads"] == []

        read_on = town.stage.time.today
        town.stage.time.go_to(read_on + timedelta(days=2))
        sign_in = built(ORIGIN, town.stage.time.now(), town.stage.cast["participant-1"].key)
        town.sessions["participant-1"] = token(town.client, sign_in)
        answer = town.get(f"{town.path('grievance')}/reads", "participant-1")
        described = schemas.READS[200]["content"]["application/json"]["schema"]
        jsonschema.Draft202012Validator(described).validate(answer.json())
        assert answer.json()["reads"] == [
            {"day": str(read_on), "role": "handler", "office": "example-district", "what": "file"},
            {"day": str(read_on), "role": "party", "office": None, "what": "reads"},
            {"day": str(read_on), "role": "party", "office": None, "what": "sealed"},
        ]
        assert "actor/" not in answer.text


def unseal(town: Town) -> None:
    until = town.stage.time.now() + timedelta(days=2)
    says = IdentityUnsealed(
        subject=Local("complainant"),
        fields=(Code("name"),),
        purpose=Code("court_order"),
        until=Instant(until.strftime("%Y-%m-%dT%H:%M:%SZ")),
    )
    sealed = {"office/text": "ศาลมีคำสั่ง"}
    town.telling.say(
        "unsealed", "grievance", says, "custodian", "oversight", words=Words("", ""), sealed=sealed
    )


def test_a_complaint_in_confidence_opens_for_as_long_as_two_bodies_say(tmp_path: Path) -> None:
    story = Story(name="in_confidence", title=Words("", ""), begins=date(2026, 2, 2), tell=in_confidence)
    with behind_the_door(tmp_path, story) as town:
        openings = town.client.app.state.reading.openings  # type: ignore[attr-defined]
        assert "complainant/name" in names(opened(town, "handler-district", "grievance"), "withheld")
        unseal(town)
        assert "complainant/name" in names(opened(town, "handler-district", "grievance"))
        assert "complainant/name" in names(opened(town, "oversight", "grievance"))
        town.stage.time.go_to(town.stage.time.today + timedelta(days=3))
        stream = town.telling.stream("grievance")
        later = openings.open(stream, Reader(town.stage.cast["oversight"].actor), Purpose.OVERSIGHT).fields
        assert [field.verdict for field in later if field.name == "complainant/name"] == ["withheld"]
