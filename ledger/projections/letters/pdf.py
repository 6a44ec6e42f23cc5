"""A letter as PDF/UA-1: its words are handed to typst as data and never as source."""

import io
from importlib.resources import files
from typing import Any, Final, TypeAlias

import segno

from ledger.projections.letters.letter import Item, Letter, Section
from ledger.projections.pictures.canvas import printable
from ledger.projections.pictures.pdf import typeset
from ledger.projections.pictures.words import Lang, Words

Json: TypeAlias = Any

NUMBER: Final = Words("เลขเรื่อง", "Case number")
CODE: Final = Words("รหัสรับเรื่อง", "Receipt code")
TO: Final = Words("เรียน", "To")
DAY: Final = Words("วันที่", "Date")
EVIDENCE: Final = Words("สำหรับตรวจสอบ", "To check this letter")
SCAN: Final = Words("สแกนเพื่อเปิดหน้าติดตามเรื่อง", "Scan to open the page of the case")


def render_letter(letter: Letter, lang: Lang = "th") -> bytes:
    """Return ``letter`` as PDF/UA-1 on A4, ``lang`` first; the same letter gives the same bytes.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.
    """
    template = files(__package__).joinpath("letter.typ").read_bytes()
    return typeset(template, _data(letter, lang))


def qr(page: str) -> str:
    """Return an address as a QR code, an SVG document. It holds the address and nothing else."""
    with io.BytesIO() as out:
        segno.make(page, error="m", micro=False).save(out, kind="svg", xmldecl=False, svgns=True, scale=4)
        return out.getvalue().decode()


def _data(letter: Letter, lang: Lang) -> Json:
    return {
        "lang": lang,
        "title": _words(letter.title, lang),
        "sender": letter.sender and _words(letter.sender, lang),
        "day": letter.day and [_words(DAY, lang), _words(letter.day, lang)],
        "to": {"name": _words(TO, lang), "lines": [_words(line, lang) for line in letter.to]},
        "number": letter.number and {"name": _words(NUMBER, lang), "text": printable(letter.number)},
        "code": letter.code and {"name": _words(CODE, lang), "text": printable(letter.code)},
        "sections": [_section(section, lang) for section in letter.sections],
        "qr": letter.page and {"svg": qr(letter.page), "alt": SCAN.both(lang), "words": _words(SCAN, lang)},
        "evidence": {
            "heading": _words(EVIDENCE, lang),
            "items": [_item(item, lang) for item in letter.evidence],
            "notes": [_words(note, lang) for note in letter.notes],
        },
    }


def _section(section: Section, lang: Lang) -> Json:
    return {
        "heading": _words(section.heading, lang),
        "texts": [_words(text, lang) for text in section.texts],
        "items": [_item(item, lang) for item in section.items],
        "strong": [_words(text, lang) for text in section.strong],
    }


def _item(item: Item, lang: Lang) -> Json:
    name, value = item
    return {"name": _words(name, lang), "value": _words(value, lang)}


def _words(words: Words, lang: Lang) -> Json:
    return [{"lang": language, "text": printable(text)} for language, text in words.led_by(lang)]
