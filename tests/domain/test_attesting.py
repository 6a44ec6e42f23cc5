"""Applications and attestations of lived claims. Every refusal stands beside what is allowed."""

from datetime import date

import pytest

from ledger.domain.claim.events import ClaimFact
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import (
    Relation,
    Result,
    Role,
)
from ledger.domain.parts import FactRule
from ledger.domain.types import Code, EntryRef, Local, Seen
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    TODAY,
    application,
    applied,
    attestation,
    but,
    decision,
    found,
    notice,
    refusal_to_attest,
    refused,
    revision,
    via,
)
from tests.domain.claim_cases import request
from tests.domain.world import STANDARD, World, actor, hire, rules, stream, working


def claim(world: World) -> ClaimState:
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    return state


def test_a_claim_is_received_once_by_the_intake() -> None:
    world, standard, _ = working()

    world.refuses("authority_missing", CLAIM, application(standard), "olga")
    world.refuses("signer_superfluous", CLAIM, application(standard), "ines", "olga")
    world.say(CLAIM, application(standard), "ines")
    assert claim(world).status is ClaimStatus.OPEN
    world.refuses("already_received", CLAIM, application(standard), "ines")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"received_on": None}, "profile_demands"),
        ({"via": None}, "profile_demands"),
        ({"area": None}, "profile_demands"),
        ({"via": but(via(), handed_over_on=None)}, "profile_demands"),
        ({"received_on": date(2026, 11, 23)}, "date_order"),
        ({"received_on": date(2026, 11, 21)}, "date_order"),
        ({"benefit": "unheard_of"}, "benefit_unknown"),
        ({"facts": (ClaimFact(id=Local("f1"), code=Code("unheard_of")),)}, "fact_unknown"),
        ({"facts": (ClaimFact(id=Local("f1")), ClaimFact(id=Local("f1")))}, "local_repeated"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_an_application_must_state(more: dict[str, object], code: str) -> None:
    world, standard, _ = working()

    world.unless(code, CLAIM, application(standard, **more), application(standard), "ines")


def test_an_application_is_pinned_to_a_published_version() -> None:
    world, standard, _ = working()
    wrong = EntryRef(standard.stream, standard.version, "0" * 64)

    world.refuses("programme_unknown", CLAIM, application(wrong), "ines")
    world.refuses("programme_unknown", CLAIM, application(EntryRef(CLAIM, 1, "0" * 64)), "ines")


def test_a_mandate_reaches_its_programmes_and_districts_only() -> None:
    world, standard, _ = working()
    hire(world, "iris", Role.INTAKE, areas=("95",))
    hire(world, "ilse", Role.INTAKE, programmes=(stream("programme", "other"),))
    hire(world, "igor", Role.INTAKE, areas=("94",), programmes=(STANDARD,))

    world.refuses("authority_scope", CLAIM, application(standard), "iris")
    world.refuses("authority_scope", CLAIM, application(standard), "ilse")
    world.say(CLAIM, application(standard), "igor")


def test_a_lived_case_takes_no_imported_record_and_an_old_register_no_lived_one() -> None:
    world, standard, historical = working()

    world.refuses("import_not_historical", CLAIM, application(standard), "ivo")
    world.refuses("historical_import_only", CLAIM, application(historical), "ines")
    world.refuses("signer_superfluous", CLAIM, application(historical), "ivo", "ines")
    world.say(CLAIM, application(standard), "ines")
    world.refuses("import_not_historical", CLAIM, attestation(official=actor("ada")), "ivo")


def test_an_importer_without_an_imported_key_imports_nothing() -> None:
    world, _, historical = working()
    hire(world, "olga", Role.IMPORTER)

    world.refuses("authority_missing", CLAIM, application(historical), "olga")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facts": ()}, "facts_missing"),
        ({"facts": (Code("f2"),)}, "fact_unknown"),
        ({"request": "r1"}, "unknown_request"),
        ({"observed_on": None}, "profile_demands"),
        ({"expires_on": None}, "profile_demands"),
        ({"observed_on": date(2026, 11, 23)}, "date_order"),
        ({"expires_on": date(2026, 11, 21)}, "date_order"),
        ({"relation": Relation.SAME_HOUSEHOLD}, "self_attestation"),
        ({"official": actor("ada")}, "official_not_imported"),
    ],
)
def test_what_an_attestation_must_state(more: dict[str, object], code: str) -> None:
    world, _ = applied()

    world.unless(code, CLAIM, attestation(**more), attestation(), "ada")


def test_only_attesters_attest_and_they_do_it_alone() -> None:
    world, _ = applied()

    world.refuses("authority_missing", CLAIM, attestation(), "olga")
    world.refuses("signer_superfluous", CLAIM, attestation(), "ada", "bela")


def test_an_attestation_belongs_in_a_claim() -> None:
    world, _ = applied()

    for wrong in (GRIEVANCE, CLAIM.replace("claim", "claimant"), "claim", "claim2/", ""):
        world.refuses("wrong_stream", wrong, attestation(), "ada")


def test_a_lived_act_states_the_time_of_its_signer() -> None:
    world, _ = applied()

    world.refuses("at_missing", CLAIM, attestation(), "ada", at=None)


def test_one_person_attests_a_fact_once_while_the_attestation_lives() -> None:
    world, _ = applied()
    world.say(CLAIM, attestation(expires_on=TODAY), "ada")

    world.refuses("duplicate", CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")
    world.now = "2026-11-22T17:00:00.000Z"
    world.say(CLAIM, attestation(), "ada")


def test_one_person_attests_different_facts() -> None:
    world, _ = applied()

    world.say(CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(facts=(Code("peer_rank"),)), "ada")


def test_a_place_in_a_ranking_may_be_a_fact_of_its_own() -> None:
    world, _, _ = working()
    place = FactRule(
        code=Code("peer_rank_3"), sensitive=False, quorum=False, max_age=365, small_village=False
    )
    published = world.say(STANDARD, rules(version=2, facts=(rules().facts[0], place)), "susi", "vera")
    world.say(CLAIM, application(published), "ines")

    world.say(CLAIM, attestation(facts=(Code("peer_rank_3"),)), "ada")
    world.refuses("fact_unknown", CLAIM, attestation(facts=(Code("peer_rank_4"),)), "bela")


def test_a_withdrawn_claim_takes_no_attestation_and_no_decision() -> None:
    world, refusal = refused()
    entry = EntryRef(CLAIM, 1, claim(world).application[1])  # type: ignore[index]
    world.states[CLAIM] = claim(world)._replace(status=ClaimStatus.WITHDRAWN)

    world.refuses("claim_not_open", CLAIM, attestation(), "ada")
    world.refuses("claim_not_open", CLAIM, refusal_to_attest("ada"), "ada")
    world.refuses("claim_not_open", CLAIM, revision(refusal, Result.STAY, found(entry)), "otto")


def test_an_answer_to_a_request_names_a_request_of_the_stream() -> None:
    world, _ = applied()
    world.say(CLAIM, request("ada"), "olga")

    world.refuses("unknown_request", CLAIM, refusal_to_attest("bela", request="r2"), "bela")
    world.say(CLAIM, attestation(request="r1"), "ada")


def test_there_is_nothing_to_attest_without_an_application() -> None:
    world, _, _ = working()

    world.refuses("unknown_claim", CLAIM, attestation(), "ada")
    world.refuses("unknown_claim", CLAIM, refusal_to_attest("ada"), "ada")
    world.refuses("unknown_claim", CLAIM, decision(Result.GRANT, ()), "olga")
    world.refuses("unknown_claim", CLAIM, notice(EntryRef(CLAIM, 1, "0" * 64)), "olga")
    world.refuses("unknown_claim", CLAIM, revision(EntryRef(CLAIM, 1, "0" * 64), Result.GRANT, ()), "olga")


def test_own_household_is_judged_before_repetition_and_that_before_an_unknown_claim() -> None:
    world, _ = applied()
    own = attestation(relation=Relation.SAME_HOUSEHOLD)
    world.say(CLAIM, attestation(), "ada")

    world.refuses("self_attestation", CLAIM, own, "ada")
    world.refuses("duplicate", CLAIM, attestation(), "ada")
    world.refuses("self_attestation", stream("claim", "nobody's"), own, "ada")
    world.refuses("unknown_claim", stream("claim", "nobody's"), attestation(), "ada")


def test_an_additive_act_is_never_refused_for_what_arrived_meanwhile() -> None:
    world, entry = applied()
    world.say(CLAIM, attestation(), "ada")

    world.say(CLAIM, attestation(), "bela", seen=Seen(entry.version, entry.leaf))
    world.say(CLAIM, attestation(facts=(Code("peer_rank"),)), "cora", seen=None)


def test_who_helped_to_apply_does_not_attest() -> None:
    world, standard, _ = working()
    world.say(CLAIM, application(standard, via=via("ada")), "ines")

    world.refuses("coi_assister", CLAIM, attestation(), "ada")
    world.say(CLAIM, attestation(), "bela")


def test_who_decided_does_not_attest() -> None:
    world, _ = refused()
    for name in ("olga", "susi"):
        hire(world, name, Role.ATTESTER)
        world.refuses("coi_prior_decider", CLAIM, attestation(), name)
    world.say(CLAIM, attestation(), "ada")


def test_a_refusal_to_attest_is_in_ones_own_name_or_reported() -> None:
    world, _ = applied()

    world.refuses("attester_differs", CLAIM, refusal_to_attest("bela"), "ada")
    world.refuses("authority_missing", CLAIM, refusal_to_attest("bela"), "olga")
    world.say(CLAIM, refusal_to_attest("ada"), "ada")
    world.say(CLAIM, refusal_to_attest("bela"), "ines")
    world.say(CLAIM, refusal_to_attest("cora"), "alma")


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        (("observed_on",), "observed_on"),
        (("expires_on",), "expires_on"),
        (("observed_on", "expires_on"), "observed_on"),
    ],
)
def test_an_attester_is_told_which_day_is_lacking(lacking: tuple[str, ...], named: str) -> None:
    world, _ = applied()
    refusal = world.refuses("profile_demands", CLAIM, attestation(**dict.fromkeys(lacking)), "ada")

    assert refusal.detail == {"member": named}


def test_of_two_facts_the_second_is_known_as_well() -> None:
    world, _ = applied()
    wrong, right = (attestation(facts=(Code("income"), Code(fact))) for fact in ("f2", "f1"))

    world.unless("fact_unknown", CLAIM, wrong, right, "ada")
