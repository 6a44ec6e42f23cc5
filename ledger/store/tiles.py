"""Tiles, bundles of entries and their paths. Source: C2SP tlog-tiles 0.1.

Tile ``(level, number)`` holds up to 256 nodes of height ``8 * level``, 32 bytes each. One that is not full
is a prefix of the fuller one that replaces it, and is never hashed upwards. Whoever checks a proof trusts
neither the tiles nor who reads them: nothing here is needed to verify.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

from ledger.tlog.errors import LogError, exactly
from ledger.tlog.tree import Hash

TILE_HEIGHT: Final = 8
TILE_WIDTH: Final = 256
TileReader: TypeAlias = Callable[[int, int], bytes]  # (level, number) -> content, perhaps longer than needed
Rows: TypeAlias = tuple[bytes, ...]  # of a tile: its hashes, then eight times their parents, where complete
_UNKNOWN: Final[Rows] = (b"",) * (TILE_HEIGHT + 1)


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

    ``read_tile`` gives the stored content of a tile that is partial at ``size``; what a crash left there
    beyond ``size`` is not taken over. Raises MalformedTile if it is too short.
    """
    changed: dict[tuple[int, int], bytes] = {}
    level, nodes = 0, b"".join(leaves)
    while nodes:
        number, width = divmod(size, TILE_WIDTH)
        if width:
            nodes = _prefix(read_tile(level, number), width) + nodes
        tiles = [nodes[at : at + 32 * TILE_WIDTH] for at in range(0, len(nodes), 32 * TILE_WIDTH)]
        changed.update({(level, number + n): tile for n, tile in enumerate(tiles)})
        full = tiles if len(tiles[-1]) == 32 * TILE_WIDTH else tiles[:-1]
        nodes = b"".join([_rows(tile)[TILE_HEIGHT] for tile in full])
        level, size = level + 1, size >> TILE_HEIGHT
    return changed


class GrowingTiles:
    """The last tile of each level as it was last read, so that only what has come to it is hashed."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, Rows]] = {}

    def rows(self, level: int, number: int, stored: bytes, width: int) -> Rows:
        """Return the rows of the first ``width`` hashes of the ``stored`` tile.

        Raises:
            MalformedTile: It is shorter, or no longer begins with what it held before.
        """
        tile = _prefix(stored, width)
        last, known = self._last.get(level, (-1, _UNKNOWN))
        same, longer = number == last, (number, len(tile)) >= (last, len(known[0]))
        if same and not stored.startswith(known[0]):
            raise MalformedTile("a stored tile is no longer what it was")
        rows = _extended(known, tile) if same and longer else _rows(tile)
        if longer:
            self._last[level] = number, rows
        return rows


class TileNodes:
    """The complete nodes of a log of ``size``, read from its tiles: a ``NodeReader`` that remembers.

    ``growing`` knows the tiles as they were at smaller sizes; each is fetched nevertheless, once.
    """

    def __init__(self, size: int, fetch: TileReader, growing: GrowingTiles | None = None) -> None:
        rows = (growing or GrowingTiles()).rows
        self._nodes: dict[tuple[int, int], Hash] = {}
        self._rows = cache(lambda lv, n: rows(lv, n, fetch(lv, n), tile_width(lv, n, size)))

    def __call__(self, height: int, index: int) -> Hash:
        """Return a complete node, or raise MalformedTile if the tiles do not hold it."""
        node = self._nodes.get((height, index))
        if node is None:
            level, row = divmod(height, TILE_HEIGHT)
            number, first = divmod(index << row, TILE_WIDTH)
            at = (first >> row) * 32
            node = self._nodes[height, index] = _prefix(self._rows(level, number)[row][at : at + 32], 1)
        return node


def _extended(known: Rows, tile: bytes) -> Rows:
    """Return the rows of a tile that begins with that of ``known``: what is complete never changes."""
    rows = [tile]
    for begun in known[1:]:
        row = rows[-1]
        starts = range(2 * len(begun), len(row) - 32, 64)
        rows.append(begun + b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in starts]))
    return tuple(rows)


@lru_cache(maxsize=128)  # 3 MB: the tiles above the leaves are hashed once for all readers
def _rows(tile: bytes) -> Rows:
    return _extended(_UNKNOWN, tile)


def _prefix(tile: bytes, width: int) -> bytes:
    if len(tile) < 32 * width:
        raise MalformedTile("a stored tile is shorter than the size of the log demands")
    return tile[: 32 * width]
