"""The PDF of a report: accessible, dated by nothing, with names that are never read as markup."""

import io
import json
import re
from functools import cache
from typing import Any

import pypdf
import pytest

from ledger.projections.pictures import pdf
from ledger.projections.pictures.page import HOW
from ledger.projections.pictures.pdf import render_pdf
from ledger.projections.pictures.questions import QUESTIONS
from tests.pictures.envelopes import HOSTILE, REPORTS

TITLE = "คำสั่งที่ถูกกลับ ที่ทำการผู้ใหญ่บ้าน น้ำ"


@cache
def source(name: str) -> bytes:
    """The PDF of a report as it stands: made once for all tests that only look."""
    return render_pdf(REPORTS[name])


def made(name: str, **changed: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_pdf(REPORTS[name] | changed) if changed else source(name)))


def texts(reader: pypdf.PdfReader) -> str:
    """The text of a document, SARA AM in one piece: it is drawn in two, and a tone may stand between."""
    whole = "\n".join(page.extract_text() for page in reader.pages)
    return re.sub("\u0e4d([\u0e48-\u0e4b]?)\u0e32", "\\1\u0e33", whole)


def test_the_title_is_thai_and_whole() -> None:
    reader = made("R05", title={"th": TITLE, "en": "Decisions reversed"})

    assert reader.metadata is not None
    assert reader.metadata.title == f"R05 {TITLE} · R05 Decisions reversed"
    assert f"R05 {TITLE}" in texts(reader)


@pytest.mark.parametrize("name", ["R01", "R05", "R14"])
def test_thai_text_can_be_taken_out_word_by_word(name: str) -> None:
    text = "".join(texts(made(name)).split())

    for words in (QUESTIONS[name].th, "อุทธรณ์น้อยไม่ได้แปลว่าตัดสินใจดี", "ยังไม่พ้นกำหนดอุทธรณ์", HOW.th):
        assert "".join(words.split()) in text


def test_as_typst_leaves_it_thai_cannot_be_taken_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control; once it fails, ``pdf_text`` is no longer needed."""
    monkeypatch.setattr(pdf, "mended", lambda document: document)

    assert TITLE not in texts(made("R05", title={"th": TITLE, "en": "Decisions reversed"}))


def test_sara_am_has_a_replacement_text_of_one_piece() -> None:
    contents: list[Any] = [page["/Contents"] for page in made("R05").pages]
    spans = [span for one in contents for span in re.findall(rb"ActualText<FEFF([0-9A-F]+)>", one.get_data())]

    assert spans
    assert all(b"0E33" in span and b"0E4D" not in span for span in spans)


def test_the_document_says_that_it_is_accessible() -> None:
    reader = made("R01")
    root: Any = reader.trailer["/Root"]

    assert root["/Lang"] == "th"
    assert root["/MarkInfo"]["/Marked"]
    assert "<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data().decode()
    assert "/StructTreeRoot" in root


def test_a_document_carries_no_date_and_no_author() -> None:
    metadata = made("R01").metadata

    assert metadata is not None
    assert not {"/CreationDate", "/ModDate", "/Author"} & set(metadata)


@pytest.mark.parametrize("name", list(REPORTS))
def test_every_report_fits_on_paper(name: str) -> None:
    reader = made(name)
    text = texts(reader)

    for words in ("Few appeals are not good decisions.", "interval", f"phayan report {name}", "Wilson 1927"):
        assert words in text.replace("\n", " ")


@pytest.mark.parametrize(
    "name", ["#panic()", "$ x $", "*a* _b_ `c` <d> @e", '#image("/etc/passwd")', "\\u{41}", HOSTILE]
)
def test_markup_in_a_name_stays_a_name(name: str) -> None:
    rows = [REPORTS["R05"]["rows"][1] | {"key": name}]
    text = "".join(page.extract_text() for page in made("R05", rows=rows).pages)

    assert name.replace(" ", "") in "".join(text.split())


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800"])
def test_a_letter_that_is_none_is_shown_as_such(character: str) -> None:
    rows = [REPORTS["R05"]["rows"][1] | {"key": f"office/{character}"}]

    assert "office/" in texts(made("R05", rows=rows))


def test_words_reach_typst_as_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    seen: dict[str, Any] = {}
    compile_it = typst.compile

    def watch(template: bytes, **more: Any) -> bytes:
        seen.update(source=template, data=more["sys_inputs"]["data"])
        made: bytes = compile_it(template, **more)
        return made

    monkeypatch.setattr(typst, "compile", watch)
    render_pdf(REPORTS["R05"])

    assert HOSTILE not in seen["source"].decode()
    names = [line["cells"][0][0][0]["text"] for line in json.loads(seen["data"])["rows"]["lines"]]
    assert HOSTILE in names


def test_a_long_table_of_a_picture_is_left_to_page_and_file() -> None:
    report: dict[str, Any] = REPORTS["R06"]

    held = pdf._data(report, "th")["pictures"]
    assert [one["grid"] is None for one in held] == [False, False]
    assert pdf._data(_years(report), "th")["pictures"][0]["grid"] is None


def _years(report: dict[str, Any]) -> dict[str, Any]:
    """The same report over six times as many months."""
    series = [
        entry | {"period": f"{int(entry['period'][:4]) - 2 * turn}{entry['period'][4:]}"}
        for turn in range(6)
        for entry in report["series"]
    ]
    return report | {"series": series}
