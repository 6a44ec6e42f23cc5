"""Filing without a key: alone, without a name, with help; once for each request, whatever is lost."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from ledger.application import randomness
from ledger.application.attachments import Attachments
from ledger.application.composing import make_disclosure
from ledger.application.derived import Derived
from ledger.application.enrolment import Grant, enrol_key, grant_mandate
from ledger.application.fastpath import read_recorded
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.mailboxes import Mailboxes
from ledger.application.settings import Settings
from ledger.application.stories.cast import record
from ledger.application.stories.telling import Stage
from ledger.domain.codes import Custody, Role
from ledger.signing.disclosure import digest
from tests.api.citizens import ANONYMOUS, COMPLAINT, HELP, KEY, NAME, STORY, Citizen, desk_behind, without
from tests.api.clients import desk_of, stage_of
from tests.api.signing_in import built, token
from tests.api.test_statements import problem
from tests.stories.stage import ORIGIN


@dataclass(frozen=True)
class Town:
    """A served ledger with its cast, and a citizen before its door."""

    client: TestClient
    stage: Stage
    settings: Settings

    @property
    def ledger(self) -> Ledger:
        """The served ledger itself; that of the stage is the door."""
        ledger: Ledger = self.client.app.state.ledger  # type: ignore[attr-defined]
        return ledger

    def citizen(self) -> Citizen:
        return Citizen(self.client, self.stage.time)

    def session(self, name: str) -> dict[str, str]:
        key = self.stage.cast[name].key
        nonce = self.stage.author.identifier().replace("-", "")
        return token(self.client, built(ORIGIN, self.stage.time.now(), key, nonce=nonce))

    def types(self, stream: str) -> list[str]:
        return [row.type for row in self.stage.ledger.store.stream(stream)]

    def size(self) -> int:
        size: int = self.stage.ledger.store.head().size
        return size


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    with stage_of(folder, f"sqlite:///{folder}/ledger.db") as (client, stage, settings):
        yield Town(client, stage, settings)


@pytest.fixture
def each(tmp_path: Path, database_url: str) -> Iterator[Town]:
    """The same, on each database."""
    with stage_of(tmp_path, database_url) as (client, stage, settings):
        yield Town(client, stage, settings)


def test_who_files_takes_away_a_number_a_code_and_a_receipt(town: Town) -> None:
    answer = town.citizen().file()
    members = answer.json()
    assert answer.status_code == 201
    assert sorted(members) == ["case", "code", "groups", "receipt"]
    assert "".join(members["groups"]) == members["code"]
    assert [len(four) for four in members["groups"]] == [4, 4, 4, 4]
    assert town.types(members["receipt"]["stream"]) == ["GrievanceFiled"]


def test_after_a_lost_answer_the_same_request_gets_the_same_again(each: Town) -> None:
    citizen = each.citizen()
    first = citizen.file(key=KEY).json()
    again = citizen.file(key=KEY)
    assert again.status_code == 200
    assert again.json() == first | {"receipt": first["receipt"] | {"repeated": True}}

    with desk_of(each.ledger, each.settings, each.stage.time.now) as restarted:
        each.client.app.state.filings._desk = restarted  # type: ignore[attr-defined]
        assert citizen.file(key=KEY).json() == again.json()
    assert each.types(first["receipt"]["stream"]) == ["GrievanceFiled"]


def test_what_a_crash_left_between_entry_and_number_is_made_up_for(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen, key = town.citizen(), randomness.identifier()
    with monkeypatch.context() as patched:
        patched.setattr(Mailboxes, "open", crash)
        assert citizen.file(key=key).status_code == 500
    size = town.size()

    assert citizen.file(key=key).status_code == 200
    citizen.case, citizen.code = (citizen.file(key=key).json()[name] for name in ("case", "code"))
    assert citizen.open().status_code == 200
    assert town.size() == size


def crash(*_: Any) -> None:
    raise RuntimeError


def test_another_request_under_the_same_key_is_refused(town: Town) -> None:
    citizen, key = town.citizen(), randomness.identifier()
    citizen.file(key=key)
    for other in (
        COMPLAINT | {"grounds": ["discourtesy"]},
        COMPLAINT | {"words": {"text": STORY + " "}},
        without(COMPLAINT, "words"),
    ):
        problem(citizen.file(other, key=key), 422, "idempotency_reused")

    said = randomness.identifier()
    assert citizen.say("InformationSupplied", said, kind="statement", words={"text": "ก"}).status_code == 201
    again = citizen.say("InformationSupplied", said, kind="statement", words={"text": "ก"})
    assert (again.status_code, again.json()["receipt"]["repeated"]) == (200, True)
    other = citizen.say("InformationSupplied", said, kind="statement", words={"text": "ข"})
    problem(other, 422, "idempotency_reused")


def test_a_refused_filing_may_be_corrected_under_its_key(town: Town) -> None:
    citizen, key = town.citizen(), randomness.identifier()
    problem(citizen.file(COMPLAINT | {"grounds": []}, key=key), 422, "grounds_missing")
    assert citizen.file(key=key).status_code == 201


def test_of_ten_that_send_one_request_at_once_all_get_one_entry(each: Town) -> None:
    answers: list[Any] = []
    size = each.size()

    def send() -> None:
        answers.append(Citizen(each.client).file(key=KEY))

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert {answer.status_code for answer in answers} <= {200, 201}
    assert (
        len({(one.json()["case"], one.json()["code"], one.json()["receipt"]["leaf"]) for one in answers}) == 1
    )
    assert each.size() == size + 1


def test_another_key_is_another_filing(town: Town) -> None:
    one, other = (town.citizen().file().json() for _ in range(2))
    assert one["case"] != other["case"]
    assert one["code"] != other["code"]
    assert one["receipt"]["stream"] != other["receipt"]["stream"]


@pytest.mark.parametrize("key", ["", "1", KEY.upper(), f" {KEY}x", "๑" * 36])
def test_a_request_without_a_key_of_its_own_is_refused(town: Town, key: str) -> None:
    headers = {b"idempotency-key": key.encode()} if key else {}
    answer = town.client.post("/filings", json=COMPLAINT, headers=headers)
    problem(answer, 400, "idempotency_key")


def test_an_anonymous_citizen_is_answered_and_nothing_tells_who_it_is(town: Town) -> None:
    citizen = town.citizen()
    stream = citizen.file(ANONYMOUS).json()["receipt"]["stream"]
    opened = citizen.open().json()
    assert opened["entries"][0]["data"]["via"]["auth"] == "none"
    assert [field["name"] for field in opened["opened"]] == ["complainant/text"]

    said = citizen.say("InformationSupplied", kind="statement", words={"text": "มีอีกเรื่องหนึ่ง"})
    assert said.status_code == 201
    named = citizen.say("InformationSupplied", kind="statement", words={"name": NAME})
    problem(named, 422, "anonymous_identified")
    assert town.types(stream) == ["GrievanceFiled", "InformationSupplied"]


@pytest.mark.parametrize("member", ["name", "contact", "national_id"])
def test_an_anonymous_filing_that_tells_who_it_is_is_refused(town: Town, member: str) -> None:
    told = COMPLAINT["words"][member]
    body = ANONYMOUS | {"words": {"text": STORY, member: told}}
    problem(town.citizen().file(body), 422, "anonymous_identified")
    assert town.citizen().file(body | {"anonymity": "open"}).status_code == 201


HELPED = COMPLAINT | {"channel": "volunteer", "assist": HELP}


def test_who_helps_is_named_and_never_sees_the_code(town: Town) -> None:
    citizen = town.citizen()
    key = randomness.identifier()
    for status in (201, 200):
        filed = citizen.file(HELPED, key, **town.session("neighbour"))
        assert (filed.status_code, sorted(filed.json())) == (status, ["case", "receipt"])

    code = reissued(town, citizen, "intake").json()["code"]
    entry = citizen.open(code).json()["entries"][0]
    assert entry["custody"] == "assisted"
    assert entry["data"]["via"] == {
        "channel": "volunteer",
        "auth": "in_person",
        "handed_over_on": town.stage.time.today.isoformat(),
        "assist": {"assister": town.stage.cast["neighbour"].actor, **HELP},
    }


def reissued(town: Town, citizen: Citizen, name: str, key: str | None = None, auth: str = "callback") -> Any:
    return citizen.post(f"/filings/{citizen.case}/receipts", {"auth": auth}, key, **town.session(name))


def test_nobody_files_for_others_without_the_mandate_to_help(town: Town) -> None:
    problem(town.citizen().file(HELPED), 401, "session_missing")
    for name in ("officer-1", "volunteer-social", "intake"):
        problem(town.citizen().file(HELPED, **town.session(name)), 403, "authority_missing")


def test_with_help_an_anonymous_citizen_stays_unknown(town: Town) -> None:
    body = ANONYMOUS | {"channel": "volunteer", "assist": HELP | {"confirmation": "none"}}
    assert town.citizen().file(body, **town.session("neighbour")).status_code == 201
    confirmed = body | {"assist": HELP}
    problem(town.citizen().file(confirmed, **town.session("neighbour")), 422, "anonymous_identified")


def test_a_new_code_ends_the_old_one_and_the_person_sees_who_issued_it(town: Town) -> None:
    citizen, key = town.citizen(), randomness.identifier()
    filed_under = randomness.identifier()
    citizen.file(key=filed_under)
    new = reissued(town, citizen, "intake", key)
    assert new.status_code == 201
    assert reissued(town, citizen, "intake", key).json() == new.json()
    problem(reissued(town, citizen, "intake", key, "in_person"), 422, "idempotency_reused")

    problem(citizen.open(), 404, "not_found")
    assert "code" not in citizen.file(key=filed_under).json()
    codes = citizen.open(new.json()["code"]).json()["codes"]
    day = town.stage.time.today.isoformat()
    by = town.stage.cast["intake"].actor
    assert codes == [{"issued_on": day}, {"issued_on": day, "by": by, "auth": "callback"}]


def test_no_code_is_issued_to_whoever_could_speak_in_the_persons_place(town: Town) -> None:
    citizen = town.citizen()
    citizen.file(HELPED, **town.session("neighbour"))
    for name in ("neighbour", "officer-1", "oversight"):
        problem(reissued(town, citizen, name), 404, "not_found")
    problem(reissued(town, citizen, "intake", auth="none"), 422, "data_invalid")

    unknown = town.citizen()
    unknown.file(ANONYMOUS)
    problem(reissued(town, unknown, "intake"), 422, "anonymous_identified")


def test_whoever_helped_or_is_complained_about_issues_no_code_as_an_intake_either(each: Town) -> None:
    enrolled(each, "neighbour", "neighbour", Role.INTAKE, "operator")
    city = enrolled(each, "intake-city", None, Role.INTAKE, "municipality")
    assert city
    citizen = each.citizen()
    citizen.file(HELPED, **each.session("neighbour"))
    problem(reissued(each, citizen, "neighbour"), 404, "not_found")

    complaint = complaint_about(each, "officer-1")
    for kind, (status, code) in {
        "conduct_complaint": (404, "not_found"),  # their line is not to know of it
        "service_complaint": (403, "coi_line_complained_about"),
    }.items():
        about = each.citizen()
        about.file(complaint | {"kind": kind})
        problem(reissued(each, about, "intake-city"), status, code)
        assert reissued(each, about, "intake").status_code == 201


def complaint_about(town: Town, name: str) -> dict[str, Any]:
    return COMPLAINT | {
        "kind": "conduct_complaint",
        "grounds": ["discourtesy"],
        "about": [town.stage.cast[name].actor],
    }


def enrolled(town: Town, name: str, known: str | None, role: Role, line: str) -> str:
    """Give the person ``known``, or a new one, a mandate more; return the name of the key."""
    keyring, author = Keyring(town.settings.keys), town.stage.author
    registrar = keyring.load("registrar")
    ledger, registry = town.stage.ledger, town.stage.ledger.registry_stream
    holder = (
        town.stage.cast[known]
        if known
        else keyring.create(name, f"actor/{author.identifier()}", randomness.seed)
    )
    grant = Grant(role=role, office="example-municipality", line=line, start=town.stage.time.today)
    record(ledger, [grant_mandate(author, registry, holder, grant, grantors=[registrar])])
    if known is None:
        record(ledger, [enrol_key(author, registry, holder, custody=Custody.SERVICE, grantors=[registrar])])
        town.stage.cast[name] = holder
    return name


def test_of_several_intakes_one_of_another_line_speaks_for_the_citizen(each: Town) -> None:
    enrolled(each, "intake-city", None, Role.INTAKE, "municipality")
    citizen = each.citizen()
    with desk_of(each.ledger, each.settings, each.stage.time.now, names=["intake-city"]) as alone:
        each.client.app.state.filings._desk = alone  # type: ignore[attr-defined]
        citizen.file(complaint_about(each, "officer-1"))
        refused = citizen.say("GrievanceWithdrawn", pressure="no")
        problem(refused, 403, "coi_line_complained_about")

    names = ["intake-city", "intake"]
    with desk_of(each.ledger, each.settings, each.stage.time.now, names=names) as both:
        each.client.app.state.filings._desk = both  # type: ignore[attr-defined]
        assert citizen.say("GrievanceWithdrawn", pressure="no").status_code == 201
        signed = [entry["by"] for entry in citizen.open().json()["entries"]]
    assert signed == [each.stage.cast["intake-city"].actor, each.stage.cast["intake"].actor]


def test_without_an_intake_nothing_is_received(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    recording = desk_behind(town.client)._recording
    with monkeypatch.context() as patched:
        patched.setattr(recording, "_holders", [])
        problem(town.citizen().file(), 503, "intake_missing")
    with monkeypatch.context() as patched:
        patched.setattr(town.client.app.state.filings, "_desk", None)  # type: ignore[attr-defined]
        problem(town.citizen().file(), 503, "intake_missing")
        problem(town.client.get("/filings/1234567890"), 503, "intake_missing")


def test_where_no_code_can_be_hashed_nothing_is_recorded(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen, key, size = town.citizen(), randomness.identifier(), town.size()
    with monkeypatch.context() as patched:
        patched.setattr(desk_behind(town.client).mailboxes._hashing, "_left", 0)
        busy = citizen.file(key=key)
        problem(busy, 503, "hashing_busy")
        assert busy.headers["retry-after"] == "1"
    assert town.size() == size
    assert citizen.file(key=key).status_code == 201


def uploaded(town: Town, text: str) -> str:
    answer = town.client.post("/attachments", content=text.encode())
    assert answer.status_code == 201, answer.text
    upload: str = answer.json()["upload"]
    return upload


def test_documents_are_kept_before_the_entry_that_commits_to_them(
    each: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    citizen, size = each.citizen(), each.size()
    body = ANONYMOUS | {"documents": [uploaded(each, text) for text in ("หนึ่ง", "สอง")]}
    with monkeypatch.context() as patched:
        patched.setattr(Attachments, "keep", crash)
        assert citizen.file(body, key=KEY).status_code == 500
    assert each.size() == size

    receipt = citizen.file(body, key=KEY).json()["receipt"]
    assert citizen.file(body, key=KEY).json()["receipt"] == receipt | {"repeated": True}
    one = body | {"documents": body["documents"][:1]}
    problem(citizen.file(one, key=KEY), 422, "idempotency_reused")
    values = {field["name"]: field.get("value") for field in citizen.open().json()["opened"]}
    described = values["complainant/document-2"]
    assert (described["media"], described["bytes"]) == ("text/plain", len("สอง".encode()))
    kept = each.ledger.attachments
    assert kept
    file = kept.read(receipt["stream"], "complainant", described["sha256"])
    assert file
    assert file.content == "สอง".encode()


def test_documents_that_are_not_there_or_too_many_are_refused(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem(town.citizen().file(COMPLAINT | {"documents": [KEY]}), 422, "upload_unknown")
    problem(town.citizen().file(COMPLAINT | {"documents": [KEY] * 2}), 422, "attachments_too_many")
    monkeypatch.setattr(desk_behind(town.client)._recording, "_attachments", None)
    problem(town.citizen().file(COMPLAINT | {"documents": [KEY]}), 503, "attachments_missing")


def test_salts_follow_from_what_is_kept_nowhere(town: Town) -> None:
    """Else whoever holds the secret could test guesses of what was erased, for ever."""
    citizen, key = town.citizen(), randomness.identifier()
    receipt = citizen.file(key=key).json()["receipt"]
    row = town.ledger.store.entry(receipt["index"])
    assert row
    sd = read_recorded(row.entry, row.leaf).statement.sd
    derived = Derived(Keyring(town.settings.keys).existing_secret("filings"), "filings")

    def guessed(salting: str) -> bool:
        salt = derived.salt(salting, "complainant/text")
        return digest(make_disclosure(salt, "complainant/text", STORY)) in sd

    assert not any(map(guessed, (receipt["id"], receipt["stream"], citizen.case)))
    assert guessed(derived.request("salt", "filing", key)), "the key tells it"
