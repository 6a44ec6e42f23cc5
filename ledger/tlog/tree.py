"""The Merkle tree of RFC 6962: hashes, roots, and checking proofs.

Node ``(height, index)`` is the root over ``2**height`` leaves from ``index * 2**height`` on. Its sibling is
``(height, index ^ 1)``, its parent ``(height + 1, index // 2)``. The last node of a row can be incomplete;
a node without sibling rises unchanged. Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final, TypeAlias

from ledger.tlog.errors import InvalidProof

Hash: TypeAlias = bytes  # 32 bytes
EMPTY_ROOT: Final[Hash] = sha256(b"").digest()


def leaf_hash(entry: bytes) -> Hash:
    """Return the leaf of ``entry``. The prefix keeps leaves and nodes apart."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: Hash, right: Hash) -> Hash:
    """Return the parent of two nodes."""
    return sha256(b"\x01" + left + right).digest()


class CompactRange:
    """All that a tree must remember to grow: its complete nodes without parent, left to right."""

    __slots__ = ("hashes", "size")

    def __init__(self, size: int = 0, hashes: Iterable[Hash] = ()) -> None:
        self.size, self.hashes = size, list(hashes)

    def append(self, leaf: Hash) -> None:
        """Grow the tree by one leaf: one node on average."""
        hashes, row = self.hashes, self.size
        while row & 1:  # a node of this height waits for its sibling
            leaf = sha256(b"\x01" + hashes.pop() + leaf).digest()
            row >>= 1
        hashes.append(leaf)
        self.size += 1

    def root(self) -> Hash:
        """Return the root of the tree; of the empty tree, the hash of nothing."""
        return join(tuple(self.hashes)) if self.hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return the hashes joined: one for each set bit of the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "CompactRange":
        """Return the range that ``to_bytes`` wrote at ``size``, or raise InvalidProof."""
        whole = size >= 0 and len(data) == 32 * size.bit_count()
        InvalidProof.unless(whole, "a compact range has one hash for each set bit of its size")
        return cls(size, (data[at : at + 32] for at in range(0, len(data), 32)))


def root_of(leaves: Sequence[Hash]) -> Hash:
    """Return the root of the tree with these leaves."""
    compact = CompactRange()
    for leaf in leaves:
        compact.append(leaf)
    return compact.root()


def check_inclusion(proof: Sequence[Hash], *, size: int, root: Hash, index: int, leaf: Hash) -> None:
    """Check that the tree of ``size`` leaves with ``root`` holds ``leaf`` (a leaf hash) at ``index``.

    Raises InvalidProof: Not ``0 <= index < size``, the path has not exactly the length that this index has in
    this tree, a hash has not 32 bytes, or the root does not follow.
    """
    InvalidProof.unless(0 <= index < size, "the index lies outside the tree")
    InvalidProof.unless(_climb([leaf, *proof], 0, index, size)[1] == root, "the path leads to another root")


def check_consistency(
    proof: Sequence[Hash], *, old_size: int, new_size: int, old_root: Hash, new_root: Hash
) -> None:
    """Check that the tree with ``new_root`` begins with all leaves of the tree with ``old_root``.

    Raises InvalidProof: Not ``0 < old_size <= new_size``, the proof has not exactly the length that these
    sizes ask for, a hash has not 32 bytes, or one of the roots does not follow.
    """
    height, index = last_complete(old_size, new_size)
    if old_size == new_size:
        same = not proof and old_root == new_root
        InvalidProof.unless(same, "two trees of one size are one tree and need no proof")
    else:
        hashes = [*proof] if index else [old_root, *proof]  # an old tree that is one node is where we begin
        roots = _climb(hashes, height, index, new_size)
        InvalidProof.unless(roots == (old_root, new_root), "the proof does not lead to both roots")


def last_complete(old: int, new: int) -> tuple[int, int]:
    """Return (height, index) of the last complete node of the old tree: index 0 if it is the whole tree."""
    InvalidProof.unless(0 < old <= new, "a tree only grows, and from nothing nothing can be proved")
    height = (old & -old).bit_length() - 1
    return height, (old >> height) - 1


def siblings(height: int, index: int, size: int) -> list[tuple[int, int]]:
    """Return (height, index) of each sibling on the way from a node up to the root's child."""
    found, last = [], (size - 1) >> height
    while last:
        if index ^ 1 <= last:  # else there is no sibling
            found.append((height, index ^ 1))
        height, index, last = height + 1, index >> 1, last >> 1
    return found


def _climb(hashes: Sequence[Hash], height: int, index: int, size: int) -> tuple[Hash, Hash]:
    """Return the root over the leaves up to a node's end, and the root over all leaves.

    ``hashes`` are that of the node, then of its ``siblings``. What stands left of the path is in both trees.
    """
    path = siblings(height, index, size)
    whole = len(hashes) == len(path) + 1 and all(len(each) == 32 for each in hashes)
    InvalidProof.unless(whole, "the proof has the wrong number of hashes, or of bytes in one")
    old = new = hashes[0]
    for (_, sibling), other in zip(path, hashes[1:], strict=True):
        if sibling & 1:
            new = node_hash(new, other)
        else:
            old, new = node_hash(other, old), node_hash(other, new)
    return old, new


@lru_cache(maxsize=64)  # neighbours share the one incomplete node beside their paths
def join(nodes: tuple[Hash, ...]) -> Hash:
    """Return the root over complete nodes of falling height."""
    root = nodes[-1]
    for left in nodes[-2::-1]:
        root = node_hash(left, root)
    return root
