"""The one door to scipy: distribution functions with types of their own.

``scipy.special`` and not ``scipy.stats``, which gives the same numbers and takes seconds to load.
"""

from math import ceil, exp, fsum, isnan, lgamma

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


def chi2_tail(x: float, degrees: float) -> float:
    """Return P(X > x), X ~ chi squared; ``x >= 0``, ``degrees > 0``."""
    return float(special.chdtrc(degrees, x))


def beta_quantile(p: float, a: float, b: float) -> float:
    """Return the quantile of Beta(a, b); ``a, b > 0``."""
    return float(special.betaincinv(a, b, p))


def beta_above(x: float, a: float, b: float) -> float:
    """Return P(X > x), X ~ Beta(a, b); 1 for ``x <= 0``, 0 for ``x >= 1``."""
    return float(special.betaincc(a, b, min(1.0, max(0.0, x))))


def hypergeometric_at_least(k: int, total: int, marked: int, drawn: int) -> float:
    """Return P(X >= k): ``drawn`` of ``total`` are taken, ``marked`` of them count.

    Summed from the logarithms of the binomial coefficients: the tail keeps its digits where it is tiny.
    """
    most = min(marked, drawn)
    least = max(0, drawn + marked - total)
    if k <= least:
        return 1.0
    if k > most:
        return 0.0
    ways = [_log_choose(marked, i) + _log_choose(total - marked, drawn - i) for i in range(k, most + 1)]
    return min(1.0, fsum(exp(way - _log_choose(total, drawn)) for way in ways))


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
