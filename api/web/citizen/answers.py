"""What a person has answered so far, and what is still to be asked: pure, kept in the form itself.

Nothing is on the server until it is sent: every page carries what the pages before it asked.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from api.web.citizen.choices import (
    ABOUT_STAFF,
    CONFIDENTIAL,
    CONFIRMATIONS,
    LANGUAGES,
    MATTERS,
    NAMELESS,
    NEIGHBOUR,
    NO,
    OPEN,
    REFUSED,
    REMEDIES,
    WHO,
    WITHOUT_LETTER,
    YES,
)
from api.web.digits import ascii_digits
from api.web.forms import Fields
from ledger.application.filings.asked import DOCUMENTS
from ledger.application.filings.words import LINE, NARRATIVE, NARRATIVE_BYTES
from ledger.application.tidying import tidy
from ledger.domain.casework_codes import Anonymity, Kind, Urgency
from ledger.domain.codes import Channel
from ledger.domain.forms import UUID_FORM
from ledger.projections.pictures.words import Words

CHECK: Final = "check"
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "who": ("who",),
    "helped": ("helper", "consent", "language", "read_back", "confirmation"),
    "matter": ("matter",),
    "why": ("ground",),
    "where": ("benefit", "area"),
    "letter": ("letter", "reference"),
    "story": ("story", "urgent"),
    "files": ("document",),
    "wish": ("remedy",),
    "contact": ("name", "contact", "known"),
}
"""What each page asks, in the order in which they come."""
MANY: Final = frozenset({"ground", "remedy", "document"})
"""Fields of which several may be answered."""
CARRIED: Final = ("key", "reviewing")
"""Fields that are asked on no page."""
_ENTRY: Final = re.compile("[0-9]{1,16}")
_VERSION: Final = re.compile(r"(claim/[0-9a-f-]{36})\s*[@/ ]\s*([1-9][0-9]{0,8})")
CHOOSE: Final = Words("โปรดเลือกหนึ่งข้อ", "Please choose one")
SEVERAL: Final = Words("โปรดเลือกอย่างน้อยหนึ่งข้อ", "Please choose at least one")


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered, by field. ``assisting``: a registered helper is signed in."""

    values: Mapping[str, tuple[str, ...]]
    assisting: bool = False

    @classmethod
    def of(cls, fields: Fields, *, assisting: bool) -> "Answers":
        """Return what a form sent, in the form in which it is signed."""
        found = {}
        for name in (*CARRIED, *(field for fields_ in FIELDS.values() for field in fields_)):
            sent = fields.all(name) if name in MANY else [fields.one(name)]
            kept = tuple(dict.fromkeys(filter(None, (tidy(one).strip() for one in sent))))
            if kept:
                found[name] = kept
        return cls(found, assisting)

    def one(self, name: str) -> str:
        """Return what was answered to ``name``; empty where nothing was."""
        return self.values.get(name, ("",))[0]

    def all(self, name: str) -> tuple[str, ...]:
        """Return everything that was answered to ``name``."""
        return self.values.get(name, ())

    @property
    def pages(self) -> tuple[str, ...]:
        """Return the pages that these answers ask for, in order."""
        matter = MATTERS.get(self.one("matter"))
        left_out = {
            "helped": self.one("who") != NEIGHBOUR,
            "why": matter is None or not matter.asked,
            "letter": self.one("matter") != REFUSED,
            "contact": self.one("who") == NAMELESS,
        }
        return tuple(page for page in FIELDS if not left_out.get(page, False))

    @property
    def hurried(self) -> bool:
        """Return whether the person may have to leave the page at once."""
        return self.one("who") == NAMELESS or self.one("matter") in ABOUT_STAFF

    def hidden(self, page: str) -> list[tuple[str, str]]:
        """Return what ``page`` carries along, by name: what other pages asked, and nothing that none asks."""
        asked = {name for other in self.pages if other != page for name in FIELDS[other]}
        return [(name, value) for name in (*CARRIED, *sorted(asked)) for value in self.values.get(name, ())]

    def after(self, page: str) -> str:
        """Return the page that comes after ``page``; once everything was asked, what is still wrong."""
        order = self.pages
        if self.one("reviewing"):
            return next((one for one in order if wrong(one, self)), CHECK)
        rest = order[order.index(page) + 1 :] if page in order else order
        return rest[0] if rest else CHECK

    def before(self, page: str) -> str:
        """Return the page that comes before ``page``."""
        order = (*self.pages, CHECK)
        place = order.index(page) if page in order else 0
        return order[max(place - 1, 0)]

    def but(self, **values: tuple[str, ...]) -> "Answers":
        """Return these answers with others in their place."""
        return Answers({**self.values, **values}, self.assisting)


def wrong(page: str, answers: Answers) -> dict[str, Words]:
    """Return what is missing or wrong in the answers of ``page``, by field; empty: nothing."""
    one = answers.one
    match page:
        case "who":
            return _needed(answers, "who", {choice.value for choice in WHO})
        case "helped":
            return _helped(answers)
        case "matter":
            return _needed(answers, "matter", MATTERS)
        case "why":
            known = {str(ground) for ground in MATTERS[one("matter")].asked}
            return _ticked(answers, "ground", known, SEVERAL)
        case "where":
            missing = Words("โปรดเลือกหนึ่งรายการ", "Please choose one of them")
            return {name: missing for name in ("benefit", "area") if not one(name)}
        case "letter":
            return _letter(answers)
        case "story":
            return _story(one("story"))
        case "wish":
            return _ticked(answers, "remedy", set(map(str, REMEDIES)), None)
        case "files" | "contact":
            return _contact(answers) if page == "contact" else _files(answers)
        case _:
            return {}


def body_of(answers: Answers) -> dict[str, Any]:
    """Return the filing that the answers make, as ``ledger.application.filings.asked.read_filing`` takes it.

    Every page was found right before.
    """
    one, matter = answers.one, MATTERS[answers.one("matter")]
    grounds = [str(ground) for ground in matter.grounds] or list(answers.all("ground"))
    contests = [] if one("letter") != YES else [named(one("reference"))]
    refused = matter.kind is Kind.APPEAL and not contests
    nameless = one("who") == NAMELESS
    words = {"text": one("story")}
    if not nameless:
        words |= {name: one(name) for name in ("name", "contact") if one(name)}
    body: dict[str, Any] = {
        "kind": str(WITHOUT_LETTER if refused else matter.kind),
        "programme": one("benefit").partition(" ")[0],
        "contests": contests,
        "grounds": grounds,
        "remedies": list(answers.all("remedy")),
        "urgency": str(Urgency.URGENT if one("urgent") else Urgency.NORMAL),
        "anonymity": str(Anonymity.ANONYMOUS if nameless else Anonymity(one("known") or OPEN)),
        "area": one("area").partition(" ")[0],
        "words": words,
        "documents": list(answers.all("document")),
    }
    if one("who") == NEIGHBOUR:
        body |= _help(answers, words)
    return body


def _help(answers: Answers, words: dict[str, Any]) -> dict[str, Any]:
    """Return how somebody helped: by the rules for a registered helper, else sealed, in words."""
    one = answers.one
    if answers.assisting:
        help_ = {
            "language": one("language"),
            "read_back": one("read_back") == YES,
            "confirmation": one("confirmation"),
        }
        return {"channel": str(Channel.VOLUNTEER), "assist": help_}
    said = "ช่วยยื่นเรื่องนี้ ผู้ร้องยินยอมแล้ว (helped to file this; the person agreed)"
    return {"words": {**words, "named": [{"name": one("helper"), "text": said}]}}


def named(reference: str) -> dict[str, Any]:
    """Return which entry is contested: ``claim/…`` and its version, or the number in the whole log."""
    digits = ascii_digits(reference).replace(",", "")
    found = _VERSION.fullmatch(digits)
    return {"claim": found[1], "version": int(found[2])} if found else {"index": int(digits)}


def _needed(answers: Answers, name: str, known: Any) -> dict[str, Words]:  # noqa: ANN401 - what has members
    return {} if answers.one(name) in known else {name: CHOOSE}


def _ticked(answers: Answers, name: str, known: set[str], none: Words | None) -> dict[str, Words]:
    ticked = set(answers.all(name))
    if not ticked <= known:
        return {name: CHOOSE}
    return {} if ticked or none is None else {name: none}


def _helped(answers: Answers) -> dict[str, Words]:
    found: dict[str, Words] = {}
    if answers.one("consent") != YES:
        found["consent"] = Words(
            "โปรดถามเขาก่อน และทำเครื่องหมายเมื่อเขายินยอมแล้ว",
            "Please ask them first, and tick this once they agree",
        )
    if not answers.assisting:
        name = answers.one("helper")
        if not name:
            found["helper"] = Words("โปรดบอกชื่อคนที่ช่วย", "Please say who helps")
        return found | _short("helper", name)
    return (
        found
        | _needed(answers, "language", LANGUAGES)
        | _needed(answers, "read_back", {YES, NO})
        | _needed(answers, "confirmation", set(map(str, CONFIRMATIONS)))
    )


def _letter(answers: Answers) -> dict[str, Words]:
    if found := _needed(answers, "letter", {YES, NO}):
        return found
    typed = ascii_digits(answers.one("reference")).replace(",", "")
    if answers.one("letter") == NO or _ENTRY.fullmatch(typed) or _VERSION.fullmatch(typed):
        return {}
    return {
        "reference": Words(
            "เลขนี้มีแต่ตัวเลข อยู่ท้ายหนังสือ ข้างคำว่า “ลำดับที่”",
            "It is a number, at the end of the letter, beside the word “index”",
        )
    }


def _story(text: str) -> dict[str, Words]:
    if not text:
        return {"story": Words("โปรดเล่าเรื่อง สั้นก็ได้", "Please tell what happened; a few words will do")}
    if len(text) > NARRATIVE or len(text.encode()) > NARRATIVE_BYTES:
        over = max(len(text) - NARRATIVE, 1)
        return {"story": Words(f"ยาวเกินไป {over:,} ตัวอักษร", f"Too long by {over:,} characters")}
    return {}


def _files(answers: Answers) -> dict[str, Words]:
    uploads = answers.all("document")
    if len(uploads) > DOCUMENTS or not all(re.fullmatch(UUID_FORM, one) for one in uploads):
        return {"file": Words("แนบได้ไม่เกิน 5 ไฟล์", "At most 5 files go with it")}
    return {}


def _contact(answers: Answers) -> dict[str, Words]:
    found = {} if answers.one("known") in {OPEN, CONFIDENTIAL} else {"known": CHOOSE}
    return found | _short("name", answers.one("name")) | _short("contact", answers.one("contact"))


def _short(name: str, text: str) -> dict[str, Words]:
    if "\n" not in text and len(text) <= LINE:
        return {}
    return {name: Words("ยาวเกินไป ใช้ไม่เกิน 500 ตัวอักษร", "Too long: at most 500 characters")}
