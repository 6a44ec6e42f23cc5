"""Disparity: one group against the rest, as a ratio and as a difference (M22). Both are always printed."""

from math import exp, log, sqrt
from typing import NamedTuple

from ledger.projections.statistics.intervals import Z975, Bounds, wilson


class Compared(NamedTuple):
    """A ratio or a difference of two rates, and its interval; ``None`` where it has none."""

    estimate: float | None
    interval: Bounds | None


def risk_ratio(x1: int, n1: int, x2: int, n2: int, z: float = Z975) -> Compared:
    """Return rate ``x1/n1`` over rate ``x2/n2`` with Katz's interval (M22).

    No ratio where a group is empty or the second rate is 0; no interval where either rate is 0.
    """
    if n1 == 0 or n2 == 0 or x2 == 0:
        return Compared(None, None)
    ratio = (x1 / n1) / (x2 / n2)
    if x1 == 0:
        return Compared(ratio, None)
    spread = z * sqrt(max(0.0, 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2))
    return Compared(ratio, Bounds(exp(log(ratio) - spread), exp(log(ratio) + spread)))


def difference(x1: int, n1: int, x2: int, n2: int, z: float = Z975) -> Compared:
    """Return rate ``x1/n1`` less rate ``x2/n2`` with Newcombe's interval, his method 10 (M22).

    Nothing where a group is empty. Source: Newcombe 1998 (Stat Med 17:873).
    """
    if n1 == 0 or n2 == 0:
        return Compared(None, None)
    p1, p2 = x1 / n1, x2 / n2
    (lo1, hi1), (lo2, hi2) = wilson(x1, n1, z), wilson(x2, n2, z)
    apart = p1 - p2
    below, above = sqrt((p1 - lo1) ** 2 + (hi2 - p2) ** 2), sqrt((hi1 - p1) ** 2 + (p2 - lo2) ** 2)
    return Compared(apart, Bounds(apart - below, apart + above))
