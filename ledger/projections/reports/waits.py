"""What day histograms say of waiting: curves, quantiles, restricted means, and how it ended."""

from collections import Counter
from collections.abc import Mapping

from ledger.projections.reports.envelope import Json, interval
from ledger.projections.reports.numbers import rounded
from ledger.projections.statistics.survival import (
    Rmst,
    aalen_johansen,
    at_risk,
    kaplan_meier,
)


class Histograms:
    """Days by how a wait ended: ``{end: {day: count}}``; of what is open, days until the snapshot."""

    def __init__(self) -> None:
        self.ends: dict[str, Counter[int]] = {}

    def add(self, end: str, day: int, n: int) -> None:
        """Count ``n`` that ended in this way on ``day``; a day before the first one counts as that."""
        self.ends.setdefault(end, Counter())[max(0, day)] += n

    def total(self) -> int:
        """Return how many there are, whatever became of them."""
        return sum(sum(one.values()) for one in self.ends.values())

    def events(self, end: str) -> Counter[int]:
        """Return the days of one end."""
        return self.ends.get(end, Counter())

    def others(self, end: str) -> Counter[int]:
        """Return the days on which all others left: open ones, and those that ended in another way."""
        return sum((one for name, one in self.ends.items() if name != end), Counter[int]())

    def merge(self, other: "Histograms") -> None:
        """Add all counts of ``other``."""
        for end, days in other.ends.items():
            for day, n in days.items():
                self.add(end, day, n)


def curve(events: Mapping[int, int], left: Mapping[int, int], until: int | None = None) -> Json:
    """Return the share that still waits, as lists of one length from day 0 on; bounds are log-log, 95 %.

    The last point is the last day on which anybody was watched, or ``until`` if they were watched longer:
    where the curve is flat people still wait.
    """
    steps = kaplan_meier(events, left)
    points: dict[int, tuple[float, float | None, float | None]] = {0: (1.0, None, None)}
    for step in steps:
        bounds = step.interval()
        lo, hi = (None, None) if bounds is None else (bounds.lo, bounds.hi)
        points[step.day] = (step.survival, lo, hi)
    watched = max((day for one in (events, left) for day, n in one.items() if n), default=0)
    end = watched if until is None else min(watched, until)
    points.setdefault(max(end, *points), points[max(points)])
    columns = zip(*points.values(), strict=True)
    shares = {
        name: [rounded(value) for value in column]
        for name, column in zip(("survival", "lo", "hi"), columns, strict=True)
    }
    return {"day": list(points), **shares, "at_risk": at_risk([events, left], list(points))}


def incidences(days: Histograms, still: str) -> Json:
    """Return the share that had ended in each way by the last day known; ``still`` names what is open."""
    ends = {end: found for end, found in sorted(days.ends.items()) if end != still}
    curves = aalen_johansen(ends, days.events(still))
    return {end: rounded(points[-1].share) if points else 0.0 for end, points in curves.items()}


def mean_interval(found: Rmst, tau: int) -> Json:
    """Return the interval of a restricted mean; all that is possible where too few say how far it spreads."""
    if found.error == 0:
        return interval(0.0, float(tau), 0.95, "none: too few")
    bounds = found.interval(tau)
    return interval(rounded(bounds.lo), rounded(bounds.hi), 0.95, "rmst")


def quantile(histogram: Counter[int], percent: int) -> int | None:
    """Return the least day that at least ``percent`` in a hundred do not exceed; None without any.

    >>> quantile(Counter({0: 8, 3: 1, 30: 1}), 50), quantile(Counter({0: 8, 3: 1, 30: 1}), 91)
    (0, 30)
    """
    reached, total = 0, histogram.total()
    for day in sorted(histogram):
        reached += histogram[day]
        if 100 * reached >= percent * total:
            return day
    return None
