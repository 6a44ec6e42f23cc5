"""Files over HTTP: taken in without what they tell, given to those who may read, recorded first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from api import attachments as module
from api.attachments import BYTES_BY_PLACE, STATUS
from api.problems import Problem
from api.rates import Rate, Rates
from benchmarks.fixture import now
from ledger.application import attachments
from ledger.application.access import AccessLog
from ledger.application.attachments import KEPT_STAGED, MOST_STAGED, AttachmentMismatch, AttachmentMissing
from ledger.application.media import MOST_BYTES, Stripped
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.stories import acts
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.store.blobs import Folder
from ledger.store.errors import StoreError
from tests.api.clients import ONE, body_of, client_of, members_of
from tests.api.conftest import Desk
from tests.api.test_contract import check, described
from tests.api.test_reading import Town, behind_the_door
from tests.api.test_statements import problem
from tests.application import media_files as made
from tests.application.test_media import FILES
from tests.support.founding import founded


def upload(client: Any, content: bytes, **headers: str) -> Any:
    return client.post("/attachments", content=content, headers=headers)


@pytest.fixture
def open_desk(small: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk at which nobody is counted."""
    monkeypatch.setattr(module, "BY_PLACE", module.BY_PLACE._replace(many=10_000))
    monkeypatch.setattr(module, "BYTES_BY_PLACE", module.BYTES_BY_PLACE._replace(many=2**40))
    return small


@pytest.mark.parametrize("kind", FILES)
def test_a_file_of_each_kind_is_taken_and_described_as_it_is_kept(open_desk: Desk, kind: str) -> None:
    answer = upload(open_desk.client, FILES[kind])
    check(answer, described(open_desk, "/attachments", "post"))
    assert (answer.status_code, answer.json()["media"]) == (201, kind)
    attachments = open_desk.client.app.state.ledger.attachments  # type: ignore[attr-defined]
    assert attachments.described([answer.json()["upload"]]) == (
        (answer.json()["sha256"], kind, answer.json()["bytes"]),
    )


def test_neither_name_nor_content_type_makes_the_kind(open_desk: Desk) -> None:
    answer = upload(open_desk.client, made.png(), **{"content-type": "image/jpeg"})
    assert answer.json()["media"] == "image/png"
    disguised = upload(open_desk.client, b"MZ\x90\x00\xff", **{"content-type": "image/jpeg"})
    problem(disguised, 415, "attachment_kind")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "attachment_kind"),
        (made.jpeg(tail=b"PK\x03\x04"), 422, "attachment_damaged"),
        (made.png(width=8000, height=8000), 422, "attachment_pixels"),
        (b"\xef\xbb\xbftext", 422, "attachment_text"),
        (b"a" * (MOST_BYTES + 1), 413, "attachment_too_large"),
    ],
    ids=["kind", "damaged", "pixels", "text", "large"],
)
def test_what_is_not_taken_is_a_problem_that_repeats_nothing(
    open_desk: Desk, content: bytes, status: int, code: str
) -> None:
    answer = upload(open_desk.client, content)
    check(answer, described(open_desk, "/attachments", "post"))
    problem(answer, status, code)
    assert len(answer.text) < 1000


def test_the_largest_file_is_taken(open_desk: Desk) -> None:
    assert upload(open_desk.client, b"a" * MOST_BYTES).json()["bytes"] == MOST_BYTES


def test_every_refusal_has_a_status_and_faults_have_none() -> None:
    refusals = {one for one in subclasses(AttachmentRefused) if one.__module__.startswith("ledger.")}
    assert set(STATUS) == refusals - {AttachmentMissing, AttachmentMismatch}


def subclasses(of: type[AttachmentRefused]) -> Iterator[type[AttachmentRefused]]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def test_from_one_place_come_fifty_an_hour(small: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (module.BY_PLACE.many, module.BY_PLACE.per) == (50, timedelta(hours=1))
    monkeypatch.setattr(module, "BY_PLACE", module.BY_PLACE._replace(kind="few uploads", many=2))
    assert [upload(small.client, b"text").status_code for _ in range(3)] == [201, 201, 429]
    answer = upload(small.client, b"text")
    problem(answer, 429, "rate")
    assert 0 < int(answer.headers["retry-after"]) <= 3600


def test_one_place_cannot_fill_the_room_for_files_that_wait(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert BYTES_BY_PLACE.many * (KEPT_STAGED / BYTES_BY_PLACE.per) < MOST_STAGED
    few = BYTES_BY_PLACE._replace(kind="few bytes", many=100)
    monkeypatch.setattr(module, "BYTES_BY_PLACE", few)
    sizes = (60, 41, 40, 1)
    assert [upload(open_desk.client, b"a" * size).status_code for size in sizes] == [201, 429, 201, 429]
    problem(answer := upload(open_desk.client, b"a"), 429, "rate")
    assert 0 < int(answer.headers["retry-after"]) <= 3600


def test_a_file_weighs_what_is_kept_of_it(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BYTES_BY_PLACE", Rate("grown", 100, timedelta(hours=1)))
    monkeypatch.setattr(attachments, "strip", lambda content: Stripped(content * 100, "text/plain"))
    assert [upload(open_desk.client, b"a").status_code for _ in range(2)] == [201, 429]


def test_whoever_weighed_too_much_is_told_when_enough_of_it_is_past() -> None:
    times = [now() + timedelta(seconds=100 * number) for number in range(4)]
    rates, rate = Rates(lambda: times[0], lambda: b"k" * 32), Rate("bytes", 100, timedelta(seconds=1000))
    for weight in (30, 30, 40):
        rates.take(rate, "a place", weight=weight)
        times.pop(0)
    with pytest.raises(Problem) as refused:
        rates.take(rate, "a place", weight=60)
    assert refused.value.headers == {"retry-after": "800"}


def test_who_sends_files_takes_no_room_from_statements(open_desk: Desk) -> None:
    app = open_desk.client.app.state  # type: ignore[attr-defined]
    assert app.uploads.bodies is not app.door.bodies
    assert app.uploads.room is not app.reading.room


def test_a_ledger_without_a_place_for_files_says_so(tmp_path: Path) -> None:
    settings, _ = founded(tmp_path)
    with client_of(replace(settings, blobs=None), now) as client:
        problem(upload(client, b"text"), 503, "attachments_missing")


def test_no_more_files_than_there_is_room_for(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = open_desk.client.app.state.ledger  # type: ignore[attr-defined]
    monkeypatch.setattr(ledger.attachments, "_most_staged", 10)
    answer = upload(open_desk.client, b"more than there is room for")
    problem(answer, 503, "uploads_full")
    assert answer.headers["retry-after"]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with behind_the_door(tmp_path_factory.mktemp("papers"), GRANDMOTHER) as here:
        yield here


@pytest.fixture
def own_town(tmp_path: Path) -> Iterator[Town]:
    """A town of one's own, to be damaged."""
    with behind_the_door(tmp_path, GRANDMOTHER) as here:
        yield here


def file_with(town: Town, *contents: bytes, subject: str = "applicant") -> list[str]:
    """Upload files, file a claim that describes them, and return their paths."""
    uploads = [upload(town.client, content).json() for content in contents]
    stage, ledger = town.stage, town.stage.ledger
    stream = f"claim/{stage.author.identifier()}"
    says = acts.application(stage.shared["rules"], stage.time.today)
    intake = stage.cast["intake"]
    values = {
        f"{subject}/document-{number}": {name: one[name] for name in ("sha256", "media", "bytes")}
        for number, one in enumerate(uploads, start=1)
    }
    submission = stage.author.compose(stream, says, by=intake.actor, keys=[intake.key], sealed=values)
    assert ledger.attachments is not None
    ledger.attachments.keep(members_of(submission)["id"], stream, subject, [one["upload"] for one in uploads])
    answer = town.client.post("/statements", content=body_of(submission), headers=ONE)
    assert answer.status_code == 201, answer.text
    return [f"/attachments/{one['sha256']}?stream={stream}" for one in uploads]


def records(town: Town) -> list[Any]:
    return [one.record for one in town.stage.ledger.access.store.rows()]


def test_a_file_is_given_to_those_who_may_read_its_field_and_to_nobody_else(town: Town) -> None:
    (path,) = file_with(town, made.photograph())
    operation = town.client.get("/openapi.json").json()["paths"]["/attachments/{sha256}"]["get"]
    for who in town.sessions:
        check(town.get(path, who), operation)
    given = {name for name in town.sessions if town.get(path, name).status_code == 200}
    assert {"officer-1", "supervisor-district", "reviewer", "oversight", "intake"} <= given
    assert given.isdisjoint({"neighbour", "village-head", "payer", "root-1", "custodian"})

    answer = town.get(path, "officer-1")
    assert answer.content.endswith(made.jpeg()[2:])
    assert made.PLACE not in answer.content
    problem(town.client.get(path), 401, "session_missing")


def test_what_is_not_theirs_not_there_and_of_another_case_are_one_answer(town: Town) -> None:
    path, other = file_with(town, b"one")[0], file_with(town, b"two")[0]
    crossed = f"{path.partition('?')[0]}?{other.partition('?')[2]}"
    nothing = problem(
        town.get(f"/attachments/{'ab' * 32}?{path.partition('?')[2]}", "officer-1"), 404, "not_found"
    )
    nowhere = f"{path.partition('?')[0]}?stream=claim/5a11dead-0000-4000-8000-000000000001"
    for asked, who in ((path, "neighbour"), (crossed, "officer-1"), (nowhere, "officer-1")):
        assert problem(town.get(asked, who), 404, "not_found") == nothing
    assert problem(town.get("/attachments/AB?stream=claim/x", "officer-1"), 404, "not_found") == nothing
    problem(town.get(path.replace("claim/", "registry/"), "officer-1"), 400, "query_invalid")
    problem(town.get(path.partition("?")[0], "officer-1"), 400, "query_invalid")


def test_a_file_is_saved_and_never_shown(town: Town) -> None:
    pages = {"image/png": "png", "text/plain": "txt", "application/pdf": "pdf"}
    for path, kind in zip(file_with(town, *[FILES[kind] for kind in pages]), pages, strict=True):
        headers = town.get(path, "officer-1").headers
        digest = path.rpartition("/attachments/")[2][:12]
        assert headers["content-type"].partition(";")[0] == kind
        assert headers["content-disposition"] == f'attachment; filename="{digest}.{pages[kind]}"'
        assert headers["content-security-policy"].startswith("sandbox; default-src 'none'")
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cache-control"] == "no-store"


def test_the_reading_of_a_file_is_recorded_with_its_field(town: Town) -> None:
    _, path = file_with(town, b"first", b"second")
    before = len(records(town))
    for who in ("officer-1", "neighbour"):
        town.get(path, who)
    (record,) = records(town)[before:]
    assert b'"what":"document"' in record
    assert b'"fields":["applicant/document-2"]' in record
    assert town.stage.cast["officer-1"].actor.encode() in record


def test_where_the_reading_cannot_be_recorded_nothing_is_given(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = file_with(town, b"canary-7d1f")

    def refuses(*_args: object) -> int:
        raise StoreError("full")

    with monkeypatch.context() as patch:
        patch.setattr(town.stage.ledger.access.store, "append_all", refuses)
        answer = town.get(path, "officer-1")
        problem(answer, 503, "access_not_recorded")
        assert b"canary" not in answer.content
        patch.setattr(AccessLog, "record", lambda *_args: 7)  # the control: recorded is not asked for
        assert town.get(path, "officer-1").content == b"canary-7d1f"


def test_what_is_lost_and_what_is_altered_are_alarms(
    own_town: Town, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = Folder(tmp_path / "attachments")
    (path,) = file_with(own_town, b"canary-7d1f")
    (name,) = folder.names()
    folder.put(name, b"x" * 100)
    answer = own_town.get(path, "officer-1")
    problem(answer, 503, "attachment_mismatch")
    folder.delete(name)
    problem(own_town.get(path, "officer-1"), 503, "attachment_missing")
    assert caplog.text.count("attachment_") == 2
    assert len([one for one in records(own_town) if b'"document"' in one]) == 0
