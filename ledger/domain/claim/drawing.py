"""The replacement draw: who is asked in the place of somebody who was asked in vain.

Whoever refuses to attest, or does not reply in time, is no obstacle: the clock draws somebody else, once for
each failure, and after two failures somebody from outside. The draw is a lot that nobody holds in their hand:
its seed is the root of the first checkpoint that covers the failure, which nobody knew before.
"""

import hmac
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ledger.domain.authority import Scope
from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.claim.asking import UNDECIDED
from ledger.domain.claim.attesting import check_unconcerned
from ledger.domain.claim.events import AttestationRefused, AttestationRequested
from ledger.domain.claim.kinship import Circle, related, tied
from ledger.domain.claim.quorum import categories
from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.claim.standing import draw_due, failed, left_at, names_of, outside_due, requests_about
from ledger.domain.clocks.clock import Act
from ledger.domain.codes import AskedBy, Role, Stance
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.errors import ConflictOfInterest
from ledger.domain.prefix import Prefix
from ledger.domain.relations import actors_of, same_person
from ledger.domain.timekeeping import ref, timeline
from ledger.domain.types import Asked, Code, EntryRef, Local, Recorded

TOKEN_DIGITS: Final = 16
"""How much of a leaf names a request: the entries of one stream never share as much by chance."""


class Failure(NamedTuple):
    """Somebody was asked about ``facts`` in vain, and nobody was drawn in their place.

    ``entry`` says so, at ``entry_index`` of the log: a refusal to attest, or the lapse of the time to reply.
    """

    entry: EntryRef
    entry_index: int
    recorded_at: str
    facts: tuple[Code, ...]

    @property
    def token(self) -> Local:
        """Return the name of the request that takes the place of what failed."""
        return Local(f"draw_{self.entry.leaf[:TOKEN_DIGITS]}")


class Candidate(NamedTuple):
    """Somebody who may be asked, and every mandate by which they can attest in this place today."""

    actor: str
    mandates: tuple[Mandate, ...]


def failures(state: ClaimState, history: Sequence[Recorded]) -> tuple[Failure, ...]:
    """Return for which failures the clock has still to draw somebody, in the order of the log.

    Those of which a decision came afterwards need nobody any more.
    """
    if state.status not in UNDECIDED or not (state.refusals or state.casework.lapses):
        return ()
    decided = state.decisions[-1].version if state.decisions else 0
    found = []
    for recorded in history:
        asked, facts = _in_vain(state, recorded)
        due = tuple(fact for fact in facts if draw_due(state, fact))
        failure = Failure(ref(recorded), recorded.index, recorded.recorded_at, due)
        if due and asked > decided and failure.token not in state.requests:
            found.append(failure)
    return tuple(found)


def _in_vain(state: ClaimState, recorded: Recorded) -> tuple[int, tuple[Code, ...]]:
    """Return the version at which somebody was asked in vain, as the entry says, and about which facts."""
    request = None
    match recorded.statement.says:
        case AttestationRefused(request=None) as says:
            return recorded.version, says.facts
        case AttestationRefused(request=str(token)):
            request = state.requests.get(token)
        case DeadlineLapsed() as says if LapseEffect.NO_REPLY in says.effects:
            key = (says.start.version, says.start.leaf)
            asked = state.requests.values()
            request = next((one for one in asked if key == (one.version, one.leaf)), None)
        case _:
            pass
    if request is None or not failed(state, request):
        return 0, ()
    return request.version, request.says.facts


def draw(state: ClaimState, prefix: Prefix, failure: Failure, seed: bytes) -> AttestationRequested | None:
    """Return what the clock asks, and whom, in the place of what failed; None: there is nobody to ask.

    Args:
        state: The claim.
        prefix: The whole log, at the time of asking.
        failure: One of ``failures``.
        seed: The root (32 bytes) of the first checkpoint that covers the failing entry.
    """
    stream = failure.entry.stream
    area = state.place()
    line = timeline(prefix, prefix.history(stream), state.programme, area)
    if line is None or state.programme is None:
        return None
    circle = Circle(prefix.registry, stream, civil(prefix.now))
    scope = Scope(state.programme.stream, area)
    outside = outside_due(state, failure.facts)
    chosen = _eligible(state, circle, scope, failure.facts, outside=outside)
    if not chosen:
        return None
    return AttestationRequested(
        request=failure.token,
        facts=failure.facts,
        of=Asked(min(chosen, key=lambda actor: lot(seed, failure.entry, actor))),
        outside=outside,
        asked_by=AskedBy.CLOCK,
        due=line.due("attestation_reply", Act(failure.entry, prefix.size, prefix.now)),
    )


def lot(seed: bytes, entry: EntryRef, actor: str) -> bytes:
    """Return the lot of ``actor`` (32 bytes); the smallest wins.

    It is HMAC-SHA256 under the seed over the failing leaf, a line feed and the actor. The leaf is in it so
    that of many failures under one checkpoint not all fall to one person.

    Source: RFC 2104.
    """
    return hmac.digest(seed, f"{entry.leaf}\n{actor}".encode(), "sha256")


def _eligible(
    state: ClaimState, circle: Circle, scope: Scope, facts: tuple[Code, ...], *, outside: bool
) -> list[str]:
    """Return who may be drawn; where possible, those of another category than whoever supports already."""
    near = _asked_before(state, facts)
    support = _supporters(state, facts)
    found = [
        one
        for one in _attesters(circle, scope)
        if not any(same_person(circle.registry, one.actor, other) for other in near)
        and _unconcerned(state, one.actor, circle)
        and not any(related(circle, one.actor, item.attester) for item in support)
    ]
    if outside:
        offices = {held.office for actor in near for held in _held(circle.registry, actor)}
        found = [
            one
            for one in found
            if offices.isdisjoint(held.office for held in _held(circle.registry, one.actor))
        ]
    taken = {category for item in support for category in categories(item, circle.registry)}
    others = [one for one in found if any(held.category not in taken for held in one.mandates)]
    return [one.actor for one in others or found]


def _attesters(circle: Circle, scope: Scope) -> Iterator[Candidate]:
    """Yield whoever can attest in the place today, each person once."""
    registry, known = circle.registry, set[str]()
    for actor in sorted(registry.mandates):
        mandates = tuple(
            held
            for held in registry.mandates[actor]
            if held.role is Role.ATTESTER and held.runs(circle.today) and scope.within(held)
        )
        if mandates and actor not in known:
            known.update(actors_of(registry, actor))
            yield Candidate(actor, mandates)


def _held(registry: RegistryState, actor: str) -> Iterator[Mandate]:
    """Yield every mandate as an attester that the person ever held: where somebody is known to come from."""
    for known in actors_of(registry, actor):
        yield from (held for held in registry.mandates.get(known, ()) if held.role is Role.ATTESTER)


def _asked_before(state: ClaimState, facts: tuple[Code, ...]) -> frozenset[str]:
    """Return who was asked about one of ``facts``, or spoke or refused to speak about it unasked."""
    names = frozenset(name for fact in facts for name in names_of(state, fact))
    asked = {str(one.says.of) for fact in facts for one in requests_about(state, fact)}
    refused = {item.attester for item in state.refusals if not names.isdisjoint(item.says.facts)}
    spoke = {item.attester for item in state.attestations if not names.isdisjoint(item.says.facts)}
    return frozenset(asked | refused | spoke)


def _supporters(state: ClaimState, facts: tuple[Code, ...]) -> list[Attested]:
    """Return the attestations that support one of ``facts`` and stand."""
    names = frozenset(name for fact in facts for name in names_of(state, fact))
    return [
        item
        for item in state.attestations
        if item.says.stance is Stance.SUPPORTS
        and not names.isdisjoint(item.says.facts)
        and left_at(state, item) is None
    ]


def _unconcerned(state: ClaimState, actor: str, circle: Circle) -> bool:
    """Return whether nothing is declared to tie the person to the applicant, nor have they another part."""
    try:
        check_unconcerned(state, actor, circle)
    except ConflictOfInterest:
        return False
    return not tied(circle, actor, circle.today)
