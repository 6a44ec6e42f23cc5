"""A report without a name is handled outside the line of the accused, and closed by silence alone."""

from pathlib import Path

from ledger.application.fastpath import read_recorded
from ledger.application.stories.anonymous import STORY
from ledger.domain.casework_codes import Closing
from ledger.domain.grievance.events import GrievanceClosed
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from tests.stories.stage import told


def test_a_report_without_a_name_is_answered(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        grievance = here.state(story.stream("grievance"))
        rows = here.stage.ledger.store.stream(story.stream("grievance"))
        closed = [
            says.ground
            for row in rows
            if isinstance(says := read_recorded(row.entry, row.leaf).statement.says, GrievanceClosed)
        ]

        assert isinstance(grievance, GrievanceState)
        assert grievance.status is GrievanceStatus.CLOSED
        assert closed == [Closing.UNCONFIRMED]
        assert {"anonymous", "pressure"} <= grievance.flags
        refused = [step.answer.as_json().get("code") for step in story.steps]
        assert [code for code in refused if code] == ["anonymous_identified", "coi_line_complained_about"]
