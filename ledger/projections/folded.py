"""The domain's own fold, for read models: the state of a stream after an entry, whatever its kind.

A state follows from the entries of its stream alone, so what is remembered here is never wrong, only absent:
it is kept by version, and refolded from the stream's stored entries where it is not in memory.
"""

from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded
from ledger.projections.readings import Reading
from ledger.signing.dsse import parse_envelope
from ledger.signing.entry import parse_entry
from ledger.signing.statement import parse_statement
from ledger.tlog.tree import leaf_hash

Decode: TypeAlias = Callable[[bytes], Recorded]
"""From the bytes of a stored entry to what it records."""
History: TypeAlias = Callable[[Collection[str]], Mapping[str, Sequence[bytes]]]
"""The stored entries of some streams, each by version; a stream without entries may be absent."""

REMEMBERED: Final = 16_384
"""States in memory at once: the streams of several batches."""
UNLIMITED: Final = 2**63
"""For folds in memory, which have nothing to read a state from again."""


class Folded(NamedTuple):
    """A stream's state after its entry ``version``; 0 is before the first."""

    version: int
    state: StreamState


def read_recorded(entry: bytes) -> Recorded:
    """Return what the bytes of a stored entry record, by the reference reader.

    Raises:
        Malformed: They are not in their one form.
    """
    outer = parse_entry(entry)
    statement = parse_statement(parse_envelope(outer.envelope).payload)
    return Recorded(statement, outer.index, outer.version, leaf_hash(entry).hex(), outer.recorded_at)


def no_history(_streams: Collection[str]) -> Mapping[str, Sequence[bytes]]:
    """Return nothing: for folds that begin with the log and forget no state."""
    return {}


class States:
    """Folded states of the streams that a projection goes through.

    Args:
        history: Reads what is stored of streams that are not in memory.
        decode: Reads an entry.
        limit: States kept in memory; the one that was not asked for longest is forgotten first.
    """

    __slots__ = ("_decode", "_folded", "_history", "_limit")

    def __init__(
        self, history: History = no_history, decode: Decode = read_recorded, *, limit: int = REMEMBERED
    ) -> None:
        self._history, self._decode, self._limit = history, decode, limit
        self._folded: Final[OrderedDict[str, Folded]] = OrderedDict()

    def load(self, batch: Iterable[Reading]) -> None:
        """Have the states at hand on which ``batch`` builds: one query for all that are not in memory.

        Raises:
            LookupError: A stream is shorter in storage than an entry of the batch says.
        """
        missing: dict[str, int] = {}
        seen: set[str] = set()
        for reading in batch:
            if reading.stream not in seen:
                seen.add(reading.stream)
                if self._before(reading) is None:
                    missing[reading.stream] = reading.version - 1
        if missing:
            self._refold(missing)

    def after(self, reading: Reading) -> StreamState:
        """Return the state of the stream after ``reading``.

        Raises:
            LookupError: As ``load``.
        """
        before = self._before(reading)
        if before is None:
            self._refold({reading.stream: reading.version - 1})
            before = self._before(reading) or initial(reading.stream)
        state = evolve(before, self._decode(reading.entry))
        self._keep(reading.stream, Folded(reading.version, state))
        return state

    def _before(self, reading: Reading) -> StreamState | None:
        """Return the state to which ``reading`` is added; None if it is not in memory."""
        if reading.version <= 1:
            return initial(reading.stream)
        found = self._folded.get(reading.stream)
        if found is None or found.version != reading.version - 1:
            return None
        self._folded.move_to_end(reading.stream)
        return found.state

    def _refold(self, wanted: Mapping[str, int]) -> None:
        """Fold each stream up to the version that ``wanted`` names.

        Raises:
            LookupError: Storage does not hold that many entries of it.
        """
        stored = self._history(wanted)
        for stream, last in wanted.items():
            entries = stored.get(stream, ())[:last]
            if len(entries) < last:
                raise LookupError("a stream is shorter in storage than the entry that follows it says")
            state = initial(stream)
            for entry in entries:
                state = evolve(state, self._decode(entry))
            self._keep(stream, Folded(last, state))

    def _keep(self, stream: str, folded: Folded) -> None:
        self._folded[stream] = folded
        self._folded.move_to_end(stream)
        if len(self._folded) > self._limit:
            self._folded.popitem(last=False)
