"""The versions of a calendar, and what a new one does to a date that was told already.

The version in force is the newest one recorded before the position at which a date is evaluated. A new
version may move a date only later, never earlier: nobody loses a day that they were told they had.
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from ledger.domain.clocks.counting import WEEKENDS_ONLY, Calendar, Counted


class Dated(NamedTuple):
    """A version of the calendar, and the index (in the log) of the entry that published it."""

    entry_index: int
    calendar: Calendar


class Reckoned(NamedTuple):
    """A last day, and the version of the calendar that gives it; None: only weekends were known."""

    counted: Counted
    calendar: Calendar | None


def reckon(versions: Sequence[Dated], since: int, by: Callable[[Calendar], Counted]) -> Reckoned:
    """Return the last day by the calendar that was known at the start and by those that came after.

    Args:
        versions: Every version recorded so far, in the order of the log.
        since: The index of the entry that starts the period.
        by: The count by one calendar.
    """
    before = sum(version.entry_index < since for version in versions)
    first = versions[before - 1].calendar if before else None
    best = Reckoned(by(first or WEEKENDS_ONLY), first)
    for version in versions[before:]:
        counted = by(version.calendar)
        if counted.due >= best.counted.due:
            best = Reckoned(counted, version.calendar)
    return best
