"""Agreement of those who answer the same question: Krippendorff's alpha (M23).

Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import permutations
from math import fsum
from typing import Literal, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from ledger.projections.statistics.intervals import Bounds
from ledger.projections.statistics.randomness import bootstrap

Value = TypeVar("Value", str, int, float)
Level: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]


def ordered_pairs(units: Iterable[Sequence[Value]]) -> Counter[tuple[int, Value, Value]]:
    """Return the ordered pairs inside each unit, by the number of its answers: ``{(m, c, k): count}``.

    This is what cube C07 adds up. A unit with one answer pairs with nothing.
    """
    pairs: Counter[tuple[int, Value, Value]] = Counter()
    for answers in units:
        pairs.update((len(answers), c, k) for c, k in permutations(answers, 2))
    return pairs


def coincidences(pairs: Mapping[tuple[int, Value, Value], int]) -> dict[tuple[Value, Value], float]:
    """Return the coincidence matrix of merged ``ordered_pairs``: each weighs ``1/(m-1)``."""
    found: dict[tuple[Value, Value], float] = {}
    for m, c, k in sorted(pairs):
        found[c, k] = found.get((c, k), 0.0) + pairs[m, c, k] / (m - 1)
    return found


def krippendorff_alpha(
    pairs: Mapping[tuple[int, Value, Value], int], level: Level = "nominal"
) -> float | None:
    """Return alpha of merged ``ordered_pairs`` (M23): 1 all agree, 0 as by chance, below 0 worse than that.

    Args:
        pairs: ``{(m, c, k): count}``, of units with ``m >= 2`` answers.
        level: Of measurement. The values of all but ``nominal`` are numbers, of ``ratio`` ``>= 0``.

    None where no unit has two answers, or all answers are one value: nothing could disagree.
    """
    return _alpha(coincidences(pairs), level)


def alpha_interval(
    units: Sequence[Sequence[Value]], level: Level = "nominal", *, seed: int, draws: int = 2000
) -> Bounds | None:
    """Return the 95 % interval of alpha, by drawing units with replacement; None where no draw has an alpha.

    Args:
        units: The answers to each question; those with one answer or none are left out.
        level: As in ``krippendorff_alpha``.
        seed: From ``seed_for``.
        draws: How often.
    """
    matrices = [coincidences(ordered_pairs([answers])) for answers in units if len(answers) > 1]
    pairs = sorted({pair for matrix in matrices for pair in matrix})
    table = np.array([[matrix.get(pair, 0.0) for pair in pairs] for matrix in matrices])

    def drawn(places: NDArray[np.intp]) -> float | None:
        sums = np.bincount(places, minlength=len(matrices)) @ table
        return _alpha(dict(zip(pairs, sums.tolist(), strict=True)), level)

    return bootstrap(len(matrices), drawn, seed=seed, draws=draws)


def _alpha(matrix: Mapping[tuple[Value, Value], float], level: Level) -> float | None:
    observed = {pair: count for pair, count in matrix.items() if count > 0}
    margins: dict[Value, float] = {}
    for c, k in sorted(observed):
        margins[c] = margins.get(c, 0.0) + observed[c, k]
    apart = _distance(level, margins)
    expected = fsum(margins[c] * margins[k] * apart(c, k) for c in margins for k in margins if c != k)
    if expected == 0:
        return None
    seen = fsum(count * apart(c, k) for (c, k), count in observed.items() if c != k)
    return 1 - (fsum(margins.values()) - 1) * seen / expected


def _distance(level: Level, margins: Mapping[Value, float]) -> Callable[[Value, Value], float]:
    """Return the squared distance of two different values at a level of measurement."""
    if level == "nominal":
        return lambda _c, _k: 1.0
    if level == "interval":
        return lambda c, k: (float(c) - float(k)) ** 2
    if level == "ratio":
        return lambda c, k: ((float(c) - float(k)) / (float(c) + float(k))) ** 2

    def ordinal(c: Value, k: Value) -> float:
        low, high = min(c, k), max(c, k)
        between = fsum(count for value, count in margins.items() if low <= value <= high)
        return (between - (margins[c] + margins[k]) / 2) ** 2

    return ordinal
