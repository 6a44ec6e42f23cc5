"""A letter as data: what the paper says, and what a page may say in its place."""

from dataclasses import dataclass
from typing import Any, TypeAlias

from ledger.projections.pictures.words import Words, same

Item: TypeAlias = tuple[Words, Words]
"""What something is called, and what it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a letter: sentences, then named things, then sentences that must not be overlooked."""

    heading: Words
    texts: tuple[Words, ...] = ()
    items: tuple[Item, ...] = ()
    strong: tuple[Words, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One sheet for one person.

    ``sender`` is an office, ``to`` whoever gets it, line by line. ``number`` is the case number, which
    everybody may know. ``code`` is the receipt code, in groups, a secret. ``page`` is the address where the
    case can be followed, ``evidence`` what leads to the entry in the log.

    Raises:
        ValueError: It would bear both the receipt code and the evidence: whoever is shown the one to check
            it would get the other, and with it the case.
    """

    title: Words
    to: tuple[Words, ...] = ()
    sender: Words | None = None
    day: Words | None = None
    number: str | None = None
    code: str | None = None
    sections: tuple[Section, ...] = ()
    page: str | None = None
    evidence: tuple[Item, ...] = ()
    notes: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        check_apart(self)

    def as_json(self) -> dict[str, Any]:
        """Return the letter as the members of a JSON document, each text in Thai and in English."""
        return {
            "title": _said(self.title),
            "to": [_said(line) for line in self.to],
            "sender": self.sender and _said(self.sender),
            "day": self.day and _said(self.day),
            "number": self.number,
            "code": self.code,
            "sections": [
                {
                    "heading": _said(section.heading),
                    "texts": [_said(text) for text in section.texts],
                    "items": [_item(item) for item in section.items],
                    "strong": [_said(text) for text in section.strong],
                }
                for section in self.sections
            ],
            "page": self.page,
            "evidence": [_item(item) for item in self.evidence],
            "notes": [_said(text) for text in self.notes],
        }


def check_apart(letter: Letter) -> None:
    """Check that the receipt code and the evidence do not stand on one sheet.

    Raises:
        ValueError: They do.
    """
    if letter.code is not None and letter.evidence:
        raise ValueError("the receipt code and the evidence stand on two sheets, never on one")


def named(name: Words, value: Words | str | None) -> tuple[Item, ...]:
    """Return ``value`` under its name; nothing where there is none."""
    if value is None:
        return ()
    return ((name, same(value) if isinstance(value, str) else value),)


def _said(words: Words) -> dict[str, str]:
    return {"th": words.th, "en": words.en}


def _item(item: Item) -> dict[str, Any]:
    name, value = item
    return {"name": _said(name), "value": _said(value)}
