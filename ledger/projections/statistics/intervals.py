"""Intervals of a rate and of a count (M01 to M03), and the exact p-value of a count."""

from math import sqrt
from typing import Final, NamedTuple

from ledger.projections.statistics.distributions import (
    beta_quantile,
    normal_quantile,
    poisson_at_least,
    poisson_at_most,
)

Z975: Final = normal_quantile(0.975)
Z999: Final = normal_quantile(0.999)


class Bounds(NamedTuple):
    """A lower and an upper bound on one scale."""

    lo: float
    hi: float


def wilson(x: int, n: int, z: float = Z975) -> Bounds:
    """Return the Wilson interval of the rate ``x/n`` (M01), ``0 <= x <= n``; all of 0..1 for ``n = 0``.

    Source: Wilson 1927.
    """
    if n == 0:
        return Bounds(0.0, 1.0)
    centre, spread = 2 * x + z * z, z * sqrt(z * z + 4 * x * (1 - x / n))
    scale = 2 * (n + z * z)
    return Bounds(max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale))


def jeffreys(x: int, n: int, level: float = 0.95) -> Bounds:
    """Return the Jeffreys interval of ``x/n`` (M02), for empirical Bayes alone.

    The lower bound is 0 for ``x = 0``, the upper one 1 for ``x = n``: all of 0..1 for ``n = 0``.
    """
    tail = (1 - level) / 2
    a, b = x + 0.5, n - x + 0.5
    return Bounds(
        beta_quantile(tail, a, b) if x > 0 else 0.0, beta_quantile(1 - tail, a, b) if x < n else 1.0
    )


def clopper_pearson(x: int, n: int, level: float = 0.95) -> Bounds:
    """Return the exact interval of ``x/n``; all of 0..1 for ``n = 0``.

    It never covers less than ``level`` and is wider than Wilson's, which the reports print.
    Source: Clopper and Pearson 1934.
    """
    tail = (1 - level) / 2
    return Bounds(
        beta_quantile(tail, x, n - x + 1) if x > 0 else 0.0,
        beta_quantile(1 - tail, x + 1, n - x) if x < n else 1.0,
    )


def byar(x: int, z: float = Z975) -> Bounds:
    """Return Byar's interval of a count (M03), ``x >= 0``.

    The lower bound is 0 for ``x = 0``, where the formula has none, and where it would fall below 0 (``x = 1``
    at 99.8 %).
    """
    lo = 0.0 if x == 0 else max(0.0, x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3)
    more = x + 1
    return Bounds(lo, more * (1 - 1 / (9 * more) + z / (3 * sqrt(more))) ** 3)


def poisson_mid_p(observed: int, expected: float) -> float:
    """Return the two-sided mid-p of a count under a Poisson of ``expected >= 0``.

    Twice the smaller tail, at most 1, where what was observed counts half on either side. ``expected = 0``
    gives 1 for nothing observed and 0 for anything.
    """
    high = (poisson_at_least(observed, expected) + poisson_at_least(observed + 1, expected)) / 2
    low = (poisson_at_most(observed, expected) + poisson_at_most(observed - 1, expected)) / 2
    return min(1.0, 2 * min(high, low))
