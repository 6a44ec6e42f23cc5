"""Mailboxes: how somebody without a key comes back to what they filed.

The case number is public and opens nothing. The receipt code opens the case; it follows from the key of the
request that issued it and a secret, so the same request again is told the same code. Neither the code nor
the key is kept: whoever holds both the vault's database and the secret still has to guess.
"""

import hmac
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Final, NamedTuple
from uuid import UUID

from ledger.application.check_digits import with_check_digit
from ledger.application.derived import Derived
from ledger.application.receipt_codes import Hashing, check_code
from ledger.signing.errors import require
from ledger.store.mailboxes import Issued, MailboxStore

CASE_DIGITS: Final = 9  # and one that checks them
CODE_DIGITS: Final = 15
TRIES: Final = 10


class Mailbox(NamedTuple):
    """A case number, and the code that opens it; None where another code was issued since."""

    case: str
    code: str | None


class Draw(NamedTuple):
    """What a request gets: an id (a uuid), which is kept, and a code, which does not follow from it."""

    request: str
    code: str


class Mailboxes:
    """Gives numbers and codes, and finds what a code opens.

    Args:
        store: The vault's tables.
        hashing: Makes the hashes.
        derived: Makes numbers and codes from a secret of the key folder.
        instant: The present time, as a statement's ``at`` has it.
        salt: Draws 16 random bytes.
    """

    def __init__(
        self,
        store: MailboxStore,
        hashing: Hashing,
        derived: Derived,
        *,
        instant: Callable[[], str],
        salt: Callable[[], bytes],
    ) -> None:
        self._store = store
        self._hashing = hashing
        self._derived = derived
        self._instant = instant
        self._salt = salt
        self._nobody = Issued(0, b"", salt(), salt() + salt(), "")

    def draw(self, *named: str) -> Draw:
        """Return what the request gets that ``named`` names; the idempotency key is one of them."""
        code = with_check_digit(self._derived.digits(CODE_DIGITS, "code", *named))
        return Draw(self._derived.request("code", *named), code)

    def place(self) -> AbstractContextManager[None]:
        """Return the place that ``open`` needs: taken before anything is promised, held until it is kept.

        Raises:
            HashingBusy: Too many wait.
        """
        return self._hashing.place()

    def open(self, stream: str, draw: Draw) -> Mailbox:
        """Return the mailbox of ``stream``, which is made if there is none. Harmless when repeated.

        Args:
            stream: The case, which stands in the log.
            draw: What the request that opened it gets.
        """
        case = self.case(stream) or self._allot(stream)
        if not self._store.issued(case):
            self._store.issue(case, self._hashed(1, draw))
        return self._mailbox(case, draw)

    def find(self, case: str, code: str) -> str | None:
        """Return the stream that ``case`` and ``code`` open. It takes the same work whether it is there.

        Raises:
            Malformed: As ``check_code``.
            HashingBusy: Too many wait.
        """
        check_code(code)
        issued = self._store.issued(case)
        newest = issued[-1] if issued else self._nobody
        with self.place():
            same = hmac.compare_digest(self._hashing.hash(code, newest.salt), newest.hash)
        return self._store.stream(case) if same and issued else None

    def issue(self, case: str, draw: Draw, *, by: str, auth: str) -> Mailbox:
        """Return ``case`` with a new code: the one before opens nothing any more. Harmless when repeated.

        Args:
            case: The number of the case, which exists.
            draw: What this request gets.
            by: The actor who issues it.
            auth: How they knew the person.

        Raises:
            Malformed: ``idempotency_reused``: the same request issued it in another way.
            HashingBusy: Too many wait.
        """
        for _ in range(TRIES):
            issued = self._store.issued(case)
            own = next((one for one in issued if one.request == UUID(draw.request).bytes), None)
            if own is None:
                with self.place():
                    hashed = self._hashed(issued[-1].number + 1, draw)
                own = hashed._replace(issued_by=by, auth=auth)
                if not self._store.issue(case, own):
                    continue  # somebody else issued one meanwhile
            require(
                (own.issued_by, own.auth) == (by, auth),
                "idempotency_reused",
                "this key was used for another request; draw a new one",
            )
            break
        return self._mailbox(case, draw)

    def stream(self, case: str) -> str | None:
        """Return the stream that has the number ``case``."""
        return self._store.stream(case)

    def case(self, stream: str) -> str | None:
        """Return the number of ``stream``."""
        return self._store.case(stream)

    def issued(self, case: str) -> list[Issued]:
        """Return every code of ``case``, the newest last."""
        return self._store.issued(case)

    def _mailbox(self, case: str, draw: Draw) -> Mailbox:
        newest = self._store.issued(case)[-1].request == UUID(draw.request).bytes
        return Mailbox(case, draw.code if newest else None)

    def _allot(self, stream: str) -> str:
        """Give ``stream`` a number. Of nine digits some are taken; then the next that follows is tried."""
        attempt = 0
        while not self._store.allot(case := self._number(stream, attempt), stream):
            attempt += 1
        return case

    def _number(self, stream: str, attempt: int) -> str:
        return with_check_digit(self._derived.digits(CASE_DIGITS, "case", stream, attempt))

    def _hashed(self, number: int, draw: Draw) -> Issued:
        salt = self._salt()
        hashed = self._hashing.hash(draw.code, salt)
        return Issued(number, UUID(draw.request).bytes, salt, hashed, self._instant())
