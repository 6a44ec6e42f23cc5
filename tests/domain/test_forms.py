"""Reading and writing of a type whose members have every form, made anew for each test."""

import json
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple

import pytest

from ledger.domain.errors import DataInvalid
from ledger.domain.forms import MAX_INT, read, write
from ledger.domain.types import Code, EntryRef, Text

LEAF = "ab" * 32
ENTRY = EntryRef("claim/00000000-0000-0000-0000-000000000001", 1, LEAF)


class Made(NamedTuple):
    """A type, its codes and its part, and one instance with every member and one with the fewest."""

    kind: Any
    codes: Any
    part: Any
    whole: Any
    bare: Any


def made() -> Made:
    class Colour(StrEnum):
        RED = "red"
        DEEP_BLUE = "deep_blue"

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Part:
        name: Text
        to: date | None = None

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Whole:
        code: Code
        number: int
        flag: bool
        colour: Colour
        day: date
        part: Part
        entry: EntryRef
        days: tuple[date, ...]
        parts: tuple[Part, ...]
        colours: tuple[Colour, ...]
        codes: tuple[Code, ...] | None = None
        perhaps: Code | None = None
        from_: date | None = None
        count: int | None = None
        other: Part | None = None

    fewest = {"code": Code("a_b"), "number": -3, "flag": False, "colour": Colour.DEEP_BLUE, "entry": ENTRY}
    fewest |= {"day": date(2026, 2, 3), "part": Part(name=Text("Nok")), "days": (), "parts": ()}
    more = fewest | {
        "flag": True,
        "days": (date(2026, 2, 4), date(2026, 2, 5)),
        "parts": (Part(name=Text("Lek"), to=date(2026, 2, 6)), Part(name=Text("Noi"))),
        "colours": (Colour.RED, Colour.DEEP_BLUE),
        "codes": (Code("c"), Code("d")),
        "perhaps": Code("e"),
        "from_": date(2026, 2, 7),
        "count": 5,
        "other": Part(name=Text("Ton")),
    }
    return Made(Whole, Colour, Part, Whole(**more), Whole(**fewest, colours=()))  # type: ignore[arg-type]


BARE = {
    "code": "a_b",
    "number": -3,
    "flag": False,
    "colour": "deep_blue",
    "day": "2026-02-03",
    "part": {"name": "Nok"},
    "entry": {"stream": ENTRY.stream, "version": 1, "leaf": LEAF},
    "days": [],
    "parts": [],
    "colours": [],
}
WHOLE = BARE | {
    "flag": True,
    "days": ["2026-02-04", "2026-02-05"],
    "parts": [{"name": "Lek", "to": "2026-02-06"}, {"name": "Noi"}],
    "colours": ["red", "deep_blue"],
    "codes": ["c", "d"],
    "perhaps": "e",
    "from": "2026-02-07",
    "count": 5,
    "other": {"name": "Ton"},
}


def test_every_form_of_member_is_written_as_plain_json_and_read_back_in_its_type() -> None:
    kind, codes, part, whole, bare = made()

    for value, written in ((whole, WHOLE), (bare, BARE)):
        assert write(value) == written
        assert json.loads(json.dumps(write(value))) == written
        again = read(kind, written)
        assert again == value
        assert {type(again.colour), *map(type, again.colours)} == {codes}
        assert {type(again.part), *map(type, again.parts)} == {part}
        assert (type(again.day), type(again.entry), type(again.days)) == (date, EntryRef, tuple)
        assert type(write(value)["colour"]) is str


@pytest.mark.parametrize(
    ("name", "wrong", "pointer"),
    [
        ("code", 1, "/code"),
        ("code", "A B", "/code"),
        ("code", ["a_b"], "/code"),
        ("perhaps", "", "/perhaps"),
        ("perhaps", None, "/perhaps"),
        ("number", "1", "/number"),
        ("number", True, "/number"),
        ("number", MAX_INT + 1, "/number"),
        ("number", -MAX_INT - 1, "/number"),
        ("flag", 1, "/flag"),
        ("colour", "green", "/colour"),
        ("colour", 1, "/colour"),
        ("colour", ["red"], "/colour"),
        ("day", "2026-2-3", "/day"),
        ("part", {"name": "Nok", "from": "2026-02-03"}, "/part"),
        ("part", {"to": "2026-02-03"}, "/part/name"),
        ("entry", {"stream": "claim", "version": 1, "leaf": LEAF}, "/entry/stream"),
        ("entry", {"stream": ENTRY.stream, "version": 1, "leaf": "ab"}, "/entry/leaf"),
        ("days", "2026-02-03", "/days"),
        ("days", ("2026-02-03",), "/days"),
        ("days", ["2026-02-03", "2026-02-30"], "/days/1"),
        ("parts", {"name": "Lek"}, "/parts"),
        ("parts", [{"name": "Lek"}, {"name": "Noi"}, {"name": " "}], "/parts/2/name"),
        ("colours", ["red", None], "/colours/1"),
        ("codes", ["c", "d", 1], "/codes/2"),
        ("codes", None, "/codes"),
        ("from_", "2026-02-07", ""),
    ],
)
def test_a_departure_is_refused_where_it_stands(name: str, wrong: object, pointer: str) -> None:
    with pytest.raises(DataInvalid) as caught:
        read(made().kind, WHOLE | {name: wrong})

    assert (caught.value.code, caught.value.detail) == ("data_invalid", {"pointer": pointer})


def test_a_code_is_read_from_its_text_and_not_from_itself() -> None:
    kind, codes, *_ = made()

    with pytest.raises(DataInvalid):
        read(kind, WHOLE | {"colour": codes.RED})


@pytest.mark.parametrize("number", [MAX_INT, -MAX_INT, 0])
def test_every_integer_is_read_that_every_reader_of_json_keeps(number: int) -> None:
    assert read(made().kind, WHOLE | {"number": number}).number == number
