"""Tiles, bundles of entries and their paths. Source: C2SP tlog-tiles 0.1.

Tile ``(level, number)`` holds up to 256 nodes of height ``8 * level``, 32 bytes each. One that is not full
is a prefix of the fuller one that replaces it, and is never hashed upwards.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from ledger.tlog.errors import MalformedTile, exactly

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 256


class TileName(NamedTuple):
    """What a path names: a tile or, where ``level`` is None, a bundle of entries."""

    level: int | None
    number: int
    width: int = TILE_WIDTH


def tile_width(level: int, number: int, size: int) -> int:
    """Return how many hashes a tile holds in a log of ``size``: 0 (there is no such file) to 256."""
    return max(0, min(TILE_WIDTH, (size >> TILE_HEIGHT * level) - number * TILE_WIDTH))


def format_path(name: TileName) -> str:
    """Return the path of a tile or bundle, without leading slash."""
    level, number, width = name
    if not (0 <= (level or 0) < 64 and number >= 0 and 0 < width <= TILE_WIDTH):
        raise MalformedTile("there is no such tile")
    number, last = divmod(number, 1000)
    path = f"{last:03}" if width == TILE_WIDTH else f"{last:03}.p/{width}"
    while number:
        number, group = divmod(number, 1000)
        path = f"x{group:03}/{path}"
    return f"tile/{'entries' if level is None else level}/{path}"


def tile_path(level: int, number: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a tile: ``tile/0/x001/x234/067.p/8`` for (0, 1234067, 8)."""
    return format_path(TileName(level, number, width))


def entries_path(number: int, width: int = TILE_WIDTH) -> str:
    """Return the path of a bundle of entries."""
    return format_path(TileName(None, number, width))


@exactly(format_path)
def parse_tile_path(path: str) -> TileName:
    """Return what ``path`` names."""
    path, _, width = path.partition(".p/")
    _, level, *groups = path.split("/")
    number = int("".join(groups).replace("x", ""))
    return TileName(None if level == "entries" else int(level), number, int(width or TILE_WIDTH))


def format_bundle(entries: Sequence[bytes]) -> bytes:
    """Return 1 to 256 entries of at most 65,535 bytes, each after its length as 16 bits big-endian."""
    if not 0 < len(entries) <= TILE_WIDTH or max(map(len, entries)) > 0xFFFF:
        raise MalformedTile("a bundle holds 1 to 256 entries of at most 65535 bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(data: bytes) -> list[bytes]:
    """Return the entries that ``format_bundle`` wrote, or raise MalformedTile."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
    if at != len(data) or not 0 < len(entries) <= TILE_WIDTH:
        raise MalformedTile("the bundle is cut off, empty or too long")
    return entries
