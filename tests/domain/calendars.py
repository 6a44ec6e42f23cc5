"""The calendar ``th-test``, version 1: assumed for tests, not an official list."""

from datetime import date

from ledger.domain.clocks.counting import Calendar
from ledger.domain.codes import HolidayKind
from ledger.domain.programme.events import CalendarPublished, Holiday
from ledger.domain.types import Area, Code, Text

FIRST = date(2026, 1, 1)
LAST = date(2027, 1, 31)
NATIONAL = frozenset(
    date(2026, month, day)
    for month, days in {
        1: (1,),
        3: (3,),
        4: (6, 13, 14, 15),
        5: (4, 31),
        6: (3,),
        7: (28, 29, 30),
        8: (12,),
        10: (13, 23),
        12: (5, 10, 31),
    }.items()
    for day in days
) | {date(2027, 1, 1)}
SUBSTITUTE = frozenset({date(2026, 6, 1), date(2026, 12, 7)})
REGIONAL = (date(2026, 3, 20), "94")
TH_TEST = Calendar(
    id="th-test",
    version=1,
    first=FIRST,
    last=LAST,
    holidays=NATIONAL | SUBSTITUTE,
    regional=frozenset({REGIONAL}),
)


def th_test(version: int = 1, *added: date) -> CalendarPublished:
    """The calendar as it is published; ``added`` are days off by a resolution of the cabinet."""
    holidays = [(day, HolidayKind.NATIONAL, ()) for day in sorted(NATIONAL)]
    holidays += [(day, HolidayKind.SUBSTITUTE, ()) for day in sorted(SUBSTITUTE)]
    holidays += [(day, HolidayKind.SPECIAL, ()) for day in added]
    regional = [(REGIONAL[0], HolidayKind.REGIONAL, (Area(REGIONAL[1]),))]
    return CalendarPublished(
        calendar=Code("th-test"),
        version=version,
        from_=FIRST,
        to=LAST,
        weekend=(5, 6),
        holidays=tuple(
            Holiday(date_=day, name_th=Text("วันหยุด"), kind=kind, areas=areas)
            for day, kind, areas in (*holidays, *regional)
        ),
        source=Text("assumed for tests; not an official list"),
    )
