"""Searching: Thai as people type it, ids as far as one may open them, and nobody by their number."""

import sqlite3
from collections.abc import Iterator

import pytest

from ledger.application.stories.library import STORIES
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem

TEXTS = ["เทศบาลตำบลตัวอย่าง", "ศูนย์อาสาสมัครตำบลข้างเคียงตัวอย่าง", "ขึ้นทะเบียนกุญแจ", "คำวินิจฉัย", "ศาลากลางจังหวัดตัวอย่าง"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("town"), *STORIES[:2]) as here:
        yield here


def found(town: Town, q: str, who: str = "officer-1") -> list[tuple[str, str]]:
    answer = town.client.get("/search", params={"q": q}, headers=town.sessions[who])
    assert answer.status_code == 200, answer.text
    return [(one["kind"], one["id"]) for one in answer.json()["found"]]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("เทศบาล", ("office", "example-municipality")),
        ("ข้างเคียง อาสาสมัคร", ("office", "example-next-village")),
        ("อาสาสมัครข้างเคียง", ("office", "example-next-village")),
        ("example-treasury", ("office", "example-treasury")),
        ("EligibilityDecided", ("event", "EligibilityDecided")),
        ("กุญแจ ทะเบียน", ("event", "KeyEnrolled")),
        ("คําวินิจฉัย", ("event", "GrievanceDetermined")),  # SARA AM in two pieces
        ("remedy_due", ("state", "remedy_due")),
        ("stream_conflict", ("problem", "stream_conflict")),
        ("เกินกำหนด", None),
        ("ไม่มีคำนี้อยู่เลยจริงๆ", None),
    ],
)
def test_what_people_call_a_thing_finds_it(town: Town, q: str, first: tuple[str, str] | None) -> None:
    answer = found(town, q)
    assert answer[:1] == [first] if first else all(kind == "problem" for kind, _ in answer)


def test_an_index_of_words_between_spaces_would_find_nothing_of_this() -> None:
    """The control: what a usual index for full text makes of Thai."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE VIRTUAL TABLE plain USING fts5(text, tokenize='unicode61')")
    base.executemany("INSERT INTO plain VALUES (?)", [(text,) for text in TEXTS])
    for q in ("อาสาสมัคร", "กุญแจ", "วินิจฉัย", "จังหวัด"):
        assert any(q in text for text in TEXTS)
        assert base.execute("SELECT 1 FROM plain WHERE plain MATCH ?", [f'"{q}"']).fetchall() == []
    base.close()


def test_an_id_finds_what_its_reader_may_open_and_nothing_else(town: Town) -> None:
    grievance, appeal = town.telling.stream("grievance"), town.telling.receipt("appeal")
    for who in town.sessions:
        opens = town.opens(grievance, who)
        for q in (grievance, grievance.partition("/")[2]):
            assert (("stream", grievance) in found(town, q, who)) is opens
        assert (("statement", appeal.id) in found(town, appeal.id, who)) is opens
    assert found(town, "5a11dead-0000-4000-8000-000000000001", "oversight") == []


def test_a_case_number_finds_the_case_for_whoever_may_open_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    grievance = town.telling.stream("grievance")
    numbers = {"8006645059": grievance}
    monkeypatch.setitem(town.client.app.state._state, "numbered", numbers.get)  # type: ignore[attr-defined]
    opens = {who: town.opens(grievance, who) for who in town.sessions}
    assert set(opens.values()) == {True, False}
    for who, may in opens.items():
        for q in ("8006645059", "๘๐๐๖๖๔๕๐๕๙", " 8006-645 059 "):
            assert found(town, q, who) == ([("stream", grievance)] if may else [])
        assert found(town, "8006645058", who) == []


def test_whoever_holds_no_mandate_finds_words_alone(town: Town) -> None:
    assert ("office", "example-municipality") not in found(town, "เทศบาล", "root-1")
    assert found(town, "KeyEnrolled", "root-1")[0] == ("event", "KeyEnrolled")
    problem(town.client.get("/search?q=x"), 401, "session_missing")


@pytest.mark.parametrize("q", ["1101900123456", "1-1019-00123-45-6", "๑๑๐๑๙๐๐๑๒๓๔๕๖", "นาย ก 1101900123456"])
def test_the_number_of_a_citizen_has_no_place_in_an_address(town: Town, q: str) -> None:
    answer = town.client.get("/search", params={"q": q}, headers=town.sessions["oversight"])
    problem(answer, 400, "search_personal")
    assert "11019" not in answer.text


def test_a_question_has_a_length(town: Town) -> None:
    for q in ("", "x" * 201):
        answer = town.client.get("/search", params={"q": q}, headers=town.sessions["oversight"])
        problem(answer, 400, "query_invalid")
    assert found(town, "!?") == []
