"""A case that was drawn by lot is visited; the attestation that does not agree is overruled on review."""

from pathlib import Path

from ledger.application.stories.visit import STORY
from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.records import ClaimState
from tests.stories.stage import told


def test_the_visit_leads_to_a_review_and_the_decision_is_listed(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        audit, claim = here.state(story.stream("audit")), here.state(story.stream("claim"))

        assert isinstance(audit, AuditState)
        assert audit.status in (AuditStatus.DRAWN, AuditStatus.REPORTED)
        assert [item.case for item in audit.visits] == [story.stream("claim")]
        assert isinstance(claim, ClaimState)
        assert [made.version for made in shaken(claim)] == [story.entries["grant"].version]
        assert here.stage.ledger.store.referring(story.stream("claim")) == [story.stream("audit")]
