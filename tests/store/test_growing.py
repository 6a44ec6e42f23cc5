"""Proofs of a log that grows: what is remembered changes no proof, and what storage altered is noticed."""

from collections.abc import Sequence
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store import tiles
from ledger.store.proving import Paths, paths_under
from ledger.store.rows import StoredCheckpoint
from ledger.store.tiles import GrowingTiles, MalformedTile, TileNodes
from ledger.tlog.errors import InvalidProof
from ledger.tlog.tree import CompactRange, check_inclusion
from tests.tlog.examples import Tree, leaves
from tests.tlog.oracle import Oracle

MOST = 1100
LEAVES = leaves(MOST)
ORACLE = Oracle(LEAVES)


def checkpoint(size: int) -> StoredCheckpoint:
    tree = CompactRange()
    for leaf in LEAVES[:size]:
        tree.append(leaf)
    return StoredCheckpoint(size, tree.root(), "", tree.to_bytes())


def paths(log: Tree, size: int, growing: GrowingTiles) -> Paths:
    return paths_under(checkpoint(size), TileNodes(size, log.fetch, growing))


def prove(log: Tree, size: int, indexes: Sequence[int], growing: GrowingTiles) -> list[list[bytes]]:
    found = paths(log, size, growing)
    nodes = TileNodes(size, log.fetch, growing)
    assert [nodes(0, index) for index in indexes] == [LEAVES[index] for index in indexes]
    return [list(found.above(0, index)) for index in indexes]


sizes = st.lists(st.integers(1, MOST), min_size=1, max_size=6)


@given(sizes | sizes.map(sorted), st.data())
@settings(deadline=None, max_examples=60)
def test_proofs_by_a_memory_that_grew_are_those_of_the_text(asked: list[int], data: st.DataObject) -> None:
    """Out of order too: the receipt of a statement that is sent again names an older checkpoint."""
    log, growing = Tree(LEAVES), GrowingTiles()
    for size in asked:
        indexes = [*data.draw(st.lists(st.integers(0, size - 1), max_size=4)), size - 1]
        assert prove(log, size, indexes, growing) == [ORACLE.path(index, size) for index in indexes]


def hashed(groups: int, monkeypatch: pytest.MonkeyPatch, *, forgets: bool = False) -> int:
    """Return how many nodes are hashed for the proofs of groups of eight, from the second tile on."""
    log, growing, counted = Tree(LEAVES), GrowingTiles(), list[bytes]()
    tiles._rows.cache_clear()

    def count(data: bytes) -> object:
        counted.append(data)
        return sha256(data)

    monkeypatch.setattr(tiles, "sha256", count)
    for size in range(256 + 8, 256 + 8 * groups + 1, 8):
        prove(log, size, range(size - 8, size), GrowingTiles() if forgets else growing)
    return len(counted)


def test_only_what_has_come_to_a_tile_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hashed(32, monkeypatch) == 255 + 1  # the tile, and at its end the two nodes above
    assert hashed(32, monkeypatch, forgets=True) > 3000  # the control


def test_the_proofs_of_the_newest_group_fetch_the_tile_of_its_leaves_alone() -> None:
    log, growing = Tree(LEAVES), GrowingTiles()
    log.fetched.clear()
    nodes = TileNodes(1000, log.fetch, growing)
    found = paths_under(checkpoint(1000), nodes)

    for index in range(990, 1000):
        assert nodes(0, index) == LEAVES[index]
        found.above(0, index)

    assert log.fetched == [(0, 3)]


@given(st.integers(0, 32 * 100 - 1), st.integers(0, 7), st.sampled_from([100, 101, 140, 256]))
@settings(deadline=None)
def test_a_tile_that_storage_altered_between_two_groups_is_noticed(at: int, bit: int, size: int) -> None:
    log, growing = Tree(LEAVES[:256]), GrowingTiles()
    prove(log, 100, [99], growing)
    altered = bytearray(log.tiles[0, 0])
    altered[at] ^= 1 << bit
    log.tiles[0, 0] = bytes(altered)

    with pytest.raises(MalformedTile, match="no longer"):
        TileNodes(size, log.fetch, growing)(0, size - 1)


def test_whoever_forgets_what_stood_in_a_tile_proves_what_is_not_so() -> None:
    """The negative control."""
    log = Tree(LEAVES[:256])
    log.tiles[0, 0] = bytes(32) + log.tiles[0, 0][32:]
    given = checkpoint(140)

    found = paths(log, 140, GrowingTiles()).above(0, 100)

    with pytest.raises(InvalidProof):
        check_inclusion(found, size=140, root=given.root, index=100, leaf=LEAVES[100])


def test_a_tile_that_has_become_shorter_is_refused() -> None:
    log, growing = Tree(LEAVES[:140]), GrowingTiles()
    prove(log, 140, [139], growing)
    log.tiles[0, 0] = log.tiles[0, 0][: 32 * 120]

    for size in (140, 120):
        with pytest.raises(MalformedTile):
            TileNodes(size, log.fetch, growing)(0, 119)


def test_a_checkpoint_whose_compact_range_is_another_trees_proves_nothing() -> None:
    log, given = Tree(LEAVES[:140]), checkpoint(140)
    nodes = log.nodes()
    for wrong in (checkpoint(139).hashes, b"", given.hashes[:-32] + bytes(32)):
        with pytest.raises(InvalidProof):
            paths_under(given._replace(hashes=wrong), nodes)

    wrong = given.hashes[:-32] + bytes(32)  # the control: what had come of it
    tree = CompactRange.from_bytes(140, wrong)
    false = paths_under(StoredCheckpoint(140, tree.root(), "", wrong), nodes).above(0, 3)
    with pytest.raises(InvalidProof):
        check_inclusion(false, size=140, root=given.root, index=3, leaf=LEAVES[3])
