"""Laws of counting, over all periods and calendars."""

import os
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.domain.clocks import counting
from ledger.domain.clocks.calendars import Dated, reckon
from ledger.domain.clocks.counting import WEEKENDS_ONLY, Calendar, Counted, Period, count, due
from ledger.domain.codes import ClockRoll, ClockUnit
from tests.domain.calendars import TH_TEST

EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))
NONE, PERSON = ClockRoll.NONE, ClockRoll.PERSON
days = st.dates(date(2025, 12, 1), date(2027, 3, 1))
units = st.sampled_from([ClockUnit.DAYS, ClockUnit.WORKING_DAYS, ClockUnit.YEARS])
lengths = st.integers(0, 120)
areas = st.sampled_from(["", "10", "94", "9401"])
periods = st.one_of(
    st.builds(
        Period, lengths, st.sampled_from([ClockUnit.DAYS, ClockUnit.WORKING_DAYS]), st.sampled_from(ClockRoll)
    ),
    st.builds(Period, st.integers(0, 3), st.just(ClockUnit.YEARS), st.sampled_from(ClockRoll)),
)
calendars = st.builds(
    lambda holidays, local: replace(TH_TEST, holidays=TH_TEST.holidays | holidays, regional=local),
    st.frozensets(days, max_size=8),
    st.frozensets(st.tuples(days, st.sampled_from(["94", "10"])), max_size=4),
)


@settings(max_examples=EXAMPLES)
@given(days, periods, calendars, areas)
def test_no_period_ends_before_it_starts(start: date, period: Period, calendar: Calendar, area: str) -> None:
    counted = count(start, period, calendar, area)

    assert start <= counted.raw <= counted.due


@settings(max_examples=EXAMPLES)
@given(days, periods, st.integers(0, 30), calendars, areas)
def test_a_later_start_and_a_longer_period_never_end_earlier(
    start: date, period: Period, more: int, calendar: Calendar, area: str
) -> None:
    last = due(start, period, calendar, area)

    assert last <= due(start + timedelta(days=more), period, calendar, area)
    assert last <= due(start, period._replace(length=period.length + more), calendar, area)


def check_whose_day_moves(start: date, period: Period, calendar: Calendar, area: str) -> None:
    """Check invariant 13."""
    person = count(start, period._replace(roll=PERSON), calendar, area)
    authority = count(start, period._replace(roll=NONE), calendar, area)

    assert calendar.working(person.due, area)
    assert authority.due == authority.raw == person.raw
    assert (person.due == authority.due) == calendar.working(authority.due, area)
    assert not any(
        calendar.working(person.raw + timedelta(days=ahead), area)
        for ahead in range((person.due - person.raw).days)
    )


@settings(max_examples=EXAMPLES)
@given(days, periods, calendars, areas)
def test_the_persons_day_is_a_working_day_and_the_authoritys_never_moves(
    start: date, period: Period, calendar: Calendar, area: str
) -> None:
    check_whose_day_moves(start, period, calendar, area)


@pytest.mark.parametrize("rolls", [NONE, PERSON])
def test_a_count_that_moves_nobodys_day_or_everybodys_would_be_found(
    rolls: ClockRoll, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: fifteen days from 3 April 2026 end on Saturday, 18 April."""
    day, period = date(2026, 4, 3), Period(15, ClockUnit.DAYS, PERSON)
    check_whose_day_moves(day, period, TH_TEST, "")
    moved = counting._moved

    def alike(raw: date, _roll: ClockRoll, calendar: Calendar, area: str, *, provisional: bool) -> Counted:
        return moved(raw, rolls, calendar, area, provisional=provisional)

    monkeypatch.setattr(counting, "_moved", alike)

    with pytest.raises(AssertionError):
        check_whose_day_moves(day, period, TH_TEST, "")


@settings(max_examples=EXAMPLES)
@given(days, periods, calendars, days, areas)
def test_another_holiday_makes_no_day_earlier(
    start: date, period: Period, calendar: Calendar, holiday: date, area: str
) -> None:
    more = replace(calendar, holidays=calendar.holidays | {holiday})

    assert due(start, period, calendar, area) <= due(start, period, more, area)


@settings(max_examples=EXAMPLES)
@given(days, lengths, lengths)
def test_counting_days_in_two_steps_equals_one_step(start: date, one: int, other: int) -> None:
    whole = due(start, Period(one + other, ClockUnit.DAYS, NONE), TH_TEST, "")
    middle = due(start, Period(one, ClockUnit.DAYS, NONE), TH_TEST, "")

    assert whole == due(middle, Period(other, ClockUnit.DAYS, NONE), TH_TEST, "")


@settings(max_examples=EXAMPLES)
@given(days, lengths, st.sampled_from([ClockUnit.DAYS, ClockUnit.WORKING_DAYS]), st.integers(-60, 60))
def test_whole_weeks_shift_deadlines_alike_where_no_holiday_intervenes(
    start: date, length: int, unit: ClockUnit, weeks: int
) -> None:
    shift = timedelta(weeks=weeks)
    period = Period(length, unit, PERSON)

    assert due(start + shift, period, WEEKENDS_ONLY, "") == due(start, period, WEEKENDS_ONLY, "") + shift


def test_a_holiday_that_intervenes_breaks_the_shift_by_whole_weeks() -> None:
    period = Period(15, ClockUnit.DAYS, PERSON)
    start, shifted = date(2026, 3, 30), date(2026, 4, 6)

    assert due(start, period, TH_TEST, "") - due(shifted, period, TH_TEST, "") != start - shifted


@settings(max_examples=EXAMPLES)
@given(days, periods)
def test_only_a_date_that_holidays_can_move_is_provisional(start: date, period: Period) -> None:
    fixed = period.roll is NONE and period.unit is not ClockUnit.WORKING_DAYS

    assert count(start, period, WEEKENDS_ONLY, "").provisional is not fixed


@settings(max_examples=EXAMPLES)
@given(
    days,
    periods,
    st.lists(st.tuples(st.integers(0, 40).filter(lambda index: index != 20), calendars), max_size=4),
)
def test_a_calendar_published_later_moves_a_date_only_later(
    start: date, period: Period, published: list[tuple[int, Calendar]]
) -> None:
    versions = [Dated(*item) for item in sorted(published, key=lambda item: item[0])]

    def last(known: list[Dated]) -> Counted:
        return reckon(known, 20, lambda one: count(start, period, one, "10")).counted

    told = last([version for version in versions if version.entry_index < 20])
    for number in range(len(versions) + 1):
        if number == len(versions) or versions[number].entry_index > 20:
            assert told.due <= last(versions[: number + 1]).due
            told = last(versions[: number + 1])


def test_the_calendar_that_was_known_at_the_start_is_the_newest_before_it() -> None:
    wrong = replace(TH_TEST, version=1, holidays=frozenset({date(2026, 3, 17)}))
    right = replace(TH_TEST, version=2)

    reckoned = reckon(
        [Dated(3, wrong), Dated(4, right)],
        5,
        lambda one: count(date(2026, 3, 2), Period(15, ClockUnit.DAYS, PERSON), one, ""),
    )

    assert reckoned.counted.due == date(2026, 3, 17)
    assert reckoned.calendar is right


def test_a_calendar_that_takes_a_holiday_back_takes_no_day_from_the_person() -> None:
    generous = replace(TH_TEST, version=1, holidays=frozenset({date(2026, 3, 17)}))

    reckoned = reckon(
        [Dated(3, generous), Dated(9, TH_TEST)],
        5,
        lambda one: count(date(2026, 3, 2), Period(15, ClockUnit.DAYS, PERSON), one, ""),
    )

    assert reckoned.counted.due == date(2026, 3, 18)
    assert reckoned.calendar is generous


def test_many_working_days_are_counted_to_the_last() -> None:
    monday = date(2026, 3, 2)

    assert due(monday, Period(500, ClockUnit.WORKING_DAYS, NONE), WEEKENDS_ONLY, "") == monday + timedelta(
        weeks=100
    )


def test_a_calendar_published_at_the_start_itself_was_not_known_before() -> None:
    saturdays = replace(TH_TEST, weekend=frozenset({6}))
    day_off = replace(TH_TEST, holidays=frozenset({date(2026, 3, 23)}))
    period = Period(15, ClockUnit.DAYS, PERSON)

    def last(since: int, *published: Dated) -> tuple[date, Calendar | None]:
        reckoned = reckon(published, since, lambda one: count(date(2026, 3, 6), period, one, ""))
        return reckoned.counted.due, reckoned.calendar

    assert last(5) == (date(2026, 3, 23), None)
    assert last(5, Dated(5, saturdays)) == (date(2026, 3, 23), None)
    assert last(6, Dated(5, saturdays)) == (date(2026, 3, 21), saturdays)
    assert last(5, Dated(5, day_off)) == last(6, Dated(5, day_off)) == (date(2026, 3, 24), day_off)


def test_a_calendar_that_moves_nothing_is_the_one_by_which_the_day_is_told() -> None:
    newer = replace(TH_TEST, version=2)
    start, period = date(2026, 3, 2), Period(15, ClockUnit.DAYS, PERSON)

    reckoned = reckon([Dated(3, TH_TEST), Dated(9, newer)], 5, lambda one: count(start, period, one, ""))

    assert (reckoned.counted.due, reckoned.calendar) == (date(2026, 3, 17), newer)


@pytest.mark.parametrize(("rest", "last"), [(371, date(2027, 3, 9)), (372, date(2026, 3, 3))])
def test_a_working_day_is_awaited_for_a_year_and_a_week_and_no_longer(rest: int, last: date) -> None:
    monday = date(2026, 3, 2)
    off = frozenset(monday + timedelta(days=ahead) for ahead in range(1, rest + 1))
    idle = replace(TH_TEST, weekend=frozenset(), holidays=off)

    assert due(monday, Period(1, ClockUnit.WORKING_DAYS, NONE), idle, "") == last


def test_a_calendar_without_a_working_day_leaves_the_day_where_it_is() -> None:
    never = replace(TH_TEST, weekend=frozenset(range(7)))

    assert due(date(2026, 3, 2), Period(15, ClockUnit.DAYS, PERSON), never, "") == date(2026, 3, 17)
    assert due(date(2026, 3, 2), Period(15, ClockUnit.WORKING_DAYS, NONE), never, "") == date(2026, 3, 17)
    assert due(date(2026, 3, 2), Period(0, ClockUnit.WORKING_DAYS, NONE), TH_TEST, "") == date(2026, 3, 2)


def test_no_count_leaves_the_calendar_of_the_world() -> None:
    last = date.max - timedelta(days=1)

    assert due(last, Period(15, ClockUnit.DAYS, PERSON), TH_TEST, "") == date.max
    assert due(last, Period(5, ClockUnit.YEARS, NONE), TH_TEST, "") <= date.max
