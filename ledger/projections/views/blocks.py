"""What blocks a matter: a quorum that is lacking, a conflict, a notice, a second signature."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ledger.domain.authority import Scope
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.quorum import lacking
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix
from ledger.domain.relations import above, lines_of, same_person
from ledger.projections.views.steps import Step

DECIDED: Final = (ClaimStatus.DECIDED, GrievanceStatus.DETERMINED)
"""Where an outcome is there that does not bind before somebody is told of it (APA s.42)."""


class Obstacle(StrEnum):
    """What stands in the way."""

    QUORUM = "quorum"
    CONFLICT = "conflict"
    NOTICE = "notice"
    SECOND_SIGNATURE = "second_signature"


@dataclass(frozen=True, slots=True)
class Block:
    """One obstacle. ``of`` names the facts, the persons, the flag or the act in question."""

    what: Obstacle
    of: tuple[str, ...]


class Signers:
    """Who may sign together at one position: asked once for all matters of one programme and district."""

    def __init__(self, prefix: Prefix) -> None:
        self._prefix = prefix
        self._known: dict[tuple[tuple[Role, ...], tuple[Role, ...], Scope], bool] = {}

    def four_eyes(self, by: tuple[Role, ...], second: tuple[Role, ...], scope: Scope) -> bool:
        """Return whether two persons have these roles, in different lines and neither above the other."""
        asked = (by, second, scope)
        if asked not in self._known:
            first, others = self._mandated(by, scope), self._mandated(second, scope)
            self._known[asked] = any(self._apart(one, other) for one in first for other in others)
        return self._known[asked]

    def _mandated(self, roles: tuple[Role, ...], scope: Scope) -> tuple[str, ...]:
        today = civil(self._prefix.now)
        return tuple(
            actor
            for actor, held in self._prefix.registry.mandates.items()
            if any(
                one.role in roles and one.runs(today) and one.covers(scope.programme, scope.area)
                for one in held
            )
        )

    def _apart(self, one: str, other: str) -> bool:
        registry, now = self._prefix.registry, self._prefix.now
        return (
            not same_person(registry, one, other)
            and lines_of(registry, one, now).isdisjoint(lines_of(registry, other, now))
            and not above(registry, one, other, now)
            and not above(registry, other, one, now)
        )


def blocks(
    prefix: Prefix, stream: str, flags: Sequence[str], steps: Sequence[Step], signers: Signers
) -> tuple[Block, ...]:
    """Return what blocks ``stream``, of which ``flags`` and ``steps`` are known."""
    state = prefix.state(stream)
    return (
        *_quorum(state, prefix, stream),
        *_conflict(state),
        *_notice(state, flags),
        *_second(state, steps, signers),
    )


def _quorum(state: Matter, prefix: Prefix, stream: str) -> Iterator[Block]:
    """Until each fact that needs one has its quorum, nothing can be granted."""
    if not isinstance(state, ClaimState) or state.status is not ClaimStatus.OPEN or state.programme is None:
        return
    published = prefix.state(state.programme.stream).published(state.programme)
    if published is None or published.historical:
        return
    facts = lacking(state, published, Circle(prefix.registry, stream, civil(prefix.now)))
    if facts:
        yield Block(Obstacle.QUORUM, facts)


def _conflict(state: Matter) -> Iterator[Block]:
    """While a report that suspends waits for its ruling, the person may not act (APA s.14)."""
    pending = (one for one in state.casework.conflicts if one.ruled is None and one.suspends())
    actors = tuple(dict.fromkeys(one.actor for one in pending))
    if actors:
        yield Block(Obstacle.CONFLICT, actors)


def _notice(state: Matter, flags: Sequence[str]) -> Iterator[Block]:
    faults = tuple(flag for flag in ("notice_in_transit", "defective_notice") if flag in flags)
    not_told = getattr(state, "status", None) in DECIDED and not faults
    if faults or not_told:
        yield Block(Obstacle.NOTICE, faults or ("not_notified",))


def _second(state: Matter, steps: Sequence[Step], signers: Signers) -> Iterator[Block]:
    """Four eyes cannot be had where nobody of another line, neither above nor below, may sign as well."""
    awaited = steps[0] if steps else None
    if awaited is None or not awaited.second:
        return
    if not signers.four_eyes(awaited.by, awaited.second, scope_of(state)):
        yield Block(Obstacle.SECOND_SIGNATURE, (awaited.act,))


def scope_of(state: Matter) -> Scope:
    """Return where a matter lies: its programme and its district, as far as they are known."""
    programme = getattr(state, "programme", None)
    return Scope(None if programme is None else programme.stream, state.place())
