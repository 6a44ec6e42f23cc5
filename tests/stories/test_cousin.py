"""An undisclosed relation takes an attestation out of the quorum and flags the decision that rests on it."""

from pathlib import Path

from ledger.application.stories.cousin import STORY
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.records import ClaimState, ClaimStatus
from tests.stories.stage import told


def test_the_attestation_falls_and_the_decision_is_listed_for_review(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        claim = here.state(story.stream("claim"))

        assert isinstance(claim, ClaimState)
        assert claim.status is ClaimStatus.FINAL  # nothing is reversed by itself
        assert len(claim.decisions) == 1
        assert [name for name in here.types(story.stream("claim")) if name != "DeadlineLapsed"][-2:] == [
            "AttestationDisputed",
            "ActReviewed",
        ]
        assert [made.version for made in shaken(claim)] == [story.entries["grant"].version]
