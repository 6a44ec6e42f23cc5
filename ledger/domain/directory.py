"""Who may speak, as the log has it at one position: root keys, keys, mandates, offices.

These shapes are folded by ``ledger.domain.registry.state`` and read by ``ledger.domain.authority``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from ledger.domain.codes import Category, Custody, RevocationReason, Role
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
class RegistryState(Matter):
    """The folded registry. Mappings are replaced by registry events and never changed in place.

    ``root`` names the body of each founding key by key id; ``keys`` holds every key that was ever
    enrolled, by key id; ``mandates`` those of each actor, in the order of the log; ``offices`` go by
    code. Before the founding ``origin`` and ``stream`` are None.
    """

    origin: str | None = None
    stream: str | None = None
    threshold: int = 0
    log_key: str | None = None
    witness_policy: str | None = None
    root: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, Key] = field(default_factory=dict)
    mandates: Mapping[str, tuple[Mandate, ...]] = field(default_factory=dict)
    offices: Mapping[str, Office] = field(default_factory=dict)
