"""Authority: who may sign what, judged at one position of the log on the prefix before it.

The server refuses with these functions and the offline verifier runs the same ones. Nothing here looks
at a claimed time: mandates end by the time of recording, keys by their place in the log. Rules compare
persons, never keys.

Whether a signature verifies is the caller's business; here a key id in ``signers`` counts as a valid
signature.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.domain.codes import Custody, Role
from ledger.domain.dates import civil
from ledger.domain.directory import Key, Mandate, RegistryState
from ledger.domain.errors import ApprovalsPending, AuthorityDenied, ConflictOfInterest
from ledger.domain.matters import Answered
from ledger.domain.relations import above, lines_of, same_person
from ledger.domain.types import Statement

__all__ = [
    "Act",
    "Party",
    "Scope",
    "Standing",
    "authorise",
    "check_four_eyes",
    "is_imported",
    "key_digest",
    "key_id",
    "mandate_for",
    "persons",
    "possession_message",
    "root_quorum",
    "same_person",
    "signatories",
    "signing_keys",
    "standing",
    "took_part",
    "verdict_on",
]


class Standing(StrEnum):
    """What a key's signature is worth at an index."""

    UNKNOWN = "unknown"
    VALID = "valid"
    CONTESTED = "contested"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Act:
    """Who may sign: ``by`` the roles of whoever answers for the act, ``second`` those of further signers."""

    by: tuple[Role, ...]
    second: tuple[Role, ...] = ()


class Scope(NamedTuple):
    """Where a matter lies; None is unknown.

    Where the matter is a person, ``over`` are that person's mandates, and programme and area are theirs.
    """

    programme: str | None = None
    area: str | None = None
    over: tuple[Mandate, ...] | None = None

    def within(self, mandate: Mandate) -> bool:
        """Return whether ``mandate`` reaches the matter."""
        if self.over is None:
            return mandate.covers(self.programme, self.area)
        return all(mandate.reaches(held.programmes, held.areas) for held in self.over)


class Party(NamedTuple):
    """One signer with the mandate that carries the signature. The first party is the one who answers."""

    actor: str
    mandate: Mandate


IMPORT: Final = Act(by=(Role.IMPORTER,))
"""An imported record is signed by the importer alone."""


def key_id(public: str) -> str:
    """Return the id of a public key (hex): the first 16 hex digits of SHA-256 over its 32 bytes."""
    return key_digest(public)[:16]


def key_digest(public: str) -> str:
    """Return SHA-256 (hex) over the 32 bytes of a public key (hex): what the key before it names as next."""
    return hashlib.sha256(bytes.fromhex(public)).hexdigest()


def possession_message(origin: str, actor: str, keyid: str) -> bytes:
    """Return what a new key signs to show that its holder has it: canonical JSON (RFC 8785) of the three."""
    members = {"actor": actor, "keyid": keyid, "origin": origin}
    return json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def standing(registry: RegistryState, keyid: str, index: int) -> Standing:
    """Return what the key's signature on the entry at ``index`` is worth, as the registry now knows it.

    Before the boundary a signature stays valid for ever; from there to the revocation it is contested;
    afterwards it has no authority. A key without a boundary has no contested span.
    """
    key = registry.keys.get(keyid)
    if key is None or index < key.enrolled:
        return Standing.UNKNOWN
    if key.revoked is None:
        return Standing.VALID
    if index >= key.revoked:
        return Standing.REVOKED
    if key.boundary is not None and index >= key.boundary:
        return Standing.CONTESTED
    return Standing.VALID


def verdict_on(registry: RegistryState, signers: Iterable[str], index: int) -> Standing:
    """Return what an act that ``signers`` (key ids) signed at ``index`` is worth, as the registry now knows.

    ``VALID``, ``CONTESTED`` or ``REVOKED``, and the worst signature decides: gains of a contested act go on
    and its burdens wait; what was signed after a revocation, or with an unknown key, has no authority.
    """
    verdict = Standing.VALID
    for keyid in signers:
        key = registry.keys.get(keyid)
        if key is not None and key.revoked is None and index >= key.enrolled:
            continue
        worth = standing(registry, keyid, index)
        if worth in (Standing.UNKNOWN, Standing.REVOKED):
            return Standing.REVOKED
        if worth is Standing.CONTESTED:
            verdict = worth
    return verdict


def took_part(registry: RegistryState, actor: str, acts: Iterable[Answered]) -> bool:
    """Return whether ``actor``, as a person, answers for one of ``acts``, signed it or voted on it."""
    return any(same_person(registry, actor, person) for act in acts for person in persons(registry, act))


def persons(registry: RegistryState, act: Answered) -> tuple[str, ...]:
    """Return every actor who took part in ``act``."""
    return (*signatories(registry, act.by, act.signers), *act.members)


def signatories(registry: RegistryState, by: str, signers: Iterable[str]) -> tuple[str, ...]:
    """Return who answers for an act and whoever signed it (``signers``, key ids)."""
    known = registry.keys
    return (by, *[known[keyid].actor for keyid in signers if keyid in known])


def signing_keys(statement: Statement, registry: RegistryState) -> tuple[Key, ...]:
    """Return the keys that signed, that of ``by`` first.

    Raises:
        AuthorityDenied: ``key_unknown``, ``key_revoked``; ``signer_missing`` if no key belongs to ``by``;
            ``signer_superfluous`` if two keys belong to one actor.
    """
    keys = registry.keys
    own: Key | None = None
    others: list[Key] = []
    for keyid in statement.signers:
        key = keys.get(keyid)
        if key is None:
            raise AuthorityDenied("key_unknown")
        if key.revoked is not None:
            raise AuthorityDenied("key_revoked")
        if key.actor != statement.by:
            others.append(key)
        elif own is None:
            own = key
        else:
            raise AuthorityDenied("signer_superfluous")
    if own is None:
        raise AuthorityDenied("signer_missing")
    if not others:
        return (own,)
    if len({key.actor for key in others}) < len(others):
        raise AuthorityDenied("signer_superfluous")
    return (own, *others)


def is_imported(statement: Statement, registry: RegistryState) -> bool:
    """Return whether a key of custody ``imported`` signed: then the statement is an importer's or nothing."""
    for keyid in statement.signers:
        key = registry.keys.get(keyid)
        if key is not None and key.custody is Custody.IMPORTED:
            return True
    return False


def authorise(
    statement: Statement, registry: RegistryState, now: str, act: Act, scope: Scope
) -> tuple[Party, ...]:
    """Return the signers with their mandates, the one who answers first.

    Args:
        statement: What was signed.
        registry: The registry before the statement.
        now: The time of recording that the entry would get.
        act: Who may sign it. If an imported key signed, it is replaced by ``IMPORT``.
        scope: Where the matter lies.

    Raises:
        AuthorityDenied: As ``signing_keys`` and ``mandate_for``; ``signer_superfluous`` for a further
            signer where the act admits none.
    """
    keys = signing_keys(statement, registry)
    today = civil(now)
    for key in keys:
        if key.custody is Custody.IMPORTED:
            act = IMPORT
    own = keys[0].actor
    answering = Party(own, mandate_for(registry, own, act.by, today, scope))
    if len(keys) == 1:
        return (answering,)
    if not act.second:
        raise AuthorityDenied("signer_superfluous")
    others = [
        Party(key.actor, mandate_for(registry, key.actor, act.second, today, scope)) for key in keys[1:]
    ]
    return (answering, *others)


def mandate_for(
    registry: RegistryState, actor: str, roles: tuple[Role, ...], today: date, scope: Scope
) -> Mandate:
    """Return the actor's first mandate that runs today, gives one of ``roles`` and covers ``scope``.

    Raises:
        AuthorityDenied: ``authority_scope`` if one runs elsewhere, ``authority_expired`` if one ran or
            will run, ``authority_missing`` if there never was one.
    """
    code = "authority_missing"
    for mandate in registry.mandates.get(actor, ()):
        if mandate.role not in roles:
            continue
        if not mandate.runs(today):
            code = "authority_expired" if code == "authority_missing" else code
        elif scope.within(mandate):
            return mandate
        else:
            code = "authority_scope"
    raise AuthorityDenied(code)


def check_four_eyes(parties: tuple[Party, ...], registry: RegistryState, now: str) -> None:
    """Check that the act stands on two persons who share no line, neither above the other.

    All their running mandates count, not only those under which they sign.

    Raises:
        ApprovalsPending: ``approvals_pending``: only one person signed.
        ConflictOfInterest: ``coi_same_person``, ``coi_same_line`` or ``coi_reporting_line``.
    """
    if len(parties) < 2:
        raise ApprovalsPending("approvals_pending")
    first = parties[0].actor
    lines = lines_of(registry, first, now)
    for other in parties[1:]:
        if same_person(registry, first, other.actor):
            raise ConflictOfInterest("coi_same_person")
        if not lines.isdisjoint(lines_of(registry, other.actor, now)):
            raise ConflictOfInterest("coi_same_line")
        if above(registry, first, other.actor, now) or above(registry, other.actor, first, now):
            raise ConflictOfInterest("coi_reporting_line")


def root_quorum(
    statement: Statement, registry: RegistryState, now: str, *, besides: Collection[str] = ()
) -> bool:
    """Return whether root keys in force answer for the statement; ``besides`` are key ids that sign as well.

    Raises:
        ApprovalsPending: Root keys answer, but fewer than the threshold.
        AuthorityDenied: ``signer_superfluous`` if somebody else signed too.
    """
    governance = registry.governance(now)
    keyids = [keyid for keyid in statement.signers if keyid not in besides]
    bodies = [governance.root[keyid] for keyid in keyids if keyid in governance.root]
    if statement.by not in bodies:
        return False
    if len(bodies) < len(keyids):
        raise AuthorityDenied("signer_superfluous")
    if len(bodies) < governance.threshold:
        raise ApprovalsPending("approvals_pending")
    return True
