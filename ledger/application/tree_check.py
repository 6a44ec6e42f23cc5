"""The tree, built anew from the entries, against everything that was stored of it."""

from collections.abc import Callable, Iterator
from typing import Final

from ledger.application.verdict import Verdict
from ledger.store.rows import Head, StoredCheckpoint
from ledger.store.tiles import TILE_HEIGHT, TILE_WIDTH
from ledger.tlog.checkpoint import Checkpoint
from ledger.tlog.errors import LogError
from ledger.tlog.note import parse_note
from ledger.tlog.policy import Policy
from ledger.tlog.tree import CompactRange, root_of

HASH_SIZE: Final = 32
_FULL: Final = TILE_WIDTH * HASH_SIZE
_BELOW: Final = 16  # hashes of a tile below one of its middle row


class TreeCheck:
    """Takes the leaves in order and compares tiles, checkpoints and heads on the way, in flat memory.

    Args:
        verdict: Where findings go.
        policy: The log's key; witnesses are another matter and not asked for here.
        tile: Returns a stored tile, or None.
        checkpoints: The stored checkpoints, by size.
        memory: The last tree head that the signer remembers.
    """

    def __init__(
        self,
        verdict: Verdict,
        policy: Policy,
        tile: Callable[[int, int], bytes | None],
        checkpoints: Iterator[StoredCheckpoint],
        memory: Checkpoint | None,
    ) -> None:
        self.tree = CompactRange()
        self._verdict = verdict
        self._policy = policy._replace(witnesses={}, groups={}, quorum="none")
        self._tile = tile
        self._checkpoints = checkpoints
        self._next = next(checkpoints, None)
        self._memory = memory
        self._growing: list[bytearray] = []
        self._full: list[int] = []
        self._tainted: set[tuple[int, int]] = set()  # nodes over a tile that differs
        self.published = 0

    def append(self, leaf: bytes) -> None:
        """Take the next leaf: the hash of the bytes that are stored, whatever is stored beside them."""
        tree = self.tree
        tree.append(leaf)
        self._grow(0, leaf)
        while self._next is not None and self._next.size <= tree.size:
            self._check(self._next)
            self._next = next(self._checkpoints, None)
        if self._memory is not None and self._memory.size == tree.size and self._memory.root != tree.root():
            self._verdict.add(
                "signer", "signer_disagrees", tree.size - 1, "the signer has signed another tree of this size"
            )

    def finish(self, head: Head) -> None:
        """Compare what is left after the last leaf: partial tiles, the log's end, what points beyond it."""
        tree, add = self.tree, self._verdict.add
        for level, content in enumerate(self._growing):
            if content:
                self._compare(level, bytes(content))
        if (tree.size, tree.to_bytes()) != (head.size, head.hashes):
            add("head", "head_differs", tree.size, "the stored end of the log is not that of its entries")
        while self._next is not None:
            add(
                "checkpoint",
                "entries_missing",
                tree.size,
                "a published checkpoint covers more entries than are stored",
            )
            self._next = next(self._checkpoints, None)
        if self._memory is not None and self._memory.size > tree.size:
            add("signer", "signer_ahead", tree.size, "the signer has signed more entries than are stored")

    def _check(self, stored: StoredCheckpoint) -> None:
        """Check a stored checkpoint at its size: signed by the log, over the very tree of the entries."""
        tree, last = self.tree, self.tree.size - 1
        self._verdict.checkpoints += 1
        try:
            signed = self._policy.check(parse_note(stored.text))
        except LogError as error:
            self._verdict.add("checkpoint", error.code, last, str(error))
            return
        self.published = tree.size
        told = (stored.size, stored.root, stored.hashes)
        if told != (tree.size, tree.root(), tree.to_bytes()) or signed[1:] != told[:2]:
            self._verdict.add(
                "checkpoint", "root_differs", last, "the checkpoint is not that of the entries before it"
            )

    def _grow(self, level: int, node: bytes) -> None:
        if level == len(self._growing):
            self._growing.append(bytearray())
            self._full.append(0)
        growing = self._growing[level]
        growing += node
        if len(growing) == _FULL:
            tile = bytes(growing)
            growing.clear()
            hashes = [tile[at : at + HASH_SIZE] for at in range(0, _FULL, HASH_SIZE)]
            middle = [root_of(hashes[at : at + _BELOW]) for at in range(0, TILE_WIDTH, _BELOW)]
            self._compare(level, tile, b"".join(middle))
            self._full[level] += 1
            self._grow(level + 1, root_of(middle))

    def _compare(self, level: int, tile: bytes, middle: bytes = b"") -> None:
        """Compare a tile, and the middle row behind it; a difference below it is told once, where it begins.

        Earlier releases stored no middle row.
        """
        number = self._full[level]
        stored = self._tile(level, number) or b""
        if len(stored) > _FULL:
            tile += middle
        if stored == tile:
            return
        self._tainted.add((level + 1, number))
        for at in range(0, max(len(tile), len(stored)), HASH_SIZE):
            same = stored[at : at + HASH_SIZE] == tile[at : at + HASH_SIZE]
            places = _places(number, at // HASH_SIZE)
            if not same and self._tainted.isdisjoint((level, place) for place in places):
                sentence = f"tile {level}/{number} is not that of the entries"
                self._verdict.add("tile", "tile_differs", places[0] << TILE_HEIGHT * level, sentence)
                return


def _places(number: int, at: int) -> range:
    """Return which nodes of its level stand at, or below, the hash ``at`` of a tile."""
    behind = at - TILE_WIDTH  # where the middle row is
    start, count = (at, 1) if behind < 0 else (behind * _BELOW, _BELOW)
    return range(number * TILE_WIDTH + start, number * TILE_WIDTH + start + count)
