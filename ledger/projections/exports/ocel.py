"""The object-centric event log (OCEL 2.0): each entry as an event, with its objects, as far as a tier sees.

An event log re-identifies people easily. What is left out for the public, and why:

- whoever is a person: applicants and complainants, attesters, officials;
- the time of day, wherever it stands;
- what gives it back: an index of the log is an exact time for whoever kept its checkpoints, and a leaf hash
  is an index for whoever holds the tiles. Neither is told, and events of one day are not in their order;
- names of streams, which stand on receipts;
- where a complaint came from, and what neighbours said of each other.

Source: OCEL 2.0 specification (Berti et al., 2023).
"""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.casework.events import ActReviewed
from ledger.domain.claim.events import DecisionRevised, EligibilityDecided
from ledger.domain.claim.records import ClaimState
from ledger.domain.codes import OrderMaker
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.grievance.events import AppealReported, GrievanceDetermined, GrievanceFiled
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.relations import running
from ledger.domain.states import StreamState
from ledger.domain.types import EntryRef, Recorded
from ledger.projections.exports.about import (
    AREA,
    GUARDED,
    OFFICIAL,
    PERSON,
    RULE,
    VOLUNTEER,
    Link,
    Touch,
    codes,
    links,
    stream_object,
    touches,
)
from ledger.projections.hands import FOUNDER, IMPORTED, custody_word

Value: TypeAlias = str | int | bool
PERSONS: Final = frozenset({PERSON, OFFICIAL, VOLUNTEER})
"""Types of objects that are people. No public export has any."""
PSEUDONYMS: Final = frozenset({PERSON, VOLUNTEER})
"""Types of objects that bear a pseudonym in every tier."""
PUBLISHED: Final = frozenset({RULE, AREA})
"""Types of objects that bear their own name in every tier."""
TIMES: Final = frozenset({"recorded_at"})
BEGINNING: Final = "1970-01-01T00:00:00Z"
"""The time of the value that an attribute of an object has at first."""


class Tier(StrEnum):
    """Who may hold the export."""

    PUBLIC = "public"
    OVERSIGHT = "oversight"


@dataclass(frozen=True, slots=True)
class Scope:
    """What an export is of, and for whom.

    ``origin`` names the log. ``key`` are 32 bytes drawn for this export
    and kept nowhere: pseudonyms of two exports have nothing in common.
    """

    origin: str
    tier: Tier
    key: bytes

    def pseudonym(self, name: str) -> str:
        """Return the pseudonym of ``name``: 32 hex digits."""
        return hmac.new(self.key, name.encode(), sha256).hexdigest()[:32]

    def time(self, instant: str) -> str:
        """Return ``instant`` as the tier may see it: for the public the day in Bangkok, at 00:00."""
        return instant if self.tier is Tier.OVERSIGHT else f"{civil(instant).isoformat()}T00:00:00Z"

    def name(self, type_: str, name: str) -> str:
        """Return the id of an object."""
        hidden = self.tier is Tier.PUBLIC or type_ in PSEUDONYMS
        return f"{type_.lower()}/{self.pseudonym(name)}" if hidden and type_ not in PUBLISHED else name


class Related(NamedTuple):
    """An object of an event. ``type`` is None for one that another event must declare."""

    object: str
    qualifier: str
    type: str | None


class Stated(NamedTuple):
    """What an event says of an object. Said again with the same value it is no change."""

    object: str
    name: str
    value: str


class Linked(NamedTuple):
    """One object, and another to which it is related."""

    source: str
    target: str
    qualifier: str


class Traced(NamedTuple):
    """One entry as an event. ``order`` puts events of the same time in a row, wherever they are written.

    ``at`` is the time of the event; ``attributes`` are in the order of their names.
    """

    id: str
    type: str
    at: str
    order: tuple[str, int]
    attributes: Mapping[str, Value]
    related: tuple[Related, ...]
    linked: tuple[Linked, ...]
    stated: tuple[Stated, ...]


def trace(scope: Scope, recorded: Recorded, state: StreamState, registry: RegistryState) -> Traced:
    """Return ``recorded`` as an event of the export.

    Args:
        scope: Whose export, of what.
        recorded: The entry.
        state: Of its stream, after it.
        registry: As it is at this place of the log.
    """
    statement = recorded.statement
    rules: EntryRef | None = getattr(state, "programme", None)
    decider = _decider(recorded, registry)
    seen = [touch for touch in touches(recorded, rules, decider) if _is_seen(scope, touch, recorded)]
    return Traced(
        _event_id(scope, recorded),
        statement.type,
        scope.time(statement.at or recorded.recorded_at),
        _order(scope, recorded),
        _attributes(scope, recorded, rules, registry),
        tuple(
            dict.fromkeys(
                Related(scope.name(one.type, one.name), one.qualifier, one.type if one.declared else None)
                for one in seen
            )
        ),
        tuple(_linked(scope, link) for link in links(recorded, decider) if _is_open(scope, link)),
        tuple(_stated(scope, recorded, state, registry, seen)),
    )


def _event_id(scope: Scope, recorded: Recorded) -> str:
    public = scope.tier is Tier.PUBLIC
    own = scope.pseudonym(f"entry/{recorded.index}") if public else str(recorded.index)
    return f"urn:phayan:{scope.origin}:{own}"


def _order(scope: Scope, recorded: Recorded) -> tuple[str, int]:
    """Return what puts events of one time in order: the index; for the public, that within a stream."""
    if scope.tier is Tier.OVERSIGHT:
        return "", recorded.index
    return scope.pseudonym(recorded.statement.stream), recorded.version


def _is_seen(scope: Scope, touch: Touch, recorded: Recorded) -> bool:
    if scope.tier is Tier.OVERSIGHT:
        return True
    complaint = isinstance(recorded.statement.says, GrievanceFiled)
    return touch.type not in PERSONS and not (complaint and touch.type == AREA)


def _is_open(scope: Scope, link: Link) -> bool:
    return scope.tier is Tier.OVERSIGHT or not {link.source[0], link.target[0]} & PERSONS


def _linked(scope: Scope, link: Link) -> Linked:
    return Linked(scope.name(*link.source), scope.name(*link.target), link.qualifier)


def _decider(recorded: Recorded, registry: RegistryState) -> str | None:
    """Return who answers for a decision or a review: a person, or a body and never its chair."""
    says = recorded.statement.says
    if not isinstance(
        says, EligibilityDecided | DecisionRevised | GrievanceDetermined | AppealReported | ActReviewed
    ):
        return None
    official: str | None = getattr(says, "official", None)
    imported = _custody(recorded, registry) == IMPORTED
    person = official or (None if imported else recorded.statement.by)
    maker = getattr(says, "order_maker", OrderMaker.OFFICIAL)
    if maker is OrderMaker.OFFICIAL or person is None:
        return person
    return f"{maker}/{_office(registry, person) or person}"


def _office(registry: RegistryState, actor: str) -> str | None:
    held = registry.mandates.get(actor, ())
    return held[-1].office if held else None


def _custody(recorded: Recorded, registry: RegistryState) -> str:
    says = recorded.statement.says
    keys = (registry.keys.get(key) for key in recorded.statement.signers)
    via = getattr(says, "via", None)
    return custody_word(
        ("" if key is None else str(key.custody or FOUNDER) for key in keys),
        imported=getattr(says, "official", None) is not None,
        helped=via is not None and via.assist is not None,
    )


def _attributes(
    scope: Scope, recorded: Recorded, rules: EntryRef | None, registry: RegistryState
) -> dict[str, Value]:
    """Return what an event states beside its objects, sorted by name. No free text, no names."""
    statement = recorded.statement
    found: dict[str, Value] = {
        "at_known": statement.at is not None,
        "custody": _custody(recorded, registry),
        "recorded_at": scope.time(recorded.recorded_at),
        "signer_role": _role(recorded, registry),
        "stream_version": recorded.version,
    }
    if rules is not None:
        found["rule_version"] = str(rules.version)
    if scope.tier is Tier.OVERSIGHT:
        found |= {"log_index": recorded.index, "entry_hash": recorded.leaf}
    if scope.tier is Tier.OVERSIGHT or not isinstance(statement.says, GUARDED):
        found |= codes(statement.says)
    return dict(sorted(found.items()))


def _role(recorded: Recorded, registry: RegistryState) -> str:
    """Return the roles that the signer held that day, joined; of a founding key, ``root``."""
    statement = recorded.statement
    held = {mandate.role for mandate in running(registry, statement.by, civil(recorded.recorded_at))}
    keys = [registry.keys.get(key) for key in statement.signers]
    founders = {FOUNDER for key in keys if key is not None and key.custody is None}
    return "+".join(sorted(held)) or "+".join(founders) or "none"


def _stated(
    scope: Scope, recorded: Recorded, state: StreamState, registry: RegistryState, seen: list[Touch]
) -> list[Stated]:
    """Return what the event makes known of its objects: the state of a case, and what never changes."""
    found = []
    own = stream_object(recorded.statement.stream)
    if own is not None and isinstance(state, ClaimState | GrievanceState):
        found.append(Stated(scope.name(*own), "state", str(state.status)))
        if isinstance(state, GrievanceState) and state.kind is not None:
            found.append(Stated(scope.name(*own), "kind", str(state.kind)))
    for touch in seen:
        values = touch.values
        if touch.type == OFFICIAL and (office := _office(registry, touch.name)) is not None:
            values = (("office", office),)
        found += [Stated(scope.name(touch.type, touch.name), name, value) for name, value in values]
    return found


def type_of(name: str, value: Value) -> str:
    """Return the type of an attribute: string, time, integer or boolean. OCEL's floats are not needed."""
    if isinstance(value, bool):
        return "boolean"
    if name in TIMES:
        return "time"
    return "integer" if isinstance(value, int) else "string"
