"""The days before the present one on which offices worked, by the calendar of the demonstration."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from ledger.application.stories.opening import HOLIDAYS, calendar
from ledger.domain.clocks.counting import SATURDAY_SUNDAY
from ledger.domain.codes import HolidayKind
from ledger.domain.programme.events import CalendarPublished, Holiday
from ledger.domain.types import Text

MOON: Final = ("วันมาฆบูชา", "วันวิสาขบูชา", "วันอาสาฬหบูชา", "วันเข้าพรรษา")
"""Feasts that follow the moon: on which day of another year they fall is for the cabinet to announce."""


def calendar_through(year: int, version: int) -> CalendarPublished:
    """Return ``version`` of the stories' calendar, continued to the last day of ``year``.

    What is known stays. Of further years it has the feasts that fall on one day each year, and no other.
    """
    first = calendar()
    known = {day.date_ for day in first.holidays}
    yearly = [
        (date.fromisoformat(day), Text(name))
        for day, name, kind in HOLIDAYS
        if kind is HolidayKind.NATIONAL and name not in MOON
    ]
    further = tuple(
        Holiday(date_=day.replace(year=later), name_th=name, kind=HolidayKind.NATIONAL, areas=())
        for later in range(first.from_.year + 1, year + 1)
        for day, name in yearly
        if day.replace(year=later) not in known
    )
    return CalendarPublished(
        calendar=first.calendar,
        version=version,
        from_=first.from_,
        to=date(year, 12, 31),
        weekend=first.weekend,
        holidays=(*first.holidays, *further),
        source=first.source,
    )


def workdays_before(today: date, many: int) -> Sequence[date]:
    """Return the last ``many`` days before ``today`` on which offices worked, the earliest first."""
    off = {holiday.date_ for holiday in calendar_through(today.year, 2).holidays}
    found: list[date] = []
    day = today
    while len(found) < many:
        day -= timedelta(days=1)
        if day.weekday() not in SATURDAY_SUNDAY and day not in off:
            found.insert(0, day)
    return found
