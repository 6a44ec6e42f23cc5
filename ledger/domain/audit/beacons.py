"""Public beacons, and when each of their rounds comes: what makes "before the round" a fact.

A beacon is known by its network's first moment and its pace. Nobody can compute a value early, and
everybody can compute the moment. A network that is not listed here cannot be named by a frame.

Source: drand, the parameters that each network publishes (chain info: ``genesis_time``, ``period``).
"""

from collections.abc import Mapping
from datetime import datetime
from math import ceil
from typing import Final, NamedTuple


class Network(NamedTuple):
    """``genesis`` is the time of round 1 in seconds since 1970, ``period`` the seconds between rounds."""

    genesis: int
    period: int


NETWORKS: Final[Mapping[str, Network]] = {
    "drand-default": Network(1_595_431_050, 30),
    "drand-quicknet": Network(1_692_803_367, 3),
}


def comes_at(source: str, round_: int) -> int | None:
    """Return when the round's value becomes known, in seconds since 1970; None: no such beacon or round.

    >>> comes_at("drand-quicknet", 1), comes_at("drand-quicknet", 4567890), comes_at("dice", 1)
    (1692803367, 1706507034, None)
    """
    network = NETWORKS.get(source)
    if network is None or round_ < 1:
        return None
    return network.genesis + (round_ - 1) * network.period


def round_at(source: str, moment: float) -> int | None:
    """Return the first round that comes at ``moment`` (seconds since 1970) or later; None: no such beacon.

    >>> round_at("drand-quicknet", 1706507033.5), round_at("drand-quicknet", 0), round_at("dice", 0)
    (4567890, 1, None)
    """
    network = NETWORKS.get(source)
    if network is None:
        return None
    return max(1, ceil((moment - network.genesis) / network.period) + 1)


def seconds(instant: str) -> float:
    """Return seconds since 1970 of ``instant``, as in ``Recorded.recorded_at``.

    >>> seconds("2026-11-22T03:04:06.123Z")
    1795316646.123
    """
    return datetime.fromisoformat(instant).timestamp()
