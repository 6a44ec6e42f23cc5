"""A program as its author writes it: requests signed by the library that the door checks them with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from http_message_signatures import HTTPMessageSigner, MappingKeyResolver
from http_message_signatures.algorithms import ED25519
from starlette.testclient import TestClient

from api.programs import COVERED
from ledger.signing.keys import SigningKey

NONCE: Final = "AAAAAAAAAAAAAAAAAAAAAA"


@dataclass
class Sent:
    """A request, before and after it is signed; a test may change whatever it likes of it."""

    method: str
    url: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def through(self, client: TestClient, **more: Any) -> Any:
        """The answer to it. Headers that go with ``more`` come on lines of their own, after its own."""
        lines = [*self.headers.items(), *more.get("lines", ())]
        return client.request(self.method, self.url, content=self.body or None, headers=lines)


def signed(
    sent: Sent,
    key: SigningKey,
    origin: str,
    now: datetime,
    *,
    covered: Sequence[str] = COVERED,
    nonce: str | None = NONCE,
    seconds: float | None = 60,
    age: float = 0,
    digest: bool = True,
    **more: Any,
) -> Sent:
    """Sign ``sent`` with ``key`` for the ledger ``origin``, good for some ``seconds`` from now."""
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    signer = HTTPMessageSigner(
        signature_algorithm=ED25519,
        key_resolver=MappingKeyResolver(public_keys={}, private_keys={key.id: private}),
    )
    if "content-type" in sent.headers and "content-digest" in covered:
        covered = [*covered, "content-type"]
    created = (now - timedelta(seconds=age)).astimezone(UTC)
    settings: Mapping[str, Any] = {"key_id": key.id, "tag": origin, "nonce": nonce, "created": created}
    expires = None if seconds is None else now + timedelta(seconds=seconds)
    body = sent.body if digest else None
    signer.sign(
        sent, **{**settings, "expires": expires, "covered_component_ids": covered, "body": body, **more}
    )
    return sent
