"""Events of the registry. Field names are the members of ``data``; a trailing underscore is no part of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Category, Custody, Governed, RevocationReason, Role
from ledger.domain.types import (
    ActorRef,
    Area,
    Base64,
    Code,
    Digest,
    EntryRef,
    Event,
    Instant,
    KeyId,
    Note,
    Place,
    PublicKey,
    StreamRef,
    Text,
    Vkey,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RootKey:
    """A founding key and the body that holds it."""

    key: PublicKey
    body: ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Continues:
    """The ledger that this one continues, and its last checkpoint."""

    origin: Text
    checkpoint: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerFounded(Event):
    """The root quorum exists: ``threshold`` of the ``root_keys``, each of another body. Index 0 only.

    ``log_key`` is the verifier key of the checkpoints; ``witness_policy`` the digest of the published policy.
    """

    root_keys: tuple[RootKey, ...]
    threshold: int
    log_key: Vkey
    witness_policy: Digest
    continues: Continues | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeRegistered(Event):
    """An office exists, has changed, or is closed. The newest registration of a code holds."""

    code: Code
    name_th: Text
    name_en: Text | None = None
    kind: Code
    parent: Code | None = None
    area: Area
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGranted(Event):
    """``actor`` holds ``role`` in ``office`` from ``from_`` to ``to``, both days included.

    ``line`` is the chain of superiors. Empty ``programmes`` or ``areas`` mean all of them; an area covers
    every code that begins with it.
    """

    actor: ActorRef
    role: Role
    category: Category | None = None
    office: Code
    line: Code
    programmes: tuple[StreamRef, ...]
    areas: tuple[Area, ...]
    from_: date
    to: date
    instrument: Digest
    may_delegate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateRevoked(Event):
    """The mandate that entry ``mandate`` granted has ended."""

    mandate: EntryRef
    reason: RevocationReason


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEnrolled(Event):
    """``key`` is a key of ``actor``.

    ``next`` is SHA-256 over the raw public key that may one day replace it: a thief of the key cannot rotate.
    ``replaces`` is the id of the key that this one replaces. ``possession`` is the new key's signature over
    ``ledger.domain.authority.possession_message``.
    """

    actor: ActorRef
    key: PublicKey
    custody: Custody
    next: Digest
    replaces: KeyId | None = None
    possession: Base64


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """The last checkpoint under which the key was surely still its holder's.

    ``checkpoint`` is the cosigned note itself; ``size`` is the tree size that it states.
    """

    size: int
    checkpoint: Note


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRevoked(Event):
    """The key with id ``key`` has no authority any more; from ``boundary`` to here its acts are contested."""

    key: KeyId
    reason: RevocationReason
    boundary: Boundary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceChanged(Event):
    """From ``effective_at`` on, at least 14 days later, ``what`` is as stated here.

    ``document`` is the digest of the published text. One of the last four members is there: that of ``what``.
    """

    what: Governed
    document: Digest
    effective_at: Instant
    root_keys: tuple[RootKey, ...] | None = None
    threshold: int | None = None
    log_key: Vkey | None = None
    witness_policy: Digest | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterestDeclared(Event):
    """``actor`` has a part of their own in ``about``: a person, a stream or an area.

    It holds from ``from_`` to ``to``, both included; without ``to`` until further notice. ``same_person``
    says that two actors are one person. Who the counterpart is stands in a disclosure, if anywhere.
    """

    actor: ActorRef
    about: Place
    ground: ConflictGround
    from_: date
    to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseHeadsCommitted(Event):
    """The heads of all streams, sorted, have the digest ``root`` in a log of ``size`` entries."""

    epoch: int
    size: int
    root: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessLogAnchored(Event):
    """The separate log of who read what has ``size`` entries and the tree head ``root``."""

    size: int
    root: Digest


RegistryEvent: TypeAlias = (
    LedgerFounded
    | GovernanceChanged
    | OfficeRegistered
    | MandateGranted
    | MandateRevoked
    | KeyEnrolled
    | KeyRevoked
    | InterestDeclared
    | CaseHeadsCommitted
    | AccessLogAnchored
)
