"""How a report is asked: which population, whose rows, for whose eyes, over which months."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from ledger.projections.errors import ReportError

Tier: TypeAlias = Literal["oversight", "public"]
PERSONS: Final = frozenset({"official", "volunteer", "pair"})
"""Units whose rows name persons: for the oversight body alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Params:
    """The question. ``population`` and ``unit`` are words of the report; empty: its first one.

    ``valid_from`` (inclusive) and ``valid_to`` (exclusive) are first days of months; without them the window
    spans all months in which something happened. ``tier`` ``public`` shows no persons, hides counts of 1 to
    10 and rounds the rest.
    """

    population: str = ""
    unit: str = ""
    tier: Tier = "oversight"
    valid_from: date | None = None
    valid_to: date | None = None
    source: Literal["entries", "cubes"] = "entries"

    def asks_for(self, month: str) -> bool:
        """Return whether a month, ``YYYY-MM``, lies in the window; an unknown one (empty) is not left out."""
        if not month or self.valid_from is None or self.valid_to is None:
            return True
        return self.valid_from.isoformat()[:7] <= month < self.valid_to.isoformat()[:7]


def check_params(params: Params) -> None:
    """Check that the question has a meaning.

    Raises:
        ReportError: ``window_invalid``: not whole months, or it ends before it begins. ``persons_public``:
            persons were asked for in the public tier.
    """
    days = [day for day in (params.valid_from, params.valid_to) if day is not None]
    if any(day.day != 1 for day in days) or len(days) == 1 or (days and days[0] >= days[1]):
        raise ReportError("window_invalid", "a window is whole months: two first days of months, in order")
    if params.tier == "public" and params.unit in PERSONS:
        raise ReportError("persons_public", "the public tier shows offices, never persons")


def on_the_grid(params: Params, today: date) -> Params:
    """Return the question of the public, which sees one month at a time: by default the last that is over.

    Windows that overlap, or months that still grow, give away by subtraction what each of them hides.

    Raises:
        ReportError: ``window_public``.
    """
    this_month = today.replace(day=1)
    end = this_month if params.valid_to is None else params.valid_to
    start = (end - timedelta(days=1)).replace(day=1)
    if end > this_month or (params.valid_from or start) != start:
        raise ReportError("window_public", "the public tier shows one whole month that is over")
    return replace(params, valid_from=start, valid_to=end)
