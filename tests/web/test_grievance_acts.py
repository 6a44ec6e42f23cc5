"""The acts of those who handle a grievance, each on its page: from the receipt to the remedy."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from ledger.application.snapshot import present
from ledger.application.stories import acts
from ledger.domain.casework_codes import Remedy
from ledger.domain.grievance.events import RemedyAsked
from ledger.domain.grievance.records import GrievanceState
from tests.web.acting import Cast, sign
from tests.web.everywhere import standing
from tests.web.served import Site


@pytest.fixture
def cast(site: Site) -> Cast:
    site.time.go_to(site.time.today + timedelta(days=1))
    return Cast(site)


def appealed(cast: Cast) -> str:
    """An appeal that was filed today against a refusal of today."""
    claim, appeal, today = f"claim/{uuid4()}", f"grievance/{uuid4()}", cast.site.time.today
    state = present(cast.site.ledger.store, cast.site.time.now()).state(
        cast.site.streams["grandmother"]["claim"]
    )
    assert state.programme is not None
    received = cast.say(claim, acts.application(state.programme, today), "intake")
    words = {"applicant/facts": "ก", "applicant/considerations": "ข", "applicant/discretion": "ค"}
    refused = cast.say(claim, acts.refusal(received), "officer-1", "supervisor-district", sealed=words)
    cast.say(claim, acts.notice(refused, today), "officer-1")
    filed = acts.appeal(state.programme, refused, None, today)
    cast.say(appeal, replace(filed, remedies=(RemedyAsked(code=Remedy.APOLOGY),)), "intake")
    return appeal


def enter(page: Page, appeal: str, act: str) -> None:
    """Open the case, say that one has no part in it, and go to the form of ``act``."""
    page.goto(f"/work/{appeal}")
    page.get_by_role("button", name="เท่าที่รู้ ไม่มี เปิดเรื่อง").click()
    page.get_by_role("link", name=act, exact=True).click()


def test_an_appeal_goes_from_receipt_to_remedy(browser: Browser, site: Site, cast: Cast) -> None:
    appeal = appealed(cast)
    with standing(browser, site, "handler") as page:
        enter(page, appeal, "ตอบรับเรื่อง")
        page.get_by_label("ติดต่อได้ที่").select_option("counter")
        page.get_by_label("ขั้นต่อไป").select_option("answer_within_30_days")
        sign(page)
    with standing(browser, site, "supervisor-province") as page:
        enter(page, appeal, "มอบเรื่องให้ผู้ดำเนินเรื่อง")
        page.get_by_label("ผู้ทบทวน", exact=True).check()
        page.get_by_label("มอบให้ใคร").select_option(cast.actor("reviewer"))
        sign(page)
    with standing(browser, site, "reviewer") as page:
        enter(page, appeal, "ทำคำวินิจฉัย")
        page.locator('input[name="data.findings.0.finding"][value="sustained"]').check()
        page.locator('input[name="data.outcome"][value="upheld"]').check()
        page.locator('select[name="data.remedies.0.code"]').select_option("apology")
        page.locator('select[name="data.remedies.0.office"]').select_option("example-municipality")
        page.locator('input[name="data.law[]"][value="apa_s45"]').check()
        page.get_by_label("เหตุผล", exact=True).fill("ไม่มีใครไปดูที่บ้านก่อนปฏิเสธ")
        page.get_by_label("ผู้ลงนามร่วม").select_option(cast.keyring.load("supervisor-province").key.id)
        sign(page, "รอผู้ลงนามร่วม")
        cast.sign_beside("supervisor-province")
        page.reload()
        page.get_by_role("link", name="บันทึกการแจ้งผล").click()
        page.get_by_label("แจ้งอย่างไร").select_option("hand")
        page.locator('input[name="data.received_on"]').fill(site.time.today.isoformat())
        page.get_by_label("ภาษาไทย").check()
        sign(page)
    with standing(browser, site, "officer-2") as page:
        enter(page, appeal, "รายงานว่าเยียวยาแล้ว")
        sign(page)
        expect(page.get_by_role("heading", name="หน่วยงานรายงานว่าเยียวยาแล้ว รอผู้ยื่นยืนยัน")).to_be_visible()
    state = present(site.ledger.store, site.time.now()).state(appeal)
    assert isinstance(state, GrievanceState)
    assert [report.remedy for report in state.reported] == ["r1"]
    assert state.confirmed == frozenset()
