"""Funnels: how far a unit lies from the rest, and whether chance alone could put it there (M04 to M07).

Rates are held against a target, counts against what was expected. Source: Spiegelhalter 2005 (Qual Saf
Health Care 14:347), appendix A.1; Spiegelhalter et al. 2012 (JRSS-A 175:1).
"""

from collections.abc import Sequence
from math import asin, exp, floor, fsum, inf, log, sqrt
from typing import Final, NamedTuple

from ledger.projections.statistics.distributions import (
    binomial_at_least,
    binomial_at_most,
    binomial_quantile,
    chi2_quantile,
    chi2_tail,
    poisson_at_least,
    poisson_at_most,
)
from ledger.projections.statistics.intervals import Z999, Bounds

TAIL: Final = 0.001  # of each side: exact 99.8 % limits
COMPARABLE: Final = 10.0  # phi beyond which no limits are drawn
_UTMOST: Final = 700.0  # e to this is still a number


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


class Tested(NamedTuple):
    """A test statistic that follows chi squared, its degrees of freedom and its p-value."""

    chi2: float
    degrees: int
    p: float


class Dispersion(NamedTuple):
    """How much more units differ than chance allows: ``phi`` (1 = as chance has it) and ``tau2 >= 0``."""

    phi: float
    tau2: float


def exact_limit(target: float, n: int, p: float) -> float:
    """Return the exact, interpolated funnel limit of a rate (M04), in 0..1.

    A unit without cases has no limits: 0 below and 1 above.

    Args:
        target: The rate that all units are held against, 0..1.
        n: Size of the unit.
        p: Which limit: 0.001, 0.025, 0.975 or 0.999.
    """
    if n == 0:
        return 0.0 if p < 0.5 else 1.0
    r = binomial_quantile(p, n, target)
    at, below = binomial_at_most(r, n, target), binomial_at_most(r - 1, n, target)
    share = (at - p) / (at - below) if at > below else 0.0
    return min(1.0, max(0.0, (r - share) / n))


def curve_limit(target: float, n: float, z: float) -> float:
    """Return the closed-form funnel limit of a rate (M05): for the drawn curve, never for a flag.

    ``n > 0`` is the place on the axis; not clipped to 0..1.
    """
    return target + z * sqrt(target * (1 - target) / n)


def ratio_limits(expected: float, p: float) -> Bounds | None:
    """Return exact Poisson limits of observed over expected at ``p`` in each tail (M04).

    None where nothing is expected.
    """
    if expected <= 0:
        return None
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
    """Return z of a rate on the arcsine scale (M06); 0 for ``n = 0``, which differs from nothing."""
    if n == 0:
        return 0.0
    return (asin(sqrt(x / n)) - asin(sqrt(target))) * 2 * sqrt(n)


def ratio_z(observed: int, expected: float) -> float | None:
    """Return z of observed over expected on the log scale (M06, SHMI); None where either is 0."""
    return log(observed / expected) * sqrt(expected) if observed > 0 and expected > 0 else None


def root_ratio_z(observed: int, expected: float) -> float | None:
    """Return z of observed over expected on the square root scale (M06, CQC); None for ``expected = 0``.

    It is defined for nothing observed, where the log scale is not. Its weight is ``4 * expected``.
    """
    return (sqrt(observed / expected) - 1) * 2 * sqrt(expected) if expected > 0 else None


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

    A unit without weight says nothing and is left out. One unit alone cannot differ from itself: ``tau2`` is
    then 0.
    """
    kept = [(z, weight) for z, weight in zip(z_scores, weights, strict=True) if weight > 0]
    units = len(kept)
    if units == 0:
        return Dispersion(0.0, 0.0)
    phi = fsum(z * z for z, _ in kept) / units
    weights = [weight for _, weight in kept]
    total = fsum(weights)
    room = total - fsum(w * w for w in weights) / total
    excess = units * phi - (units - 1)
    return Dispersion(phi, excess / room if excess >= 0 and room > 0 else 0.0)


def dispersion_of_rates(counts: Sequence[tuple[int, int]], target: float) -> Dispersion:
    """Return phi and tau squared of units ``(x, n)`` against ``target``, Winsorised (M06).

    Units with ``n = 0`` are left out before anything is trimmed, so that they change nothing.
    """
    sized = [(x, n) for x, n in counts if n > 0]
    if not sized:
        return Dispersion(0.0, 0.0)
    z = [proportion_z(x, n, target) for x, n in sized]
    return dispersion(winsorised(z), [4.0 * n for _, n in sized])


def dispersed_z(z: float, weight: float, tau2: float) -> float:
    """Return z after allowing for overdispersion: ``(Y - Y0) / sqrt(s^2 + tau2)`` with ``s^2 = 1/weight``."""
    return z / sqrt(1 + tau2 * weight)


def dispersed_ratio_limits(expected: float, tau2: float, z: float = Z999) -> Bounds | None:
    """Return limits of observed over expected with overdispersion, on the log scale (M06, SHMI).

    None where nothing is expected, or so little that the upper limit is no number.
    """
    spread = z * sqrt(1 / expected + tau2) if expected > 0 else inf
    return Bounds(exp(-spread), exp(spread)) if spread < _UTMOST else None


def binomial_overdispersion(counts: Sequence[int], size: int) -> Tested | None:
    """Test whether samples of one ``size`` vary more than one rate allows (M07).

    None for fewer than two samples, and where all or none count: nothing could vary.
    """
    rate = fsum(counts) / (len(counts) * size) if counts and size else 0.0
    return _overdispersion(counts, size * rate * (1 - rate))


def poisson_overdispersion(counts: Sequence[int]) -> Tested | None:
    """Test whether counts vary more than one mean allows (M07); None as for the binomial."""
    return _overdispersion(counts, fsum(counts) / len(counts) if counts else 0.0)


def _overdispersion(counts: Sequence[int], variance: float) -> Tested | None:
    if len(counts) < 2 or variance <= 0:
        return None
    mean = fsum(counts) / len(counts)
    found = fsum((count - mean) ** 2 for count in counts) / variance
    return Tested(found, len(counts) - 1, chi2_tail(found, len(counts) - 1))
