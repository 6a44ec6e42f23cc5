"""Anchoring the log of readers: its size and root go into the log, as the clock's own statement.

From then on no record before that size can be altered or removed without contradicting what the log holds,
and what its witnesses and mirrors saw. What was read since the last anchor hangs by the vault alone.
"""

from datetime import datetime, timedelta
from typing import Final, NamedTuple

from ledger.application.access import parse_access
from ledger.application.errors import NotFounded
from ledger.application.fastpath import read_recorded
from ledger.application.ledger import ALL, FOUND_FIRST, Ledger
from ledger.domain.registry.events import AccessLogAnchored
from ledger.domain.types import Digest, EntryRef, Recorded

EVERY: Final = timedelta(hours=1)
"""How old the last anchor must be before there is a next one."""


class Anchor(NamedTuple):
    """What the clock is to say of the log of readers: after which entry, and at which time of its own."""

    says: AccessLogAnchored
    cause: EntryRef
    moment: str


def anchor_due(ledger: Ledger, now: datetime) -> Anchor | None:
    """Return the anchor that is due; None: nobody read since the last one, or it is not an hour old.

    Of two machines that ask at once both get an anchor after the same entry: the first one records it. A
    log of readers that shrank, or whose root is another, is due as well, and refused: it must not pass in
    silence.
    """
    tree, last = ledger.access.store.head(), _last(ledger)
    says = AccessLogAnchored(size=tree.size, root=Digest(tree.root().hex()))
    if says == last.statement.says or (tree.size == 0 and last.index == 0):
        return None
    if last.index > 0 and now < datetime.fromisoformat(last.recorded_at) + EVERY:
        return None
    newest = ledger.access.store.record(tree.size - 1)
    read_at = last.recorded_at if newest is None else parse_access(newest)[0]
    return Anchor(says, EntryRef(last.statement.stream, last.version, last.leaf), f"{read_at[:19]}Z")


def _last(ledger: Ledger) -> Recorded:
    """Return the last anchor; where there is none, the founding.

    Raises:
        NotFounded: The log is empty.
    """
    rows = ledger.store.rows(0, ALL, stream=ledger.registry_stream)
    for row in reversed(rows):
        if row.type == AccessLogAnchored.__name__ or row.index == 0:
            return read_recorded(row.entry, row.leaf)
    raise NotFounded(FOUND_FIRST)
