"""Every worked date of the law of clocks, by the calendar ``th-test``."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from ledger.domain.clocks.calendars import Dated, reckon
from ledger.domain.clocks.counting import Calendar, Counted, Period, count, due, due_hours, stated
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockRoll, ClockUnit
from ledger.domain.dates import anniversary, civil
from tests.domain.calendars import TH_TEST

DAYS, WORKING, YEARS = ClockUnit.DAYS, ClockUnit.WORKING_DAYS, ClockUnit.YEARS
PERSON, NONE = ClockRoll.PERSON, ClockRoll.NONE
EXAMPLES = """
E1  2026-03-02 15 days         person 10   2026-03-17 2026-03-17
E2  2026-03-06 15 days         person 10   2026-03-21 2026-03-23
E3  2026-02-13 15 days         person 10   2026-02-28 2026-03-02
E4  2026-03-30 15 days         person 10   2026-04-14 2026-04-16
E5  2026-05-16 15 days         person 10   2026-05-31 2026-06-02
E6  2026-07-13 15 days         person 10   2026-07-28 2026-07-31
E7  2026-11-20 15 days         person 10   2026-12-05 2026-12-08
E8  2026-12-16 15 days         person 10   2026-12-31 2027-01-04
E9  2026-05-01 30 days         none   10   2026-05-31 2026-05-31
E10 2026-03-14 30 days         none   10   2026-04-13 2026-04-13
E11 2026-03-05 15 days         person 9401 2026-03-20 2026-03-23
E12 2026-03-05 15 days         person 10   2026-03-20 2026-03-20
E13 2026-05-01 60 days         none   10   2026-06-30 2026-06-30
E14 2026-06-30 90 days         person 10   2026-09-28 2026-09-28
E15 2026-05-26 60 days         none   10   2026-07-25 2026-07-25
E16 2026-07-25 90 days         person 10   2026-10-23 2026-10-26
E17 2026-04-08  7 days         none   10   2026-04-15 2026-04-15
E18 2026-04-15 15 days         person 10   2026-04-30 2026-04-30
E19 2026-01-15  1 years        person 10   2027-01-15 2027-01-15
E20 2025-06-01  1 years        person 10   2026-06-01 2026-06-02
E21 2027-02-28  1 years        person 10   2028-02-29 2028-02-29 *
E22 2028-02-28  1 years        person 10   2029-02-28 2029-02-28 *
E23 2026-04-10  1 working_days none   10   2026-04-16 2026-04-16
E24 2026-05-28  5 working_days none   10   2026-06-08 2026-06-08
E25 2026-10-21  3 working_days none   10   2026-10-27 2026-10-27
E26 2026-01-31 30 days         none   10   2026-03-02 2026-03-02
E27 2026-02-02 90 days         none   10   2026-05-03 2026-05-03
E28 2026-05-03 90 days         person 10   2026-08-01 2026-08-03
"""


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("line", EXAMPLES.strip().splitlines(), ids=lambda line: line.split()[0])
def test_a_worked_date_is_computed_as_printed(line: str) -> None:
    _name, start, length, unit, roll, area, raw, last, *mark = line.split()

    counted = count(day(start), Period(int(length), ClockUnit(unit), ClockRoll(roll)), TH_TEST, area)

    assert counted == Counted(day(raw), day(last), mark == ["*"])


def test_f1_an_instant_before_midnight_in_bangkok_belongs_to_the_day() -> None:
    start = civil("2026-03-16T16:59:59Z")

    assert start == day("2026-03-16")
    assert due(start, Period(21, DAYS, NONE), TH_TEST, "") == day("2026-04-06")
    assert not TH_TEST.working(day("2026-04-06"), "")


def test_f2_midnight_in_bangkok_is_the_next_day() -> None:
    start = civil("2026-03-16T17:00:00Z")

    assert start == day("2026-03-17")
    assert due(start, Period(21, DAYS, NONE), TH_TEST, "") == day("2026-04-07")


def test_f3_hours_run_through_holidays() -> None:
    assert due_hours("2026-04-12T03:00:00Z", 24) == "2026-04-13T03:00:00Z"
    assert due_hours("2026-04-12T03:00:00.500Z", 24) == "2026-04-13T03:00:00Z"


def test_f4_the_upper_instance_has_thirty_days_and_thirty_more() -> None:
    period = STATUTE["appeal_upper"].period
    last = due(day("2026-04-06"), period, TH_TEST, "")

    assert last == day("2026-05-06")
    assert due(last, period, TH_TEST, "") == day("2026-06-05")


def test_f6_the_period_counts_from_the_day_that_the_card_proves() -> None:
    assert due(day("2026-04-20"), STATUTE["appeal_filing"].period, TH_TEST, "") == day("2026-05-05")


def test_f7_without_appeal_notice_a_year_with_the_cure_fifteen_days_again() -> None:
    year = count(day("2026-04-15"), STATUTE["appeal_filing_year"].period, TH_TEST, "")

    assert year == Counted(day("2027-04-15"), day("2027-04-15"), provisional=True)
    assert due(day("2026-06-15"), STATUTE["appeal_filing"].period, TH_TEST, "") == day("2026-06-30")


def added(*days: date) -> Calendar:
    return Calendar(
        id="th-test",
        version=2,
        first=TH_TEST.first,
        last=TH_TEST.last,
        holidays=TH_TEST.holidays | set(days),
        regional=TH_TEST.regional,
    )


def test_f8_a_holiday_that_is_added_in_time_moves_the_day() -> None:
    second = added(day("2026-03-17"))
    versions = (Dated(5, TH_TEST), Dated(20, second))

    reckoned = reckon(versions, 10, lambda one: count(day("2026-03-02"), Period(15, DAYS, PERSON), one, "10"))

    assert reckoned.counted.due == day("2026-03-18")
    assert reckoned.calendar is second


def test_f10_a_service_clock_pauses_for_five_days() -> None:
    base = due(day("2026-06-01"), POLICY["resolve"].period, TH_TEST, "")

    assert base == day("2026-06-22")
    assert base + (day("2026-06-15") - day("2026-06-10")) == day("2026-06-27")


def test_f12_the_order_of_a_committee_goes_to_court_within_ninety_days() -> None:
    assert due(day("2026-04-14"), STATUTE["court_direct"].period, TH_TEST, "") == day("2026-07-13")


def test_the_whole_chain_from_posting_to_the_last_day_to_sue() -> None:
    def after(start: date, row: str) -> date:
        return due(start, STATUTE[row].period, TH_TEST, "10")

    received = day("2026-04-08") + timedelta(days=7)
    filed = after(received, "appeal_filing")
    reported = day("2026-05-29")
    upper = after(reported, "appeal_upper")

    assert received == day("2026-04-15")
    assert filed == day("2026-04-30")
    assert after(filed, "appeal_first") == day("2026-05-30")
    assert upper == day("2026-06-28")
    assert after(upper, "appeal_upper") == day("2026-07-28")
    assert after(filed, "exhaustion_extended") == day("2026-07-29")
    assert after(day("2026-07-29"), "sue_after_silence") == day("2026-10-27")
    assert after(filed, "exhaustion") == day("2026-06-29")
    assert after(day("2026-06-29"), "sue_after_silence") == day("2026-09-28")


def test_a_stated_day_of_a_person_moves_and_one_of_the_authority_stands() -> None:
    feast = day("2026-04-14")

    assert stated(feast, PERSON, TH_TEST, "") == Counted(feast, day("2026-04-16"), provisional=False)
    assert stated(feast, NONE, TH_TEST, "") == Counted(feast, feast, provisional=False)


@pytest.mark.parametrize(("area", "last"), [("9401", "2026-03-23"), ("10", "2026-03-20"), ("", "2026-03-20")])
def test_a_holiday_of_one_region_moves_every_kind_of_day_there_and_nowhere_else(area: str, last: str) -> None:
    friday, moved = day("2026-03-20"), day(last)
    by_days = Period(15, DAYS, PERSON)

    assert count(day("2026-03-05"), by_days, TH_TEST, area) == Counted(friday, moved, provisional=False)
    assert due(day("2026-03-05"), by_days, TH_TEST, area) == moved
    assert due(day("2026-03-19"), Period(1, WORKING, NONE), TH_TEST, area) == moved
    assert stated(friday, PERSON, TH_TEST, area) == Counted(friday, moved, provisional=False)


def test_hours_are_no_unit_of_days() -> None:
    with pytest.raises(ValueError, match=r"^hours are counted from an instant$"):
        count(day("2026-04-14"), Period(24, ClockUnit.HOURS, NONE), TH_TEST, "")


def test_the_unit_of_a_service_promise_is_provisional_beyond_the_calendar() -> None:
    assert not count(day("2027-01-28"), Period(1, WORKING, NONE), TH_TEST, "").provisional
    assert count(day("2027-01-29"), Period(1, WORKING, NONE), TH_TEST, "").provisional
    assert count(day("2025-12-31"), Period(1, WORKING, NONE), TH_TEST, "").due == day("2026-01-02")
    assert not count(day("2025-12-31"), Period(1, WORKING, NONE), TH_TEST, "").provisional
    assert count(day("2025-12-30"), Period(1, WORKING, NONE), TH_TEST, "").provisional


def test_the_last_day_of_a_calendar_is_one_that_it_knows() -> None:
    friday = day("2027-01-29")
    until = replace(TH_TEST, last=friday)

    assert count(day("2027-01-28"), Period(1, WORKING, NONE), until, "") == Counted(
        friday, friday, provisional=False
    )


def test_twelve_months_end_on_their_day_and_from_the_leap_day_on_the_last_of_february() -> None:
    assert anniversary(day("2026-11-22")) == day("2027-11-22")
    assert anniversary(day("2028-02-29")) == day("2029-02-28")
    assert anniversary(day("9998-12-31")) == date.max
    assert anniversary(day("9999-01-01")) == date.max
