"""A prefix of the log in memory, as a verifier folds it entry by entry.

It answers all that a rule may ask (``ledger.domain.prefix.Prefix``) from the entries that were handed over.
"""

from collections.abc import Container, Sequence
from typing import TypeAlias

from ledger.domain.directory import RegistryState
from ledger.domain.links import links
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded, Seen

Folded: TypeAlias = tuple[StreamState, Seen | None]


class NotShown(Exception):
    """A rule asks for a stream that was not handed over, so nobody can say yes or no."""

    code = "not_checkable"


class Replay:
    """A prefix of the log in memory: ``size`` entries before a place, ``now`` the time of recording there."""

    def __init__(self, shown: Container[str] = ()) -> None:
        self.size, self.now, self.registry_stream = 0, "", ""
        self._shown, self.partial = shown, False
        self._streams: dict[str, Folded] = {}
        self._records: list[Recorded] = []

    @property
    def registry(self) -> RegistryState:
        """Return the registry, which the log's first entry begins; empty before it."""
        state = self.find(self.registry_stream)[0] if self.registry_stream else None
        return state if isinstance(state, RegistryState) else RegistryState()

    def state(self, stream: str) -> StreamState:
        """Return the folded state of ``stream``."""
        return self.find(stream)[0]

    def head(self, stream: str) -> Seen | None:
        """Return version and leaf of the last entry of ``stream``."""
        return self.find(stream)[1]

    def history(self, stream: str) -> Sequence[Recorded]:
        """Return the entries of ``stream``."""
        self.find(stream)
        return [each for each in self._records if each.statement.stream == stream]

    def referring(self, stream: str) -> Sequence[str]:
        """Return the streams that refer to ``stream``, as far as they were handed over."""
        self.partial = True
        return list(
            dict.fromkeys(r.statement.stream for r in self._records if stream in links(r.statement.says))
        )

    def find(self, stream: str) -> Folded:
        """Return state and head; raise ``NotShown`` for a stream that was not handed over."""
        found = self._streams.get(stream)
        if found is None and stream not in self._shown:
            raise NotShown("a rule rests on a record that is not in the file")
        return found or (initial(stream), None)

    def keep(self, stream: str, folded: Folded) -> None:
        """Remember what ``find`` shall return."""
        self._streams[stream] = folded

    def note(self, recorded: Recorded) -> None:
        """Remember an entry for ``history``."""
        self._records.append(recorded)

    def accept(self, recorded: Recorded) -> None:
        """Fold an entry into its stream."""
        stream = recorded.statement.stream
        if recorded.index == 0:
            self.registry_stream = stream
        state = evolve(self.find(stream)[0], recorded)
        self.keep(stream, (state, Seen(recorded.version, recorded.leaf)))
        self.note(recorded)
