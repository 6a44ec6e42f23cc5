"""Pictures: the same bytes each time, readable aloud, nothing clipped, no order but that of the keys."""

import os
import re
import subprocess
import sys
from datetime import date
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ledger.projections.errors import ReportError
from ledger.projections.pictures import canvas, disparity, intervals
from ledger.projections.pictures.canvas import PALETTE, Picture, short
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.timeline import STANDS, Happened, Ran, timeline
from ledger.projections.pictures.words import Words
from ledger.projections.views.periods import ClockStands
from tests.docs.pages import ROOT
from tests.pictures.drawn import drawn
from tests.pictures.envelopes import HOSTILE, OFFICES, REPORTS

svg = cache(canvas.svg)
SVG = "{http://www.w3.org/2000/svg}"
LIVED = timeline(
    [
        Happened(1, "ClaimReceived", date(2026, 1, 5)),
        Happened(2, "EligibilityDecided", date(2026, 2, 1)),
        Happened(3, "DecisionNotified", date(2026, 2, 3)),
    ],
    [
        Ran("decide_claim", date(2026, 1, 5), date(2026, 2, 4), "met"),
        Ran("appeal", date(2026, 2, 3), date(2026, 2, 18), "running"),
    ],
    date(2026, 2, 10),
    title=Words("ลำดับเหตุการณ์ของ claim/ก", "Timeline of claim/ก"),
)
ALL = [(name, picture) for name, report in REPORTS.items() for picture in pictures(report)]
ALL.append(("case", LIVED))
NAMES = [f"{name}-{picture.name}" for name, picture in ALL]
each = pytest.mark.parametrize("picture", [picture for _name, picture in ALL], ids=NAMES)


def parsed(drawing: bytes) -> ET.Element:
    return ET.fromstring(drawing)  # noqa: S314  # our own bytes


@each
def test_a_picture_is_well_formed_and_says_what_it_shows(picture: Picture) -> None:
    tree = parsed(svg(picture))

    title, description = tree.find(f"{SVG}title"), tree.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert tree.attrib["role"] == "img"
    assert tree.attrib["aria-labelledby"] == f"{title.attrib['id']} {description.attrib['id']}"
    for text in (title.text or "", description.text or ""):
        assert re.search("[ก-๙]", text)
        assert re.search("[A-Za-z]{3}", text)


@each
def test_a_picture_holds_letters_as_text_unless_it_goes_on_paper(picture: Picture) -> None:
    words = "".join(text.text or "" for text in parsed(svg(picture)).iter(f"{SVG}text"))
    outlined = parsed(svg(picture, outlined=True))

    assert re.search("[ก-๙]", words)
    assert not list(outlined.iter(f"{SVG}text"))


@each
def test_a_picture_uses_colours_of_the_palette_alone(picture: Picture) -> None:
    found = {colour.lower() for colour in re.findall("#[0-9a-fA-F]{6}", svg(picture, outlined=True).decode())}

    assert found <= PALETTE
    assert found >= {"#ffffff"}


@each
def test_nothing_of_a_picture_is_clipped(picture: Picture) -> None:
    with drawn(picture) as figure:
        inner, outer = figure.get_tightbbox(), figure.bbox_inches

    assert inner is not None
    assert inner.x0 >= outer.x0 - 0.01
    assert inner.x1 <= outer.x1 + 0.01
    assert inner.y0 >= outer.y0 - 0.01
    assert inner.y1 <= outer.y1 + 0.01


@each
def test_a_picture_asks_for_nothing_from_outside(picture: Picture) -> None:
    text = re.sub(r'xmlns(:xlink)?="http://www\.w3\.org/[\w/]+"', "", svg(picture).decode())

    assert "http" not in text
    assert "<script" not in text
    assert not re.search(r"\son\w+=", re.sub(">[^<]*<", "><", text))
    assert "<!DOCTYPE" not in text


def test_the_bytes_are_the_same_in_another_process() -> None:
    code = (
        "from tests.pictures.envelopes import REPORTS\n"
        "from ledger.projections.rendering import render\n"
        "import hashlib\n"
        "for form in ('svg', 'html', 'pdf'):\n"
        "    made = [render(REPORTS[name], form) for name in ('R01', 'R06')]\n"
        "    print(hashlib.sha256(b''.join(made)).hexdigest())"
    )

    def run(seed: str, zone: str) -> str:
        environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": zone}
        return subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    first = run("1", "UTC")
    assert len(first.splitlines()) == 3
    assert first == run("2", "Asia/Bangkok")


def test_nobodys_own_settings_change_the_bytes() -> None:
    import matplotlib as mpl

    before = canvas.svg(LIVED)
    with mpl.rc_context(
        {"lines.linewidth": 9, "font.size": 30, "svg.hashsalt": "x", "axes.facecolor": "red"}
    ):
        assert canvas.svg(LIVED) == before


def check_order(name: str) -> None:
    """However the rows of a report come, its pictures are the same and stand in order of key."""
    report: dict[str, Any] = REPORTS[name]
    turned = report | {"rows": list(reversed(report["rows"]))}

    for first, second in zip(pictures(report), pictures(turned), strict=True):
        keys = [str(row[0]) for row in first.rows]
        assert keys == sorted(keys), "rows do not stand in order of key"
        assert first.rows == second.rows
        assert canvas.svg(first) == canvas.svg(second)


@pytest.mark.parametrize("name", ["R02", "R10", "R11", "R14"])
def test_rows_stand_in_order_of_key_however_they_come(name: str) -> None:
    check_order(name)


def test_a_league_table_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: rows in order of their estimates."""
    for module in (intervals, disparity):
        monkeypatch.setattr(
            module, "in_order", lambda marks: sorted(marks, key=lambda mark: mark.estimate or 0.0)
        )

    with pytest.raises(AssertionError, match="order of key"):
        check_order("R02")


def test_a_hostile_name_is_text_and_nothing_else() -> None:
    (picture,) = pictures(REPORTS["R05"])

    tree = parsed(svg(picture))
    texts = [text.text or "" for text in tree.iter(f"{SVG}text")]
    assert len(list(tree.iter(f"{SVG}svg"))) == 1
    assert short(HOSTILE) in texts
    assert HOSTILE in [row[0] for row in picture.rows]


def test_a_name_without_escaping_would_be_more_than_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: where nothing is escaped, a title breaks out."""
    (picture,) = pictures(REPORTS["R05"] | {"title": {"th": "ก", "en": "</title><script>1</script>"}})
    assert b"<script>" not in canvas.svg(picture)

    monkeypatch.setattr(canvas, "_xml", lambda text: text)
    assert b"<script>" in canvas.svg(picture)


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\ud800", "\ufffe"])
def test_a_name_that_xml_cannot_hold_is_drawn_all_the_same(character: str) -> None:
    report: dict[str, Any] = REPORTS["R05"]
    rows = [report["rows"][0] | {"key": f"office/{character}"}]

    for picture in pictures(report | {"rows": rows}):
        parsed(svg(picture))


def test_a_long_thai_name_is_cut_between_letters_as_they_are_read() -> None:
    for length in range(40):
        whole = "ก" * length + "ี่ำ้" * 3 + "ข" * (40 - length)
        head, tail = short(whole).split("…")
        assert whole.startswith(head)
        assert whole.endswith(tail)
        assert not re.match("[ัิ-ฺ็-๎ำ]", whole[len(head)])
        assert not re.match("[ัิ-ฺ็-๎ำ]", tail)


def test_rows_that_differ_at_their_end_are_told_apart() -> None:
    """Keys of duties and steps begin alike and end with the office."""
    step = "มอบหมายผู้ดำเนินเรื่องก่อนวินิจฉัย"

    assert len({short(f"{step} · {office}") for office in ("example-district", "example-municipality")}) == 2


def test_pictures_below_each_other_keep_their_size() -> None:
    """The trap: points in a drawing are a third larger than its own units, so each would cover the next."""
    drawings = [svg(picture) for picture in pictures(REPORTS["R14"])]
    assert len(drawings) > 1
    assert b'width="518.4pt"' in drawings[0]

    root = parsed(canvas.stacked(drawings))
    *_, width, height = map(float, root.get("viewBox", "").split())
    inner = root.findall(f"{SVG}svg")
    assert [one.get("viewBox") for one in inner] == [
        f"0 0 {one.get('width')} {one.get('height')}" for one in inner
    ]
    assert sum(float(one.get("height", "")) for one in inner) == pytest.approx(height)
    assert (root.get("width"), root.get("height")) == (f"{width:g}pt", f"{height:g}pt")


def test_every_way_a_clock_stands_has_a_look() -> None:
    assert set(STANDS) == {str(one) for one in ClockStands}
    patterns = [(colour, hatch) for _words, colour, hatch in STANDS.values()]
    assert len(set(patterns)) == len(patterns)


def test_offices_of_the_tests_have_marks_above_and_below() -> None:
    assert all(any(mark in "".join(OFFICES) for mark in pair) for pair in ("ี่", "ู่", "ญ", "ฐ", "ำ"))


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("matplotlib", "fontpkg_sarabun"):
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, module, None)
            with pytest.raises(ReportError, match="phayan\\[report\\]") as caught:
                canvas.svg(LIVED)
        assert caught.value.code == "pictures_missing"
