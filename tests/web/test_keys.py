"""Keys in the browser: how one is lost, ended, made anew in another telephone, and turned."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from ledger.application.snapshot import present
from ledger.domain.codes import RevocationReason
from tests.web.everywhere import PHONE, standing
from tests.web.served import Site
from tests.web.village import answer, asked, enter, path_of

LIST = "async () => (await (await import('/static/js/keys.js')).list()).map((key) => key.id)"


def held(page: Page) -> list[str]:
    """The ids of the keys in this browser."""
    return [str(one) for one in page.evaluate(LIST)]


def cosign(page: Page, read_out: str) -> None:
    """Let the registrar sign what waits, if it is of the key that was read out over the telephone."""
    page.goto("/approve")
    page.locator('a[href^="/approve/"]').first.click()
    expect(page.locator(".code-groups")).to_have_text(re.compile(r"\s*".join(read_out)))
    page.locator("form[data-cosign] button").click()
    page.wait_for_url("**/approve")


def test_after_a_lost_telephone_somebody_attests_with_a_new_key(
    page: Page, browser: Browser, site: Site
) -> None:
    story = asked(site, "volunteer-health")
    actor, stream = story.actor("volunteer-health"), story.stream("claim")
    lost = story.stage.cast["volunteer-health"].key.id
    enter(page, site, "registrar", "/approve")
    page.goto("/keys/holders?office=example-village")
    page.locator("details", has=page.locator(f'input[value="{lost}"]')).locator("summary").click()
    form = page.locator("form[data-act]", has=page.locator(f'input[value="{lost}"]'))
    form.get_by_label("เพราะอะไร").select_option(RevocationReason.LOST)
    form.get_by_role("button").click()
    page.get_by_role("button", name="ลงนาม", exact=True).click()
    expect(page.get_by_role("heading", name="บันทึกแล้ว")).to_be_visible()
    assert site.ledger.registry().keys[lost].revoked is not None
    page.goto(f"/keys/invite?actor={actor}")
    link = page.locator("#link").inner_text()
    assert lost not in link

    with browser.new_context(locale="th-TH", viewport=PHONE, base_url=site.url) as other:  # type: ignore[arg-type]
        other.clock.set_system_time(site.time.now())
        asked_for = list[str]()
        other.on("request", lambda one: asked_for.append(one.url + (one.post_data or "")))
        new = other.new_page()
        new.goto(link)
        new.get_by_role("button", name="สร้างกุญแจ").click()
        new.get_by_role("button", name="ลงนามและส่ง").click()
        expect(new.get_by_text("รอนายทะเบียนลงนาม")).to_be_visible()
        (mine,) = held(new)
        assert new.locator("[data-fingerprint]").inner_text().split() == [
            mine[at : at + 4] for at in range(0, 16, 4)
        ]
        assert not any("registrar=" in one for one in asked_for)
        new.reload()  # the telephone rang meanwhile
        expect(new.locator("[data-fingerprint]")).to_contain_text(mine[:4])
        cosign(page, mine)
        new.get_by_role("link", name="เข้าสู่ระบบด้วยกุญแจใหม่").click()
        new.wait_for_url("**/attest")
        new.goto(path_of(stream))
        answer(new, "เป็นความจริง", "เห็นเอกสาร", "บันทึกแล้ว")
    said = present(site.ledger.store, site.time.now()).history(stream)[-1].statement
    assert (said.type, said.by, said.signers) == ("AttestationGiven", actor, (mine,))


def test_a_holder_turns_to_the_next_key_and_takes_one_out(browser: Browser, site: Site) -> None:
    with standing(browser, site, "payer") as page:
        page.goto("/keys")
        (old,) = held(page)
        expect(page.locator("[data-keys-here] .mark")).to_have_text("ใช้ได้")
        page.get_by_role("button", name="เปลี่ยนเป็นกุญแจใหม่").click()
        page.get_by_role("button", name="ลงนาม", exact=True).click()
        expect(page.get_by_text("เปลี่ยนแล้ว")).to_be_visible()
        (new,) = held(page)
        keys = site.ledger.registry().keys
        assert keys[old].revoked is not None
        assert keys[new].revoked is None

        page.get_by_role("link", name="เข้าสู่ระบบ", exact=True).click()
        page.wait_for_url("**/keys")
        expect(page.locator("[data-keys-here] .mark")).to_have_text("ใช้ได้")
        page.get_by_role("button", name="ลบกุญแจออกจากเครื่อง").click()
        page.get_by_role("button", name="ลบเลย").click()
        expect(page.get_by_text("ยังไม่มีกุญแจในเครื่องนี้")).to_be_visible()
        assert held(page) == []


BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
FORM = BROWSER | {"content-type": "application/x-www-form-urlencoded"}
FOR_REGISTRARS = ("/keys/invite", "/keys/holders")


@pytest.fixture
def client(site: Site) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=30) as opened:
        yield opened


def test_the_registrars_pages_are_for_the_registrar(client: httpx2.Client) -> None:
    for path in FOR_REGISTRARS:
        answer = client.get(path)
        assert (answer.status_code, urlsplit(answer.headers["location"]).path) == (303, "/sign-in")
    nowhere = client.get("/nowhere")
    for name in ("village-head", "officer-2", "oversight", "custodian", "intake"):
        client.cookies.clear()
        client.post(f"/demonstration/{name}/session", headers=FORM)
        for path in FOR_REGISTRARS:
            assert client.get(path).status_code == nowhere.status_code == 404, (name, path)
    client.post("/demonstration/registrar/session", headers=FORM)
    assert [client.get(path).status_code for path in FOR_REGISTRARS] == [200, 200]


def test_everybody_reads_what_to_do_about_a_lost_key(client: httpx2.Client) -> None:
    assert "โทรหานายทะเบียน" in client.get("/keys").text
    assert client.get("/keys/new").status_code == 200
