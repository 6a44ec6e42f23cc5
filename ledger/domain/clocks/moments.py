"""Moments: a day in Bangkok, or an instant in UTC where hours are counted.

A person's act counts by the day on which it was handed over, the authority's by the Bangkok day of its
recording. Both, and last days, are written as strings of their own form, and compared here alone.
"""

from datetime import date
from typing import Final

from ledger.domain.dates import civil, civil_text

DAY: Final = 10
"""Characters of a day, ``2026-11-22``."""
SECOND: Final = 19
"""Characters of an instant up to its second."""


def day_of(moment: str) -> date:
    """Return the day in Bangkok of a day or an instant.

    >>> day_of("2026-03-16"), day_of("2026-03-16T17:00:00.000Z")
    (datetime.date(2026, 3, 16), datetime.date(2026, 3, 17))
    """
    return date.fromisoformat(moment) if len(moment) == DAY else civil(moment)


def within(moment: str, due: str) -> bool:
    """Return whether ``moment`` is not after ``due``: until 24:00 of a day, until the second of an instant.

    Where one of the two is a day, days are compared.
    """
    if len(due) == DAY:
        return (moment if len(moment) == DAY else civil_text(moment)) <= due
    if len(moment) == DAY:
        return moment <= civil_text(due)
    return moment[:SECOND] <= due[:SECOND]


def end_of(due: str) -> str:
    """Return the instant in UTC, in seconds, at which a last day or instant is over.

    >>> end_of("2026-03-17"), end_of("2026-04-13T03:00:00Z")
    ('2026-03-17T17:00:00Z', '2026-04-13T03:00:00Z')
    """
    return f"{due}T17:00:00Z" if len(due) == DAY else due
