"""A prefix of the log for the verifier, in bounded memory."""

from collections.abc import Container, Sequence

from ledger.application.reading_entries import read_opened
from ledger.domain.directory import RegistryState
from ledger.domain.replay import Folded, Replay
from ledger.domain.states import evolve, initial
from ledger.domain.types import Recorded, Seen
from ledger.store.recorder import Recorder
from ledger.tlog.tree import leaf_hash


class StoredReplay(Replay):
    """A prefix whose streams are folded anew from storage once they fell out of memory."""

    def __init__(self, recorder: Recorder, bad: Container[int], limit: int) -> None:
        super().__init__()
        self._recorder, self._bad, self._limit = recorder, bad, limit
        self._old: dict[str, Folded] = {}
        self._forgot = False
        self._registry = RegistryState()

    @property
    def registry(self) -> RegistryState:
        """Return the registry as it is at this place. Every signature asks for it."""
        return self._registry

    def find(self, stream: str) -> Folded:
        """Return state and head of ``stream``."""
        found = self._streams.get(stream)
        if found is None:
            found = self._old.get(stream)
            if found is None:
                found = self._refold(stream) if self._forgot else (initial(stream), None)
            self.keep(stream, found)
        return found

    def keep(self, stream: str, folded: Folded) -> None:
        """Remember ``folded``; the generation before last is forgotten when this one is full."""
        self._streams[stream] = folded
        if stream == self.registry_stream and isinstance(folded[0], RegistryState):
            self._registry = folded[0]
        if len(self._streams) >= self._limit:
            self._forgot = self._forgot or bool(self._old)
            self._old, self._streams = self._streams, {}

    def note(self, _recorded: Recorded) -> None:
        """Remember nothing: storage holds it, and memory stays flat."""

    def history(self, stream: str) -> Sequence[Recorded]:
        """Return the entries of ``stream`` before this place, as storage holds them."""
        recorded = []
        for row in self._recorder.stream(stream, before=self.size):
            if row.index >= 0 and row.index not in self._bad:
                entry, _, statement = read_opened(row.entry)
                leaf = leaf_hash(row.entry).hex()
                recorded.append(Recorded(statement, row.index, entry.version, leaf, entry.recorded_at))
        return recorded

    def referring(self, stream: str) -> Sequence[str]:
        """Return the streams that refer to ``stream``. The index is checked entry by entry beside this."""
        return self._recorder.referring(stream, before=self.size)

    def _refold(self, stream: str) -> Folded:
        state, head = initial(stream), None
        for recorded in self.history(stream):
            state, head = evolve(state, recorded), Seen(recorded.version, recorded.leaf)
        return state, head
