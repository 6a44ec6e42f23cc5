"""How often somebody may do something, by where they come from: and nothing tells where that was."""

import hmac
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from ipaddress import ip_address
from typing import Final

from starlette.requests import Request

from api.problems import Problem
from ledger.application.sequencer import Clock

BUCKETS: Final = 65_536
HOUR: Final = 3_600


class Rates:
    """Counts in buckets, in memory alone. Which bucket an address falls into is drawn anew each day.

    Args:
        most: How many an hour, for all who share a bucket.
        clock: The present time.
        seed: Draws 32 random bytes for a key.
    """

    def __init__(self, most: int, clock: Clock, seed: Callable[[], bytes]) -> None:
        self._most = most
        self._clock = clock
        self._seed = seed
        self._day: date | None = None
        self._hour = -1
        self._key = b""
        self._counts = [0] * BUCKETS

    def check(self, request: Request) -> None:
        """Count a request.

        Raises:
            Problem: ``rate``: there were too many from there within this hour.
        """
        now = self._clock()
        if now.date() != self._day:
            self._day, self._key = now.date(), self._seed()
        hour, left = int(now.timestamp()) // HOUR, HOUR - int(now.timestamp()) % HOUR
        if hour != self._hour:
            self._hour, self._counts = hour, [0] * BUCKETS
        mark = hmac.digest(self._key, _network(request), sha256)
        bucket = int.from_bytes(mark[:8], "big") % BUCKETS
        if self._counts[bucket] >= self._most:
            raise Problem(429, "rate", {"retry-after": str(left)})
        self._counts[bucket] += 1


def _network(request: Request) -> bytes:
    """Return where a request comes from: of IPv6 the first half, which one household has to itself."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host.encode()
    return address.packed[:8] if address.version == 6 else address.packed
