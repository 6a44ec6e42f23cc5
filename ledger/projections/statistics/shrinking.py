"""Shrinking: what a small unit's rate is likely to be, given all similar ones (M09, M10).

Shrinkage hides a small unit that does badly: evidence stands beside it. Source: Gelman et al., BDA3, section
5.1; Goldstein and Spiegelhalter 1996 (JRSS-A 159:385).
"""

from collections.abc import Sequence
from math import exp, fsum, log, sqrt
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]  # scipy ships no type information

from ledger.projections.statistics.distributions import beta_above, beta_quantile
from ledger.projections.statistics.intervals import Bounds
from ledger.projections.statistics.randomness import Stream

_REACH: Final = 18.0  # bounds of ln a and ln b: beyond them units do not differ, or are all one or nothing


class Beta(NamedTuple):
    """A distribution of rates, as prior or as posterior: ``a`` that count, ``b`` that do not."""

    a: float
    b: float

    @property
    def mean(self) -> float:
        """Return the mean rate."""
        return self.a / (self.a + self.b)

    @property
    def deviation(self) -> float:
        """Return the standard deviation of the rate."""
        return sqrt(self.mean * (1 - self.mean) / (self.a + self.b + 1))

    def interval(self, level: float = 0.95) -> Bounds:
        """Return the central interval of the rate."""
        tail = (1 - level) / 2
        return Bounds(beta_quantile(tail, self.a, self.b), beta_quantile(1 - tail, self.a, self.b))

    def above(self, rate: float) -> float:
        """Return the probability that the rate is above ``rate``."""
        return beta_above(rate, self.a, self.b)

    def given(self, x: int, n: int) -> "Beta":
        """Return the posterior after ``x`` of ``n``; itself for ``n = 0``."""
        return Beta(self.a + x, self.b + n - x)


def prior_by_moments(counts: Sequence[tuple[int, int]]) -> Beta | None:
    """Return the prior with mean and standard deviation of the units' rates (M09).

    Args:
        counts: ``(x, n)`` per unit; those with ``n = 0`` are left out.

    None for fewer than two units, and where the rates do not differ or differ as much as rates can.
    """
    rates = [x / n for x, n in counts if n > 0]
    if len(rates) < 2:
        return None
    mean = fsum(rates) / len(rates)
    variance = fsum((rate - mean) ** 2 for rate in rates) / (len(rates) - 1)
    if variance <= 0 or variance >= mean * (1 - mean):
        return None
    weight = mean * (1 - mean) / variance - 1
    return Beta(mean * weight, (1 - mean) * weight)


def prior_by_likelihood(counts: Sequence[tuple[int, int]]) -> Beta | None:
    """Return the beta-binomial prior of greatest likelihood (M09).

    Args:
        counts: ``(x, n)`` per unit; those with ``n = 0`` are left out.

    None where units differ no more than one pooled rate makes them (the caveat ``NO_SPREAD``): the likelihood
    then has no maximum short of infinity.
    """
    used = sorted(count for count in counts if count[1] > 0)  # the order of units moves no last digit
    x = np.array([count[0] for count in used], dtype=float)
    n = np.array([count[1] for count in used], dtype=float)
    if not _differ(x, n):
        return None
    from scipy.optimize import minimize  # type: ignore[import-untyped]  # noqa: PLC0415 - slow to load

    def loss(point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        a, b = np.exp(point)
        value = special.betaln(a + x, b + n - x) - special.betaln(a, b)
        both = special.psi(a + b) - special.psi(a + b + n)
        slope = (
            a * np.sum(special.psi(a + x) - special.psi(a) + both),
            b * np.sum(special.psi(b + n - x) - special.psi(b) + both),
        )
        return -float(np.sum(value)), -np.array(slope)

    rate = float(x.sum() / n.sum())
    start = (log(10 * rate), log(10 * (1 - rate)))
    options = {"ftol": 1e-15, "gtol": 1e-9, "maxiter": 1000}
    found = minimize(
        loss, start, jac=True, method="L-BFGS-B", bounds=[(-_REACH, _REACH)] * 2, options=options
    )
    return Beta(exp(found.x[0]), exp(found.x[1]))


def _differ(x: NDArray[np.float64], n: NDArray[np.float64]) -> bool:
    """Return whether the likelihood rises as spread leaves zero: the sign of its slope there."""
    hits, misses, total = x.sum(), (n - x).sum(), n.sum()
    if hits == 0 or misses == 0:
        return False
    slope = np.sum(x * (x - 1) * total / hits + (n - x) * (n - x - 1) * total / misses - n * (n - 1))
    return bool(slope > 1e-9 * total)


class Ranks(NamedTuple):
    """Between which ranks a unit lies, 1 being the smallest rate."""

    lo: int
    hi: int


def rank_intervals(rates: Sequence[Beta], *, seed: int, draws: int = 10_000) -> list[Ranks]:
    """Return the interval (2.5 % to 97.5 %) of every unit's rank among all (M10).

    Each draw takes one number per unit, in the order given, through the inverse of its posterior. The ends
    are ranks that were drawn: the smallest with at least the share at or below it.
    """
    if not rates:
        return []
    uniforms = Stream(seed).uniforms(draws * len(rates)).reshape(draws, len(rates))
    a, b = np.array(rates, dtype=float).T
    drawn = special.betaincinv(a, b, uniforms)
    ranks = np.argsort(np.argsort(drawn, axis=1, kind="stable"), axis=1, kind="stable") + 1
    ends = np.quantile(ranks, [0.025, 0.975], axis=0, method="inverted_cdf")
    return [Ranks(int(lo), int(hi)) for lo, hi in ends.T]
