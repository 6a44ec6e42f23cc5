"""The quorum of attesters: computed from the record, never declared.

A fact that needs one takes two ``supports``, certain or probable, that stand unexpired and undisputed, by
two persons of different categories and households, with no declared kinship to the applicant, to each
other or to who decides, and at least one of them from a home visit or a document seen.

Two rules for places where everybody is related. In a small village a kinship that the attester discloses
counts beside somebody from outside (R8); one that they keep to themselves never does. A relative of a
village head is certified by people from outside alone (R6).
"""

from datetime import date
from itertools import combinations
from typing import Final

from ledger.domain.claim.kinship import (
    HOUSEHOLD,
    KIN,
    UNRELATED,
    Circle,
    mandates_at,
    offices_of_related_heads,
    related,
    ties,
)
from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.claim.standing import (
    IN_VAIN,
    Need,
    asked_in_vain,
    expired,
    facts_in_need,
    from_outside,
    in_dispute,
    kept_silent,
    left_at,
    names_of,
)
from ledger.domain.codes import Basis, Category, Confidence, Stance
from ledger.domain.directory import RegistryState
from ledger.domain.matters import Published
from ledger.domain.relations import same_person

SURE: Final = (Confidence.CERTAIN, Confidence.PROBABLE)
SEEN_ON_SITE: Final = (Basis.HOME_VISIT, Basis.DOCUMENT_SEEN)


def lacking(state: ClaimState, published: Published, circle: Circle) -> tuple[str, ...]:
    """Return the facts that need a quorum today and have none, in the programme's order."""
    abroad = bool(offices_of_related_heads(state, circle))
    return tuple(
        need.fact
        for need in facts_in_need(state, published)
        if not _has_quorum(state, need, circle, abroad=abroad)
    )


def _has_quorum(state: ClaimState, need: Need, circle: Circle, *, abroad: bool) -> bool:
    """Return whether two attestations make a quorum; ``abroad``: both have to come from outside."""
    names = names_of(state, need.fact)
    candidates = [
        item
        for item in state.attestations
        if not names.isdisjoint(item.says.facts)
        and _speaks_for(state, item, need.max_age, circle.today)
        and _may_count(state, item, circle)
        and (not abroad or from_outside(state, item))
    ]
    return any(
        _independent(one, other, circle) and _distant(state, one, other, need)
        for one, other in combinations(candidates, 2)
    )


def _speaks_for(state: ClaimState, item: Attested, max_age: int, today: date) -> bool:
    """Return whether the attestation supports a fact, surely, and still stands undisputed."""
    return (
        item.says.stance is Stance.SUPPORTS
        and item.says.confidence in SURE
        and not expired(item, max_age, today)
        and left_at(state, item) is None
        and not in_dispute(state, item)
    )


def _may_count(state: ClaimState, item: Attested, circle: Circle) -> bool:
    """Return whether nothing about the attester alone keeps the attestation out.

    A kinship that is disclosed may count. One that the attestation does not say never does: the registry
    knows it, or a review has found it. Nor does a common household, or kinship to who decides.
    """
    declared = ties(circle, item)
    if item.says.relation in UNRELATED:
        if declared or kept_silent(state, item, circle.registry):
            return False
    elif item.says.relation not in KIN or HOUSEHOLD in declared:
        return False
    return not any(related(circle, item.attester, decider) for decider in circle.deciders)


def _independent(one: Attested, other: Attested, circle: Circle) -> bool:
    """Return whether two unrelated persons of two categories attest, one of whom saw for themselves."""
    if same_person(circle.registry, one.attester, other.attester):
        return False
    if not any(item.says.basis in SEEN_ON_SITE for item in (one, other)):
        return False
    first, second = categories(one, circle.registry), categories(other, circle.registry)
    return any(mine is not theirs for mine in first for theirs in second) and not related(
        circle, one.attester, other.attester
    )


def _distant(state: ClaimState, one: Attested, other: Attested, need: Need) -> bool:
    """Return whether neither is kin of the applicant; in a small village, whether one is not, from outside.

    A village counts as small where the programme says so, or where two people were asked in vain.
    """
    kin = [item for item in (one, other) if item.says.relation in KIN]
    if not kin:
        return True
    if len(kin) > 1:
        return False
    stranger = other if kin[0] is one else one
    small = need.small_village or asked_in_vain(state, need.fact) >= IN_VAIN
    return small and from_outside(state, stranger)


def categories(item: Attested, registry: RegistryState) -> frozenset[Category]:
    """Return in which capacities the attester could speak when the attestation was recorded."""
    return frozenset(
        mandate.category for mandate in mandates_at(item, registry) if mandate.category is not None
    )
