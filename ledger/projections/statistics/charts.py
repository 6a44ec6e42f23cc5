"""Change over time: XmR and p charts, and the rules that read them (M16, M17).

A new version of a rule restarts the limits: what it changes is no signal. Source: Wheeler and Chambers 1992;
Laney 2002; Western Electric 1956.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import fsum, sqrt
from typing import Final, NamedTuple

D2: Final = 1.128  # mean range of two, in standard deviations, as the tables print it; exactly 2/sqrt(pi)
D4: Final = 3.268  # upper limit of the moving range over its mean, as the tables print it
_RULES: Final = {2: (2, 3, 2.0), 3: (4, 5, 1.0), 4: (8, 8, 0.0)}  # rule: how many, of how many, beyond what
_LONGEST: Final = 8  # points that any rule looks at


class Xmr(NamedTuple):
    """Limits of single values, and of the ranges between neighbours."""

    mean: float
    sigma: float
    lo: float
    hi: float
    moving_range: float
    moving_range_limit: float

    def z(self, values: Sequence[float]) -> list[float | None]:
        """Return each value in sigmas from the mean; None where nothing varies."""
        return [(value - self.mean) / self.sigma if self.sigma else None for value in values]


def xmr(values: Sequence[float], *, d2: float = D2, d4: float = D4) -> Xmr | None:
    """Return the XmR chart of values in the order of time (M16); None for fewer than two."""
    if len(values) < 2:
        return None
    mean = fsum(values) / len(values)
    moving = fsum(abs(after - before) for before, after in pairwise(values)) / (len(values) - 1)
    sigma = moving / d2
    return Xmr(mean, sigma, mean - 3 * sigma, mean + 3 * sigma, moving, d4 * moving)


class Point(NamedTuple):
    """One period of a p chart: its rate, its sigma there, and limits within 0..1."""

    rate: float | None  # None for an empty period, which has no limits either
    sigma: float | None
    lo: float | None
    hi: float | None
    z: float | None  # in sigmas from the centre; None where nothing varies


class PChart(NamedTuple):
    """A p chart. ``sigma_z`` is how much more periods differ than chance allows: 1 in the plain chart."""

    centre: float
    sigma_z: float
    points: list[Point]


def p_chart(counts: Sequence[tuple[int, int]], *, laney: bool = True, d2: float = D2) -> PChart | None:
    """Return the chart of rates ``x/n`` in the order of time (M17); None without cases.

    Args:
        counts: ``(x, n)`` per period; an empty period keeps its place and changes nothing.
        laney: Widen by what neighbours differ (p'); plain limits flag everything where n is in thousands.
        d2: Mean range of two in sigmas.
    """
    sized = [(x, n) for x, n in counts if n > 0]
    if not sized:
        return None
    centre = fsum(x for x, _ in sized) / fsum(n for _, n in sized)
    spread = sqrt(centre * (1 - centre))
    sigma_z = 1.0
    if laney and spread and len(sized) > 1:
        z = [(x / n - centre) * sqrt(n) / spread for x, n in sized]
        sigma_z = fsum(abs(after - before) for before, after in pairwise(z)) / (len(z) - 1) / d2
    return PChart(centre, sigma_z, [_point(x, n, centre, spread * sigma_z) for x, n in counts])


def _point(x: int, n: int, centre: float, spread: float) -> Point:
    if n == 0:
        return Point(None, None, None, None, None)
    sigma = spread / sqrt(n)
    z = (x / n - centre) / sigma if sigma else None
    return Point(x / n, sigma, max(0.0, centre - 3 * sigma), min(1.0, centre + 3 * sigma), z)


def western_electric(z: Sequence[float | None]) -> list[tuple[int, ...]]:
    """Return for every point which rules it completes, of 1 to 4.

    (1) one beyond 3 sigma; (2) two of three beyond 2; (3) four of five beyond 1; (4) eight in a row on one
    side of the centre. Rules 2 to 4 look at one side, and the point itself must lie there.

    Args:
        z: Values in sigmas from the centre. None, an empty period, is passed over: it breaks no run.
    """
    seen: list[float] = []
    found: list[tuple[int, ...]] = []
    for value in z:
        if value is None:
            found.append(())
            continue
        seen.append(value)
        found.append(_rules(seen))
    return found


def _rules(seen: Sequence[float]) -> tuple[int, ...]:
    side = 1 if seen[-1] > 0 else -1
    far = [value * side for value in seen[-_LONGEST:]]
    kept = [1] if far[-1] > 3 else []
    for rule, (needed, among, beyond) in _RULES.items():
        if far[-1] > beyond and sum(value > beyond for value in far[-among:]) >= needed:
            kept.append(rule)
    return tuple(kept)
