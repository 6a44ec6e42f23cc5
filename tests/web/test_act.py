"""How a form becomes what is signed: nothing but what was shown, and once, whatever happens on the way."""

import json
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, Request, Route, expect

from ledger.application.keyring import Holder, Keyring
from tests.web.acting import until
from tests.web.served import ORIGIN, Site

POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'"
READ: Final = """async (html) => {
  const { read } = await import("/static/js/fields.js");
  const form = document.createElement("form");
  form.innerHTML = html;
  document.body.append(form);
  try {
    const said = await read(form);
    return JSON.stringify({ ...said, polluted: [{}.x, Object.x, [].x].some(Boolean) });
  } catch (error) {
    return JSON.stringify({ code: error.code ?? String(error) });
  } finally {
    form.remove();
  }
}"""
DRAFTS: Final = """async () => {
  const { done, within } = await import("/static/js/database.js");
  return within("phayan-drafts", ["drafts"], "readonly", (drafts) => done(drafts.count()), () => null);
}"""


@dataclass
class Stand:
    """A page of the ledger's origin under a strict policy, with forms in it."""

    page: Page
    site: Site
    body: str = ""

    def show(self, body: str, *scripts: str) -> None:
        """Open the page anew, with ``body`` and modules in it."""
        loaded = "".join(f'<script type="module" src="/static/js/{one}"></script>' for one in scripts)
        self.body = f"<main>{body}</main>{loaded}"
        self.page.goto("/stand")
        if "drafts.js" in scripts:  # these are read from the disk, and nothing shows that there is none
            self.page.wait_for_load_state("networkidle")

    def answer(self, route: Route) -> None:
        html = f"<!doctype html><html lang=th><meta charset=utf-8><title>-</title>{self.body}"
        route.fulfill(body=html, content_type="text/html", headers={"content-security-policy": POLICY})

    def adopt(self, name: str) -> Holder:
        holder = Keyring(self.site.settings.keys).load(name)
        script = "async (given) => (await (await import('/static/js/keys.js')).adopt(...given)).id"
        self.page.evaluate(script, [holder.actor, holder.key.seed.hex(), holder.following.seed.hex()])
        return holder

    def interest(self, holder: Holder, more: str = "", **data: str) -> str:
        """A form in which ``holder`` declares that somebody owes them money."""
        said = {"actor": holder.actor, "about": f"actor/{uuid4()}", "ground": "creditor"} | data
        hidden = "".join(f'<input type=hidden name="data.{one}" value="{said[one]}">' for one in said)
        place = f'data-origin="{ORIGIN}" data-stream="{self.site.ledger.registry_stream}"'
        day = '<label>วันที่ <input name="data.from" value="2026-01-01"></label>'
        what = f'data-type="InterestDeclared" data-by="{holder.actor}"'
        return f"<form data-act {place} {what}>{hidden}{day}{more}<button>ต่อไป</button></form>"

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def size(self) -> int:
        return self.site.ledger.store.head().size

    def signed(self, index: int) -> dict[str, Any]:
        row = self.site.ledger.store.entry(index)
        assert row is not None
        found: dict[str, Any] = json.loads(b64decode(json.loads(row.entry)["dsse"]["payload"]))
        return found

    def sent(self, path: str) -> list[Request]:
        found: list[Request] = []
        self.page.on("request", lambda one: found.append(one) if one.url.endswith(path) else None)
        return found


@pytest.fixture
def stand(page: Page, site: Site) -> Stand:
    return standing(page, site)


def standing(page: Page, site: Site) -> Stand:
    site.time.go_to(site.time.today + timedelta(days=1))
    page.context.clock.set_system_time(site.time.now())
    made = Stand(page, site)
    page.route(f"{site.url}/stand", made.answer)
    made.show("")
    return made


def kept(count: int) -> str:
    """A question that is answered with yes once as many drafts are in the browser."""
    return f"({DRAFTS})().then((found) => found === {count})"


def answering(status: int, answer: dict[str, Any]) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=status, json=answer)


def data(html: str, **members: Any) -> tuple[str, dict[str, Any]]:
    return html, {"data": members}


def kind(as_: str, value: str) -> str:
    return f'<input name="data.n" data-as="{as_}" value="{value}">'


INVALID: Final = {"code": "data_invalid"}
RADIOS: Final = (
    '<input type=radio name="data.a" value="1"{0}><input name="data.b" value="2" data-needs="data.a">'
)
CASES: Final[dict[str, tuple[str, dict[str, Any]]]] = {
    "thai digits and places": data(kind("satang", "๑,๒๓๔.๕"), n=123450),
    "what no fraction holds": data(kind("satang", "70368744177664.01"), n=7036874417766401),
    "a comma is no point": (kind("satang", "1,5"), INVALID),
    "half a satang": (kind("satang", "1.005"), INVALID),
    "a number as machines write it": (kind("satang", "1e3"), INVALID),
    "less than nothing": (kind("satang", "-1"), INVALID),
    "whole in thai": data(kind("integer", "๑๒"), n=12),
    "half is not rounded": (kind("integer", "1.5"), INVALID),
    "beyond what is exact": (kind("integer", "9007199254740993"), INVALID),
    "a list with holes": data(
        '<input name="data.f.0.x" value="a"><input name="data.f.1.x"><input name="data.f.2.x" value="c">',
        f=[{"x": "a"}, {"x": "c"}],
    ),
    "several of one list": data(
        '<select multiple name="data.on[]"><option selected>a<option>b<option selected>c</select>',
        on=["a", "c"],
    ),
    "one name twice": ('<input name="data.a" value="1"><input name="data.a" value="2">', INVALID),
    "a text within a text": ('<input name="data.a" value="1"><input name="data.a.b" value="2">', INVALID),
    "a member of a list": ('<input name="data.a.0" value="1"><input name="data.a.x" value="2">', INVALID),
    "needs what was chosen": data(RADIOS.format(" checked"), a="1", b="2"),
    "needs what was not chosen": data(RADIOS.format("")),
    "needs what was not ticked": data(RADIOS.format("").replace("radio", "checkbox")),
    "needs what is not there": data('<input name="data.b" value="2" data-needs="data.a">'),
    "needs what is hidden": data(f"<fieldset hidden>{RADIOS.format(' checked')}</fieldset>"),
    "hidden": data('<fieldset hidden><input name="data.a" value="1"></fieldset>'),
    "disabled": data('<fieldset disabled><input name="data.a" value="1"></fieldset>'),
    "a button is no answer": data(
        '<button name="data.a" value="1">-</button><output name="data.b">1</output>'
    ),
    "a fieldset with a name": data(
        '<fieldset name="data.a"><input name="data.b" value="1"></fieldset>', b="1"
    ),
    "not ticked is no": data('<input type=checkbox name="data.a" data-as=boolean>', a=False),
    "nothing to be seen": data('<textarea name="data.a"> \u200b\u2060\n</textarea>'),
    "the object that all descend from": data(
        '<input name="data.__proto__.x" value="1">', __proto__={"x": "1"}
    ),
    "the maker of all": data('<input name="data.constructor.x" value="1">', constructor={"x": "1"}),
    "the maker of lists": (
        '<input name="data.a.0" value="1"><input name="data.a.constructor.x" value="1">',
        INVALID,
    ),
    "nothing sealed is lost": ('<input name="sealed.__proto__" value="1">', {"sealed": {"__proto__": "1"}}),
}


def test_a_form_says_what_its_fields_say_and_nothing_else(stand: Stand) -> None:
    for name, (html, expected) in CASES.items():
        said = json.loads(stand.page.evaluate(READ, html))
        assert {one: said.get(one) for one in expected} == expected, (name, said)
        assert not said.get("polluted"), name


def test_what_is_read_before_signing_is_what_is_signed(stand: Stand) -> None:
    """Text that somebody else prepared may turn its own direction, or show letters that it does not hold."""
    html = '<input name="data.a" value="ไม่\u202eอนุมัติ\u200b น\u0e4d\u0e32">'
    said = json.loads(stand.page.evaluate(READ, html))
    assert [one["text"] for one in said["told"]] == [said["data"]["a"]] == ["ไม่อนุมัติ นำ"]


def test_it_is_signed_once_as_it_was_shown(stand: Stand) -> None:
    holder, before, sent = stand.adopt("volunteer-health"), stand.size(), stand.sent("/statements")
    stand.show(stand.interest(holder), "act.js")
    stand.button("ต่อไป").click()
    exact = stand.page.locator("pre").text_content()
    stand.page.evaluate("document.forms[0].elements['data.from'].value = '1999-01-01'")
    held: list[Route] = []
    stand.page.route("**/statements", lambda route: held.append(route))  # noqa: PLW0108 - it has a place for notes
    with stand.page.expect_request("**/statements"):
        stand.button("ลงนาม").evaluate("(button) => { button.click(); button.click(); }")
    expect(stand.button("กลับไปแก้ไข")).to_be_disabled()
    expect(stand.page.get_by_role("status").first).not_to_be_empty()
    stand.page.wait_for_timeout(100)
    held.pop().continue_()
    stand.page.get_by_role("heading", name="บันทึกแล้ว").wait_for()
    assert (held, len(sent), stand.size()) == ([], 1, before + 1)
    signed = stand.signed(before)
    assert exact == json.dumps(signed, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    assert signed["data"]["from"] == "2026-01-01"


def test_an_answer_that_was_lost_leads_to_no_second_statement(stand: Stand) -> None:
    holder, before = stand.adopt("volunteer-health"), stand.size()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    for answer in (lose, answering(503, {"code": "stopping", "status": 503})):
        stand.show(stand.interest(holder), "act.js")
        stand.page.route("**/statements", answer)
        stand.button("ต่อไป").click()
        stand.button("ลงนาม").click()
        stand.button("ส่งอีกครั้ง").wait_for()
        expect(stand.page.locator("form")).to_be_hidden()  # or it would be signed anew
        stand.page.unroute("**/statements")
        stand.button("ส่งอีกครั้ง").click()
        stand.page.get_by_role("heading", name="บันทึกแล้ว").wait_for()
    assert stand.size() == before + 2


def test_what_waits_for_others_is_told_as_it_stands(stand: Stand) -> None:
    """Sent again after its answer was lost, it may be over by now, recorded or refused."""
    officer, second = stand.adopt("officer-1"), stand.adopt("supervisor-district")
    more = f'<input type=hidden name="cosigner" value="{second.key.id}">'
    refused = {"code": "stream_conflict", "sentence": "-", "unseen": [{"index": 1}]}
    states: dict[str, tuple[dict[str, Any], str, bool]] = {
        "waiting": ({}, "รอผู้ลงนามร่วม", True),
        "recorded": ({}, "บันทึกแล้ว", True),
        "over": ({}, "approval_over", False),
        "refused": ({"problem": refused}, "เปิดเรื่องดูรายการใหม่", False),
    }
    sent = stand.sent("/approvals")
    for state, (members, told, over) in states.items():
        stand.show(stand.interest(officer, more), "act.js")
        answer = {"approval": str(uuid4()), "state": state, **members}
        stand.page.route("**/approvals", answering(202, answer))
        stand.button("ต่อไป").click()
        stand.button("ลงนาม").click()
        stand.page.get_by_text(told).first.wait_for()
        assert stand.page.locator("form").is_hidden() == over
        stand.page.unroute("**/approvals")
    assert all(one.headers["authorization"].startswith("Bearer ") for one in sent)
    assert len(sent) == len(states)


def test_each_form_asks_beside_itself_and_no_other_persons_key_signs(stand: Stand) -> None:
    holder = stand.adopt("volunteer-health")
    stand.show(stand.interest(holder) + stand.interest(holder), "act.js")
    for form in stand.page.locator("form").all():
        form.get_by_role("button").click()
        expect(form).to_be_hidden()
    assert stand.page.locator("[data-confirm]:visible").count() == 2
    stand.button("กลับไปแก้ไข").first.click()
    expect(stand.page.locator("form").first).to_be_visible()

    script = "async (id) => (await import('/static/js/keys.js')).forget(id)"
    stand.page.evaluate(script, holder.key.id)
    stand.adopt("officer-1")
    stand.show(stand.interest(holder), "act.js")
    stand.button("ต่อไป").click()
    stand.page.get_by_text("key_not_here").wait_for()
    assert stand.button("ลงนาม").count() == 0


def test_whoever_presses_a_button_is_never_left_without_an_answer(browser: Browser, site: Site) -> None:
    """Also where a page of ours is at fault; the fault itself is not swallowed."""
    with browser.new_context(base_url=site.url) as context:
        page, faults = context.new_page(), list[str]()
        page.on("pageerror", lambda error: faults.append(str(error)))
        stand = standing(page, site)
        form = stand.interest(stand.adopt("volunteer-health"))
        stand.show(form.replace("<form", "<form data-seen='{'"), "act.js")
        stand.button("ต่อไป").click()
        page.get_by_text("internal").wait_for()
    assert len(faults) == 1


def test_a_draft_comes_back_whole_to_its_writer_alone_and_goes_when_it_is_over(stand: Stand) -> None:
    def form(by: str, rule: str = "1") -> str:
        laws = '<input name="data.law[]"><input name="data.law[]">'
        return (
            f'<form data-draft="x" data-by="{by}"><textarea name="sealed.a/b"></textarea>{laws}'
            f'<input name="data.rule" value="{rule}" readonly></form>'
        )

    def fields() -> list[str]:
        found: list[str] = stand.page.eval_on_selector_all(
            "textarea, input", "(all) => all.map((one) => one.value)"
        )
        return found

    one, other, written = f"actor/{uuid4()}", f"actor/{uuid4()}", ["นามสมมุติ", "ก", "ข"]
    stand.show(form(one), "drafts.js")
    for field, text in zip(stand.page.locator("textarea, input").all(), written, strict=False):
        field.fill(text)
    stand.page.get_by_text("เก็บร่างไว้").wait_for()
    stand.show(form(other), "drafts.js")
    assert fields() == ["", "", "", "1"]
    stand.show(form(one, "2"), "drafts.js")
    stand.page.get_by_text("นำร่างที่เขียนค้างไว้กลับมาแล้ว").wait_for()
    assert fields() == [*written, "2"]

    stand.page.evaluate(  # signed within the very moment in which the last words are put away
        """async () => {
          const [form, encrypt] = [document.forms[0], crypto.subtle.encrypt.bind(crypto.subtle)];
          const wait = (time) => new Promise((resolve) => setTimeout(resolve, time));
          crypto.subtle.encrypt = async (...given) => { await wait(300); return encrypt(...given); };
          form.dispatchEvent(new Event("input"));
          await wait(600);
          form.dispatchEvent(new CustomEvent("acted"));
          await wait(600);
        }"""
    )
    until(stand.page, kept(0))


def test_a_draft_to_which_nobody_comes_back_is_thrown_away(stand: Stand) -> None:
    form = '<form data-draft="{0}"><textarea name="data.a"></textarea></form>'
    stand.show(form.format("x"), "drafts.js")
    stand.page.locator("textarea").fill("นามสมมุติ")
    stand.page.get_by_text("เก็บร่างไว้").wait_for()
    for days, left in ((29, 1), (31, 0)):
        stand.page.context.clock.set_system_time(stand.site.time.now() + timedelta(days=days))
        stand.show(form.format("y"), "drafts.js")
        until(stand.page, kept(left))


def test_what_was_written_is_kept_when_the_field_is_left_and_when_it_is_handed_in(stand: Stand) -> None:
    form = '<form method="dialog" data-draft="z"><textarea name="data.a"></textarea><button></button></form>'
    for leave in ("Tab", None):
        stand.show(form, "drafts.js")
        stand.page.evaluate("window.setTimeout = () => 1")  # no pause ever ends
        stand.page.locator("textarea").fill("นามสมมุติ")
        if leave:
            stand.page.keyboard.press(leave)
        else:
            stand.page.evaluate("document.forms[0].requestSubmit()")
        stand.page.get_by_text("เก็บร่างไว้").wait_for()
