"""Refusals: every reason why the ledger does not record a statement.

A refusal has a stable ``code`` and a sentence in plain words. The sentence comes from ``SENTENCES`` and
repeats nothing that was sent; ``detail`` holds only what the sender may know anyway (a head, a JSON
pointer, fact codes).
"""

from ledger.domain.sentences import SENTENCES
from ledger.domain.types import Seen


class Refused(Exception):
    """A rule forbids the statement. Nothing happened."""

    def __init__(self, code: str, **detail: object) -> None:
        super().__init__(SENTENCES[code].en)
        self.code = code
        self.detail: dict[str, object] = detail


class DataInvalid(Refused):
    """The statement does not have the form that the catalogue gives its type."""


class AuthorityDenied(Refused):
    """Whoever signed may not do this: the key, the mandate, its scope or its end."""


class ConflictOfInterest(Refused):
    """Whoever signed has a part of their own in the matter."""


class ApprovalsPending(Refused):
    """The act needs the signature of one more person."""


class WrongState(Refused):
    """The matter does not stand where this act is possible."""


class OnHold(Refused):
    """Something open needs what the act would destroy."""


class RuleBroken(Refused):
    """A rule of the law or of the programme forbids the act."""


class StreamConflict(Refused):
    """The record changed after the signer read it. ``head`` is what stands there now; None: nothing."""

    def __init__(self, head: Seen | None, code: str = "stream_conflict") -> None:
        super().__init__(code, head=head)
        self.head = head
