"""All parts of the pages on one sheet: Thai marks do not meet, nothing runs out of a phone, day and night."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pytest
from playwright.sync_api import Browser, Page, Route
from pypdf import PdfReader

from api.web.assets import tree
from tests.web.conftest import PHONE
from tests.web.looking import close_lines, sticking_out, violations

SAMPLE: Final = Path(__file__).parent / "sample.html"
ADDRESS: Final = "http://look.example/"


@contextmanager
def looked_at(
    browser: Browser, scheme: Literal["light", "dark"] = "light", more: str = "", zoom: int = 1
) -> Iterator[Page]:
    """The sheet on a telephone, with ``more`` rules of style; ``zoom`` 2 is a screen of half the width."""

    def answer(route: Route) -> None:
        name = route.request.url.removeprefix(ADDRESS)
        if name:
            asset = tree().files[name.removeprefix("static/")]
            route.fulfill(body=asset.plain, content_type=asset.media)
        else:
            route.fulfill(path=SAMPLE)

    size = {"width": PHONE["width"] // zoom, "height": PHONE["height"]}
    with browser.new_context(
        locale="th-TH",
        viewport=size,  # type: ignore[arg-type]
        color_scheme=scheme,
        reduced_motion="reduce",
        bypass_csp=True,
    ) as context:
        context.route("**/*", answer)
        page = context.new_page()
        page.goto(ADDRESS)
        if more:
            page.add_style_tag(content=more)
        page.evaluate("document.fonts.ready")
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_meets_a_barrier_on_the_sheet(browser: Browser, scheme: Literal["light", "dark"]) -> None:
    with looked_at(browser, scheme) as page:
        assert violations(page) == []
        assert close_lines(page) == []
        assert sticking_out(page) == []


def test_each_question_finds_what_it_is_asked_for(browser: Browser) -> None:
    """The controls: lines of the design system's own height, a table that is too wide, letters too pale."""
    with looked_at(browser, more=".govuk-heading-xl { line-height: 1.09 }") as page:
        assert [one.partition(" ")[0] for one in close_lines(page)] == ["H1"]
    with looked_at(browser, more=".table-scroll { overflow: visible }") as page:
        assert "TABLE govuk-table" in sticking_out(page)
    with looked_at(browser, more=".govuk-body-s { color: #aaa }") as page:
        assert [one.partition(":")[0] for one in violations(page)] == ["color-contrast"]


def test_the_sheet_holds_at_twice_the_size(browser: Browser) -> None:
    with looked_at(browser, zoom=2) as page:
        assert sticking_out(page) == []


def test_the_letters_are_our_own(browser: Browser) -> None:
    """Looped Thai letters in both weights came from our files; Sarabun waits for paper."""
    with looked_at(browser) as page:
        loaded = page.evaluate(
            "[...document.fonts].filter((one) => one.status === 'loaded')"
            ".map((one) => `${one.family} ${one.weight}`.replaceAll('\"', ''))"
        )
    assert sorted(set(loaded)) == ["Noto Sans Thai Looped 400", "Noto Sans Thai Looped 700"]
    assert len(loaded) == 4


def test_paper_has_its_own_letters_and_nothing_to_press(browser: Browser) -> None:
    with looked_at(browser) as page:
        sheets: Any = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        fonts = [font for one in sheets for font in one["/Resources"]["/Font"].values()]
        names = {font.get_object()["/BaseFont"].rpartition("+")[2] for font in fonts}
        assert {name for name in names if "Thai" in name or "Sarabun" in name} == {
            "Sarabun-Regular",
            "Sarabun-Bold",
        }

        page.emulate_media(media="print")
        assert page.get_by_role("link", name="พยาน", exact=True).is_visible()
        for pressed in ("ยื่นเรื่องนี้", "ออกจากหน้านี้ทันที", "English", "ตรวจหลักฐาน"):
            assert page.get_by_text(pressed).is_hidden(), pressed
