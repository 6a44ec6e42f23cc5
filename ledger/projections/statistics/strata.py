"""Like with like: an odds ratio over strata, beside the crude one (M12). Both are always printed."""

from collections.abc import Sequence
from math import exp, fsum, log, sqrt
from typing import NamedTuple

from ledger.projections.statistics.distributions import chi2_tail
from ledger.projections.statistics.intervals import Z975, Bounds


class Table(NamedTuple):
    """One stratum: of one group ``a`` with and ``b`` without, of the other ``c`` with and ``d`` without."""

    a: int
    b: int
    c: int
    d: int


class Pooled(NamedTuple):
    """A common odds ratio and its test; ``None`` where the strata cannot tell."""

    odds_ratio: float | None
    interval: Bounds | None
    chi2: float | None  # one degree of freedom, with continuity correction
    p: float | None


def crude_odds_ratio(tables: Sequence[Table]) -> float | None:
    """Return the odds ratio of all strata thrown together; None where a group or an outcome is missing."""
    a, b, c, d = (sum(table[place] for table in tables) for place in range(4))
    return a * d / (b * c) if b * c > 0 else None


def mantel_haenszel(tables: Sequence[Table], z: float = Z975) -> Pooled:
    """Return the Mantel-Haenszel odds ratio with the interval of Robins, Breslow and Greenland (M12).

    Strata without both groups and both outcomes say nothing and change nothing. No ratio where no stratum has
    ``b`` and ``c``; no interval where the ratio is 0 or none; no test where nothing could vary. The
    correction never makes more of a small deviation than there is.

    Source: Mantel and Haenszel 1959; Robins, Breslow and Greenland 1986.
    """
    filled = [table for table in tables if sum(table) > 0]
    agree = [table.a * table.d / sum(table) for table in filled]
    cross = [table.b * table.c / sum(table) for table in filled]
    with_, without = fsum(agree), fsum(cross)
    chi2 = _chi2(filled)
    p = chi2_tail(chi2, 1) if chi2 is not None else None
    if without == 0:
        return Pooled(None, None, chi2, p)
    ratio = with_ / without
    if ratio == 0:
        return Pooled(0.0, None, chi2, p)
    like = [(table.a + table.d) / sum(table) for table in filled]
    unlike = [(table.b + table.c) / sum(table) for table in filled]
    variance = (
        _products(like, agree) / (2 * with_**2)
        + (_products(like, cross) + _products(unlike, agree)) / (2 * with_ * without)
        + _products(unlike, cross) / (2 * without**2)
    )
    spread = z * sqrt(variance)
    return Pooled(ratio, Bounds(exp(log(ratio) - spread), exp(log(ratio) + spread)), chi2, p)


def _products(left: Sequence[float], right: Sequence[float]) -> float:
    return fsum(one * other for one, other in zip(left, right, strict=True))


def _chi2(tables: Sequence[Table]) -> float | None:
    """Return the test of no association: ``(|A - E| - 1/2)^2 / V``; None where V is 0."""
    apart, variance = [], []
    for a, b, c, d in tables:
        n, first, with_ = a + b + c + d, a + b, a + c
        apart.append(a - first * with_ / n)
        if n > 1:
            variance.append(first * (n - first) * with_ * (n - with_) / (n * n * (n - 1)))
    total = fsum(variance)
    return max(0.0, abs(fsum(apart)) - 0.5) ** 2 / total if total > 0 else None
