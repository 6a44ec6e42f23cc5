"""A small identity provider on loopback, that keeps to the standard until a test makes it lie."""

import json
import threading
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from api.identity import SingleSignOn
from ledger.application.sequencer import Clock

CLIENT: Final = "phayan"
SECRET: Final = "a secret: & of % both sides"  # noqa: S105 - invented
REDIRECT: Final = "http://127.0.0.1:8000/sso/back"
SUBJECT: Final = "somsri@example.org"
KEYS: Final[dict[str, RSAKey | ECKey]] = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa"}),
    "PS256": RSAKey.generate_key(2048, {"kid": "rsa-pss"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "ec"}),
}


@dataclass
class Identity:
    """The provider: what it says, and how often it was asked. Tests change whatever they like."""

    clock: Clock
    issuer: str = ""
    alg: str = "RS256"
    keys: dict[str, Any] = field(default_factory=lambda: dict(KEYS))
    signing: Any = None
    claims: dict[str, Any] = field(default_factory=dict)
    metadata: dict[str, Any] = field(default_factory=dict)
    token: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    moved: str = ""

    @property
    def settings(self) -> SingleSignOn:
        return SingleSignOn(issuer=self.issuer, client=CLIENT, redirect=REDIRECT, secret=SECRET)

    def discovery(self) -> dict[str, Any]:
        endpoints = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        said = {name: f"{self.issuer}/{path}" for name, path in endpoints.items()}
        return {"issuer": self.issuer, **said, **self.metadata}

    def jwks(self) -> dict[str, Any]:
        public: dict[str, Any] = KeySet(list(self.keys.values())).as_dict(private=False)  # type: ignore[assignment]
        strange = [
            {"kty": "XYZ", "kid": "of a kind to come"},
            {"kty": "EC", "kid": "ec", "crv": "of a curve to come", "x": "AA", "y": "AA"},
            KEYS["PS256"].as_dict(private=False) | {"kid": "rsa", "use": "enc"},
        ]
        return {"keys": [*strange, *public["keys"]]}

    def authorize(self, asked: Mapping[str, str]) -> str:
        """Where somebody who proved who they are is led to."""
        assert asked["response_type"] == "code"
        assert (asked["client_id"], asked["redirect_uri"]) == (CLIENT, REDIRECT)
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = dict(asked)
        back = {"code": code, "state": asked["state"], "iss": self.issuer}
        return f"{asked['redirect_uri']}?{urlencode(back)}"

    def exchange(self, form: Mapping[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        """The answer to a code: it is good once, for whoever began with the challenge and has the secret."""
        name, _, secret = b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (unquote(name), unquote(secret)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        begun = self.codes.pop(form["code"], None)
        proof = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if begun is None or begun["code_challenge"] != proof or form["redirect_uri"] != REDIRECT:
            return 400, {"error": "invalid_grant"}
        return 200, {
            "access_token": "x",
            "token_type": "Bearer",
            "id_token": self.sign(begun["nonce"]),
        } | self.token

    def sign(self, nonce: str) -> str:
        now = int(self.clock().timestamp())
        said = {
            "iss": self.issuer,
            "sub": SUBJECT,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
        }
        claims = {name: value for name, value in (said | self.claims).items() if value is not None}
        key = self.signing or self.keys[self.alg]
        header = {"alg": self.alg, "kid": key.kid}
        return jwt.encode(header, claims, key, algorithms=[self.alg])


@contextmanager
def identity_provider(clock: Clock) -> Iterator[Identity]:
    """Run a provider until the block ends."""
    identity = Identity(clock)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            identity.asked[parts.path] = identity.asked.get(parts.path, 0) + 1
            if identity.moved:
                self.away(identity.moved)
            else:
                what = {"/.well-known/openid-configuration": identity.discovery, "/jwks": identity.jwks}
                self.say(200, what[parts.path]())

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["content-length"])).decode())
            first = {name: values[0] for name, values in form.items()}
            self.say(*identity.exchange(first, self.headers.get("authorization", "")))

        def away(self, where: str) -> None:
            self.send_response(302)
            self.send_header("location", where)
            self.end_headers()

        def say(self, status: int, members: dict[str, Any]) -> None:
            body = json.dumps(members).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    identity.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield identity
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
