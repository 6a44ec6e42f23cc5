"""A refusal to attest out of fear carries no refusal of the claim; somebody from outside attests."""

from pathlib import Path

from ledger.application.stories.fear import STORY
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.codes import AskedBy
from tests.stories.stage import told


def test_fear_is_recorded_and_costs_her_nothing(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        claim = here.state(story.stream("claim"))

        assert isinstance(claim, ClaimState)
        assert claim.status is ClaimStatus.NOTIFIED
        assert claim.decisions[-1].result.value == "grant"
        assert [item.attester for item in claim.refusals] == [story.actor("volunteer-social")]
        (drawn,) = [one.says for one in claim.requests.values() if one.says.asked_by is AskedBy.CLOCK]
        assert drawn.of != story.actor("volunteer-social")
        assert not drawn.outside
        refused = [step.answer.as_json().get("code") for step in story.steps]
        assert [code for code in refused if code] == ["refusal_on_silence"]
