"""Intervals by drawing places with replacement, from a seed that follows from the root of the log."""

import base64
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ledger.projections.reports.envelope import Json, Snapshot, interval
from ledger.projections.reports.numbers import rounded
from ledger.projections.statistics.intervals import wilson
from ledger.projections.statistics.randomness import bootstrap, seed_for

DRAWS: Final = 2000
PLACES: Final = 2
"""So many places there must be for a draw to tell anything."""


def seed_of(snapshot: Snapshot, report: str, method: str, purpose: str) -> int:
    """Return the seed of one purpose: nobody chose it, and everybody with the checkpoint can draw again."""
    return seed_for(root=base64.b64decode(snapshot.root).hex(), report=report, method=method, purpose=purpose)


def rate_interval(clusters: Sequence[tuple[int, int]], *, seed: int, scale: int = 1) -> Json | None:
    """Return the 95 % interval of parts over wholes, whose places are drawn as clusters.

    Args:
        clusters: (whole, part) by place. Below ``PLACES`` places with a whole nothing can be drawn: Wilson's
            interval of the sums stands instead, and says so.
        seed: From ``seed_of``.
        scale: How much of a whole is one case.

    None where there is no whole.
    """
    filled = [one for one in clusters if one[0]]
    n, num = (sum(one[side] for one in filled) for side in (0, 1))
    if not n:
        return None
    if len(filled) < PLACES:
        lo, hi = wilson(round(num / scale), round(n / scale))
        lo, hi = min(lo, num / n), max(hi, num / n)
        return interval(rounded(lo), rounded(hi), 0.95, "wilson")
    table = np.array(filled, dtype=np.float64)

    def drawn(places: NDArray[np.intp]) -> float:
        whole, part = table[places].sum(axis=0)
        return float(part / whole)

    bounds = bootstrap(len(filled), drawn, seed=seed, draws=DRAWS)
    if bounds is None:
        return None
    lo, hi = min(bounds.lo, num / n), max(bounds.hi, num / n)
    return interval(rounded(lo), rounded(hi), 0.95, "cluster bootstrap")
