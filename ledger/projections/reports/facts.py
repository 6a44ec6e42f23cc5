"""The facts of the reports: integers that add up, whatever the order, and the evidence beside them.

What one case adds is a ``CaseFacts``; the facts of a log are the sum over its cases. So a case that went on
is taken out as it was and put in as it is, and a rebuild gives the same.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from typing import TypeAlias

from ledger.domain.clocks.moments import DAY, day_of
from ledger.projections.reports.cubes import EVIDENCE, Cube, Key, Shape, facts_digest

Cell: TypeAlias = tuple[Shape, Key]


@cache
def places_of(shape: Shape) -> Mapping[str, int]:
    """Return where each count of ``shape`` stands."""
    return {name: place for place, name in enumerate(shape.counts)}


class CaseFacts:
    """What one case adds, as it stands on one day.

    ``counts`` by cell, in the order of the shape's counts; ``cited`` are log indices by cell. ``until`` is
    the last day on which all this holds if nothing is recorded; None: for ever.
    """

    __slots__ = ("cited", "counts", "until")

    def __init__(self) -> None:
        self.counts: dict[Cell, list[int]] = {}
        self.cited: dict[Cell, set[int]] = {}
        self.until: date | None = None

    def add(self, shape: Shape, key: Key, **counts: int) -> None:
        """Add to the counts that are named; the others stay as they are."""
        cell = self.counts.get((shape, key))
        if cell is None:
            cell = self.counts[shape, key] = [0] * len(shape.counts)
        places = places_of(shape)
        for name, count in counts.items():
            cell[places[name]] += count

    def tally(self, shape: Shape, key: Key, counts: Iterable[int]) -> None:
        """Add one count for each name in ``shape.counts``, in their order."""
        cell = self.counts.get((shape, key))
        if cell is None:
            self.counts[shape, key] = [int(count) for count in counts]
        else:
            self.counts[shape, key] = [have + count for have, count in zip(cell, counts, strict=True)]

    def cite(self, shape: Shape, key: Key, index: int) -> None:
        """Name the entry ``index`` of the log as evidence for a cell of a shape without counts."""
        self.cited.setdefault((shape, key), set()).add(index)

    def hold(self, day: date) -> None:
        """Say that after ``day`` the case adds something else, even if nothing is recorded."""
        self.until = day if self.until is None else min(self.until, day)

    def hold_until(self, due: str) -> None:
        """Say that the case adds something else once ``due`` is over: a last day, or an instant of one."""
        day = day_of(due)
        self.hold(day if len(due) == DAY else day - timedelta(days=1))


class Facts:
    """The integers that reports are computed from; mergeable, free of order."""

    __slots__ = ("_cited", "_counts")

    def __init__(self) -> None:
        self._counts: dict[Shape, Cube] = {}
        self._cited: dict[Shape, dict[Key, tuple[int, ...]]] = {}

    def add(self, case: CaseFacts) -> None:
        """Add what one case adds."""
        for (shape, key), counts in case.counts.items():
            self.cube(shape).add(key, counts)
        for (shape, key), indices in case.cited.items():
            self.cite(shape, key, indices)

    def cite(self, shape: Shape, key: Key, indices: Iterable[int]) -> None:
        """Keep the smallest indices of a cell."""
        cells = self._cited.setdefault(shape, {})
        cells[key] = tuple(sorted({*cells.get(key, ()), *indices})[:EVIDENCE])

    def merge(self, other: "Facts") -> None:
        """Add the facts of other cases."""
        for shape, cube in other._counts.items():  # noqa: SLF001 - of the same class
            self.cube(shape).merge(cube)
        for shape, cells in other._cited.items():  # noqa: SLF001 - of the same class
            for key, indices in cells.items():
                self.cite(shape, key, indices)

    def cube(self, shape: Shape) -> Cube:
        """Return the counts of ``shape``, which may be none."""
        cube = self._counts.get(shape)
        if cube is None:
            cube = self._counts[shape] = Cube(shape)
        return cube

    def cited(self, shape: Shape) -> Mapping[Key, tuple[int, ...]]:
        """Return the smallest log indices of each cell of ``shape``."""
        return self._cited.get(shape, {})

    def digest(self, shapes: Iterable[Shape]) -> str:
        """Return the digest (SHA-256, hex) over the cubes of ``shapes``.

        Raises:
            ReportError: As ``Cube.rows``.
        """
        return facts_digest({shape.name: self.cube(shape).rows() for shape in shapes})
