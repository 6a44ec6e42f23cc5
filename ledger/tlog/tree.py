"""The Merkle tree of RFC 6962: hashes, roots, proofs.

Node ``(height, index)`` is the root over ``2**height`` leaves from ``index * 2**height`` on. Its sibling is
``(height, index ^ 1)``, its parent ``(height + 1, index // 2)``. The last node of a row can be incomplete;
a node without sibling rises unchanged. Source: RFC 6962 section 2.1; RFC 9162 sections 2.1.3.2 and 2.1.4.2.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import Final, TypeAlias

from ledger.tlog.errors import InvalidProof

Hash: TypeAlias = bytes  # 32 bytes
NodeReader: TypeAlias = Callable[[int, int], Hash]  # (height, index) of a complete node -> its hash
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
        return _join(tuple(self.hashes)) if self.hashes else EMPTY_ROOT

    def to_bytes(self) -> bytes:
        """Return the hashes joined: one for each set bit of the size."""
        return b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> "CompactRange":
        """Return the range that ``to_bytes`` wrote at ``size``, or raise InvalidProof."""
        if size < 0 or len(data) != 32 * size.bit_count():
            raise InvalidProof("a compact range has one hash for each set bit of its size")
        return cls(size, (data[at : at + 32] for at in range(0, len(data), 32)))


def root_of(leaves: Sequence[Hash]) -> Hash:
    """Return the root of the tree with these leaves."""
    compact = CompactRange()
    for leaf in leaves:
        compact.append(leaf)
    return compact.root()


def prove_inclusion(index: int, size: int, read: NodeReader) -> list[Hash]:
    """Return the audit path of leaf ``index`` among ``size``, lowest first, or raise InvalidProof."""
    if not 0 <= index < size:
        raise InvalidProof("the index lies outside the tree")
    return _prove(0, index, size, read)


def check_inclusion(proof: Sequence[Hash], *, size: int, root: Hash, index: int, leaf: Hash) -> None:
    """Check that the tree of ``size`` leaves with ``root`` holds ``leaf`` (a leaf hash) at ``index``.

    Raises:
        InvalidProof: Not ``0 <= index < size``, the path has not exactly the length that this index has in
            this tree, a hash has not 32 bytes, or the root does not follow.
    """
    if not 0 <= index < size:
        raise InvalidProof("the index lies outside the tree")
    if _climb([leaf, *proof], 0, index, size)[1] != root:
        raise InvalidProof("the path does not lead to the root")


def prove_consistency(old: int, new: int, read: NodeReader) -> list[Hash]:
    """Return the proof that a tree of ``new`` leaves begins with its first ``old``, or raise InvalidProof."""
    height, index = _last_complete(old, new)
    if old == new:
        return []
    first = [read(height, index)] if index else []
    return first + _prove(height, index, new, read)


def check_consistency(
    proof: Sequence[Hash], *, old_size: int, new_size: int, old_root: Hash, new_root: Hash
) -> None:
    """Check that the tree with ``new_root`` begins with all leaves of the tree with ``old_root``.

    Raises:
        InvalidProof: Not ``0 < old_size <= new_size``, the proof has not exactly the length that these sizes
            ask for, a hash has not 32 bytes, or one of the roots does not follow.
    """
    height, index = _last_complete(old_size, new_size)
    if old_size == new_size:
        if proof or old_root != new_root:
            raise InvalidProof("two trees of one size are one tree and need no proof")
        return
    hashes = [*proof] if index else [old_root, *proof]  # an old tree that is one node is where we begin
    if _climb(hashes, height, index, new_size) != (old_root, new_root):
        raise InvalidProof("the proof does not lead to both roots")


def _last_complete(old: int, new: int) -> tuple[int, int]:
    """Return (height, index) of the last complete node of the old tree: index 0 if it is the whole tree."""
    if not 0 < old <= new:
        raise InvalidProof("a tree only grows, and from nothing nothing can be proved")
    height = (old & -old).bit_length() - 1
    return height, (old >> height) - 1


def _path(height: int, index: int, size: int) -> list[int]:
    """Return the index of each sibling on the way from a node up to the root's child."""
    path, last = [], (size - 1) >> height
    while last:
        if index ^ 1 <= last:  # else there is no sibling
            path.append(index ^ 1)
        index, last = index >> 1, last >> 1
    return path


def _climb(hashes: Sequence[Hash], height: int, index: int, size: int) -> tuple[Hash, Hash]:
    """Return the root over the leaves up to a node's end, and the root over all leaves.

    ``hashes`` are that of the node, then those of ``_path``. What stands left of the path is in both trees.
    """
    path = _path(height, index, size)
    if len(hashes) != len(path) + 1 or any(len(each) != 32 for each in hashes):
        raise InvalidProof("the proof has the wrong number of hashes, or of bytes in one")
    old = new = hashes[0]
    for sibling, other in zip(path, hashes[1:], strict=True):
        if sibling & 1:
            new = node_hash(new, other)
        else:
            old, new = node_hash(other, old), node_hash(other, new)
    return old, new


def _prove(height: int, index: int, size: int, read: NodeReader) -> list[Hash]:
    """Return the hash of each sibling in ``_path``; the last of a row may have to be joined."""
    proof, last = [], (size - 1) >> height
    while last:
        sibling = index ^ 1
        if sibling < last:
            proof.append(read(height, sibling))
        elif sibling == last:
            proof.append(_join(_complete_nodes(sibling << height, size, read)))
        height, index, last = height + 1, index >> 1, last >> 1
    return proof


def _complete_nodes(start: int, size: int, read: NodeReader) -> tuple[Hash, ...]:
    """Return the complete nodes within the last node of a row, which begins at leaf ``start``."""
    nodes = []
    while start < size:
        height = (size - start).bit_length() - 1
        nodes.append(read(height, start >> height))
        start += 1 << height
    return tuple(nodes)


@lru_cache(maxsize=64)  # neighbours share the one incomplete node beside their paths
def _join(nodes: tuple[Hash, ...]) -> Hash:
    """Return the root over complete nodes of falling height."""
    root = nodes[-1]
    for left in nodes[-2::-1]:
        root = node_hash(left, root)
    return root
