"""Letting the present day begin: what ended is renewed, and for every role something is open."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Final

from ledger.application.keyring import Keyring
from ledger.application.stories.present import claims, grievances, rooms
from ledger.application.stories.present.claims import Days
from ledger.application.stories.present.days import calendar_through, workdays_before
from ledger.application.stories.present.renewing import SOON, renew
from ledger.application.stories.telling import Stage, Story, Telling, Words, play

NAME: Final = "present"
TITLE: Final = Words("เรื่องที่ยังเปิดอยู่วันนี้", "What is open today")
WINDOW: Final = 13
"""Working days before the present one on which the fresh matters were lived."""
Matter = Callable[[Days, Telling], Iterator[date]]
MATTERS: Final[tuple[tuple[int, Matter], ...]] = (
    (-13, claims.to_pay),
    (-12, grievances.to_determine),
    (-12, grievances.to_judge),
    (-10, grievances.to_answer),
    (-9, claims.to_refuse),
    (-9, claims.to_notify),
    (-9, rooms.to_answer),
    (-9, rooms.to_verify),
    (-9, rooms.open_to_all),
    (-8, claims.to_decide),
    (-8, claims.refused),
    (-7, claims.disputed),
    (-7, grievances.to_confirm),
    (-6, grievances.to_remedy),
    (-3, claims.to_attest),
    (-3, grievances.to_assign),
    (-2, rooms.proposed),
    (-1, grievances.to_acknowledge),
)
"""Each fresh matter, and on which working day before the present one it begins."""


def begin_present(stage: Stage, opening: Telling, keyring: Keyring, today: date) -> Telling:
    """Let the fresh matters of ``today`` be lived, and return how they were told.

    They are lived on the working days before ``today``: nothing is stamped with a time that is still to
    come, whatever the hour. Their streams are ``claim:to-decide`` and so on, named by what is to be done.

    Args:
        stage: On which all stories have been told.
        opening: How the stage was opened; its calendar goes on.
        keyring: The keys of everybody, root bodies included.
        today: The present day, in Bangkok.

    Raises:
        LedgerError: A statement was refused.
    """
    days = workdays_before(today, WINDOW)
    stage.time.go_to(days[0])
    renew(stage, keyring, today + SOON)
    _publish_calendar(opening, today)
    stories = [
        Story(name=NAME, title=TITLE, begins=days[begins], tell=partial(matter, days))
        for begins, matter in MATTERS
    ]
    return play(stage, stories)[NAME]


def _publish_calendar(opening: Telling, today: date) -> None:
    """Publish the calendar through the year after ``today``."""
    opening.say(
        "calendar_again",
        "programme",
        calendar_through(today.year + 1, 2),
        "supervisor-province",
        words=Words(
            "ประกาศปฏิทินวันหยุดต่อไปอีก (สมมุติเพื่อการสาธิต)",
            "The calendar is continued (assumed for the demonstration).",
        ),
    )
