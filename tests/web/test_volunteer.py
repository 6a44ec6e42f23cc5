"""Attesters on a telephone: asked, told whom to look for, three taps and a signature; or a refusal."""

from playwright.sync_api import Page, expect

from ledger.application.snapshot import present
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Basis, Relation, Stance
from tests.web.served import Site
from tests.web.village import NAME, OTHER, VILLAGE, asked


def enter(page: Page, site: Site, name: str) -> None:
    page.context.clock.set_system_time(site.time.now())
    page.goto("/")
    page.locator(f'form[data-demonstration="{name}"] button').click()
    page.wait_for_url("**/attest")


def claim(site: Site, stream: str) -> ClaimState:
    state = present(site.ledger.store, site.time.now()).state(stream)
    assert isinstance(state, ClaimState)
    return state


def test_an_attester_answers_with_three_taps_and_a_signature(page: Page, site: Site) -> None:
    story = asked(site, "volunteer-social")
    stream = story.stream("claim")
    enter(page, site, "volunteer-social")
    page.locator(f'a[href="/attest/{stream.partition("/")[2]}"]').first.click()
    expect(page.get_by_text(NAME)).to_be_visible()
    expect(page.get_by_text(VILLAGE)).to_be_visible()
    assert OTHER not in page.content()

    page.get_by_role("link", name="ไม่ใช่ทั้งหมดนี้ ตอบได้").click()
    page.get_by_label("เป็นความจริง", exact=True).click()
    page.get_by_label("ไปเยี่ยมบ้าน", exact=True).click()
    page.locator("form#answer button").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว")).to_be_visible()

    (given,) = claim(site, stream).attestations
    assert given.attester == story.actor("volunteer-social")
    assert (given.says.stance, given.says.basis) == (Stance.SUPPORTS, Basis.HOME_VISIT)
    assert (given.says.relation, given.says.request) == (Relation.NONE, "q0")
    assert given.says.observed_on == site.time.today
    assert given.says.expires_on is not None
    assert (given.says.expires_on - site.time.today).days == 365
