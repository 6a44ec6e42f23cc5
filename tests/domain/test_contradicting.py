"""What contradicts a claim, and what a refusal may rest on when nobody speaks."""

from datetime import date

import pytest

from ledger.domain.casework_codes import ActRuling, LapseEffect, Supplied
from ledger.domain.claim.events import ClaimFact, EligibilityDecided
from ledger.domain.claim.standing import contradictions, life_of, unsettled
from ledger.domain.codes import Basis, Finding, Result, Role, Stance
from ledger.domain.lapsing import lapses_due
from ledger.domain.parts import FactRule
from ledger.domain.types import Code, EntryRef, Event, Local
from tests.domain.cases import (
    CLAIM,
    application,
    applied,
    attestation,
    attested,
    but,
    decision,
    found,
    pinned,
    refusal_to_attest,
    via,
)
from tests.domain.claim_cases import claim, dispute, folded, lapse, request, review, visit, withdrawal
from tests.domain.world import STANDARD, World, hire, rules, working

AGAINST = {"stance": Stance.CONTRADICTS}
BOTH = (Code("f1"), Code("peer_rank"))


def contradicted(*names: str) -> tuple[World, list[EntryRef]]:
    """A claim with its quorum, and what ``names`` say against it."""
    world, first, second = attested()
    for name in ("dora", "dina", "dana"):
        hire(world, name, Role.ATTESTER)
    against = [world.say(CLAIM, attestation(**AGAINST), name) for name in names]
    return world, [first, second, *against]


def grant(cited: list[EntryRef]) -> EligibilityDecided:
    return decision(Result.GRANT, found(*cited))


def word(world: World, name: str, **more: object) -> EntryRef:
    """The word of somebody who was asked as coming from outside."""
    world.say(CLAIM, request(name, name, outside=True, facts=BOTH), "olga")
    return world.say(CLAIM, attestation(request=name, **more), name)


@pytest.mark.parametrize("stance", [Stance.SUPPORTS, Stance.CONTRADICTS])
def test_the_word_of_somebody_from_outside_settles_two_contradictions(stance: Stance) -> None:
    world, cited = contradicted("cora", "dora")
    word(world, "dina", stance=Stance.CANNOT_SAY)
    world.refuses("visit_missing", CLAIM, grant(cited), "olga")

    cited.append(word(world, "dana", stance=stance))
    world.say(CLAIM, grant(cited), "olga")


@pytest.mark.parametrize("how", ["of another fact", "disputed", "overruled"])
def test_a_word_from_outside_that_does_not_stand_settles_nothing(how: str) -> None:
    world, cited = contradicted("cora", "dora")
    said = word(world, "dina", facts=(Code("peer_rank"),) if how == "of another fact" else BOTH)
    if how == "disputed":
        world.say(CLAIM, dispute(said), "ines")
    if how == "overruled":
        folded(world, review(said, ActRuling.OVERRULED), "vera")

    world.refuses("visit_missing", CLAIM, grant(cited), "olga")
    word(world, "dana", basis=Basis.TOLD_BY_OTHERS)
    world.say(CLAIM, grant(cited), "olga")


@pytest.mark.parametrize(
    "wrong", [visit(via=via()), visit(kind=Supplied.DOCUMENT), visit(kind=Supplied.CONTACT_ATTEMPT)]
)
def test_only_an_own_visit_is_one(wrong: Event) -> None:
    world, cited = contradicted("cora", "dora")
    folded(world, wrong, "olga")

    world.refuses("visit_missing", CLAIM, grant(cited), "olga")
    folded(world, visit(), "olga")
    world.say(CLAIM, grant(cited), "olga")


def test_a_visit_before_the_second_contradiction_does_not_settle_it() -> None:
    world, cited = contradicted("cora")
    folded(world, visit(), "olga")
    cited.append(world.say(CLAIM, attestation(**AGAINST), "dora"))

    world.refuses("visit_missing", CLAIM, grant(cited), "olga")


def test_one_person_contradicts_once_however_often() -> None:
    world, cited = contradicted("cora")
    cited.append(folded(world, attestation(**AGAINST), "cora"))

    world.say(CLAIM, grant(cited), "olga")


def test_a_contradiction_that_was_withdrawn_calls_for_no_visit() -> None:
    world, cited = contradicted("cora", "dora")
    world.say(CLAIM, withdrawal(cited[-1]), "dora")

    world.say(CLAIM, grant(cited), "olga")


@pytest.mark.parametrize(("day", "left"), [(date(2026, 12, 2), 1), (date(2026, 12, 3), 0)])
def test_a_contradiction_lives_as_long_as_the_programme_says(day: date, left: int) -> None:
    world, _, _ = working()
    facts = (but(rules().facts[0], max_age=10), rules().facts[1])
    published = world.say(STANDARD, rules(version=2, facts=facts), "susi", "vera")
    world.say(CLAIM, application(published), "ines")
    world.say(CLAIM, attestation(**AGAINST), "ada")
    ruled = world.state(STANDARD).published(published)
    assert ruled is not None

    assert len(contradictions(claim(world), ruled, day)) == left
    world.say(CLAIM, attestation(facts=(*BOTH, Code("income")), **AGAINST), "cora")
    assert len(contradictions(claim(world), ruled, day)) == left + 1
    assert unsettled(claim(world), ruled, world.registry, day) == ("f1", "income")[: 2 * left]


def test_the_life_of_an_attestation_is_that_of_its_fact() -> None:
    world, _, _ = working()
    facts = tuple(
        FactRule(code=Code(code), sensitive=code == "health", quorum=False, max_age=age, small_village=False)
        for code, age in (("income", 40), ("health", 20), ("peer_rank", 30))
    )
    published = world.say(STANDARD, rules(version=2, facts=facts), "susi", "vera")
    claimed = (ClaimFact(id=Local("f1"), code=Code("income")), ClaimFact(id=Local("f2")))
    world.say(CLAIM, application(published, facts=claimed), "ines")
    ruled = world.state(STANDARD).published(published)
    assert ruled is not None

    lives = {name: life_of(claim(world), ruled, name) for name in ("f1", "income", "peer_rank_3", "f2")}
    assert lives == {"f1": 40, "income": 40, "peer_rank_3": 30, "f2": 20}
    assert life_of(claim(world), ruled, "health") == 20


# ---- refusals when nobody speaks


def silent(**more: object) -> tuple[World, EntryRef]:
    """A claim for which ada would not attest, and bela was asked as somebody from outside."""
    world, _ = applied()
    entry = world.say(CLAIM, refusal_to_attest("ada"), "ada")
    world.say(CLAIM, but(request("bela", outside=True), **more), "olga")
    return world, entry


def denial(
    entry: EntryRef, finding: Finding = Finding.NOT_SHOWN, result: Result = Result.REFUSE
) -> EligibilityDecided:
    return decision(result, found(entry, finding=finding))


@pytest.mark.parametrize("finding", [Finding.NOT_SHOWN, Finding.NO])
def test_on_silence_nobody_is_refused_before_somebody_from_outside_had_the_time(finding: Finding) -> None:
    world, entry = silent()
    refusal = denial(entry, finding)
    world.refuses("refusal_on_silence", CLAIM, refusal, "olga", "susi")

    world.now = "2026-12-24T03:00:00.000Z"
    world.refuses("refusal_on_silence", CLAIM, refusal, "olga", "susi")
    lapses = [act.says for act in lapses_due(world, CLAIM, world.now)]
    silence = next(one for one in lapses if getattr(one, "clock", None) == "attestation_reply")
    world.say(CLAIM, silence, "cleo")
    world.say(CLAIM, refusal, "olga", "susi")


@pytest.mark.parametrize("answer", ["refused", "cannot say", "no reply"])
def test_on_silence_a_claim_is_refused_once_somebody_from_outside_answered(answer: str) -> None:
    world, entry = silent()
    if answer == "refused":
        world.say(CLAIM, refusal_to_attest("bela", request="r1"), "bela")
    elif answer == "cannot say":
        world.say(CLAIM, attestation(request="r1", stance=Stance.CANNOT_SAY), "bela")
    else:
        asked = claim(world).requests["r1"]
        ref = EntryRef(CLAIM, asked.version, asked.leaf)
        folded(world, lapse(ref, pinned(world), LapseEffect.NO_REPLY), "cleo")

    world.say(CLAIM, denial(entry), "olga", "susi")


def test_a_neighbour_asked_in_vain_is_nobody_from_outside() -> None:
    world, entry = silent(outside=False)
    world.say(CLAIM, refusal_to_attest("bela", request="r1"), "bela")

    world.refuses("refusal_on_silence", CLAIM, denial(entry), "olga", "susi")


def test_somebody_from_outside_is_asked_about_every_fact_that_was_not_shown() -> None:
    world, entry = silent()
    world.say(CLAIM, refusal_to_attest("bela", request="r1"), "bela")
    both = (*found(entry, finding=Finding.NOT_SHOWN), *found(entry, finding=Finding.NO, fact="peer_rank"))

    world.refuses("refusal_on_silence", CLAIM, decision(Result.REFUSE, both), "olga", "susi")
    shown = (both[0], *found(entry, fact="peer_rank"))
    world.say(CLAIM, decision(Result.REFUSE, shown), "olga", "susi")


def test_a_refusal_denies_something() -> None:
    world, entry = silent()
    world.say(CLAIM, refusal_to_attest("bela", request="r1"), "bela")

    world.refuses("refusal_on_silence", CLAIM, denial(entry, Finding.YES), "olga", "susi")


def test_a_benefit_is_not_ended_on_silence_either() -> None:
    world, entry = silent()
    ending = denial(entry, result=Result.TERMINATE)
    world.refuses("refusal_on_silence", CLAIM, ending, "olga", "susi")

    world.say(CLAIM, denial(entry, result=Result.SUSPEND), "olga", "susi")


@pytest.mark.parametrize(
    "kind",
    [Supplied.DOCUMENT, Supplied.STATEMENT, Supplied.HEARING, Supplied.VISIT, Supplied.CORRECTION],
)
def test_evidence_carries_a_refusal_that_denies_a_fact_on_it(kind: Supplied) -> None:
    world, _ = applied()
    entry = folded(world, visit(kind=kind), "olga")

    world.refuses("refusal_on_silence", CLAIM, denial(entry), "olga", "susi")
    world.say(CLAIM, denial(entry, Finding.NO), "olga", "susi")


@pytest.mark.parametrize(
    "kind",
    [Supplied.NOTE, Supplied.CONTACT_ATTEMPT, Supplied.RELIEF_REQUEST, Supplied.ASSIST_CALLBACK],
)
def test_what_is_no_evidence_carries_nothing(kind: Supplied) -> None:
    world, _ = applied()
    entry = folded(world, visit(kind=kind), "olga")

    world.refuses("refusal_on_silence", CLAIM, denial(entry, Finding.NO), "olga", "susi")


def test_evidence_must_be_cited_to_carry_a_refusal() -> None:
    world, entry = silent()
    folded(world, visit(), "olga")

    world.refuses("refusal_on_silence", CLAIM, denial(entry, Finding.NO), "olga", "susi")
