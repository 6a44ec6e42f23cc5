"""The register of mandates: who may do what, since and until when, by whose grant, and with which keys."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.domain.authority import standing
from ledger.domain.dates import civil
from ledger.domain.directory import Key, Mandate, RegistryState
from ledger.domain.prefix import Prefix
from ledger.domain.relations import actors_of
from ledger.projections.hands import CLASSES, FOUNDER


class MandateStands(StrEnum):
    """Whether a mandate is in force on the day of looking."""

    RUNNING = "running"
    AHEAD = "ahead"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class KeyShown:
    """One key. ``stands`` is what its signature on the next entry would be worth.

    ``custody`` is the code of its enrolment (``root``: a founding key), ``hands`` the word for it.
    ``enrolled``, ``revoked`` and ``contested_from`` are indexes of the log.
    """

    id: str
    custody: str
    hands: str
    stands: str
    enrolled: int
    revoked: int | None
    reason: str | None
    contested_from: int | None


@dataclass(frozen=True, slots=True)
class MandateShown:
    """One mandate. ``granted_by`` answered for the grant; ``by_root``: the root quorum signed it.

    Days are those of Bangkok, both included; ``granted`` and ``revoked`` are indexes of the log. Empty
    ``programmes`` or ``areas`` mean all there are. ``depth`` counts how often it was passed on.
    """

    role: str
    category: str | None
    office: str
    line: str
    programmes: tuple[str, ...]
    areas: tuple[str, ...]
    since: date
    until: date
    stands: MandateStands
    granted_by: str
    by_root: bool
    depth: int
    may_delegate: bool
    granted: int
    revoked: int | None


@dataclass(frozen=True, slots=True)
class Holder:
    """A person of the register. ``also`` are other actors under whom the same person is known."""

    actor: str
    also: tuple[str, ...]
    mandates: tuple[MandateShown, ...]
    keys: tuple[KeyShown, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """Everybody with a mandate or a key, those with a mandate first."""

    size: int
    now: str
    threshold: int
    root: tuple[str, ...]
    holders: tuple[Holder, ...]


def view_register(prefix: Prefix) -> Register:
    """Return the register at the position of ``prefix``; mandates are judged on its day."""
    registry = prefix.registry
    governance = registry.governance(prefix.now)
    keys: dict[str, list[KeyShown]] = {actor: [] for actor in registry.mandates}
    for key in registry.keys.values():
        keys.setdefault(key.actor, []).append(_key(key, str(standing(registry, key.id, prefix.size))))
    return Register(
        prefix.size,
        prefix.now,
        governance.threshold,
        tuple(sorted(set(governance.root.values()))),
        tuple(_holder(registry, actor, prefix.now, own) for actor, own in keys.items()),
    )


def _holder(registry: RegistryState, actor: str, now: str, keys: list[KeyShown]) -> Holder:
    today = civil(now) if now else date.min
    return Holder(
        actor,
        tuple(sorted(set(actors_of(registry, actor)) - {actor})),
        tuple(_mandate(held, today) for held in registry.mandates.get(actor, ())),
        tuple(keys),
    )


def _key(key: Key, stands: str) -> KeyShown:
    custody = FOUNDER if key.custody is None else str(key.custody)
    return KeyShown(
        key.id,
        custody,
        CLASSES.get(custody, "own"),
        stands,
        key.enrolled,
        key.revoked,
        None if key.reason is None else str(key.reason),
        key.boundary,
    )


def _mandate(held: Mandate, today: date) -> MandateShown:
    return MandateShown(
        str(held.role),
        None if held.category is None else str(held.category),
        held.office,
        held.line,
        tuple(sorted(held.programmes)),
        held.areas,
        held.from_,
        held.to,
        _stands(held, today),
        held.grantor,
        held.by_root,
        held.depth,
        held.may_delegate,
        held.index,
        held.revoked,
    )


def _stands(held: Mandate, today: date) -> MandateStands:
    if held.revoked is not None:
        return MandateStands.REVOKED
    if today < held.from_:
        return MandateStands.AHEAD
    return MandateStands.RUNNING if held.runs(today) else MandateStands.EXPIRED
