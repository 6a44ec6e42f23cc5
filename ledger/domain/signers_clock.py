"""What the clock of a signer's device says, held against the ledger's stamp."""

from datetime import datetime, timedelta
from typing import Final

AHEAD: Final = timedelta(minutes=5)
"""By how much a device may be ahead of the ledger before anybody looks twice."""
_SECONDS: Final = len("2026-11-22T03:04:05")


def clock_suspect(at: str | None, recorded_at: str) -> bool:
    """Return whether a statement was signed, as its signer's clock has it, after it was recorded.

    Nobody is refused for it: a wrong clock is no wrong act. Both times stand in the entry, so whoever holds
    it finds the same.

    >>> recorded_at = "2026-11-22T03:04:05.000Z"
    >>> clock_suspect("2026-11-22T03:09:05Z", recorded_at), clock_suspect("2026-11-22T03:09:06Z", recorded_at)
    (False, True)
    """
    if at is None or at[:_SECONDS] <= recorded_at[:_SECONDS]:  # as nearly always: both are UTC
        return False
    return datetime.fromisoformat(at) - datetime.fromisoformat(recorded_at) > AHEAD
