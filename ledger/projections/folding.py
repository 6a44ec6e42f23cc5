"""The fold without a database: rows of the log are decoded in order and applied to rows in memory."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from ledger.projections.errors import (
    HandlerFailed,
    OutOfOrder,
    ProjectionError,
    UnknownEvent,
    UnreadableEntry,
)
from ledger.projections.folded import REMEMBERED, Decode, History, States, read_recorded
from ledger.projections.readings import Reading, read_entry
from ledger.projections.rows import Projection, Rows

Read: TypeAlias = Callable[[int, int], Sequence[tuple[int, bytes]]]
"""``read(start, limit)``: up to ``limit`` (index, entry bytes) from ``start`` on; nothing at the end."""

BATCH: Final = 2_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where the runner reads the log: in order, and the streams whose states it has not in memory.

    ``remembered`` states are kept in memory at once.
    """

    read: Read
    history: History
    decode: Decode = read_recorded
    remembered: int = REMEMBERED

    def states(self) -> States:
        """Return an empty memory of folded states over this log."""
        return States(self.history, self.decode, limit=self.remembered)


def decode_rows(
    rows: Sequence[tuple[int, bytes]], start: int
) -> tuple[list[Reading], ProjectionError | None]:
    """Return the readings of ``rows`` up to the first that cannot be read, and why it cannot.

    Raises:
        OutOfOrder: The first index is not ``start``, or another is not the one before it plus one.
    """
    readings: list[Reading] = []
    for expected, row in enumerate(rows, start):
        index, entry = row[0], row[1]
        if index != expected:
            raise OutOfOrder(expected, index)
        try:
            readings.append(read_entry(index, entry))
        except (UnknownEvent, UnreadableEntry) as error:
            return readings, error
    return readings, None


def fold(projection: Projection, readings: Sequence[Reading], rows: Rows) -> None:
    """Fetch what ``readings`` touch, and apply them in order.

    Raises:
        HandlerFailed: The fold cannot apply one of them; it names the index.
    """
    try:
        projection.fetch(readings, rows)
    except LookupError as error:  # a stream that storage does not hold: no entry of the batch can stand on it
        raise HandlerFailed(projection.name, readings[0].index) from error
    for reading in readings:
        try:
            projection.apply(reading, rows)
        except Exception as error:  # whatever it is, it must name its entry
            raise HandlerFailed(projection.name, reading.index) from error


def fold_log(projection: Projection, read: Read, *, size: int, batch: int = BATCH) -> Rows:
    """Return the rows that ``projection`` makes of the first ``size`` entries, in memory.

    Raises:
        ProjectionError: An entry cannot be decoded or applied, or the log is shorter than ``size``.
    """
    rows = Rows(projection.tables)
    for readings in _batches(read, size, batch):
        fold(projection, readings, rows)
    return rows


def _batches(read: Read, size: int, batch: int) -> Iterator[list[Reading]]:
    start = 0
    while start < size:
        readings, fault = decode_rows(read(start, min(batch, size - start)), start)
        if fault is not None:
            raise fault
        if not readings:
            raise OutOfOrder(start, size)
        yield readings
        start += len(readings)
