"""What the clock may record: exactly what is due, exactly as anybody recomputes it."""

from datetime import date

import pytest

from ledger.domain.casework.events import CalendarUsed, ClockRule, DeadlineLapsed, NextRight
from ledger.domain.casework_codes import Closing, LapseEffect, Outcome, Remedy, Urgency
from ledger.domain.codes import Channel, ClockRoll, ClockUnit
from ledger.domain.grievance.events import GrievanceClosed, OpenRight, RemedyOrdered
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.lapsing import clock, lapse, lapses_due
from ledger.domain.types import Code, EntryRef, Local, Moment
from tests.domain.cases import CLAIM, GRIEVANCE, acknowledgement, assignment, but
from tests.domain.clockwork import (
    answered,
    appealed,
    at,
    complained,
    day,
    determined,
    due_names,
    handed,
    lapsed,
    named,
    on,
    refused_by_card,
    the,
    tick,
    year,
)
from tests.domain.complaints import attempt, confirmation, dispute, done, grievance, status
from tests.domain.world import World

REMEDY = Remedy.APOLOGY
Silent = tuple[World, DeadlineLapsed]


def overdue(name: str = "appeal_filing", when: str = "04-17") -> Silent:
    """A claim whose appeal period ended on 16 April, and the lapse that is due."""
    world, _programme, _refusal = refused_by_card("03-30")
    world.now = at(when)
    return world, lapse(the(world, name, CLAIM))


def test_a_lapse_states_its_whole_derivation() -> None:
    world, says = overdue()
    start = the(world, "appeal_filing", CLAIM).start

    assert says == DeadlineLapsed(
        clock=Code("appeal_filing"),
        start=start,
        rule=ClockRule(
            programme=the(world, "appeal_filing", CLAIM).programme,
            length=15,
            unit=ClockUnit.DAYS,
            roll=ClockRoll.PERSON,
        ),
        calendar=CalendarUsed(id=Code("th-test"), version=1),
        raw=Moment("2026-04-14"),
        due=Moment("2026-04-16"),
        provisional=False,
        effects=(LapseEffect.FINAL_UNLESS_RELIEF,),
        next=NextRight(route=Code("relief")),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"raw": Moment("2026-04-15")},
        {"due": Moment("2026-04-15")},
        {"calendar": None},
        {"calendar": CalendarUsed(id=Code("th-test"), version=2)},
        {"provisional": True},
        {"effects": (LapseEffect.ADVICE_ONLY,)},
        {"effects": (LapseEffect.CLOSES_NOT_CONTESTED,)},
        {"effects": ()},
        {"next": None},
        {"next": NextRight(route=Code("court"), by=date(2026, 7, 15))},
    ],
)
def test_a_lapse_that_differs_from_the_recomputation_is_refused(wrong: dict[str, object]) -> None:
    world, says = overdue()

    world.unless("lapse_differs", CLAIM, but(says, **wrong), says, "cleo")


def test_the_rule_of_a_lapse_is_the_one_that_the_programme_pinned() -> None:
    world, says = overdue()
    longer = but(says, rule=but(says.rule, length=30))

    world.unless("lapse_differs", CLAIM, longer, says, "cleo")


@pytest.mark.parametrize("effect", [LapseEffect.CLOSES_UNCONFIRMED, LapseEffect.CLOSES_NOT_CONTESTED])
def test_silence_of_an_office_closes_nothing(effect: LapseEffect) -> None:
    world, _programme, _refusal = appealed("04-30")
    world.now = at("06-30")
    says = lapse(the(world, "exhaustion"))

    world.unless("lapse_differs", GRIEVANCE, but(says, effects=(effect,)), says, "cleo")
    assert status(world) is GrievanceStatus.FILED


@pytest.mark.parametrize("name", ["ines", "olga", "susi", "vera", "hugo"])
def test_nobody_but_the_clock_records_a_lapse(name: str) -> None:
    world, says = overdue()

    world.refuses("authority_missing", CLAIM, says, name)
    world.say(CLAIM, says, "cleo")


def test_a_lapse_is_due_from_the_first_instant_after_the_last_day() -> None:
    world, says = overdue()
    world.now = at("04-16", "16:59:59.999")
    world.refuses("lapse_not_due", CLAIM, says, "cleo")

    world.now = at("04-16", "17:00:00.000")
    world.say(CLAIM, says, "cleo")


def test_what_was_met_in_time_does_not_lapse() -> None:
    world, _filing = complained("06-01")
    on(world, "06-02", GRIEVANCE, acknowledgement(), "hugo")
    world.now = at("06-10")

    world.refuses("lapse_not_due", GRIEVANCE, lapse(the(world, "ack")), "cleo")
    assert "ack" not in due_names(world, "06-10")


def test_a_lapse_is_recorded_once() -> None:
    world, says = overdue()
    world.say(CLAIM, says, "cleo")

    world.refuses("already_lapsed", CLAIM, says, "cleo")
    assert "appeal_filing" not in due_names(world, "05-20", CLAIM)


def test_a_clock_that_never_started_does_not_lapse() -> None:
    world, says = overdue()
    elsewhere = but(says, start=EntryRef(CLAIM, 1, world.history(CLAIM)[0].leaf))

    world.refuses("unknown_clock", CLAIM, elsewhere, "cleo")
    world.refuses("unknown_clock", CLAIM, but(says, clock=Code("exhaustion")), "cleo")
    world.refuses("unknown_clock", GRIEVANCE, says, "cleo")


def test_a_rule_that_is_to_be_confirmed_is_shown_and_makes_no_lapse() -> None:
    world, _filing = complained("06-01")
    world.now = at("07-01")

    world.refuses("clock_inactive", GRIEVANCE, lapse(the(world, "agency_reply")), "cleo")
    world.refuses("clock_inactive", GRIEVANCE, lapse(the(world, "retaliation_watch")), "cleo")


def test_who_records_a_lapse_states_the_head() -> None:
    world, says = overdue()

    world.refuses("seen_missing", CLAIM, says, "cleo", seen=None)


def test_lapses_come_in_the_order_in_which_they_were_due() -> None:
    world, _filing = complained("06-01")
    world.now = at("06-30")
    acts = lapses_due(world, GRIEVANCE, world.now)

    assert [act.item for act in acts] == ["ack", "admission", "resolve"]
    assert [act.moment for act in acts] == [
        "2026-06-02T17:00:00Z",
        "2026-06-09T17:00:00Z",
        "2026-06-22T17:00:00Z",
    ]
    assert all(act.cause == acts[0].says.start for act in acts)  # type: ignore[union-attr]


def test_a_lapse_counted_in_hours_is_due_from_its_instant_and_one_counted_in_days_from_midnight() -> None:
    world, filing = complained("06-04", urgency=Urgency.EMERGENCY)
    acts = lapses_due(world, GRIEVANCE, at("06-30"))

    assert [(act.item, act.moment, act.cause) for act in acts] == [
        ("ack", "2026-06-05T03:00:00Z", filing),
        ("triage", "2026-06-05T03:00:00Z", filing),
        ("admission", "2026-06-11T17:00:00Z", filing),
        ("resolve", "2026-06-11T17:00:00Z", filing),
    ]


def test_of_several_days_that_one_outcome_orders_each_lapse_names_its_own() -> None:
    world, _filing = complained("06-01")
    days = (("r1", "07-10"), ("r2", "08-03"))
    remedies = tuple(
        RemedyOrdered(id=Local(name), code=REMEDY, office=Code("city"), due=day(due)) for name, due in days
    )
    determined(world, "06-10", Outcome.UPHELD, remedies=remedies)

    assert due_names(world, "08-04")[-2:] == ["remedy 2026-07-10", "remedy 2026-08-03"]


def test_looking_ahead_shows_what_will_be_due_and_makes_nothing_acceptable() -> None:
    world, _filing = complained("06-01")
    (ack,) = (act for act in lapses_due(world, GRIEVANCE, at("06-05")) if act.item == "ack")

    assert lapses_due(world, GRIEVANCE, world.now) == ()
    world.refuses("lapse_not_due", GRIEVANCE, ack.says, "cleo")


def test_of_clocks_with_one_name_the_last_one_is_asked_for() -> None:
    world, _filing = complained("06-01")
    first = on(world, "06-02", GRIEVANCE, assignment("hugo"), "susi")
    made = determined(world, "06-03")
    again = determined(world, "06-04")

    found = clock(world, GRIEVANCE, "notify")
    assert found is not None
    assert (found.start, made != again, first != again) == (again, True, True)
    assert clock(world, GRIEVANCE, "exhaustion") is None


def with_remedy() -> World:
    """A remedy was ordered, and reported done on 1 July."""
    world, _filing = complained("06-01")
    on(world, "06-02", GRIEVANCE, acknowledgement(), "hugo")
    on(world, "06-02", GRIEVANCE, assignment("hugo"), "susi")
    remedy = RemedyOrdered(id=Local("r1"), code=REMEDY, office=Code("city"), due=day("07-10"))
    outcome = determined(world, "06-10", Outcome.UPHELD, remedies=(remedy,))
    answered(world, outcome, "06-11", "06-12")
    on(world, "07-01", GRIEVANCE, done(), "olga")
    return world


def attempts(world: World, when: str, *channels: Channel) -> None:
    for channel in channels:
        says = attempt(channel)
        on(world, when, GRIEVANCE, but(says, via=but(handed(when), channel=channel)), "hugo")


def test_what_the_citizen_confirmed_is_closed_at_once() -> None:
    world = with_remedy()
    word = on(world, "07-06", GRIEVANCE, confirmation(via=handed("07-06")), "ines")
    (act,) = lapses_due(world, GRIEVANCE, world.now)

    assert (act.cause, act.moment) == (word, "2026-07-06T03:00:00Z")
    assert act.says == GrievanceClosed(
        ground=Closing.CONFIRMED,
        open_rights=(
            OpenRight(route=Code("court"), by=day("09-10")),
            OpenRight(route=Code("contest"), by=day("07-13")),
        ),
    )
    world.say(GRIEVANCE, act.says, "cleo")
    assert status(world) is GrievanceStatus.CLOSED


def test_silence_on_a_remedy_closes_after_the_lapse_and_two_attempts_on_two_channels() -> None:
    world = with_remedy()
    tick(world, "07-16")
    assert the(world, "confirm").lapsed is not None
    assert status(world) is GrievanceStatus.REMEDY_REPORTED

    attempts(world, "07-16", Channel.LINE, Channel.LINE)
    assert due_names(world, "07-16") == []
    attempts(world, "07-17", Channel.PHONE_1300)
    (act,) = tick(world, "07-17")
    assert isinstance(act.says, GrievanceClosed)
    assert act.says.ground is Closing.UNCONFIRMED
    assert OpenRight(route=Code("contest")) in act.says.open_rights
    assert status(world) is GrievanceStatus.CLOSED
    assert the_window(world) == "2026-08-17"


def the_window(world: World) -> str:
    return named(world, "contest")[-1].due


def test_attempts_before_the_report_close_nothing() -> None:
    world, _filing = complained("06-01")
    attempts(world, "06-05", Channel.LINE, Channel.PHONE_1300)
    remedy = RemedyOrdered(id=Local("r1"), code=REMEDY, office=Code("city"), due=day("07-10"))
    answered(world, determined(world, "06-10", Outcome.UPHELD, remedies=(remedy,)), "06-11", "06-12")
    on(world, "07-01", GRIEVANCE, done(), "olga")
    tick(world, "07-16")

    assert status(world) is GrievanceStatus.REMEDY_REPORTED


def test_attempts_before_the_lapse_count_and_the_lapse_closes() -> None:
    world = with_remedy()
    attempts(world, "07-02", Channel.LINE, Channel.PHONE_1300)
    assert due_names(world, "07-15") == ["contest"]
    acts = tick(world, "07-16")

    assert [act.item for act in acts] == ["contest", "confirm", "unconfirmed"]
    assert acts[-1].moment == "2026-07-15T17:00:00Z"
    assert acts[-1].cause == the(world, "confirm").lapsed


def test_a_dispute_after_the_window_keeps_the_file_open() -> None:
    world = with_remedy()
    on(world, "07-16", GRIEVANCE, dispute(via=handed("07-16")), "ines")
    attempts(world, "07-17", Channel.LINE, Channel.PHONE_1300)
    acts = tick(world, "07-18")

    assert lapsed(acts, "confirm").effects == (LapseEffect.ADVICE_ONLY,)
    assert status(world) is GrievanceStatus.REMEDY_DUE


def uncontested() -> World:
    world, _filing = complained("06-01")
    on(world, "06-02", GRIEVANCE, acknowledgement(), "hugo")
    on(world, "06-02", GRIEVANCE, assignment("hugo"), "susi")
    answered(world, determined(world, "06-10"), "06-11", "06-12")
    return world


def test_an_outcome_that_nobody_contests_is_closed_after_thirty_days_and_the_court_stays_open() -> None:
    world = uncontested()
    assert due_names(world, "07-13") == []
    lapse_, act = tick(world, "07-14")

    assert (lapse_.item, act.item) == ("contest", "not_contested")
    assert act.says == GrievanceClosed(
        ground=Closing.NOT_CONTESTED, open_rights=(OpenRight(route=Code("court"), by=day("09-10")),)
    )
    assert act.cause == the(world, "contest").lapsed
    assert status(world) is GrievanceStatus.CLOSED


def test_a_closing_names_every_right_that_it_leaves() -> None:
    world = uncontested()
    world.now = at("07-14")
    world.say(GRIEVANCE, lapses_due(world, GRIEVANCE, world.now)[0].says, "cleo")
    (act,) = lapses_due(world, GRIEVANCE, world.now)
    silent = but(act.says, open_rights=())

    world.unless("closing_differs", GRIEVANCE, silent, act.says, "cleo")


def test_no_ground_of_closing_is_declared() -> None:
    world = uncontested()
    world.now = at("07-13")
    for ground in Closing:
        says = GrievanceClosed(ground=ground, open_rights=())
        world.refuses("closing_not_due", GRIEVANCE, says, "cleo")


def test_an_overdue_tick_records_the_same_as_one_in_time() -> None:
    in_time, late = uncontested(), uncontested()
    for when in ("07-01", "07-14", "09-11"):
        tick(in_time, when)
    tick(late, "09-11")

    def said(world: World) -> list[object]:
        return [entry.statement.says for entry in world.history(GRIEVANCE)]

    assert said(in_time) == said(late)
    assert "sue_after_outcome" in [getattr(item, "clock", None) for item in said(late)]


def test_no_lapse_is_due_in_a_stream_without_clocks() -> None:
    world, _programme = year()

    assert lapses_due(world, "programme/none", world.now) == ()
    assert lapses_due(world, GRIEVANCE, world.now) == ()
    assert grievance(world).status is GrievanceStatus.EMPTY
