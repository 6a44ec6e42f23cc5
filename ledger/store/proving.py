"""Making the proofs that ``ledger.tlog.tree`` checks. Who checks a proof need not trust who made it.

Source: RFC 6962 sections 2.1.1 and 2.1.2.
"""

from collections.abc import Callable
from typing import TypeAlias

from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import Hash, join, last_complete, siblings

NodeReader: TypeAlias = Callable[[int, int], Hash]  # (height, index) of a complete node -> its hash


def prove_inclusion(index: int, size: int, read: NodeReader) -> list[Hash]:
    """Return the audit path of leaf ``index`` among ``size``, lowest first, or raise InvalidProof."""
    InvalidProof.unless(0 <= index < size, "the index lies outside the tree")
    return _prove(0, index, size, read)


def prove_consistency(old: int, new: int, read: NodeReader) -> list[Hash]:
    """Return the proof that a tree of ``new`` leaves begins with its first ``old``, or raise InvalidProof."""
    height, index = last_complete(old, new)
    if old == new:
        return []
    first = [read(height, index)] if index else []
    return first + _prove(height, index, new, read)


def _prove(height: int, index: int, size: int, read: NodeReader) -> list[Hash]:
    """Return the hash of each sibling in ``siblings``."""
    return [
        read(*sibling) if (sibling[1] + 1) << sibling[0] <= size else _node(*sibling, size, read)
        for sibling in siblings(height, index, size)
    ]


def _node(height: int, index: int, size: int, read: NodeReader) -> Hash:
    """Return the hash of a node that is not complete, joined from the complete ones within it."""
    nodes, start = [], index << height
    while start < size:
        height = (size - start).bit_length() - 1
        nodes.append(read(height, start >> height))
        start += 1 << height
    return join(tuple(nodes))
