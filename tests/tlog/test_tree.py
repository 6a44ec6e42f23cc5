"""The fast tree against the RFC's own definitions, and proofs against every change of one bit."""

from collections.abc import Sequence
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store.proving import prove_consistency, prove_inclusion
from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import (
    EMPTY_ROOT,
    CompactRange,
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    root_of,
)
from tests.tlog.examples import Tree, flipped_bits, leaves
from tests.tlog.oracle import Oracle

SMALL = 300
LARGE = 70_000


@cache
def small() -> tuple[Tree, Oracle, list[bytes]]:
    tree = Tree(leaves(SMALL), group=7)
    oracle = Oracle(tree.hashes)
    return tree, oracle, [oracle.root(size) for size in range(SMALL + 1)]


@cache
def large() -> tuple[Tree, Oracle]:
    tree = Tree(leaves(LARGE), group=333)
    return tree, Oracle(tree.hashes)


def test_leaves_and_nodes_are_hashed_apart() -> None:
    assert leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert node_hash(b"a" * 32, b"b" * 32) != leaf_hash(b"a" * 32 + b"b" * 32)
    assert Oracle([]).root(0) == EMPTY_ROOT


def test_every_root_up_to_300_is_the_one_of_the_rfc() -> None:
    tree, _, roots = small()
    compact = CompactRange()
    for size in range(SMALL + 1):
        assert compact.size == size
        assert compact.root() == roots[size] == root_of(tree.hashes[:size])
        assert len(compact.hashes) == size.bit_count()
        if size < SMALL:
            compact.append(tree.hashes[size])


def test_every_inclusion_proof_up_to_300_is_the_one_of_the_rfc_and_holds() -> None:
    tree, oracle, roots = small()
    for size in range(1, SMALL + 1):
        nodes = tree.nodes(size)
        for index in range(size):
            proof = prove_inclusion(index, size, nodes)
            assert proof == oracle.path(index, size)
            check_inclusion(proof, size=size, root=roots[size], index=index, leaf=tree.hashes[index])


def test_every_consistency_proof_up_to_300_is_the_one_of_the_rfc_and_holds() -> None:
    tree, oracle, roots = small()
    for new in range(1, SMALL + 1):
        nodes = tree.nodes(new)
        for old in range(1, new + 1):
            proof = prove_consistency(old, new, nodes)
            assert proof == oracle.proof(old, new)
            check_consistency(proof, old_size=old, new_size=new, old_root=roots[old], new_root=roots[new])


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_proofs_in_large_trees_are_those_of_the_rfc(data: st.DataObject) -> None:
    tree, oracle = large()
    size = data.draw(st.integers(1, LARGE) | st.sampled_from([256, 257, 65_535, 65_536, 65_537, LARGE]))
    index = data.draw(st.integers(0, size - 1))
    root = oracle.root(size)

    path = prove_inclusion(index, size, tree.nodes(size))
    proof = prove_consistency(index + 1, size, tree.nodes(size))

    assert path == oracle.path(index, size)
    assert proof == oracle.proof(index + 1, size)
    check_inclusion(path, size=size, root=root, index=index, leaf=tree.hashes[index])
    check_consistency(
        proof, old_size=index + 1, new_size=size, old_root=oracle.root(index + 1), new_root=root
    )


@given(st.integers(1, 5000), st.integers(0, 4999))
@settings(deadline=None)
def test_a_reader_at_a_larger_size_serves_older_trees(size: int, index: int) -> None:
    tree, oracle = large()

    assert prove_inclusion(index % size, size, tree.nodes(5000)) == oracle.path(index % size, size)


@given(st.integers(0, 2000))
@settings(deadline=None)
def test_a_compact_range_comes_back_from_its_bytes(size: int) -> None:
    compact = CompactRange()
    for each in leaves(size):
        compact.append(each)

    again = CompactRange.from_bytes(size, compact.to_bytes())
    again.append(bytes(32))
    compact.append(bytes(32))

    assert (again.size, again.hashes, again.root()) == (compact.size, compact.hashes, compact.root())


@pytest.mark.parametrize(("size", "length"), [(0, 32), (1, 0), (3, 32), (3, 63), (3, 96), (-1, 0), (-3, 64)])
def test_a_compact_range_of_another_size_is_refused(size: int, length: int) -> None:
    with pytest.raises(InvalidProof):
        CompactRange.from_bytes(size, bytes(length))


@pytest.mark.parametrize(("index", "size"), [(0, 0), (1, 1), (-1, 1), (5, 3)])
def test_no_proof_exists_for_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(InvalidProof):
        prove_inclusion(index, size, small()[0].nodes())
    with pytest.raises(InvalidProof):
        check_inclusion([], size=size, root=bytes(32), index=index, leaf=bytes(32))


@pytest.mark.parametrize(("old", "new"), [(0, 0), (0, 1), (2, 1), (-1, 1)])
def test_no_consistency_exists_from_nothing_or_backwards(old: int, new: int) -> None:
    with pytest.raises(InvalidProof):
        prove_consistency(old, new, small()[0].nodes())
    with pytest.raises(InvalidProof):
        check_consistency([], old_size=old, new_size=new, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT)


def _broken(proof: Sequence[bytes]) -> list[list[bytes]]:
    """Every proof with one bit flipped, one hash missing, doubled, swapped, cut off or prolonged."""
    flipped = [
        [*proof[:at], each, *proof[at + 1 :]] for at in range(len(proof)) for each in flipped_bits(proof[at])
    ]
    missing = [[*proof[:at], *proof[at + 1 :]] for at in range(len(proof))]
    doubled = [[*proof[: at + 1], *proof[at:]] for at in range(len(proof))]
    swapped = [[*proof[:at], proof[at + 1], proof[at], *proof[at + 2 :]] for at in range(len(proof) - 1)]
    cut = [[*proof[:at], proof[at][:-1], *proof[at + 1 :]] for at in range(len(proof))]
    longer = [[*proof[:at], proof[at] + b"\x00", *proof[at + 1 :]] for at in range(len(proof))]
    moved = [  # the same bytes in all, cut at another place
        [*proof[:at], proof[at] + proof[at + 1][:1], proof[at + 1][1:], *proof[at + 2 :]]
        for at in range(len(proof) - 1)
    ]
    return [*flipped, *missing, *doubled, *swapped, *cut, *longer, *moved, [*proof, bytes(32)]]


@pytest.mark.parametrize(
    ("index", "size"), [(0, 1), (0, 2), (4, 5), (6, 7), (100, 256), (299, 300), (37, 300)]
)
def test_no_change_of_one_bit_leaves_an_inclusion_proof_valid(index: int, size: int) -> None:
    tree, _, roots = small()
    proof = prove_inclusion(index, size, tree.nodes(size))
    root, leaf = roots[size], tree.hashes[index]

    changes = [(each, size, root, index, leaf) for each in _broken(proof)]
    changes += [(proof, size, each, index, leaf) for each in flipped_bits(root)]
    changes += [(proof, size, root, index, each) for each in flipped_bits(leaf)]
    changes += [(proof, size, root, index ^ 1 << bit, leaf) for bit in range(64)]
    # Some smaller changes give a tree of the same shape: there it is the checkpoint that binds root and size.
    changes += [(proof, size ^ 1 << bit, root, index, leaf) for bit in range(10, 64)]
    for changed, at_size, at_root, at, of_leaf in changes:
        with pytest.raises(InvalidProof):
            check_inclusion(changed, size=at_size, root=at_root, index=at, leaf=of_leaf)


@pytest.mark.parametrize(
    ("old", "new"), [(1, 2), (2, 3), (3, 4), (4, 7), (6, 8), (128, 300), (299, 300), (173, 256)]
)
def test_no_change_of_one_bit_leaves_a_consistency_proof_valid(old: int, new: int) -> None:
    tree, _, roots = small()
    proof = prove_consistency(old, new, tree.nodes(new))

    changes = [(each, old, new, roots[old], roots[new]) for each in _broken(proof)]
    changes += [(proof, old, new, each, roots[new]) for each in flipped_bits(roots[old])]
    changes += [(proof, old, new, roots[old], each) for each in flipped_bits(roots[new])]
    changes += [(proof, 0, new, roots[old], roots[new]), (proof, new, old, roots[old], roots[new])]
    changes += [(proof, old, new ^ 1 << bit, roots[old], roots[new]) for bit in range(10, 64)]
    for changed, old_size, new_size, old_root, new_root in changes:
        with pytest.raises(InvalidProof):
            check_consistency(
                changed, old_size=old_size, new_size=new_size, old_root=old_root, new_root=new_root
            )


def test_two_trees_of_one_size_are_one_tree() -> None:
    roots = small()[2]

    check_consistency([], old_size=9, new_size=9, old_root=roots[9], new_root=roots[9])
    with pytest.raises(InvalidProof):
        check_consistency([], old_size=9, new_size=9, old_root=roots[9], new_root=roots[8])
    with pytest.raises(InvalidProof):
        check_consistency([roots[9]], old_size=9, new_size=9, old_root=roots[9], new_root=roots[9])
