"""Sixty days of silence: every lapse is recorded, the court opens, and nothing is closed."""

from datetime import date
from pathlib import Path

from ledger.application.fastpath import read_recorded
from ledger.application.stories.silence import STORY
from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.claim.records import ClaimState
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from tests.stories.stage import told


def test_silence_opens_the_court_and_closes_nothing(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        rows = here.stage.ledger.store.stream(story.stream("grievance"))
        said = [read_recorded(row.entry, row.leaf).statement.says for row in rows]
        lapses = {str(says.clock): says for says in said if isinstance(says, DeadlineLapsed)}
        filed_on = next(step.day for step in story.steps if step.name == "appeal")
        grievance, claim = here.state(story.stream("grievance")), here.state(story.stream("claim"))

    assert filed_on == date(2026, 5, 29)
    assert {"ack", "admission", "appeal_first", "exhaustion"} <= lapses.keys()
    assert lapses["appeal_first"].due == "2026-06-28"  # the thirtieth day: a Sunday, which stands
    assert lapses["exhaustion"].due == "2026-07-28"  # the sixtieth day: a holiday, which stands
    assert [effect.value for effect in lapses["exhaustion"].effects] == ["may_sue"]
    assert lapses["exhaustion"].next is not None
    assert lapses["exhaustion"].next.by == date(2026, 10, 26)  # ninety days on
    assert "GrievanceClosed" not in [type(says).__name__ for says in said]
    assert isinstance(grievance, GrievanceState)
    assert grievance.status is GrievanceStatus.FILED
    assert {"in_court", "deemed_admissible"} <= grievance.flags | grievance.casework.flags
    assert isinstance(claim, ClaimState)
    assert claim.status.value == "notified"  # an appeal was filed: the refusal is not final
