"""What some cases add to the facts that are kept, less what they added before; over one process or two."""

from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple, TypeAlias

import msgspec

from ledger.domain.directory import RegistryState
from ledger.projections.reports.facts import CaseFacts

Cells: TypeAlias = dict[str, dict[str, list[int]]]
"""Counts by the name of a shape, and by a key of it as it is kept: its parts as a JSON array."""
Place: TypeAlias = tuple[str, str, int]
"""A shape, a key of it as it is kept, and a log index."""
NOTHING: Final = CaseFacts()
_text: Final = msgspec.json.Encoder().encode


class Waiting(NamedTuple):
    """What a case adds until a day, as it is kept."""

    day: date
    added: bytes


class _Packed(NamedTuple):
    """What one process hands to another."""

    cases: int
    cells: Cells
    cited: list[tuple[Place, int]]
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
        self.cited: dict[Place, int] = {}
        self.until: dict[str, Waiting | None] = {}
        self.registry: RegistryState | None = None

    def put(self, key: str, now: CaseFacts | None, before: CaseFacts | None = None) -> None:
        """Put in what the case ``key`` adds now, and take out what it added before; None: nothing."""
        self.cases += 1
        if before is not None:
            self._add(before, -1, now or NOTHING)
            self.until[key] = None
        if now is not None:
            self._add(now, 1, before or NOTHING)
            if now.until is not None:
                self.until[key] = Waiting(now.until, now.to_bytes())

    def _add(self, facts: CaseFacts, sign: int, other: CaseFacts) -> None:
        """Add what is not the same in ``other``: most of what a case adds stays."""
        cells, same = self.cells, other.counts
        for cell, counts in facts.counts.items():
            if same and counts == same.get(cell):
                continue
            shape, key = cell
            delta = counts if sign == 1 else [-count for count in counts]
            held, name = cells[shape], _text(key).decode()
            have = held.setdefault(name, delta)
            if have is not delta:  # in a new list: the old one may be that of a case
                held[name] = _sum(have, delta)
        for cell, indices in facts.cited.items():
            shape, key = cell
            for index in indices.difference(other.cited.get(cell, ())):
                place = shape, _text(key).decode(), index
                self.cited[place] = self.cited.get(place, 0) + sign

    def to_bytes(self) -> bytes:
        """Return all but the registry as MessagePack, for another process to merge."""
        return _pack(_Packed(self.cases, self.cells, list(self.cited.items()), self.until))

    def merge(self, other: bytes) -> None:
        """Add the change of other cases, as ``to_bytes`` gave it."""
        cases, cells, cited, until = _unpack(other)
        self.cases += cases
        self.until |= until
        for shape, more in cells.items():
            held = self.cells[shape]
            for key in held.keys() & more.keys():  # few: most cells are of one case
                more[key] = _sum(held[key], more[key])
            held.update(more)
        steps = dict(cited)
        for place in self.cited.keys() & steps.keys():
            steps[place] += self.cited[place]
        self.cited.update(steps)


def _sum(counts: list[int], more: list[int]) -> list[int]:
    return [one + other for one, other in zip(counts, more, strict=True)]
