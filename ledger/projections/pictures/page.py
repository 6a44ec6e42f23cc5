"""A report as one HTML page that needs nothing else: no script, nothing from outside, fit for print."""

import base64
import csv
import io
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any, Final

from ledger.projections.pictures.canvas import Picture, svg
from ledger.projections.pictures.document import Document, Grid, Item, Line, Said, document
from ledger.projections.pictures.html import Markup, el, join, said
from ledger.projections.pictures.letters import embedded
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.words import Lang, Words
from ledger.projections.reports.render import cell, render_csv

POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:"
"""Whatever a name in the report may hold, a browser runs nothing and asks nobody."""
SECTIONS: Final = {
    "pictures": Words("ภาพ", "Pictures"),
    "rows": Words("ข้อมูล", "Data"),
    "excluded": Words("ที่ไม่นับ", "What is left out"),
    "caveats": Words("พึงระวัง", "What to keep in mind"),
    "method": Words("วิธีคำนวณ", "Method"),
    "again": Words("คำนวณซ้ำด้วยตนเอง", "Compute it again"),
}
HOW: Final = Words(
    "ผู้ใดมีบัญชีนี้ก็คำนวณได้ผลเดียวกัน ลำดับในบัญชีเปิดดูได้ด้วย phayan show",
    "Whoever has the log computes the same. Open an index of the log with phayan show.",
)
NOTHING: Final = Words("นับครบทั้งหมด", "Nothing is left out")
_SAVE: Final = Words("บันทึกข้อมูลเป็น CSV", "Save the data as CSV")
_TABLE: Final = Words("ข้อมูลของภาพเป็นตาราง", "The data of the picture as a table")


def render_page(envelope: Mapping[str, Any], lang: Lang = "th") -> bytes:
    """Return the report as an HTML page in UTF-8, ``lang`` first and the other language beside it.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.
    """
    found = document(envelope)
    body = el(
        "main",
        el("h1", said(found.title, lang)),
        el("p", said(found.question, lang), class_="question"),
        _facts(found.bound, lang),
        _section("pictures", lang, *(_figure(picture, lang) for picture in pictures(envelope))),
        _section("rows", lang, _grid(found.rows, lang), _save("rows", render_csv(envelope), lang)),
        *([_grid(found.details, lang)] if found.details else []),
        _section("excluded", lang, _excluded(found, lang)),
        _section("caveats", lang, el("ul", *(el("li", said(one, lang)) for one in found.caveats))),
        _section("method", lang, _facts(found.method, lang)),
        _section("again", lang, el("p", said(HOW, lang)), _facts(found.again, lang)),
    )
    style = files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", http_equiv="Content-Security-Policy", content=POLICY),
        el("meta", name="color-scheme", content="light dark"),
        el("title", found.title.both(lang)),
        el("style", Markup(embedded(body) + style)),
    )
    return f"<!doctype html>\n{el('html', head, el('body', body), lang=lang)}\n".encode()


def csv_of(picture: Picture, lang: Lang) -> str:
    """Return the data of a picture as CSV (RFC 4180, CRLF), under its headings in the other language too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([cell(words.both(lang)) for words in picture.header])
    writer.writerows([[cell(value) for value in row] for row in picture.rows])
    return out.getvalue()


def _section(name: str, lang: Lang, *children: str) -> Markup:
    return el("section", el("h2", said(SECTIONS[name], lang)), *children)


def _facts(items: Sequence[Item], lang: Lang) -> Markup:
    told = [item for item in items if item[1]]
    return el("dl", *(part for name, text in told for part in (el("dt", said(name, lang)), el("dd", text))))


def _figure(picture: Picture, lang: Lang) -> Markup:
    drawing = el(
        "div",
        Markup(svg(picture, lang).decode()),
        class_="wide drawing",
        tabindex="0",
        role="region",
        aria_label=picture.title.said(lang),
    )
    parts = [
        drawing,
        el("figcaption", el("strong", said(picture.title, lang)), " ", said(picture.description, lang)),
    ]
    if not picture.of_rows:
        parts.append(el("details", el("summary", said(_TABLE, lang)), _grid(own_grid(picture), lang)))
        parts.append(_save(picture.name, csv_of(picture, lang), lang))
    return el("figure", *parts)


def own_grid(picture: Picture) -> Grid:
    """Return the table of a picture: the numbers that are drawn, and no others."""
    return Grid(
        caption=picture.title,
        head=picture.header,
        numeric=tuple(
            all(isinstance(row[place], int | float | None) for row in picture.rows)
            for place in range(len(picture.header))
        ),
        lines=tuple(
            Line(cells=tuple(() if value is None else (_plain(value),) for value in row))
            for row in picture.rows
        ),
    )


def _plain(value: str | float) -> Words:
    text = f"{value:.6g}" if isinstance(value, float) else str(value)
    return Words(text, text)


def _grid(grid: Grid, lang: Lang) -> Markup:
    head = el("tr", *(el("th", said(words, lang), scope="col") for words in grid.head))
    parts = [
        el("caption", said(grid.caption, lang)),
        el("thead", head),
        el("tbody", *(_line(line, grid, lang) for line in grid.lines)),
    ]
    if grid.total is not None:
        parts.append(el("tfoot", _line(grid.total, grid, lang)))
    return el(
        "div",
        el("table", *parts),
        class_="wide",
        tabindex="0",
        role="region",
        aria_label=grid.caption.said(lang),
    )


def _line(line: Line, grid: Grid, lang: Lang) -> Markup:
    first, *rest = line.cells
    cells = [el("th", _cell(first, lang), scope="row")]
    for place, lines in enumerate(rest, start=1):
        numeric = {"class_": "number"} if grid.numeric[place] else {}
        cells.append(el("td", _cell(lines, lang, numeric=bool(numeric)), **numeric))
    return el("tr", *cells, **({"class_": "asked"} if line.asked else {}))


def _cell(lines: Said, lang: Lang, *, numeric: bool = False) -> Markup:
    """Return a cell; a number is said in one language, which is enough for it."""
    if numeric:
        return join(*(words.said(lang) for words in lines))
    return join(*(el("span", said(words, lang), class_="flag") for words in lines))


def _excluded(found: Document, lang: Lang) -> Markup:
    return _grid(found.excluded, lang) if found.excluded.lines else el("p", said(NOTHING, lang))


def _save(name: str, text: str, lang: Lang) -> Markup:
    """Return a link that saves ``text``; it is in the page, so that nothing is asked for."""
    content = base64.b64encode(("\ufeff" + text).encode()).decode()  # the mark lets spreadsheets read Thai
    return el(
        "p",
        el(
            "a",
            said(_SAVE, lang),
            href=f"data:text/csv;charset=utf-8;base64,{content}",
            download=f"{''.join(one if one.isalnum() else '-' for one in name)}.csv",
        ),
        class_="save",
    )
