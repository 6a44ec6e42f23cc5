"""Replaying a stream: at an index, at a time, or as the signer of a statement had it before them."""

from datetime import datetime
from uuid import UUID

from ledger.application.errors import NoSuchEntry
from ledger.application.fastpath import read_recorded
from ledger.application.ledger import Ledger
from ledger.application.snapshot import Snapshot, after_index, at_time, present
from ledger.domain.types import Recorded
from ledger.projections.views.case import CaseView, view_case
from ledger.projections.views.entries import Shown
from ledger.projections.views.knowledge import Knowledge, knowledge
from ledger.store.recorder import Row

__all__ = ["CaseView", "Knowledge", "Shown", "prefix_at", "replay", "replay_as_seen_by", "stream_of"]


def prefix_at(ledger: Ledger, at: int | datetime | None, now: datetime | None = None) -> Snapshot:
    """Return the log after the entry of index ``at``, or at the time ``at``; else as it is ``now``.

    Without ``now`` the day of looking is that of the last entry.
    """
    if at is None:
        return present(ledger.store, now)
    return after_index(ledger.store, at) if isinstance(at, int) else at_time(ledger.store, at)


def replay(
    ledger: Ledger, stream: str, now: datetime | None = None, *, at: int | datetime | None = None
) -> CaseView:
    """Return ``stream`` as it stands after the entry of index ``at``, or at the time ``at``; else ``now``.

    Raises:
        NoSuchEntry: The stream has no entry by then.
    """
    prefix = prefix_at(ledger, at, now)
    if prefix.head(stream) is None:
        raise NoSuchEntry("the log holds no entry of that stream by then; check the stream and the moment")
    return view_case(prefix, stream)


def stream_of(ledger: Ledger, name: str) -> str:
    """Return the stream ``name``, or the one in which the entry of that index stands.

    Raises:
        NoSuchEntry: The log has no entry of that index.
    """
    if not (name.isascii() and name.isdigit()):
        return name
    row = ledger.store.entry(int(name))
    if row is None:
        raise NoSuchEntry("the log holds no entry of that index")
    return row.stream


def replay_as_seen_by(ledger: Ledger, stream: str, statement: str) -> Knowledge:
    """Return what the signer of ``statement`` (its uuid, or its index in the log) had of ``stream``.

    Raises:
        NoSuchEntry: There is no such statement, or the signer had nothing of the stream before them.
    """
    act = _act(ledger, statement)
    entries = [read_recorded(row.entry, row.leaf) for row in ledger.store.stream(stream)]
    found = knowledge(Snapshot(ledger.store, act.index, act.recorded_at), act, stream, entries)
    if found.line == 0:
        raise NoSuchEntry("nothing of that stream was in the log when the statement was signed")
    return found


def _act(ledger: Ledger, statement: str) -> Recorded:
    row: Row | None = None
    if statement.isascii() and statement.isdigit():
        row = ledger.store.entry(int(statement))
    else:
        try:
            identifier = str(UUID(statement))
        except ValueError:
            raise NoSuchEntry("a statement is named by its uuid or by its index in the log") from None
        index = ledger.known([identifier]).get(identifier)
        row = None if index is None else ledger.store.entry(index)
    if row is None:
        raise NoSuchEntry("the log holds no such statement; take its id or index from `phayan show`")
    return read_recorded(row.entry, row.leaf)
