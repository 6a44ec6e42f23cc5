"""Fact cubes: integers by short strings. Addition is all they know, so order never matters."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from operator import add as plus
from typing import Final, NamedTuple, TypeAlias, TypeVar

import msgspec

from ledger.projections.errors import ReportError

Key: TypeAlias = tuple[str, ...]
K = TypeVar("K")
EVIDENCE: Final = 5  # indices kept for each key
LARGEST: Final = 2**53 - 1
_canonical: Final = msgspec.json.Encoder(order="sorted").encode
"""The canonical form (RFC 8785) of what holds whole numbers and ASCII alone: most of a report's time by that
library."""


class Shape(NamedTuple):
    """What a cube holds: the names of its key's parts, and of its counts.

    A shape without counts is that of evidence: the smallest log indices by key.
    """

    name: str
    keys: tuple[str, ...]
    counts: tuple[str, ...] = ()


def add(cells: dict[K, list[int]], key: K, counts: Sequence[int]) -> None:
    """Add ``counts`` to the cell of ``key``."""
    cell = cells.get(key)
    if cell is None:
        cells[key] = list(counts)
    else:
        for place, count in enumerate(counts):
            if count:
                cell[place] += count


def sums(counts: list[int], more: list[int]) -> list[int]:
    """Return the sums of the counts of two cells of one shape.

    Raises:
        ValueError: They are not of one shape.
    """
    if len(counts) != len(more):
        raise ValueError("counts of different shapes cannot be added")
    return list(map(plus, counts, more))


class Cube:
    """Counts by key. Merging is element-wise addition: commutative, associative; an empty cube is zero."""

    __slots__ = ("cells", "counts", "keys", "name")

    def __init__(self, shape: Shape, cells: dict[Key, list[int]] | None = None) -> None:
        self.name, self.keys, self.counts = shape
        self.cells: dict[Key, list[int]] = {} if cells is None else cells

    def add(self, key: Key, counts: Sequence[int]) -> None:
        """Add ``counts`` (one per name in ``self.counts``) to the cell of ``key``."""
        add(self.cells, key, counts)

    def merge(self, other: "Cube") -> None:
        """Add every cell of another cube of the same shape."""
        if (other.name, other.keys, other.counts) != (self.name, self.keys, self.counts):
            raise ReportError("cube_shape", "two cubes of different shape cannot be added")
        for key, counts in other.cells.items():
            self.add(key, counts)

    def rows(self) -> list[list[str | int]]:
        """Return ``[key..., counts...]`` sorted by key, without the rows that are all zero.

        Raises:
            ReportError: A key is not ASCII, or a count is beyond what JSON carries exactly.
        """
        found: list[list[str | int]] = []
        for key in sorted(self.cells):
            counts = self.cells[key]
            if not any(counts):
                continue
            if not all(part.isascii() for part in key):
                raise ReportError("cube_key", f"a key of the cube {self.name} is not ASCII")
            if any(abs(count) > LARGEST for count in counts):
                raise ReportError("cube_count", f"a count of the cube {self.name} is too large")
            found.append([*key, *counts])
        return found

    def records(self) -> Iterator[tuple[dict[str, str], dict[str, int]]]:
        """Yield (key by name, counts by name) for each cell, in no promised order."""
        for key, counts in self.cells.items():
            yield (
                dict(zip(self.keys, key, strict=True)),
                dict(zip(self.counts, counts, strict=True)),
            )


def facts_digest(cubes: Mapping[str, Sequence[Sequence[str | int]]]) -> str:
    """Return the SHA-256, in hex, over the canonical form of cubes by name.

    Args:
        cubes: For each cube its ``rows()``: sorted by key, no row of zeros.
    """
    return hashlib.sha256(_canonical({"v": 1, "cubes": cubes})).hexdigest()
