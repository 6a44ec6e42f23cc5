"""What each check of single sign-on is for: without it, the attack that it stops succeeds."""

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from urllib.request import build_opener

import pytest

from api import provider, sso
from benchmarks.fixture import now
from tests.api.offices import Lie, Office, claims, signed_by
from tests.api.providers import KEYS, identity_provider
from tests.api.test_statements import problem


def unchecked(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(provider.Provider, "_check", lambda *_: None)


def every_algorithm(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(provider, "ALGORITHMS", (*provider.ALGORITHMS, "RS512"))


@pytest.mark.parametrize(
    ("lie", "without"),
    [
        (claims(aud="other"), unchecked),
        (claims(iss="https://other.example.org"), unchecked),
        (claims(nonce="of another beginning"), unchecked),
        (claims(exp=1_700_000_000), unchecked),
        (claims(azp="other"), unchecked),
        (signed_by("RS512", KEYS["RS256"]), every_algorithm),
    ],
)
def test_without_the_check_the_same_lie_opens_a_session(
    office: Office, monkeypatch: pytest.MonkeyPatch, lie: Lie, without: Callable[[pytest.MonkeyPatch], None]
) -> None:
    lie(office.identity)
    problem(office.enter(), 401, "sso_token")
    without(monkeypatch)
    assert office.enter().status_code == 200


def test_without_the_ticket_in_the_browser_somebody_is_led_into_anothers_session(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs = office.begin()
    office.client.cookies.clear()
    monkeypatch.setattr("api.sso.hmac.compare_digest", lambda *_: True)
    assert office.client.get(theirs).status_code == 200


def test_without_a_verifier_of_its_own_a_stolen_code_opens_a_session(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    derived = sso.Desk._derived
    monkeypatch.setattr(
        sso.Desk,
        "_derived",
        lambda desk, what, of: derived(desk, what, of if what == "ticket" else "one for all"),
    )
    code = parse_qs(urlsplit(office.begin()).query)["code"][0]
    mine = office.begin()
    own = parse_qs(urlsplit(mine).query)["code"][0]
    assert office.client.get(mine.replace(f"code={own}", f"code={code}")).status_code == 200


def test_whoever_follows_redirects_asks_another(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(provider, "_OPENER", build_opener())
    with identity_provider(now) as other:
        office.identity.moved = f"{other.issuer}/.well-known/openid-configuration"
        office.client.get("/sso/start", follow_redirects=False)
        assert other.asked
