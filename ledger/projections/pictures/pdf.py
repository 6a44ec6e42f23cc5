"""A report as PDF/UA-1: the words of the page, handed to typst as data and never as source."""

import json
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final, TypeAlias

from ledger.projections.pictures.canvas import Picture, letters, missing, printable, svg
from ledger.projections.pictures.document import Grid, Item, Line, document
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.page import HOW, NOTHING, SECTIONS, own_grid
from ledger.projections.pictures.pdf_text import mended
from ledger.projections.pictures.words import Lang, Words

Json: TypeAlias = Any

LONGEST_TABLE: Final = 60  # lines of a picture's own table on paper; page and CSV hold longer ones


def render_pdf(envelope: Mapping[str, Any], lang: Lang = "th") -> bytes:
    """Return the report as PDF/UA-1, ``lang`` first and the other language beside it; no date, no author.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.
    """
    return typeset(files(__package__).joinpath("report.typ").read_bytes(), _data(envelope, lang))


def typeset(template: bytes, data: Json) -> bytes:
    """Return what ``template`` makes of ``data`` as PDF/UA-1, its text such as can be read aloud.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.
    """
    folder = letters()
    try:
        import typst  # noqa: PLC0415 - comes with the extra
    except ImportError as error:
        raise missing() from error
    made = typst.compile(
        template,
        format="pdf",
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[folder]),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards="ua-1",
    )
    return mended(bytes(made))


def _data(envelope: Mapping[str, Any], lang: Lang) -> Json:
    found = document(envelope)
    snapshot = envelope["snapshot"]
    return {
        "lang": lang,
        "footer": f"{envelope['report']} · {snapshot['origin']} · {snapshot['tree_size']}",
        "title": _words(found.title, lang),
        "question": _words(found.question, lang),
        "sections": {name: _words(words, lang) for name, words in SECTIONS.items()},
        "bound": _items(found.bound, lang),
        "pictures": [_picture(picture, lang) for picture in pictures(envelope)],
        "rows": _grid(found.rows, lang),
        "excluded": _grid(found.excluded, lang),
        "nothing": _words(NOTHING, lang),
        "caveats": [_words(one, lang) for one in found.caveats],
        "method": _items(found.method, lang),
        "how": _words(HOW, lang),
        "again": _items(found.again, lang),
    }


def _words(words: Words, lang: Lang) -> Json:
    return [{"lang": language, "text": printable(text)} for language, text in words.led_by(lang)]


def _items(items: Sequence[Item], lang: Lang) -> Json:
    return [{"name": _words(name, lang), "text": printable(text)} for name, text in items if text]


def _picture(picture: Picture, lang: Lang) -> Json:
    own = not picture.of_rows and len(picture.rows) <= LONGEST_TABLE
    return {
        "svg": svg(picture, lang, outlined=True).decode(),
        "alt": printable(f"{picture.title.both(lang)}. {picture.description.both(lang)}"),
        "caption": _words(picture.description, lang),
        "grid": _grid(own_grid(picture), lang) if own else None,
    }


def _grid(grid: Grid, lang: Lang) -> Json:
    return {
        "caption": _words(grid.caption, lang),
        "head": [_words(words, lang) for words in grid.head],
        "numeric": list(grid.numeric),
        "lines": [_line(line, lang) for line in grid.lines],
        "total": None if grid.total is None else _line(grid.total, lang),
    }


def _line(line: Line, lang: Lang) -> Json:
    return {"asked": line.asked, "cells": [[_words(words, lang) for words in cell] for cell in line.cells]}
