"""Tiles, bundles and their paths are those of the text, and proofs from tiles stay cheap as the log grows."""

from hashlib import sha256
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.store import tiles
from ledger.store.proving import prove_inclusion
from ledger.store.tiles import (
    MalformedTile,
    TileName,
    TileNodes,
    entries_path,
    format_bundle,
    format_path,
    grow,
    parse_bundle,
    parse_tile_path,
    tile_path,
    tile_width,
)
from ledger.tlog import tree
from ledger.tlog.errors import LogError
from ledger.tlog.tree import root_of
from tests.tlog.examples import Tree, leaves

MILLION: Final = 1_000_000


def files(size: int) -> dict[tuple[int, int], int]:
    """The width of every tile of a log of ``size``, from the rule of tlog-tiles alone."""
    found, level, nodes = {}, 0, size
    while nodes:
        full, rest = divmod(nodes, 256)
        found.update({(level, number): 256 for number in range(full)})
        if rest:
            found[level, full] = rest
        level, nodes = level + 1, full
    return found


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (0, {}),
        (1, {(0, 0): 1}),
        (255, {(0, 0): 255}),
        (256, {(0, 0): 256, (1, 0): 1}),
        (70_000, {(0, n): 256 for n in range(273)} | {(0, 273): 112, (1, 0): 256, (1, 1): 17, (2, 0): 1}),
    ],
)
def test_the_tiles_of_a_size_are_those_of_the_text(size: int, expected: dict[tuple[int, int], int]) -> None:
    assert files(size) == expected
    for (level, number), width in expected.items():
        assert tile_width(level, number, size) == width
        assert tile_width(level, number + 1, size) < 256 or (level, number + 1) in expected
    assert tile_width(3, 0, size) == 0


names = st.builds(TileName, st.none() | st.integers(0, 63), st.integers(0, 2**56), st.integers(1, 256))


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("tile/0/000", TileName(0, 0, 256)),
        ("tile/1/000.p/1", TileName(1, 0, 1)),
        ("tile/63/x001/x234/067", TileName(63, 1_234_067, 256)),
        ("tile/entries/x001/000.p/255", TileName(None, 1000, 255)),
    ],
)
def test_paths_are_those_of_the_text(path: str, name: TileName) -> None:
    assert parse_tile_path(path) == name
    written = entries_path(*name[1:]) if name.level is None else tile_path(name.level, *name[1:])
    assert written == path


@given(names)
def test_a_path_comes_back_as_it_was(name: TileName) -> None:
    assert parse_tile_path(format_path(name)) == name


FOREIGN: Final = """
tile/0 tile/0/ tile/0/0 tile/0/0000 tile/00/000 tile/64/000 tile/-1/000 tile/0/000.p/256 tile/0/000.p/0
tile/0/000.p/01 tile/0/000.p/ tile/0/000.p/+1 tile/0/x000/000 tile/0/1000 /tile/0/000 tile/0/000/
tile/data/000 tile/8/0/000 tile/0/001/000 tile/0/x001 tile/0/x1/000 tile/0/٠٠٠ tile/0/0_0 tile/0/+00
tile/0/../000 Tile/0/000
"""


@pytest.mark.parametrize("path", ["", "tile/0/000 ", "tile/0/" + "x999/" * 2000 + "999", *FOREIGN.split()])
def test_no_other_path_is_read(path: str) -> None:
    with pytest.raises(LogError):
        parse_tile_path(path)


@pytest.mark.parametrize("name", [(64, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257)])
def test_no_path_leads_to_a_tile_that_cannot_be(name: tuple[int, int, int]) -> None:
    with pytest.raises(MalformedTile):
        tile_path(*name)


@given(
    st.text() | st.from_regex(r"tile/[0-9a-z]{1,7}/(x?[0-9]{2,3}/?){1,3}(\.p/[0-9]{1,3})?", fullmatch=True)
)
def test_every_other_text_is_refused_or_is_the_one_form(path: str) -> None:
    try:
        name = parse_tile_path(path)
    except LogError:
        return
    assert format_path(name) == path


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_a_bundle_comes_back_as_it_was(entries: list[bytes]) -> None:
    assert parse_bundle(format_bundle(entries)) == entries


def test_a_bundle_holds_the_longest_entry_and_no_longer_one() -> None:
    assert parse_bundle(format_bundle([b"x" * 65_535, b""])) == [b"x" * 65_535, b""]
    for entries in ([b"x" * 65_536], [], [b""] * 257):
        with pytest.raises(MalformedTile):
            format_bundle(entries)


@given(st.binary(max_size=60) | st.lists(st.just(b"\x00\x00"), max_size=300).map(b"".join))
def test_every_other_bundle_is_refused_or_is_the_one_form(data: bytes) -> None:
    try:
        entries = parse_bundle(data)
    except LogError:
        return
    assert format_bundle(entries) == data


@given(st.integers(0, 70_000), st.lists(st.integers(0, 700), max_size=6))
@settings(deadline=None, max_examples=40)
def test_a_log_that_grew_in_groups_has_the_tiles_of_one_that_grew_at_once(
    start: int, groups: list[int]
) -> None:
    hashes = leaves(start + sum(groups))
    stored = grow(0, hashes[:start], lambda *_: b"")
    for group in groups:
        stored.update(grow(start, hashes[start : start + group], lambda *tile: stored[tile]))
        start += group

    assert {name: len(tile) for name, tile in stored.items()} == {
        name: 32 * (width + 16 * (width == 256)) for name, width in files(start).items()
    }
    assert stored == grow(0, hashes, lambda *_: b"")
    for (level, number), tile in stored.items():
        for at in range(min(3, len(tile) // 32)):
            first = (number * 256 + at) * 256**level
            assert tile[32 * at : 32 * at + 32] == root_of(hashes[first : first + 256**level])
        for at in range(256, len(tile) // 32, 5):  # the middle row, behind a full tile
            first = (number * 256 + (at - 256) * 16) * 256**level
            assert tile[32 * at : 32 * at + 32] == root_of(hashes[first : first + 16 * 256**level])


def test_only_tiles_that_change_are_returned_and_only_partial_ones_are_read() -> None:
    log = Tree(leaves(600))
    log.fetched.clear()

    changed = grow(600, leaves(1)[:1], log.fetch)

    assert list(changed) == [(0, 2)]
    assert log.fetched == [(0, 2)]
    assert grow(600, [], log.fetch) == {}


def test_what_a_crash_left_beyond_the_size_is_not_taken_over() -> None:
    log = Tree(leaves(300))
    stale = {name: tile + b"\xff" * 32 for name, tile in log.tiles.items()}

    assert grow(300, leaves(301)[300:], lambda *tile: stale[tile]) == {(0, 1): b"".join(leaves(301)[256:])}
    assert TileNodes(300, lambda *tile: stale[tile])(3, 36) == root_of(leaves(300)[288:296])


def test_a_tile_that_is_too_short_is_refused() -> None:
    log = Tree(leaves(300))
    with pytest.raises(MalformedTile):
        grow(300, leaves(1), lambda *tile: log.tiles[tile][:-1])
    with pytest.raises(MalformedTile):
        TileNodes(300, lambda *tile: log.tiles[tile][:-32])(0, 256)
    with pytest.raises(MalformedTile):
        TileNodes(300, log.fetch)(2, 75)
    with pytest.raises(MalformedTile):
        TileNodes(299, log.fetch)(0, 299)


@given(st.integers(1, 3000), st.data())
@settings(deadline=None)
def test_every_complete_node_is_read_from_the_tiles(size: int, data: st.DataObject) -> None:
    hashes = leaves(3000)
    height = data.draw(st.integers(0, size.bit_length() - 1))
    index = data.draw(st.integers(0, (size >> height) - 1))
    log = Tree(hashes[:size], group=500)

    assert log.nodes()(height, index) == root_of(hashes[index << height : (index + 1) << height])


class Counting:
    """A log of a size too large to hash: its tiles are made up, and every hash and fetch is counted."""

    def __init__(self, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.size, self.hashed, self.fetched = size, 0, 0
        tiles._rows.cache_clear()
        tree.join.cache_clear()

        def counted(data: bytes) -> object:
            self.hashed += 1
            return sha256(data)

        monkeypatch.setattr(tiles, "sha256", counted)
        monkeypatch.setattr(tree, "sha256", counted)

    def fetch(self, level: int, number: int) -> bytes:
        self.fetched += 1
        width = tile_width(level, number, self.size)
        stored = range(width + 16 * (width == 256))  # with the middle row
        return b"".join([sha256(b"%d/%d/%d" % (level, number, at)).digest() for at in stored])

    def prove(self, start: int, count: int) -> tuple[float, float]:
        """Return hashes and fetches for each of ``count`` proofs of neighbours, by one fresh reader."""
        self.hashed = self.fetched = 0
        nodes = TileNodes(self.size, self.fetch)
        for index in range(start, start + count):
            prove_inclusion(index, self.size, nodes)
        return self.hashed / count, self.fetched / count


def test_neighbouring_proofs_share_their_tiles_and_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    log = Counting(MILLION, monkeypatch)

    hashed, fetched = log.prove(500_224 & ~255, 64)

    assert fetched == 5 / 64  # three on the path, and the two partial ones at the edge of the tree
    assert hashed <= (255 + 255 + 14 + 63 + 65 + 6) / 64


def test_a_proof_at_a_million_costs_no_more_hashes_than_one_and_a_half_at_ten_thousand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The tiles above the leaves are hashed once for all readers: what remains is one tile of leaves."""
    costs = []
    for size in (10_000, MILLION):
        log = Counting(size, monkeypatch)
        log.prove(size // 2, 1)
        costs.append(sum(log.prove(index, 1)[0] for index in range(size // 2 + 256, size // 2 + 2560, 256)))
    assert costs[1] <= 1.5 * costs[0]


@pytest.mark.parametrize("size", [10_000, MILLION])
def test_the_receipts_of_a_fresh_group_cost_few_hashes(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    log = Counting(size, monkeypatch)

    hashed, fetched = log.prove(size - 64, 64)

    assert fetched <= 4 / 64
    assert hashed <= 5
