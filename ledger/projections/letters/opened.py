"""Words that the caller opened: printed where they are disclosed, else it is said what became of them."""

from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from ledger.domain.types import Recorded
from ledger.projections.letters.labels import label
from ledger.projections.letters.letter import Item
from ledger.projections.pictures.words import Words, same

DISCLOSED: Final = "disclosed"
REASONS: Final = ("facts", "considerations", "discretion", "departure", "reasons", "opinion")
"""Fields in which an official says why, in the order in which they are read."""
BECAME: Final = {
    "withheld": Words(
        "ส่วนนี้ปิดไว้ ผู้พิมพ์หนังสือนี้ไม่มีสิทธิเปิดอ่าน", "This part is sealed; whoever printed this letter may not open it."
    ),
    "erased": Words("ส่วนนี้ลบแล้วตามกฎหมาย", "This part was erased, as the law provides."),
}
LOST: Final = Words(
    "ส่วนนี้เปิดอ่านไม่ได้ โปรดแจ้งหน่วยงานให้ตรวจสอบ",
    "This part cannot be opened. Please tell the office, so that it is looked into.",
)
NOT_OPENED: Final = Words(
    "เหตุผลฉบับเต็มปิดผนึกไว้ ไม่ได้พิมพ์ในหนังสือนี้ คุณขออ่านได้ที่หน่วยงาน หรือที่หน้าติดตามเรื่อง",
    "The full reasons are sealed and not printed here. Ask at the office, or look on the page of the case.",
)


class Field(Protocol):
    """A sealed field of the entry with this version, as whoever opened it found it.

    ``name`` is ``subject/field``; ``verdict`` is disclosed, withheld, erased, missing or mismatch.
    """

    @property
    def version(self) -> int: ...  # noqa: D102
    @property
    def name(self) -> str | None: ...  # noqa: D102
    @property
    def verdict(self) -> str: ...  # noqa: D102
    @property
    def value(self) -> object: ...  # noqa: D102


def reasons(entry: Recorded, fields: Sequence[Field]) -> tuple[tuple[Item, ...], tuple[Words, ...]]:
    """Return the reasons that ``entry`` gives, each under its name; and a sentence where none was opened."""
    own = {_word(field): field for field in fields if field.version == entry.version and field.name}
    items = tuple((label(word, "word"), _text(own[word])) for word in REASONS if word in own)
    return items, () if items or not entry.statement.sd else (NOT_OPENED,)


def addressed(fields: Sequence[Field], subject: str, notices: Iterable[int], case: str) -> tuple[Words, ...]:
    """Return to whom a letter goes, line by line: by name where that may be read, else by the case.

    Args:
        fields: What was opened.
        subject: The person whose case it is: ``applicant`` or ``complainant``.
        notices: Versions of the notices; what the last of them says of recipient and address is taken.
        case: What the case is called.
    """
    known = {
        (field.version, field.name or ""): field.value
        for field in fields
        if field.verdict == DISCLOSED and isinstance(field.value, str)
    }
    versions = sorted(notices, reverse=True)
    places = [(version, f"{subject}/recipient") for version in versions]
    places += sorted(place for place in known if place[1] == f"{subject}/name")
    name = next((known[place] for place in places if place in known), None)
    if name is None:
        return (Words(f"ผู้มีสิทธิในเรื่อง {case}", f"the person of case {case}"),)
    address = next((known[at] for one in versions if (at := (one, f"{subject}/address")) in known), None)
    return (same(name), *(() if address is None else (same(address),)))


def wanted(subject: str) -> frozenset[str]:
    """Return the names of the fields that a letter may print: nothing else need be opened for it."""
    words = frozenset(f"{who}/{word}" for who in (subject, "office") for word in REASONS)
    return words | {f"{subject}/{word}" for word in ("recipient", "address", "name")}


def _word(field: Field) -> str:
    return (field.name or "").partition("/")[2]


def _text(field: Field) -> Words:
    if field.verdict == DISCLOSED:
        return same(str(field.value))
    return BECAME.get(field.verdict, LOST)
