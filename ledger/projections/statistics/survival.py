"""How long until something happens, while some still wait: from day histograms alone (M13 to M15).

A histogram says how many ended on which day: ``{day: count}``, days whole and ``>= 0``. On one day events
come before censorings: whoever is censored on day d is at risk on day d. Source: Kaplan and Meier 1958;
Greenwood 1926; Aalen and Johansen 1978; Mantel 1966.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, fsum, inf, log, sqrt
from typing import Final, NamedTuple

import numpy as np

from ledger.projections.statistics.distributions import chi2_tail
from ledger.projections.statistics.funnels import Tested
from ledger.projections.statistics.intervals import Z975, Bounds

Histogram = Mapping[int, int]
_HAIR: Final = 1e-12  # what rounding may leave between a product and the share that it equals


class Step(NamedTuple):
    """The state after the events of one day on which something happened."""

    day: int
    at_risk: int
    events: int
    survival: float  # share that still waits after this day
    spread: float  # Greenwood's sum d/(n(n-d)); infinite once nobody waits

    @property
    def error(self) -> float | None:
        """Return the standard error of ``survival``; None once nobody waits."""
        return self.survival * sqrt(self.spread) if self.survival > 0 else None

    def interval(self, z: float = Z975) -> Bounds | None:
        """Return the log-log interval of ``survival``; None once nobody waits."""
        if self.survival <= 0:
            return None
        ends = [self.survival ** exp(side * z * sqrt(self.spread) / log(self.survival)) for side in (-1, 1)]
        return Bounds(min(ends), max(ends))


def at_risk(histograms: Iterable[Histogram], days: Sequence[int]) -> list[int]:
    """Return how many still wait at the beginning of each of ``days``, whatever ended them later."""
    merged = list(histograms)
    return [sum(n for one in merged for at, n in one.items() if at >= day) for day in days]


def kaplan_meier(events: Histogram, censored: Histogram) -> list[Step]:
    """Return the Kaplan-Meier curve (M13), one step per day with an event; empty without events.

    With competing ends it overstates: give those to ``aalen_johansen``.
    """
    steps: list[Step] = []
    survival, spread = 1.0, 0.0
    waiting = _waiting([events, censored])
    for day in sorted(day for day, count in events.items() if count):
        n, d = waiting[day], events[day]
        survival *= (n - d) / n
        spread = spread + d / (n * (n - d)) if n > d else inf
        steps.append(Step(day, n, d, survival, spread))
    return steps


def _waiting(histograms: Sequence[Histogram]) -> dict[int, int]:
    """Return for every day that occurs how many end on it or later."""
    waiting, left = {}, 0
    for day in sorted({day for one in histograms for day in one}, reverse=True):
        left += sum(one.get(day, 0) for one in histograms)
        waiting[day] = left
    return waiting


def survival_at(steps: Sequence[Step], day: int) -> float:
    """Return the share that still waits after ``day``: 1 before the first step."""
    return next((step.survival for step in reversed(steps) if step.day <= day), 1.0)


def quantile_day(steps: Sequence[Step], share: float) -> int | None:
    """Return the first day by which ``share`` is done (0.5: the median); None if that is never reached."""
    return next((step.day for step in steps if step.survival <= 1 - share + _HAIR), None)


class Rmst(NamedTuple):
    """The mean time within a fixed number of days, and its standard error, both in days."""

    mean: float
    error: float

    def interval(self, tau: int, z: float = Z975) -> Bounds:
        """Return its interval, within 0 and ``tau``."""
        return Bounds(max(0.0, self.mean - z * self.error), min(float(tau), self.mean + z * self.error))


def restricted_mean(events: Histogram, censored: Histogram, tau: int) -> Rmst | None:
    """Return the restricted mean time (M14): days waited on average, of the first ``tau``.

    ``tau`` is fixed beforehand (twice the legal period). The sum of S(d) over d = 0 .. tau-1 begins with
    S(0), after the events of day 0. After the last observation the curve stays where it is. None for nobody.
    """
    if not sum(events.values()) + sum(censored.values()):
        return None
    steps = [step for step in kaplan_meier(events, censored) if step.day < tau]
    if not steps:
        return Rmst(float(tau), 0.0)
    ends = [step.day for step in steps[1:]] + [tau]
    areas = [step.survival * (end - step.day) for step, end in zip(steps, ends, strict=True)]
    mean = steps[0].day + fsum(areas)
    variance = fsum(
        fsum(areas[place:]) ** 2 * step.events / (step.at_risk * (step.at_risk - step.events))
        for place, step in enumerate(steps)
        if step.at_risk > step.events
    )
    return Rmst(mean, sqrt(variance))


def restricted_mean_difference(one: Rmst, other: Rmst, z: float = Z975) -> tuple[float, Bounds]:
    """Return by how many days ``one`` waits longer than ``other``, independent of it, and the interval."""
    apart, spread = one.mean - other.mean, z * sqrt(one.error**2 + other.error**2)
    return apart, Bounds(apart - spread, apart + spread)


class Incidence(NamedTuple):
    """The share that has ended in one way by the end of a day."""

    day: int
    share: float


def aalen_johansen(ends: Mapping[str, Histogram], censored: Histogram) -> dict[str, list[Incidence]]:
    """Return the cumulative incidence of every competing end (M15), one point per day on which it occurs."""
    waiting = _waiting([*ends.values(), censored])
    curves: dict[str, list[Incidence]] = {end: [] for end in ends}
    reached = dict.fromkeys(ends, 0.0)
    survival = 1.0
    for day in sorted(waiting):
        n = waiting[day]
        for end, histogram in ends.items():
            if histogram.get(day, 0):
                reached[end] += survival * histogram[day] / n
                curves[end].append(Incidence(day, reached[end]))
        if n:
            survival *= (n - sum(histogram.get(day, 0) for histogram in ends.values())) / n
    return curves


def incidence_at(curve: Sequence[Incidence], day: int) -> float:
    """Return the share that has ended in this way by the end of ``day``: 0 before the first point."""
    return next((point.share for point in reversed(curve) if point.day <= day), 0.0)


def log_rank(groups: Sequence[tuple[Histogram, Histogram]]) -> Tested | None:
    """Return the log-rank test that all groups wait alike.

    Args:
        groups: ``(events, censored)`` of each.

    None for fewer than two groups with anybody in them, and where no event could have fallen elsewhere.
    """
    filled = [group for group in groups if any(sum(one.values()) for one in group)]
    if len(filled) < 2:
        return None
    apart = np.zeros(len(filled))
    covariance = np.zeros((len(filled), len(filled)))
    for day in sorted({day for events, _ in filled for day, count in events.items() if count}):
        n = np.array([at_risk(group, [day])[0] for group in filled], dtype=float)
        d = np.array([events.get(day, 0) for events, _ in filled], dtype=float)
        shares, total, ended = n / n.sum(), n.sum(), d.sum()
        apart += d - ended * shares
        if total > 1:
            scale = ended * (total - ended) / (total - 1)
            covariance += scale * (np.diag(shares) - np.outer(shares, shares))
    degrees = int(np.linalg.matrix_rank(covariance))
    if degrees == 0:
        return None
    found = max(0.0, float(apart @ np.linalg.pinv(covariance) @ apart))
    return Tested(found, degrees, chi2_tail(found, degrees))
