"""Tiles, bundles and their paths."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.tlog.errors import LogError, MalformedTile
from ledger.tlog.tiles import (
    TileName,
    entries_path,
    format_bundle,
    format_path,
    parse_bundle,
    parse_tile_path,
    tile_path,
    tile_width,
)


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
