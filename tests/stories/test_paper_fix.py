"""An office cannot end a complaint alone, nor make "reported done" mean "done"."""

from pathlib import Path

from ledger.application.stories.paper_fix import STORY
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from tests.stories.stage import told


def test_only_her_own_word_closes_the_matter(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        grievance = here.state(story.stream("grievance"))
        kinds = here.types(story.stream("grievance"))

        assert isinstance(grievance, GrievanceState)
        assert grievance.status is GrievanceStatus.CLOSED
        assert kinds.count("GrievanceDetermined") == 2
        assert kinds.count("RemedyReportedDone") == 2
        assert kinds[-2:] == ["RemedyConfirmed", "GrievanceClosed"]
        refused = [step.answer.as_json().get("code") for step in story.steps]
        assert [code for code in refused if code] == ["approvals_pending", "coi_prior_decider"]
