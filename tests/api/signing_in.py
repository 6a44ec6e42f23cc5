"""What a client builds to sign in."""

from datetime import datetime, timedelta
from typing import Any

from starlette.testclient import TestClient

from ledger.application.signing_in import SIGN_IN_TYPE
from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.keys import SigningKey
from tests.api.clients import ONE

NONCE = "AAAAAAAAAAAAAAAAAAAAAA"


def built(
    origin: str, now: datetime, key: SigningKey, *, nonce: str = NONCE, minutes: float = 2, **more: Any
) -> bytes:
    """The envelope that signs in to the ledger ``origin`` with ``key``, until some minutes from ``now``."""
    expires = (now + timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%SZ")
    payload = canonical({"origin": origin, "nonce": nonce, "expires": expires} | more)
    return format_envelope(sign_envelope(payload, [key], payload_type=SIGN_IN_TYPE))


def token(client: TestClient, envelope: bytes) -> dict[str, str]:
    """Sign in; return the header that goes with each request."""
    answer = client.post("/sessions", content=envelope, headers=ONE)
    assert answer.status_code == 201, answer.text
    return {"authorization": f"Bearer {answer.json()['token']}"}
