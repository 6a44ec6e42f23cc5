"""A grievance from a telephone: without JavaScript, on a bad line, without any line, by voice."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any, Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from ledger.application.fastpath import read_recorded
from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.grievance.events import RemedyConfirmed
from tests.web.acting import until
from tests.web.citizens import STORY, filings, note, sealed
from tests.web.conftest import PHONE
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site
from tests.web.working import assign, office, order, report

SLOW: Final = {"offline": False, "latency": 800, "downloadThroughput": 6_250, "uploadThroughput": 6_250}
"""50 kbit/s, and 0.8 seconds until anything comes back."""
FIRST_BYTES, FIRST_REQUESTS = 100_000, 25
FLOW_BYTES: Final = 90_000
"""Of everything after the first page, from the first answer to the receipt."""


ASIDE: Final = """async () => {
    const cache = await caches.open("phayan-form");
    return (await cache.keys()).map((one) => new URL(one.url).pathname);
}"""
"""The paths of what the telephone put aside."""


QUESTIONS: Final = frozenset({"who", "matter", "where", "story", "files", "wish"})


def telephone(browser: Browser, site: Site, **more: Any) -> BrowserContext:
    """A telephone in Thai, on the next day: stories go on until the evening of their last."""
    site.time.go_to(site.time.today + timedelta(days=1))
    look: dict[str, Any] = {"locale": "th-TH", "viewport": PHONE, "base_url": site.url} | more
    return browser.new_context(**look)


def go_on(page: Page) -> None:
    page.locator("button[name=to][value=next]").click()


def answer(page: Page) -> Iterator[str]:
    """Answer page by page as somebody without a name; each is told by name before it is answered."""
    steps: tuple[tuple[str, Callable[[], None]], ...] = (
        ("who", lambda: page.check("input[value=nameless]")),
        ("matter", lambda: page.check("input[value=conduct]")),
        ("where", lambda: choose_where(page)),
        ("story", lambda: page.fill("#story", STORY)),
        ("files", lambda: None),
        ("wish", lambda: page.check("input[value=apology]")),
    )
    for name, fill in steps:
        page.locator(f"input[name=at][value={name}]").wait_for(state="attached")
        yield name
        fill()
        go_on(page)
    page.locator("input[name=at][value=check]").wait_for(state="attached")
    yield "check"


def choose_where(page: Page) -> None:
    page.check("input[name=benefit]")
    page.select_option("#area", index=1)


def receipt(page: Page) -> tuple[str, str]:
    """Case number and code of the receipt before them."""
    page.wait_for_url("**/file/done")
    number = page.locator(".code-groups--small").inner_text().replace(" ", "")
    groups = page.locator(".code-groups:not(.code-groups--small) span").all_inner_texts()
    return number, "".join(groups)


def send(page: Page) -> None:
    page.locator("button[value=send]").click()


def test_without_javascript_from_the_story_to_the_confirmation(browser: Browser, site: Site) -> None:
    with telephone(browser, site, java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/file")
        for name in answer(page):
            assert page.locator("[data-leave]").count() == (0 if name == "who" else 1)  # a nameless one
        send(page)
        case, code = receipt(page)
        with PdfReader(io.BytesIO(page.pdf(format="A4"))) as printed:
            secret, shown = (re.sub(r"\D", "", one.extract_text()) for one in printed.pages)
        assert (code in secret, code in shown) == (True, False)
        assert (case in secret, case in shown) == (False, True)
        page.reload()
        assert page.url == f"{site.url}/track"

        stream = site.desk.mailboxes.stream(case)
        assert stream is not None
        work = office(site, stream)
        assign(work)
        order(work, Ground.DISCOURTESY)
        report(work)
        page.fill("#case", case)
        page.fill("#code", " ".join(re.findall("....", code)))
        page.locator("main form button").click()
        page.get_by_text("คุณยังไม่ได้ยืนยัน").wait_for()
        page.get_by_role("link", name="ยืนยันว่าได้รับจริง").click()
        send(page)
        page.get_by_role("heading", name="คุณยืนยันแล้ว").wait_for()

        row = site.ledger.store.stream(stream)[-1]
        assert isinstance(read_recorded(row.entry, row.leaf).statement.says, RemedyConfirmed)


@pytest.mark.parametrize(("language", "scheme"), [("th", "dark"), ("en", "light")])
def test_nothing_bars_anybody_on_the_way(browser: Browser, site: Site, language: str, scheme: str) -> None:
    found: dict[str, list[str]] = {}

    def look(page: Page, name: str) -> None:
        if language == "en" and name in QUESTIONS:
            return  # another language alters no question's form; the first is among all pages anyway
        if seen := [*violations(page), *close_lines(page), *sticking_out(page)]:
            found[name] = seen

    still = {"bypass_csp": True, "reduced_motion": "reduce", "color_scheme": scheme}
    with telephone(browser, site, **still) as context:
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
        page.goto(f"/file?lang={language}")
        for name in answer(page):
            look(page, name)
            if name in {"where", "story"}:
                go_on(page)
                expect(page.locator(".govuk-error-summary")).to_be_focused()  # once its script has run
                look(page, f"{name}, with an error")
        send(page)
        receipt(page)
        look(page, "receipt")
        kept = note(site)
        page.goto(f"/track?case={kept['case']}")
        page.fill("#code", kept["code"])
        page.locator("main form button").click()
        page.wait_for_url("**/case")
        look(page, "case")
        page.locator("a[href^='/case/say/']").first.click()
        look(page, "saying")
        page.goto("/case")
        page.locator("a[href^='/case/letter/']").first.click()
        look(page, "letter")
    assert found == {}


def test_filed_without_a_line_it_is_sent_once_when_there_is_one(browser: Browser, site: Site) -> None:
    with telephone(browser, site) as context:
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
        page.goto("/file")
        until(page, "caches.match('/file/short').then(found => found !== undefined)")
        until(page, "navigator.serviceWorker.controller !== null")
        before = len(filings(site))

        context.set_offline(True)
        page.goto("/file")  # which the telephone has
        page.check("input[value=nameless]")
        page.check("input[value=bribe]")
        choose_where(page)
        page.fill("#story", STORY)
        send(page)
        page.get_by_text("ยังไม่มีใครได้รับ").wait_for()
        page.reload()
        page.get_by_text("ยังไม่มีใครได้รับ").wait_for()
        assert len(filings(site)) == before

        context.set_offline(False)
        case, code = receipt(page)
        assert len(code) == 16
        page.goto("/file")
        page.wait_for_load_state("networkidle")
        assert page.get_by_text("ยังไม่มีใครได้รับ").count() == 0
        assert len(filings(site)) == before + 1
        assert sealed(site, case) == {"complainant/text": STORY}
        paths = set(page.evaluate(ASIDE))
        assert {path for path in paths if not path.startswith("/static/")} == {"/file/short", "/favicon.svg"}


def test_what_is_kept_can_be_deleted_and_what_is_typed_survives_a_lost_line(
    browser: Browser, site: Site
) -> None:
    with telephone(browser, site) as context:
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
        page.goto("/file")
        before = len(filings(site))
        for name in answer(page):
            if name == "story":
                page.fill("#story", "ก่อนสัญญาณหาย")
                context.set_offline(True)
                go_on(page)
                page.get_by_text("ตอนนี้ไม่มีสัญญาณ").wait_for()
                assert page.input_value("#story") == "ก่อนสัญญาณหาย"
                context.set_offline(False)
        context.set_offline(True)
        send(page)
        page.get_by_role("button", name="ลบทิ้ง").click()
        until(page, "document.querySelector('[data-line-box]').children.length === 0")
        context.set_offline(False)
        page.goto("/file/short")
        page.fill("#story", STORY)
        send(page)  # much is missing: the page asks for it, once, and holds what was typed
        page.locator("input[name=at][value=who]").wait_for(state="attached")
        page.wait_for_load_state("networkidle")
        assert page.locator("input[name=story]").input_value() == STORY
        assert page.locator(".outbox").count() == 0
        assert len(filings(site)) == before


def test_a_filing_completes_on_a_line_of_fifty_kilobits(browser: Browser, site: Site) -> None:
    with telephone(browser, site) as context:
        context.clock.set_system_time(site.time.now())
        page = context.new_page()
        wire = context.new_cdp_session(page)
        wire.send("Network.enable")
        bytes_, requests = [0], list[str]()
        wire.on("Network.loadingFinished", lambda one: bytes_.append(int(one["encodedDataLength"])))
        page.on("request", lambda one: requests.append(one.url))
        page.goto("/file")
        page.wait_for_load_state("networkidle")
        first, asked = sum(bytes_), len(requests)
        assert first <= FIRST_BYTES, first
        assert asked <= FIRST_REQUESTS, requests

        for name in answer(page):
            if name == "wish":  # the last question, the summary, the sending and the receipt tell for all
                wire.send("Network.emulateNetworkConditions", SLOW)
        send(page)
        case, code = receipt(page)
        assert (len(case), len(code)) == (10, 16)
        flow = sum(bytes_) - first
        assert flow <= FLOW_BYTES, flow
    assert filings(site)[-1].kind is Kind.CONDUCT_COMPLAINT


def test_a_voice_is_recorded_heard_and_taken_in(browser: Browser, site: Site) -> None:
    hum = """() => { navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext(), tone = context.createOscillator();
        const out = context.createMediaStreamDestination();
        tone.connect(out); tone.start(); await context.resume(); return out.stream; }; }"""
    with telephone(browser, site) as context:
        page = context.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/file")
        for name in answer(page):
            if name == "files":
                page.evaluate(hum)
                page.locator("[data-start]").click()
                page.wait_for_timeout(700)
                page.locator("[data-stop]").click()
                page.locator("audio").wait_for()
                assert page.evaluate("document.querySelector('audio').src.startsWith('blob:')")
                page.locator("button[value=add]").click()
                page.get_by_text("เสียงที่อัดไว้").wait_for()
        send(page)
        case, _ = receipt(page)
        assert complaints == []
    described = sealed(site, case)["complainant/document-1"]
    assert described["media"] == "audio/ogg"
    assert described["bytes"] > 500
