"""What a filing may hold, what a code may be tried for, how often; and that nothing of it is left lying."""

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api import filing_rates
from api import filings as api_filings
from api.limits import Room
from api.problems import Problem
from api.rates import Rate, Rates, network
from ledger.application import randomness
from ledger.application.check_digits import with_check_digit
from ledger.application.receipt_codes import AT_ONCE, WAITING, Hashing
from tests.api.citizens import COMPLAINT, CONTACT, KEY, NAME, NATIONAL_ID, STORY, Citizen
from tests.api.clients import stage_of
from tests.api.test_contract import EXAMPLES, check, described
from tests.api.test_filings import HELPED, Town
from tests.api.test_statements import problem

NOBODYS = with_check_digit("000000000000000")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("limits")
    with stage_of(folder, f"sqlite:///{folder}/ledger.db") as (client, stage, settings):
        yield Town(client, stage, settings)


def words(**words: Any) -> dict[str, Any]:
    return COMPLAINT | {"words": words}


@pytest.mark.parametrize(
    ("body", "code", "pointer"),
    [
        ([], "data_invalid", ""),
        (COMPLAINT | {"kind": "other"}, "data_invalid", "/kind"),
        (COMPLAINT | {"more": 1}, "data_invalid", ""),
        (COMPLAINT | {"area": "๙๙"}, "data_invalid", "/area"),
        (COMPLAINT | {"channel": "counter"}, "data_invalid", "/channel"),
        (HELPED | {"channel": "web"}, "data_invalid", "/channel"),
        (COMPLAINT | {"contests": [{"index": 0, "version": 1}]}, "data_invalid", "/contests"),
        (
            COMPLAINT | {"about": ["actor/" + "5a11dead-0000-4000-8000-000000000001"] * 21},
            "data_invalid",
            "/about",
        ),
        (COMPLAINT | {"documents": ["x"]}, "data_invalid", "/documents"),
        (words(text=1), "data_invalid", "/words/text"),
        (words(text=""), "data_invalid", "/words/text"),
        (words(more="x"), "data_invalid", "/words"),
        (words(named=[{"text": "x", "phone": "1"}]), "data_invalid", "/words/named/0"),
        (words(text="ก" * 20_001), "text_length", None),
        (words(text="\U00010900" * 15_361), "text_length", None),
        (words(name="ก" * 501), "text_length", None),
        (words(text="a\u202eb"), "text_form", None),
        (words(text="e\u0301"), "text_form", None),
        (words(national_id="1234567890122"), "id_format", None),
        (words(national_id="๑๒๓๔๕๖๗๘๙๐๑๒๑"), "id_format", None),
        (COMPLAINT | {"benefit": "no_such_benefit"}, "programme_unknown", None),
        (COMPLAINT | {"programme": "claim/5a11dead-0000-4000-8000-000000000001"}, "programme_unknown", None),
        (COMPLAINT | {"contests": [{"index": 0}]}, "unknown_decision", None),
        (COMPLAINT | {"contests": [{"index": 2**50}]}, "unknown_decision", None),
        (COMPLAINT | {"kind": "appeal"}, "contests_missing", None),
    ],
)
def test_what_is_not_of_the_form_is_refused_and_never_repeated(
    town: Town, body: Any, code: str, pointer: str | None
) -> None:
    size = town.size()
    members = problem(town.citizen().file(body), 422, code)
    assert members.get("pointer") == pointer
    assert town.size() == size


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "json_strict_syntax"),
        (b'{"kind":1,"kind":2}', 400, "json_strict_duplicate_key"),
        (b'{"kind":1.5}', 400, "json_strict_float"),
        (b'"\\ud800"', 400, "json_strict_surrogate"),
        (b"[" * 17 + b"]" * 17, 400, "json_strict_depth"),
        (b'"' + b"x" * api_filings.BODY_BYTES + b'"', 413, "body_too_large"),
    ],
)
def test_what_two_parsers_could_read_differently_is_refused(
    town: Town, body: bytes, status: int, code: str
) -> None:
    problem(town.citizen().file(body), status, code)


def test_the_longest_story_is_taken_however_it_is_written(town: Town) -> None:
    longest = words(text="ก" * 20_000)
    escaped = json.dumps(longest).encode()
    assert len(escaped) > 64 * 1024
    assert town.citizen().file(escaped).status_code == 201
    assert town.citizen().file(json.dumps(longest, ensure_ascii=False).encode()).status_code == 201


@pytest.mark.parametrize(
    ("message", "code", "pointer"),
    [
        ({"type": "GrievanceDetermined"}, "data_invalid", "/type"),
        ({"type": 1}, "data_invalid", "/type"),
        ({"type": "InformationSupplied", "kind": "note"}, "data_invalid", "/kind"),
        ({"type": "InformationSupplied", "kind": "correction", "corrects": 9}, "entry_unknown", None),
        ({"type": "InformationSupplied", "kind": "statement"}, "nothing_supplied", None),
        ({"type": "GrievanceContested", "of": 9, "ground": "wrong_facts"}, "unknown_determination", None),
        ({"type": "RemedyConfirmed", "remedy": "r1"}, "grievance_state", None),
        ({"type": "GrievanceFiled", "grounds": ["delay"]}, "level_invalid", None),
        ({"type": "GrievanceWithdrawn", "pressure": "no", "channel": "counter"}, "data_invalid", "/channel"),
    ],
)
def test_what_cannot_be_said_is_refused(
    town: Town, message: dict[str, Any], code: str, pointer: str | None
) -> None:
    citizen = town.citizen()
    citizen.file()
    size = town.size()
    members = problem(
        citizen.say(message["type"], **{n: v for n, v in message.items() if n != "type"}), 422, code
    )
    assert members.get("pointer") == pointer
    assert town.size() == size


def test_a_wrong_code_and_no_case_are_one_answer_and_the_same_work(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    hash_ = Hashing.hash

    def counted(self: Hashing, code: str, salt: bytes) -> bytes:
        hashed.append(code)
        return hash_(self, code, salt)

    citizen = town.citizen()
    citizen.file()
    monkeypatch.setattr(Hashing, "hash", counted)
    answers = []
    for case in (citizen.case, "0000000000"):
        for path, body in (
            ("openings", {"code": NOBODYS}),
            ("documents", {"code": NOBODYS, "sha256": "ab" * 32}),
            ("messages", {"code": NOBODYS, "type": "GrievanceWithdrawn", "pressure": "no"}),
        ):
            answers.append(problem(citizen.post(f"/filings/{case}/{path}", body), 404, "not_found"))
    assert all(answer == answers[0] for answer in answers)
    assert len(hashed) == 6

    problem(citizen.open("0000000000000001"), 422, "receipt_check")
    problem(citizen.open("๑" * 16), 422, "id_format")
    problem(citizen.open("1"), 422, "id_format")
    assert len(hashed) == 6
    assert citizen.open().status_code == 200


@pytest.mark.parametrize("case", ["1", "12345678901", "๑๒๓๔๕๖๗๘๙๐", "0000000000", "123456789x"])
def test_a_number_that_is_none_is_not_there(town: Town, case: str) -> None:
    problem(town.client.get(f"/filings/{case}"), 404, "not_found")


def test_the_number_alone_tells_a_class_and_days(town: Town) -> None:
    citizen = town.citizen()
    citizen.file()
    assert sorted(citizen.track().json()) == ["case", "next_by", "received_on", "state"]


# How often


def test_nobody_files_more_than_five_times_in_an_hour(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen = Citizen(town.client)
    go(town, hours=2)
    assert [citizen.file().status_code for _ in range(5)] == [201] * 5
    sixth = randomness.identifier()
    refused = citizen.file(key=sixth)
    problem(refused, 429, "rate")
    assert refused.headers["retry-after"] == "3600"
    assert citizen.file(COMPLAINT | {"channel": "line"}).status_code == 201
    with monkeypatch.context() as patched:
        patched.setattr(api_filings, "ALONE", Rate("filing", 1_000_000, timedelta(hours=1)))
        assert citizen.file().status_code == 201, "without the limit a flood would pass"
    go(town, hours=1)
    assert citizen.file(key=sixth).status_code == 201


def test_what_is_sent_again_does_not_count_again(town: Town) -> None:
    citizen, key = Citizen(town.client), randomness.identifier()
    go(town, hours=2)
    problem(citizen.file(COMPLAINT | {"grounds": []}, key), 422, "grounds_missing")
    assert [citizen.file(key=key).status_code for _ in range(6)] == [201] + [200] * 5
    assert [citizen.file().status_code for _ in range(5)] == [201] * 4 + [429]
    assert citizen.file(key=key).status_code == 200


def test_a_case_is_tried_once_in_a_second(town: Town) -> None:
    go(town, hours=2)
    citizen = town.citizen()
    citizen.file()
    other = town.citizen()
    other.file()
    impatient = Citizen(town.client, None, citizen.case, citizen.code)
    assert impatient.open().status_code == 200
    refused = impatient.open(NOBODYS)
    problem(refused, 429, "rate")
    assert refused.headers["retry-after"] == "1"
    problem(impatient.say("GrievanceWithdrawn", pressure="no"), 429, "rate")
    assert Citizen(town.client, None, other.case, other.code).open().status_code == 200
    assert citizen.open().status_code == 200


def test_who_tries_codes_at_any_number_is_stopped_after_thirty_in_a_minute(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert filing_rates.TRIED[1:] == (30, timedelta(minutes=1))
    go(town, hours=2)
    monkeypatch.setattr(api_filings, "TRIED", Rate("code", 3, timedelta(minutes=1)))
    cases = [f"{number:010}" for number in range(5)]
    for path, case in zip(("openings", "documents", "messages"), cases, strict=False):
        problem(attempt(town, case, path), 404, "not_found")
    problem(attempt(town, cases[3], "openings"), 429, "rate")
    assert town.client.get(f"/filings/{cases[3]}").status_code == 404
    assert Citizen(town.client).file().status_code == 201
    monkeypatch.setattr(api_filings, "TRIED", Rate("code", 1_000_000, timedelta(minutes=1)))
    problem(attempt(town, cases[4], "openings"), 404, "not_found")  # the control: it is this that refuses


def attempt(town: Town, case: str, path: str) -> Any:
    said = {"openings": {}, "documents": {"sha256": "ab" * 32}}
    body = {"code": NOBODYS, **said.get(path, {"type": "GrievanceWithdrawn", "pressure": "no"})}
    return Citizen(town.client).post(f"/filings/{case}/{path}", body)


def test_while_nobody_gets_in_with_a_code_people_file_and_follow(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(town, hours=2)
    citizen = Citizen(town.client)
    filings = town.client.app.state.filings  # type: ignore[attr-defined]
    full = Room(api_filings.OPENING, 0)
    monkeypatch.setattr(filings, "codes", full)
    for path in ("openings", "documents", "messages"):
        problem(attempt(town, "0000000000", path), 503, "overloaded")
    assert citizen.file().status_code == 201
    assert citizen.track().status_code == 200
    assert api_filings.OPENING + api_filings.THREADS <= AT_ONCE + WAITING, "each may hold a place to hash"
    monkeypatch.setattr(filings, "room", full)
    problem(citizen.file(), 503, "overloaded")  # the control: as one room they all would be shut


def test_nobody_fills_a_case_with_messages(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    citizen, key = town.citizen(), randomness.identifier()
    citizen.file()
    monkeypatch.setattr(api_filings, "SAID", Rate("message", 1, timedelta(hours=1)))
    for status in (201, 200):
        said = citizen.say("InformationSupplied", key, kind="statement", words={"text": "ก"})
        assert said.status_code == status
    problem(citizen.say("GrievanceWithdrawn", pressure="no"), 429, "rate")
    go(town, hours=1)
    assert citizen.say("GrievanceWithdrawn", pressure="no").status_code == 201


def go(town: Town, *, hours: float) -> None:
    """Let time pass."""
    town.stage.time._now += timedelta(hours=hours)


def test_what_is_counted_is_forgotten_and_names_nobody() -> None:
    now = [datetime(2026, 11, 28, 1, tzinfo=UTC)]
    seeds = iter([b"1" * 32, b"2" * 32])
    rates, rate = Rates(lambda: now[0], lambda: next(seeds), most=3), Rate("filing", 1, timedelta(hours=1))
    rates.take(rate, "web", "192.0.2.7", request="k")
    assert not any(word in repr(vars(rates)) for word in ("192.0.2", "web", "'k'"))
    first = list(rates._taken)
    with pytest.raises(Problem):
        rates.take(rate, "web", "192.0.2.7")
    for number in range(3):
        rates.take(rate, "web", f"192.0.2.{number}")
    assert len(rates._taken) == 3

    now[0] += timedelta(days=1)
    rates.take(rate, "web", "192.0.2.7")
    assert len(rates._taken) == 1
    assert list(rates._taken) != first


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:0:123:4:5:6:7", "2001:db8:0:100::"),
        ("2001:db8:0:1ff::", "2001:db8:0:100::"),
        ("2001:db8:0:200::", "2001:db8:0:200::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
        (None, ""),
    ],
)
def test_of_a_longer_address_counts_what_a_customer_gets(host: str | None, name: str) -> None:
    assert network(host) == name


# What is left lying


def test_nothing_personal_and_no_code_lies_in_clear_anywhere(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with stage_of(tmp_path, f"sqlite:///{tmp_path}/ledger.db") as (client, stage, _):
        citizen = Citizen(client, stage.time)
        filed = citizen.file(key="5a11dead-1234-4000-8000-000000000001")
        assert STORY in citizen.open().text
        citizen.say("InformationSupplied", kind="statement", words={"text": STORY})
        refused = citizen.file(COMPLAINT | {"grounds": []})
    secrets = [STORY, NAME, CONTACT, NATIONAL_ID, citizen.code, "5a11dead-1234", "testclient"]
    said = refused.text + caplog.text + "".join(capfd.readouterr())
    lying = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(lying) > 10
    assert not found(secrets, [path.read_bytes() for path in lying] + [said.encode()])

    planted = tmp_path / "planted"
    planted.write_text(f"case {filed.json()['case']} opens with {citizen.code}")
    assert found(secrets, [planted.read_bytes()]) == {citizen.code}


def found(secrets: list[str], places: list[bytes]) -> set[str]:
    """Which of ``secrets`` stand in one of ``places``, as they are or escaped."""
    forms = {secret: (secret.encode(), json.dumps(secret).strip('"').encode()) for secret in secrets}
    return {
        one for one, written in forms.items() if any(form in place for form in written for place in places)
    }


# What is promised


def test_the_examples_of_the_description_are_taken(town: Town) -> None:
    operation = described(town, "/filings", "post")  # type: ignore[arg-type]
    go(town, hours=2)
    examples = operation["requestBody"]["content"]["application/json"]["examples"]
    for name, example in examples.items():
        citizen = town.citizen()
        headers = town.session("neighbour") if name == "assisted" else {}
        answer = citizen.file(example["value"], **headers)
        check(answer, operation)
        assert answer.status_code == 201, (name, answer.text)


mutations = st.lists(st.tuples(st.integers(0, 400), st.binary(max_size=3)), max_size=4)


@given(mutations, st.sampled_from(["", KEY, "x"]), st.sampled_from(["", "/0000000000/messages"]))
@EXAMPLES
def test_any_change_of_a_filing_gets_an_answer_that_is_promised(
    town: Town, changes: list[tuple[int, bytes]], key: str, rest: str
) -> None:
    body = bytearray(json.dumps(COMPLAINT, ensure_ascii=False).encode())
    for at, other in changes:
        body[at : at + len(other)] = other
    headers = {"idempotency-key": key} if key else {}
    answer = town.client.post(f"/filings{rest}", content=bytes(body), headers=headers)
    route = "/filings/{case}/messages" if rest else "/filings"
    check(answer, described(town, route, "post"))  # type: ignore[arg-type]


def test_every_answer_is_one_that_is_described(town: Town) -> None:
    citizen = town.citizen()
    citizen.file()
    path = "/filings/{case}"
    for answer, route, method in (
        (citizen.file(COMPLAINT | {"kind": 1}), "/filings", "post"),
        (citizen.track(), path, "get"),
        (citizen.open(), f"{path}/openings", "post"),
        (citizen.open(NOBODYS), f"{path}/openings", "post"),
        (citizen.file_of("ab" * 32), f"{path}/documents", "post"),
        (citizen.say("GrievanceFiled", grounds=["delay"]), f"{path}/messages", "post"),
        (citizen.say("GrievanceWithdrawn", pressure="no"), f"{path}/messages", "post"),
        (citizen.post(f"/filings/{citizen.case}/receipts", {"auth": "callback"}), f"{path}/receipts", "post"),
    ):
        check(answer, described(town, route, method))  # type: ignore[arg-type]
