"""The facts of the reports: integers that add up, whatever the order, and the evidence beside them.

What one case adds is a ``CaseFacts``; the facts of a log are the sum over its cases. So a case that went on
is taken out as it was and put in as it is, and a rebuild gives the same.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final, TypeAlias

import msgspec

from ledger.domain.clocks.moments import DAY, day_of
from ledger.projections.reports.cubes import EVIDENCE, Cube, Key, Shape, add, facts_digest, sums

Cell: TypeAlias = tuple[str, Key]
"""The name of a shape, and a key of it."""
Counts: TypeAlias = dict[Cell, list[int]]
_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(
    tuple[list[tuple[Cell, list[int]]], list[tuple[Cell, set[int]]]]
).decode


class CaseFacts:
    """What one case adds, as it stands on one day.

    ``counts`` by cell, in the order of the shape's counts; ``cited`` are log indices by cell. ``until`` is
    the last day on which all this holds if nothing is recorded; None: for ever. Where only a sum is wanted,
    cases may share their ``counts``.
    """

    __slots__ = ("cited", "counts", "until")

    def __init__(self, counts: Counts | None = None) -> None:
        self.counts: Counts = {} if counts is None else counts
        self.cited: dict[Cell, set[int]] = {}
        self.until: date | None = None

    def cell(self, shape: Shape, key: Key) -> list[int]:
        """Return the counts of a cell, in the order of ``shape.counts``, to be added to."""
        return self.counts.setdefault((shape.name, key), [0] * len(shape.counts))

    def add(self, shape: Shape, key: Key, **counts: int) -> None:
        """Add to the counts that are named; the others stay as they are."""
        cell = self.cell(shape, key)
        for name, count in counts.items():
            if count:
                cell[shape.counts.index(name)] += count

    def tally(self, shape: Shape, key: Key, counts: Iterable[int]) -> None:
        """Add one count for each name in ``shape.counts``, in their order."""
        added = [+count for count in counts]  # a bool becomes an int
        cell = self.counts.setdefault((shape.name, key), added)  # asked once: hashing a key takes long
        if cell is not added:
            cell[:] = sums(cell, added)

    def cite(self, shape: Shape, key: Key, index: int) -> None:
        """Name the entry ``index`` of the log as evidence for a cell of a shape without counts."""
        self.cited.setdefault((shape.name, key), set()).add(index)

    def hold(self, day: date) -> None:
        """Say that after ``day`` the case adds something else, even if nothing is recorded."""
        self.until = day if self.until is None else min(self.until, day)

    def hold_until(self, due: str) -> None:
        """Say that the case adds something else once ``due`` is over: a last day, or an instant of one."""
        day = day_of(due)
        self.hold(day if len(due) == DAY else day - timedelta(days=1))

    def to_bytes(self) -> bytes:
        """Return counts and evidence as MessagePack: the same facts, the same bytes."""
        cited = [(cell, sorted(indices)) for cell, indices in sorted(self.cited.items())]
        return _encode((sorted(self.counts.items()), cited))

    @classmethod
    def from_bytes(cls, data: bytes) -> "CaseFacts":
        """Return what ``to_bytes`` was asked of, without its day."""
        facts = cls()
        counts, cited = _decode(data)
        facts.counts.update(counts)
        facts.cited.update(cited)
        return facts


class Facts:
    """The integers that reports are computed from; mergeable, free of order."""

    __slots__ = ("_cells", "_cited")

    def __init__(self) -> None:
        self._cells: dict[str, dict[Key, list[int]]] = {}
        self._cited: dict[str, dict[Key, tuple[int, ...]]] = {}

    def add(self, case: CaseFacts) -> None:
        """Add what one case adds, or several that were added up."""
        for (shape, key), counts in case.counts.items():
            add(self._cells.setdefault(shape, {}), key, counts)
        for (shape, key), indices in case.cited.items():
            _keep(self._cited.setdefault(shape, {}), key, indices)

    def cite(self, shape: Shape, key: Key, indices: Iterable[int]) -> None:
        """Keep the smallest indices of a cell."""
        _keep(self._cited.setdefault(shape.name, {}), key, indices)

    def merge(self, other: "Facts") -> None:
        """Add the facts of other cases."""
        for shape, cells in other._cells.items():  # noqa: SLF001 - of the same class
            for key, counts in cells.items():
                add(self._cells.setdefault(shape, {}), key, counts)
        for shape, cited in other._cited.items():  # noqa: SLF001 - of the same class
            for key, indices in cited.items():
                _keep(self._cited.setdefault(shape, {}), key, indices)

    def cube(self, shape: Shape) -> Cube:
        """Return the counts of ``shape``, which may be none."""
        return Cube(shape, self._cells.setdefault(shape.name, {}))

    def cited(self, shape: Shape) -> Mapping[Key, tuple[int, ...]]:
        """Return the smallest log indices of each cell of ``shape``."""
        return self._cited.get(shape.name, {})

    def digest(self, shapes: Iterable[Shape]) -> str:
        """Return the digest (SHA-256, hex) over the cubes of ``shapes``.

        Raises:
            ReportError: As ``Cube.rows``.
        """
        return facts_digest({shape.name: self.cube(shape).rows() for shape in shapes})


def _keep(cells: dict[Key, tuple[int, ...]], key: Key, indices: Iterable[int]) -> None:
    cells[key] = tuple(sorted({*cells.get(key, ()), *indices})[:EVIDENCE])
