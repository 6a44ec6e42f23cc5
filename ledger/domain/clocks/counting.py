"""Counting a period: which day is its last.

A due date is a function of the start, the rule and the calendar, and of nothing else. The count is
asymmetric: the authority's last day stands even on a holiday, the person's moves to the next working day.

Source: APA s.64; Civil and Commercial Code s.193/5 for years.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

from ledger.domain.codes import ClockRoll, ClockUnit
from ledger.domain.dates import later

SATURDAY_SUNDAY: Final = frozenset({5, 6})
LONGEST_REST: Final = 366
"""Days searched for the next working day. A calendar without one leaves the day where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """One version of a calendar: what is known of the days from ``first`` to ``last``, both included.

    ``weekend`` holds days of the week, Monday 0 to Sunday 6. ``regional`` holds days off with the prefix
    of the administrative codes in which they hold.
    """

    id: str
    version: int
    first: date
    last: date
    weekend: frozenset[int] = SATURDAY_SUNDAY
    holidays: frozenset[date] = frozenset()
    regional: frozenset[tuple[date, str]] = frozenset()

    def __hash__(self) -> int:
        """Return the hash of its name: counts are kept by calendar, and a year of holidays is long."""
        return hash((self.id, self.version))

    def working(self, day: date, area: str) -> bool:
        """Return whether offices in ``area`` (an administrative code) work on ``day``."""
        if day.weekday() in self.weekend or day in self.holidays:
            return False
        return not any(off == day and area.startswith(prefix) for off, prefix in self.regional)

    def covers(self, first: date, last: date) -> bool:
        """Return whether all days from ``first`` to ``last`` lie within the span."""
        return self.first <= first and last <= self.last


WEEKENDS_ONLY: Final = Calendar(id="", version=0, first=date.max, last=date.min)
"""What is known where nobody published a calendar."""


class Period(NamedTuple):
    """How long, in what it is counted, and whether the last day moves off a holiday."""

    length: int
    unit: ClockUnit
    roll: ClockRoll


class Counted(NamedTuple):
    """The last day of a period.

    ``raw`` is the last day before any move, ``due`` the last day itself. ``provisional``: the date depends
    on days outside the calendar's span, of which only weekends are known. A date that no holiday could
    move is never provisional.
    """

    raw: date
    due: date
    provisional: bool


def count(start: date, period: Period, calendar: Calendar, area: str) -> Counted:
    """Return the last day of ``period`` (not of hours) after ``start``, which itself is never counted.

    Raises:
        ValueError: The unit is no unit of days.

    Source: APA s.64 first paragraph (the start), second (the authority), third (the person).
    """
    length, unit, roll = period
    provisional = False
    if unit is ClockUnit.DAYS:
        raw = later(start, length)
    elif unit is ClockUnit.WORKING_DAYS:
        raw = _working_days(start, length, calendar, area)
        provisional = not calendar.covers(later(start, 1), raw)
    elif unit is ClockUnit.YEARS:
        raw = _years(start, length)
    else:
        raise ValueError("hours are counted from an instant")
    return _moved(raw, roll, calendar, area, provisional=provisional)


def due(start: date, period: Period, calendar: Calendar, area: str) -> date:
    """Return the last day alone; see ``count``."""
    return count(start, period, calendar, area).due


def stated(day: date, roll: ClockRoll, calendar: Calendar, area: str) -> Counted:
    """Return a last day that somebody stated: a person's still moves off a holiday."""
    return _moved(day, roll, calendar, area, provisional=False)


def due_hours(start: str, hours: int) -> str:
    """Return the instant ``hours`` after ``start``, both in UTC: nights, weekends and holidays count.

    A fraction of a second is dropped.

    >>> due_hours("2026-04-12T03:00:00.500Z", 24)
    '2026-04-13T03:00:00Z'
    """
    instant = datetime.fromisoformat(start).replace(microsecond=0, tzinfo=None)
    return f"{(instant + timedelta(hours=hours)).isoformat()}Z"


def _moved(raw: date, roll: ClockRoll, calendar: Calendar, area: str, *, provisional: bool) -> Counted:
    """Move a person's last day to the next working day; leave the authority's where it is."""
    if roll is ClockRoll.NONE:
        return Counted(raw, raw, provisional)
    days = (later(raw, ahead) for ahead in range(LONGEST_REST))
    last = next((day for day in days if calendar.working(day, area)), raw)
    return Counted(raw, last, provisional or not calendar.covers(raw, last))


def _working_days(start: date, length: int, calendar: Calendar, area: str) -> date:
    """Return the ``length``-th working day after ``start``; days alone count where there are too few."""
    days = (later(start, ahead) for ahead in range(1, LONGEST_REST + 7 * length))
    working = list(islice((day for day in days if calendar.working(day, area)), length))
    return working[-1] if length and len(working) == length else later(start, length)


def _years(start: date, length: int) -> date:
    """Return the eve of the day that corresponds to the first counted day.

    Where the last month has no such day, the last day of that month (29 February).
    """
    first = later(start, 1)
    year = min(first.year + length, date.max.year)
    try:
        corresponding = first.replace(year=year)
    except ValueError:
        return date(year, 2, 28)
    return corresponding - timedelta(days=1)
