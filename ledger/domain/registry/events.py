"""Events of the registry. Field names are the members of ``data``; a trailing underscore is no part of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.codes import Category, Custody, RevocationReason, Role
from ledger.domain.types import (
    ActorRef,
    Area,
    Base64,
    Code,
    Digest,
    EntryRef,
    Event,
    KeyId,
    Note,
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


RegistryEvent: TypeAlias = (
    LedgerFounded | OfficeRegistered | MandateGranted | MandateRevoked | KeyEnrolled | KeyRevoked
)
