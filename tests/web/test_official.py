"""An official works in a browser: looks, decides, asks somebody to sign as well, and is told what is new."""

import re

from playwright.sync_api import Browser, Page, Route, expect

from ledger.application.snapshot import present
from ledger.application.stories import acts
from ledger.application.verifying import verify_ledger
from ledger.domain.claim.events import Decision
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Finding, Result
from ledger.tlog.policy import parse_policy
from tests.web.casework import FACTS, attest, pass_gate, refuse_together, say, step_into
from tests.web.everywhere import standing
from tests.web.looking import close_lines, sticking_out, violations
from tests.web.served import Site


def in_force(site: Site, stream: str) -> Decision | None:
    """Return the decision in force in a claim, and None where none was made."""
    state = present(site.ledger.store, site.time.now()).state(stream)
    assert isinstance(state, ClaimState)
    return state.orders[-1] if state.orders else None


def find(page: Page, number: int, finding: Finding, evidence: int) -> None:
    """Answer whether a fact is so, on that many of the entries that are offered."""
    page.locator(f'[name="data.found.{number}.finding"][value="{finding}"]').check()
    boxes = page.locator(f'[name="data.found.{number}.on[]"]')
    for place in range(evidence):
        boxes.nth(place).check()


def reason(page: Page, heard: str) -> None:
    """Say under which law, whether the person was heard, and why."""
    page.get_by_label("หลักเกณฑ์เบี้ยยังชีพผู้สูงอายุ").check()
    page.locator('[name="data.discretion"]').select_option("none_exercised")
    page.locator(f'[name="data.heard"][value="{heard}"]').check()
    page.locator('[name="sealed.applicant/facts"]').fill(FACTS)
    page.locator('[name="sealed.applicant/considerations"]').fill("เป็นไปตามหลักเกณฑ์")


def test_an_officer_grants_what_two_attesters_bear_out(page: Page, site: Site) -> None:
    stream = site.streams["visit"]["claim:2"]
    attest(site, stream)
    step_into(page, "officer-2")
    pass_gate(page, stream)
    page.get_by_role("link", name="ออกคำสั่ง", exact=True).click()
    expect(page.locator("#cosigner")).to_be_hidden()
    find(page, 0, Finding.YES, 1)
    find(page, 1, Finding.YES, 3)
    page.locator('[name="data.result"][value="grant"]').check()
    page.locator("#amount").fill("๗๐๐")
    page.locator('[name="data.period.from"]').fill("2026-11-01")
    page.locator('[name="data.period.to"]').fill("2027-10-31")
    reason(page, "excused_favourable")
    page.get_by_role("button", name="อ่านก่อนลงนาม").click()
    expect(page.locator("[data-confirm]")).to_contain_text(FACTS)
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text("บันทึกแล้ว")
    made = in_force(site, stream)
    assert made is not None
    assert made.result is Result.GRANT
    assert made.amount is not None
    assert made.amount.minor == 70_000
    assert len(made.found[1].on) == 3


def test_a_refusal_takes_effect_once_another_line_has_read_and_signed_it(
    browser: Browser, page: Page, site: Site
) -> None:
    stream = site.streams["visit"]["claim:3"]
    step_into(page, "officer-2")
    pass_gate(page, stream)
    page.goto(f"/work/{stream}/decide")
    find(page, 0, Finding.YES, 1)
    find(page, 1, Finding.NO, 1)
    page.locator('[name="data.result"][value="refuse"]').check()
    expect(page.locator("#amount")).to_be_hidden()
    reason(page, "offered")
    page.get_by_role("button", name="อ่านก่อนลงนาม").click()
    assert page.locator("#cosigner").evaluate("(one) => one.validity.valueMissing")
    asked = page.locator("#cosigner option", has_text="อำเภอ")
    page.locator("#cosigner").select_option(asked.get_attribute("value"))
    page.get_by_role("button", name="อ่านก่อนลงนาม").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text("รอผู้ลงนามร่วม")
    assert in_force(site, stream) is None

    with standing(browser, site, "supervisor-district") as other:
        other.goto("/approve")
        other.get_by_role("link", name="คำสั่ง").click()
        expect(other.locator("[data-shown]")).to_contain_text("ข้อเท็จจริงที่ใช้")
        expect(other.locator("[data-shown]")).to_contain_text(FACTS)
        expect(other.locator("[data-shown] pre")).to_contain_text('"result":"refuse"')
        for scheme in ("light", "dark"):
            other.emulate_media(color_scheme=scheme)
            assert [*violations(other), *close_lines(other), *sticking_out(other)] == []
        other.get_by_role("button", name="ฉันอ่านแล้ว").click()
        other.wait_for_url("**/approve")
    made = in_force(site, stream)
    assert made is not None
    assert made.result is Result.REFUSE
    last = site.ledger.store.stream(stream)[-1]
    assert last.type == "EligibilityDecided"
    policy = parse_policy((site.settings.keys / "policy").read_text())
    assert verify_ledger(site.ledger.store, policy).findings == []


def test_what_came_meanwhile_is_told_and_the_draft_is_still_there(page: Page, site: Site) -> None:
    stream = site.streams["visit"]["claim:4"]
    step_into(page, "officer-2")
    pass_gate(page, stream)
    expect(page.locator("#news")).to_have_count(0)
    page.goto(f"/work/{stream}/AttestationRequested")
    page.locator('[name="data.facts[]"]').last.check()
    asked = page.locator('[name="data.of"] option', has_text="ข้างเคียง")
    page.locator('[name="data.of"]').select_option(asked.get_attribute("value"))
    page.locator("#outside").check()
    expect(page.get_by_text("เก็บร่างไว้ในเครื่องนี้แล้ว")).to_be_visible()
    page.goto(f"/work/{stream}/EligibilityDecided")
    find(page, 0, Finding.YES, 1)
    find(page, 1, Finding.NO, 1)
    page.locator('[name="data.result"][value="suspend"]').check()
    reason(page, "offered")
    asked = page.locator("#cosigner option", has_text="อำเภอ")
    page.locator("#cosigner").select_option(asked.get_attribute("value"))
    page.get_by_role("button", name="อ่านก่อนลงนาม").click()
    say(
        site,
        stream,
        acts.attestation(site.time.today),
        "volunteer-social",
        {"applicant/observations": "ไปเยี่ยม"},
    )
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text("มีรายการใหม่ที่คุณยังไม่เห็น")
    page.get_by_role("link", name="เปิดเรื่องดูรายการใหม่").click()
    expect(page.get_by_role("region", name="ใหม่ตั้งแต่คุณดูครั้งก่อน")).to_contain_text("รับรอง")
    expect(page.locator(".timeline > li").last).to_contain_text("ใหม่")
    expect(page.locator(".timeline > li").first).not_to_contain_text("ใหม่")
    page.goto(f"/work/{stream}/EligibilityDecided")
    expect(page.locator('[name="sealed.applicant/facts"]')).to_have_value(FACTS)
    expect(page.locator('[name="data.result"][value="suspend"]')).to_be_checked()
    page.goto(f"/work/{stream}/AttestationRequested")
    expect(page.locator("#outside")).to_be_checked()


def test_an_official_with_a_part_of_their_own_says_so_and_the_case_stays_shut(page: Page, site: Site) -> None:
    stream = site.streams["silence"]["claim"]
    step_into(page, "officer-2")
    page.goto(f"/work/{stream}")
    page.locator("#ground").select_option("lineal")
    page.get_by_role("button", name="แจ้งส่วนได้เสีย").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.locator("[data-result]")).to_contain_text("บันทึกแล้ว")
    answer = page.goto(f"/work/{stream}")
    assert answer is not None
    assert answer.status == 404


def test_the_keyboard_alone_leads_from_the_queue_to_a_signature(page: Page, site: Site) -> None:
    stream = site.streams["visit"]["claim"]
    step_into(page, "officer-2")
    page.goto("/work")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.locator(f'tr[data-stream="{stream}"] a').focus()
    page.keyboard.press("Enter")
    page.locator("[data-gate] button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/work/{stream}")
    _tab_to(page, "บันทึกการแจ้งคำสั่ง")
    page.keyboard.press("Enter")
    page.wait_for_url("**/DecisionNotified")
    _tab_to(page, "method")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "data-languages-1")
    page.keyboard.press("Space")
    _tab_to(page, "อ่านก่อนลงนาม")
    page.keyboard.press("Enter")
    expect(page.locator("[data-confirm]")).to_be_focused()
    _tab_to(page, "ลงนาม")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]")).to_be_focused()
    expect(page.locator("[data-result]")).to_contain_text("บันทึกแล้ว")


def _tab_to(page: Page, name: str) -> None:
    """Press the tabulator until what is called ``name``, or has it as its id, has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        focused = page.evaluate("[document.activeElement.textContent.trim(), document.activeElement.id]")
        if name in focused:
            return
    raise AssertionError(f"the keyboard does not reach {name}")


def test_words_to_which_a_statement_does_not_commit_come_under_no_key(browser: Browser, site: Site) -> None:
    """The server, or whoever stands in its way, shows a signer other words than those that were sealed."""
    waiting = refuse_together(site, site.streams["stolen_key"]["claim"], "officer-2", "supervisor-district")
    with standing(browser, site, "supervisor-district") as page:
        sign = page.get_by_role("button", name="ฉันอ่านแล้ว")

        def altered(route: Route) -> None:
            answer = route.fetch()
            other = re.sub('data-disclosures="[^"]*"', 'data-disclosures="[]"', answer.text())
            route.fulfill(response=answer, body=other)

        page.route(f"**/approve/{waiting}", altered)
        page.goto(f"/approve/{waiting}")
        expect(page.locator("[data-problem]")).not_to_be_empty()
        expect(sign).to_be_disabled()

        def careless(route: Route) -> None:
            answer = route.fetch()
            route.fulfill(response=answer, body=re.sub(r"  need\(canonical\(found.*\n", "", answer.text()))

        page.route("**/js/cosign*.js", careless)  # the control: without the comparison it can be signed
        page.goto(f"/approve/{waiting}")
        expect(sign).to_be_enabled()
