"""The draw of a random audit, for whoever has the frame: nobody can pick, and everybody can recompute.

Frame root, seed and membership are pure functions of public values. A higher rate under the same seed
extends the sample, and drops nothing from it.

Source: the domain's report R15; RFC 6962 section 2.1 (tree), RFC 2104 (HMAC), RFC 8785 (JCS).
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Final, NamedTuple

VERSION: Final = "phayan/audit-draw/v1"
WORD: Final = 2**64
"""``luck`` lies between 0 and this, this excluded."""


class Part(NamedTuple):
    """A stratum with its cases: ``num`` in ``den`` of ``cases`` (streams) are drawn."""

    name: str
    num: int
    den: int
    cases: tuple[str, ...]


class Draw(NamedTuple):
    """What a draw follows from. ``root``, ``frame`` and ``value`` are 32 bytes in lower-case hex."""

    origin: str
    size: int
    root: str
    frame: str
    source: str
    round: int
    value: str


def frame_root(parts: Sequence[Part]) -> str:
    """Return the RFC 6962 root (hex) over the cases of the frame.

    They are ordered by stratum as sealed, then by the bytes of the case key; each leaf's data is the
    stratum's name, a line feed, and the case key, in UTF-8.
    """
    leaves = [
        hashlib.sha256(b"\x00" + f"{part.name}\n{case}".encode()).digest()
        for part in parts
        for case in sorted(part.cases, key=str.encode)
    ]
    return _root(leaves).hex()


def _root(leaves: Sequence[bytes]) -> bytes:
    """Return the Merkle tree hash of leaf hashes: full subtrees are joined as soon as both are there."""
    peaks: list[tuple[int, bytes]] = []
    for leaf in leaves:
        height, node = 0, leaf
        while peaks and peaks[-1][0] == height:
            node = _join(peaks.pop()[1], node)
            height += 1
        peaks.append((height, node))
    if not peaks:
        return hashlib.sha256().digest()
    right = peaks[-1][1]
    for _, left in reversed(peaks[:-1]):
        right = _join(left, right)
    return right


def _join(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def seed(draw: Draw) -> bytes:
    """Return the 32 bytes from which the sample follows: SHA-256 over the canonical JSON of the draw.

    >>> seed(Draw("example.org/phayan/test", 1000, "33" * 32, "22" * 32, "drand-quicknet", 4567890,
    ...           "11" * 32)).hex()
    'e2a3e08f51f235ff00b00103061ac5a22b8c07f8c16055d27966865a8728eed9'
    """
    members = {
        "v": VERSION,
        "origin": draw.origin,
        "size": draw.size,
        "root": draw.root,
        "frame": draw.frame,
        "beacon": {"source": draw.source, "round": draw.round, "value": draw.value},
    }
    canonical = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).digest()


def luck(seed_: bytes, case: str) -> int:
    """Return the number, from 0 up to 2^64, that decides about the case: under the rate, it is drawn."""
    return int.from_bytes(hmac.new(seed_, case.encode(), hashlib.sha256).digest()[:8], "big")


def is_drawn(seed_: bytes, case: str, num: int, den: int) -> bool:
    """Return whether the case is in the sample at a rate of ``num`` in ``den``. No float is involved."""
    return luck(seed_, case) * den < num * WORD


def sample(seed_: bytes, parts: Sequence[Part]) -> tuple[str, ...]:
    """Return every case that is drawn, in the order of the frame. ``drawn`` must be their number."""
    return tuple(
        case
        for part in parts
        for case in sorted(part.cases, key=str.encode)
        if is_drawn(seed_, case, part.num, part.den)
    )
