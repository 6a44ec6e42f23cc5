"""Who may speak, as the log has it at one position: root keys, keys, mandates, offices.

These shapes are folded by ``ledger.domain.registry.state`` and read by ``ledger.domain.authority``.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Category, Custody, Governed, RevocationReason, Role
from ledger.domain.matters import Matter
from ledger.domain.types import EntryRef


@dataclass(frozen=True, slots=True)
class Key:
    """One enrolled key. ``enrolled`` and ``revoked`` are indexes of the log.

    ``custody`` is None for a founding key: nobody stated it. ``boundary`` is the tree size of the
    checkpoint from which acts of a revoked key are contested; None if nothing is.
    """

    id: str
    public: str
    actor: str
    custody: Custody | None
    next: str | None
    enrolled: int
    revoked: int | None = None
    boundary: int | None = None
    reason: RevocationReason | None = None


@dataclass(frozen=True, slots=True)
class Mandate:
    """One mandate. ``from_`` and ``to`` are days in Bangkok, both included; ``revoked`` is an index.

    ``depth`` is 0 if root quorum or registrar granted it, and one more than the grantor's if a
    supervisor did. ``grantor`` is the actor who answered for the grant; ``by_root`` says that the root
    quorum signed it.
    """

    stream: str
    version: int
    leaf: str
    index: int
    actor: str
    role: Role
    category: Category | None
    office: str
    line: str
    programmes: frozenset[str]
    areas: tuple[str, ...]
    from_: date
    to: date
    may_delegate: bool
    depth: int
    grantor: str
    by_root: bool
    revoked: int | None = None

    def runs(self, day: date) -> bool:
        """Return whether the mandate is in force on ``day`` (Bangkok)."""
        return self.revoked is None and self.from_ <= day <= self.to

    def granted_by(self, ref: EntryRef) -> bool:
        """Return whether entry ``ref`` granted this mandate."""
        return (self.stream, self.version, self.leaf) == (ref.stream, ref.version, ref.leaf)

    def reaches(self, programmes: Collection[str], areas: tuple[str, ...]) -> bool:
        """Return whether all ``programmes`` and ``areas`` lie within the scope; empty means all there are."""
        if self.programmes and not (programmes and self.programmes.issuperset(programmes)):
            return False
        return not self.areas or (bool(areas) and all(area.startswith(self.areas) for area in areas))

    def covers(self, programme: str | None, area: str | None) -> bool:
        """Return whether a matter lies within the scope.

        An unknown programme (None) is not held against the mandate: the rules of the stream refuse the
        matter. An unknown area lies outside of every mandate that names areas.
        """
        if self.programmes and programme is not None and programme not in self.programmes:
            return False
        return not self.areas or (area is not None and area.startswith(self.areas))


@dataclass(frozen=True, slots=True)
class Office:
    """The newest registration of an office."""

    code: str
    parent: str | None
    area: str
    closed: bool


@dataclass(frozen=True, slots=True)
class Interest:
    """What ``actor`` has to do with ``about``: a person, a stream, or an area by its code.

    ``version``, ``index`` (in the log) and ``leaf`` are those of the entry; ``found``: oversight found it,
    the actor did not say so. Both days are included; None: until further notice.
    """

    actor: str
    about: str
    ground: ConflictGround
    from_: date
    to: date | None
    version: int
    index: int
    leaf: str
    found: bool

    def runs(self, day: date) -> bool:
        """Return whether it holds on ``day`` (Bangkok)."""
        return self.from_ <= day and (self.to is None or day <= self.to)


class Governance(NamedTuple):
    """Who may change the ledger itself, and what others rely on.

    ``root`` names the body of each root key by key id; ``threshold`` of them are a quorum.
    """

    root: Mapping[str, str]
    threshold: int
    log_key: str | None
    witness_policy: str | None


class Change(NamedTuple):
    """A change of governance: what is not None is so from ``effective`` on (UTC, with milliseconds)."""

    effective: str
    what: Governed
    root: Mapping[str, str] | None = None
    threshold: int | None = None
    log_key: str | None = None
    witness_policy: str | None = None

    def apply(self, governance: Governance) -> Governance:
        """Return ``governance`` after the change."""
        return Governance(
            governance.root if self.root is None else self.root,
            governance.threshold if self.threshold is None else self.threshold,
            governance.log_key if self.log_key is None else self.log_key,
            governance.witness_policy if self.witness_policy is None else self.witness_policy,
        )


UNFOUNDED: Final = Governance({}, 0, None, None)


class Anchor(NamedTuple):
    """What the clock committed to last, over how many entries; ``epoch`` counts commitments to heads."""

    epoch: int | None
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class RegistryState(Matter):
    """The folded registry. Mappings are replaced by registry events and never changed in place.

    ``founded`` is the governance of the founding and ``changes`` what altered or will alter it, by the time
    of taking effect; ``keys`` holds every key that was ever enrolled, by key id; ``mandates`` those of each
    actor, in the order of the log; ``offices`` go by code. ``interests`` are those of each actor, in the
    order of the log; ``persons`` names, for each actor of a person who is known under several, all of them.
    ``heads`` is the last commitment to the heads of all streams, ``access`` that to the log of readers.
    Before the founding ``origin`` and ``stream`` are None.
    """

    origin: str | None = None
    stream: str | None = None
    founded: Governance = UNFOUNDED
    changes: tuple[Change, ...] = ()
    keys: Mapping[str, Key] = field(default_factory=dict)
    mandates: Mapping[str, tuple[Mandate, ...]] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
    interests: Mapping[str, tuple[Interest, ...]] = field(default_factory=dict)
    persons: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    heads: Anchor | None = None
    access: Anchor | None = None

    def governance(self, now: str) -> Governance:
        """Return the governance in force at ``now`` (UTC, with milliseconds)."""
        governance = self.founded
        for change in self.changes:
            if change.effective <= now:
                governance = change.apply(governance)
        return governance

    def log_keys(self) -> tuple[str, ...]:
        """Return every verifier key under which checkpoints were, are or will be signed."""
        stated = (self.founded.log_key, *(change.log_key for change in self.changes))
        return tuple(key for key in stated if key is not None)
