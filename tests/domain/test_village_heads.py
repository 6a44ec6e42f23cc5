"""Whose kinship sends a claim to another office, and whose silence keeps an attestation out."""

from ledger.domain.casework_codes import ActRuling, ConflictGround
from ledger.domain.claim.events import ClaimFact
from ledger.domain.claim.standing import life_of
from ledger.domain.codes import Category, DisputeGround, Relation, Result, Role, Stance
from ledger.domain.types import Local
from tests.domain.cases import CLAIM, application, attestation, attested, decision, found
from tests.domain.casework_cases import interest, note
from tests.domain.claim_cases import claim, dispute, folded, review
from tests.domain.world import REGISTRY, STANDARD, START, hire, rules, working


def test_kin_who_hold_no_mandate_send_no_claim_elsewhere() -> None:
    world, first, second = attested()
    folded(world, attestation(relation=Relation.LINEAL), "stranger")
    note(world, REGISTRY, interest("cousin", CLAIM, ConflictGround.LINEAL), "cousin")

    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def test_a_head_speaks_as_head_to_the_end_of_their_last_day() -> None:
    world, first, second = attested()
    hire(world, "dora", Role.ATTESTER, category=Category.VILLAGE_HEAD, to=START)
    world.say(CLAIM, attestation(relation=Relation.LINEAL), "dora")
    world.now = "2026-11-23T03:00:00.000Z"

    world.refuses("coi_village_head", CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def test_who_was_cleared_is_not_held_silent_for_what_another_kept_back() -> None:
    world, first, second = attested()
    world.say(CLAIM, dispute(first, DisputeGround.UNDISCLOSED_RELATION), "ines")
    world.say(CLAIM, dispute(second), "ines")
    world.say(CLAIM, review(first, ActRuling.STANDS), "vera")
    world.say(CLAIM, review(second, ActRuling.OVERRULED), "vera")
    hire(world, "dora", Role.ATTESTER, category=Category.CIVIL_SOCIETY)
    third = world.say(CLAIM, attestation(), "dora")

    world.say(CLAIM, decision(Result.GRANT, found(first, third)), "olga")


def test_where_a_programme_has_no_facts_a_contradiction_lives_as_long_as_it_says() -> None:
    world, _, _ = working()
    published = world.say(STANDARD, rules(version=2, facts=()), "susi", "vera")
    world.say(CLAIM, application(published, facts=(ClaimFact(id=Local("f1")),)), "ines")
    against = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "ada")
    beside = world.say(CLAIM, attestation(), "bela")
    state = world.state(STANDARD).published(published)

    assert state is not None
    assert life_of(claim(world), state, "f1") is None
    world.refuses("contradiction_not_cited", CLAIM, decision(Result.GRANT, found(beside)), "olga")
    world.say(CLAIM, decision(Result.GRANT, found(against, beside)), "olga")
