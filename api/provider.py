"""An identity provider, asked by OpenID Connect: where to send somebody, and whom it says that it saw.

Only the issuer that the settings name is ever talked to, over TLS, and only what it signed is believed. This
module needs the extra ``sso``.
"""

import json
import threading
import urllib.request
from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import IO, Any, Final
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from api.identity import SingleSignOn, is_safe
from api.problems import Problem
from ledger.application.sequencer import Clock

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signatures by a public key alone: not ``none``, nor a secret that whoever verifies could sign with."""
SLACK: Final = 30  # seconds that the clocks of the provider and of this server may differ
SECONDS: Final = 5.0
MOST: Final = 256 * 1024  # bytes of an answer
KEPT: Final = timedelta(minutes=10)
AGAIN: Final = timedelta(minutes=1)
"""How often a key that is not known may have the keys fetched anew: providers turn them."""


class Kept:
    """A document of the provider, fetched when it is needed and too old."""

    def __init__(self, fetch: Callable[[], Any], clock: Clock) -> None:
        self._fetch = fetch
        self._clock = clock
        self._lock = threading.Lock()
        self._found: tuple[Any, datetime] | None = None

    def get(self, oldest: timedelta = KEPT) -> Any:  # noqa: ANN401 - JSON, or keys
        """Return what was fetched no longer than ``oldest`` ago."""
        with self._lock:
            now = self._clock()
            if self._found is None or now - self._found[1] > oldest:
                self._found = self._fetch(), now
            return self._found[0]


class Provider:
    """The provider that ``settings`` name."""

    def __init__(self, settings: SingleSignOn, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._metadata = Kept(self._discover, clock)
        self._keys = Kept(self._fetch_keys, clock)

    def address(self, state: str, nonce: str, challenge: str) -> str:
        """Return where somebody proves to the provider who they are. Source: OpenID Connect Core, 3.1.2.1.

        Raises:
            Problem: 503 ``sso_unreachable``.
        """
        asked = {
            "response_type": "code",
            "scope": "openid",
            "client_id": self._settings.client,
            "redirect_uri": self._settings.redirect,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint: str = self._metadata.get()["authorization_endpoint"]
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    def subject(self, code: str, verifier: str, nonce: str) -> str:
        """Return the ``sub`` of whom the provider saw, for the ``code`` that it gave.

        Raises:
            Problem: 401 ``sso_denied``: it does not take the code; ``sso_token``: it vouches for nobody, or
                not to us, or not now; 503 ``sso_unreachable``.
        """
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._settings.redirect,
            "client_id": self._settings.client,
            "code_verifier": verifier,
        }
        answer = _fetch(self._metadata.get()["token_endpoint"], form, self._authorization())
        if "error" in answer:
            raise Problem(401, "sso_denied")
        try:
            claims = self._decode(str(answer["id_token"]))
            self._check(claims, nonce)
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise Problem(401, "sso_token") from error
        return str(claims["sub"])

    def _decode(self, token: str) -> dict[str, Any]:
        try:
            return jwt.decode(token, self._keys.get(), algorithms=ALGORITHMS).claims
        except InvalidKeyIdError:  # it may have turned its keys
            return jwt.decode(token, self._keys.get(AGAIN), algorithms=ALGORITHMS).claims

    def _check(self, claims: dict[str, Any], nonce: str) -> None:
        """Check what the token says. Source: OpenID Connect Core, 3.1.3.7.

        Raises:
            JoseError, ValueError: It is of another issuer, for another client, over, or of another beginning.
        """
        jwt.JWTClaimsRegistry(
            now=int(self._clock().timestamp()),
            leeway=SLACK,
            iss={"essential": True, "value": self._settings.issuer},
            aud={"essential": True, "value": self._settings.client},
            nonce={"essential": True, "value": nonce},
            sub={"essential": True},
            exp={"essential": True},
            iat={"essential": True},
        ).validate(claims)
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", None if several else self._settings.client) != self._settings.client:
            raise ValueError("this was given to somebody else")

    def _authorization(self) -> dict[str, str]:
        """Return the header by which the client proves itself, where it has a secret. RFC 6749, 2.3.1."""
        if self._settings.secret is None:
            return {}
        pair = f"{quote(self._settings.client, '')}:{quote(self._settings.secret, '')}"
        return {"authorization": f"Basic {b64encode(pair.encode()).decode()}"}

    def _discover(self) -> dict[str, Any]:
        """Return what the provider says of itself. Source: OpenID Connect Discovery, 4.3."""
        found = _fetch(f"{self._settings.issuer.rstrip('/')}/.well-known/openid-configuration", None, {})
        endpoints = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if found.get("issuer") != self._settings.issuer or not all(
            is_safe(found.get(one)) for one in endpoints
        ):
            raise _unreachable()
        return found

    def _fetch_keys(self) -> KeySet:
        found = _fetch(self._metadata.get()["jwks_uri"], None, {})
        try:
            return KeySet.import_key_set({"keys": [key for key in found["keys"] if _usable(key)]})
        except (JoseError, ValueError, TypeError, KeyError) as error:
            raise _unreachable() from error


def _usable(key: Mapping[str, Any]) -> bool:
    """Return whether ``key`` may sign one of ``ALGORITHMS``: others are none of our business."""
    return key.get("use", "sig") == "sig" and (key["kty"] == "RSA" or key.get("crv") == "P-256")


class _Stays(urllib.request.HTTPRedirectHandler):
    """Follows nobody elsewhere: a redirect is no answer."""

    def redirect_request(self, *_args: object) -> None:
        """Return None: there is no other request."""


_OPENER: Final = urllib.request.build_opener(_Stays)


def _fetch(url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return the JSON object at ``url``, of which ``is_safe`` holds; with ``form``, the answer to it.

    Raises:
        Problem: 503 ``sso_unreachable``.
    """
    data = None if form is None else urlencode(form).encode()
    request = urllib.request.Request(url, data, {"accept": "application/json", **headers})  # noqa: S310 - is_safe
    try:
        with _answer(request) as answer:
            found = json.loads(answer.read(MOST))
    except (OSError, HTTPException, ValueError, RecursionError) as error:
        raise _unreachable() from error
    if not isinstance(found, dict):
        raise _unreachable()
    return found


def _answer(request: urllib.request.Request) -> IO[bytes]:
    """Return the answer to ``request``: a refusal in words of OAuth (400, 401) is one too."""
    try:
        answer: IO[bytes] = _OPENER.open(request, timeout=SECONDS)
    except HTTPError as error:
        if error.code in {400, 401} and request.data is not None:
            return error
        raise
    return answer


def _unreachable() -> Problem:
    return Problem(503, "sso_unreachable", {"retry-after": "5"})
