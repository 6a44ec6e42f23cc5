"""Statements that give a person a mandate and a key."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from ledger.application.composing import Author
from ledger.application.keyring import Holder
from ledger.application.receipts import Submission
from ledger.domain.codes import Category, Custody, RevocationReason, Role
from ledger.domain.registry.events import KeyEnrolled, KeyRevoked, MandateGranted, OfficeRegistered
from ledger.domain.types import ActorRef, Area, Base64, Code, Digest, KeyId, PublicKey, StreamRef, Text
from ledger.verify.signatures import possession_bytes

LONGEST: Final = timedelta(days=364)
"""A mandate runs twelve months at most, both days included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A role in an office and a line, from a day on for twelve months. Empty scopes reach everywhere."""

    role: Role
    office: str
    line: str
    start: date
    category: Category | None = None
    programmes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    instrument: bytes = b""


def grant_mandate(
    author: Author, registry: str, holder: Holder, grant: Grant, *, grantors: Sequence[Holder]
) -> Submission:
    """Return the statement that gives ``holder`` the mandate ``grant``, signed by ``grantors``."""
    says = MandateGranted(
        actor=ActorRef(holder.actor),
        role=grant.role,
        category=grant.category,
        office=Code(grant.office),
        line=Code(grant.line),
        programmes=tuple(map(StreamRef, grant.programmes)),
        areas=tuple(map(Area, grant.areas)),
        from_=grant.start,
        to=grant.start + LONGEST,
        instrument=Digest(sha256(grant.instrument).hexdigest()),
        may_delegate=False,
    )
    return author.compose(registry, says, by=grantors[0].actor, keys=[one.key for one in grantors])


def enrol_key(
    author: Author,
    registry: str,
    holder: Holder,
    *,
    custody: Custody,
    grantors: Sequence[Holder],
    replaces: Holder | None = None,
) -> Submission:
    """Return the statement that enrols the key of ``holder``: signed by ``grantors`` and by the key itself.

    With ``replaces`` it is a rotation, signed by the old key and the new one and by nobody else.
    """
    message = possession_bytes(author.origin, holder.actor, holder.key.id)
    says = KeyEnrolled(
        actor=ActorRef(holder.actor),
        key=PublicKey(holder.key.public.hex()),
        custody=custody,
        next=Digest(holder.next_digest),
        replaces=KeyId(replaces.key.id) if replaces else None,
        possession=Base64(base64.b64encode(holder.key.sign(message)).decode()),
    )
    signers = [replaces] if replaces else list(grantors)
    return author.compose(
        registry, says, by=signers[0].actor, keys=[*(one.key for one in signers), holder.key]
    )


def register_office(
    author: Author, registry: str, code: str, name_th: str, area: str, *, grantors: Sequence[Holder]
) -> Submission:
    """Return the statement that registers an office under its Thai name."""
    says = OfficeRegistered(
        code=Code(code), name_th=Text(name_th), kind=Code("office"), area=Area(area), closed=False
    )
    return author.compose(registry, says, by=grantors[0].actor, keys=[one.key for one in grantors])


def revoke_key(
    author: Author, registry: str, key_id: str, reason: RevocationReason, *, grantor: Holder
) -> Submission:
    """Return the statement that ends the authority of a key."""
    says = KeyRevoked(key=KeyId(key_id), reason=reason)
    return author.compose(registry, says, by=grantor.actor, keys=[grantor.key])
