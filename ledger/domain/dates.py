"""Days in Bangkok. There is no daylight saving, so the offset is a constant."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final

BANGKOK: Final = timedelta(hours=7)
_MIDNIGHT: Final = "17"  # in UTC
_HOUR: Final = 13
"""Characters of an instant up to its hour: no day ends within one."""
_ONE: Final = timedelta(days=1)


@lru_cache(maxsize=4096)
def civil(instant: str) -> date:
    """Return the day in Bangkok to which ``instant`` (UTC, ``2026-11-22T03:04:06.123Z``) belongs.

    >>> civil("2026-03-16T16:59:59.999Z"), civil("2026-03-16T17:00:00.000Z")
    (datetime.date(2026, 3, 16), datetime.date(2026, 3, 17))
    """
    day = date.fromisoformat(instant[:10])
    return day if instant[11:13] < _MIDNIGHT else day + _ONE


@lru_cache(maxsize=4096)
def civil_text(instant: str) -> str:
    """Return the day that ``civil`` gives, ``2026-11-22``: as texts days are compared and put together."""
    return instant[:10] if instant[11:13] < _MIDNIGHT else civil(instant).isoformat()


def days_between(start: str, end: str) -> int:
    """Return the days from the civil day of one instant to that of another.

    >>> days_between("2026-03-16T16:59:59Z", "2026-03-16T17:00:00.000Z")
    1
    """
    return 0 if start[:_HOUR] == end[:_HOUR] else (civil(end) - civil(start)).days


def later(day: date, days: int) -> date:
    """Return the day ``days`` after ``day``; beyond the last day that can be written, that one."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def anniversary(day: date) -> date:
    """Return the last day of twelve months from ``day``, which itself is not counted (APA s.64).

    >>> anniversary(date(2026, 11, 22)), anniversary(date(2028, 2, 29))
    (datetime.date(2027, 11, 22), datetime.date(2029, 2, 28))
    """
    if day.year == date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 2, 28)
