"""Open311 for anybody: groups of service complaints on a monthly grid, and nothing of a single one."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ledger.application.stories import acts, songkran
from ledger.application.stories.telling import Telling, Words
from ledger.domain.casework_codes import Ground, Kind
from tests.api.test_contract import check
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem

REQUESTS = "/open311/v2/requests.json"
MONTH = date(2026, 6, 1)
NAME = "9999-2026-06-open"
MARKER = "นางเครื่องหมาย สมมุติ"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which eleven complained of service in June, one in May, and others of something else."""
    with behind_the_door(tmp_path_factory.mktemp("open311"), songkran.STORY) as here:
        for day, kind, number in (
            (date(2026, 5, 20), Kind.SERVICE_COMPLAINT, 1),
            (MONTH, Kind.SERVICE_COMPLAINT, 11),
            (MONTH, Kind.CONDUCT_COMPLAINT, 12),
        ):
            here.stage.time.go_to(day)
            complain(here, kind, number)
        yield here


def complain(here: Town, kind: Kind, number: int) -> None:
    telling = Telling(here.stage, f"{kind} of {here.stage.time.today}")
    for one in range(number):
        says = acts.complaint(
            here.stage.shared["rules"], kind, (Ground.DELAY,), telling.today, about=telling.actor("officer-1")
        )
        sealed = {"complainant/name": MARKER, "complainant/text": f"{MARKER} {one}"}
        telling.say(
            f"{one}", f"grievance:{one}", says, "intake", words=Words("ร้อง", "complains"), sealed=sealed
        )


def asked(town: Town, path: str = REQUESTS, **query: str) -> Any:
    answer = town.client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_nothing_of_the_running_month_is_told_and_the_next_month_tells_of_it(town: Town) -> None:
    town.stage.time.go_to(date(2026, 6, 30))
    assert asked(town) == []

    town.stage.time.go_to(date(2026, 7, 1))
    (group,) = asked(town)
    assert (group["service_request_id"], group["status"], group["address_id"]) == (NAME, "open", "9999")
    assert group["extended_attributes"]["count"] == 15  # eleven
    assert group["updated_datetime"] == "2026-07-01T00:00:00+07:00"

    complain(town, Kind.SERVICE_COMPLAINT, 1)
    assert asked(town) == [group]


def test_a_single_complaint_of_another_month_is_told_nowhere(town: Town) -> None:
    town.stage.time.go_to(date(2026, 7, 2))

    assert asked(town, service_request_id="9999-2026-05-open") == []
    problem(town.client.get("/open311/v2/requests/9999-2026-05-open.json"), 404, "not_found")
    assert asked(town, f"/open311/v2/requests/{NAME}.json") == asked(town)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True),
        ({"status": "open"}, True),
        ({"status": "closed"}, False),
        ({"status": "open,closed"}, True),
        ({"service_code": "service_complaint"}, True),
        ({"service_code": "potholes"}, False),
        ({"start_date": "2026-06-01T00:00:00Z"}, True),
        ({"start_date": "2026-06-02"}, False),
        ({"end_date": "2026-05-31"}, False),
        ({"end_date": "2026-06-01T12:00:00+07:00"}, True),
        ({"service_request_id": NAME, "end_date": "2020-01-01"}, True),
        ({"page": "2"}, False),
        ({"page_size": "1"}, True),
    ],
)
def test_filters_let_through_what_they_name(
    town: Town,
    query: dict[str, str],
    found: bool,  # noqa: FBT001
) -> None:
    town.stage.time.go_to(date(2026, 7, 2))

    assert bool(asked(town, **query)) is found


@pytest.mark.parametrize(
    "query",
    [
        {"start_date": "2026-06-02", "end_date": "2026-06-01"},
        {"start_date": "2026-01-01", "end_date": "2026-06-01"},
        {"start_date": "yesterday"},
        {"page": "0"},
        {"page_size": "201"},
    ],
)
def test_questions_without_a_meaning_are_refused(town: Town, query: dict[str, str]) -> None:
    problem(town.client.get(REQUESTS, params=query), 400, "query_invalid")


def elements(node: ET.Element) -> Any:
    """Return an element as JSON would have it, all of it texts."""
    return {child.tag: elements(child) for child in node} if len(node) else node.text


@pytest.mark.parametrize(
    ("path", "outer"),
    [
        ("services", "services"),
        ("requests", "service_requests"),
        (f"requests/{NAME}", "service_requests"),
    ],
)
def test_xml_holds_what_json_holds(town: Town, path: str, outer: str) -> None:
    town.stage.time.go_to(date(2026, 7, 2))
    marked = town.client.get(f"/open311/v2/{path}.xml")

    found = ET.fromstring(marked.text)  # noqa: S314 - our own

    def text(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: text(member) for name, member in value.items()}
        return None if value in (None, "") else str(value).lower() if value is False else str(value)

    assert marked.headers["content-type"] == "application/xml"
    assert found.tag == outer
    assert [elements(one) for one in found] == [text(one) for one in asked(town, f"/open311/v2/{path}.json")]


@pytest.mark.parametrize("query", [{"start_date": "9999-12-31"}, {"end_date": "0001-01-02"}])
def test_days_at_the_ends_of_time_are_days(town: Town, query: dict[str, str]) -> None:
    assert asked(town, **query) == []


def test_no_answer_holds_a_text_a_name_an_exact_time_or_a_stream(town: Town) -> None:
    town.stage.time.go_to(date(2026, 7, 2))
    text = "".join(
        town.client.get(path).text
        for path in (REQUESTS, "/open311/v2/services.json", f"/open311/v2/requests/{NAME}.json")
    )
    streams = {row.stream for row in town.stage.ledger.store.rows(0, 10_000)}

    assert MARKER not in text
    assert not any(stream in text or stream.partition("/")[2] in text for stream in streams)
    assert all(one["requested_datetime"].endswith("-01T00:00:00+07:00") for one in asked(town))


def test_answers_are_described_and_may_be_kept_a_while(town: Town) -> None:
    town.stage.time.go_to(date(2026, 7, 2))
    document = town.client.get("/openapi.json").json()
    for path, asked_for in (
        ("/open311/v2/services.json", "/open311/v2/services.json"),
        (REQUESTS, REQUESTS),
        (REQUESTS, f"{REQUESTS}?page=0"),
        ("/open311/v2/services.xml", "/open311/v2/services.xml"),
        ("/open311/v2/requests.xml", "/open311/v2/requests.xml"),
        ("/open311/v2/requests/{file}", f"/open311/v2/requests/{NAME}.xml"),
        ("/open311/v2/requests/{file}", f"/open311/v2/requests/{NAME}.json"),
        ("/open311/v2/requests/{file}", "/open311/v2/requests/x.json"),
    ):
        answer = town.client.get(asked_for)
        check(answer, document["paths"][path]["get"])
        if answer.status_code == 200:
            assert answer.headers["cache-control"] == "public, max-age=300"
