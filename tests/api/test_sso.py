"""Single sign-on: whom the organisation's provider vouches for reads as the linked actor, and never signs."""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi import Header, Request
from joserfc.jwk import OctKey, RSAKey

from api.sessions import session_of
from benchmarks.fixture import ORIGIN, now
from ledger.application.admission import Admission, Link, Program
from ledger.application.keyring import Keyring
from ledger.domain.codes import RevocationReason
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import EntryRef
from ledger.signing.keys import SigningKey
from tests.api.clients import ONE, body_of, client_of
from tests.api.conftest import Desk
from tests.api.offices import Lie, Office, Watch, claims, plain, signed_by
from tests.api.programs import Sent, signed
from tests.api.providers import CLIENT, KEYS, REDIRECT, SUBJECT, identity_provider
from tests.api.signing_in import built, token
from tests.api.test_statements import problem
from tests.support.founding import founded


def test_whom_the_provider_vouches_for_reads_as_the_linked_actor(office: Office) -> None:
    answer = office.enter()
    assert answer.status_code == 200, answer.text
    assert answer.json().keys() == {"token", "actor", "expires"}
    assert answer.headers["cache-control"] == "no-store"

    header = {"authorization": f"Bearer {answer.json()['token']}"}
    me = office.client.get("/session", headers=header).json()
    assert (me["actor"], me["by"]) == (office.actor, "sso")
    assert [held["role"] for held in me["mandates"]] == ["importer"]
    assert office.client.get("/mandates", headers=header).status_code == 200
    assert SUBJECT not in answer.text + str(me)


@pytest.mark.parametrize("alg", KEYS)
def test_each_signature_on_the_list_is_taken(office: Office, alg: str) -> None:
    office.identity.alg = alg
    assert office.enter().status_code == 200


def test_a_list_of_audiences_names_us_as_whom_it_was_given_to(office: Office) -> None:
    office.identity.claims = {"aud": [CLIENT, "other"], "azp": CLIENT}
    assert office.enter().status_code == 200


@pytest.mark.parametrize(
    "lie",
    [
        claims(iss="https://other.example.org"),
        claims(iss=None),
        claims(aud="other"),
        claims(aud=[]),
        claims(aud=None),
        claims(aud=[CLIENT, "other"]),
        claims(azp="other"),
        claims(aud=[CLIENT, "other"], azp="other"),
        claims(exp=1_700_000_000),
        claims(exp=None),
        claims(exp="tomorrow"),
        claims(iat=4_000_000_000),
        claims(iat=None),
        claims(nonce="of another beginning"),
        claims(nonce=None),
        claims(sub=None),
        claims(sub=""),
        claims(sub=7),
        signed_by("RS256", RSAKey.generate_key(2048, {"kid": "rsa"})),
        signed_by("RS256", RSAKey.generate_key(2048, {"kid": "nobody's"})),
        signed_by("RS512", KEYS["RS256"]),
        signed_by("HS256", OctKey.import_key("what client and provider both know", {"kid": "rsa"})),
        plain,
        lambda identity: identity.token.update(id_token=None),
        lambda identity: identity.token.update({"id_token": "a.b.c"}),
        lambda identity: identity.token.update(id_token=["a"]),
    ],
)
def test_a_token_that_is_not_ours_of_now_and_of_this_beginning_opens_nothing(
    office: Office, lie: Lie
) -> None:
    assert office.enter().status_code == 200  # the control: the same, without the lie
    lie(office.identity)
    problem(office.enter(), 401, "sso_token")


def test_who_did_not_begin_in_this_browser_does_not_come_back_to_it(office: Office) -> None:
    """Somebody leads an official to a session of their own, to see what they do: the ticket is of another."""
    theirs = office.begin()
    office.client.cookies.clear()
    problem(office.client.get(theirs), 401, "sso_state")
    office.begin()
    problem(office.client.get(theirs), 401, "sso_state")
    mine = office.begin()
    problem(office.client.get(mine.replace("state=", "x=")), 401, "sso_state")
    problem(office.client.get(mine.replace("state=", "state=0")), 401, "sso_state")
    assert office.client.get(mine).status_code == 200  # the control


def test_a_ticket_that_somebody_made_up_is_none(office: Office) -> None:
    ticket = str(int(office.watch().timestamp()) + 60) + ".AAAAAAAAAAAAAAAAAAAAAA." + "A" * 43
    for made in (ticket, "", ".", "..", "x", "1.2.3"):
        office.client.cookies.clear()
        office.client.cookies.set("phayan-sso", made)
        problem(office.client.get("/sso/back", params={"state": made, "code": "c"}), 401, "sso_state")


def test_a_beginning_is_good_once_and_for_ten_minutes(office: Office) -> None:
    back = office.begin()
    held = dict(office.client.cookies)
    assert office.client.get(back).status_code == 200
    assert not office.client.cookies
    office.client.cookies.update(held)
    problem(office.client.get(back), 401, "sso_state")

    late = office.begin()
    office.watch.ahead += timedelta(minutes=10, seconds=1)
    problem(office.client.get(late), 401, "sso_state")


def test_a_code_of_another_beginning_is_not_taken(office: Office) -> None:
    """PKCE: whoever got hold of somebody's code has not what it was asked for with."""
    stolen = office.begin()
    code = parse_qs(urlsplit(stolen).query)["code"][0]
    mine = office.begin()
    own = parse_qs(urlsplit(mine).query)["code"][0]
    problem(office.client.get(mine.replace(f"code={own}", f"code={code}")), 401, "sso_denied")


def test_who_is_not_let_in_there_is_not_let_in_here(office: Office) -> None:
    back = office.begin()
    problem(office.client.get(back.replace("code=", "error=access_denied&x=")), 401, "sso_denied")
    problem(office.client.get(back.replace("code=", "x=")), 401, "sso_denied")
    problem(office.client.get(back.replace("code=code-", "code=other-")), 401, "sso_denied")


def test_an_answer_in_the_name_of_another_provider_is_none(office: Office) -> None:
    back = office.begin()
    other = re.sub("iss=[^&]*", "iss=https://other.example.org", back)
    assert other != back
    problem(office.client.get(other), 401, "sso_state")
    without = re.sub("&iss=[^&]*", "", back)
    assert office.client.get(without).status_code == 200  # not every provider says so


def test_an_account_that_nobody_linked_opens_nothing(office: Office) -> None:
    office.identity.claims["sub"] = "stranger@example.org"
    answer = office.enter()
    problem(answer, 403, "sso_unlinked")
    assert "stranger" not in answer.text


def test_the_address_leads_to_the_provider_whatever_is_asked(office: Office) -> None:
    plainly = office.client.get("/sso/start", follow_redirects=False).headers["location"]
    query = "?next=https://evil.example&redirect_uri=https://evil.example&state=x"
    answer = office.client.get(f"/sso/start{query}", headers={"host": "evil.example"}, follow_redirects=False)
    for led in (plainly, answer.headers["location"]):
        parts = urlsplit(led)
        asked = parse_qs(parts.query)
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == f"{office.identity.issuer}/authorize"
        assert (asked["redirect_uri"], asked["scope"]) == ([REDIRECT], ["openid"])
        assert "evil" not in led
    back = office.client.get("/sso/back?next=https://evil.example", follow_redirects=False)
    assert "location" not in back.headers


def test_the_cookie_is_for_this_host_over_tls_and_no_script(office: Office, ground: Any) -> None:
    over_tls = replace(office.identity.settings, redirect="https://ledger.test/sso/back")
    with client_of(ground[0], office.watch, single_sign_on=over_tls) as client:
        said = client.get("/sso/start", follow_redirects=False).headers["set-cookie"]
    assert said.startswith("__Host-phayan-sso=")
    assert {"HttpOnly", "Path=/", "SameSite=lax", "Secure", "Max-Age=600"} <= set(said.split("; "))
    assert "Domain" not in said


def test_a_session_ends_with_its_link_with_its_mandate_and_by_itself(office: Office) -> None:
    header = office.session()

    def get() -> Any:
        return office.client.get("/commitments", headers=header)

    assert get().status_code == 200

    admission, registry = Admission(office.settings.keys), office.client.app.state.ledger.registry()  # type: ignore[attr-defined]
    link = Link(office.identity.issuer, SUBJECT, office.actor)
    admission.unlink(link.issuer, link.subject)
    problem(get(), 401, "session_ended")
    admission.link(link._replace(actor=office.signers.actors[1]), registry)
    problem(get(), 401, "session_ended")  # somebody else's session is not theirs
    admission.link(link, registry)
    assert get().status_code == 200

    office.watch.ahead += timedelta(minutes=16)
    problem(get(), 401, "session_ended")


def test_a_revoked_mandate_ends_what_a_session_reads_at_once(tmp_path: Path) -> None:
    settings, signers = founded(tmp_path, importers=2)
    with (
        identity_provider(now) as identity,
        client_of(settings, now, single_sign_on=identity.settings) as client,
    ):
        ledger = client.app.state.ledger  # type: ignore[attr-defined]
        Admission(settings.keys).link(Link(identity.issuer, SUBJECT, signers.actors[1]), ledger.registry())
        office = Office(client, identity, settings, signers, Watch())
        header = office.session()
        assert client.get("/mandates", headers=header).status_code == 200

        (held,) = ledger.registry().mandates[signers.actors[1]]
        registrar = Keyring(settings.keys).load("registrar")
        says = MandateRevoked(
            mandate=EntryRef(held.stream, held.version, held.leaf), reason=RevocationReason.LEFT_SERVICE
        )
        revoked = signers.author.compose(
            ledger.registry_stream, says, by=registrar.actor, keys=[registrar.key]
        )
        assert client.post("/statements", content=body_of(revoked), headers=ONE).status_code == 201
        for path in ("/session", "/mandates", "/queue", "/commitments"):
            problem(client.get(path, headers=header), 401, "session_ended")


def test_documents_of_the_provider_are_kept_and_a_turned_key_is_found(office: Office) -> None:
    for _ in range(3):
        office.session()
    assert office.identity.asked["/.well-known/openid-configuration"] == 1
    assert office.identity.asked["/jwks"] == 1

    office.identity.keys["RS256"] = RSAKey.generate_key(2048, {"kid": "turned"})
    problem(office.enter(), 401, "sso_token")  # not yet: who makes keys up does not make us ask each time
    assert office.identity.asked["/jwks"] == 1
    office.watch.ahead += timedelta(minutes=1, seconds=1)
    assert office.enter().status_code == 200
    assert office.identity.asked["/jwks"] == 2


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://other.example.org"},
        {"token_endpoint": "http://id.example.org/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_a_provider_that_says_what_does_not_fit_is_not_asked(office: Office, said: dict[str, Any]) -> None:
    office.identity.metadata = said
    problem(office.client.get("/sso/start", follow_redirects=False), 503, "sso_unreachable")
    office.identity.metadata = {}
    assert office.enter().status_code == 200


def test_nobody_is_followed_to_another_address(office: Office) -> None:
    with identity_provider(now) as other:
        office.identity.moved = f"{other.issuer}/.well-known/openid-configuration"
        problem(office.client.get("/sso/start", follow_redirects=False), 503, "sso_unreachable")
        assert not other.asked
        assert httpx2.get(office.identity.moved).status_code == 200  # the control: it would have answered


def test_without_the_secret_the_provider_gives_nothing(office: Office, ground: Any) -> None:
    for secret in (None, "another"):
        wrong = replace(office.identity.settings, secret=secret)
        with client_of(ground[0], office.watch, single_sign_on=wrong) as client:
            problem(replace(office, client=client).enter(), 401, "sso_denied")


def test_where_it_is_not_set_up_there_is_nothing(small: Desk) -> None:
    for path in ("/sso/start", "/sso/back?state=a&code=b"):
        problem(small.client.get(path), 404, "not_found")
    assert not [path for path in small.client.get("/openapi.json").json()["paths"] if "sso" in path]


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_who_came_without_a_key_acts_through_no_route(office: Office, method: str) -> None:
    """A route that acts for whoever is signed in does so for keys alone, unless it says otherwise."""

    def acts(request: Request, authorization: Annotated[str | None, Header()] = None) -> dict[str, str]:
        return {"by": session_of(request, authorization)[0].by}

    def asks(request: Request, authorization: Annotated[str | None, Header()] = None) -> dict[str, str]:
        return {"by": session_of(request, authorization, reads=True)[0].by}

    for path, route in (("/acts", acts), ("/asks", asks)):
        office.client.app.add_api_route(path, route, methods=[method])  # type: ignore[attr-defined]
    key = token(office.client, built(ORIGIN, office.watch(), office.signers.keys[0], nonce="W" * 22))
    program = SigningKey(b"a program's own key, for the act")
    registry = office.client.app.state.ledger.registry()  # type: ignore[attr-defined]
    admission = Admission(office.settings.keys)
    if program.id not in admission.programs():
        admission.add(Program("acts", office.actor, program.public.hex()), registry)

    def sign(path: str, nonce: str) -> dict[str, str]:
        sent = Sent(method, f"http://ledger.test{path}")
        return signed(sent, program, ORIGIN, office.watch(), nonce=nonce * 22).headers

    for headers in (office.session(), sign("/acts", "X")):
        problem(office.client.request(method, "/acts", headers=headers), 403, "key_needed")
    for headers in (office.session(), sign("/asks", "Y"), key):
        assert office.client.request(method, "/asks", headers=headers).status_code == 200
    assert office.client.request(method, "/acts", headers=key).json() == {"by": "key"}
