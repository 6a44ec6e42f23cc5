"""Keys, a statement and its envelope, as the tests of this folder use them."""

from collections.abc import Callable
from typing import Any

import pytest

from ledger.signing.canonical import canonical
from ledger.signing.dsse import Envelope, format_envelope, sign_envelope
from ledger.signing.errors import Malformed
from ledger.signing.keys import SigningKey

ONE = SigningKey(bytes(range(64, 96)))
TWO = SigningKey(bytes(range(96, 128)))
THREE = SigningKey(bytes(range(128, 160)))
PUBLIC = {key.id: key.public for key in (ONE, TWO, THREE)}

LEAF = "a9196a2c9a299e9351806f9c47e88a7f7229b3a9a1343ab2b32277ba17727765"
ROOT = "FAmQAzttrJkHKxFaAFpvpX5aQ51HNp3IrdCl0UWO9SY="
DIGEST = "jthQM_ri6TPm_vR-mjoUBTpY-bVIhqwy-IFkYqzAFeg"
STAMP = "2026-01-01T10:00:00.000Z"


def members(**changes: object) -> dict[str, Any]:
    """Return the members of a statement that two keys sign; None takes a member away."""
    whole: dict[str, Any] = {
        "v": 1,
        "origin": "ledger.example.org/2026",
        "id": "0b5c2f4e-1111-4111-8111-000000000001",
        "stream": "claim/6f1c0d2e-0000-4000-8000-000000000001",
        "type": "AttestationGiven",
        "schema": 1,
        "by": "actor/5a11c0de-0000-4000-8000-000000000001",
        "signers": sorted((ONE.id, TWO.id)),
        "at": "2026-01-01T08:59:30Z",
        "seen": {"version": 4, "leaf": LEAF},
        "as_of": {"size": 90210, "root": ROOT},
        "data": {
            "facts": ["age_60"],
            "stance": "supports",
            "basis": "home_visit",
            "relation": "neighbour",
            "confidence": "certain",
        },
        "sd": [DIGEST],
    }
    return {name: value for name, value in (whole | changes).items() if value is not None}


def payload(**changes: object) -> bytes:
    return canonical(members(**changes))


def envelope() -> Envelope:
    return sign_envelope(payload(), (TWO, ONE))


ENVELOPE = format_envelope(envelope())


def code_of(call: Callable[..., object], *args: object) -> str:
    """Return the code with which ``call`` refuses; fail if it does not."""
    with pytest.raises(Malformed) as caught:
        call(*args)
    assert str(caught.value)
    return caught.value.code
