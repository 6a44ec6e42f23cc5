"""A citizen without a key files, is answered, disputes and appeals, with nothing but the receipt."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ledger.application.receipts import Receipt
from ledger.application.settings import Settings
from ledger.application.stories import acts
from ledger.application.stories.cast import MUNICIPALITY
from ledger.application.stories.grandmother import STORY as GRANDMOTHER
from ledger.application.stories.telling import Stage, Telling, Words, play
from ledger.application.verifying import verify_ledger
from ledger.domain.casework_codes import Ground, Outcome, Remedy
from ledger.domain.codes import GroundFinding, Role
from ledger.domain.grievance.events import FoundOnGround
from ledger.tlog.policy import parse_policy
from tests.api.citizens import COMPLAINT, KEY, NAME, STORY, Citizen
from tests.api.clients import stage_of
from tests.api.test_statements import problem
from tests.api.test_story import check_receipt

SILENT = Words("", "")
CITY = "supervisor-city"
REASONS = "ไม่มีผู้รับผิดชอบเรื่องนี้จริง"


@contextmanager
def town(folder: Path, database_url: str) -> Iterator[tuple[Citizen, Stage, Settings]]:
    with stage_of(folder, database_url) as (client, stage, settings):
        yield Citizen(client, stage.time), stage, settings


def test_a_citizen_is_heard_with_the_receipt_alone(tmp_path: Path, database_url: str) -> None:
    with town(tmp_path, database_url) as (citizen, stage, settings):
        filed = citizen.file()
        assert citizen.track().json()["state"] == "received"
        office = answering(stage, filed.json()["receipt"]["stream"])
        assert citizen.track().json()["state"] == "answered"
        check_opened(citizen)
        said = [*speaking(citizen, office), *appealing(citizen, office)]

        policy = settings.policy.read_text()
        verdict = verify_ledger(stage.ledger.store, parse_policy(policy))
        assert (verdict.findings, verdict.exit_code) == ([], 0)
        for answer in (filed, *said):
            assert answer.status_code == 201, answer.text
            check_receipt(Receipt(**answer.json()["receipt"]), policy)


def check_opened(citizen: Citizen) -> None:
    """Check that the person sees who signed, what they said, why it was decided so, and what comes next."""
    opened = citizen.open().json()
    assert [one["type"] for one in opened["entries"]][:2] == ["GrievanceFiled", "GrievanceAcknowledged"]
    assert [one["custody"] for one in opened["entries"]][:2] == ["service", "own"]
    assert opened["next"][0]["act"] == "RemedyConfirmed"
    shown = {field["value"] for field in opened["opened"] if field["verdict"] == "disclosed"}
    assert {STORY, REASONS} <= shown


def speaking(citizen: Citizen, office: Telling) -> list[Any]:
    """Dispute the remedy, wait, confirm it, and contest the outcome, once."""
    disputed = citizen.say("RemedyDisputed", remedy="r1", ground="not_done", words={"text": "ยังไม่มีใครมา"})
    assert citizen.open().json()["stands"]["state"] == "remedy_due"
    more = citizen.say("InformationSupplied", kind="statement", words={"text": "ขอให้มาภายในเดือนนี้"})
    office.say("done_now", "grievance", acts.remedy_done(None, office.today), CITY, words=SILENT)
    confirmed = citizen.say("RemedyConfirmed", remedy="r1", stars=4, words={"text": "มาแล้ว"})
    determined = office.entries["determined"].version
    contested = citizen.say("GrievanceContested", of=determined, ground="new_evidence")
    assert citizen.say("GrievanceContested", of=determined, ground="new_evidence").status_code == 422
    return [disputed, more, confirmed, contested]


def appealing(citizen: Citizen, office: Telling) -> list[Any]:
    """Appeal: a case of its own, which the first code does not open; and take it back."""
    asked = {"grounds": ["delay"], "remedies": ["apology"], "words": {"text": "ขออุทธรณ์"}}
    appealed = citizen.say("GrievanceFiled", KEY, **asked)
    citizen.say("InformationSupplied", kind="statement", words={"text": "ส่งอุทธรณ์แล้ว"})
    again = citizen.say("GrievanceFiled", KEY, **asked)
    assert again.json()["code"] == appealed.json()["code"]
    problem(citizen.say("GrievanceFiled", KEY, **asked | {"remedies": []}), 422, "idempotency_reused")
    upper = Citizen(citizen.client, citizen.time, appealed.json()["case"], appealed.json()["code"])
    assert (upper.case == citizen.case, upper.code == citizen.code) == (False, False)
    problem(upper.open(citizen.code), 404, "not_found")
    filing = upper.open().json()["entries"][0]["data"]
    assert (filing["level"], filing["appeal_of"]) == (2, office.stream("grievance"))
    assert filing["via"]["auth"] == "receipt"

    withdrawn = upper.say("GrievanceWithdrawn", pressure="no")
    told = upper.track().json()
    assert (told["state"], told["closed_on"]) == ("closed", office.today.isoformat())
    return [appealed, withdrawn]


def answering(stage: Stage, stream: str) -> Telling:
    """The office takes it in hand, upholds it, tells the citizen, and says that it did what was ordered."""
    story = Telling(stage, "citizen")
    story.streams["grievance"] = stream
    today = stage.time.today
    story.say("acknowledged", "grievance", acts.acknowledged(), "handler", words=SILENT)
    assigned = acts.assigned(story.actor("handler-district"), Role.HANDLER)
    story.say("assigned", "grievance", assigned, "supervisor-province", words=SILENT)
    found = acts.determination_of(
        FoundOnGround(ground=Ground.DELAY, finding=GroundFinding.SUSTAINED), outcome=Outcome.UPHELD
    )
    ordered = acts.ordered(Remedy.APOLOGY, today, MUNICIPALITY)
    story.say(
        "determined",
        "grievance",
        replace(found, remedies=(ordered,)),
        "handler-district",
        words=SILENT,
        sealed={"complainant/reasons": REASONS},
    )
    notice = acts.outcome_notice(story.entries["determined"], today)
    story.say(
        "told", "grievance", notice, "handler-district", words=SILENT, sealed={"complainant/recipient": NAME}
    )
    story.say("done", "grievance", acts.remedy_done(None, today), CITY, words=SILENT)
    return story


def test_a_decision_is_appealed_against_by_its_place_in_the_log(tmp_path: Path, database_url: str) -> None:
    with town(tmp_path, database_url) as (citizen, stage, _):
        decision = play(stage, [GRANDMOTHER])[GRANDMOTHER.name].entries["revision"]
        index = next(
            row.index for row in stage.ledger.store.stream(decision.stream) if row.version == decision.version
        )
        appeal = COMPLAINT | {"kind": "appeal", "grounds": ["fact_wrong"], "contests": [{"index": index}]}
        citizen.file(appeal)
        (named,) = citizen.open().json()["entries"][0]["data"]["contests"]
        assert (named["claim"], named["entry"]["leaf"]) == (decision.stream, decision.leaf)

        by_version = {"claim": decision.stream, "version": decision.version}
        citizen.file(appeal | {"contests": [by_version]})
        assert citizen.open().json()["entries"][0]["data"]["contests"] == [named]
        application = {"claim": decision.stream, "version": 1}
        problem(citizen.file(appeal | {"contests": [application]}), 422, "unknown_decision")
        two = [by_version, {"claim": GRANDMOTHER.name, "version": 1}]
        problem(citizen.file(appeal | {"contests": two}), 422, "data_invalid")
