"""Attestations that are withdrawn, disputed, reviewed. Every refusal stands beside what is allowed."""

import pytest

from ledger.domain.casework_codes import ActRuling, ConflictGround, Kind
from ledger.domain.claim.flags import shaken
from ledger.domain.claim.standing import in_dispute, left_at
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import DisputeGround, Finding, Relation, Result, Role, Stance
from ledger.domain.types import EntryRef, StreamRef
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
    pinned,
)
from tests.domain.claim_cases import (
    claim,
    declare,
    dispute,
    flags_of,
    folded,
    granted,
    opening,
    review,
    taking_back,
    withdrawal,
)
from tests.domain.world import World, actor, hire, stream, working

HIDDEN = DisputeGround.UNDISCLOSED_RELATION


def refuses_grant(world: World, *cited: EntryRef) -> None:
    world.refuses("quorum_missing", CLAIM, decision(Result.GRANT, found(*cited)), "olga")


def test_only_its_author_withdraws_an_attestation_and_only_once() -> None:
    world, first, second = attested()

    world.refuses("attester_differs", CLAIM, withdrawal(first), "bela")
    world.refuses("authority_missing", CLAIM, withdrawal(first), "ines")
    world.refuses("signer_superfluous", CLAIM, withdrawal(first), "ada", "bela")
    world.say(CLAIM, withdrawal(first), "ada")
    world.refuses("attestation_fallen", CLAIM, withdrawal(first), "ada")
    world.say(CLAIM, withdrawal(second), "bela")


def test_the_author_is_a_person_under_whatever_actor() -> None:
    world, first, _ = attested()
    hire(world, "twin", Role.ATTESTER)
    world.refuses("attester_differs", CLAIM, withdrawal(first), "twin")

    for one, other in (("twin", "ada"), ("ada", "twin")):
        declare(world, one, actor(other), ConflictGround.SAME_PERSON)
    world.say(CLAIM, withdrawal(first), "twin")


@pytest.mark.parametrize("act", [withdrawal, dispute])
def test_what_is_withdrawn_or_disputed_is_an_attestation_of_this_claim(act: object) -> None:
    world, first, _ = attested()
    application_ref = opening(world)
    elsewhere = EntryRef(stream("claim", "elsewhere"), first.version, first.leaf)

    for wrong in (application_ref, elsewhere, but(first, leaf="0" * 64), but(first, version=9)):
        world.refuses("unknown_attestation", CLAIM, act(wrong), "ada")  # type: ignore[operator]
    world.say(CLAIM, act(first), "ada")  # type: ignore[operator]


def test_a_withdrawn_attestation_leaves_the_quorum_and_may_be_given_anew() -> None:
    world, first, second = attested()
    world.say(CLAIM, withdrawal(first), "ada")

    refuses_grant(world, first, second)
    third = world.say(CLAIM, attestation(), "ada")
    world.refuses("duplicate", CLAIM, attestation(), "ada")
    world.say(CLAIM, decision(Result.GRANT, found(second, third)), "olga")


@pytest.mark.parametrize("name", ["ines", "olga", "cora", "vera"])
def test_anybody_concerned_disputes_an_attestation(name: str) -> None:
    world, first, second = attested()

    for other in ("susi", "alma", "cleo"):
        world.refuses("authority_missing", CLAIM, dispute(first), other)
    world.say(CLAIM, dispute(first), name)
    assert "disputed" in flags_of(world)
    refuses_grant(world, first, second)


@pytest.mark.parametrize("ruling", [ActRuling.STANDS, ActRuling.QUALIFIED])
def test_a_review_that_lets_it_stand_gives_it_back(ruling: ActRuling) -> None:
    world, first, second = attested()
    world.say(CLAIM, dispute(first), "ines")
    folded(world, review(second, ruling), "vera")
    refuses_grant(world, first, second)

    folded(world, review(first, ruling), "vera")
    assert "disputed" not in flags_of(world)
    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def test_a_dispute_after_a_review_takes_it_out_again() -> None:
    world, first, second = attested()
    folded(world, review(first, ActRuling.STANDS), "vera")
    world.say(CLAIM, dispute(first), "cora")

    refuses_grant(world, first, second)


def test_what_was_overruled_never_comes_back() -> None:
    world, first, second = attested()
    world.say(CLAIM, dispute(first), "ines")
    folded(world, review(first, ActRuling.OVERRULED), "vera")
    folded(world, review(first, ActRuling.STANDS), "vera")

    refuses_grant(world, first, second)
    for act, name in ((dispute(first), "cora"), (withdrawal(first), "ada")):
        world.refuses("attestation_fallen", CLAIM, act, name)
    assert "disputed" not in flags_of(world)


def test_a_relation_that_was_kept_silent_counts_no_more_under_the_same_words() -> None:
    world, first, second = attested()
    for ref, ruling in ((first, ActRuling.OVERRULED), (second, ActRuling.STANDS)):
        world.say(CLAIM, dispute(ref, HIDDEN), "ines")
        folded(world, review(ref, ruling), "vera")
    again = world.say(CLAIM, attestation(relation=Relation.NONE), "ada")

    refuses_grant(world, second, again)
    other = hire(world, "dora", Role.ATTESTER, category="civil_society")
    assert other.version
    world.say(CLAIM, attestation(), "dora")
    world.say(CLAIM, decision(Result.GRANT, found(second)), "olga")


@pytest.mark.parametrize(
    ("ground", "ruling"), [(DisputeGround.OUTDATED, ActRuling.OVERRULED), (HIDDEN, ActRuling.STANDS)]
)
def test_who_kept_nothing_silent_may_attest_again(ground: DisputeGround, ruling: ActRuling) -> None:
    world, first, second = attested()
    world.say(CLAIM, dispute(first, ground), "ines")
    folded(world, review(first, ruling), "vera")
    if ruling is ActRuling.OVERRULED:
        first = world.say(CLAIM, attestation(), "ada")

    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


def test_a_dispute_may_name_a_grievance_that_was_filed() -> None:
    world, first, _ = attested()
    nobodys = StreamRef(stream("grievance", "nobody's"))
    for wrong in (nobodys, CLAIM):
        world.refuses("unknown_grievance", CLAIM, dispute(first, grievance=wrong), "ines")

    world.say(GRIEVANCE, filing(pinned(world), first, kind=Kind.ATTESTATION_DISPUTE), "ines")
    world.say(CLAIM, dispute(first, grievance=GRIEVANCE), "ines")


def test_a_disputed_contradiction_carries_no_refusal_and_must_still_be_cited() -> None:
    world, entry = applied()
    against = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "cora")
    refusal = decision(Result.REFUSE, found(against, finding=Finding.NO))
    world.say(CLAIM, dispute(against), "ines")

    world.refuses("refusal_on_silence", CLAIM, refusal, "olga", "susi")
    first = world.say(CLAIM, attestation(), "ada")
    second = world.say(CLAIM, attestation(), "bela")
    world.refuses("contradiction_not_cited", CLAIM, decision(Result.GRANT, found(first, second)), "olga")
    folded(world, review(against, ActRuling.STANDS), "vera")
    world.say(CLAIM, refusal, "olga", "susi")
    assert entry.version == 1


def test_an_overruled_contradiction_need_not_be_cited_and_carries_nothing() -> None:
    world, first, second = attested()
    against = world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "cora")
    folded(world, review(against, ActRuling.OVERRULED), "vera")

    refusal = decision(Result.REFUSE, found(against, finding=Finding.NO))
    world.refuses("refusal_on_silence", CLAIM, refusal, "olga", "susi")
    world.say(CLAIM, decision(Result.GRANT, found(first, second)), "olga")


@pytest.mark.parametrize("fall", ["withdrawn", "overruled"])
def test_an_attestation_that_falls_flags_each_decision_that_cites_it_and_reverses_none(fall: str) -> None:
    world, first, second, made = granted()
    assert not shaken(claim(world))
    if fall == "withdrawn":
        world.say(CLAIM, withdrawal(second), "bela")
    else:
        folded(world, review(second, ActRuling.OVERRULED), "vera")

    assert [item.version for item in shaken(claim(world))] == [made.version]
    assert {"contested", "quorum_failing"} <= flags_of(world)
    assert (claim(world).status, len(claim(world).decisions)) == (ClaimStatus.NOTIFIED, 1)
    assert left_at(claim(world), claim(world).attestations[0]) is None
    assert first.version < second.version


def test_a_decision_that_does_not_cite_it_is_not_flagged() -> None:
    world, first, second = attested()
    world.say(CLAIM, decision(Result.GRANT, found(first)), "olga")
    world.say(CLAIM, withdrawal(second), "bela")

    assert not shaken(claim(world))
    assert {"quorum_failing"} <= flags_of(world)
    assert "contested" not in flags_of(world)


def test_what_fell_before_the_decision_flags_nothing() -> None:
    world, first, second = attested()
    third = world.say(CLAIM, attestation(stance=Stance.CANNOT_SAY), "cora")
    world.say(CLAIM, dispute(third), "ines")
    world.say(CLAIM, withdrawal(third), "cora")
    world.say(CLAIM, decision(Result.GRANT, found(first, second, third)), "olga")
    assert not shaken(claim(world))

    folded(world, review(third, ActRuling.OVERRULED), "vera")
    assert not shaken(claim(world))


@pytest.mark.parametrize(
    ("ruling", "left"), [(ActRuling.STANDS, 0), (ActRuling.QUALIFIED, 0), (ActRuling.OVERRULED, 1)]
)
def test_a_review_of_the_decision_takes_it_off_the_list_if_it_stands(ruling: ActRuling, left: int) -> None:
    world, _, second, made = granted()
    folded(world, review(made, ActRuling.STANDS), "vera")
    world.say(CLAIM, withdrawal(second), "bela")
    assert len(shaken(claim(world))) == 1

    folded(world, review(made, ruling), "vera")
    assert len(shaken(claim(world))) == left


def test_the_flagged_decision_awaits_a_review_and_no_other_act_does() -> None:
    world, first, second, made = granted()
    looked_at = review(made, ActRuling.STANDS)
    world.refuses("act_not_contested", CLAIM, looked_at, "vera")
    world.say(CLAIM, withdrawal(second), "bela")

    world.refuses("act_not_contested", CLAIM, but(review(first, ActRuling.STANDS), affects=(made,)), "vera")
    world.say(CLAIM, looked_at, "vera")
    assert not shaken(claim(world))
    world.refuses("act_not_contested", CLAIM, looked_at, "vera")


def test_a_later_fall_puts_the_decision_back_on_the_list() -> None:
    world, first, second, made = granted()
    world.say(CLAIM, withdrawal(second), "bela")
    folded(world, review(made, ActRuling.STANDS), "vera")
    world.say(CLAIM, withdrawal(first), "ada")

    assert len(shaken(claim(world))) == 1


def test_a_withdrawn_claim_lets_an_author_take_an_attestation_back() -> None:
    world, first, _ = attested()
    world.say(CLAIM, taking_back(), "ines")

    world.say(CLAIM, withdrawal(first), "ada")


def test_a_dispute_of_one_attestation_touches_no_other() -> None:
    world, first, _ = attested()
    world.say(CLAIM, dispute(first), "ines")

    one, other = claim(world).attestations
    assert (in_dispute(claim(world), one), in_dispute(claim(world), other)) == (True, False)


def test_an_old_register_may_hold_withdrawals_and_disputes() -> None:
    world, _, historical = working()
    world.say(CLAIM, application(historical, via=None), "ivo")
    given = world.say(CLAIM, attestation(official=actor("ada")), "ivo")

    world.refuses("official_missing", CLAIM, dispute(given), "ivo")
    world.refuses("attester_differs", CLAIM, withdrawal(given, official=actor("bela")), "ivo")
    world.say(CLAIM, dispute(given, official=actor("olga")), "ivo")
    world.say(CLAIM, withdrawal(given, official=actor("ada")), "ivo")
