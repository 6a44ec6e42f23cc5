"""Oversight in a browser: cases at every moment, as deciders had them, a report, and the log checked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from typer.testing import CliRunner

from ledger.cli import app
from ledger.domain.claim.events import EligibilityDecided
from ledger.projections.views.knowledge import Known
from tests.web.acting import until
from tests.web.conftest import PHONE
from tests.web.served import Site

FORM = {"sec-fetch-site": "same-origin", "content-type": "application/x-www-form-urlencoded"}


@contextmanager
def watching(browser: Browser, site: Site, **more: Any) -> Iterator[Page]:
    """Yield a page of oversight; with ``java_script_enabled=False`` one without scripts."""
    with browser.new_context(locale="th-TH", viewport=PHONE, base_url=site.url, **more) as context:  # type: ignore[arg-type]
        context.clock.set_system_time(site.time.now())
        context.request.post("/demonstration/oversight/session", headers=FORM, max_redirects=0)
        yield context.new_page()


@pytest.fixture
def claim(site: Site) -> str:
    return site.streams["grandmother"]["claim"]


def looks(site: Site, stream: str) -> int:
    return len(site.ledger.access.reads(stream))


def test_a_slider_moves_through_the_versions_by_key_and_keeps_the_focus(
    page: Page, site: Site, claim: str
) -> None:
    page.goto("/")
    page.get_by_role("button", name="หน่วยกำกับ", exact=True).click()
    page.wait_for_url("**/watch")
    page.goto(f"/watch/{claim}")
    before = looks(site, claim)
    slider = page.get_by_role("slider")
    assert slider.input_value() == "10"  # eleven entries, counted from none
    slider.focus()
    page.keyboard.press("Home")
    page.locator("#stands", has_text="หลังรายการที่ 1").wait_for()
    assert page.locator("#moment .timeline > li").count() == 1
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    page.locator("#stands", has_text="หลังรายการที่ 4").wait_for()
    assert page.evaluate("document.activeElement.type") == "range"
    assert "ไม่ให้สิทธิ" in page.locator("#moment").inner_text()
    assert "12 ก.พ. 2569" in page.locator("output").inner_text()
    assert page.url.endswith("?v=4")
    assert looks(site, claim) == before + 2  # what was passed over was not read


def test_a_finger_moves_the_slider(browser: Browser, site: Site, claim: str) -> None:
    with watching(browser, site, has_touch=True) as page:
        page.goto(f"/watch/{claim}")
        box = page.get_by_role("slider").bounding_box()
        assert box is not None
        assert box["height"] >= 44  # a finger finds it
        page.touchscreen.tap(box["x"] + 4, box["y"] + box["height"] / 2)
        page.locator("#stands", has_text="หลังรายการที่ 1").wait_for()
        assert page.locator("#moment .timeline > li").count() == 1


def test_without_scripts_a_form_replays_and_the_day_may_be_of_either_era(
    browser: Browser, site: Site, claim: str
) -> None:
    with watching(browser, site, java_script_enabled=False) as page:
        page.goto(f"/watch/{claim}")
        page.locator("#v").select_option("4")
        page.get_by_role("button", name="ดูตอนนี้").click()
        assert page.locator("#stands").inner_text() == "หลังรายการที่ 4"
        page.locator("#on").fill("๑๒ ก.พ. ๒๕๖๙")
        page.get_by_role("button", name="ดูวันนั้น").click()
        assert page.locator("#stands").inner_text() == "สิ้นวันที่ 12 กุมภาพันธ์ 2569"
        assert page.locator("#moment .timeline > li").count() == 5
        page.locator("#on").fill("31 ก.พ. 2569")
        page.get_by_role("button", name="ดูวันนั้น").click()
        assert page.locator("#on").get_attribute("aria-invalid") == "true"
        assert page.locator("#on").input_value() == "31 ก.พ. 2569"
        page.goto(f"/watch/{claim}/between?than=4&v=9")
        assert "รายการที่เพิ่มขึ้น (5)" in page.locator("main").inner_text()


def test_at_the_refusal_the_attestations_were_not_before_the_officer(
    browser: Browser, site: Site, claim: str
) -> None:
    with watching(browser, site) as page:
        page.goto(f"/watch/{claim}?v=4")
        page.locator("#v4").get_by_role("link", name="ดูอย่างที่ผู้ลงนามเห็นตอนนั้น").click()
        columns = {
            str(one): page.locator(f"#{one} .timeline__what").all_inner_texts()
            for one in (Known.CITED, Known.SEEN, Known.LATER)
        }
        given = [("6. ", "รับรอง"), ("7. ", "รับรอง")]
        for number, words in given:
            assert any(one.startswith(number) and words in one for one in columns[Known.LATER])
            assert not any(one.startswith(number) for one in columns[Known.CITED] + columns[Known.SEEN])
        assert [one[:2] for one in columns[Known.CITED]] == ["1."]
        decided = [
            row.index for row in site.ledger.store.stream(claim) if row.type == EligibilityDecided.__name__
        ]
        assert page.url.endswith(f"/seen-by/{decided[0]}")


def test_a_report_shows_its_picture_and_the_numbers_of_the_command(browser: Browser, site: Site) -> None:
    settings = site.settings
    ran = CliRunner().invoke(
        app, ["report", "R01", "--json", "--db", settings.ledger_db, "--keys", str(settings.keys)]
    )
    told = json.loads(ran.stdout)
    with watching(browser, site) as page:
        page.goto(f"/watch/reports/R01?at={told['snapshot']['tree_size']}")
        until(page, "document.querySelector('.chart img').complete")
        assert page.evaluate("document.querySelector('.chart img').naturalWidth") > 0
        shown = page.locator("main").inner_text()
        for said in ("facts_digest", "result_digest"):
            assert told["reproduce"][said] in shown
        assert told["snapshot"]["root_hash"] in shown
        for row in told["rows"]:
            cells = page.locator("#rows tr", has_text=row["key"][-12:]).locator("td").all_inner_texts()
            assert cells[0] == str(row["n"])
            assert cells[1] == str(row["num"])
        assert told["caveats"][0]["text"]["th"] in shown
        evidence = [index for row in told["rows"] for index in row.get("evidence", ())]
        page.locator("#rows").get_by_role("link", name=str(evidence[0]), exact=True).click()
        page.locator("#stands").wait_for()
        assert site.ledger.store.entry(evidence[0]).stream in page.url  # type: ignore[union-attr]


def test_the_log_is_verified_on_the_page_and_two_checkpoints_are_compared(
    browser: Browser, site: Site
) -> None:
    store = site.ledger.store
    first, last = next(store.checkpoints(5)), store.checkpoint()
    assert last is not None
    with watching(browser, site) as page:
        page.goto("/watch/log")
        page.locator("form[data-verify-log] input[name=policy]").set_input_files(site.settings.policy)
        page.get_by_role("button", name="ตรวจบัญชีเดี๋ยวนี้").click()
        result = page.locator("#verify-log-result")
        result.locator("li").first.wait_for()
        expect(page.locator("form[data-verify-log] button").first).to_be_enabled()
        assert result.locator(".mark--failed").count() == 0
        assert "ผ่าน" in result.inner_text()
        page.locator("#old").fill(last.text)  # in whatever order they are brought
        page.locator("#new").fill(first.text)
        page.get_by_role("button", name="เทียบ").click()
        assert page.locator(".checks .mark").all_inner_texts() == ["ผ่าน"] * 4
        page.locator("#old").fill(first.text.replace(first.text.split("\n")[2], last.text.split("\n")[2]))
        page.get_by_role("button", name="เทียบ").click()
        assert page.locator(".checks .mark--failed").count() >= 2
