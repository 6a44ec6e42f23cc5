"""Tiles, bundles of entries and their paths. Source: C2SP tlog-tiles 0.1.

Tile ``(level, number)`` holds up to 256 nodes of height ``8 * level``, 32 bytes each. One that is not full
is a prefix of the fuller one that replaces it, and is never hashed upwards. Behind a full one its middle row
is stored, the 16 nodes four rows up: a path through it then needs some 30 hashes and not 250 (ADR 2).
Whoever checks a proof trusts neither the tiles nor who reads them: nothing here is needed to verify.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from itertools import zip_longest
from typing import Final, NamedTuple, TypeAlias

from ledger.tlog.errors import LogError, exactly
from ledger.tlog.tree import Hash

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 256
TileReader: TypeAlias = Callable[[int, int], bytes]  # (level, number) -> content, perhaps longer than needed
_MIDDLE: Final = TILE_HEIGHT // 2
_PIECE: Final = 32 << _MIDDLE  # bytes: what stands below one node of the middle row, and that row itself
_FULL: Final = 32 * TILE_WIDTH


class MalformedTile(LogError, code="tile_malformed"):
    """A tile or a bundle is not in the one form that the log writes."""


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
    known = 0 <= (level or 0) < 64 and number >= 0 and 0 < width <= TILE_WIDTH
    MalformedTile.unless(known, "there is no such tile")
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
    fits = 0 < len(entries) <= TILE_WIDTH and max(map(len, entries)) <= 0xFFFF
    MalformedTile.unless(fits, "a bundle holds 1 to 256 entries of at most 65535 bytes")
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def parse_bundle(data: bytes) -> list[bytes]:
    """Return the entries that ``format_bundle`` wrote, or raise MalformedTile."""
    entries, at = [], 0
    while at < len(data):
        start = at + 2
        at = start + int.from_bytes(data[at:start], "big")
        entries.append(data[start:at])
    whole = at == len(data) and 0 < len(entries) <= TILE_WIDTH
    MalformedTile.unless(whole, "the bundle is cut off, empty or too long")
    return entries


def grow(size: int, leaves: Sequence[Hash], read_tile: TileReader) -> dict[tuple[int, int], bytes]:
    """Return, by (level, number), the tiles that change when ``leaves`` follow a tree of ``size``.

    They are as they are stored: a full one has its middle row behind it. ``read_tile`` gives the stored
    content of a tile that is partial at ``size``; what a crash left there beyond ``size`` is not taken over.
    Raises MalformedTile if it is too short.
    """
    changed: dict[tuple[int, int], bytes] = {}
    level, nodes = 0, b"".join(leaves)
    while nodes:
        number, width = divmod(size, TILE_WIDTH)
        if width:
            nodes = _prefix(read_tile(level, number), width) + nodes
        tiles = [nodes[at : at + _FULL] for at in range(0, len(nodes), _FULL)]
        middles = [_ascend(tile)[_MIDDLE] for tile in tiles if len(tile) == _FULL]
        stored = [tile + middle for tile, middle in zip_longest(tiles, middles, fillvalue=b"")]
        changed.update({(level, number + n): tile for n, tile in enumerate(stored)})
        nodes = b"".join([_ascend(middle)[_MIDDLE] for middle in middles])
        level, size = level + 1, size >> TILE_HEIGHT
    return changed


class GrowingTiles:
    """A reader of tiles that only grow: the last one of each level must begin with what it held before."""

    def __init__(self, fetch: TileReader) -> None:
        self._fetch = fetch
        self._last: dict[int, tuple[int, bytes]] = {}

    def __call__(self, level: int, number: int) -> bytes:
        """Return what is stored of a tile, or raise MalformedTile if it is no longer what it was."""
        stored = self._fetch(level, number)
        last, known = self._last.get(level, (number, b""))
        if number == last and not stored.startswith(known):
            raise MalformedTile("a stored tile is no longer what it was")
        if number >= last:
            self._last[level] = number, stored
        return stored


class TileNodes:
    """The complete nodes of a log of ``size``, read from its tiles: a ``NodeReader`` that remembers."""

    def __init__(self, size: int, fetch: TileReader) -> None:
        self._nodes: dict[tuple[int, int], Hash] = {}
        self._tile = cache(lambda lv, n: _of_width(fetch(lv, n), tile_width(lv, n, size)))
        self._lower = cache(lambda lv, n, at: _rows(self._tile(lv, n)[_PIECE * at : _PIECE * (at + 1)]))
        self._upper = cache(lambda lv, n: _rows(_middle(self._tile(lv, n))))

    def __call__(self, height: int, index: int) -> Hash:
        """Return a complete node, or raise MalformedTile if the tiles do not hold it."""
        node = self._nodes.get((height, index))
        if node is None:
            level, row = divmod(height, TILE_HEIGHT)
            number, at = divmod(index, TILE_WIDTH >> row)
            if not row:
                hashes = self._tile(level, number)
            elif row < _MIDDLE:
                piece, at = divmod(at, 1 << _MIDDLE - row)
                hashes = self._lower(level, number, piece)[row]
            else:
                hashes = self._upper(level, number)[row - _MIDDLE]
            node = self._nodes[height, index] = _prefix(hashes[32 * at : 32 * at + 32], 1)
        return node


def _of_width(stored: bytes, width: int) -> bytes:
    tile = _prefix(stored, width)
    return stored[: _FULL + _PIECE] if width == TILE_WIDTH else tile


def _middle(tile: bytes) -> bytes:
    """Return the middle row of a tile, as far as it is complete."""
    if len(tile) == _FULL + _PIECE:
        return tile[_FULL:]
    # It is not full, or an earlier release wrote it.
    return b"".join(
        [_rows(tile[at : at + _PIECE])[_MIDDLE] for at in range(0, min(len(tile), _FULL), _PIECE)]
    )


def _ascend(row: bytes) -> tuple[bytes, ...]:
    """Return a row, and four times the parents of the one before, as far as they are complete."""
    rows = [row]
    for _ in range(_MIDDLE):
        row = rows[-1]
        starts = range(0, len(row) - 32, 64)
        rows.append(b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in starts]))
    return tuple(rows)


_rows: Final = lru_cache(maxsize=1024)(_ascend)
"""Of 16 hashes at most: some 2 MB. What is above the leaves is hashed once for all readers, and of a tile
that grows what has come to it."""


def _prefix(tile: bytes, width: int) -> bytes:
    if len(tile) < 32 * width:
        raise MalformedTile("a stored tile is shorter than the size of the log demands")
    return tile[: 32 * width]
