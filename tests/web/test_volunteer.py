"""Attesters on a telephone: asked, told whom to look for, three taps and a signature; or a refusal."""

from playwright.sync_api import Page, expect

from ledger.application.snapshot import present
from ledger.application.verifying import verify_ledger
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import Basis, RefusalReason, Relation, Stance
from ledger.tlog.policy import parse_policy
from tests.web.served import Site
from tests.web.village import NAME, OTHER, VILLAGE, answer, asked, enter, path_of


def kept(page: Page) -> list[str]:
    """The paths of what the device keeps of an attester's pages."""
    script = """async () => !(await caches.has("phayan-attest")) ? [] :
        (await (await caches.open("phayan-attest")).keys()).map(({ url }) => new URL(url).pathname)"""
    return [str(one) for one in page.evaluate(script)]


def claim(site: Site, stream: str) -> ClaimState:
    state = present(site.ledger.store, site.time.now()).state(stream)
    assert isinstance(state, ClaimState)
    return state


def test_an_attester_answers_with_three_taps_and_a_signature(page: Page, site: Site) -> None:
    story = asked(site, "volunteer-social")
    stream = story.stream("claim")
    enter(page, site, "volunteer-social")
    page.locator(f'a[href="{path_of(stream)}"]').first.click()
    expect(page.get_by_text(NAME)).to_be_visible()
    expect(page.get_by_text(VILLAGE)).to_be_visible()
    assert OTHER not in page.content()

    answer(page, "เป็นความจริง", "ไปเยี่ยมบ้าน", "บันทึกแล้ว")

    (given,) = claim(site, stream).attestations
    assert given.attester == story.actor("volunteer-social")
    assert (given.says.stance, given.says.basis) == (Stance.SUPPORTS, Basis.HOME_VISIT)
    assert (given.says.relation, given.says.request) == (Relation.NONE, "q0")
    assert given.says.observed_on == site.time.today
    assert given.says.expires_on is not None
    assert (given.says.expires_on - site.time.today).days == 365
    verdict = verify_ledger(site.ledger.store, parse_policy(site.settings.policy.read_text()))
    assert verdict.findings == []


def test_whoever_has_a_conflict_says_so_with_two_taps(page: Page, site: Site) -> None:
    story = asked(site, "volunteer-health")
    stream = story.stream("claim")
    enter(page, site, "volunteer-health")
    page.goto(path_of(stream))
    page.get_by_role("link", name="ใช่ ขอไม่รับรอง").click()
    expect(page.get_by_label("มีส่วนได้เสีย")).to_be_checked()
    page.locator("form#decline button").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว")).to_be_visible()

    (refused,) = claim(site, stream).refusals
    assert (refused.says.reason, refused.says.request) == (RefusalReason.CONFLICT, "q0")
    page.goto("/attest")
    expect(page.locator(f'a[href^="{path_of(stream)}#said"]')).to_be_visible()
    page.goto(path_of(stream))  # answered: whom it is about is nobody's business any more
    assert NAME not in page.content()


def test_two_answers_signed_without_a_line_are_sent_as_one_and_recorded_once(page: Page, site: Site) -> None:
    streams = [asked(site, "village-head").stream("claim") for _ in range(2)]
    enter(page, site, "village-head")
    assert kept(page) == []  # nothing is kept before somebody says so
    page.get_by_role("button", name="เก็บไว้ในเครื่องนี้").click()
    expect(page.get_by_text("เก็บไว้แล้ว")).to_be_visible()
    for stream in streams:
        page.goto(path_of(stream))

    size, sent = site.ledger.store.head().size, list[str]()
    page.context.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    page.context.set_offline(True)
    for stream in streams:
        page.goto(path_of(stream))
        expect(page.get_by_text(NAME)).to_be_visible()
        answer(page, "ไม่เป็นความจริง", "คนในบ้านเล่าให้ฟัง", "เก็บไว้ในเครื่องนี้")
    page.goto("/attest")
    expect(page.locator("[data-outbox] > div")).to_have_count(2)
    assert not set(map(path_of, streams)) & {*kept(page)}  # what is answered needs no page any more
    assert site.ledger.store.head().size == size
    sent.clear()
    page.context.set_offline(False)
    expect(page.locator("[data-outbox]")).to_contain_text(f"ลำดับที่ {size + 1}")

    assert [url.removeprefix(site.url) for url in sent] == ["/statements"]
    page.reload()
    assert site.ledger.store.head().size == size + 2
    for stream in streams:
        (given,) = claim(site, stream).attestations
        assert (given.says.stance, given.says.basis) == (Stance.CONTRADICTS, Basis.TOLD_BY_HOUSEHOLD)
    page.get_by_role("button", name="ลบออกจากเครื่องนี้").click()
    expect(page.get_by_text("ลบออกจากเครื่องนี้แล้ว")).to_be_visible()
    assert kept(page) == []
