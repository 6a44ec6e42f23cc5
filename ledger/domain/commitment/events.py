"""Events of a commitment. Field names are the members of ``data``."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.types import ActorRef, Code, Digest, EntryRef, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What shall be reached: a number and what it counts."""

    value: int
    unit: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentMade(Event):
    """``owner`` promises ``measure`` by ``due``, on account of the entry ``source``."""

    source: EntryRef
    owner: ActorRef
    office: Code
    measure: Code
    text: Digest
    target: Target | None = None
    due: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentProgressed(Event):
    """The owner says how far it is. ``done`` asks others to verify; ``withdrawn`` has published reasons."""

    status: Progress
    value: int | None = None
    evidence: tuple[Digest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitmentVerified(Event):
    """Participants or oversight say whether the promise was kept. Its owner never does."""

    finding: Verified
    verified_as: Code
    evidence: tuple[Digest, ...]


CommitmentEvent: TypeAlias = CommitmentMade | CommitmentProgressed | CommitmentVerified
