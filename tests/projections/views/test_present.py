"""Where a matter stands on a day: clocks with their derivation, next steps, and what blocks it."""

from datetime import date

import pytest

from ledger.domain.casework.events import ConflictRaised
from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy, ConflictSection
from ledger.domain.codes import Result, RevocationReason, Role
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import EntryRef
from ledger.projections.views.blocks import Block, Obstacle
from ledger.projections.views.case import view_case
from ledger.projections.views.periods import ClockStands, Period, Waits
from ledger.projections.views.present import present
from ledger.projections.views.steps import Step
from tests.domain import cases
from tests.domain.cases import CLAIM, GRIEVANCE
from tests.domain.world import QUORUM, REGISTRY, World, actor


def clock(world: World, name: str, stream: str = CLAIM) -> Period:
    return next(one for one in present(world, stream).clocks if one.name == name)


def step(world: World, act: str, stream: str = CLAIM) -> Step:
    return next(one for one in present(world, stream).next if one.act == act)


def flags(world: World, stream: str = CLAIM) -> tuple[str, ...]:
    return present(world, stream).stands.flags


def obstacles(world: World, stream: str = CLAIM) -> dict[str, tuple[str, ...]]:
    return {str(block.what): block.of for block in present(world, stream).blocked}


def notified() -> World:
    world, refusal = cases.refused()
    world.say(CLAIM, cases.notice(refusal, received_on=date(2026, 11, 22)), "olga")
    return world


def test_a_date_comes_with_everything_it_follows_from() -> None:
    world = notified()

    appeal = clock(world, "appeal_filing")
    assert (appeal.due, appeal.left, appeal.waits) == ("2026-12-07", 15, Waits.PERSON)
    assert (appeal.class_, appeal.stands, appeal.route) == ("statute", "running", "relief")
    how = appeal.derivation
    assert (how.started, how.start, how.length, how.unit, how.roll) == ("2026-11-22", 3, 15, "days", "person")
    assert (how.raw, how.paused, how.extended) == ("2026-12-07", 0, None)
    assert (how.calendar, how.provisional) == (None, True)  # a holiday that nobody published may move it
    assert how.programme.endswith("@1")
    assert how.source.startswith("APA s.44")
    assert how.mark == "secondary"


@pytest.mark.parametrize(
    ("now", "stands", "left"),
    [
        ("2026-12-22T16:59:59.999Z", ClockStands.RUNNING, 0),
        ("2026-12-22T17:00:00.000Z", ClockStands.OVER, -1),
    ],
)
def test_a_last_day_counts_until_midnight_in_bangkok(now: str, stands: ClockStands, left: int) -> None:
    world, _ = cases.applied()
    world.now = now

    decide = clock(world, "decide_claim")
    assert (decide.due, decide.stands, decide.left) == ("2026-12-22", stands, left)
    assert ("overdue:decide_claim" in flags(world)) == (stands is ClockStands.OVER)


def test_what_was_met_says_by_which_entry_and_whether_in_time() -> None:
    world = notified()

    decided = clock(world, "decide_claim")
    assert (decided.stands, decided.met, decided.left, decided.waiting) == ("met", 3, None, False)

    late, refusal = cases.refused()
    late.now = "2027-01-05T03:00:00.000Z"
    late.say(CLAIM, cases.notice(refusal), "olga", at="2027-01-05T03:00:00Z")
    assert clock(late, "decide_claim").stands == "met_late"
    assert "overdue:decide_claim" not in flags(late)


def test_the_end_of_a_citizens_window_makes_no_office_late() -> None:
    world = notified()
    world.now = "2026-12-08T03:00:00.000Z"

    assert clock(world, "appeal_filing").stands is ClockStands.OVER
    assert flags(world) == ()


def test_the_end_of_a_watch_makes_nobody_late() -> None:
    world, _ = cases.appealed()
    world.now = "2027-06-01T03:00:00.000Z"

    watch = clock(world, "retaliation_watch", GRIEVANCE)
    assert (watch.stands, watch.late, watch.waiting) == ("over", False, False)
    assert "overdue:appeal_first" in flags(world, GRIEVANCE)
    assert "overdue:retaliation_watch" not in flags(world, GRIEVANCE)


def test_clocks_that_wait_come_first_the_nearest_before_others_and_the_law_before_policy() -> None:
    world, _ = cases.appealed()

    shown = [(one.waiting, one.due) for one in present(world, GRIEVANCE).clocks]
    assert shown == sorted(shown, key=lambda one: (not one[0], one[1]))
    waiting = [one.name for one in present(world, GRIEVANCE).clocks if one.due == "2026-12-22"]
    assert waiting[0] == "appeal_first"


def test_what_is_waited_for_comes_first_with_who_may_do_it_and_until_when() -> None:
    world, _ = cases.applied()

    first = present(world, CLAIM).next[0]
    assert (first.act, first.by, first.until) == ("EligibilityDecided", (Role.OFFICER,), "2026-12-22")
    assert Role.SUPERVISOR in first.second

    world = notified()
    appeal = step(world, "GrievanceFiled")
    assert (appeal.clock, appeal.until, appeal.left) == ("appeal_filing", "2026-12-07", 15)
    assert Role.INTAKE in appeal.by


def test_a_window_that_is_over_is_no_date_to_act_by() -> None:
    world = notified()
    assert step(world, "GrievanceFiled").until == "2026-12-07"
    world.now = "2026-12-07T17:00:00.000Z"

    assert step(world, "GrievanceFiled").until is None
    assert not clock(world, "appeal_filing").waiting


def test_an_appeal_is_seen_in_the_claim_that_it_is_about() -> None:
    world, _ = cases.refused()
    assert "under_appeal" not in flags(world)

    world, _ = cases.appealed()
    assert "under_appeal" in flags(world)


def test_an_answer_is_waited_for_until_the_earliest_clock_that_it_satisfies() -> None:
    world, _ = cases.refused()

    told = step(world, "DecisionNotified")
    assert (told.clock, told.until) == ("notify", "2026-11-27")
    world.now = "2026-12-30T03:00:00.000Z"
    assert step(world, "DecisionNotified").until == "2026-11-27"


def test_a_claim_without_its_quorum_is_blocked_for_the_facts_in_question() -> None:
    world, _ = cases.applied()
    assert obstacles(world) == {"quorum": ("income",)}
    assert "quorum" not in flags(world)

    world, *_ = cases.attested()
    assert obstacles(world) == {}
    assert "quorum" in flags(world)


def test_a_decision_that_nobody_was_told_of_is_blocked_by_its_notice() -> None:
    world, refusal = cases.refused()
    assert obstacles(world) == {"notice": ("not_notified",)}

    told = world.say(CLAIM, cases.notice(refusal, appeal_block=None), "olga")
    assert obstacles(world) == {"notice": ("defective_notice",)}
    world.say(CLAIM, cases.notice(refusal, cures=told), "olga")
    assert obstacles(world) == {}


def test_a_conflict_that_suspends_blocks_until_it_is_ruled_on() -> None:
    world, *_ = cases.attested()
    raised = ConflictRaised(
        actor=actor("olga"),
        ground=ConflictGround.SPOUSE,
        section=ConflictSection.S13,
        how=ConflictRaisedBy.SELF_REPORT,
    )
    world.say(CLAIM, raised, "olga")

    assert obstacles(world) == {"conflict": (actor("olga"),)}
    ruling = step(world, "ConflictDecided")
    assert (ruling.clock, ruling.outside) == ("conflict_ruling", True)


def test_an_office_without_a_second_signer_of_another_line_is_blocked() -> None:
    world, *_ = cases.attested()
    assert "second_signature" not in obstacles(world)
    for name in ("susi", "sara"):  # supervisors of other lines; sven stands above olga and otto
        (held,) = world.registry.mandates[actor(name)]
        ref = next(one for one in world.log if one.index == held.index)
        revoked = MandateRevoked(
            mandate=EntryRef(REGISTRY, ref.version, ref.leaf), reason=RevocationReason.LEFT_SERVICE
        )
        world.say(REGISTRY, revoked, *QUORUM)

    assert present(world, CLAIM).blocked == (Block(Obstacle.SECOND_SIGNATURE, ("EligibilityDecided",)),)


def test_the_case_file_shows_acts_that_await_review() -> None:
    world, _first, _second = cases.attested()
    view = view_case(world, CLAIM)
    assert (view.contested, view.suspended) == ((), ())

    raised = ConflictRaised(
        actor=actor("olga"),
        ground=ConflictGround.SPOUSE,
        section=ConflictSection.S13,
        how=ConflictRaisedBy.SELF_REPORT,
    )
    world, _ = cases.refused()
    world.say(CLAIM, raised, "olga")
    view = view_case(world, CLAIM)
    assert [(one.version, one.doubts) for one in view.contested] == [(2, ("conflict",))]


def test_a_granted_benefit_waits_for_its_payment() -> None:
    world, first, second = cases.attested()
    granted = world.say(CLAIM, cases.decision(Result.GRANT, cases.found(first, second)), "olga")
    world.say(CLAIM, cases.notice(granted), "olga")

    assert step(world, "BenefitExecuted").by == (Role.PAYER,)
    assert not present(world, CLAIM).stands.ended
