"""Events of an audit. Field names are the members of ``data``."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ledger.domain.types import Base64, Code, Digest, EntryRef, Event, Note, StreamRef


class AuditPurpose(StrEnum):
    """What is audited."""

    ATTESTATION = "attestation"
    DECISION = "decision"
    REFUSAL = "refusal"
    REMEDY = "remedy"
    CALLBACK = "callback"


class AuditFinding(StrEnum):
    """What the auditor found."""

    RIGHT = "right"
    WRONG = "wrong"
    NO_ANSWER = "no_answer"


class Concordance(StrEnum):
    """Whether an attestation says what the audit visit measured."""

    CONCORDANT = "concordant"
    DISCORDANT = "discordant"
    NOT_COMPARABLE = "not_comparable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """A part of the frame, of which ``num`` in ``den`` are drawn."""

    name: Code
    num: int
    den: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Beacon:
    """A public source of random values, and the round, still to come, that counts."""

    source: Code
    round: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFrameSealed(Event):
    """Everything that could be drawn is fixed before anybody can know what will be.

    ``frame`` is the RFC 6962 root over the units of the frame, ``sizes`` their numbers in the ``strata``.
    """

    purpose: AuditPurpose
    strata: tuple[Stratum, ...]
    frame: Digest
    sizes: tuple[int, ...]
    beacon: Beacon


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedCheckpoint:
    """A cosigned checkpoint of this ledger: size, root, and the note itself."""

    size: int
    root: Base64
    note: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditDrawn(Event):
    """The sample follows from frame, checkpoint and beacon; ``drawn`` units are in it."""

    checkpoint: SignedCheckpoint
    beacon: Digest
    drawn: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One attestation beside what the visit measured."""

    entry: EntryRef
    concordant: Concordance


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFindingReported(Event):
    """What a visit found in a case that was drawn, made without knowing the attestations."""

    case: StreamRef
    finding: AuditFinding
    attestations: tuple[Compared, ...]


AuditEvent: TypeAlias = AuditFrameSealed | AuditDrawn | AuditFindingReported
