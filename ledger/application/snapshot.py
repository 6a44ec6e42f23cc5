"""The log as it stood at one position: what every view and every clock is computed from.

A snapshot answers all that a rule may ask (``ledger.domain.prefix.Prefix``) from the stored entries before
its position, and nothing that came later. The same question at the same position has the same answer for
ever, whatever is appended meanwhile.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final
from weakref import WeakKeyDictionary

from ledger.application.fastpath import read_recorded
from ledger.application.position import Bounded
from ledger.domain.directory import RegistryState
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Seen
from ledger.signing.entry import parse_entry
from ledger.store.engines import reading
from ledger.store.reading import fetch_streams
from ledger.store.recorder import Recorder

REMEMBERED: Final = 2_048
"""Streams whose entries are kept in memory at once."""
_REGISTRIES: Final[WeakKeyDictionary[Recorder, tuple[int, StreamState]]] = WeakKeyDictionary()
"""The registry of each log after the latest of its entries that was asked of, and where that entry ends."""


class Snapshot:
    """The first ``size`` entries of a log, seen at the time ``now``.

    Args:
        recorder: The log.
        size: How many entries there are at this position; an index that the next one would get.
        now: The time of looking, as in ``Recorded.recorded_at``.
    """

    def __init__(self, recorder: Recorder, size: int, now: str) -> None:
        self.size, self.now = size, now
        self._recorder = recorder
        self._histories: Bounded[tuple[Recorded, ...]] = Bounded(REMEMBERED)
        self._states: Bounded[StreamState] = Bounded(REMEMBERED)
        self._registry: RegistryState | None = None

    @property
    def registry(self) -> RegistryState:
        """Return the registry, whose stream is that of the first entry; the empty one before it."""
        if self._registry is None:
            self._registry = registry_at(self._recorder, self.size)
        return self._registry

    def state(self, stream: str) -> StreamState:
        """Return the folded state of ``stream``; its initial state if it has no entries yet."""
        state = self._states.get(stream)
        if state is None:
            state = initial(stream)
            for recorded in self.history(stream):
                state = evolve(state, recorded)
            self._states.put(stream, state)
        return state

    def head(self, stream: str) -> Seen | None:
        """Return version and leaf of the last entry of ``stream``; None if it has none yet."""
        entries = self.history(stream)
        return Seen(entries[-1].version, entries[-1].leaf) if entries else None

    def history(self, stream: str) -> Sequence[Recorded]:
        """Return the entries of ``stream``, in order."""
        found = self._histories.get(stream)
        if found is None:
            self.load([stream])
            found = self._histories.get(stream) or ()
        return found

    def referring(self, stream: str) -> Sequence[str]:
        """Return the streams that refer to ``stream``, in the order of the log."""
        return self._recorder.referring(stream, before=self.size)

    def load(self, streams: Iterable[str]) -> None:
        """Have the entries of ``streams`` at hand, by one query for all that are not in memory."""
        missing = [stream for stream in streams if self._histories.get(stream) is None]
        if not missing:
            return
        with reading(self._recorder.engine) as connection:
            rows = fetch_streams(connection, missing)
        for stream in missing:
            own = (row for row in rows.get(stream, ()) if row.index < self.size)
            self._histories.put(stream, tuple(read_recorded(row.entry, row.leaf) for row in own))


def registry_at(recorder: Recorder, size: int) -> RegistryState:
    """Return the registry after the first ``size`` entries, whose stream is that of the first.

    Every view asks for it, and it is the longest stream that they ask for: what was folded is kept, since
    entries never change, and a later position is folded on from there.
    """
    founding = recorder.entry(0) if size else None
    name = "registry/" if founding is None else founding.stream
    kept = _REGISTRIES.get(recorder, (0, initial(name)))
    start, state = kept if kept[0] <= size else (0, initial(name))
    for row in recorder.rows(start, size, stream=name):
        start, state = row.index + 1, evolve(state, read_recorded(row.entry, row.leaf))
    if start >= kept[0]:
        _REGISTRIES[recorder] = start, state
    if not isinstance(state, RegistryState):
        raise TypeError("the log's first stream does not fold to a registry")
    return state


def present(recorder: Recorder, now: datetime | None = None) -> Snapshot:
    """Return the whole log at the time ``now``, or at the last stamp if that is later or ``now`` is None."""
    head = recorder.head()
    return Snapshot(
        recorder, head.size, head.recorded_at if now is None else max(stamp(now), head.recorded_at)
    )


def after_index(recorder: Recorder, index: int) -> Snapshot:
    """Return the log as it stood when the entry at ``index`` was recorded, with this entry.

    An index that the log has not reached gives the whole log at its last stamp.
    """
    head = recorder.head()
    size = min(index + 1, head.size)
    return Snapshot(recorder, size, _recorded_at(recorder, size - 1) if size else "")


def at_time(recorder: Recorder, moment: datetime) -> Snapshot:
    """Return the log as it stood at ``moment``: every entry recorded by then, and no other."""
    now = stamp(moment)
    low, high = 0, recorder.head().size
    while low < high:  # stamps never go back, so the log can be halved
        middle = (low + high) // 2
        if _recorded_at(recorder, middle) <= now:
            low = middle + 1
        else:
            high = middle
    return Snapshot(recorder, low, now)


def stamp(moment: datetime) -> str:
    """Return ``moment`` in the form of ``Recorded.recorded_at``: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _recorded_at(recorder: Recorder, index: int) -> str:
    row = recorder.entry(index)
    if row is None:
        raise LookupError("the log has no entry at an index below its size")
    return parse_entry(row.entry).recorded_at
