"""How often somebody may ask: counted in memory, by a name that says nothing once the day is over."""

import hmac
import ipaddress
import math
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import accumulate
from typing import Final, NamedTuple

from starlette.requests import Request

from api.problems import Problem
from ledger.application.sequencer import Clock

BUCKETS: Final = 65_536
"""Names remembered at once; beyond, whoever was longest away is forgotten."""


class Rate(NamedTuple):
    """So ``many`` in a time (``per``), for each name of a ``kind``."""

    kind: str
    many: int
    per: timedelta


class Rates:
    """Counts requests. No address, case or request is kept: only an HMAC under a key of the day.

    Args:
        clock: The present time.
        seed: Draws the key of a day, 32 bytes.
        most: Names remembered at once.
    """

    def __init__(self, clock: Clock, seed: Callable[[], bytes], *, most: int = BUCKETS) -> None:
        self._clock = clock
        self._seed = seed
        self._most = most
        self._lock = threading.Lock()
        self._day: date | None = None
        self._key = b""
        self._taken: OrderedDict[bytes, list[tuple[datetime, bytes, int]]] = OrderedDict()

    def take(self, rate: Rate, *name: str, request: str = "", weight: int = 1) -> None:
        """Count one request of ``name``; one that is sent again under its key ``request`` counts once.

        Raises:
            Problem: 429 ``rate``, with ``Retry-After``: with its ``weight`` there would be more than may be.
        """
        now = self._clock()
        with self._lock:
            taken = self._of(rate, name, now)
            sent = self._mark(request) if request else b""
            if request and any(sent == known for _, known, _ in taken):
                return
            over = sum(weighs for _, _, weighs in taken) + weight - rate.many
            if over > 0:
                ends = _leaves(taken, over) + rate.per
                raise Problem(
                    429, "rate", {"retry-after": str(max(math.ceil((ends - now).total_seconds()), 1))}
                )
            taken.append((now, sent, weight))

    def add(self, rate: Rate, *name: str, weight: int) -> None:
        """Count what turned out to weigh more than was taken; it is refused to nobody any more."""
        now = self._clock()
        with self._lock:
            self._of(rate, name, now).append((now, b"", weight))

    def _of(self, rate: Rate, name: tuple[str, ...], now: datetime) -> list[tuple[datetime, bytes, int]]:
        """Return what counts at ``now``, oldest first, to be added to."""
        if now.date() != self._day:
            self._day, self._key = now.date(), self._seed()
            self._taken.clear()
        bucket = self._mark(rate.kind, *name)
        taken = [one for one in self._taken.pop(bucket, []) if one[0] > now - rate.per]
        self._taken[bucket] = taken
        if len(self._taken) > self._most:
            self._taken.popitem(last=False)
        return taken

    def _mark(self, *names: str) -> bytes:
        return hmac.digest(self._key, "\n".join(names).encode(), sha256)


def _leaves(taken: list[tuple[datetime, bytes, int]], over: int) -> datetime:
    """Return when the last of the oldest of ``taken`` came that weigh ``over`` together."""
    sums = accumulate(weighs for _, _, weighs in taken)
    return next((one[0] for one, gone in zip(taken, sums, strict=True) if gone >= over), taken[-1][0])


def came(request: Request) -> str:
    """Return whence ``request`` came: to be counted, and kept nowhere."""
    return network(request.client.host if request.client else None)


def network(host: str | None) -> str:
    """Return what of an address counts as one: an IPv6 customer has 2**72 of them.

    >>> network("192.0.2.7"), network("2001:db8:0:123:4:5:6:7"), network("::ffff:192.0.2.7"), network(None)
    ('192.0.2.7', '2001:db8:0:100::', '192.0.2.7', '')
    """
    try:
        address = ipaddress.ip_address(host or "")
    except ValueError:
        return host or ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 56), strict=False).network_address)
