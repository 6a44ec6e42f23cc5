"""Who is related to whom in a claim, as far as somebody declared it.

The ledger guesses no kinship and no household. It knows what attesters disclose with an attestation, and
what people declared about themselves in the registry: about another person, or about the claim itself.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.claim.records import Attested, ClaimState
from ledger.domain.codes import Category, Relation, Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.relations import interested, interests_between

UNRELATED: Final = (Relation.NONE, Relation.NEIGHBOUR)
KIN: Final = (Relation.SPOUSE, Relation.LINEAL, Relation.COLLATERAL_3, Relation.AFFINITY_2)
"""Kinship that may be disclosed, and then counts beside somebody from outside in a small village."""
KIN_GROUNDS: Final = frozenset(ConflictGround(relation) for relation in KIN)
HOUSEHOLD: Final = ConflictGround.SAME_HOUSEHOLD
TIES: Final = KIN_GROUNDS | {
    HOUSEHOLD,
    ConflictGround.PARTY,
    ConflictGround.REPRESENTATIVE,
    ConflictGround.CREDITOR,
    ConflictGround.DEBTOR,
    ConflictGround.EMPLOYER,
    ConflictGround.REGULATION,
    ConflictGround.SERIOUS_PARTIALITY,
}
"""What ties somebody to the applicant when they declare it about the claim (APA s.13, s.16)."""


class Circle(NamedTuple):
    """Among whom nobody may be related: in which claim, on which day, decided by whom."""

    registry: RegistryState
    claim: str
    today: date
    deciders: tuple[str, ...] = ()


def ties(circle: Circle, item: Attested) -> frozenset[ConflictGround]:
    """Return what was declared to tie the attester to the applicant, when they attested or today."""
    return tied(circle, item.attester, civil(item.recorded_at)) | tied(circle, item.attester, circle.today)


def tied(circle: Circle, actor: str, day: date) -> frozenset[ConflictGround]:
    """Return what was declared to tie the person to the applicant on ``day``."""
    if not circle.registry.interests:
        return frozenset()
    declared = interested(circle.registry, actor, circle.claim, day)
    return TIES.intersection(interest.ground for interest in declared)


def related(circle: Circle, one: str, other: str) -> bool:
    """Return whether the two are declared kin, or one household."""
    declared = interests_between(circle.registry, one, other, circle.today)
    return any(interest.ground in KIN_GROUNDS or interest.ground is HOUSEHOLD for interest in declared)


def mandates_at(item: Attested, registry: RegistryState) -> Iterator[Mandate]:
    """Yield the mandates under which the attester could speak when the attestation was recorded."""
    day = civil(item.recorded_at)
    for mandate in registry.mandates.get(item.attester, ()):
        if (
            mandate.role is Role.ATTESTER
            and mandate.index < item.entry_index
            and (mandate.revoked is None or mandate.revoked > item.entry_index)
            and mandate.from_ <= day <= mandate.to
        ):
            yield mandate


def offices_of_related_heads(state: ClaimState, circle: Circle) -> frozenset[str]:
    """Return the offices of village heads who are declared kin of the applicant.

    A head says so with an attestation, or declares it about the claim. Relatives of a head are certified
    and decided by a neighbouring tambon or the district: by no office in this set.
    """
    registry = circle.registry
    disclosed = (
        mandate
        for item in state.attestations
        if item.says.relation in KIN
        for mandate in mandates_at(item, registry)
    )
    declared = (
        mandate
        for actor, interests in registry.interests.items()
        for interest in interests
        if interest.about == circle.claim and interest.ground in KIN_GROUNDS and interest.runs(circle.today)
        for mandate in registry.mandates.get(actor, ())
        if mandate.runs(circle.today)
    )
    return frozenset(
        mandate.office
        for mandate in (*disclosed, *declared)
        if mandate.role is Role.ATTESTER and mandate.category is Category.VILLAGE_HEAD
    )
