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


def curve(events: Mapping[int, int], left: Mapping[int, int]) -> Json:
    """Return the share that still waits, as lists of one length from day 0 on; bounds are log-log, 95 %."""
    steps = kaplan_meier(events, left)
    days = ([] if steps and steps[0].day == 0 else [0]) + [step.day for step in steps]
    bounds = [step.interval() for step in steps]
    shares = [step.survival for step in steps]
    head = [1.0] * (len(days) - len(steps))
    return {
        "day": days,
        "survival": [rounded(value) for value in head + shares],
        "lo": [*head, *(None if one is None else rounded(one.lo) for one in bounds)],
        "hi": [*head, *(None if one is None else rounded(one.hi) for one in bounds)],
        "at_risk": at_risk([events, left], days),
    }


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
