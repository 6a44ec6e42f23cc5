"""The laws of claims catch what a dishonest ledger would record: each of them can be false."""

import pytest

from ledger.domain.casework_codes import ActRuling, ConflictGround
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import Basis, Confidence, Finding, OrderMaker, Relation, Result, Stance
from ledger.domain.types import EntryRef, Event, Seen
from tests.domain import claim_laws as laws
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    applied,
    attestation,
    attested,
    but,
    decision,
    filing,
    found,
    notice,
    pinned,
    refusal_to_attest,
    refused,
)
from tests.domain.claim_cases import claim, declare, dispute, folded, granted, request, review, withdrawal
from tests.domain.world import World, actor, stream


def caught(law: laws.Law, world: World) -> None:
    with pytest.raises(AssertionError):
        law(world, world.log[-1])


def forged(world: World, says: Event, *names: str, **more: object) -> None:
    world.record(world.statement(CLAIM, says, *names, **more))  # type: ignore[arg-type]


def test_what_was_honestly_recorded_keeps_every_law() -> None:
    world, _, _, _ = granted()

    for item in world.history(CLAIM):
        for law in laws.LAWS:
            law(world, item)


@pytest.mark.parametrize("seen", [None, Seen(2, "0" * 64)])
def test_a_decision_without_the_head_is_caught(seen: Seen | None) -> None:
    world, first, second = attested()
    forged(world, decision(Result.GRANT, found(first, second)), "olga", seen=seen)

    caught(laws.the_head_was_seen, world)


@pytest.mark.parametrize("more", [{"found": ()}, {"law": ()}, {"discretion": None}, {"found": found()}])
def test_a_decision_without_reasons_is_caught(more: dict[str, object]) -> None:
    world, first, second = attested()
    forged(world, but(decision(Result.GRANT, found(first, second)), **more), "olga")

    caught(laws.a_decision_has_reasons, world)


def test_a_decision_without_sealed_reasons_is_caught() -> None:
    world, first, second = attested()
    forged(world, decision(Result.GRANT, found(first, second)), "olga", sd=())

    caught(laws.a_decision_has_reasons, world)


def test_a_bare_notice_that_passes_for_a_whole_one_is_caught() -> None:
    world, refusal = refused()
    world.say(CLAIM, notice(refusal, appeal_block=None), "ines")
    (given,) = claim(world).notices
    world.states[CLAIM] = but(claim(world), notices=(given._replace(defective=False),))

    caught(laws.a_bare_notice_is_defective, world)


@pytest.mark.parametrize("status", [ClaimStatus.NOTIFIED, ClaimStatus.FINAL])
def test_a_status_without_an_effective_notice_is_caught(status: ClaimStatus) -> None:
    world, _ = refused()
    world.states[CLAIM] = but(claim(world), status=status)

    caught(laws.nothing_runs_before_an_effective_notice, world)


def test_an_appeal_against_a_ministers_order_is_caught() -> None:
    world, entry = applied()
    order = decision(Result.REFUSE, found(entry, finding=Finding.NO), order_maker=OrderMaker.MINISTER)
    made = world.say(CLAIM, order, "olga", "susi")
    folded(world, filing(pinned(world), made), "ines", stream=GRIEVANCE)

    caught(laws.the_route_follows_the_order_maker, world)


def test_a_clock_of_the_wrong_route_is_caught() -> None:
    world, refusal = refused()
    world.say(CLAIM, notice(refusal), "ines")
    laws.the_route_follows_the_order_maker(world, world.log[-1])
    (made,) = claim(world).decisions
    world.states[CLAIM] = but(claim(world), decisions=(made._replace(order_maker=OrderMaker.MINISTER),))

    caught(laws.the_route_follows_the_order_maker, world)


@pytest.mark.parametrize("spoils", ["nothing", "dispute", "fall", "asked nearby"])
def test_a_refusal_on_silence_is_caught(spoils: str) -> None:
    world, _ = applied()
    cited = world.say(CLAIM, refusal_to_attest("ada"), "ada")
    if spoils == "asked nearby":
        world.say(CLAIM, request("bela"), "olga")
        world.say(CLAIM, refusal_to_attest("bela", request="r1"), "bela")
    elif spoils != "nothing":
        cited = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "cora")
        world.say(CLAIM, dispute(cited) if spoils == "dispute" else withdrawal(cited), "cora")
    forged(world, decision(Result.REFUSE, found(cited, finding=Finding.NO)), "olga", "susi")

    caught(laws.silence_carries_no_refusal, world)


@pytest.mark.parametrize(
    ("name", "more"),
    [
        ("cora", {}),
        ("bela", {"relation": Relation.LINEAL}),
        ("bela", {"confidence": Confidence.UNCERTAIN}),
        ("bela", {"basis": Basis.TOLD_BY_OTHERS}),
        ("bela", {"facts": ("peer_rank",)}),
        ("bela", {"stance": Stance.CANNOT_SAY}),
    ],
)
def test_a_grant_on_one_and_a_half_attestations_is_caught(name: str, more: dict[str, object]) -> None:
    world, _ = applied()
    first = world.say(CLAIM, attestation(basis=Basis.LIVES_NEXT_DOOR), "ada")
    world.say(CLAIM, attestation(**more), name)
    forged(world, decision(Result.GRANT, found(first)), "olga")

    caught(laws.a_grant_stands_on_two_of_them, world)


@pytest.mark.parametrize(
    ("name", "about", "ground"),
    [
        ("ada", CLAIM, "lineal"),
        ("ada", actor("bela"), "spouse"),
        ("bela", actor("ada"), "same_household"),
        ("ada", actor("olga"), "affinity_2"),
    ],
)
def test_a_grant_on_kin_is_caught(name: str, about: str, ground: str) -> None:
    world, first, second = attested()
    declare(world, name, about, ConflictGround(ground))
    forged(world, decision(Result.GRANT, found(first, second)), "olga")

    caught(laws.a_grant_stands_on_two_of_them, world)


@pytest.mark.parametrize("how", ["withdrawn", "disputed", "overruled", "expired"])
def test_a_grant_on_what_does_not_stand_is_caught(how: str) -> None:
    world, first, second = attested()
    if how == "withdrawn":
        world.say(CLAIM, withdrawal(first), "ada")
    elif how == "disputed":
        world.say(CLAIM, dispute(first), "ines")
    elif how == "overruled":
        folded(world, review(first, ActRuling.OVERRULED), "vera")
    else:
        world.now = "2027-11-22T17:00:00.000Z"
    forged(world, decision(Result.GRANT, found(first, second)), "olga")

    caught(laws.a_grant_stands_on_two_of_them, world)


def test_a_second_attestation_is_caught() -> None:
    world, _, _ = attested()
    forged(world, attestation(), "ada")

    caught(laws.nobody_attests_twice, world)


def test_a_decision_that_vanishes_when_its_attestation_falls_is_caught() -> None:
    world, _, second, _ = granted()
    world.say(CLAIM, withdrawal(second), "bela")
    laws.a_fall_flags_and_reverses_nothing(world, world.log[-1])
    before = claim(world)
    world.states[CLAIM] = but(before, decisions=(), orders=())
    caught(laws.a_fall_flags_and_reverses_nothing, world)

    world.states[CLAIM] = but(before, course=but(before.course, withdrawals=()))
    caught(laws.a_fall_flags_and_reverses_nothing, world)


def test_other_claims_have_other_histories() -> None:
    world, entry = applied()
    world.say(stream("claim", "other"), application(pinned(world)), "ines")

    assert [one.version for one in laws.before(world, world.log[-1])] == []
    assert laws.is_of(entry, world.history(CLAIM)[0])
    assert not laws.is_of(EntryRef(CLAIM, 1, "0" * 64), world.history(CLAIM)[0])
