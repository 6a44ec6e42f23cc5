"""All stories, in the order in which the demonstration tells them."""

from datetime import date
from typing import Final

from ledger.application.stories import (
    anonymous,
    cousin,
    fear,
    grandmother,
    paper_fix,
    promise,
    silence,
    songkran,
    stolen_key,
    visit,
)
from ledger.application.stories.telling import Story

BEGINNING: Final = date(2026, 1, 5)
"""The day on which the stage is built; every story begins later."""
STORIES: Final[tuple[Story, ...]] = (
    grandmother.STORY,
    fear.STORY,
    cousin.STORY,
    paper_fix.STORY,
    silence.STORY,
    stolen_key.STORY,
    promise.STORY,
    anonymous.STORY,
    visit.STORY,
    songkran.STORY,
)
