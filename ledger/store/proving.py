"""Making the proofs that ``ledger.tlog.tree`` checks. Who checks a proof need not trust who made it.

Source: RFC 6962 sections 2.1.1 and 2.1.2.
"""

from collections.abc import Callable
from typing import TypeAlias

from ledger.store.rows import StoredCheckpoint
from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import CompactRange, Hash, join, last_complete

NodeReader: TypeAlias = Callable[[int, int], Hash]  # (height, index) of a complete node -> its hash


class Paths:
    """The audit paths in a log of ``size``; neighbours share all but the lowest part of theirs."""

    def __init__(self, size: int, read: NodeReader) -> None:
        self._size = size
        self._read = read
        self._known: dict[tuple[int, int], tuple[Hash, ...]] = {}

    def above(self, height: int, index: int) -> tuple[Hash, ...]:
        """Return the hash of each sibling on the way from a complete node up to the root, lowest first."""
        last = (self._size - 1) >> height
        if not last:
            return ()
        path = self._known.get((height, index))
        if path is None:
            path, sibling = self.above(height + 1, index >> 1), index ^ 1
            if sibling <= last:  # else there is none
                path = (self._node(height, sibling), *path)
            self._known[height, index] = path
        return path

    def _node(self, height: int, index: int) -> Hash:
        """Return the hash of a node; one that is not complete is joined from the complete ones within it."""
        if (index + 1) << height <= self._size:
            return self._read(height, index)
        nodes, start = [], index << height
        while start < self._size:
            height = (self._size - start).bit_length() - 1
            nodes.append(self._read(height, start >> height))
            start += 1 << height
        return join(tuple(nodes))


def paths_under(checkpoint: StoredCheckpoint, read: NodeReader) -> Paths:
    """Return the audit paths to the root of ``checkpoint``.

    What stands in its compact range, the right edge of the tree, is taken from there: no tile is fetched and
    hashed for its sake.

    Raises:
        InvalidProof: The compact range does not lead to the root.
    """
    size = checkpoint.size
    compact = CompactRange.from_bytes(size, checkpoint.hashes)
    InvalidProof.unless(compact.root() == checkpoint.root, "a stored checkpoint has the root of another tree")
    heights = [height for height in reversed(range(size.bit_length())) if size >> height & 1]
    edge = {(at, (size >> at) - 1): node for at, node in zip(heights, compact.hashes, strict=True)}
    return Paths(size, lambda height, index: edge.get((height, index)) or read(height, index))


def prove_inclusion(index: int, size: int, read: NodeReader) -> list[Hash]:
    """Return the audit path of leaf ``index`` among ``size``, lowest first, or raise InvalidProof."""
    InvalidProof.unless(0 <= index < size, "the index lies outside the tree")
    return list(Paths(size, read).above(0, index))


def prove_consistency(old: int, new: int, read: NodeReader) -> list[Hash]:
    """Return the proof that a tree of ``new`` leaves begins with its first ``old``, or raise InvalidProof."""
    height, index = last_complete(old, new)
    if old == new:
        return []
    first = [read(height, index)] if index else []
    return [*first, *Paths(new, read).above(height, index)]
