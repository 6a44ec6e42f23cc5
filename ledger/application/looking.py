"""Views over many streams: which there are comes from a read model, how each stands from the log itself."""

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.projecting import catch_up
from ledger.application.replay import prefix_at
from ledger.application.reporting import reader
from ledger.application.snapshot import Snapshot
from ledger.projections.case_file import CaseFile, streams
from ledger.projections.standing import KINDS
from ledger.projections.views.commitments import Commitments, view_commitments
from ledger.projections.views.consultation import ConsultationView, view_consultation
from ledger.projections.views.queue import Queue, view_queue
from ledger.projections.views.register import Register, view_register

CHUNK: Final = 500
"""Streams read by one query."""
At = int | datetime | None


def queue(ledger: Ledger, now: datetime, *, at: At = None, official: str | None = None) -> Queue:
    """Return what waits, for everybody or for one official, ``now`` or at an index or time.

    Raises:
        ProjectionError: The read model of case files stands still; it says at which entry and why.
    """
    prefix = prefix_at(ledger, at, now)
    return view_queue(prefix, _streams(ledger, prefix, KINDS, waiting=True), official)


def commitments(ledger: Ledger, now: datetime, *, at: At = None) -> Commitments:
    """Return every commitment, ``now`` or at an index or time.

    Raises:
        ProjectionError: As ``queue``.
    """
    prefix = prefix_at(ledger, at, now)
    return view_commitments(prefix, _streams(ledger, prefix, ("commitment",)))


def consultation(ledger: Ledger, stream: str, now: datetime, *, at: At = None) -> ConsultationView:
    """Return the record of a consultation, ``now`` or at an index or time.

    Raises:
        NoSuchEntry: The stream is no consultation, or has no entry by then.
    """
    prefix = prefix_at(ledger, at, now)
    found = None if prefix.head(stream) is None else view_consultation(prefix, stream)
    if found is None:
        raise NoSuchEntry("the log holds no consultation of that name by then")
    return found


def register(ledger: Ledger, now: datetime, *, at: At = None) -> Register:
    """Return who holds which mandates and keys, ``now`` or at an index or time."""
    return view_register(prefix_at(ledger, at, now))


def _streams(
    ledger: Ledger, prefix: Snapshot, kinds: Collection[str], *, waiting: bool = False
) -> Iterator[str]:
    """Yield the streams of ``kinds`` that the prefix holds, a chunk of them in memory at a time.

    At an earlier position what has ended since may still wait, so there all of them are looked at.
    """
    engine = ledger.store.engine
    for progress in catch_up(engine, reader(ledger.store), (CaseFile(),)):
        if progress.stopped is not None:
            raise progress.stopped
        waiting = waiting and progress.index == prefix.size - 1
    with engine.connect() as connection:
        found = iter(streams(connection, kinds, before=prefix.size, waiting=waiting))
    while chunk := list(islice(found, CHUNK)):
        prefix.load(chunk)
        yield from chunk
