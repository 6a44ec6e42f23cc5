"""What goes in and what comes back: submissions, receipts, refusals."""

import json
from dataclasses import dataclass, field
from typing import Any, NamedTuple


class Submission(NamedTuple):
    """One signed statement as it came, and the disclosures that travel beside it."""

    envelope: bytes
    disclosures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """Proof in hand that a statement stands in the log.

    ``proof`` is a ``c2sp.org/tlog-proof@v1`` against the first checkpoint that covers the entry, so
    the same statement sent again gets the same receipt to the byte.
    """

    id: str
    stream: str
    index: int
    version: int
    leaf: str
    recorded_at: str
    proof: str
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
            "repeated": self.repeated,
        }


@dataclass(frozen=True, slots=True)
class Unseen:
    """An entry that the signer of a refused statement had not seen."""

    index: int
    version: int
    type: str
    leaf: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A statement that was not recorded, and why. ``unseen`` is filled for ``stream_conflict``."""

    id: str | None
    code: str
    sentence: str
    unseen: tuple[Unseen, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return the refusal as the members of a JSON document."""
        members: dict[str, Any] = {"id": self.id, "code": self.code, "sentence": self.sentence}
        if self.unseen:
            members["unseen"] = [
                {"index": one.index, "version": one.version, "type": one.type, "leaf": one.leaf}
                for one in self.unseen
            ]
        return members


def parse_submissions(lines: bytes) -> list[Submission]:
    """Return the submissions of a JSON-lines file.

    A line is an envelope, or ``{"envelope": {...}, "disclosures": ["...", ...]}``. Bytes of the
    envelope are taken from the line as they stand where the line is an envelope; inside the second
    form they are written anew in canonical order, which the one accepted form of an envelope permits.

    Raises:
        ValueError: A line is not JSON; the sentence names the line.
    """
    found = []
    for number, line in enumerate(lines.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            members = json.loads(line)
        except ValueError:
            raise ValueError(f"line {number} is not JSON: write one signed envelope on each line") from None
        if isinstance(members, dict) and set(members) == {"envelope", "disclosures"}:
            envelope = json.dumps(members["envelope"], sort_keys=True, separators=(",", ":")).encode()
            found.append(Submission(envelope, tuple(map(str, members["disclosures"]))))
        else:
            found.append(Submission(line.strip()))
    return found
