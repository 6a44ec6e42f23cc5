"""Days and instants in Bangkok, however they are compared; and calendars whose counts are remembered."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.domain import dates, timekeeping
from ledger.domain.clocks.calendars import Dated
from ledger.domain.clocks.counting import Calendar, Period
from ledger.domain.clocks.moments import day_of, within
from ledger.domain.codes import ClockRoll, ClockUnit
from ledger.domain.dates import civil, civil_text, days_between

moments = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
instants = moments.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z")
stated = moments.map(lambda at: f"{at:%Y-%m-%dT%H:%M:%SZ}")
days = moments.map(lambda at: at.date().isoformat())
FIFTEEN = Period(15, ClockUnit.DAYS, ClockRoll.PERSON)


def in_bangkok(instant: str) -> date:
    return (datetime.fromisoformat(instant) + timedelta(hours=7)).date()


@given(instants | stated)
def test_the_day_of_an_instant_is_that_of_a_clock_seven_hours_ahead(instant: str) -> None:
    assert civil(instant) == in_bangkok(instant)


def test_a_day_that_began_at_midnight_in_greenwich_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dates, "_MIDNIGHT", "24")

    assert civil.__wrapped__("2026-03-16T17:00:00Z") != in_bangkok("2026-03-16T17:00:00Z")


@given(instants | stated)
def test_as_a_text_the_day_is_the_same(instant: str) -> None:
    assert civil_text(instant) == in_bangkok(instant).isoformat()


@given(stated, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_days_between_are_those_of_a_clock_seven_hours_ahead(start: str, passed: timedelta) -> None:
    end = f"{datetime.fromisoformat(start) + passed:%Y-%m-%dT%H:%M:%S}.000Z"

    assert days_between(start, end) == (in_bangkok(end) - in_bangkok(start)).days


def test_one_day_of_greenwich_may_be_two(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: whoever compares days of Greenwich where hours are compared sees no day pass."""
    start, end = "2026-03-16T16:59:59Z", "2026-03-16T17:00:00.000Z"
    assert days_between(start, end) == 1
    monkeypatch.setattr(dates, "_HOUR", 10)

    assert days_between(start, end) == 0


@given(instants | stated | days, days)
def test_against_a_day_days_are_compared(moment: str, due: str) -> None:
    assert within(moment, due) == (day_of(moment) <= day_of(due))


@given(days, instants | stated)
def test_a_day_against_an_instant_is_compared_as_a_day(moment: str, due: str) -> None:
    assert within(moment, due) == (day_of(moment) <= day_of(due))


@given(instants, stated)
def test_two_instants_are_compared_to_the_second(moment: str, due: str) -> None:
    seconds = [datetime.fromisoformat(one).replace(microsecond=0) for one in (moment, due)]

    assert within(moment, due) == (seconds[0] <= seconds[1])


def test_calendars_of_one_name_are_not_taken_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """They share a hash; the control: compared by it alone, the second would give the day of the first."""
    plain = Calendar(id="th", version=1, first=date(2026, 1, 1), last=date(2026, 12, 31))
    longer = replace(plain, holidays=frozenset({date(2026, 4, 20)}))
    day = date(2026, 4, 3)  # fifteen days end on a Saturday

    def due(calendar: Calendar) -> str:
        return timekeeping._counted(day, FIFTEEN, (Dated(0, calendar),), 1, "")[1]

    assert hash(plain) == hash(longer)
    assert (due(plain), due(longer)) == ("2026-04-20", "2026-04-21")
    monkeypatch.setattr(Calendar, "__eq__", lambda one, other: hash(one) == hash(other))
    timekeeping._counted.cache_clear()
    assert due(plain) == due(longer)
    timekeeping._counted.cache_clear()
