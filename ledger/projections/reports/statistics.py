"""Statistics of the reports, each in a few lines: intervals, funnels, overdispersion, tails.

Everything here takes integers and rates and returns unrounded floats; the envelope rounds, once.

Source: ``M..`` number the methods as every report names them. Wilson 1927; Spiegelhalter 2005 (Qual Saf
Health Care 14:347), appendix A.1; Spiegelhalter et al. 2012 (JRSS-A 175:1); Benjamini and Hochberg 1995.
"""

from collections.abc import Sequence
from math import asin, exp, floor, fsum, log, sqrt
from typing import Final, NamedTuple

from ledger.projections.reports.distributions import (
    binomial_at_least,
    binomial_at_most,
    binomial_quantile,
    chi2_quantile,
    normal_quantile,
    poisson_at_least,
    poisson_at_most,
)

Z975: Final = normal_quantile(0.975)
Z999: Final = normal_quantile(0.999)
TAIL: Final = 0.001  # of each side: exact 99.8 % limits
COMPARABLE: Final = 10.0  # phi beyond which no limits are drawn


class Bounds(NamedTuple):
    """A lower and an upper bound on one scale."""

    lo: float
    hi: float


class Tails(NamedTuple):
    """P(X >= k) and P(X <= k) of what was observed, under what was expected."""

    high: float
    low: float

    @property
    def side(self) -> str:
        """Return ``"high"``, ``"low"`` or ``""``: on which side of the exact 99.8 % limits it lies."""
        if self.high < TAIL:
            return "high"
        return "low" if self.low < TAIL else ""

    @property
    def two_sided(self) -> float:
        """Return twice the smaller tail, at most 1."""
        return min(1.0, 2 * min(self.high, self.low))


class Dispersion(NamedTuple):
    """How much more units differ than chance allows: ``phi`` (1 = as chance has it) and ``tau2 >= 0``."""

    phi: float
    tau2: float


def wilson(x: int, n: int, z: float = Z975) -> Bounds:
    """Return the Wilson interval of the rate ``x/n`` (M01); ``0 <= x <= n``, ``n >= 1``."""
    centre, spread = 2 * x + z * z, z * sqrt(z * z + 4 * x * (1 - x / n))
    scale = 2 * (n + z * z)
    return Bounds(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def byar(x: int, z: float = Z975) -> Bounds:
    """Return Byar's interval of a count (M03), ``x >= 0``.

    The lower bound is 0 for ``x = 0``, where the formula has none, and where it would fall below 0 (``x = 1``
    at 99.8 %).
    """
    lo = 0.0 if x == 0 else max(0.0, x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3)
    more = x + 1
    return Bounds(lo, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3)


def exact_limit(target: float, n: int, p: float) -> float:
    """Return the exact, interpolated funnel limit of a rate (M04), in 0..1; ``n >= 1``.

    Args:
        target: The rate that all units are held against, 0..1.
        n: Size of the unit.
        p: Which limit: 0.001, 0.025, 0.975 or 0.999.
    """
    r = binomial_quantile(p, n, target)
    at, below = binomial_at_most(r, n, target), binomial_at_most(r - 1, n, target)
    share = (at - p) / (at - below) if at > below else 0.0
    return min(1.0, max(0.0, (r - share) / n))


def curve_limit(target: float, n: float, z: float) -> float:
    """Return the closed-form funnel limit of a rate (M05): for the drawn curve, never for a flag."""
    return target + z * sqrt(target * (1 - target) / n)


def ratio_limits(expected: float, p: float) -> Bounds:
    """Return exact Poisson limits of observed over expected at ``p`` in each tail (M04); ``expected > 0``."""
    return Bounds(
        chi2_quantile(p, 2 * expected) / (2 * expected),
        chi2_quantile(1 - p, 2 * (expected + 1)) / (2 * expected),
    )


def binomial_tails(k: int, n: int, p: float) -> Tails:
    """Return the exact tails of ``k`` out of ``n`` under rate ``p``; both 1 for ``n = 0``."""
    return Tails(binomial_at_least(k, n, p), binomial_at_most(k, n, p))


def poisson_tails(k: int, mean: float) -> Tails:
    """Return the exact tails of ``k`` under a Poisson of ``mean >= 0``."""
    return Tails(poisson_at_least(k, mean), poisson_at_most(k, mean))


def proportion_z(x: int, n: int, target: float) -> float:
    """Return z of a rate on the arcsine scale (M06); ``n >= 1``."""
    return (asin(sqrt(x / n)) - asin(sqrt(target))) * 2 * sqrt(n)


def ratio_z(observed: int, expected: float) -> float:
    """Return z of observed over expected on the log scale (M06, SHMI); both above 0."""
    return log(observed / expected) * sqrt(expected)


def quantile(values: Sequence[float], q: float) -> float:
    """Return the linearly interpolated quantile of at least one value; ``0 <= q <= 1``."""
    ordered = sorted(values)
    place = q * (len(ordered) - 1)
    left = floor(place)
    right = min(left + 1, len(ordered) - 1)
    return ordered[left] + (place - left) * (ordered[right] - ordered[left])


def winsorised(values: Sequence[float], share: float = 0.1) -> list[float]:
    """Return the values, pulled to their ``share`` and ``1 - share`` quantiles where they lie outside."""
    lo, hi = quantile(values, share), quantile(values, 1 - share)
    return [min(hi, max(lo, value)) for value in values]


def dispersion(z_scores: Sequence[float], weights: Sequence[float]) -> Dispersion:
    """Return phi and tau squared of units (M06).

    Args:
        z_scores: One per unit, trimmed as the caller sees fit (``winsorised``).
        weights: ``1/s^2`` of each unit on the scale of the z-scores: ``4n`` for rates, ``E`` for log ratios.

    One unit alone cannot differ from itself: ``tau2`` is then 0.
    """
    units = len(z_scores)
    if units == 0:
        return Dispersion(0.0, 0.0)
    phi = fsum(z * z for z in z_scores) / units
    total = fsum(weights)
    room = total - fsum(w * w for w in weights) / total
    excess = units * phi - (units - 1)
    return Dispersion(phi, excess / room if excess >= 0 and room > 0 else 0.0)


def dispersed_z(z: float, weight: float, tau2: float) -> float:
    """Return z after allowing for overdispersion: ``(Y - Y0) / sqrt(s^2 + tau2)`` with ``s^2 = 1/weight``."""
    return z / sqrt(1 + tau2 * weight)


def dispersed_ratio_limits(expected: float, tau2: float, z: float = Z999) -> Bounds:
    """Return limits of observed over expected with overdispersion, on the log scale (M06, SHMI)."""
    spread = z * sqrt(1 / expected + tau2)
    return Bounds(exp(-spread), exp(spread))
