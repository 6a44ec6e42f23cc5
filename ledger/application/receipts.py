"""What goes in and what comes back: submissions, receipts, refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from ledger.application.errors import StorageAltered
from ledger.domain.errors import Refused
from ledger.signing.canonical import canonical
from ledger.signing.errors import Malformed, require
from ledger.signing.strict_json import parse_strict
from ledger.tlog.errors import LogError
from ledger.tlog.proof import TlogProof, format_proof

LONGEST: Final = 4 * 1024 * 1024
"""Bytes of one submission; what is signed in it has limits of its own."""


class Submission(NamedTuple):
    """One signed statement as it came, and the disclosures that travel beside it."""

    envelope: bytes
    disclosures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof in hand that a statement stands in the log.

    ``proof`` is a ``c2sp.org/tlog-proof@v1`` against the first checkpoint that covers the entry, so
    the same statement sent again gets the same receipt to the byte. ``clock_suspect`` tells a signer whose
    clock is ahead (``ledger.domain.signers_clock``).
    """

    id: str
    stream: str
    index: int
    version: int
    leaf: str
    recorded_at: str
    proof: str
    clock_suspect: bool = False
    repeated: bool = field(default=False, compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the receipt as the members of a JSON document."""
        return {
            "id": self.id,
            "stream": self.stream,
            "index": self.index,
            "version": self.version,
            "leaf": self.leaf,
            "recorded_at": self.recorded_at,
            "proof": self.proof,
            "clock_suspect": self.clock_suspect,
            "repeated": self.repeated,
        }


class Proven(NamedTuple):
    """A statement that stands in the log, and the path of its proof: a receipt that is yet to be written.

    ``hashes`` are the audit path of its entry in the tree of ``checkpoint``, a signed note. The others are as
    in ``Receipt``.
    """

    id: str
    stream: str
    index: int  # type: ignore[assignment]  # a place; nobody looks for values in it
    version: int
    leaf: str
    recorded_at: str
    hashes: tuple[bytes, ...]
    checkpoint: str
    clock_suspect: bool
    repeated: bool

    def receipt(self) -> Receipt:
        """Return the receipt.

        Raises:
            StorageAltered: What was stored of the checkpoint or of the tree makes no proof.
        """
        try:
            proof = format_proof(TlogProof(self.index, self.hashes, self.checkpoint))
        except LogError as error:
            raise StorageAltered(f"{error}; no proof was made of it") from error
        return Receipt(
            self.id,
            self.stream,
            self.index,
            self.version,
            self.leaf,
            self.recorded_at,
            proof,
            self.clock_suspect,
            self.repeated,
        )


@dataclass(frozen=True, slots=True)
class Unseen:
    """An entry that the signer of a refused statement had not seen."""

    index: int
    version: int
    type: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement that was not recorded, and why. ``unseen`` is filled for ``stream_conflict``.

    ``kind`` is the class of the refusal: a bad form, no authority, a conflict of interest, a broken rule.
    ``detail`` says where: the ``pointer`` into ``data``, the ``member`` or the ``facts`` that are missing. It
    names places and codes, never a value.
    """

    id: str | None
    code: str
    sentence: str
    unseen: tuple[Unseen, ...] = ()
    kind: type[Exception] = Malformed
    detail: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(
        cls, identifier: str | None, refusal: Refused | Malformed, unseen: tuple[Unseen, ...] = ()
    ) -> "Rejected":
        """Return what ``refusal`` says of the statement ``identifier``."""
        cause = refusal.__cause__ if isinstance(refusal.__cause__, Refused) else refusal
        known = cause.detail if isinstance(cause, Refused) else {}
        detail = {name: value for name, value in known.items() if name != "head"}  # ``unseen`` tells more
        return cls(identifier, refusal.code, str(refusal), unseen, type(cause), detail)

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as the members of a JSON document."""
        members: dict[str, Any] = {"id": self.id, "code": self.code, "sentence": self.sentence, **self.detail}
        if self.unseen:
            members["unseen"] = [
                {"index": one.index, "version": one.version, "type": one.type, "leaf": one.leaf}
                for one in self.unseen
            ]
        return members


def parse_submission(text: bytes) -> Submission:
    """Return what ``text`` hands in: an envelope, or ``{"envelope": {...}, "disclosures": ["...", ...]}``.

    An envelope by itself is taken as it stands. Inside the second form its members may have any order: it is
    written anew in the one that an accepted envelope has.

    Raises:
        Malformed: ``submission_members``, and as ``parse_strict``. Of the envelope nothing is judged here.
    """
    text = text.strip(b" \t\r\n")  # a file ends with a line's end; what is signed does not
    if text.startswith(b'{"payload"'):
        return Submission(text)
    match parse_strict(text, limit=LONGEST):
        case {"envelope": envelope, **others}:
            disclosures = others.pop("disclosures", [])
        case _:
            return Submission(text)
    texts = [one for one in disclosures if isinstance(one, str)] if isinstance(disclosures, list) else []
    require(
        not others and texts == disclosures,
        "submission_members",
        "a submission has an envelope, a list of disclosures, and no more",
    )
    return Submission(canonical(envelope), tuple(texts))


def parse_submissions(lines: bytes) -> list[Submission]:
    """Return the submissions of a JSON-lines file: on each line one, as ``parse_submission`` takes it.

    Raises:
        ValueError: A line is not JSON, or no submission; the sentence names the line.
    """
    found = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            found.append(parse_submission(line))
        except Malformed as error:
            raise ValueError(f"line {number}: {error}; write one signed envelope on each line") from None
    return found
