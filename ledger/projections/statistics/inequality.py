"""How evenly something is shared out: concentration, Gini, Theil, Lorenz (M20, M21)."""

from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from math import fsum, log
from typing import NamedTuple


def concentration_index(groups: Sequence[tuple[float, float]]) -> float | None:
    """Return the concentration index of what groups get, -1..1 (M20).

    Args:
        groups: ``(people, amount)`` with the whole amount of a group, ordered from the poorest.

    Negative means that it goes to the poor: good news of a benefit, bad news of a harm. None without people
    or amount. Source: World Bank, health equity technical note 7.
    """
    people, amount = fsum(group[0] for group in groups), fsum(group[1] for group in groups)
    if people <= 0 or amount <= 0:
        return None
    places = [0.0, *accumulate(group[0] / people for group in groups)]
    shares = [0.0, *accumulate(group[1] / amount for group in groups)]
    ends = list(zip(places, shares, strict=True))
    return fsum(p * next_share - next_p * share for (p, share), (next_p, next_share) in pairwise(ends))


def gini(values: Sequence[float]) -> float | None:
    """Return the Gini index of values ``>= 0`` (M21), 0 = all alike; None without any amount."""
    total, count = fsum(values), len(values)
    if total <= 0:
        return None
    ranked = fsum(place * value for place, value in enumerate(sorted(values), start=1))
    return max(0.0, 2 * ranked / (count * total) - (count + 1) / count)


class Theil(NamedTuple):
    """Theil's T, ``total = between + within``; all ``>= 0``."""

    total: float
    between: float
    within: float


def theil(groups: Mapping[str, Sequence[float]]) -> Theil | None:
    """Return Theil's T of values ``>= 0`` (M21), parted into between and within groups.

    The term of a zero is 0. None without any amount.
    """
    filled = [list(values) for values in groups.values() if values]
    everything = [value for values in filled for value in values]
    count, total = len(everything), fsum(everything)
    if total <= 0:
        return None
    shares = [(len(values) / count, fsum(values) / total, values) for values in filled]
    between = fsum(people * _term(amount / people) for people, amount, _ in shares)
    within = fsum(amount * _spread(values) for _, amount, values in shares if amount > 0)
    return Theil(_spread(everything), max(0.0, between), within)


def _spread(values: Sequence[float]) -> float:
    """Return Theil's T of values that are not all 0."""
    total, count = fsum(values), len(values)
    return max(0.0, fsum(_term(count * (value / total)) for value in values) / count)


def _term(ratio: float) -> float:
    return ratio * log(ratio) if ratio > 0 else 0.0


def lorenz_deciles(values: Sequence[float]) -> list[float] | None:
    """Return the share of the amount that the poorest 10, 20 … 90 % hold: nine numbers (M21).

    Only these points are ever published; between units the curve is straight. None without any amount.
    """
    total, count = fsum(values), len(values)
    if total <= 0:
        return None
    held = [0.0, *accumulate(sorted(values))]
    points = []
    for tenth in range(1, 10):
        whole, rest = divmod(tenth * count, 10)
        step = held[whole + 1] - held[whole] if rest else 0.0
        points.append((held[whole] + step * rest / 10) / total)
    return points
