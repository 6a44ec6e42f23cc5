"""What checking a whole ledger found."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

KINDS: Final = ("open", "erased", "missing", "mismatch")
"""What a sealed field can be."""
MOST: Final = 20
"""Sentences that are kept of what could not be checked."""
PER_KIND: Final = 5
"""Findings that are kept of one kind: one altered entry makes every later checkpoint wrong."""


class Finding(NamedTuple):
    """One thing that is wrong. ``at`` is the index in the log; None where it is about no entry."""

    kind: str
    code: str
    at: int | None
    sentence: str


@dataclass(slots=True)
class Verdict:
    """The outcome of checking a whole ledger, and what the outcome rests on.

    ``findings`` holds the first of each kind; ``counts`` counts all of them. ``unchecked`` tells what
    could not be checked, ``remarks`` what no check of one ledger can show. ``committed`` counts the sealed
    fields that entries commit to; where the vault was at hand, ``sealed`` how many of them open, are erased,
    missing or altered (``mismatch``), and ``erased_by`` how many each entry (its index) erased. ``audits``
    counts the draws that were recomputed.
    """

    origin: str = ""
    entries: int = 0
    checkpoints: int = 0
    signatures: int = 0
    root: str = ""
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    unchecked: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    committed: int = 0
    sealed: Counter[str] = field(default_factory=Counter)
    erased_by: Counter[int] = field(default_factory=Counter)
    audits: int = 0

    def add(self, kind: str, code: str, at: int | None, sentence: str) -> None:
        """Take note of something wrong."""
        self.counts[kind] += 1
        if self.counts[kind] <= PER_KIND:
            self.findings.append(Finding(kind, code, at, sentence))

    @property
    def first(self) -> int | None:
        """Return the lowest index that anything is wrong with."""
        return min((finding.at for finding in self.findings if finding.at is not None), default=None)

    @property
    def exit_code(self) -> int:
        """Return 0 verified, 1 verification failed, 3 could not be checked."""
        return 1 if self.findings else 3 if self.unchecked else 0

    def as_json(self) -> dict[str, Any]:
        """Return the verdict as the members of a JSON document."""
        return {
            "outcome": {0: "verified", 1: "failed", 3: "could not be checked"}[self.exit_code],
            "origin": self.origin,
            "entries": self.entries,
            "checkpoints": self.checkpoints,
            "signatures": self.signatures,
            "root": self.root,
            "audits": self.audits,
            "first_index": self.first,
            "findings": [finding._asdict() for finding in self.findings],
            "counts": dict(self.counts),
            "unchecked": self.unchecked,
            "remarks": self.remarks,
            "sealed": {
                "committed": self.committed,
                **{kind: self.sealed[kind] for kind in KINDS},
                "erased_by": {str(index): count for index, count in sorted(self.erased_by.items())},
            },
        }
