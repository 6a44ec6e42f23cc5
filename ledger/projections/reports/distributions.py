"""The one door to scipy: distribution functions with types of their own.

``scipy.special`` and not ``scipy.stats``, which gives the same numbers and takes seconds to load.
"""

from itertools import accumulate
from math import ceil, isnan

from scipy import special  # type: ignore[import-untyped]  # scipy ships no type information


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile; ``0 < p < 1``. ``normal_quantile(0.975)`` is z975."""
    return float(special.ndtri(p))


def normal_tail(z: float) -> float:
    """Return P(Z > z) of a standard normal Z."""
    return float(special.ndtr(-z))


def binomial_at_most(k: int, n: int, p: float) -> float:
    """Return P(X <= k), X ~ Binomial(n, p); 0 for ``k < 0``."""
    return 0.0 if k < 0 else 1.0 if k >= n else float(special.bdtr(k, n, p))


def binomial_at_least(k: int, n: int, p: float) -> float:
    """Return P(X >= k), X ~ Binomial(n, p); 1 for ``k <= 0``."""
    return 1.0 if k <= 0 else 0.0 if k > n else float(special.bdtrc(k - 1, n, p))


def binomial_quantile(q: float, n: int, p: float) -> int:
    """Return the smallest r with P(X <= r) >= q, X ~ Binomial(n, p)."""
    if not 0.0 < p < 1.0:
        return 0 if p <= 0.0 else n
    inverse = float(special.bdtrik(q, n, p))  # continuous: one off by rounding, nothing where p vanishes
    near = 0 if isnan(inverse) else ceil(inverse)
    return next(r for r in range(max(0, near - 1), n + 1) if r == n or binomial_at_most(r, n, p) >= q)


def poisson_at_most(k: int, mean: float) -> float:
    """Return P(X <= k), X ~ Poisson(mean); ``mean >= 0``."""
    return 0.0 if k < 0 else float(special.pdtr(k, mean))


def poisson_at_least(k: int, mean: float) -> float:
    """Return P(X >= k), X ~ Poisson(mean); ``mean >= 0``."""
    return 1.0 if k <= 0 else float(special.pdtrc(k - 1, mean))


def chi2_quantile(p: float, degrees: float) -> float:
    """Return the quantile of chi squared; ``degrees > 0`` need not be whole."""
    return float(special.gammaincinv(degrees / 2, p) * 2)


def false_discovery(p_values: list[float]) -> list[float]:
    """Return Benjamini-Hochberg adjusted p-values, in the order given; empty for an empty list.

    Source: Benjamini and Hochberg 1995; the running minimum starts from the largest p.
    """
    count = len(p_values)
    order = sorted(range(count), key=lambda place: p_values[place], reverse=True)
    raised = (p_values[place] * count / (count - above) for above, place in enumerate(order))
    adjusted = dict(zip(order, accumulate(raised, min), strict=True))
    return [min(1.0, adjusted[place]) for place in range(count)]
