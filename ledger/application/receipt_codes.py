"""Receipt codes as they are kept: a slow hash under a pepper, so few at once that it stops nobody else.

A code has about 50 bits. Who holds the vault's database must guess it with 128 MiB for each guess, and
without the pepper, which lies in the key folder, cannot guess at all.
"""

import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Final, NamedTuple

from nacl.pwhash import argon2id

from ledger.application.check_digits import is_checked
from ledger.application.errors import HashingBusy
from ledger.signing.errors import require

HASH_BYTES: Final = 32
AT_ONCE: Final = 2
WAITING: Final = 16
_FORM: Final = re.compile("[0-9]{16}")


class Cost(NamedTuple):
    """What one hash costs: ``passes`` over ``memory`` bytes. Source: RFC 9106."""

    passes: int = 4
    memory: int = 128 * 1024 * 1024


class Hashing:
    """Makes hashes of receipt codes, at most two at once for everybody.

    Args:
        pepper: 32 bytes that do not lie in the vault.
        cost: What one hash costs.
        waiting: How many may wait for their turn.
    """

    def __init__(self, pepper: bytes, cost: Cost | None = None, *, waiting: int = WAITING) -> None:
        self._pepper = pepper
        self._cost = cost or Cost()
        self._left = AT_ONCE + waiting
        self._gate = threading.Lock()
        self._turns = threading.BoundedSemaphore(AT_ONCE)

    def hash(self, code: str, salt: bytes) -> bytes:
        """Return 32 bytes that follow from ``code`` and ``salt`` (16 bytes). To be called in a ``place``."""
        mixed = hmac.digest(self._pepper, b"receipt/v1\n" + code.encode(), sha256)
        passes, memory = self._cost
        with self._turns:
            return argon2id.kdf(HASH_BYTES, mixed, salt, opslimit=passes, memlimit=memory)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Hold a place among those who hash or wait to, for the block.

        Raises:
            HashingBusy: Too many wait.
        """
        with self._gate:
            if self._left == 0:
                raise HashingBusy("too many wait for a receipt code to be checked; try again in a moment")
            self._left -= 1
        try:
            yield
        finally:
            with self._gate:
                self._left += 1


def check_code(code: str) -> None:
    """Check that ``code`` has the form of a receipt code, before anything is spent on it.

    Raises:
        Malformed: ``id_format``: it is not 16 ASCII digits; ``receipt_check``: one digit is wrong, or two are
            swapped.
    """
    require(_FORM.fullmatch(code), "id_format", "a receipt code has 16 digits")
    require(is_checked(code), "receipt_check", "one digit is wrong or two are swapped")
