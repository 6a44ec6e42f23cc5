"""Who makes an order, and what its notice must say. Every refusal stands beside what is allowed."""

import pytest

from ledger.domain.casework_codes import ConflictGround, LapseEffect, Outcome
from ledger.domain.claim.events import Committee, EligibilityDecided
from ledger.domain.claim.state import ClaimStatus
from ledger.domain.codes import Cause, Finding, NoticeMethod, NoticeRule, OrderMaker, Result, Role
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.types import Code, EntryRef
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    TODAY,
    applied,
    assignment,
    attested,
    but,
    decision,
    determination,
    filing,
    found,
    notice,
    ordered,
    pinned,
    refused,
    revision,
)
from tests.domain.claim_cases import claim, declare, folded, lapse, opening
from tests.domain.world import QUORUM, REGISTRY, World, actor, hire, office

COURT = CourtBlock(court=Code("administrative_court"), days=90)
OBJECTION = AppealBlock(office=Code("city"), how=Code("in_writing"), days=15)


def twins(world: World, one: str, other: str) -> None:
    for name, about in ((one, other), (other, one)):
        declare(world, name, actor(about), ConflictGround.SAME_PERSON)


def adverse(entry: EntryRef, *members: str, stood_down: tuple[str, ...] = ()) -> EligibilityDecided:
    committee = Committee(
        members=tuple(map(actor, members)), stood_down=tuple(actor(name) for name in stood_down)
    )
    findings = found(entry, finding=Finding.NO)
    return decision(Result.REFUSE, findings, order_maker=OrderMaker.COMMITTEE, committee=committee)


def test_an_order_is_made_in_an_office_that_is_open() -> None:
    world, first, second = attested()
    hire(world, "dan", Role.OFFICER, "line-x", office="district")
    world.say(REGISTRY, office("city", closed=True), *QUORUM)
    granted = decision(Result.GRANT, found(first, second))

    world.refuses("order_incomplete", CLAIM, granted, "olga")
    world.refuses("order_incomplete", CLAIM, granted, "dan", "susi")
    world.say(CLAIM, granted, "dan")


def test_one_person_is_no_committee_under_two_names() -> None:
    world, entry = applied()
    twins(world, "olga", "otto")

    world.refuses("coi_same_person", CLAIM, adverse(entry, "olga", "otto"), "olga", "otto")
    world.say(CLAIM, adverse(entry, "olga", "susi"), "olga", "susi")


def test_not_even_what_favours_is_granted_by_one_person_under_two_names() -> None:
    world, first, second = attested()
    twins(world, "olga", "otto")

    def granted(*members: str) -> EligibilityDecided:
        committee = Committee(members=tuple(map(actor, members)), stood_down=())
        evidence = found(first, second)
        return decision(Result.GRANT, evidence, order_maker=OrderMaker.COMMITTEE, committee=committee)

    world.refuses("coi_same_person", CLAIM, granted("olga", "otto"), "olga", "otto")
    world.say(CLAIM, granted("olga", "susi"), "olga", "susi")


def test_who_stood_down_does_not_vote_under_another_name() -> None:
    world, entry = applied()
    twins(world, "sven", "susi")

    order = adverse(entry, "olga", "susi", stood_down=("sven",))
    world.refuses("signer_superfluous", CLAIM, order, "olga", "susi")
    other = adverse(entry, "olga", "sara", stood_down=("sven",))
    world.say(CLAIM, other, "olga", "sara")


def test_there_is_nothing_to_stay_at_first() -> None:
    world, entry = applied()

    stay = decision(Result.STAY, found(entry))
    world.refuses("result_not_allowed", CLAIM, stay, "olga")
    world.say(CLAIM, but(stay, result=Result.SUSPEND), "olga", "susi")


def test_after_an_appeal_nobody_decides_who_decided_any_time_before() -> None:
    world, refusal = refused()
    entry = opening(world)
    findings = found(entry, finding=Finding.NO)
    again = world.say(CLAIM, revision(refusal, Result.REFUSE, findings), "otto", "sara")
    world.say(GRIEVANCE, filing(pinned(world), again), "ines")
    world.say(GRIEVANCE, assignment("rolf"), "sven")
    hire(world, "siri", Role.SUPERVISOR, "line-z")
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    determined = world.say(GRIEVANCE, upheld, "rolf", "siri")
    stay = revision(again, Result.STAY, findings, cause=Cause.APPEAL, determination=determined)

    for name in ("otto", "olga"):
        world.refuses("coi_prior_decider", CLAIM, stay, name)
    hire(world, "nina", Role.OFFICER)
    world.say(CLAIM, stay, "nina")


# ---- notices


@pytest.mark.parametrize(
    ("maker", "appeal", "court", "defective"),
    [
        (OrderMaker.OFFICIAL, OBJECTION, None, False),
        (OrderMaker.OFFICIAL, but(OBJECTION, days=30), None, False),
        (OrderMaker.OFFICIAL, but(OBJECTION, days=14), COURT, True),
        (OrderMaker.OFFICIAL, None, COURT, True),
        (OrderMaker.MINISTER, None, COURT, False),
        (OrderMaker.MINISTER, None, but(COURT, days=91), False),
        (OrderMaker.MINISTER, OBJECTION, but(COURT, days=89), True),
        (OrderMaker.MINISTER, OBJECTION, None, True),
    ],
)
def test_a_notice_says_where_the_person_can_go_and_how_long(
    maker: OrderMaker, appeal: AppealBlock | None, court: CourtBlock | None, *, defective: bool
) -> None:
    world, entry = applied()
    findings = found(entry, finding=Finding.NO)
    made = world.say(CLAIM, decision(Result.REFUSE, findings, order_maker=maker), "olga", "susi")
    told = notice(made, appeal_block=appeal, court_block=court)
    world.say(CLAIM, told, "ines")

    (given,) = claim(world).notices
    assert given.defective is defective
    assert ("defective_notice" in claim(world).flags) is defective
    assert given.appeal_days == (None if appeal is None else appeal.days)
    assert given.court_days == (None if court is None else court.days)
    assert (given.effective, given.about) == (TODAY.replace(day=29), made.version)


def test_a_committees_order_leads_to_court() -> None:
    world, entry = applied()
    made = world.say(CLAIM, adverse(entry, "olga", "susi"), "olga", "susi")
    bare = world.say(CLAIM, notice(made), "ines")
    assert "defective_notice" in claim(world).flags

    world.say(CLAIM, notice(made, appeal_block=None, court_block=COURT, cures=bare), "ines")
    assert "defective_notice" not in claim(world).flags


def test_a_decision_without_appeal_block_is_accepted() -> None:
    """What the person is told counts as it was delivered: the fault is the notice's, and is cured there."""
    world, refusal = refused()

    assert claim(world).orders[0].appeal_notice is None
    world.say(CLAIM, notice(refusal), "olga")
    assert claim(world).flags == frozenset()


def test_a_cure_is_of_a_notice_of_the_same_decision() -> None:
    world, refusal = refused()
    bare = world.say(CLAIM, notice(refusal, appeal_block=None), "ines")
    entry = opening(world)
    newer = world.say(CLAIM, revision(refusal, Result.STAY, found(entry, finding=Finding.NO)), "otto")

    world.refuses("unknown_notice", CLAIM, notice(newer, cures=bare), "ines")
    world.say(CLAIM, notice(refusal, cures=bare), "ines")


def test_a_notice_without_an_effective_day_runs_nothing() -> None:
    world, refusal = refused()
    world.say(CLAIM, notice(refusal, method=NoticeMethod.SMS, rule=NoticeRule.N10), "ines")

    (given,) = claim(world).notices
    assert given.effective is None
    assert (claim(world).status, claim(world).flags) == (
        ClaimStatus.DECIDED,
        frozenset({"notice_in_transit"}),
    )


# ---- the end of the period for an appeal


def test_a_lapse_makes_a_notified_claim_final_and_nothing_else() -> None:
    world, refusal = refused()
    final = lapse(refusal, pinned(world), LapseEffect.FINAL_UNLESS_RELIEF)
    folded(world, final, "cleo")
    assert claim(world).status is ClaimStatus.DECIDED

    told = world.say(CLAIM, notice(refusal, appeal_block=None), "ines")
    folded(world, lapse(told, pinned(world), LapseEffect.OVERDUE_PUBLIC), "cleo")
    assert claim(world).status is ClaimStatus.NOTIFIED
    folded(world, final, "cleo")
    assert claim(world).status is ClaimStatus.FINAL
    assert len(claim(world).casework.lapses) == 3
    world.say(CLAIM, notice(refusal), "ines")
    assert claim(world).status is ClaimStatus.FINAL
    world.say(CLAIM, notice(refusal, cures=told), "ines")
    assert claim(world).status is ClaimStatus.NOTIFIED


@pytest.mark.parametrize("status", [ClaimStatus.OPEN, ClaimStatus.WITHDRAWN])
def test_a_lapse_ends_nothing_that_was_not_decided(status: ClaimStatus) -> None:
    world, entry = applied()
    world.states[CLAIM] = but(claim(world), status=status)
    folded(world, lapse(entry, pinned(world), LapseEffect.FINAL_UNLESS_RELIEF), "cleo")

    assert claim(world).status is status
