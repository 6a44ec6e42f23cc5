"""Walking a prefix of the log: each entry once, in order, with the states that it leads to.

What was read is held against the signed checkpoint of that size, so nothing is built on altered bytes unseen.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from ledger.application.errors import ExportDiffers, NoSuchEntry
from ledger.application.projecting import Notice, silent
from ledger.application.reading_entries import decode
from ledger.application.reporting import reader
from ledger.domain.directory import RegistryState
from ledger.domain.states import StreamState
from ledger.domain.types import Recorded
from ledger.projections.folding import decode_rows
from ledger.store.recorder import Recorder
from ledger.tlog.tree import CompactRange

PAGE: Final = 2_000


class Walked(NamedTuple):
    """One entry on the way: its bytes, what it records, the states of its stream and of the registry."""

    entry: bytes
    recorded: Recorded
    state: StreamState
    registry: RegistryState


class Walk:
    """The first ``size`` entries of a log, in order, and the tree over what was read.

    Args:
        recorder: The log.
        size: How many entries; None: those of the newest checkpoint.
        notice: Told how far it is.

    Raises:
        NoSuchEntry: The log has not that many, or no checkpoint yet.
    """

    def __init__(self, recorder: Recorder, size: int | None, notice: Notice = silent) -> None:
        newest, held = recorder.checkpoint(), recorder.head().size
        if size is None and newest is None:
            raise NoSuchEntry("the log has no checkpoint yet; say how many entries with --at")
        self.size: Final = newest.size if size is None and newest is not None else size or 0
        if not 0 < self.size <= held:
            raise NoSuchEntry(f"the log holds {held} entries; --at takes 1 up to that")
        self._recorder, self._notice, self._tree = recorder, notice, CompactRange()

    def __iter__(self) -> Iterator[Walked]:
        """Yield the entries; at the end what was read is held against the checkpoint of that size.

        Raises:
            ProjectionError: An entry cannot be read, or is of a type that this release does not know.
            ExportDiffers: What was read is not what the checkpoint says.
        """
        source, size = reader(self._recorder), self.size
        states, registry = source.states(), RegistryState()
        for start in range(0, size, PAGE):
            readings, fault = decode_rows(source.read(start, min(PAGE, size - start)), start)
            if fault is not None:
                raise fault
            states.load(readings)
            for reading in readings:
                recorded, state = decode(reading.entry), states.after(reading)
                if isinstance(state, RegistryState):
                    registry = state
                self._tree.append(bytes.fromhex(recorded.leaf))
                yield Walked(reading.entry, recorded, state, registry)
            self._notice("export", start + len(readings) - 1)
        self._check()

    @property
    def root(self) -> str:
        """Return the root of the tree over what was read, in hex."""
        return self._tree.root().hex()

    def _check(self) -> None:
        if self._tree.size != self.size:
            raise ExportDiffers("the log ended before the entry that was asked for; run `phayan verify`")
        signed = [one for one in self._recorder.checkpoints(self._tree.size) if one.size == self.size]
        if any(one.root != self._tree.root() for one in signed):
            raise ExportDiffers("the entries are not those of the signed checkpoint; run `phayan verify`")
