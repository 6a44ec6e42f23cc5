"""What requests, conflicts, contested acts, pauses, places and extensions make of the clocks of a case."""

from datetime import date

import pytest

from ledger.domain.case_clocks import pauses
from ledger.domain.casework.events import PeriodExtended
from ledger.domain.casework_codes import (
    Closing,
    Outcome,
    Remedy,
)
from ledger.domain.clocks.counting import Period
from ledger.domain.codes import ClockRoll, ClockUnit
from ledger.domain.grievance.events import RemedyOrdered
from ledger.domain.lapsing import clocks
from ledger.domain.timekeeping import Span, timeline
from ledger.domain.types import Area, Code, EntryRef, Local
from tests.domain.cases import CLAIM, GRIEVANCE, but
from tests.domain.casework_cases import note, review, revoked
from tests.domain.claim_cases import taking_back
from tests.domain.clockwork import (
    at,
    complained,
    day,
    determined,
    handed,
    named,
    notified,
    on,
    received,
    refused,
    the,
    year,
)
from tests.domain.complaints import answer, closing
from tests.domain.test_clocks_of_claims import asked, conflict
from tests.domain.test_extending import extension
from tests.domain.test_replay import replayed
from tests.domain.world import REGISTRY, STANDARD, World, enrolment, rules


def applied() -> tuple[World, EntryRef]:
    """A claim received on 1 June, and the programme to which it is pinned."""
    world, programme = year()
    received(world, programme, "06-01")
    return world, programme


def test_once_a_claim_is_taken_back_nobody_waits_for_information_or_for_a_ruling() -> None:
    world, _programme = applied()
    on(world, "06-10", CLAIM, asked("06-24"), "olga")
    on(world, "06-10", CLAIM, asked("06-24", name="q2"), "olga")
    on(world, "06-11", CLAIM, conflict(), "olga")
    said = on(world, "06-11", CLAIM, but(answer(2), via=handed("06-11")), "ines")
    over = on(world, "06-12", CLAIM, taking_back(via=handed("06-12")), "ines")

    waiting, answered = named(world, "information", CLAIM)
    assert (waiting.met, waiting.ended) == (None, over)
    assert (answered.met, answered.in_time, answered.ended) == (said, True, None)
    ruling = the(world, "conflict_ruling", CLAIM)
    assert (ruling.met, ruling.ended, ruling.overdue(at("07-01"))) == (None, over, False)


def test_what_is_asked_after_a_closing_is_waited_for() -> None:
    world, _filing = complained("06-01")
    on(world, "06-10", GRIEVANCE, closing(Closing.CONFIRMED), "cleo")
    on(world, "06-11", GRIEVANCE, asked("06-24", of="complainant"), "hugo")
    on(world, "06-11", GRIEVANCE, conflict(), "hugo")

    assert the(world, "information").ended is None
    assert the(world, "conflict_ruling").ended is None


def test_a_case_pauses_between_each_request_to_the_citizen_and_its_answer() -> None:
    world, programme = applied()
    for when, says in (
        ("06-04", asked("06-18", name="q1", of="office")),
        ("06-08", asked("06-22", name="q2")),
        ("06-08", but(answer(2), via=handed("06-08"))),
        ("06-09", asked("06-23", name="q3")),
        ("06-11", but(answer(3), via=handed("06-11"))),
        ("06-15", asked("06-29", name="q4")),
        ("06-18", but(answer(4), via=handed("06-18"))),
    ):
        on(world, when, CLAIM, says, "ines")
    history = world.history(CLAIM)
    line = timeline(world, history, programme, "9401")
    assert line is not None

    spans = (Span(day("06-09"), day("06-11")), Span(day("06-15"), day("06-18")))
    assert pauses(line, history) == spans
    clock = the(world, "decide_claim", CLAIM)
    assert (clock.raw, clock.paused, clock.due) == ("2026-07-01", 5, "2026-07-06")


def test_what_somebody_says_with_their_own_key_counts_from_its_recording() -> None:
    world, _programme = applied()
    on(world, "06-10", CLAIM, asked("06-24"), "olga")
    said = on(world, "06-15", CLAIM, but(answer(), via=None), "ada")

    clock = the(world, "information", CLAIM)
    assert (clock.met, clock.met_on) == (said, at("06-15"))
    assert the(world, "decide_claim", CLAIM).paused == 5


@pytest.mark.parametrize("name", ["olga", "susi"])
def test_an_act_is_doubtful_whichever_of_its_signatures_is(name: str) -> None:
    world, _programme = applied()
    on(world, "06-02", CLAIM, asked("06-24"), "olga")
    boundary = world.size
    refusal = refused(world, "06-20")
    on(world, "06-21", CLAIM, but(answer(), via=None), "nobody")
    world.now = at("07-01")
    revocation = revoked(world, name, boundary)
    on(world, "07-02", CLAIM, review(EntryRef(CLAIM, 1, "00")), "rolf")

    clock = the(world, "contested_act", CLAIM)
    assert (clock.start, clock.due, clock.met) == (revocation, "2026-07-31", None)
    reviewed = on(world, "07-03", CLAIM, review(refusal), "rolf")
    assert the(world, "contested_act", CLAIM).met == reviewed


def test_a_registry_that_nobody_founded_has_keys_and_starts_no_review() -> None:
    world = World(now=at("02-01"))
    note(world, REGISTRY, enrolment("olga"), "olga")
    programme = note(world, STANDARD, but(rules(), from_=date(2026, 1, 1)), "susi", "vera")
    received(world, programme)
    refused(world)
    revoked(world, "olga", 1)
    replay = replayed(world)

    assert replay.registry.stream is None
    assert {clock.name.value for clock in clocks(replay, CLAIM)} == {"decide_claim", "notify"}


@pytest.mark.parametrize(
    ("area", "last"), [("9401", "2026-03-23"), ("10", "2026-03-20"), (None, "2026-03-20")]
)
def test_a_holiday_of_the_region_in_which_a_matter_lies_moves_the_persons_day(
    area: str | None, last: str
) -> None:
    world, programme = year()
    place = None if area is None else Area(area)
    received(world, programme, area=place)
    request = on(world, "03-02", CLAIM, asked("03-12"), "olga")
    notified(world, refused(world, "03-03"), "03-04", "03-05")
    appeal_period = the(world, "appeal_filing", CLAIM)
    assert (appeal_period.raw, appeal_period.due) == ("2026-03-20", last)
    assert the(world, "information", CLAIM).due == "2026-03-12"

    longer = on(world, "03-12", CLAIM, extension("information", request, "03-12", "03-20"), "olga")
    clock = the(world, "information", CLAIM)
    assert (clock.raw, clock.due, clock.extension) == ("2026-03-12", last, longer)


def order(due: str, remedy: str = "r1") -> RemedyOrdered:
    return RemedyOrdered(id=Local(remedy), code=Remedy.APOLOGY, office=Code("city"), due=day(due))


def test_a_day_ordered_for_the_authority_stands_on_a_holiday() -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-28"),))

    clock = the(world, "remedy")
    assert (clock.raw, clock.due) == ("2026-07-28", "2026-07-28")
    assert clock.row.period == Period(48, ClockUnit.DAYS, ClockRoll.NONE)


def test_of_two_days_that_one_outcome_orders_each_is_extended_by_itself() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"), order("07-20", "r2")))

    def longer(from_: str, to: str) -> EntryRef:
        says: PeriodExtended = extension("remedy", outcome, from_, to, "06-20")
        return on(world, "06-20", GRIEVANCE, says, "rolf")

    _, second, again = longer("07-10", "07-14"), longer("07-20", "07-24"), longer("07-14", "07-16")

    early, late = named(world, "remedy")
    assert (early.raw, early.due, early.extension) == ("2026-07-10", "2026-07-16", again)
    assert (late.raw, late.due, late.extension) == ("2026-07-20", "2026-07-24", second)
