"""The PDF of a report: accessible, dated by nothing, with names that are never read as markup."""

import io
import json
from functools import cache
from typing import Any

import pypdf
import pytest

from ledger.projections.pictures import pdf
from ledger.projections.pictures.pdf import render_pdf
from tests.pictures.envelopes import HOSTILE, REPORTS

TITLE = "คำสั่งที่ถูกกลับ ที่ทำการผู้ใหญ่บ้าน น้ำ"


@cache
def source(name: str) -> bytes:
    """The PDF of a report as it stands: made once for all tests that only look."""
    return render_pdf(REPORTS[name])


def made(name: str, **changed: Any) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(render_pdf(REPORTS[name] | changed) if changed else source(name)))


def actual_texts(reader: pypdf.PdfReader) -> str:
    """Replacement texts of a document: what readers that know them take for letters set in parts."""
    found = []
    for page in reader.pages:
        content = page.get_contents()
        for operands, operator in [] if content is None else content.operations:
            if operator == b"BDC" and isinstance(operands[1], dict) and "/ActualText" in operands[1]:
                found.append(str(operands[1]["/ActualText"]))
    return "".join(found)


def test_the_title_is_thai_and_whole() -> None:
    reader = made("R05", title={"th": TITLE, "en": "Decisions reversed"})

    assert reader.metadata is not None
    assert reader.metadata.title == f"R05 {TITLE} · R05 Decisions reversed"
    text = reader.pages[0].extract_text()
    assert "Decisions reversed" in text


def test_sara_am_is_kept_in_the_text() -> None:
    reader = made("R05", title={"th": TITLE, "en": "Decisions reversed"})

    assert "คำ" in actual_texts(reader) + "".join(page.extract_text() for page in reader.pages)
    assert "คํา" not in actual_texts(reader)


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
    text = "".join(page.extract_text() for page in reader.pages)

    for words in ("Few appeals are not good decisions.", "interval", f"phayan report {name}", "Wilson 1927"):
        assert words in text.replace("\n", " ")


@pytest.mark.parametrize(
    "name", ["#panic()", "$ x $", "*a* _b_ `c` <d> @e", '#image("/etc/passwd")', "\\u{41}", HOSTILE]
)
def test_markup_in_a_name_stays_a_name(name: str) -> None:
    rows = [REPORTS["R05"]["rows"][1] | {"key": name}]
    text = "".join(page.extract_text() for page in made("R05", rows=rows).pages)

    assert name.replace(" ", "") in "".join(text.split())


def test_words_reach_typst_as_data_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    seen: dict[str, Any] = {}

    def watch(source: bytes, **more: Any) -> bytes:
        seen.update(source=source, data=more["sys_inputs"]["data"])
        return b""

    monkeypatch.setattr(typst, "compile", watch)
    render_pdf(REPORTS["R05"])

    assert HOSTILE not in seen["source"].decode()
    assert HOSTILE in json.dumps(json.loads(seen["data"]), ensure_ascii=False).replace('\\"', '"').replace(
        "\\\\", "\\"
    )


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
