"""What a published calendar must be: one calendar in a stream, version after version, days off within it.

Source: APA s.64 for what depends on it.
"""

from ledger.domain.codes import HolidayKind
from ledger.domain.errors import RuleBroken
from ledger.domain.programme.events import CalendarPublished, Holiday
from ledger.domain.programme.state import ProgrammeState

DAYS_OF_THE_WEEK = range(7)


def check_calendar(state: ProgrammeState, says: CalendarPublished) -> None:
    """Check that a calendar follows its last version and makes sense.

    Raises:
        RuleBroken: ``calendar_version``, ``calendar_invalid``.
    """
    last = state.calendar
    if last is not None and last.code != says.calendar:
        raise RuleBroken("calendar_invalid")
    if says.version != (1 if last is None else last.version + 1):
        raise RuleBroken("calendar_version")
    if says.from_ > says.to or not _is_weekend(says.weekend):
        raise RuleBroken("calendar_invalid")
    if not all(says.from_ <= holiday.date_ <= says.to and _has_place(holiday) for holiday in says.holidays):
        raise RuleBroken("calendar_invalid")
    off = [(holiday.date_, area) for holiday in says.holidays for area in holiday.areas or ("",)]
    if len(set(off)) < len(off):
        raise RuleBroken("calendar_invalid")


def _is_weekend(weekend: tuple[int, ...]) -> bool:
    """Each day of the week once at most, and some day is left to work."""
    days = set(weekend)
    return len(days) == len(weekend) < len(DAYS_OF_THE_WEEK) and days.issubset(DAYS_OF_THE_WEEK)


def _has_place(holiday: Holiday) -> bool:
    """A regional day off names its areas; no other does."""
    return (holiday.kind is HolidayKind.REGIONAL) == bool(holiday.areas)
