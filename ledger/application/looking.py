"""Views over many streams: which there are comes from a read model, how each stands from the log itself."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain, islice
from typing import Final

from ledger.application.errors import NoSuchEntry
from ledger.application.ledger import Ledger
from ledger.application.projecting import catch_up
from ledger.application.replay import prefix_at
from ledger.application.reporting import reader
from ledger.application.snapshot import Snapshot
from ledger.domain.dates import civil
from ledger.domain.relations import running
from ledger.projections.case_file import CaseFile
from ledger.projections.listed import Reach, Which, candidates
from ledger.projections.rows import Projection
from ledger.projections.standing import KINDS
from ledger.projections.views.commitments import Commitments, view_commitments
from ledger.projections.views.consultation import ConsultationView, view_consultation
from ledger.projections.views.queue import Queue, view_queue
from ledger.projections.views.register import Register, view_register

CHUNK: Final = 500
"""Streams read by one query."""
CASE_FILES: Final = CaseFile()
_PROMISES: Final = ("consultation", "commitment")
"""Matters that lie in no programme: a mandate of any reach may answer for them."""
_OFFICES: Final = tuple(kind for kind in KINDS if kind not in _PROMISES)
At = int | datetime | None


def queue(ledger: Ledger, now: datetime, *, at: At = None, official: str | None = None) -> Queue:
    """Return what waits, for everybody or for one official, ``now`` or at an index or time.

    Raises:
        ProjectionError: The read model of case files stands still; it says at which entry and why.
    """
    return queue_in(ledger, prefix_at(ledger, at, now), official)


def queue_in(ledger: Ledger, prefix: Snapshot, official: str | None = None) -> Queue:
    """Return what waits in ``prefix``; raises as ``queue``."""
    found = streams(ledger, prefix, Which(kinds=_OFFICES, waiting=True, reach=_reach(prefix, official)))
    promised = streams(ledger, prefix, Which(kinds=_PROMISES, waiting=True))
    return view_queue(prefix, chain(found, promised), official)


def commitments(ledger: Ledger, now: datetime, *, at: At = None) -> Commitments:
    """Return every commitment, ``now`` or at an index or time.

    Raises:
        ProjectionError: As ``queue``.
    """
    return commitments_in(ledger, prefix_at(ledger, at, now))


def commitments_in(ledger: Ledger, prefix: Snapshot) -> Commitments:
    """Return every commitment in ``prefix``; raises as ``queue``."""
    return view_commitments(prefix, streams(ledger, prefix, Which(kinds=("commitment",))))


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


def streams(ledger: Ledger, prefix: Snapshot, which: Which) -> Iterator[str]:
    """Yield the streams that may be those of ``which`` in the prefix, a chunk of them in memory at a time.

    Raises:
        ProjectionError: As ``queue``.
    """
    follow(ledger)
    with ledger.store.engine.connect() as connection:
        found = iter([stream for _, stream in candidates(connection, which, before=prefix.size)])
    while chunk := list(islice(found, CHUNK)):
        prefix.load(chunk)
        yield from chunk


def follow(ledger: Ledger, projection: Projection = CASE_FILES) -> None:
    """Bring a read model to the end of the log.

    Raises:
        ProjectionError: It stands still; it says at which entry and why.
    """
    for progress in catch_up(ledger.store.engine, reader(ledger.store), (projection,)):
        if progress.stopped is not None:
            raise progress.stopped


def _reach(prefix: Snapshot, official: str | None) -> list[Reach] | None:
    """Return how far the official's mandates reach; None: everybody's queue."""
    if official is None:
        return None
    held = running(prefix.registry, official, civil(prefix.now))
    return [Reach(one.programmes, one.areas) for one in held]
