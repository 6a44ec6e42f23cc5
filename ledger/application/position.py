"""The prefix of the log that a statement is judged on: folded states, heads, and the next index.

States are folded from entries and kept in a bounded memory, so that a log of any length is judged
in the same space. What a group changes is remembered once the group is durable, and not before.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final, Generic, Protocol, TypeVar

import msgspec

from ledger.application.fastpath import read_recorded
from ledger.domain.directory import RegistryState
from ledger.domain.links import links
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Seen
from ledger.store.recorder import Row
from ledger.store.references import TYPES, Reference

REGISTRY: Final = "registry/"
V = TypeVar("V")


class Folded(msgspec.Struct, frozen=True, gc=False):
    """A stream's state, and version and leaf (hex) of its last entry: 0 and empty before the first."""

    state: StreamState
    version: int = 0
    leaf: str = ""


class Bounded(Generic[V]):
    """A mapping that forgets what was not asked for lately.

    It holds at most twice ``limit`` items, and what came with the last of either half.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._young: dict[str, V] = {}
        self._old: dict[str, V] = {}

    def get(self, key: str) -> V | None:
        """Return the value of ``key`` if it is remembered."""
        value = self._young.get(key)
        if value is None:
            value = self._old.get(key)
            if value is not None:
                self.put(key, value)
        return value

    def put(self, key: str, value: V) -> None:
        """Remember ``value`` as ``update`` does."""
        self.update({key: value})

    def update(self, values: Mapping[str, V]) -> None:
        """Remember ``values``; the generation before last is forgotten when this one is full."""
        self._young.update(values)
        if len(self._young) >= self._limit:
            self._old, self._young = self._young, {}

    def forget(self, key: str) -> None:
        """Forget ``key``."""
        self._young.pop(key, None)
        self._old.pop(key, None)

    def clear(self) -> None:
        """Forget everything."""
        self._young.clear()
        self._old.clear()


class Storage(Protocol):
    """What a prefix reads from storage."""

    def streams(self, names: Iterable[str], /) -> Mapping[str, Sequence[Row]]:
        """Return all entries of each of ``names``, by version."""
        ...

    def referring(self, target: str, /) -> Sequence[str]:
        """Return the streams that refer to ``target``, in the order of the log."""
        ...


class Position:
    """A prefix of the log, as ``ledger.domain.judge`` wants it."""

    def __init__(self, *, limit: int = 16_384) -> None:
        self.size = 0
        self.now = ""
        self.origin = ""
        self.registry_stream: str | None = None
        self._remembered: Bounded[Folded] = Bounded(limit)
        self._group: dict[str, Folded] = {}  # what this group has looked at or changed
        self._accepted: list[Recorded] = []  # the entries of this group, which storage does not hold yet
        self._storage: Storage | None = None

    @cached_property  # every rule asks for it
    def registry(self) -> RegistryState:
        """Return the state of the registry; before the founding, the empty one."""
        state = self.state(self.registry_stream) if self.registry_stream else initial(REGISTRY)
        if not isinstance(state, RegistryState):
            raise TypeError("the registry's stream does not fold to a registry")
        return state

    def state(self, stream: str) -> StreamState:
        """Return the folded state of ``stream``; the initial one if it has no entries."""
        found = self._group.get(stream)
        return (found or self.folded(stream)).state

    def head(self, stream: str) -> Seen | None:
        """Return version and leaf of the last entry of ``stream``."""
        found = self.folded(stream)
        return Seen(found.version, found.leaf) if found.version else None

    def history(self, stream: str) -> list[Recorded]:
        """Return every entry of ``stream``, read from storage; those of this group follow."""
        rows = self._reader().streams([stream]).get(stream, ())
        own = [recorded for recorded in self._accepted if recorded.statement.stream == stream]
        return [read_recorded(row.entry, row.leaf) for row in rows] + own

    def referring(self, stream: str) -> list[str]:
        """Return the streams that refer to ``stream``, in the order of the log."""
        accepted = (recorded.statement for recorded in self._accepted)
        new = [statement.stream for statement in accepted if stream in links(statement.says)]
        return list(dict.fromkeys((*self._reader().referring(stream), *new)))

    def references(self) -> list[Reference]:
        """Return what the entries of this group refer to."""
        return [
            Reference(target, recorded.index)
            for recorded in self._accepted
            if recorded.statement.type in TYPES
            for target in links(recorded.statement.says)
        ]

    def folded(self, stream: str) -> Folded:
        """Return what ``stream`` folds to, read from storage if it is not in memory."""
        found = self._group.get(stream)
        if found is None:
            self.preload([stream])
            found = self._group[stream]
        return found

    def preload(self, streams: Iterable[str]) -> None:
        """Have ``streams`` at hand for this group; what is not in memory is folded from one read."""
        missing = []
        for name in dict.fromkeys(streams):
            if name not in self._group:
                found = self._remembered.get(name)
                if found is None:
                    missing.append(name)
                else:
                    self._group[name] = found
        if not missing:
            return
        rows = self._reader().streams(missing)
        for name in missing:
            self._group[name] = _fold(name, rows.get(name, ()))

    def accept(self, recorded: Recorded) -> None:
        """Add an entry to the prefix; it is forgotten again unless ``keep`` follows."""
        stream = recorded.statement.stream
        state = evolve(self.state(stream), recorded)
        self._group[stream] = Folded(state, recorded.version, recorded.leaf)
        self._accepted.append(recorded)
        self.size += 1
        if stream.startswith(REGISTRY):
            self.registry_stream = stream
            self._forget_registry()

    def begin(self, size: int, now: str, storage: Storage) -> None:
        """Open the prefix of ``size`` entries for a group judged at ``now``."""
        self.size, self.now, self._storage = size, now, storage
        self._group, self._accepted = {}, []

    def keep(self) -> None:
        """The group is durable: remember what it read and changed."""
        self._remembered.update(self._group)
        self._group, self._accepted = {}, []

    def drop(self) -> None:
        """The group was not written: forget what it read and changed."""
        self._group = {}
        self._forget_registry()

    def follow(self, rows: Iterable[Row]) -> None:
        """Take note of entries that another process appended: their streams are read anew."""
        for row in rows:
            self._remembered.forget(row.stream)
            if row.stream.startswith(REGISTRY):
                self.registry_stream = row.stream
                self._forget_registry()

    def _forget_registry(self) -> None:
        self.__dict__.pop("registry", None)

    def _reader(self) -> Storage:
        if self._storage is None:
            raise LookupError("no storage to read streams from")
        return self._storage


def _fold(stream: str, rows: Sequence[Row]) -> Folded:
    folded = Folded(initial(stream))
    for row in rows:
        recorded = read_recorded(row.entry, row.leaf)
        folded = Folded(evolve(folded.state, recorded), recorded.version, recorded.leaf)
    return folded
