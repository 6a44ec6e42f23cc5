"""The page of a report: all that a reader needs, nothing that a browser would run or ask for."""

import base64
import csv
import html
import io
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest

from ledger.projections.pictures import document as told
from ledger.projections.pictures.document import Grid
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.page import csv_of, render_page
from ledger.projections.pictures.words import FLAG_WORDS, Lang
from tests.pictures.envelopes import HOSTILE, OFFICES, REPORTS

EACH = pytest.mark.parametrize("name", list(REPORTS))
ALLOWED = {"href": r"data:text/csv;.*|#[tdm]?[0-9a-f]+|#[A-Za-z0-9]+", "xlink:href": r"#\w+"}


class Reader(HTMLParser):
    """What a browser would make of a page: elements, and the text of each table row."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.tables: list[list[list[str]]] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._inside = tag if tag in {"style", "title"} else ""
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in {"td", "th"}:
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "style":
            return
        self.text.append(data)
        if self.tables and self.tables[-1] and self.tables[-1][-1]:
            self.tables[-1][-1][-1] += data


@cache
def source(name: str, lang: Lang = "th") -> str:
    """The page of a report as it stands: made once for all tests that only look."""
    return render_page(REPORTS[name], lang).decode()


def read(name: str, lang: Lang = "th", **changed: Any) -> Reader:
    return Reader(render_page(REPORTS[name] | changed, lang).decode() if changed else source(name, lang))


def row_table(found: Reader, name: str) -> list[list[str]]:
    """The table that holds every row of the report and the overall row."""
    wanted = len(REPORTS[name]["rows"]) + 2
    return next(table for table in found.tables if len(table) == wanted and "estimate" in " ".join(table[0]))


def check_intervals(found: Reader, name: str) -> None:
    """Every estimate stands beside its interval."""
    table = row_table(found, name)
    heads = [" ".join(head.split()) for head in table[0]]
    place = next(at for at, head in enumerate(heads) if head.endswith("estimate"))
    assert heads[place + 1].endswith("interval"), "no column of intervals beside the estimates"
    for cells in table[1:]:
        assert bool(cells[place]) == bool(cells[place + 1]), "an estimate without its interval"


def check_caveats(found: Reader, name: str) -> None:
    """Every caveat is said, in both languages."""
    words = "".join(found.text)
    for caveat in REPORTS[name]["caveats"]:
        assert all(text in words for text in caveat["text"].values()), "a caveat is not said"


@EACH
def test_every_estimate_stands_beside_its_interval(name: str) -> None:
    check_intervals(read(name), name)


@EACH
def test_every_caveat_is_said_in_both_languages(name: str) -> None:
    for lang in ("th", "en"):
        check_caveats(read(name, lang), name)


def test_a_page_without_intervals_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(told, "_interval", lambda _bounds: ())
    with pytest.raises(AssertionError, match="interval"):
        check_intervals(Reader(render_page(REPORTS["R05"]).decode()), "R05")


def test_a_page_without_caveats_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    with pytest.raises(AssertionError, match="caveat"):
        check_caveats(read("R05", caveats=[]), "R05")


@EACH
def test_a_page_runs_nothing_and_asks_nobody(name: str) -> None:
    found = read(name)

    assert not {tag for tag, _attributes in found.tags} & {
        "script",
        "link",
        "img",
        "iframe",
        "object",
        "base",
    }
    for _tag, attributes in found.tags:
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("href", "xlink:href", "src"):
            if key in attributes:
                assert re.fullmatch(ALLOWED.get(key, "never"), attributes[key] or "")
    assert set(re.findall(r"url\(\W?(\w+:)", source(name))) == {"data:"}
    assert "@import" not in source(name)


def test_a_browser_is_told_to_run_nothing_before_it_reads_anything_else() -> None:
    found = read("R05")
    policies = [
        (place, attributes["content"])
        for place, (_tag, attributes) in enumerate(found.tags)
        if attributes.get("http-equiv") == "Content-Security-Policy"
    ]

    ((place, policy),) = policies
    assert (policy or "").startswith("default-src 'none'")
    assert place < next(at for at, (tag, _attributes) in enumerate(found.tags) if tag == "style")


def test_a_hostile_name_stands_in_the_page_as_text() -> None:
    found = read("R05", title={"th": "</title><svg onload=1>", "en": HOSTILE})

    assert any(cells and HOSTILE in cells[0] for cells in row_table(found, "R05"))
    assert "onload" not in {key for _tag, attributes in found.tags for key in attributes}
    assert len([tag for tag, _attributes in found.tags if tag == "svg"]) == 1


def test_without_escaping_a_hostile_name_would_be_an_element(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(html, "escape", lambda text, **_quote: text)

    broken = Reader(render_page(REPORTS["R05"]).decode())
    assert "onload" in {key for _tag, attributes in broken.tags for key in attributes}


@EACH
def test_a_page_says_what_it_asks_and_how_to_compute_it_again(name: str) -> None:
    words = "".join(read(name).text)
    report = REPORTS[name]

    for text in (
        report["title"]["th"],
        report["title"]["en"],
        report["snapshot"]["root_hash"],
        report["reproduce"]["command"],
        report["reproduce"]["facts_digest"],
        report["reproduce"]["result_digest"],
        "ยังไม่พ้นกำหนดอุทธรณ์",
        "1-10",
        "Wilson 1927",
    ):
        assert text in words
    assert "?" in words


def test_flags_are_words_and_the_reply_stands_in_the_same_row() -> None:
    table = row_table(read("R05"), "R05")
    asked = next(cells for cells in table if OFFICES[0] in cells[0])

    for words in (FLAG_WORDS["SIGNAL"], FLAG_WORDS["REPLIED"]):
        assert any(words.th in cell and words.en in cell for cell in asked)
    assert any("ab" * 32 in cell for cell in asked)
    assert any("7, 4711" in cell for cell in asked)
    assert "SIGNAL" not in "".join(read("R05").text)


def test_a_hidden_row_keeps_its_place_and_says_that_it_is_hidden() -> None:
    table = row_table(read("R05"), "R05")
    concealed = next(cells for cells in table if "office/hidden" in cells[0])

    assert [cell for cell in concealed if cell][1:] == ["ปิดไว้ hidden"]


@pytest.mark.parametrize("name", ["R01", "R04", "R06", "R10", "R11"])
def test_tables_can_be_read_aloud(name: str) -> None:
    found = read(name)
    scopes = [attributes.get("scope") for tag, attributes in found.tags if tag == "th"]

    assert set(scopes) == {"col", "row"}
    names = [tag for tag, _attributes in found.tags]
    assert names.count("caption") == names.count("table")
    assert [attributes.get("lang") for tag, attributes in found.tags if tag == "html"] == ["th"]
    assert {"th", "en"} <= {attributes.get("lang") for tag, attributes in found.tags if tag == "span"}


@EACH
def test_every_picture_comes_with_its_numbers_and_a_file_of_them(name: str) -> None:
    found = read(name)
    files = [
        base64.b64decode((attributes["href"] or "").partition("base64,")[2]).decode()
        for tag, attributes in found.tags
        if tag == "a"
    ]
    drawings = pictures(REPORTS[name])

    assert len([tag for tag, _attributes in found.tags if tag == "svg"]) == len(drawings)
    assert len(files) == 1 + sum(not one.of_rows for one in drawings)
    for one, text in zip((one for one in drawings if not one.of_rows), files, strict=False):
        lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
        assert len(lines) == 1 + len(one.rows)
        assert all(len(line) == len(one.header) for line in lines)


def test_a_cell_of_a_saved_file_is_no_formula() -> None:
    (picture,) = pictures(REPORTS["R15"] | {"rows": [REPORTS["R15"]["rows"][0] | {"key": "=1+1"}]})

    assert "\r\n'=1+1," in csv_of(picture, "th")


@pytest.mark.parametrize(("lang", "first"), [("th", "ข้อมูล"), ("en", "Data")])
def test_the_language_asked_for_comes_first(lang: Lang, first: str) -> None:
    text = source("R05", lang)

    heading = re.search(r"<h2><span lang=\"(\w+)\">(ข้อมูล|Data)</span>", text)
    assert heading is not None
    assert heading.groups() == (lang, first)
    assert f'<html lang="{lang}">' in text


def test_the_letters_of_the_page_hold_the_parts_of_sara_am() -> None:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    letters = re.search(r"data:font/woff;base64,([\w+/=]+)", source("R05"))
    assert letters is not None
    with TTFont(io.BytesIO(base64.b64decode(letters[1]))) as font:
        known = set(font.getBestCmap())
    assert {0x0E33, 0x0E4D, 0x0E32, ord("ญ"), ord("ฐ"), ord("a")} <= known


def test_numbers_of_a_table_are_said_once() -> None:
    grid: Grid = told.document(REPORTS["R05"]).rows

    assert [words.en for words in grid.head][:5] == ["office", "of all", "counted", "estimate", "interval"]
    assert grid.numeric[:5] == (False, True, True, True, True)


def contrast(one: str, other: str) -> float:
    """How much two colours differ in brightness, 1 to 21 (WCAG 2.2, relative luminance)."""
    bright = []
    for colour in (one, other):
        digits = colour.removeprefix("#")
        parts = [
            int(part * (2 // len(part)), 16) / 255 for part in re.findall("." * (len(digits) // 3), digits)
        ]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        bright.append(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)
    return max(bright) / min(bright)


def test_letters_stand_out_by_day_by_night_and_on_paper() -> None:
    blocks = re.findall(r":root \{([^}]*)\}", source("R05"))
    looks = [dict(re.findall(r"--(\w+): (#\w+)", block)) for block in blocks]

    assert len(looks) == 3
    assert contrast("#000", "#ffffff") == pytest.approx(21)
    for look in looks:
        for letters in ("ink", "soft", "link"):
            assert contrast(look[letters], look["paper"]) >= 4.5
        assert contrast(look["ink"], look["mark"]) >= 4.5
        assert contrast(look["soft"], look["mark"]) >= 4.5
