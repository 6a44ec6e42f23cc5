"""An office whose officials have accounts at a provider, and the lies that a provider may tell."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from starlette.testclient import TestClient

from benchmarks.fixture import Signers, now
from ledger.application.settings import Settings
from tests.api.providers import REDIRECT, Identity


@dataclass
class Watch:
    """The time of provider and ledger, which a test moves on."""

    ahead: timedelta = field(default_factory=timedelta)

    def __call__(self) -> datetime:
        return now() + self.ahead


@dataclass
class Office:
    """A ledger whose officials have accounts at a provider."""

    client: TestClient
    identity: Identity
    settings: Settings
    signers: Signers
    watch: Watch

    def begin(self) -> str:
        """Where the provider leads back to, for whoever began in this browser."""
        answer = self.client.get("/sso/start", follow_redirects=False)
        assert answer.status_code == 303, answer.text
        led = urlsplit(answer.headers["location"])
        assert led.path == "/authorize"
        back = self.identity.authorize(dict(parse_qsl(led.query)))
        return back.removeprefix(REDIRECT.removesuffix("/sso/back"))

    def enter(self) -> Any:
        return self.client.get(self.begin())

    def session(self) -> dict[str, str]:
        answer = self.enter()
        assert answer.status_code == 200, answer.text
        return {"authorization": f"Bearer {answer.json()['token']}"}

    @property
    def actor(self) -> str:
        return self.signers.actors[0]


Lie = Callable[[Identity], None]


def claims(**said: Any) -> Lie:
    return lambda identity: identity.claims.update(said)


def signed_by(alg: str, key: Any) -> Lie:
    def lie(identity: Identity) -> None:
        identity.alg, identity.signing = alg, key

    return lie


def plain(identity: Identity) -> None:
    """No signature at all, as the standard of tokens allows and we do not."""
    token = identity.sign
    identity.sign = lambda nonce: "eyJhbGciOiJub25lIn0." + token(nonce).split(".")[1] + "."  # type: ignore[method-assign]
