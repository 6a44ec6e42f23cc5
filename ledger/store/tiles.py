"""What the log's tiles hold: written as it grows, read for proofs. Whoever checks a proof trusts neither."""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from hashlib import sha256
from typing import TypeAlias

from ledger.tlog.errors import MalformedTile
from ledger.tlog.tiles import TILE_HEIGHT, TILE_WIDTH, tile_width
from ledger.tlog.tree import Hash

TileReader: TypeAlias = Callable[[int, int], bytes]  # (level, number) -> content, perhaps longer than needed


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
        nodes = b"".join(_rows(tile)[TILE_HEIGHT] for tile in tiles)  # of a full tile its root, else nothing
        level, size = level + 1, size >> TILE_HEIGHT
    return changed


class TileNodes:
    """The complete nodes of a log of ``size``, read from its tiles: a ``NodeReader`` that remembers."""

    def __init__(self, size: int, fetch: TileReader) -> None:
        self._nodes: dict[tuple[int, int], Hash] = {}
        self._rows = cache(lambda lv, n: _rows(_prefix(fetch(lv, n), tile_width(lv, n, size))))

    def __call__(self, height: int, index: int) -> Hash:
        """Return a complete node, or raise MalformedTile if the tiles do not hold it."""
        node = self._nodes.get((height, index))
        if node is None:
            level, row = divmod(height, TILE_HEIGHT)
            number, first = divmod(index << row, TILE_WIDTH)
            at = (first >> row) * 32
            node = self._nodes[height, index] = _prefix(self._rows(level, number)[row][at : at + 32], 1)
        return node


@lru_cache(maxsize=128)  # 3 MB: the tiles above the leaves are hashed once for all readers
def _rows(tile: bytes) -> tuple[bytes, ...]:
    """Return the nine rows of a tile: its hashes, then their parents as far as they are complete."""
    rows = [tile]
    for _ in range(TILE_HEIGHT):
        row = rows[-1]
        starts = range(0, len(row) - 32, 64)
        rows.append(b"".join([sha256(b"\x01" + row[at : at + 64]).digest() for at in starts]))
    return tuple(rows)


def _prefix(tile: bytes, width: int) -> bytes:
    if len(tile) < 32 * width:
        raise MalformedTile("a stored tile is shorter than the size of the log demands")
    return tile[: 32 * width]
