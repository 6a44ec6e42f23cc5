"""Listings: posted by two, long enough, round by round; final by lapse."""

from datetime import date, timedelta

import pytest

from ledger.domain import lapsing
from ledger.domain.casework_codes import Ground, Kind, LapseEffect
from ledger.domain.codes import HolidayKind, Role
from ledger.domain.listing.state import ListingState, ListingStatus
from ledger.domain.programme.events import Holiday
from ledger.domain.types import Area, Code, EntryRef, Text
from tests.domain.calendars import th_test
from tests.domain.cases import TODAY, but, filing
from tests.domain.consulting import LISTING, gathered, posting, proposal, run_out
from tests.domain.world import HISTORICAL, World, hire, rules, stream


def listing(world: World) -> ListingState:
    state = world.state(LISTING)
    assert isinstance(state, ListingState)
    return state


def test_officer_and_attester_post_it() -> None:
    world, standard = gathered()
    says = posting(standard)
    world.refuses("approvals_pending", LISTING, says, "olga")
    world.refuses("authority_missing", LISTING, says, "ada", "olga")
    world.refuses("authority_missing", LISTING, says, "olga", "susi")
    world.say(LISTING, says, "olga", "ada")

    assert listing(world).status is ListingStatus.POSTED
    assert listing(world).posted == says
    world.refuses("stream_begun", LISTING, but(says, round=2), "olga", "ada")


def test_they_are_of_two_lines() -> None:
    world, standard = gathered()
    hire(world, "albert", Role.ATTESTER, "line-a")
    world.refuses("coi_same_line", LISTING, posting(standard), "olga", "albert")

    world.say(LISTING, posting(standard), "olga", "ada")


def test_their_mandates_reach_programme_and_district() -> None:
    world, standard = gathered()
    hire(world, "oda", Role.OFFICER, "line-w", areas=(Area("50"),))
    hire(world, "ole", Role.OFFICER, "line-w", programmes=(stream("programme", "other"),))
    for name in ("oda", "ole"):
        world.refuses("authority_scope", LISTING, posting(standard), name, "ada")

    world.say(LISTING, posting(standard, area=Area("5001")), "oda", "ada")


def test_the_programme_is_pinned_and_alive() -> None:
    world, standard = gathered()
    head = world.head(HISTORICAL)
    assert head is not None
    old = EntryRef(HISTORICAL, head.version, head.leaf)
    world.refuses("historical_import_only", LISTING, posting(old), "olga", "ada")
    world.refuses("import_not_historical", LISTING, posting(old), "ivo")
    unknown = EntryRef(standard.stream, standard.version + 1, standard.leaf)

    world.unless("programme_unknown", LISTING, posting(unknown), posting(standard), "olga", "ada")


def test_it_hangs_from_today_or_later() -> None:
    world, standard = gathered()
    wrong = posting(standard, from_=TODAY - timedelta(days=1), to=TODAY + timedelta(days=30))

    world.unless("date_order", LISTING, wrong, posting(standard), "olga", "ada")


def test_it_ends_after_it_begins() -> None:
    world, standard = gathered()

    world.refuses("date_order", LISTING, posting(standard, to=TODAY - timedelta(days=1)), "olga", "ada")


def test_it_hangs_as_long_as_people_may_object() -> None:
    world, standard = gathered()
    for last in (TODAY, TODAY + timedelta(days=14)):
        world.refuses("list_too_short", LISTING, posting(standard, to=last), "olga", "ada")

    world.say(LISTING, posting(standard, to=TODAY + timedelta(days=15)), "olga", "ada")


@pytest.mark.parametrize("versions", [1, 2])
def test_the_last_day_to_object_goes_by_the_newest_calendar(versions: int) -> None:
    """The fifteenth day, 7 December, is a holiday by the second version alone."""
    world, _ = gathered()
    calendar = stream("programme", "calendar")
    off = Holiday(date_=date(2026, 12, 7), name_th=Text("วันหยุด"), kind=HolidayKind.NATIONAL, areas=())
    for version in range(1, versions + 1):
        days = (off,) if version == 2 else ()
        world.say(calendar, but(th_test(version), holidays=days), "susi")
    programme = world.say(stream("programme", "new"), rules(calendar=calendar), "susi", "vera")
    says = posting(programme, to=date(2026, 12, 7))
    if versions == 1:
        world.say(LISTING, says, "olga", "ada")
    else:
        world.unless("list_too_short", LISTING, says, but(says, to=date(2026, 12, 8)), "olga", "ada")


@pytest.mark.parametrize(("areas", "last"), [(("94",), 8), (("50",), 7)])
def test_a_holiday_of_the_region_gives_its_people_a_day_more(areas: tuple[str, ...], last: int) -> None:
    """The fifteenth day, 7 December, is a holiday of one region."""
    world, _ = gathered()
    calendar = stream("programme", "calendar")
    off = Holiday(
        date_=date(2026, 12, 7),
        name_th=Text("วันหยุด"),
        kind=HolidayKind.REGIONAL,
        areas=tuple(map(Area, areas)),
    )
    world.say(calendar, but(th_test(), holidays=(off,)), "susi")
    programme = world.say(stream("programme", "new"), rules(calendar=calendar), "susi", "vera")
    short, enough = (posting(programme, to=date(2026, 12, day)) for day in (last - 1, last))
    world.unless("list_too_short", LISTING, short, enough, "olga", "ada")

    (clock,) = lapsing.clocks(world, LISTING)
    assert clock.due == f"2026-12-0{last}"


def test_it_has_rows() -> None:
    world, standard = gathered()

    world.unless("list_empty", LISTING, posting(standard, size=0), posting(standard, size=1), "olga", "ada")


@pytest.mark.parametrize("number", [-1, 0])
def test_rounds_begin_at_one(number: int) -> None:
    world, standard = gathered()

    world.unless("round_repeated", LISTING, posting(standard, round=number), posting(standard), "olga", "ada")


def test_rounds_of_a_programme_at_a_place_go_upwards() -> None:
    world, standard = gathered()
    world.say(LISTING, posting(standard, round=2), "olga", "ada")
    second = stream("listing", "second")
    for number in (1, 2):
        world.refuses("round_repeated", second, posting(standard, round=number), "olga", "ada")
    for name, right in (
        ("place", posting(standard, place=Code("temple"))),
        ("district", posting(standard, area=Area("9402"))),
        ("next", posting(standard, round=3)),
    ):
        world.say(stream("listing", name), right, "olga", "ada")


def test_others_that_speak_of_the_programme_are_no_rounds() -> None:
    world, standard = gathered()
    world.say(stream("consultation"), proposal(evidence=(standard.stream,)), "fay")
    assert world.referring(standard.stream) == [stream("consultation")]

    world.say(LISTING, posting(standard), "olga", "ada")


def test_it_keeps_what_the_clock_says_of_it() -> None:
    world, standard = gathered()
    posted = world.say(LISTING, posting(standard), "olga", "ada")
    run_out(world, "list_objection", posted, standard, LapseEffect.OVERDUE_PUBLIC)

    assert listing(world).flags == {"overdue:list_objection"}
    assert listing(world).place() == "9401"
    assert listing(world).rules() == standard
    nothing = world.state(stream("listing", "none"))
    assert (nothing.place(), nothing.rules()) == (None, None)


def test_no_clock_runs_in_a_list_of_an_old_register() -> None:
    world, _ = gathered()
    head = world.head(HISTORICAL)
    assert head is not None
    says = posting(EntryRef(HISTORICAL, head.version, head.leaf))
    world.record(world.statement(LISTING, says, "olga", "ada"))

    assert lapsing.clocks(world, LISTING) == ()


def test_it_is_final_by_lapse_and_an_objection_is_a_grievance_of_its_own() -> None:
    world, standard = gathered()
    posted = world.say(LISTING, posting(standard), "olga", "ada")
    objection = filing(
        standard, kind=Kind.OBJECTION_TO_LISTING, about=(LISTING,), grounds=(Ground.FACT_WRONG,)
    )
    world.say(stream("grievance"), objection, "ines")
    assert world.referring(LISTING) == [stream("grievance")]
    assert listing(world).status is ListingStatus.POSTED
    run_out(world, "list_objection", posted, standard, LapseEffect.ADVICE_ONLY)
    assert listing(world).status is ListingStatus.POSTED
    run_out(world, "list_objection", posted, standard, LapseEffect.LIST_FINAL)

    assert listing(world).status is ListingStatus.FINAL
    world.say(stream("grievance", "late"), objection, "ines")


def test_without_a_posting_nothing_becomes_final() -> None:
    world, standard = gathered()
    run_out(world, "list_objection", EntryRef(LISTING, 1, ""), standard, LapseEffect.LIST_FINAL)

    assert listing(world).status is ListingStatus.EMPTY
