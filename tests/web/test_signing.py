"""What is signed in a browser is what Python would have signed, and nothing else can be had from it."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Page, Request, Route, expect

import api
from ledger.application.cosigning import add_signature, begun
from ledger.application.keyring import Holder, Keyring
from ledger.application.receipts import Receipt, parse_submission
from ledger.application.signing_in import SIGN_IN_TYPE, Nonces, sign_in
from ledger.signing.canonical import canonical
from ledger.signing.disclosure import check_disclosures, parse_disclosure
from ledger.signing.dsse import parse_envelope, verify_envelope
from ledger.signing.errors import Malformed
from ledger.signing.forms import check_text, to_base64
from ledger.signing.statement import parse_statement
from ledger.signing.strict_json import parse_strict
from tests.web.served import ORIGIN, Site
from tests.web.written import REFUSED, many, tidied

HERE: Final = Path(__file__).parent
SCRIPTS: Final = Path(api.__file__).parent / "web" / "static" / "js"
POLICY: Final = "default-src 'none'; script-src 'self'; connect-src 'self'; form-action 'self'"
FORM: Final = (
    '<form data-sign-in data-origin="{origin}" method="post" action="/sign-in" {lure}>'
    '<textarea name="envelope" hidden>{text}</textarea><p data-problem role="alert"></p><button>เข้า</button>'
    '</form><script type="module" src="/static/js/signing-in.js"></script>'
)
LOOSE: Final = {
    "canonical.js": [("  check(value);\n", "")],
    "envelope.js": [
        ('  need(canonical(opened(envelope)) === canonical(shown), "not_as_shown");\n', ""),
        ("await signed(shown, [key])", "await signed(opened(envelope), [key])"),
    ],
}
"""Defences that modules below ``/bench/loose`` lack: by file, what stands there and what instead."""


@dataclass
class Bench:
    """A page of the ledger's origin under a strict policy, and what ``signing.js`` lets it do."""

    page: Page
    site: Site
    body: str = ""

    def show(self, body: str = "") -> None:
        """Open the page anew, with ``body`` in it."""
        self.body = body
        self.page.goto("/bench")

    def run(self, name: str, given: object = None) -> Any:
        """Return what the function ``name`` returns of ``given``."""
        script = "async ([name, given]) => (await import('/bench/signing.js'))[name](given)"
        return self.page.evaluate(script, [name, given])

    def adopt(self, name: str) -> Holder:
        """Let the browser hold the key that the demonstration's keyring calls ``name``."""
        holder = Keyring(self.site.settings.keys).load(name)
        seeds = [holder.key.seed.hex(), holder.following.seed.hex()]
        assert self.run("adopt", [holder.actor, *seeds]) == holder.key.id
        return holder

    def size(self) -> int:
        return self.site.ledger.store.head().size

    def answer(self, route: Route) -> None:
        """Answer what is not the server's: the page, its script, and modules that lack a defence."""
        path = route.request.url.removeprefix(self.site.url)
        if path == "/bench":
            html = f"<!doctype html><html lang=th><meta charset=utf-8><title>-</title>{self.body}"
            headers = {"content-security-policy": POLICY, "content-type": "text/html; charset=utf-8"}
            route.fulfill(body=html, headers=headers)
        elif path == "/bench/signing.js":
            route.fulfill(path=HERE / "signing.js", content_type="text/javascript")
        else:
            name = path.rpartition("/")[2]
            source = (SCRIPTS / name).read_text()
            for defence, without in LOOSE.get(name, ()):
                assert source.count(defence) == 1
                source = source.replace(defence, without)
            route.fulfill(body=source, content_type="text/javascript")


@pytest.fixture
def bench(page: Page, site: Site) -> Bench:
    site.time.go_to(site.time.today + timedelta(days=1))  # stories go on until the evening of their last day
    page.context.clock.set_system_time(site.time.now())
    made = Bench(page, site)
    page.route(f"{site.url}/bench**", made.answer)
    page.route(f"{site.url}/bench/**", made.answer)
    made.show()
    return made


def interest(bench: Bench, holder: Holder, **more: Any) -> dict[str, Any]:
    """The parts of a statement that anybody who acts may make: that somebody owes them money."""
    data = {"actor": holder.actor, "about": f"actor/{uuid4()}", "ground": "creditor", "from": "2026-01-01"}
    stream = bench.site.ledger.registry_stream
    return {"origin": ORIGIN, "stream": stream, "type": "InterestDeclared", "data": data} | more


def payload(envelope: Mapping[str, Any], kind: str) -> Any:
    return json.loads(parse_envelope(canonical(envelope), payload_type=kind).payload)


def test_a_thousand_statements_are_the_same_to_the_byte(bench: Bench) -> None:
    holder, datas, ids = bench.adopt("volunteer-social"), list(many(1, 1000)), set()
    answers = bench.run("signMany", json.dumps(datas))

    for data, (text, disclosure) in zip(datas, answers, strict=True):
        envelope = parse_envelope(text.encode())
        verify_envelope(envelope, {holder.key.id: holder.key.public})
        statement, members = parse_statement(envelope.payload), json.loads(envelope.payload)
        ids.add(statement.id)
        assert canonical(members | {"data": tidied(data)}) == envelope.payload
        assert (statement.by, statement.signers) == (holder.actor, (holder.key.id,))
        check_disclosures([disclosure], statement.sd)
        assert parse_disclosure(disclosure)[1:] == ("a/b", tidied(data["said"]))
    assert len(ids) == 1000


def test_text_is_tidied_as_in_python(bench: Bench) -> None:
    cases = json.loads((HERE / "tidy.json").read_text())

    assert bench.run("tidyAll", [one["text"] for one in cases]) == [one["tidy"] for one in cases]


def test_what_a_ledger_refuses_is_not_signed(bench: Bench) -> None:
    assert bench.run("refusedTexts", [text for text, _ in REFUSED]) == [code for _, code in REFUSED]
    assert set(bench.run("refusedValues")) == {"json_strict_float"}
    for text, code in REFUSED:
        with pytest.raises(Malformed) as caught:
            check_text(parse_strict(text.encode()))
        assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "code"), [("9007199254740992", "int_range"), ('"น\\u0e4d\\u0e32"', "text_form")]
)
def test_without_the_check_it_would_be_signed_in_vain(bench: Bench, text: str, code: str) -> None:
    """The control: what the modules let pass without their check, the ledger refuses."""
    bench.adopt("volunteer-social")
    parts = {"origin": ORIGIN, "stream": f"claim/{uuid4()}", "type": "Tried"}
    posted: list[Request] = []
    bench.page.on("request", lambda one: posted.append(one) if one.method == "POST" else None)

    assert bench.run("notSigned", ["/static/js", parts, text]) == code
    assert posted == []
    assert bench.run("signedAnyhow", ["/bench/loose", parts, text]) == code
    assert len(posted) == 1


def test_what_is_signed_here_is_recorded_and_its_receipt_verifies(bench: Bench, tmp_path: Path) -> None:
    holder = bench.adopt("volunteer-social")
    sealed = {"counterpart/name": "นายสมมติ ท\u0e4d\u0e32ด\u0e35"}
    answer = bench.run("shownAndSent", interest(bench, holder, sealed=sealed))

    assert answer["status"] == "recorded", answer
    row = bench.site.ledger.store.entry(answer["receipt"]["index"])
    assert row is not None
    signed = parse_envelope(canonical(json.loads(row.entry)["dsse"])).payload
    assert signed.decode() == answer["text"], "what was shown is what was signed"
    assert "creditor" in answer["words"]
    assert "นายสมมติ ทำดี" in answer["words"]
    (tmp_path / "one.json").write_bytes(row.entry)
    (tmp_path / "one.json.tlog-proof").write_text(answer["receipt"]["proof"])
    command = [sys.executable, "-m", "ledger.verify", str(tmp_path / "one.json.tlog-proof"), "--policy"]
    checked = subprocess.run([*command, bench.site.settings.policy], capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout.decode()


def test_a_refusal_comes_back_with_what_was_not_seen(bench: Bench) -> None:
    handler = bench.adopt("supervisor-city").actor
    answer = bench.run(
        "signAndSend",
        {
            "origin": ORIGIN,
            "stream": bench.site.streams["paper_fix"]["grievance"],
            "type": "HandlerAssigned",
            "data": {"handlers": [handler], "role": "handler", "office": "example-municipality"},
            "seen": {"version": 1, "leaf": "00" * 32},
        },
    )

    assert (answer["status"], answer["problem"]["code"]) == ("refused", "stream_conflict")
    assert answer["problem"]["unseen"]


def test_a_key_stays_in_its_browser_and_hands_itself_to_nobody(bench: Bench) -> None:
    actor = f"actor/{uuid4()}"
    created = bench.run("created", actor)
    assert created["tries"] == ["InvalidAccessError"] * 6
    assert created["control"] is None, "a key that may be taken out can be"

    bench.show()
    found = bench.run("found")
    assert (found["id"], found["actor"], found["count"]) == (created["id"], actor, 1)
    envelope = parse_envelope(canonical(found["envelope"]), payload_type=SIGN_IN_TYPE)
    verify_envelope(envelope, {created["id"]: bytes.fromhex(found["key"])})
    assert bench.run("forgotten", created["id"]) == [[], None, "key_not_here"]
    assert bench.run("tooOld", actor) == "browser_too_old"


def test_keys_are_enrolled_with_a_registrar_and_turned_by_their_holder(bench: Bench) -> None:
    ledger, keyring = bench.site.ledger, Keyring(bench.site.settings.keys)
    registrar, actor = keyring.load("registrar"), keyring.load("handler").actor
    place = [ORIGIN, ledger.registry_stream]
    body = bench.run("enrolmentOf", [*place, actor, {"actor": registrar.actor, "key": registrar.key.id}])
    envelope = parse_submission(body.encode()).envelope
    assert begun(envelope)[1] == [registrar.key.id]
    (enrolled,) = ledger.submit([parse_submission(add_signature(envelope, registrar.key))])
    assert isinstance(enrolled, Receipt), enrolled

    turned = bench.run("turned", place)
    assert turned["answer"]["status"] == "recorded", turned
    assert (turned["kept"], turned["chosen"]) == (True, turned["id"])
    old = json.loads(parse_envelope(envelope).payload)["signers"]
    keys = ledger.registry().keys
    assert keys[turned["id"]].actor == actor
    assert keys[turned["id"]].revoked is None
    assert all(keys[key].revoked for key in old if key != registrar.key.id)


def test_who_signs_second_signs_what_was_shown(bench: Bench) -> None:
    second, first = bench.adopt("supervisor-district"), bench.adopt("officer-1")
    body = bench.run("body", interest(bench, first, cosigners=[second.key.id]))
    started = json.loads(body)["envelope"]
    bench.adopt("supervisor-district")
    answer = bench.run("cosigned", [started, to_base64(canonical({"v": 1}))])

    assert canonical(answer["whole"]) == add_signature(canonical(started), second.key)
    publics = {one.key.id: one.key.public for one in (first, second)}
    verify_envelope(parse_envelope(canonical(answer["whole"])), publics)
    assert answer["lured"] == ["not_as_shown", "not_as_shown", "dsse_type", "dsse_members"]
    lured = bench.run("luredAnyhow", started)  # the control: it signs what it was sent, whatever was shown
    verify_envelope(parse_envelope(canonical(lured)), publics)


def test_a_box_filled_without_a_line_empties_itself_exactly_once(bench: Bench) -> None:
    holder, page, before = bench.adopt("volunteer-health"), bench.page, bench.size()
    parts = [interest(bench, holder) for _ in range(3)]
    parts[1]["data"] |= {"to": "2025-01-01"}  # before it begins, which no rule allows
    page.context.set_offline(True)
    waiting = bench.run("kept", parts)
    assert [one["status"] for one in waiting] == ["waiting"] * 3
    assert bench.size() == before

    sent: list[Request] = []
    page.on("request", lambda one: sent.append(one) if one.url.endswith("/statements") else None)
    page.context.set_offline(False)
    box = bench.run("emptied")
    assert [one["id"] for one in box] == [one["id"] for one in waiting]
    assert [one["status"] for one in box] == ["recorded", "refused", "recorded"]
    assert ["body" in one for one in box] == [False, True, False]
    assert box[1]["problem"]["code"] == "interest_invalid"
    assert (len(sent), bench.size()) == (1, before + 2)
    for one in box[::2]:
        row = bench.site.ledger.store.entry(one["receipt"]["index"])
        assert row is not None
        assert row.statement_id == UUID(one["id"]).bytes
    assert [one["id"] for one in bench.run("discarded", box[1]["id"])] == [one["id"] for one in box[::2]]
    assert len(sent) == 1


def test_what_is_not_answered_goes_on_waiting_and_is_recorded_once(bench: Bench) -> None:
    holder, page, before = bench.adopt("volunteer-health"), bench.page, bench.size()
    page.context.set_offline(True)
    bench.run("kept", [interest(bench, holder)])

    def lose(route: Route) -> None:
        """Let the ledger record it, and its answer be lost on the way."""
        route.fetch()
        route.abort()

    page.route("**/statements", lambda route: route.fulfill(status=503, json={"code": "overloaded"}))
    page.context.set_offline(False)
    assert [one["status"] for one in bench.run("send")] == ["waiting"]
    page.unroute("**/statements")
    page.route("**/statements", lose)
    assert [one["status"] for one in bench.run("send")] == ["waiting"]
    assert bench.size() == before + 1
    page.unroute("**/statements")
    (one,) = bench.run("send")
    assert (one["status"], one["receipt"]["repeated"]) == ("recorded", True)
    assert bench.size() == before + 1


def test_a_page_gets_nothing_signed_but_a_sign_in_for_its_ledger(bench: Bench) -> None:
    holder, page, came = bench.adopt("officer-1"), bench.page, list[str]()
    page.on("request", lambda one: came.append(one.post_data or "") if one.method == "POST" else None)
    text = json.dumps(interest(bench, holder)).replace('"', "&quot;")
    lure = f'data-payload="{text}" data-nonce="chosen-by-the-server-00" data-expires="2099-01-01T00:00:00Z"'
    bench.show(FORM.format(origin=ORIGIN, lure=lure, text=text))
    with page.expect_navigation(url=lambda url: not url.endswith("/bench")):
        page.get_by_role("button").click()

    assert "session" in {one["name"] for one in page.context.cookies()}
    (said,) = parse_qs(came[0], strict_parsing=True)["envelope"]
    registry, now = bench.site.ledger.registry(), bench.site.time.now()
    assert sign_in(said.encode(), registry, now, Nonces()).id == holder.key.id
    signed = payload(json.loads(said), SIGN_IN_TYPE)
    assert signed.keys() == {"expires", "nonce", "origin"}
    assert "chosen" not in signed["nonce"]
    assert not signed["expires"].startswith("2099")
    with pytest.raises(Malformed, match="another type"):
        parse_envelope(said.encode())

    bench.show(FORM.format(origin=text, lure="", text=""))
    page.get_by_role("button").click()
    expect(page.get_by_role("alert")).to_contain_text("บัญชีอื่น")
    assert len(came) == 1
