"""Every clock of a grievance at once: what starts, meets, ends and pauses it, and what does not."""

import pytest

from ledger.domain.casework.events import PeriodExtended
from ledger.domain.casework_codes import Closing, Ground, Kind, Outcome, Reclassified, Urgency
from ledger.domain.lapsing import clocks
from ledger.domain.types import Area, Code, EntryRef
from tests.domain.cases import GRIEVANCE, but
from tests.domain.clockwork import (
    answered,
    appealed,
    at,
    complained,
    complaint,
    day,
    determined,
    filed,
    handed,
    named,
    on,
    reported,
    the,
    year,
)
from tests.domain.complaints import (
    answer,
    closing,
    contest,
    court,
    done,
    reclassification,
    request,
    withdrawal,
)
from tests.domain.test_case_clocks import order
from tests.domain.world import World

SOON = at("06-01", "04:00:00.000")
"""An hour after what was filed on 1 June."""
DELAYED: dict[str, object] = {"grounds": (Ground.DELAY,)}


def ended(world: World) -> dict[str, EntryRef | None]:
    return {clock.name.value: clock.ended for clock in clocks(world, GRIEVANCE)}


def met(world: World) -> dict[str, EntryRef | None]:
    return {clock.name.value: clock.met for clock in clocks(world, GRIEVANCE)}


def starts(world: World, name: str) -> list[EntryRef]:
    return [clock.start for clock in named(world, name)]


@pytest.mark.parametrize(
    ("kind", "more", "running"),
    [
        (Kind.SERVICE_COMPLAINT, {}, {"ack", "admission", "resolve", "agency_reply"}),
        (Kind.PDPA_REQUEST, {}, {"ack", "admission", "resolve", "pdpa_access"}),
        (Kind.EXCLUSION_CLAIM, {"urgency": Urgency.URGENT}, {"ack", "triage", "admission", "resolve"}),
        (Kind.RETALIATION, {}, {"ack", "triage", "admission", "resolve"}),
        (
            Kind.EXCLUSION_CLAIM,
            {"grounds": (Ground.DELAY,)},
            {"ack", "admission", "resolve", "neglect_silence"},
        ),
        (Kind.APPEAL, {}, {"ack", "admission", "appeal_first", "exhaustion"}),
    ],
)
def test_a_closing_ends_every_promise_and_leaves_the_watch(
    kind: Kind, more: dict[str, object], running: set[str]
) -> None:
    world, _filing = complained("06-01", kind, **more)
    closed = on(world, SOON, GRIEVANCE, closing(Closing.NOT_CONTESTED), "cleo")

    assert ended(world) == dict.fromkeys(running, closed) | {"retaliation_watch": None}


def test_a_closing_ends_what_the_upper_instance_owes() -> None:
    world, _programme, _refusal = appealed("03-06")
    reported(world, "04-01")
    closed = on(world, "04-02", GRIEVANCE, closing(Closing.NOT_CONTESTED), "cleo")

    assert the(world, "appeal_upper").ended == closed


@pytest.mark.parametrize(
    ("kind", "more", "promised"),
    [
        (Kind.SERVICE_COMPLAINT, {}, {"resolve", "agency_reply"}),
        (Kind.PDPA_REQUEST, {}, {"resolve", "pdpa_access"}),
        (Kind.EXCLUSION_CLAIM, DELAYED, {"resolve", "neglect_silence"}),
        (Kind.APPEAL, {}, {"appeal_first", "exhaustion"}),
    ],
)
def test_an_answer_that_was_received_meets_every_promise_to_answer(
    kind: Kind, more: dict[str, object], promised: set[str]
) -> None:
    world, _filing = complained("06-01", kind, **more)
    told = answered(world, determined(world, "06-03"), "06-03", "06-05")

    assert {name for name, by in met(world).items() if by == told} == promised | {"notify"}


def test_a_suit_over_silence_meets_the_last_day_to_sue() -> None:
    world, _programme, _refusal = appealed("03-06")
    filing = EntryRef(GRIEVANCE, 1, world.history(GRIEVANCE)[0].leaf)
    assert the(world, "sue_after_silence", now="05-06").met is None

    sued = on(world, "05-07", GRIEVANCE, court(filing), "ines")
    assert the(world, "sue_after_silence").met == sued


@pytest.mark.parametrize(("extended", "last"), [("05-05", "2026-06-04"), ("05-06", "2026-05-05")])
def test_silence_is_longer_where_the_upper_instance_extended_by_its_last_day(
    extended: str, last: str
) -> None:
    world, _programme, _refusal = appealed("03-06")
    report = reported(world, "04-06")
    assert the(world, "exhaustion").due == "2026-05-05"
    says = PeriodExtended(
        clock=Code("appeal_upper"),
        start=report,
        from_=day("05-06"),
        to=day("06-05"),
        reason=Code("flood"),
        notice_sent_on=day("05-05"),
    )
    on(world, extended, GRIEVANCE, says, "paul")

    assert the(world, "exhaustion").due == last


def test_a_new_outcome_ends_what_was_owed_after_the_last() -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"),))
    second = determined(world, "06-12", Outcome.UPHELD, remedies=(order("07-20"),))

    assert [clock.ended for clock in named(world, "notify")] == [second, None]
    assert [clock.ended for clock in named(world, "remedy")] == [second, None]


def test_a_contest_ends_the_time_to_confirm() -> None:
    world, _filing = complained("06-01")
    made = determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"),))
    answered(world, made, "06-12")
    on(world, "07-01", GRIEVANCE, done(), "olga")
    contested = on(world, "07-02", GRIEVANCE, contest(made, via=handed("07-02")), "ines")

    assert the(world, "confirm").ended == contested


def test_a_notice_tells_of_its_own_outcome_alone() -> None:
    world, _programme, _refusal = appealed("04-30")
    first = determined(world, "05-20")
    told = answered(world, first, "05-21", "05-22")
    determined(world, "06-10")
    assert [clock.met for clock in named(world, "notify")] == [told, None]
    assert starts(world, "contest") == [told]
    assert starts(world, "sue_after_outcome") == [told]


def test_an_outcome_of_which_nobody_was_told_takes_no_window_from_the_next() -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10")
    told = answered(world, determined(world, "06-11"), "06-12", "06-15")

    assert starts(world, "contest") == [told]


def test_a_closing_over_silence_is_contested_by_what_comes_after_it() -> None:
    world, _filing = complained("06-01")
    made = determined(world, "06-10")
    on(world, "06-20", GRIEVANCE, contest(made, via=handed("06-20")), "ines")
    closed = on(world, "07-01", GRIEVANCE, closing(Closing.UNCONFIRMED), "cleo")
    assert the(world, "contest").met is None

    again = on(world, "07-05", GRIEVANCE, contest(closed, via=handed("07-05")), "ines")
    assert the(world, "contest").met == again


def asked(world: World, first: str, last: str, number: int) -> None:
    """The citizen is asked for something on a day, and brings it on another."""
    on(world, first, GRIEVANCE, request(number=number), "hugo")
    on(world, last, GRIEVANCE, but(answer(number), via=handed(last)), "ines")


def contested() -> tuple[World, EntryRef]:
    """The citizen was asked for something for two days, contested on 1 July, and was asked for three more."""
    world, _filing = complained("06-01")
    asked(world, "06-03", "06-05", 1)
    made = determined(world, "06-08")
    answered(world, made, "06-08", "06-09")
    again = on(world, "07-01", GRIEVANCE, contest(made, via=handed("07-01")), "ines")
    asked(world, "07-01", "07-04", 2)
    return world, again


def test_each_promise_to_answer_pauses_while_the_citizen_is_asked_within_it() -> None:
    world, again = contested()
    old, new = named(world, "resolve")

    assert (old.due, old.paused) == ("2026-06-24", 2)
    assert (new.start, new.due, new.paused) == (again, "2026-07-25", 3)


def test_the_promise_after_a_contest_is_met_by_the_next_answer_or_ended_by_a_closing() -> None:
    world, _again = contested()
    told = answered(world, determined(world, "07-08"), "07-08", "07-10")
    assert [clock.met == told for clock in named(world, "resolve")] == [False, True]

    world, _again = contested()
    closed = on(world, "07-10", GRIEVANCE, closing(Closing.NOT_CONTESTED), "cleo")
    assert [clock.ended for clock in named(world, "resolve")] == [None, closed]


@pytest.mark.parametrize(("area", "due"), [("9401", "2026-03-23"), ("5001", "2026-03-20")])
def test_working_days_are_those_of_the_district(area: str, due: str) -> None:
    """Friday, 20 March 2026, is a holiday of region 94."""
    world, _filing = complained("03-19", area=Area(area))

    assert the(world, "ack").due == due


def test_periods_count_from_the_day_of_receipt_and_not_from_the_record_of_it() -> None:
    world, programme = year()
    filed(world, "06-05", complaint(programme, "06-01"))

    assert {clock.name.value: clock.started for clock in clocks(world, GRIEVANCE)} == dict.fromkeys(
        ("ack", "admission", "resolve", "agency_reply", "retaliation_watch"), "2026-06-01"
    )


def test_a_withdrawal_counts_from_the_day_on_which_it_was_handed_over() -> None:
    world, _filing = complained("06-01")
    taken_back = on(world, "06-25", GRIEVANCE, withdrawal(via=handed("06-22")), "ines")

    assert the(world, "resolve").ended == taken_back


def test_what_was_read_as_an_appeal_for_a_while_is_still_owed_an_answer() -> None:
    world, _filing = complained("06-01")
    on(world, "06-02", GRIEVANCE, reclassification("service_complaint", "appeal"), "hugo")
    on(world, "06-03", GRIEVANCE, reclassification("appeal", "service_complaint"), "hugo")

    assert the(world, "resolve").ended is None
    assert the(world, "appeal_first").due == "2026-07-01"


def test_a_code_of_no_list_starts_and_ends_no_clock() -> None:
    world, _filing = complained("06-01", urgency=Urgency.URGENT)
    before = clocks(world, GRIEVANCE)
    world.now = at("06-01")
    for field in (Reclassified.KIND, Reclassified.URGENCY):
        on(world, "06-01", GRIEVANCE, reclassification("x", "nonsense", field), "hugo")

    assert clocks(world, GRIEVANCE) == before


def test_a_raised_tier_is_still_owed_its_triage() -> None:
    world, _filing = complained("06-01", urgency=Urgency.URGENT)
    on(world, SOON, GRIEVANCE, reclassification("urgent", "emergency", Reclassified.URGENCY), "hugo")

    assert the(world, "triage").ended is None
