"""An appeal on the last day, which is the first one after Songkran, is in time."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from ledger.application.stories import songkran
from ledger.application.stories.songkran import LAST_DAY, STORY
from ledger.application.stories.telling import Telling
from ledger.domain.claim.records import ClaimState, ClaimStatus
from tests.stories.stage import told


def test_the_appeal_is_in_time_and_the_refusal_never_became_final(tmp_path: Path) -> None:
    with told(tmp_path, STORY) as (here, story):
        here.check_verifies()
        days = {step.name: step.day for step in story.steps}
        claim = here.state(story.stream("claim"))

        assert days["refusal_notice"] + timedelta(days=15) == date(2026, 4, 14)
        assert days["appeal"] == LAST_DAY == date(2026, 4, 16)
        assert "DeadlineLapsed" not in here.types(story.stream("claim"))
        assert isinstance(claim, ClaimState)
        assert claim.status is ClaimStatus.NOTIFIED


def test_a_day_later_the_refusal_would_have_been_final(tmp_path: Path) -> None:
    """The control: without an appeal the clock says so on the day after the last one, and not before."""

    def waits(story: Telling) -> Iterator[date]:
        for day in songkran.tell(story):
            if day == LAST_DAY:
                yield LAST_DAY
                yield LAST_DAY + timedelta(days=1)
                return
            yield day

    with told(tmp_path, replace(STORY, tell=waits)) as (here, story):
        here.check_verifies()
        claim = here.state(story.stream("claim"))
        lapsed = here.stage.ledger.store.stream(story.stream("claim"))[-1]

        assert isinstance(claim, ClaimState)
        assert claim.status is ClaimStatus.FINAL
        assert lapsed.type == "DeadlineLapsed"
