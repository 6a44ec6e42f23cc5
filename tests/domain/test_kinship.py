"""Kinship and households in a quorum: what is declared, disclosed, kept silent, and asked from outside."""

from datetime import date

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect
from ledger.domain.claim.events import ClaimFact
from ledger.domain.codes import Category, Finding, Relation, Result, Role
from ledger.domain.parts import FactRule
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.cases import (
    CLAIM,
    application,
    applied,
    attestation,
    decision,
    found,
    pinned,
    refusal_to_attest,
)
from tests.domain.claim_cases import declare, flags_of, folded, lapse, opening, request
from tests.domain.world import END, STANDARD, World, actor, hire, rules, stream, working

KINSHIP = (Relation.SPOUSE, Relation.LINEAL, Relation.COLLATERAL_3, Relation.AFFINITY_2)
GRANT = Result.GRANT


def declared(name: str, about: str, ground: ConflictGround, **more: object) -> tuple[World, EntryRef]:
    """A claim that ada and bela support, and a declaration that ``name`` made before."""
    world, _ = applied()
    declare(world, name, about, ground, **more)
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")
    return world, first


def refuses(world: World, *cited: EntryRef) -> None:
    world.refuses("quorum_missing", CLAIM, decision(GRANT, found(*cited)), "olga")


def grants(world: World, *cited: EntryRef, by: str = "olga") -> None:
    world.say(CLAIM, decision(GRANT, found(*cited)), by)


TIES = (
    "party",
    "spouse",
    "lineal",
    "collateral_3",
    "affinity_2",
    "representative",
    "creditor",
    "debtor",
    "employer",
    "regulation",
    "serious_partiality",
)


@pytest.mark.parametrize("ground", TIES)
def test_a_tie_to_the_applicant_that_only_the_registry_knows_never_counts(ground: str) -> None:
    world, first = declared("ada", CLAIM, ConflictGround(ground))

    refuses(world, first)
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    world.say(CLAIM, attestation(), "dora")
    grants(world, first)


@pytest.mark.parametrize("ground", ["same_office", "reporting_line", "named_in_complaint", "prior_decider"])
def test_what_is_no_tie_to_the_applicant_leaves_an_attestation_its_weight(ground: str) -> None:
    world, first = declared("ada", CLAIM, ConflictGround(ground))

    grants(world, first)


def test_a_tie_to_another_claim_says_nothing_about_this_one() -> None:
    world, first = declared("ada", stream("claim", "other"), ConflictGround.LINEAL)

    grants(world, first)


def test_a_tie_counts_if_it_held_when_attesting_or_holds_today() -> None:
    world, first = declared("ada", CLAIM, ConflictGround.LINEAL, to=date(2026, 11, 22))
    world.now = "2026-12-01T03:00:00.000Z"
    refuses(world, first)

    world, first = declared("ada", CLAIM, ConflictGround.LINEAL, from_=date(2026, 11, 23))
    grants(world, first)

    world, first = declared("ada", CLAIM, ConflictGround.LINEAL, from_=date(2026, 11, 23))
    world.now = "2026-11-22T17:00:00.000Z"
    refuses(world, first)


def test_nobody_attests_for_a_household_that_they_declared_theirs() -> None:
    world, _ = applied()
    declare(world, "ada", CLAIM, ConflictGround.SAME_HOUSEHOLD)

    world.refuses("self_attestation", CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")


def test_a_household_that_is_declared_later_never_counts_whatever_was_disclosed() -> None:
    world, first, outsider = small_village()
    declare(world, "ada", CLAIM, ConflictGround.SAME_HOUSEHOLD)

    refuses(world, first, outsider)


@pytest.mark.parametrize("ground", ["spouse", "lineal", "collateral_3", "affinity_2", "same_household"])
@pytest.mark.parametrize(("name", "about"), [("ada", "bela"), ("bela", "ada")])
def test_kin_and_one_household_make_no_quorum_whoever_declares_it(ground: str, name: str, about: str) -> None:
    world, first = declared(name, actor(about), ConflictGround(ground))

    refuses(world, first)
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    world.say(CLAIM, attestation(), "dora")
    grants(world, first)


def test_who_owes_another_attester_money_is_no_kin_of_theirs() -> None:
    world, first = declared("ada", actor("bela"), ConflictGround.DEBTOR)

    grants(world, first)


@pytest.mark.parametrize("name", ["ada", "olga"])
def test_kin_of_who_decides_makes_no_quorum_for_that_officer(name: str) -> None:
    other = "olga" if name == "ada" else "ada"
    world, first = declared(name, actor(other), ConflictGround.AFFINITY_2)

    refuses(world, first)
    grants(world, first, by="otto")


def test_kin_of_a_second_signer_makes_no_quorum_either() -> None:
    world, first = declared("ada", actor("sven"), ConflictGround.LINEAL)

    world.refuses("quorum_missing", CLAIM, decision(GRANT, found(first)), "olga", "sven")
    grants(world, first)


# ---- small villages


def village(*, small: bool) -> World:
    world, _, _ = working()
    fact = FactRule(code=Code("income"), sensitive=False, quorum=True, max_age=365, small_village=small)
    published = world.say(STANDARD, rules(version=2, facts=(fact,)), "susi", "vera")
    world.say(CLAIM, application(published), "ines")
    return world


def outside(world: World, name: str = "bela", **more: object) -> EntryRef:
    """The word of somebody who was asked as coming from outside."""
    token = f"out-{name}"
    world.say(CLAIM, request(name, token, outside=True), "olga")
    return world.say(CLAIM, attestation(request=token, **more), name)


def small_village(relation: Relation = Relation.LINEAL) -> tuple[World, EntryRef, EntryRef]:
    world = village(small=True)
    return world, world.say(CLAIM, attestation(relation=relation), "ada"), outside(world)


@pytest.mark.parametrize("relation", KINSHIP)
def test_in_a_small_village_a_disclosed_kinship_counts_beside_somebody_from_outside(
    relation: Relation,
) -> None:
    world, first, second = small_village(relation)

    grants(world, first, second)


@pytest.mark.parametrize(
    "relation",
    [Relation.PARTY, Relation.REPRESENTATIVE, Relation.CREDITOR, Relation.DEBTOR, Relation.EMPLOYER],
)
def test_what_is_no_kinship_never_counts(relation: Relation) -> None:
    world, first, second = small_village(relation)

    refuses(world, first, second)


def test_elsewhere_a_disclosed_kinship_counts_not_even_beside_somebody_from_outside() -> None:
    world = village(small=False)
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL), "ada")

    refuses(world, first, outside(world))


@pytest.mark.parametrize("order", [("ada", "bela"), ("bela", "ada")])
def test_in_a_small_village_the_other_one_comes_from_outside(order: tuple[str, str]) -> None:
    world = village(small=True)
    world.say(CLAIM, request("ada", "near"), "olga")
    relations = (Relation.LINEAL, Relation.NONE)
    cited = [
        world.say(CLAIM, attestation(relation=relation, request="near" if name == "ada" else None), name)
        for name, relation in zip(order, relations, strict=True)
    ]
    refuses(world, *cited)

    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    grants(world, outside(world, "dora"))


def test_two_kin_are_no_quorum_even_if_one_comes_from_outside() -> None:
    world = village(small=True)
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL), "ada")

    refuses(world, first, outside(world, relation=Relation.AFFINITY_2))


def test_the_kin_from_outside_is_not_the_one_that_counts_as_outside() -> None:
    world = village(small=True)
    near = world.say(CLAIM, attestation(), "ada")

    refuses(world, near, outside(world, relation=Relation.LINEAL))


def test_a_kinship_that_is_kept_silent_counts_never() -> None:
    world, first, second = small_village(Relation.NEIGHBOUR)
    declare(world, "ada", CLAIM, ConflictGround.LINEAL)

    refuses(world, first, second)


def test_a_kinship_that_is_both_declared_and_disclosed_is_disclosed() -> None:
    world, first, second = small_village()
    declare(world, "ada", CLAIM, ConflictGround.LINEAL)

    grants(world, first, second)


def test_after_two_failures_a_village_counts_as_small() -> None:
    world = village(small=False)
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL), "ada")
    second = outside(world)
    hire(world, "dora", Role.ATTESTER)
    asked = world.say(CLAIM, request("cora", "r1"), "olga")
    world.say(CLAIM, request("dora", "r2"), "olga")
    folded(world, lapse(asked, pinned(world), LapseEffect.NO_REPLY), "cleo")
    refuses(world, first, second)

    world.say(CLAIM, refusal_to_attest("dora", request="r2"), "dora")
    grants(world, first, second)


def test_refusals_that_nobody_asked_for_make_no_village_small() -> None:
    world = village(small=False)
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL), "ada")
    second = outside(world)
    for name in ("cora", "nobody"):
        world.say(CLAIM, refusal_to_attest(name), "ines")

    refuses(world, first, second)


@pytest.mark.parametrize("all_small", [True, False])
def test_a_sealed_fact_is_of_a_small_village_only_if_every_fact_is(all_small: bool) -> None:  # noqa: FBT001
    world, _, _ = working()
    facts = tuple(
        FactRule(code=Code(code), sensitive=code == "health", quorum=True, max_age=365, small_village=small)
        for code, small in (("income", all_small), ("health", True))
    )
    published = world.say(STANDARD, rules(version=2, facts=facts), "susi", "vera")
    world.say(CLAIM, application(published, facts=(ClaimFact(id=Local("f1")),)), "ines")
    both = (Code("f1"), Code("income"))
    world.say(CLAIM, request("bela", outside=True, facts=both), "olga")
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL, facts=(Code("f1"),)), "ada")
    world.say(CLAIM, attestation(facts=both, request="r1"), "bela")
    world.say(CLAIM, attestation(facts=(Code("income"),)), "cora")

    if all_small:
        grants(world, first)
    else:
        refuses(world, first)
        hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
        world.say(CLAIM, attestation(facts=(Code("f1"),)), "dora")
        grants(world, first)


# ---- relatives of a village head


def headed(office: str = "city", to: date = END) -> World:
    """A claim in a village whose head is dora, of ``office``; dan decides in the district."""
    world, _ = applied()
    hire(world, "dora", Role.ATTESTER, category=Category.VILLAGE_HEAD, office=office, to=to)
    hire(world, "dan", Role.OFFICER, "line-x", office="district")
    return world


@pytest.mark.parametrize("relation", KINSHIP)
def test_a_relative_of_a_village_head_is_certified_from_outside_and_decided_elsewhere(
    relation: Relation,
) -> None:
    world = headed()
    world.say(CLAIM, attestation(relation=relation), "dora")
    near = world.say(CLAIM, attestation(), "ada")
    far = outside(world)
    world.refuses("coi_village_head", CLAIM, decision(GRANT, found(near, far)), "olga")
    world.refuses("quorum_missing", CLAIM, decision(GRANT, found(near, far)), "dan")

    grants(world, outside(world, "cora"), far, by="dan")


def test_what_a_head_declares_about_the_claim_sends_it_elsewhere_too() -> None:
    world = headed()
    first, second = world.say(CLAIM, attestation(), "ada"), world.say(CLAIM, attestation(), "bela")
    assert "quorum" in flags_of(world)
    declare(world, "dora", CLAIM, ConflictGround.LINEAL)

    assert "quorum" not in flags_of(world)
    world.refuses("coi_village_head", CLAIM, decision(GRANT, found(first, second)), "olga")
    refusal = decision(Result.REFUSE, found(opening(world), finding=Finding.NO))
    world.refuses("coi_village_head", CLAIM, refusal, "olga", "susi")
    world.refuses("coi_village_head", CLAIM, refusal, "dan", "susi")
    hire(world, "dirk", Role.SUPERVISOR, "line-y", office="district")
    world.refuses("quorum_missing", CLAIM, decision(GRANT, found(first, second)), "dan")
    world.say(CLAIM, refusal, "dan", "dirk")


@pytest.mark.parametrize(
    ("about", "ground"),
    [(CLAIM, "creditor"), (CLAIM, "same_office"), (stream("claim", "other"), "lineal")],
)
def test_other_interests_of_a_head_send_no_claim_elsewhere(about: str, ground: str) -> None:
    world = headed()
    declare(world, "dora", about, ConflictGround(ground))
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")

    grants(world, first)


def test_kin_of_a_volunteer_stays_where_it_is() -> None:
    world = headed()
    declare(world, "ada", CLAIM, ConflictGround.LINEAL)
    first = world.say(CLAIM, attestation(relation=Relation.LINEAL), "ada")
    for name in ("bela", "cora"):
        world.say(CLAIM, attestation(), name)

    grants(world, first)


def test_a_head_of_another_office_leaves_the_decision_where_it_is() -> None:
    world = headed(office="district")
    world.say(CLAIM, attestation(relation=Relation.LINEAL), "dora")
    outside(world, "ada")
    far = outside(world)

    world.refuses("coi_village_head", CLAIM, decision(GRANT, found(far)), "dan")
    grants(world, far)


def test_a_declaration_that_ended_or_a_head_who_left_sends_nothing_elsewhere() -> None:
    world = headed(to=date(2026, 11, 30))
    hire(world, "dana", Role.ATTESTER, category=Category.VILLAGE_HEAD)
    declare(world, "dora", CLAIM, ConflictGround.LINEAL)
    declare(world, "dana", CLAIM, ConflictGround.LINEAL, to=date(2026, 11, 30))
    first = world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")
    world.now = "2026-11-30T03:00:00.000Z"
    world.refuses("coi_village_head", CLAIM, decision(GRANT, found(first)), "olga")

    world.now = "2026-11-30T17:00:00.000Z"
    grants(world, first)
