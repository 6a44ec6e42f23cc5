"""The one door to scipy: distribution functions with types of their own."""

from scipy import stats  # type: ignore[import-untyped]  # scipy ships no type information


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile; ``0 < p < 1``. ``normal_quantile(0.975)`` is z975."""
    return float(stats.norm.ppf(p))


def normal_tail(z: float) -> float:
    """Return P(Z > z) of a standard normal Z."""
    return float(stats.norm.sf(z))


def binomial_at_most(k: int, n: int, p: float) -> float:
    """Return P(X <= k), X ~ Binomial(n, p); 0 for ``k < 0``."""
    return float(stats.binom.cdf(k, n, p))


def binomial_at_least(k: int, n: int, p: float) -> float:
    """Return P(X >= k), X ~ Binomial(n, p); 1 for ``k <= 0``."""
    return float(stats.binom.sf(k - 1, n, p))


def binomial_quantile(q: float, n: int, p: float) -> int:
    """Return the smallest r with P(X <= r) >= q, X ~ Binomial(n, p)."""
    return int(stats.binom.ppf(q, n, p))


def poisson_at_most(k: int, mean: float) -> float:
    """Return P(X <= k), X ~ Poisson(mean); ``mean >= 0``."""
    return float(stats.poisson.cdf(k, mean))


def poisson_at_least(k: int, mean: float) -> float:
    """Return P(X >= k), X ~ Poisson(mean); ``mean >= 0``."""
    return float(stats.poisson.sf(k - 1, mean))


def chi2_quantile(p: float, degrees: float) -> float:
    """Return the quantile of chi squared; ``degrees > 0`` need not be whole."""
    return float(stats.chi2.ppf(p, degrees))


def false_discovery(p_values: list[float]) -> list[float]:
    """Return Benjamini-Hochberg adjusted p-values, in the order given; empty for an empty list."""
    if not p_values:
        return []
    return [float(q) for q in stats.false_discovery_control(p_values, method="bh")]
