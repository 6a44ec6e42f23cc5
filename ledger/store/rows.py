"""What the store hands out: plain tuples, as cheap as the driver's own."""

from typing import NamedTuple


class Row(NamedTuple):
    """One entry of the log.

    ``index`` counts from 0, ``version`` from 1 within ``stream``. ``statement_id`` has 16 bytes, or is None
    for opaque events of the library; ``leaf`` has 32 bytes. ``entry`` is as it was received.
    """

    index: int  # type: ignore[assignment]  # a column; nobody looks for values in a row
    stream: str
    version: int
    type: str
    statement_id: bytes | None
    leaf: bytes
    entry: bytes


class Head(NamedTuple):
    """The end of the log: number of entries, compact range (32 bytes a hash), last time of recording.

    ``recorded_at`` is empty while the log is.
    """

    size: int
    hashes: bytes
    recorded_at: str


class StoredCheckpoint(NamedTuple):
    """A signed tree head, its root (32 bytes) and compact range beside its text."""

    size: int
    root: bytes
    text: str
    hashes: bytes
