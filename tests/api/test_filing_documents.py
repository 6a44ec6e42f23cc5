"""The files of one's own case, with the receipt code alone: recorded first, and of no other case."""

from collections.abc import Iterator
from typing import Any

import pytest

from ledger.application import randomness
from ledger.application.access import RECEIPT, AccessLog, What
from ledger.store.attachments import AttachmentTables
from ledger.store.engines import open_engine
from ledger.store.errors import StoreError
from tests.api.citizens import ANONYMOUS, Citizen
from tests.api.clients import stage_of
from tests.api.test_contract import check, described
from tests.api.test_filing_limits import NOBODYS
from tests.api.test_filings import Town, uploaded
from tests.api.test_statements import problem


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with stage_of(folder, f"sqlite:///{folder}/ledger.db") as (client, stage, settings):
        yield Town(client, stage, settings)


def with_papers(town: Town, *texts: str) -> tuple[Citizen, str, list[str]]:
    """A citizen who filed with papers, their stream, and the digests that opening the case shows."""
    citizen = town.citizen()
    uploads = [uploaded(town, text) for text in texts]
    answer = citizen.file(ANONYMOUS | {"documents": uploads}, key=randomness.identifier())
    assert answer.status_code == 201, answer.text
    fields = {one["name"]: one.get("value") for one in citizen.open().json()["opened"]}
    digests = [fields[f"complainant/document-{number}"]["sha256"] for number in range(1, len(texts) + 1)]
    return citizen, answer.json()["receipt"]["stream"], digests


def records(town: Town, stream: str) -> list[Any]:
    return [one.access for one in town.ledger.access.reads(stream)]


def test_whoever_holds_the_code_fetches_their_files_and_the_reading_is_recorded(town: Town) -> None:
    citizen, stream, (one, two) = with_papers(town, "หนึ่ง", "สอง")
    before = len(records(town, stream))
    answer = citizen.file_of(two)
    assert (answer.status_code, answer.content) == (200, "สอง".encode())
    check(answer, described(town, "/filings/{case}/documents", "post"))  # type: ignore[arg-type]
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["content-security-policy"].startswith("sandbox")
    (read,) = records(town, stream)[before:]
    assert (read.by, read.key, read.what) == (RECEIPT, None, What.DOCUMENT)
    assert [target.fields for target in read.targets] == [("complainant/document-2",)]
    assert citizen.file_of(one).content == "หนึ่ง".encode()


def test_once_a_filing_is_recorded_the_secret_of_uploads_opens_none_of_its_files(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def staged() -> int:
        vault = open_engine(town.settings.vault_db)
        with vault.connect() as connection:
            count = int(connection.exec_driver_sql("SELECT count(*) FROM upload").scalar_one())
        vault.dispose()
        return count

    before = staged()
    citizen, _, (one,) = with_papers(town, "หนึ่ง")
    assert staged() == before
    assert citizen.file_of(one).content == "หนึ่ง".encode()

    def fails(*_: object) -> None:
        raise StoreError

    monkeypatch.setattr(AttachmentTables, "name", fails)
    with_papers(town, "สอง")  # the control, and recorded it is all the same
    assert staged() == before + 1


def test_a_file_of_another_case_another_code_and_no_file_are_one_answer(town: Town) -> None:
    citizen, stream, (own,) = with_papers(town, "ของตน")
    _, _, (theirs,) = with_papers(town, "ของผู้อื่น")
    before = len(records(town, stream))
    nothing = problem(citizen.file_of("ab" * 32), 404, "not_found")
    assert problem(citizen.file_of(theirs), 404, "not_found") == nothing
    assert problem(citizen.file_of(own, NOBODYS), 404, "not_found") == nothing
    assert len(records(town, stream)) == before


@pytest.mark.parametrize("body", [{}, {"sha256": "ab" * 32}, {"code": NOBODYS}, {"code": NOBODYS, "sha": ""}])
def test_a_question_has_one_form(town: Town, body: dict[str, str]) -> None:
    citizen, _, _ = with_papers(town, "หนึ่ง")
    answer = citizen.post(f"/filings/{citizen.case}/documents", body)
    problem(answer, 422, "data_invalid")


def test_a_case_is_tried_once_in_a_second_by_this_way_too(town: Town) -> None:
    citizen, _, (own,) = with_papers(town, "หนึ่ง")
    impatient = Citizen(town.client, None, citizen.case, citizen.code)
    town.stage.time.pass_by()
    assert impatient.file_of(own).status_code == 200
    problem(impatient.file_of(own, NOBODYS), 429, "rate")
    problem(impatient.open(), 429, "rate")


def test_where_the_reading_cannot_be_recorded_nothing_is_given(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen, _, (own,) = with_papers(town, "canary-7d1f")

    def refuses(*_args: object) -> int:
        raise StoreError("full")

    with monkeypatch.context() as patch:
        patch.setattr(town.ledger.access.store, "append_all", refuses)
        answer = citizen.file_of(own)
        problem(answer, 503, "access_not_recorded")
        assert b"canary" not in answer.content
        patch.setattr(AccessLog, "record", lambda *_args: 7)  # the control: recorded is not asked for
        assert citizen.file_of(own).content == b"canary-7d1f"
