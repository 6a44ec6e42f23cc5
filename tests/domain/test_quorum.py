"""What a grant needs, and what a refusal may rest on. Every refusal stands beside what is allowed."""

from dataclasses import replace
from datetime import date

import pytest

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.claim.events import ClaimFact
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import (
    Basis,
    Category,
    Confidence,
    Finding,
    Relation,
    Result,
    RevocationReason,
    Role,
    Stance,
)
from ledger.domain.parts import FactRule
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.cases import (
    CLAIM,
    TODAY,
    application,
    applied,
    attestation,
    attested,
    decision,
    found,
    refusal_to_attest,
)
from tests.domain.claim_cases import declare, folded, visit
from tests.domain.world import QUORUM, REGISTRY, STANDARD, World, actor, hire, rules, working


def claim(world: World) -> ClaimState:
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    return state


def test_a_grant_on_two_independent_attestations() -> None:
    world, first, second = attested()

    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    assert claim(world).status is ClaimStatus.DECIDED


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("cora", attestation()),  # the same category as ada
        ("bela", attestation(confidence=Confidence.UNCERTAIN)),
        ("bela", attestation(stance=Stance.CANNOT_SAY)),
        ("bela", attestation(relation=Relation.COLLATERAL_3)),
        ("bela", attestation(facts=(Code("peer_rank"),))),
        ("bela", attestation(observed_on=date(2025, 11, 21))),  # older than 365 days
    ],
)
def test_what_makes_no_quorum(name: str, second: object) -> None:
    world, _ = applied()
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, second, name)  # type: ignore[arg-type]

    refusal = world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(first)), "olga")
    assert refusal.detail == {"facts": ("income",)}


def test_who_is_not_certain_but_thinks_it_probable_counts() -> None:
    world, _ = applied()
    first = world.say(CLAIM, attestation(confidence=Confidence.PROBABLE), "ada")
    world.say(CLAIM, attestation(confidence=Confidence.PROBABLE), "bela")

    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_whoever_turns_out_to_be_one_person_is_no_quorum() -> None:
    world, first, _ = attested()
    for one, other in (("ada", "bela"), ("bela", "ada")):
        declare(world, one, actor(other), ConflictGround.SAME_PERSON)

    world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_one_capacity_that_the_other_lacks_is_enough() -> None:
    world, _ = applied()
    hire(world, "cora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "cora")

    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_a_quorum_takes_one_who_saw_for_themselves() -> None:
    world, _ = applied()
    first = world.say(CLAIM, attestation(basis=Basis.TOLD_BY_OTHERS), "ada")
    world.say(CLAIM, attestation(basis=Basis.LIVES_NEXT_DOOR), "bela")
    world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(first)), "olga")

    world.say(CLAIM, attestation(basis=Basis.DOCUMENT_SEEN), "cora")
    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_a_quorum_expires() -> None:
    world, first, second = attested()
    granted = decision(Result.GRANT, found(first, second))
    hire(world, "omar", Role.OFFICER, from_=date(2027, 6, 1), to=date(2028, 6, 1))

    world.now = "2027-11-22T17:00:00.000Z"
    world.refuses("quorum_missing", CLAIM, granted, "omar")
    world.now = "2027-11-22T16:59:59.000Z"
    world.say(CLAIM, granted, "omar")


def test_only_the_capacity_held_when_attesting_makes_a_quorum() -> None:
    world, _ = applied()
    head = Category.VILLAGE_HEAD
    ended = hire(world, "cora", Role.ATTESTER, category=head)
    world.say(REGISTRY, MandateRevoked(mandate=ended, reason=RevocationReason.LEFT_SERVICE), *QUORUM)
    hire(world, "cora", Role.ATTESTER, from_=date(2026, 12, 1), category=head)
    hire(world, "cora", Role.OFFICER, "line-c")
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "cora")
    hire(world, "cora", Role.ATTESTER, category=head)
    granted = decision(Result.GRANT, found(first))

    world.refuses("quorum_missing", CLAIM, granted, "olga")
    hire(world, "dora", Role.ATTESTER, category=head)
    world.say(CLAIM, attestation(), "dora")
    world.say(CLAIM, granted, "olga")


def test_a_capacity_that_ended_later_still_counts() -> None:
    world, _ = applied()
    held = hire(world, "dora", Role.ATTESTER, category=Category.VILLAGE_HEAD)
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "dora")
    world.say(REGISTRY, MandateRevoked(mandate=held, reason=RevocationReason.LEFT_SERVICE), *QUORUM)

    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def sealing(*, quorum: bool) -> tuple[World, EntryRef]:
    world, _, _ = working()
    health = FactRule(code=Code("health"), sensitive=True, quorum=quorum, max_age=30, small_village=False)
    return world, world.say(STANDARD, rules(version=2, facts=(*rules().facts, health)), "susi", "vera")


def test_a_sealed_fact_that_needs_a_quorum_is_claimed_first() -> None:
    world, published = sealing(quorum=True)
    world.say(CLAIM, application(published), "ines")
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")

    refusal = world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(first)), "olga")
    assert refusal.detail == {"facts": ("health",)}


def test_a_quorum_of_the_sealed_token_is_a_quorum_of_the_fact() -> None:
    world, published = sealing(quorum=True)
    sealed = (ClaimFact(id=Local("f1"), code=Code("income")), ClaimFact(id=Local("f2")))
    world.say(CLAIM, application(published, facts=sealed), "ines")
    both = (Code("f1"), Code("f2"))
    first = world.say(CLAIM, attestation(facts=both), "ada")
    world.say(CLAIM, attestation(facts=both), "bela")

    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_a_sealed_fact_without_quorum_need_not_be_claimed() -> None:
    world, published = sealing(quorum=False)
    world.say(CLAIM, application(published), "ines")
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")

    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")


def test_where_no_fact_needs_a_quorum_a_sealed_one_needs_none() -> None:
    world, _, _ = working()
    facts = (replace(rules().facts[0], quorum=False),)
    published = world.say(STANDARD, rules(version=2, facts=facts), "susi", "vera")
    entry = world.say(CLAIM, application(published, facts=(ClaimFact(id=Local("f1")),)), "ines")

    world.say(CLAIM, decision(Result.GRANT, found(entry)), "olga")


def test_a_sealed_fact_is_judged_by_the_strictest_quorum_and_the_shortest_life() -> None:
    world, _, _ = working()
    strict = FactRule(code=Code("health"), sensitive=True, quorum=False, max_age=30, small_village=False)
    more = rules(version=2, facts=(*rules().facts, strict))
    pinned = world.say(STANDARD, more, "susi", "vera")
    sealed = (ClaimFact(id=Local("f1"), code=Code("income")), ClaimFact(id=Local("f2")))
    world.say(CLAIM, application(pinned, facts=sealed), "ines")
    both = (Code("f1"), Code("f2"))
    first = world.say(CLAIM, attestation(facts=both), "ada")
    old = world.say(CLAIM, attestation(facts=both, observed_on=date(2026, 10, 22)), "bela")

    refusal = world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(first, old)), "olga")
    assert refusal.detail == {"facts": ("f2",)}
    hire(world, "dora", Role.ATTESTER, category="village_head")
    world.say(CLAIM, attestation(facts=(Code("f2"),), observed_on=date(2026, 10, 23)), "dora")
    world.say(CLAIM, decision(Result.GRANT, found(first, old)), "olga")


def test_a_grant_cites_what_contradicts_it() -> None:
    world, first, second = attested()
    third = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "cora")

    wrong = decision(Result.GRANT, found(first, second))
    world.unless("contradiction_not_cited", CLAIM, wrong, decision(Result.GRANT, found(first, third)), "olga")


def test_two_contradictions_of_one_fact_call_for_a_visit_before_a_grant() -> None:
    world, first, second = attested()
    hire(world, "dora", Role.ATTESTER)
    against = [world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), name) for name in ("cora", "dora")]

    granted = decision(Result.GRANT, found(first, second, *against))
    world.refuses("visit_missing", CLAIM, granted, "olga")
    folded(world, visit(), "olga")
    world.say(CLAIM, granted, "olga")


def test_contradictions_of_different_facts_call_for_no_visit() -> None:
    world, first, second = attested()
    rank = world.say(CLAIM, attestation(facts=(Code("peer_rank"),), stance=Stance.CONTRADICTS), "cora")
    hire(world, "dora", Role.ATTESTER)
    other = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "dora")

    world.say(CLAIM, decision(Result.GRANT, found(first, second, rank, other)), "olga")


def test_missing_or_refused_attestations_never_carry_a_refusal() -> None:
    world, entry = applied()
    silent = world.say(CLAIM, refusal_to_attest("ada"), "ada")
    unsure = world.say(CLAIM, attestation(stance=Stance.CANNOT_SAY), "bela")
    old = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS, expires_on=TODAY), "cora")
    world.now = "2026-11-22T18:00:00.000Z"

    for finding in (Finding.NOT_SHOWN, Finding.NO):
        wrong = decision(Result.REFUSE, found(silent, unsure, old, finding=finding))
        world.refuses("refusal_on_silence", CLAIM, wrong, "olga", "susi")
    world.say(CLAIM, decision(Result.REFUSE, found(entry, finding=Finding.NO)), "olga", "susi")


def test_a_contradiction_carries_a_refusal_that_cites_it() -> None:
    world, _ = applied()
    against = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "ada")
    silent = world.say(CLAIM, refusal_to_attest("bela"), "bela")

    uncited = decision(Result.REFUSE, found(silent, finding=Finding.NO))
    world.refuses("refusal_on_silence", CLAIM, uncited, "olga", "susi")

    world.say(CLAIM, decision(Result.REFUSE, found(against, finding=Finding.NO)), "olga", "susi")
