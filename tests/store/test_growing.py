"""Proofs of a log that grows: what is remembered changes no proof, and what storage altered is noticed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store import tiles
from ledger.store.proving import Paths, paths_under
from ledger.store.rows import StoredCheckpoint
from ledger.store.tiles import GrowingTiles, MalformedTile, TileNodes, TileReader
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


def paths(size: int, read: TileReader) -> Paths:
    return paths_under(checkpoint(size), TileNodes(size, read))


def prove(size: int, indexes: Sequence[int], read: TileReader) -> list[list[bytes]]:
    found = paths(size, read)
    nodes = TileNodes(size, read)
    assert [nodes(0, index) for index in indexes] == [LEAVES[index] for index in indexes]
    return [list(found.above(0, index)) for index in indexes]


def earlier_reader(log: Tree) -> TileReader:
    """The tiles as earlier releases stored them, without their middle row."""
    return lambda level, number: log.tiles[level, number][: 32 * 256]


sizes = st.lists(st.integers(1, MOST), min_size=1, max_size=6)


@given(sizes | sizes.map(sorted), st.data())
@settings(deadline=None, max_examples=60)
def test_proofs_by_a_memory_that_grew_are_those_of_the_text(asked: list[int], data: st.DataObject) -> None:
    """Out of order too: the receipt of a statement that is sent again names an older checkpoint."""
    read = GrowingTiles(Tree(LEAVES).fetch)
    for size in asked:
        indexes = [*data.draw(st.lists(st.integers(0, size - 1), max_size=4)), size - 1]
        assert prove(size, indexes, read) == [ORACLE.path(index, size) for index in indexes]


@contextmanager
def hashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """Yield the list of what is hashed for nodes inside tiles; nothing is known before."""
    counted = list[bytes]()
    tiles._rows.cache_clear()

    def count(data: bytes) -> object:
        counted.append(data)
        return sha256(data)

    with monkeypatch.context() as patch:
        patch.setattr(tiles, "sha256", count)
        yield counted


def hashed(groups: int, monkeypatch: pytest.MonkeyPatch, *, forgets: bool = False) -> int:
    """Return how many nodes are hashed for the proofs of groups of eight, from the second tile on."""
    log = Tree(LEAVES)
    with hashing(monkeypatch) as counted:
        for size in range(256 + 8, 256 + 8 * groups + 1, 8):
            if forgets:
                tiles._rows.cache_clear()
            prove(size, range(size - 8, size), log.fetch)
    return len(counted)


def test_only_what_has_come_to_a_tile_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert hashed(31, monkeypatch) < 31 * (8 + 5)  # the new nodes, and some of what was begun before
    assert hashed(31, monkeypatch, forgets=True) > 1000  # the control


def test_the_proofs_of_the_newest_group_fetch_the_tile_of_its_leaves_alone() -> None:
    log = Tree(LEAVES)
    log.fetched.clear()
    nodes = TileNodes(1000, log.fetch)
    found = paths_under(checkpoint(1000), nodes)

    for index in range(990, 1000):
        assert nodes(0, index) == LEAVES[index]
        found.above(0, index)

    assert log.fetched == [(0, 3)]


@given(st.integers(0, 32 * 100 - 1), st.integers(0, 7), st.sampled_from([100, 101, 140, 256]))
@settings(deadline=None)
def test_a_tile_that_storage_altered_between_two_groups_is_noticed(at: int, bit: int, size: int) -> None:
    log = Tree(LEAVES[:100])
    read = GrowingTiles(log.fetch)
    prove(100, [99], read)
    log.tiles = Tree(LEAVES[:256]).tiles
    altered = bytearray(log.tiles[0, 0])
    altered[at] ^= 1 << bit
    log.tiles[0, 0] = bytes(altered)

    with pytest.raises(MalformedTile, match="no longer"):
        TileNodes(size, read)(0, size - 1)


def test_whoever_forgets_what_stood_in_a_tile_proves_what_is_not_so() -> None:
    """The negative control."""
    log = Tree(LEAVES[:140])
    log.tiles[0, 0] = bytes(32) + log.tiles[0, 0][32:]
    given = checkpoint(140)

    found = paths(140, log.fetch).above(0, 100)

    with pytest.raises(InvalidProof):
        check_inclusion(found, size=140, root=given.root, index=100, leaf=LEAVES[100])


def test_a_tile_that_has_become_shorter_is_refused() -> None:
    log = Tree(LEAVES[:140])
    read = GrowingTiles(log.fetch)
    prove(140, [139], read)
    log.tiles[0, 0] = log.tiles[0, 0][: 32 * 120]

    for size in (140, 120):
        with pytest.raises(MalformedTile):
            TileNodes(size, read)(0, 119)


@given(st.integers(1, MOST), st.data())
@settings(deadline=None)
def test_tiles_without_their_middle_row_give_the_same_nodes(size: int, data: st.DataObject) -> None:
    log, index = Tree(LEAVES), data.draw(st.integers(0, size - 1))
    earlier = TileNodes(size, earlier_reader(log))

    assert list(paths(size, earlier_reader(log)).above(0, index)) == ORACLE.path(index, size)
    for height in range(size.bit_length()):
        assert earlier(height, 0) == log.nodes()(height, 0)


def test_a_cold_path_through_a_full_tile_hashes_what_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Tree(LEAVES)
    for read, most in ((log.fetch, 15 + 15), (earlier_reader(log), 255)):  # the second is the control
        with hashing(monkeypatch) as counted:
            paths(1024, read).above(0, 300)
        assert most <= len(counted) <= most + 3  # three in the tile above


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
