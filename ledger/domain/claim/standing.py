"""Which attestations stand, and what became of requests.

An attestation is never deleted. Its author may withdraw it, anybody concerned may dispute it, a review may
overrule it, and it grows old. What is missing, refused or expired speaks neither for the applicant nor
against them.
"""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import Final, NamedTuple

from ledger.domain import dates
from ledger.domain.casework_codes import ActRuling, LapseEffect, Supplied
from ledger.domain.claim.records import Attested, ClaimState, Request
from ledger.domain.codes import AskedBy, DisputeGround, Stance
from ledger.domain.directory import RegistryState
from ledger.domain.matters import Published
from ledger.domain.relations import same_person
from ledger.domain.types import EntryRef

IN_VAIN: Final = 2
"""After so many failed requests somebody from outside the village is asked."""


class Need(NamedTuple):
    """A fact of which a grant needs a quorum.

    ``max_age`` is the life of an attestation in days. ``small_village``: a disclosed relation may count.
    """

    fact: str
    max_age: int
    small_village: bool


def facts_in_need(state: ClaimState, published: Published) -> Iterator[Need]:
    """Yield each fact of which a grant needs a quorum.

    A fact whose code is sealed is judged by the strictest quorum and the shortest life of the programme.
    """
    rules = published.facts.values()
    for rule in rules:
        if rule.quorum and not rule.sensitive:
            yield Need(rule.code, rule.max_age, rule.small_village)
    claimed = () if state.received is None else state.received.facts
    sealed: list[str] = [fact.id for fact in claimed if fact.code is None]
    hidden = sealed or [rule.code for rule in rules if rule.quorum and rule.sensitive]
    if hidden and any(rule.quorum for rule in rules):
        shortest = min(rule.max_age for rule in rules)
        lenient = all(rule.small_village for rule in rules)
        for fact in hidden:
            yield Need(fact, shortest, lenient)


def names_of(state: ClaimState, fact: str) -> frozenset[str]:
    """Return every name under which ``fact`` may be attested: its code and the claim's tokens for it."""
    claimed = () if state.received is None else state.received.facts
    codes = {fact, *(item.code for item in claimed if item.id == fact and item.code is not None)}
    return frozenset({*codes, *(item.id for item in claimed if item.code in codes)})


def fact_kind(fact: str) -> str:
    """Return what a fact is about: place 3 of a neighbours' ranking (``peer_rank_3``) is of ``peer_rank``."""
    return "peer_rank" if fact.startswith("peer_rank_") else fact


def life_of(state: ClaimState, published: Published, fact: str) -> int | None:
    """Return for how many days an attestation of ``fact`` lives; None: the programme does not say.

    For a fact whose code is sealed, the shortest life of the programme.
    """
    return life_under(names_of(state, fact), published, fact)


def life_under(names: AbstractSet[str], published: Published, fact: str) -> int | None:
    """Return what ``life_of`` does, where the ``names`` of the fact are at hand."""
    known = names | {fact_kind(fact)}
    for code, rule in published.facts.items():
        if code in known and not rule.sensitive:
            return rule.max_age
    return min((rule.max_age for rule in published.facts.values()), default=None)


def expired(item: Attested, max_age: int | None, today: date) -> bool:
    """Return whether the attestation's life is over: the attester's date, or ``max_age`` days on."""
    says = item.says
    if says.expires_on is not None and says.expires_on < today:
        return True
    if max_age is None or says.observed_on is None:
        return False
    return dates.later(says.observed_on, max_age) < today


def left_at(state: ClaimState, item: Attested) -> int | None:
    """Return the version of the entry that withdrew or overruled the attestation; None: it stands."""
    if not state.course.withdrawals and not state.casework.reviews:
        return None
    key = (item.version, item.leaf)
    fallen = [gone.version for gone in state.course.withdrawals if key == (gone.of.version, gone.of.leaf)]
    fallen += [
        review.version
        for review in state.casework.reviews
        if review.ruling is ActRuling.OVERRULED and key == (review.act.version, review.act.leaf)
    ]
    return min(fallen, default=None)


def kept_silent(state: ClaimState, item: Attested, registry: RegistryState) -> bool:
    """Return whether the attester was overruled here because they had not disclosed a relation."""
    hidden = [
        dispute.of
        for dispute in state.course.disputes
        if dispute.ground is DisputeGround.UNDISCLOSED_RELATION
    ]
    return any(
        _overruled(state, ref) and same_person(registry, item.attester, other.attester)
        for ref in hidden
        if (other := state.attestation(ref)) is not None
    )


def _overruled(state: ClaimState, act: EntryRef) -> bool:
    return any(
        review.ruling is ActRuling.OVERRULED
        and (review.act.version, review.act.leaf) == (act.version, act.leaf)
        for review in state.casework.reviews
    )


def in_dispute(state: ClaimState, item: Attested) -> bool:
    """Return whether somebody disputes the attestation and no review has answered the dispute yet."""
    if not state.course.disputes:
        return False
    key = (item.version, item.leaf)
    disputes = [dispute for dispute in state.course.disputes if key == (dispute.of.version, dispute.of.leaf)]
    return bool(disputes) and all(
        review.version < disputes[-1].version
        for review in state.casework.reviews
        if key == (review.act.version, review.act.leaf)
    )


def from_outside(state: ClaimState, item: Attested) -> bool:
    """Return whether the attester was asked as somebody from another tambon. It is known in no other way."""
    request = None if item.says.request is None else state.requests.get(item.says.request)
    return request is not None and request.says.outside


def contradictions(state: ClaimState, published: Published, today: date) -> tuple[Attested, ...]:
    """Return the attestations that contradict a fact today. What is missing, refused or expired is none."""
    return tuple(
        item
        for item in state.attestations
        if item.says.stance is Stance.CONTRADICTS
        and left_at(state, item) is None
        and any(not expired(item, life_of(state, published, fact), today) for fact in item.says.facts)
    )


def unsettled(
    state: ClaimState, published: Published, registry: RegistryState, today: date
) -> tuple[str, ...]:
    """Return the facts that two persons contradict and that nobody looked at anew since, as they are named.

    The authority's own visit after the second contradiction settles it, and so does the word of an attester
    from outside.
    """
    against = contradictions(state, published, today)
    found: dict[str, None] = {}
    for later in against:
        for fact in later.says.facts:
            names = names_of(state, fact)
            twice = any(
                earlier.version < later.version
                and not names.isdisjoint(earlier.says.facts)
                and not same_person(registry, earlier.attester, later.attester)
                for earlier in against
            )
            if twice and not _looked_at_anew(state, names, later.version):
                found[fact] = None
    return tuple(found)


def _looked_at_anew(state: ClaimState, names: frozenset[str], version: int) -> bool:
    """Return whether an official visited after ``version``, or somebody from outside took a position."""
    visited = any(
        item.kind is Supplied.VISIT and item.channel is None and item.version > version
        for item in state.casework.supplied
    )
    return visited or any(
        from_outside(state, item)
        and item.says.stance is not Stance.CANNOT_SAY
        and not names.isdisjoint(item.says.facts)
        and left_at(state, item) is None
        and not in_dispute(state, item)
        for item in state.attestations
    )


def requests_about(state: ClaimState, fact: str) -> Iterator[Request]:
    """Yield each request about ``fact``, in the order of the log."""
    names = names_of(state, fact)
    requests = sorted(state.requests.values(), key=lambda request: request.version)
    return (request for request in requests if not names.isdisjoint(request.says.facts))


def answered(state: ClaimState, request: Request) -> bool:
    """Return whether somebody attested on this request, whatever their stance."""
    return any(item.says.request == request.says.request for item in state.attestations)


def failed(state: ClaimState, request: Request) -> bool:
    """Return whether who was asked refused, or did not reply in time, and nobody attested on the request."""
    return (
        any(item.says.request == request.says.request for item in state.refusals)
        or any(
            LapseEffect.NO_REPLY in lapse.effects
            and (request.version, request.leaf) == (lapse.start.version, lapse.start.leaf)
            for lapse in state.casework.lapses
        )
    ) and not answered(state, request)


def failures_of(state: ClaimState, fact: str) -> int:
    """Return how often somebody was asked about ``fact`` and refused or did not reply, requested or not.

    A refusal without a request in the record counts too: most people ask their neighbours themselves.
    """
    names = names_of(state, fact)
    unasked = {
        item.attester
        for item in state.refusals
        if item.says.request is None and not names.isdisjoint(item.says.facts)
    }
    return asked_in_vain(state, fact) + len(unasked)


def asked_in_vain(state: ClaimState, fact: str) -> int:
    """Return how many requests about ``fact`` failed."""
    return sum(failed(state, request) for request in requests_about(state, fact))


def draw_due(state: ClaimState, fact: str) -> bool:
    """Return whether somebody was asked about ``fact`` in vain for whom the clock has drawn nobody yet."""
    draws = sum(request.says.asked_by is AskedBy.CLOCK for request in requests_about(state, fact))
    return draws < failures_of(state, fact)


def outside_due(state: ClaimState, facts: Iterable[str]) -> bool:
    """Return whether so many failed about one of ``facts`` that the next one comes from outside."""
    return any(failures_of(state, fact) >= IN_VAIN for fact in facts)


def outside_was_asked(state: ClaimState, fact: str) -> bool:
    """Return whether somebody from outside was asked about ``fact`` and replied, or let the time pass.

    That the time passed is known by the entry of the clock: the day that a request states may be too short.
    """
    return any(
        request.says.outside and (answered(state, request) or failed(state, request))
        for request in requests_about(state, fact)
    )
