"""Three grievances open a consultation; its promise is broken, and those who wait say so."""

from pathlib import Path

from ledger.application.evidence import make_bundle
from ledger.application.stories.promise import CASES, STORY
from ledger.domain.consultation.codes import Verified
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.record import record
from ledger.domain.consultation.state import ConsultationState
from ledger.tlog.policy import parse_policy
from ledger.verify.evidence import verify_bundle
from ledger.verify.result import Outcome
from tests.stories.stage import told


def test_the_record_says_asked_said_answered_and_not_done(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        consultation = here.state(story.stream("consultation"))
        assert isinstance(consultation, ConsultationState)
        promise = here.state(story.stream("commitment")).promise()
        shown = record(consultation, {story.stream("commitment"): promise})

        assert consultation.status is ConsultationStatus.ANSWERED
        assert shown.asked is not None
        assert shown.asked.evidence == len(CASES) == 3
        (item,) = shown.answered
        (done,) = item.done
        assert done.promise is not None
        assert done.promise.finding == Verified.NOT_MET
        assert "broken" in done.promise.flags
        assert "DeadlineLapsed" in here.types(story.stream("commitment"))
        refused = [step.answer.as_json().get("code") for step in story.steps]
        assert [code for code in refused if code] == ["authority_missing"]


def test_each_matter_of_the_story_can_be_taken_away_and_checked(tmp_path: Path) -> None:
    """Also the consultation, whose answer names a promise before it is made."""
    with told(tmp_path, STORY) as (here, story):
        for kind in ("consultation", "commitment", *CASES):
            bundle = make_bundle(here.stage.ledger.store, story.stream(kind))
            report = verify_bundle(bundle, parse_policy(here.policy))
            assert report.outcome is Outcome.PASSED, (kind, report.steps)
