"""What a browser carries for us without reading it: sealed, for one purpose, until a time."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from nacl.exceptions import CryptoError
from nacl.secret import SecretBox

from ledger.application.sequencer import Clock

LONGEST: Final = timedelta(minutes=15)


class Seals:
    """Seals what a cookie or a hidden field holds.

    Args:
        secret: 32 bytes that all processes of this server share, and nobody else has.
        clock: The present time.
    """

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._secret = secret
        self._clock = clock

    def seal(self, purpose: str, members: dict[str, Any], life: timedelta = LONGEST) -> str:
        """Return ``members``, good for ``purpose`` and for as long as ``life``."""
        text = json.dumps([(self._clock() + life).isoformat(), members]).encode()
        return urlsafe_b64encode(self._box(purpose).encrypt(text)).decode()

    def open(self, purpose: str, sealed: str | None) -> dict[str, Any] | None:
        """Return what was sealed for ``purpose``; None if it is none of ours, is over, or is not there."""
        try:
            text = self._box(purpose).decrypt(urlsafe_b64decode((sealed or "").encode()))
        except (CryptoError, ValueError):
            return None
        ends, members = json.loads(text)
        return members if self._clock() <= datetime.fromisoformat(ends) else None

    def _box(self, purpose: str) -> SecretBox:
        return SecretBox(
            blake2b(purpose.encode(), digest_size=32, key=self._secret, person=b"phayan-web").digest()
        )
