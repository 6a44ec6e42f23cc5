"""Entries of other streams that a statement cites."""

from ledger.domain.prefix import Prefix
from ledger.domain.types import EntryRef, Recorded


def entry(prefix: Prefix, ref: EntryRef) -> Recorded | None:
    """Return the entry that ``ref`` names; None if it does not stand in the log before this position."""
    history = prefix.history(ref.stream)
    if not 1 <= ref.version <= len(history):
        return None
    found = history[ref.version - 1]
    return found if found.leaf == ref.leaf else None
