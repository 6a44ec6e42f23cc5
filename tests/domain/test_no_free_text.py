"""Invariant 25: no member of any event has room for what somebody said; every place for words is listed."""

import typing
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from ledger.domain.catalogue import EVENTS
from ledger.domain.forms import FIELD_FORMS, FORMS
from ledger.domain.types import Code, Text

PUBLIC_WORDS = {
    ("Continues", "origin"),
    ("OfficeRegistered", "name_th"),
    ("OfficeRegistered", "name_en"),
    ("Holiday", "name_th"),
    ("CalendarPublished", "source"),
}
"""Names of an earlier ledger, of offices and of holidays, and where a calendar was published. No person's."""
CHECKPOINTS = {("Continues", "checkpoint"), ("Boundary", "checkpoint"), ("SignedCheckpoint", "note")}
"""Signed notes: their lines are a log's name, a size, a root and signatures."""


def roomy(kind: type) -> Iterator[tuple[str, str]]:
    """Every place below a dataclass that takes words, by its class and member."""
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        for part in parts(hints[field.name]):
            if is_dataclass(part):
                yield from roomy(typing.cast("type", part))
            elif getattr(part, "__name__", "") in ("Text", "Note"):
                yield kind.__name__, field.name
            elif part is str:
                assert (kind, field.name) in FIELD_FORMS, (kind.__name__, field.name)
            else:
                name = getattr(part, "__name__", "")
                assert not hasattr(part, "__supertype__") or name in FORMS, name


def parts(hint: object) -> Iterator[object]:
    """The types inside a hint, without ``tuple``, ``None`` and unions."""
    inner = typing.get_args(hint)
    if not inner:
        yield hint
    for one in inner:
        yield from parts(one)


def test_no_event_has_room_for_anybodys_words() -> None:
    found = {place for event in EVENTS.values() for place in roomy(event)}

    assert found == PUBLIC_WORDS | CHECKPOINTS


def test_a_member_for_words_would_be_found() -> None:
    @dataclass(frozen=True)
    class Said:
        ground: Code
        words: tuple[Text, ...]

    assert set(roomy(Said)) == {("Said", "words")}
