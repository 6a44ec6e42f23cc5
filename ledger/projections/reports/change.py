"""What some cases add to the facts that are kept, less what they added before; over one process or two."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import msgspec

from ledger.domain.directory import RegistryState
from ledger.projections.reports.cubes import sums
from ledger.projections.reports.facts import CaseFacts, Cell, Counts

Cells: TypeAlias = dict[str, dict[str, list[int]]]
"""Counts by the name of a shape, and by a key as it is kept: its parts as a JSON array, last one first."""
Cited: TypeAlias = dict[str, dict[str, dict[int, int]]]
"""How many cases name an entry as evidence: by a shape, a key of it as it is kept, and the entry's index."""
NOTHING: Final = CaseFacts()
_lines: Final = msgspec.json.Encoder().encode_lines


class Waiting(NamedTuple):
    """What a case adds until a day, as it is kept."""

    day: date
    added: bytes


class _Packed(NamedTuple):
    """What one process hands to another."""

    cases: int
    cells: Cells
    cited: Cited
    until: dict[str, Waiting | None]


_pack: Final = msgspec.msgpack.Encoder().encode
_unpack: Final = msgspec.msgpack.Decoder(_Packed).decode


class Change:
    """What some cases add now, less what they added before; and the registry, where it is another one.

    ``cells`` are counts, ``cited`` how many cases more name an entry as evidence; below 0: fewer. Keys are
    the texts that are kept: as tuples of a dozen strings they would fill the memory, and the pipe between
    two processes.
    """

    def __init__(self) -> None:
        self.cases = 0
        self.cells: Cells = defaultdict(dict)
        self.cited: Cited = defaultdict(dict)
        self.until: dict[str, Waiting | None] = {}
        self.registry: RegistryState | None = None

    def put(self, key: str, now: CaseFacts | None, before: CaseFacts | None = None) -> None:
        """Put in what the case ``key`` adds now, and take out what it added before; None: nothing."""
        self.cases += 1
        added, taken = now or NOTHING, before or NOTHING
        if before is not None:
            gone = _apart(taken.counts, added.counts)
            self._add({cell: [-count for count in counts] for cell, counts in gone.items()})
            self._cite(taken, -1, added)
            self.until[key] = None
        if now is not None:
            self._add(_apart(added.counts, taken.counts))
            self._cite(added, 1, taken)
            if added.until is not None:
                self.until[key] = Waiting(added.until, added.to_bytes())

    def _add(self, counts: Counts) -> None:
        cells = self.cells
        for (shape, _), name, more in zip(counts, _texts(counts), counts.values(), strict=True):
            held = cells[shape]
            have = held.get(name)
            # A new list: the old one may be that of a case.
            held[name] = more if have is None else sums(have, more)

    def _cite(self, facts: CaseFacts, sign: int, other: CaseFacts) -> None:
        for cell, name in zip(facts.cited, _texts(facts.cited), strict=True):
            held = self.cited[cell[0]].setdefault(name, {})
            for index in facts.cited[cell].difference(other.cited.get(cell, ())):
                held[index] = held.get(index, 0) + sign

    def to_bytes(self) -> bytes:
        """Return all but the registry as MessagePack, for another process to merge."""
        return _pack(_Packed(self.cases, self.cells, self.cited, self.until))

    def merge(self, other: bytes) -> None:
        """Add the change of other cases, as ``to_bytes`` gave it."""
        cases, cells, cited, until = _unpack(other)
        self.cases += cases
        self.until |= until
        for shape, more in cells.items():
            held = self.cells[shape]
            for key in held.keys() & more.keys():  # few: most cells are of one case
                more[key] = sums(held[key], more[key])
            held.update(more)
        for shape, named in cited.items():
            for key, steps in named.items():
                have = self.cited[shape].setdefault(key, {})
                for index, step in steps.items():
                    have[index] = have.get(index, 0) + step


def _apart(counts: Counts, other: Counts) -> Counts:
    """Return the counts that are not the same in ``other``: most of what a case adds stays."""
    return {cell: found for cell, found in counts.items() if found != other.get(cell)} if other else counts


def _texts(cells: Iterable[Cell]) -> list[str]:
    """Return the keys of ``cells`` as they are kept, all by one call: no line break stands in JSON.

    The last part stands first: it is the month, or another day. What is new is of the newest month and lies
    together then, where the names of deciders and offices would strew it over all pages.
    """
    return _lines([key[::-1] for _, key in cells]).decode().split("\n")[:-1]
