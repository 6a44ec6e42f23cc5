"""The entries of one stream, at hand by what they say."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from ledger.domain.types import Event, Recorded

E = TypeVar("E", bound=Event)


class Entries(tuple[Recorded, ...]):  # noqa: SLOT001 - it remembers how it is sorted
    """The entries of a stream, in its order; sorted by what they say when somebody first asks for a kind.

    No type of event derives from another one, so that each entry is of one kind.
    """

    _sorted: dict[type, list[tuple[Recorded, Any]]]

    def of(self, kind: type[E]) -> Sequence[tuple[Recorded, E]]:
        """Return the entries that say something of ``kind``, with what they say."""
        try:
            return self._sorted.get(kind, ())
        except AttributeError:
            found: dict[type, list[tuple[Recorded, Any]]] = {}
            for recorded in self:
                says = recorded.statement.says
                found.setdefault(type(says), []).append((recorded, says))
            self._sorted = found
            return found.get(kind, ())


def of_kind(history: Iterable[Recorded], kind: type[E]) -> Iterator[tuple[Recorded, E]]:
    """Return the entries that say something of ``kind``, with what they say."""
    if isinstance(history, Entries):
        try:  # not by ``of``: it is asked two dozen times of every case
            return iter(history._sorted.get(kind, ()))  # noqa: SLF001
        except AttributeError:
            return iter(history.of(kind))
    return ((recorded, says) for recorded in history if isinstance(says := recorded.statement.says, kind))
