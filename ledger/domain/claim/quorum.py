"""The quorum of attesters: computed from the record, never declared.

A fact that needs one takes two ``supports``, certain or probable and unexpired, by two persons of
different categories without kinship to the applicant, at least one of them from a home visit or a
document seen. Households and kinship are known only as declared; a disclosed relation never counts
here.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from typing import Final

from ledger.domain.authority import same_person
from ledger.domain.claim.state import Attested, ClaimState
from ledger.domain.codes import Basis, Category, Confidence, Relation, Role, Stance
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.matters import Published

SURE: Final = (Confidence.CERTAIN, Confidence.PROBABLE)
SEEN_ON_SITE: Final = (Basis.HOME_VISIT, Basis.DOCUMENT_SEEN)
UNRELATED: Final = (Relation.NONE, Relation.NEIGHBOUR)


def facts_in_need(state: ClaimState, published: Published) -> Iterator[tuple[str, int]]:
    """Yield each fact of which a grant needs a quorum, with the days for which an attestation of it lives.

    A fact whose code is sealed is judged by the strictest quorum and the shortest life of the programme.
    """
    rules = published.facts.values()
    for rule in rules:
        if rule.quorum and not rule.sensitive:
            yield rule.code, rule.max_age
    if any(rule.quorum for rule in rules):
        shortest = min(rule.max_age for rule in rules)
        claimed = () if state.received is None else state.received.facts
        sealed = [fact.id for fact in claimed if fact.code is None]
        for token in sealed:
            yield token, shortest
        for rule in rules:
            if rule.quorum and rule.sensitive and not sealed:
                yield rule.code, shortest


def lacking(state: ClaimState, published: Published, registry: RegistryState, today: date) -> tuple[str, ...]:
    """Return the facts that need a quorum today and have none, in the programme's order."""
    return tuple(
        fact
        for fact, max_age in facts_in_need(state, published)
        if not _has_quorum(state, fact, max_age, registry, today)
    )


def _has_quorum(state: ClaimState, fact: str, max_age: int, registry: RegistryState, today: date) -> bool:
    names = names_of(state, fact)
    candidates = [
        item
        for item in state.attestations
        if item.says.stance is Stance.SUPPORTS
        and item.says.confidence in SURE
        and item.says.relation in UNRELATED
        and not names.isdisjoint(item.says.facts)
        and not expired(item, max_age, today)
    ]
    return any(_independent(one, other, registry) for one, other in combinations(candidates, 2))


def _independent(one: Attested, other: Attested, registry: RegistryState) -> bool:
    """Return whether two attesters are two persons of two categories, one of whom saw for themselves."""
    if same_person(registry, one.attester, other.attester):
        return False
    if not any(item.says.basis in SEEN_ON_SITE for item in (one, other)):
        return False
    first, second = categories(one, registry), categories(other, registry)
    return any(mine is not theirs for mine in first for theirs in second)


def categories(item: Attested, registry: RegistryState) -> frozenset[Category]:
    """Return in which capacities the attester could speak when the attestation was recorded."""
    day = civil(item.recorded_at)
    return frozenset(
        mandate.category
        for mandate in registry.mandates.get(item.attester, ())
        if mandate.role is Role.ATTESTER
        and mandate.category is not None
        and mandate.index < item.entry_index
        and (mandate.revoked is None or mandate.revoked > item.entry_index)
        and mandate.from_ <= day <= mandate.to
    )


def expired(item: Attested, max_age: int | None, today: date) -> bool:
    """Return whether the attestation's life is over: the attester's date, or ``max_age`` days on."""
    says = item.says
    if says.expires_on is not None and says.expires_on < today:
        return True
    if max_age is None or says.observed_on is None:
        return False
    return says.observed_on + timedelta(days=max_age) < today


def names_of(state: ClaimState, fact: str) -> frozenset[str]:
    """Return every name under which ``fact`` may be attested: its code and the claim's tokens for it."""
    facts = () if state.received is None else state.received.facts
    return frozenset({fact, *(item.id for item in facts if item.code == fact)})


def contradictions(state: ClaimState, today: date) -> tuple[Attested, ...]:
    """Return the unexpired attestations that contradict a fact. What is missing or refused is none."""
    return tuple(
        item
        for item in state.attestations
        if item.says.stance is Stance.CONTRADICTS and not expired(item, None, today)
    )


def contradicted_twice(state: ClaimState, registry: RegistryState, today: date) -> bool:
    """Return whether two different persons contradict one fact."""
    return any(
        not same_person(registry, one.attester, other.attester)
        and any(not names_of(state, fact).isdisjoint(other.says.facts) for fact in one.says.facts)
        for one, other in combinations(contradictions(state, today), 2)
    )
