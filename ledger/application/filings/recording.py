"""Recording what a person said: signed by an intake that may speak for them, once for each request."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Final, NamedTuple, Protocol

from ledger.application.composing import Author, make_disclosure
from ledger.application.derived import Derived
from ledger.application.errors import AttachmentsMissing, IntakeMissing
from ledger.application.fastpath import read_recorded
from ledger.application.filings.words import SUBJECT
from ledger.application.keyring import Holder
from ledger.application.ledger import Ledger
from ledger.application.receipts import Receipt, Rejected
from ledger.domain.errors import AuthorityDenied, ConflictOfInterest
from ledger.domain.types import Event, Says
from ledger.signing.disclosure import digest
from ledger.signing.errors import require
from ledger.signing.strict_json import JsonValue
from ledger.store.errors import StoreError

OF_THE_SIGNER: Final = (AuthorityDenied, ConflictOfInterest)
"""Refusals that another intake may pass: that of another line, or with a mandate that reaches further."""


class Signing(NamedTuple):
    """Under what a draft becomes an event: who signs, and when; ``earlier`` is what was recorded before."""

    by: str
    at: str
    earlier: Says | None = None


class Draft(NamedTuple):
    """A statement before it is signed.

    ``sealed`` are words by ``subject/field``, ``uploads`` uuids. Salts follow from ``salt``, which is kept
    nowhere: once what is sealed is erased, its digests tell nothing, even to whoever holds our secrets.
    """

    id: str
    stream: str
    says: Callable[[Signing], Event]
    sealed: Mapping[str, JsonValue]
    uploads: Sequence[str]
    salt: str


class Attachments(Protocol):
    """What was uploaded before it is spoken of."""

    def described(self, uploads: Sequence[str], /) -> Sequence[tuple[str, str, int]]:
        """Return SHA-256 (hex), media type and bytes of each, in order; also of those that are kept."""
        ...

    def keep(self, statement: str, stream: str, subject: str, uploads: Sequence[str], /) -> None:
        """Keep what a statement about to be recorded names. Harmless when repeated."""
        ...

    def settle(self, statement: str, /) -> None:
        """Forget the uploads of a statement that is recorded. Harmless when repeated."""
        ...


class Recording:
    """Composes and submits drafts.

    Args:
        ledger: Open for writing.
        author: The ledger's name, and the present time.
        holders: Intake keys, tried in this order.
        derived: Makes the salts of disclosures.
        attachments: Where uploads are; None: nowhere.
    """

    def __init__(
        self,
        ledger: Ledger,
        author: Author,
        holders: Sequence[Holder],
        derived: Derived,
        attachments: Attachments | None = None,
    ) -> None:
        self._ledger = ledger
        self._author = author
        self._holders = holders
        self._derived = derived
        self._attachments = attachments

    def again(self, draft: Draft) -> Receipt | None:
        """Return the receipt of what ``draft`` became before; None: nothing yet.

        Raises:
            Malformed: ``idempotency_reused``: something else was recorded under this id.
        """
        receipt = self._ledger.receipt(draft.id)
        row = None if receipt is None else self._ledger.store.entry(receipt.index)
        if receipt is None or row is None:
            return None
        said = read_recorded(row.entry, row.leaf).statement
        signing = Signing(said.by, said.at or "", said.says)
        sealed = self._sealed(draft)
        disclosed = (make_disclosure(self._salt(draft, name), name, sealed[name]) for name in sealed)
        require(
            (draft.says(signing), tuple(sorted(map(digest, disclosed)))) == (said.says, said.sd),
            "idempotency_reused",
            "this key was used for another request; draw a new one",
        )
        return receipt

    def record(self, draft: Draft) -> Receipt | Rejected:
        """Record ``draft``, signed by the first intake whom no rule keeps from it.

        Raises:
            IntakeMissing: There is no intake at all.
            AttachmentsMissing: It names uploads, and this server takes none.
            Malformed: As ``again``.
            LedgerError, StoreError: As ``Ledger.submit``.
        """
        sealed = self._sealed(draft)
        if self._attachments is None or not draft.uploads:
            return self._signed(draft, sealed)
        self._attachments.keep(draft.id, draft.stream, SUBJECT, draft.uploads)
        outcome = self._signed(draft, sealed)
        if isinstance(outcome, Receipt):
            with suppress(StoreError):  # it is recorded; the sweep forgets the uploads
                self._attachments.settle(draft.id)
        return outcome

    def _signed(self, draft: Draft, sealed: Mapping[str, JsonValue]) -> Receipt | Rejected:
        """Return what became of ``draft`` before the first intake whom no rule keeps from it."""
        if not self._holders:
            raise IntakeMissing("no intake key lies in the key folder; name one with `phayan serve --intake`")
        *others, last = self._holders
        for holder in others:
            outcome = self._submit(draft, sealed, holder)
            if isinstance(outcome, Receipt) or not issubclass(outcome.kind, OF_THE_SIGNER):
                return outcome
        return self._submit(draft, sealed, last)

    def _submit(self, draft: Draft, sealed: Mapping[str, JsonValue], holder: Holder) -> Receipt | Rejected:
        at = self._author.instant()
        author = Author(
            origin=self._author.origin,
            instant=lambda: at,
            identifier=lambda: draft.id,
            salt=iter([self._salt(draft, name) for name in sealed]).__next__,
        )
        says = draft.says(Signing(holder.actor, at))
        composed = author.compose(draft.stream, says, by=holder.actor, keys=[holder.key], sealed=sealed)
        (outcome,) = self._ledger.submit([composed])
        if isinstance(outcome, Rejected) and outcome.code == "id_reused":  # by the same request, just now
            return self.again(draft) or outcome
        return outcome

    def _sealed(self, draft: Draft) -> Mapping[str, JsonValue]:
        """Return the words of ``draft``, and what is said of each of its uploads."""
        if not draft.uploads:
            return draft.sealed
        if self._attachments is None:
            raise AttachmentsMissing("this server takes no attachments; send it without, and bring them")
        described = self._attachments.described(draft.uploads)
        return {**draft.sealed} | {
            f"{SUBJECT}/document-{number}": {"sha256": sha256, "media": media, "bytes": size}
            for number, (sha256, media, size) in enumerate(described, start=1)
        }

    def _salt(self, draft: Draft, name: str) -> bytes:
        return self._derived.salt(draft.salt, name)
