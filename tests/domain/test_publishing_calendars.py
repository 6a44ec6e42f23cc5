"""Publishing a calendar."""

from datetime import date

import pytest

from ledger.domain.codes import HolidayKind, Role
from ledger.domain.programme.events import CalendarPublished, Holiday
from ledger.domain.types import Area, Code, Seen, Text
from tests.domain.calendars import FIRST, LAST, th_test
from tests.domain.cases import but
from tests.domain.world import STANDARD, ZERO, World, hire, peopled, rules, stream

CALENDAR = stream("programme", "calendar")


def off(day: date, kind: HolidayKind = HolidayKind.NATIONAL, *areas: str) -> Holiday:
    return Holiday(date_=day, name_th=Text("วันหยุด"), kind=kind, areas=tuple(map(Area, areas)))


def calendar(**more: object) -> CalendarPublished:
    return but(th_test(), **({"holidays": ()} | more))


def published() -> World:
    world = peopled()
    world.say(CALENDAR, th_test(), "susi")
    return world


def test_a_supervisor_publishes_a_calendar_alone_and_with_open_eyes() -> None:
    world = peopled()

    world.refuses("authority_missing", CALENDAR, th_test(), "vera")
    world.refuses("authority_missing", CALENDAR, th_test(), "ivo")
    world.refuses("signer_superfluous", CALENDAR, th_test(), "susi", "vera")
    world.refuses("at_missing", CALENDAR, th_test(), "susi", at=None)
    world.refuses("stream_conflict", CALENDAR, th_test(), "susi", seen=Seen(1, ZERO))
    world.say(CALENDAR, th_test(), "susi")
    world.refuses("stream_conflict", CALENDAR, th_test(2), "susi", seen=None)


def test_a_mandate_for_one_programme_publishes_no_other_calendar() -> None:
    world = peopled()
    hire(world, "sigi", Role.SUPERVISOR, "line-s", programmes=(STANDARD,))

    world.refuses("authority_scope", CALENDAR, th_test(), "sigi")
    world.say(STANDARD, th_test(), "sigi")


def test_versions_of_a_calendar_follow_one_another() -> None:
    world = peopled()
    world.refuses("calendar_version", CALENDAR, th_test(2), "susi")
    world.say(CALENDAR, th_test(), "susi")

    for version in (1, 3):
        world.refuses("calendar_version", CALENDAR, th_test(version), "susi")
    world.say(CALENDAR, th_test(2), "susi")


def test_a_stream_publishes_one_calendar() -> None:
    other = but(th_test(2), calendar=Code("th-other"))

    published().unless("calendar_invalid", CALENDAR, other, th_test(2), "susi")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ({"from_": LAST, "to": FIRST}, {"from_": FIRST, "to": FIRST}),
        ({"weekend": (5, 5)}, {"weekend": ()}),
        ({"weekend": (7,)}, {"weekend": (6, 0)}),
        ({"weekend": (-1,)}, {"weekend": (0, 1, 2, 3, 4, 5)}),
        ({"weekend": (0, 1, 2, 3, 4, 5, 6)}, {"weekend": (4,)}),
        ({"holidays": (off(date(2025, 12, 31)),)}, {"holidays": (off(FIRST), off(LAST))}),
        ({"holidays": (off(date(2027, 2, 1)),)}, {"holidays": (off(LAST),)}),
        (
            {"holidays": (off(FIRST), off(FIRST, HolidayKind.SPECIAL))},
            {"holidays": (off(FIRST), off(LAST, HolidayKind.SPECIAL))},
        ),
        (
            {"holidays": (off(FIRST, HolidayKind.REGIONAL),)},
            {"holidays": (off(FIRST, HolidayKind.REGIONAL, "94"),)},
        ),
        (
            {"holidays": (off(FIRST, HolidayKind.SUBSTITUTE, "94"),)},
            {"holidays": (off(FIRST, HolidayKind.SUBSTITUTE),)},
        ),
        (
            {"holidays": (off(FIRST, HolidayKind.REGIONAL, "94", "94"),)},
            {"holidays": (off(FIRST, HolidayKind.REGIONAL, "94", "95"), off(FIRST))},
        ),
    ],
)
def test_a_calendar_makes_sense(wrong: dict[str, object], right: dict[str, object]) -> None:
    peopled().unless("calendar_invalid", CALENDAR, calendar(**wrong), calendar(**right), "susi")


def test_a_programme_names_a_stream_that_publishes_a_calendar() -> None:
    world = published()

    for nowhere in (STANDARD, stream("claim"), stream("programme", "nothing")):
        world.refuses("calendar_unknown", STANDARD, rules(calendar=nowhere), "susi", "vera")
    world.say(STANDARD, rules(calendar=CALENDAR), "susi", "vera")
