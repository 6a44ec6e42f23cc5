"""What becomes of a statement at the door: its receipt, or a problem that says what to do."""

from collections.abc import Callable
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from starlette.testclient import TestClient

from api import schemas
from api.statements import MANY_BYTES, MOST, ONE_BYTES
from benchmarks.fixture import Draw, statements
from ledger.application.receipts import Submission
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.codes import Cause, Occasion, OrderMaker, Result
from ledger.domain.types import ActorRef, Code, EntryRef, Event, Money, Seen
from tests.api.clients import MANY, ONE, body_of, bundle_of, members_of
from tests.api.conftest import Desk

PROBLEM = jsonschema.Draft202012Validator(schemas.PROBLEM)
RECEIPT = jsonschema.Draft202012Validator(schemas.RECEIPT)
ANSWERS = jsonschema.Draft202012Validator(schemas.ANSWERS)


def post(client: TestClient, body: bytes, **headers: str) -> Any:
    return client.post("/statements", content=body, headers=ONE | headers)


def problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    """Check that ``answer`` is the problem ``code`` in its one form, and return it."""
    members: dict[str, Any] = answer.json()
    assert (answer.status_code, members["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    PROBLEM.validate(members)
    assert members["status"] == status
    return members


def says(desk: Desk, stream: str, event: Event, seen: Seen | None = None, who: int = 0) -> Submission:
    author, keys = desk.signers.author, desk.signers.keys
    return author.compose(stream, event, by=desk.signers.actors[who], keys=[keys[who]], seen=seen)


def test_a_statement_gets_a_receipt_and_the_same_one_again(desk: Desk) -> None:
    first, *others = map(body_of, statements(desk.signers, 3))
    recorded = post(desk.client, first)
    assert recorded.status_code == 201
    RECEIPT.validate(recorded.json())
    for other in others:
        assert post(desk.client, other).status_code == 201

    again = post(desk.client, first)
    assert again.status_code == 200
    assert again.json() == recorded.json() | {"repeated": True}


def test_another_statement_under_the_same_id_is_refused(desk: Desk) -> None:
    first, second, *_ = statements(desk.signers, 2)
    assert post(desk.client, first.envelope).status_code == 201
    other = reworded(desk, second, first)

    problem(post(desk.client, other.envelope), 409, "id_reused")


def reworded(desk: Desk, statement: Submission, taken: Submission) -> Submission:
    """``statement`` under the id of ``taken``."""
    members = members_of(statement) | {"id": members_of(taken)["id"]}
    return desk.signers.sign(members)


def test_a_stale_decision_is_told_what_it_had_not_seen(desk: Desk) -> None:
    draw = Draw(11)
    stream = f"claim/{draw.identifier()}"
    first = post(desk.client, says(desk, stream, decided(desk, draw)).envelope).json()
    entry = EntryRef(stream, first["version"], first["leaf"])
    revision = says(desk, stream, revised(entry, draw), Seen(first["version"], first["leaf"]))
    second = post(desk.client, revision.envelope)
    assert second.status_code == 201

    stale = says(desk, stream, revised(entry, draw), Seen(first["version"], first["leaf"]))
    members = problem(post(desk.client, stale.envelope), 409, "stream_conflict")
    assert [(one["version"], one["leaf"]) for one in members["unseen"]] == [
        (second.json()["version"], second.json()["leaf"])
    ]


def decided(desk: Desk, draw: Draw) -> EligibilityDecided:
    return EligibilityDecided(
        result=Result.REFUSE,
        benefit=Code("old_age_allowance"),
        amount=Money(60_000, "THB"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(),
        law=(Code("oaa_2552_s6"),),
        official=ActorRef(f"actor/{draw.identifier()}"),
        programme=desk.signers.programme,
    )


def revised(of: EntryRef, draw: Draw) -> DecisionRevised:
    return DecisionRevised(
        result=Result.GRANT,
        benefit=Code("old_age_allowance"),
        amount=Money(60_000, "THB"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.NEW_FACT,
        cause=Cause.REVIEW,
        supersedes=of,
        found=(),
        law=(Code("oaa_2552_s6"),),
        official=ActorRef(f"actor/{draw.identifier()}"),
    )


def test_a_bundle_is_judged_line_by_line_and_keeps_its_order(desk: Desk) -> None:
    good = statements(desk.signers, 5)
    lines = bundle_of(good).splitlines()
    lines[2:2] = [b"{", b'{"payload":1}', lines[1]]
    answer = desk.client.post("/statements", content=b"\n".join(lines), headers=MANY)

    assert answer.status_code == 200
    ANSWERS.validate(answer.json())
    parts = answer.json()["answers"]
    assert [part.get("problem", {}).get("code") for part in parts] == [
        None,
        None,
        "json_strict_syntax",
        "dsse_members",
        None,
        None,
        None,
        None,
    ]
    assert answer.json()["refused"] == 2
    assert parts[4]["receipt"] == parts[1]["receipt"] | {"repeated": True}
    indexes = [part["receipt"]["index"] for part in (parts[0], parts[1], *parts[5:])]
    assert indexes == list(range(indexes[0], indexes[0] + 5))


def test_disclosures_come_beside_the_envelope_and_are_checked_against_it(desk: Desk) -> None:
    draw = Draw(12)
    sealed = {"applicant/name": "ผู้ทดสอบ นามสมมุติ"}
    submission = desk.signers.author.compose(
        f"claim/{draw.identifier()}",
        decided(desk, draw),
        by=desk.signers.actors[0],
        keys=[desk.signers.keys[0]],
        sealed=sealed,
    )
    bare = problem(post(desk.client, submission.envelope), 422, "disclosure_missing")
    assert "ผู้ทดสอบ" not in str(bare)
    assert post(desk.client, body_of(submission)).status_code == 201


Altered = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("alter", "status", "code"),
    [
        (lambda _body: b"", 400, "json_strict_syntax"),
        (lambda _body: b"[]", 400, "dsse_members"),
        (lambda _body: b"\xff", 400, "json_strict_utf8"),
        (lambda _body: b'{"a":1,"a":2}', 400, "json_strict_duplicate_key"),
        (lambda body: b'{"envelope":' + body + b',"more":1}', 400, "submission_members"),
        (lambda body: b'{"envelope":' + body + b',"disclosures":[1]}', 400, "submission_members"),
        (lambda body: b'{"envelope":' + body + b',"disclosures":null}', 400, "submission_members"),
        (lambda body: b'{"envelope":' + body + b',"disclosures":["e30"]}', 422, "disclosure_form"),
        (lambda body: body.replace(b'"sig":"', b'"sig":"AA'), 400, "dsse_base64"),
        (lambda body: body + b" " * ONE_BYTES, 413, "body_too_large"),
    ],
)
def test_bad_bodies_are_refused_with_a_code_and_nothing_is_recorded(
    small: Desk, alter: Altered, status: int, code: str
) -> None:
    (good,) = statements(small.signers, 1, seed=77)
    size = small.client.get("/readyz").json()["size"]

    problem(post(small.client, alter(good.envelope)), status, code)
    assert small.client.get("/readyz").json()["size"] == size


def test_a_signature_that_does_not_hold_is_refused(small: Desk) -> None:
    one, other = statements(small.signers, 2, seed=78)
    tail = other.envelope.partition(b'"sig":')[2]
    swapped = one.envelope.partition(b'"sig":')[0] + b'"sig":' + tail
    problem(post(small.client, swapped), 422, "sig_invalid")


def test_if_match_and_seen_speak_with_one_voice(desk: Desk) -> None:
    draw = Draw(13)
    stream = f"claim/{draw.identifier()}"
    first = post(desk.client, says(desk, stream, decided(desk, draw)).envelope).json()
    entry, seen = EntryRef(stream, first["version"], first["leaf"]), Seen(first["version"], first["leaf"])
    revision = says(desk, stream, revised(entry, draw), seen).envelope

    problem(post(desk.client, revision, **{"if-match": '"7"'}), 400, "if_match_differs")
    recorded = post(desk.client, revision, **{"if-match": f'"{seen.version}"'})
    assert (recorded.status_code, recorded.json()["version"]) == (201, 2)
    unseen = says(desk, stream, revised(entry, draw)).envelope
    problem(post(desk.client, unseen, **{"if-match": '"2"'}), 400, "if_match_differs")


def test_a_kind_of_body_that_is_not_taken_is_told_which_are(small: Desk) -> None:
    answer = small.client.post("/statements", content=b"{}", headers={"content-type": "text/xml"})
    problem(answer, 415, "media_type")
    assert answer.headers["accept-post"] == "application/json, application/jsonl"


def test_a_bundle_has_an_end(small: Desk) -> None:
    def many(body: bytes) -> Any:
        return small.client.post("/statements", content=body, headers=MANY)

    problem(many(b"\n\n"), 400, "bundle_empty")
    problem(many(b"{}\n" * (MOST + 1)), 413, "bundle_too_long")
    problem(many(b" " * (MANY_BYTES + 1)), 413, "body_too_large")


def test_a_problem_speaks_the_readers_language(small: Desk) -> None:
    english = problem(post(small.client, b"{}"), 400, "dsse_members")
    answer = post(small.client, b"{}", **{"accept-language": "th-TH, en;q=0.5"})
    thai = problem(answer, 400, "dsse_members")

    assert english["title"].isascii()
    assert any("ก" <= letter <= "๛" for letter in thai["title"])
    assert any("ก" <= letter <= "๛" for letter in thai["detail"])
    assert answer.headers["content-language"] == "th"
    told = small.client.get(thai["type"]).json()
    assert (told["th"], told["do_th"], told["en"]) == (thai["title"], thai["detail"], english["title"])


def test_a_refusal_names_the_place_and_not_the_value(small: Desk) -> None:
    draw = Draw(14)
    made = says(small, f"claim/{draw.identifier()}", decided(small, draw))
    members = members_of(made)
    members["data"]["amount"]["currency"] = "ก-secret"
    wrong = problem(post(small.client, small.signers.sign(members).envelope), 422, "data_invalid")
    assert wrong["pointer"] == "/amount/currency"
    assert "secret" not in str(wrong)

    members["data"]["amount"] = {"โทร 081-secret": 1}
    strange = problem(post(small.client, small.signers.sign(members).envelope), 422, "data_invalid")
    assert strange["pointer"] == "/amount"
    assert "secret" not in str(strange)


def test_a_file_that_ends_with_a_line_is_the_same_statement(desk: Desk) -> None:
    (one,) = statements(desk.signers, 1)
    assert post(desk.client, one.envelope + b"\r\n").status_code == 201
    assert post(desk.client, b" " + one.envelope).status_code == 200


def test_the_longest_story_that_may_be_told_can_be_handed_in(desk: Desk) -> None:
    story = "ก" * 20_000
    assert len(story.encode()) == 60_000
    submission = desk.signers.author.compose(
        f"claim/{Draw(15).identifier()}",
        decided(desk, Draw(16)),
        by=desk.signers.actors[0],
        keys=[desk.signers.keys[0]],
        sealed={"applicant/story": story},
    )
    assert post(desk.client, body_of(submission)).status_code == 201
