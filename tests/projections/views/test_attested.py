"""What became of an attestation, as its author sees it, and who cites or contradicts it."""

from ledger.domain.casework_codes import ActRuling
from ledger.domain.codes import Result, Stance
from ledger.domain.types import EntryRef
from ledger.projections.views.attested import Fate, spoken
from tests.domain.cases import CLAIM, applied, attestation, decision, found, refusal_to_attest
from tests.domain.claim_cases import dispute, review, withdrawal
from tests.domain.world import World, actor


def attested() -> tuple[World, EntryRef]:
    world, _ = applied()
    return world, world.say(CLAIM, attestation(), "ada")


def fates(world: World, name: str = "ada") -> set[Fate]:
    (one,) = spoken(world, CLAIM, actor(name))
    return set(one.fates)


def test_an_attestation_stands_until_something_happens_to_it() -> None:
    world, given = attested()
    assert fates(world) == {Fate.STANDS}
    world.say(CLAIM, dispute(given), "olga")
    assert fates(world) == {Fate.DISPUTED}
    world.say(CLAIM, review(given, ActRuling.STANDS), "vera", seen=world.head(CLAIM))
    assert fates(world) == {Fate.STANDS}


def test_it_may_be_overruled_or_taken_back() -> None:
    world, given = attested()
    world.say(CLAIM, dispute(given), "olga")
    world.say(CLAIM, review(given, ActRuling.OVERRULED), "vera", seen=world.head(CLAIM))
    assert fates(world) == {Fate.OVERRULED}

    world, given = attested()
    world.say(CLAIM, withdrawal(given), "ada")
    assert fates(world) == {Fate.WITHDRAWN}


def test_it_grows_old() -> None:
    world, _ = attested()
    world.now = "2030-01-01T00:00:00.000Z"
    assert fates(world) == {Fate.EXPIRED}


def test_who_cites_it_and_who_contradicts_it_is_told_beside() -> None:
    world, first = attested()
    against = attestation(stance=Stance.CONTRADICTS)
    world.say(CLAIM, against, "bela")
    assert fates(world) == fates(world, "bela") == {Fate.STANDS, Fate.CONTRADICTED}
    world.record(world.statement(CLAIM, decision(Result.GRANT, found(first)), "olga", "susi"))
    assert fates(world) == {Fate.STANDS, Fate.CONTRADICTED, Fate.CITED}
    assert Fate.CITED not in fates(world, "bela")


def test_who_cannot_say_contradicts_nobody() -> None:
    world, _ = attested()
    world.say(CLAIM, attestation(stance=Stance.CANNOT_SAY), "bela")
    assert fates(world) == fates(world, "bela") == {Fate.STANDS}


def test_a_refusal_to_attest_is_shown_with_no_fate_and_others_words_not_at_all() -> None:
    world, _ = attested()
    world.say(CLAIM, refusal_to_attest("bela"), "bela")
    (one,) = spoken(world, CLAIM, actor("bela"))
    assert (one.stance, one.fates) == (None, ())
    assert spoken(world, CLAIM, actor("cora")) == ()
    assert spoken(world, "grievance/none", actor("ada")) == ()
