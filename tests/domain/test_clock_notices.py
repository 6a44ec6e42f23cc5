"""From which day a notice counts, and which period it starts."""

import pytest

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.clock import Act, Route
from ledger.domain.clocks.deliveries import Delivery, Told, deliveries
from ledger.domain.clocks.rows import Mark
from ledger.domain.codes import (
    ClockClass,
    ClockRoll,
    ClockUnit,
    NoticeMethod,
    NoticeRule,
    OrderMaker,
    Result,
)
from ledger.domain.grievance.events import Contested
from ledger.domain.lateness import in_time
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.types import Code, EntryRef, StreamRef
from tests.domain.cases import CLAIM, but, found, revision
from tests.domain.clockwork import (
    APPEAL,
    BY_HAND,
    COURT,
    appeal,
    at,
    day,
    due_names,
    filed,
    letter,
    named,
    notified,
    on,
    received,
    refused,
    refused_by_card,
    row,
    the,
    year,
)

NO_BLOCK = {"appeal_block": None}
ROW = row("n4", ClockClass.STATUTE, (1, ClockUnit.DAYS, ClockRoll.NONE))


def told(days: int) -> AppealBlock:
    return but(APPEAL, days=days)


def test_post_is_deemed_received_on_the_seventh_day() -> None:
    world, programme = year()
    received(world, programme)
    notified(world, refused(world), "04-08")

    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.started, clock.raw, clock.due) == ("2026-04-15", "2026-04-30", "2026-04-30")
    assert clock.mark is Mark.TO_CONFIRM
    assert clock.active


def test_f6_a_card_that_comes_later_displaces_the_deemed_day() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    first = notified(world, refusal, "04-08")
    notified(world, refusal, "04-08", "04-20")

    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.start, clock.started, clock.due) == (first, "2026-04-20", "2026-05-05")
    assert clock.mark is Mark.SECONDARY


def test_another_letter_proves_nothing_about_the_first() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    first = notified(world, refusal, "04-08")
    notified(world, refusal, "04-09", "04-20")

    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.start, clock.started) == (first, "2026-04-15")


def test_a_notice_that_arrives_first_counts_though_it_is_recorded_last() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    notified(world, refusal, "04-08")
    by_hand = on(world, "04-10", CLAIM, letter(refusal, "04-09", "04-09", **BY_HAND), "olga")

    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.start, clock.due) == (by_hand, "2026-04-24")


def test_f7_without_appeal_notice_a_year_and_the_cure_restarts() -> None:
    world, _programme, refusal = refused_by_card("04-15", **NO_BLOCK)
    year_clock = the(world, "appeal_filing", CLAIM)

    assert (year_clock.due, year_clock.provisional) == ("2027-04-15", True)
    assert year_clock.row.code == "appeal_filing_year"
    assert year_clock.advised is None
    assert year_clock.mark is Mark.VERIFIED

    cure = notified(world, refusal, "06-10", "06-15", cures=year_clock.start)
    ended, clock = named(world, "appeal_filing", CLAIM)

    assert (ended.start, ended.ended, ended.due) == (year_clock.start, cure, "2027-04-15")
    assert (clock.start, clock.due) == (cure, "2026-06-30")
    assert "appeal_filing" in due_names(world, "07-01", CLAIM)


def test_a_shorter_period_than_the_law_gives_is_a_fault_and_a_longer_one_is_kept() -> None:
    short, _programme, _refusal = refused_by_card("04-15", appeal_block=told(14))
    exact, _programme, _refusal = refused_by_card("04-15", appeal_block=told(15))
    long, _programme, _refusal = refused_by_card("04-15", appeal_block=told(30))

    assert the(short, "appeal_filing", CLAIM).due == "2027-04-15"
    assert the(exact, "appeal_filing", CLAIM).due == "2026-04-30"
    assert the(long, "appeal_filing", CLAIM).due == "2026-05-15"
    assert the(long, "appeal_filing", CLAIM).row.period.length == 30


@pytest.mark.parametrize(("proven", "cured"), [("2027-01-15", True), ("2027-01-16", False)])
def test_a_cure_counts_until_the_year_is_over_and_revives_nothing(proven: str, cured: bool) -> None:  # noqa: FBT001
    world, programme = year()
    received(world, programme, "01-08")
    refusal = refused(world, "01-12")
    notified(world, refusal, "01-13", "01-15", **NO_BLOCK)
    notified(world, refusal, "2027-01-11", proven)

    assert len(named(world, "appeal_filing", CLAIM)) == (2 if cured else 1)


def test_no_period_runs_without_an_effective_notice() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    reminders = {"method": NoticeMethod.LINE, "rule": NoticeRule.N10}
    notified(world, refusal, "04-08", "04-08", **reminders)
    opened = {"method": NoticeMethod.ELECTRONIC, "rule": NoticeRule.N9}
    notified(world, refusal, "04-09", **opened)

    assert named(world, "appeal_filing", CLAIM) == []
    assert not the(world, "notify", CLAIM).in_time
    assert not the(world, "decide_claim", CLAIM).met


@pytest.mark.parametrize(
    ("method", "rule", "due", "active"),
    [
        (NoticeMethod.ORAL, NoticeRule.N1, "2026-04-23", True),
        (NoticeMethod.HAND_ADULT, NoticeRule.N3, "2026-04-23", True),
        (NoticeMethod.AFFIXED, NoticeRule.N4, "2026-04-23", False),
        (NoticeMethod.REGISTERED_POST, NoticeRule.N5, "2026-04-30", True),
        (NoticeMethod.REGISTERED_POST_ABROAD, NoticeRule.N6, "2026-05-08", False),
        (NoticeMethod.PUBLIC_POSTING, NoticeRule.N7, "2026-05-08", False),
        (NoticeMethod.NEWSPAPER, NoticeRule.N8, "2026-05-08", False),
    ],
)
def test_a_deemed_day_that_is_to_be_confirmed_is_shown_and_makes_no_lapse(
    method: NoticeMethod,
    rule: NoticeRule,
    due: str,
    active: bool,  # noqa: FBT001
) -> None:
    world, programme = year()
    received(world, programme)
    notified(world, refused(world), "04-08", method=method, rule=rule)

    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.due, clock.active) == (due, active)
    assert ("appeal_filing" in due_names(world, "06-01", CLAIM)) is active


def test_a_proven_receipt_makes_a_lapse_whatever_the_method_but_by_electronic_mail() -> None:
    affixed = {"method": NoticeMethod.AFFIXED, "rule": NoticeRule.N4}
    proven, _programme, _refusal = refused_by_card("04-08", **affixed)
    opened, _programme, _refusal = refused_by_card(
        "04-08", method=NoticeMethod.ELECTRONIC, rule=NoticeRule.N9
    )

    assert the(proven, "appeal_filing", CLAIM).active
    assert not the(opened, "appeal_filing", CLAIM).active
    assert the(opened, "appeal_filing", CLAIM).mark is Mark.TO_CONFIRM


def test_f12_the_order_of_a_committee_leads_straight_to_court() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world, maker=OrderMaker.COMMITTEE)
    notified(world, refusal, "04-10", "04-14", court_block=COURT)

    clock = the(world, "court_direct", CLAIM)

    assert named(world, "appeal_filing", CLAIM) == []
    assert (clock.due, clock.effects) == ("2026-07-13", (LapseEffect.ADVICE_ONLY,))
    assert clock.advised is None


@pytest.mark.parametrize("block", [None, CourtBlock(court=Code("administrative_court"), days=89)])
def test_without_court_notice_the_year_is_shown_as_doubtful_and_the_earlier_day_advised(
    block: CourtBlock | None,
) -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world, maker=OrderMaker.MINISTER)
    notified(world, refusal, "04-10", "04-14", court_block=block)

    clock = the(world, "court_direct", CLAIM)

    assert (clock.due, clock.advised) == ("2027-04-14", "2026-07-13")
    assert (clock.mark, clock.active) == (Mark.TO_CONFIRM, False)


def test_a_programme_activates_a_rule_of_notices_with_a_reviewer() -> None:
    world, programme = year(ROW, reviewed=True)
    received(world, programme)
    notified(world, refused(world), "04-08", method=NoticeMethod.AFFIXED, rule=NoticeRule.N4)
    other, unreviewed = year(ROW)
    received(other, unreviewed)
    notified(other, refused(other), "04-08", method=NoticeMethod.AFFIXED, rule=NoticeRule.N4)

    assert the(world, "appeal_filing", CLAIM).active
    assert not the(other, "appeal_filing", CLAIM).active


def test_both_periods_of_a_cured_notice_are_met_by_the_appeal_and_lead_to_relief() -> None:
    world, programme, refusal = refused_by_card("04-15", **NO_BLOCK)
    first = the(world, "appeal_filing", CLAIM).start
    cure = notified(world, refusal, "06-10", "06-15", cures=first)
    entry = filed(world, "06-20", appeal(programme, refusal, handed_over="06-20"))

    defective, proper = named(world, "appeal_filing", CLAIM)
    assert (defective.row.code, defective.start, defective.met) == ("appeal_filing_year", first, entry)
    assert (proper.row.code, proper.start, proper.met) == ("appeal_filing", cure, entry)
    for clock in (defective, proper):
        assert (clock.effects, clock.next) == ((LapseEffect.FINAL_UNLESS_RELIEF,), Route("relief"))

    on(world, "06-25", CLAIM, revision(refusal, Result.GRANT, found()), "olga", "susi")
    for clock in named(world, "appeal_filing", CLAIM):
        assert (clock.effects, clock.next) == ((LapseEffect.ADVICE_ONLY,), Route("relief"))


def test_a_year_that_rests_on_a_deemed_day_to_be_confirmed_makes_no_lapse() -> None:
    world, programme = year()
    received(world, programme)
    affixed = {"method": NoticeMethod.AFFIXED, "rule": NoticeRule.N4}
    notified(world, refused(world), "04-08", **affixed, **NO_BLOCK)

    clock = the(world, "appeal_filing", CLAIM)
    assert (clock.row.code, clock.due) == ("appeal_filing_year", "2027-04-08")
    assert (clock.mark, clock.active) == (Mark.TO_CONFIRM, False)


def test_a_longer_period_is_kept_though_the_receipt_of_the_letter_is_deemed() -> None:
    world, programme = year()
    received(world, programme)
    notified(world, refused(world), "04-08", appeal_block=told(30))

    clock = the(world, "appeal_filing", CLAIM)
    assert (clock.row.period.length, clock.due) == (30, "2026-05-15")


def test_a_notice_that_names_no_day_is_at_fault_however_short_the_period_is() -> None:
    special = {"citation": "special_act_s1"}
    act = row("appeal_filing", ClockClass.STATUTE, (1, ClockUnit.DAYS, ClockRoll.PERSON), **special)
    world, programme = year(act, reviewed=True)
    received(world, programme)
    refusal = refused(world)
    notified(world, refusal, "04-08", "04-15", **NO_BLOCK)
    assert the(world, "appeal_filing", CLAIM).row.code == "appeal_filing_year"

    cure = notified(world, refusal, "04-20", "04-21", appeal_block=told(1))
    clock = named(world, "appeal_filing", CLAIM)[1]
    assert (clock.start, clock.row.code, clock.due) == (cure, "appeal_filing", "2026-04-22")


def test_lateness_is_measured_by_the_notice_of_the_decision_that_is_appealed_against() -> None:
    world, _programme, refusal = refused_by_card("03-30")
    newer = on(world, "04-20", CLAIM, revision(refusal, Result.REFUSE, found()), "olga", "susi")
    notified(world, newer, "04-21", "04-22")
    older, later = named(world, "appeal_filing", CLAIM)
    assert (older.due, later.due) == ("2026-04-16", "2026-05-07")

    claim = StreamRef(CLAIM)
    assert not in_time(world, Contested(claim=claim, entry=refusal), day("04-28"))
    assert in_time(world, Contested(claim=claim, entry=newer), day("04-28"))


POST = NoticeMethod.REGISTERED_POST


@pytest.mark.parametrize(
    ("method", "sent", "postings"),
    [(POST, "04-08", 1), (None, None, 2), (None, "04-08", 2), (POST, None, 2)],
)
def test_only_entries_of_one_method_and_one_day_speak_of_one_posting(
    method: NoticeMethod | None, sent: str | None, postings: int
) -> None:
    """What an old register leaves out of a notice joins it to no other."""

    def entry(index: int, proven: str) -> Told:
        refusal = EntryRef(CLAIM, 1, "a" * 64)
        says = letter(refusal, "04-08", proven, appeal_block=told(index))
        act = Act(EntryRef(CLAIM, index, "b" * 64), index, at(proven))
        return Told(act, but(says, method=method, sent_on=None if sent is None else day(sent)))

    given = deliveries([entry(7, "04-15"), entry(8, "04-10")])

    later, sooner = (told.act for told in (entry(7, "04-15"), entry(8, "04-10")))
    first = Delivery(later._replace(on="2026-04-15"), later, None, 7, None)
    second = Delivery(sooner._replace(on="2026-04-10"), sooner, None, 8, None)
    assert given == ((first,) if postings == 1 else (second, first))
