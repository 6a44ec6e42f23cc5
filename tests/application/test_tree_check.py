"""Tiles against the entries: what differs is told once, where it begins, with a middle row and without."""

from collections.abc import Callable
from functools import cache
from typing import Final

import pytest

from ledger.application.tree_check import TreeCheck
from ledger.application.verdict import Verdict
from ledger.store.rows import Head
from ledger.store.tiles import grow
from ledger.tlog.policy import Policy
from tests.tlog.examples import leaves

SIZE: Final = 256 * 256 + 300
ROWS: Final = 32 * 256

Tiles = dict[tuple[int, int], bytes]


@cache
def stored() -> Tiles:
    return grow(0, leaves(SIZE), lambda *_: b"")


def flip(tiles: Tiles, name: tuple[int, int], at: int) -> None:
    """Change the hash ``at`` of a tile; the middle row begins at 256."""
    content = bytearray(tiles[name])
    content[32 * at] ^= 1
    tiles[name] = bytes(content)


def told(change: Callable[[Tiles], None]) -> list[int | None]:
    """Where the check tells that the tiles differ after ``change``."""
    tiles, verdict = dict(stored()), Verdict()
    change(tiles)
    check = TreeCheck(
        verdict, Policy((), {}, {}, "none", None), lambda *name: tiles.get(name), iter(()), None
    )
    for leaf in leaves(SIZE):
        check.append(leaf)
    check.finish(Head(SIZE, check.tree.to_bytes(), ""))
    return [finding.at for finding in verdict.findings]


def earlier(tiles: Tiles) -> None:
    """Store the tiles as earlier releases did."""
    tiles.update({name: content[:ROWS] for name, content in tiles.items()})


def test_tiles_with_and_without_their_middle_row_are_those_of_the_entries() -> None:
    assert told(lambda _: None) == []
    assert told(earlier) == []


@pytest.mark.parametrize(
    ("name", "at", "index"),
    [
        ((0, 7), 3, 7 * 256 + 3),
        ((0, 7), 256 + 3, 7 * 256 + 48),
        ((1, 0), 256 + 15, 240 * 256),
        ((0, 256), 299 - 256, 65_536 + 43),
    ],
)
def test_one_bit_is_found_in_a_tile_and_in_its_middle_row(name: tuple[int, int], at: int, index: int) -> None:
    assert told(lambda tiles: flip(tiles, name, at)) == [index]


def test_a_part_of_a_middle_row_is_found() -> None:
    assert told(lambda tiles: tiles.update({(0, 3): tiles[0, 3][: ROWS + 64]})) == [3 * 256 + 32]


@pytest.mark.parametrize("old", [True, False])
def test_what_was_changed_upwards_from_one_entry_is_told_once(*, old: bool) -> None:
    def change(tiles: Tiles) -> None:
        flip(tiles, (0, 35), 9)
        flip(tiles, (1, 0), 35)
        flip(tiles, (1, 0), 256 + 2)
        if old:
            earlier(tiles)

    assert told(change) == [35 * 256 + 9]
