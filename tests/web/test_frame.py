"""The frame of the pages: who comes in, in which language, from where a form comes, what faults tell."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from api.web import forms
from api.web.rendering import POLICY
from api.web.sealing import Seals
from api.web.visiting import own_path
from ledger.application.keyring import Keyring
from tests.web.served import Site

BROWSER = {"accept": "text/html", "sec-fetch-site": "same-origin"}
FORM = BROWSER | {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture
def client(site: Site) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=site.url, headers=BROWSER, timeout=30) as opened:
        yield opened


def test_a_newcomer_steps_into_everybody_of_the_demonstration(client: httpx2.Client, site: Site) -> None:
    front = client.get("/").text
    offered = [
        name for name in Keyring(site.settings.keys).names() if f"/demonstration/{name}/session" in front
    ]
    assert {"volunteer-social", "officer-1", "reviewer", "oversight", "facilitator", "registrar"} <= {
        *offered
    }
    for name in offered:
        client.cookies.clear()
        entered = client.post(f"/demonstration/{name}/session", headers=FORM)
        assert entered.status_code == 303
        assert "/sign-out" in client.get("/").text


def test_keys_are_handed_out_in_the_demonstration_alone(client: httpx2.Client) -> None:
    app = client  # the same answer as for a path that is none
    assert app.post("/demonstration/officer-1/key", headers=FORM).status_code == 200
    assert app.post("/demonstration/root-1/key", headers=FORM).status_code == 404
    assert app.post("/demonstration/..%2fpolicy/key", headers=FORM).status_code == 404


def test_a_key_of_the_browser_signs_in_and_out(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="อพม.", exact=True).click()
    page.wait_for_url("**/attest")
    assert (
        page.evaluate("async () => (await import('/static/js/keys.js')).list().then(all => all.length)") == 1
    )
    page.evaluate(
        "caches.open('phayan-attest').then((kept) => kept.put('/attest/1', new Response('นามสมมุติ')))"
    )
    page.goto("/")  # from whichever page they leave
    page.get_by_role("button", name="ออกจากระบบ").click()
    page.locator('form[action="/sign-out"]').wait_for(state="detached")
    assert page.evaluate("caches.keys()") == []
    page.goto("/me")  # the key is still here, but somebody else may sit here now: they have to say so
    page.get_by_role("main").get_by_role("button", name="เข้าสู่ระบบ").click()
    page.wait_for_url("**/attest")
    page.context.clear_cookies()  # as when a session is over
    page.goto("/me")  # nobody left, so that nobody has to press anything
    page.wait_for_url("**/attest")


def test_thai_comes_first_and_the_language_chosen_stays(browser: Browser, site: Site) -> None:
    with browser.new_context(base_url=site.url, locale="de-DE", java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/")
        assert page.locator("html").get_attribute("lang") == "th"
        page.get_by_role("link", name="English").click()
        page.goto("/sign-in")
        assert page.get_by_role("heading", level=1).inner_text() == "Sign in with your key"


def test_whoever_is_not_signed_in_is_asked_to_and_comes_back(client: httpx2.Client) -> None:
    answer = client.get("/me?x=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fme%3Fx%3D1")


@given(st.text())
def test_nobody_is_sent_to_another_site(path: str) -> None:
    found = own_path(path)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\"))
    assert "\\" not in found
    assert found.isprintable()


def test_a_form_of_another_site_is_refused(client: httpx2.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    path = "/demonstration/officer-1/session"
    for foreign in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}):
        assert client.post(path, headers=FORM | foreign).status_code == 403
    silent = {name: value for name, value in FORM.items() if name != "sec-fetch-site"}
    with httpx2.Client(base_url=client.base_url, headers=silent, timeout=30) as old:
        assert old.post(path).status_code == 403
        assert old.post(path, headers={"origin": "https://elsewhere.example"}).status_code == 403
        assert old.post(path, headers={"origin": str(client.base_url).rstrip("/")}).status_code == 303
    monkeypatch.setattr(forms, "check_own", lambda _request: None)
    assert client.post(path, headers=FORM | {"sec-fetch-site": "cross-site"}).status_code == 303


def test_a_fault_is_a_page_for_people_and_a_problem_for_programs(client: httpx2.Client) -> None:
    page = client.get("/nowhere")
    assert page.status_code == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "ไม่" in page.text
    problem = client.get("/nowhere", headers={"accept": "application/json"})
    assert problem.headers["content-type"] == "application/problem+json"
    long = client.get("/", headers={"x-long": "x" * 17_000})
    assert long.status_code == 431
    assert long.headers["content-type"].startswith("text/html")


def test_every_page_has_the_strict_policy(client: httpx2.Client) -> None:
    for path in ("/", "/sign-in", "/nowhere"):
        answer = client.get(path)
        assert answer.headers["content-security-policy"] == POLICY
        assert answer.headers["cache-control"] == "no-store"
        assert " style=" not in answer.text
        assert "<script>" not in answer.text
    assert "unsafe" not in POLICY


def test_what_a_browser_carries_is_sealed_for_one_purpose_and_a_while() -> None:
    now = datetime(2026, 10, 11, tzinfo=UTC)
    times = [now]
    seals, others = Seals(bytes(32), lambda: times[-1]), Seals(b"x" * 32, lambda: times[-1])
    sealed = seals.seal("case", {"case": "0123456789"}, timedelta(minutes=5))
    assert "0123456789" not in sealed
    assert seals.open("case", sealed) == {"case": "0123456789"}
    assert seals.open("shown", sealed) is None
    assert others.open("case", sealed) is None
    assert seals.open("case", sealed[:-4] + "AAAA") is None
    assert seals.open("case", "ไทย") is None
    times.append(now + timedelta(minutes=6))
    assert seals.open("case", sealed) is None


def test_the_templates_hold_no_script_and_no_style_of_their_own() -> None:
    for template in (Path(forms.__file__).parent / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert "<style" not in text, template.name
        assert " style=" not in text, template.name
        assert "<script" not in text.replace('<script type="module" src="', ""), template.name
        assert " onclick=" not in text, template.name


def test_a_form_that_a_key_must_sign_sends_nothing_by_itself() -> None:
    """Before its script came, pressing the button would else put all that was written into the address."""
    for template in (Path(forms.__file__).parent / "templates").rglob("*.html"):
        for form in re.findall(
            r"[^\n]*\bdata-(?:act|cosign|verify-log)\b[^\n]*", template.read_text(encoding="utf-8")
        ):
            assert 'method="dialog"' in form, template.name


def test_the_button_of_such_a_form_waits_for_its_script() -> None:
    """Pressed before, it would do nothing, and nobody would know why."""
    for template in (Path(forms.__file__).parent / "templates").rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        for form in re.findall(
            r"<form (?:method=\"dialog\" data-act |{{ _?act\().*?</form>", text, re.DOTALL
        ):
            assert re.findall(r"<button (?!disabled )", form) == [], template.name
