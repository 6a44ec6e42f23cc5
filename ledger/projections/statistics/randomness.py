"""Random numbers that anybody can draw again: a seed from the root, a raw stream, inverse functions.

Only the raw stream of PCG64 is promised across releases of numpy, never what its distributions make of it.
"""

import hashlib
from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ledger.projections.statistics.intervals import Bounds
from ledger.signing.canonical import canonical

SEED_VERSION: Final = "phayan/seed/v1"
_BITS: Final = 53  # of a double's mantissa
_HALF: Final = 26  # bits taken in one step, so that 64 bits hold every product


def seed_for(*, root: str, report: str, method: str, purpose: str) -> int:
    """Return the seed, 0 .. 2**256 - 1, of one purpose in one report on one root.

    SHA-256 over the JCS form of the four with their version, read as a big-endian integer. ``root`` is the
    hexadecimal root of the checkpoint that the report stands on: nobody chose it.
    """
    told = {"v": SEED_VERSION, "root": root, "report": report, "method": method, "purpose": purpose}
    return int.from_bytes(hashlib.sha256(canonical(told)).digest(), "big")


class Stream:
    """The raw stream of one seed. Every call takes the numbers that follow."""

    def __init__(self, seed: int) -> None:
        self._raw = np.random.PCG64(seed)

    def bits(self, count: int) -> NDArray[np.uint64]:
        """Return the upper 53 bits of each of the next ``count`` raw numbers."""
        return np.asarray(self._raw.random_raw(count), dtype=np.uint64) >> np.uint64(64 - _BITS)

    def uniforms(self, count: int) -> NDArray[np.float64]:
        """Return the next ``count`` numbers in [0, 1), to be put through an inverse distribution function."""
        return self.bits(count) / 2.0**_BITS

    def indices(self, among: int, count: int) -> NDArray[np.intp]:
        """Return the next ``count`` places ``(u53 * among) >> 53``; ``1 <= among < 2**31``."""
        bits, size = self.bits(count), np.uint64(among)
        high, low = bits >> np.uint64(_HALF), bits & np.uint64(2**_HALF - 1)
        return ((high * size + (low * size >> np.uint64(_HALF))) >> np.uint64(_BITS - _HALF)).astype(np.intp)

    def permutation(self, count: int) -> NDArray[np.intp]:
        """Return the places 0 .. count-1 in the order of the next ``count`` raw numbers, ties by place."""
        return np.argsort(self.bits(count), kind="stable")


def bootstrap(
    units: int,
    statistic: Callable[[NDArray[np.intp]], float | None],
    *,
    seed: int,
    draws: int = 2000,
    level: float = 0.95,
) -> Bounds | None:
    """Return the percentile interval of a statistic over ``units`` drawn with replacement.

    Args:
        units: How many clusters there are; a draw takes as many, all of one draw before the next.
        statistic: What one draw gives, from the places 0 .. units-1 drawn; None where it has no value.
        seed: From ``seed_for``.
        draws: How often.
        level: Of the interval; its ends are linearly interpolated.

    None for no units, and where no draw has a value; draws without one are left out.
    """
    if units == 0:
        return None
    stream = Stream(seed)
    found = [statistic(stream.indices(units, units)) for _ in range(draws)]
    values = [value for value in found if value is not None]
    if not values:
        return None
    lo, hi = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Bounds(float(lo), float(hi))
