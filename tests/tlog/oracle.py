"""The definitions of RFC 6962 section 2.1, as they stand there: recursive, slow, and right.

``D[a:b]`` of the RFC is ``(a, b)`` here. A range is hashed once, or 300 trees would take minutes.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256


class Oracle:
    """MTH, PATH and PROOF over leaf hashes."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._leaves = leaves
        self._mth = cache(self._define_mth)

    def root(self, size: int) -> bytes:
        """MTH(D[size])."""
        return self._mth(0, size)

    def path(self, index: int, size: int) -> list[bytes]:
        """PATH(index, D[size])."""
        return self._path(index, 0, size)

    def proof(self, old: int, new: int) -> list[bytes]:
        """PROOF(old, D[new])."""
        return self._subproof(old, 0, new, known=True)

    def _define_mth(self, a: int, b: int) -> bytes:
        if a == b:
            return sha256(b"").digest()
        if b - a == 1:
            return self._leaves[a]
        k = _split(b - a)
        return sha256(b"\x01" + self._mth(a, a + k) + self._mth(a + k, b)).digest()

    def _path(self, m: int, a: int, b: int) -> list[bytes]:
        if b - a == 1:
            return []
        k = _split(b - a)
        if m < k:
            return [*self._path(m, a, a + k), self._mth(a + k, b)]
        return [*self._path(m - k, a + k, b), self._mth(a, a + k)]

    def _subproof(self, m: int, a: int, b: int, *, known: bool) -> list[bytes]:
        if m == b - a:
            return [] if known else [self._mth(a, b)]
        k = _split(b - a)
        if m <= k:
            return [*self._subproof(m, a, a + k, known=known), self._mth(a + k, b)]
        return [*self._subproof(m - k, a + k, b, known=False), self._mth(a, a + k)]


def _split(n: int) -> int:
    """The largest power of two below ``n``."""
    k = 1
    while k * 2 < n:
        k *= 2
    return k
