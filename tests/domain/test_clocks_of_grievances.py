"""Which clocks a grievance starts, what meets them, and what does not."""

import pytest

from ledger.domain.casework_codes import (
    Closing,
    Ground,
    Inadmissible,
    Kind,
    LapseEffect,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.clocks.clock import Clock, Route
from ledger.domain.codes import NoticeMethod, NoticeRule, Profile
from ledger.domain.grievance.events import RemedyConfirmed, RemedyDisputed, RemedyOrdered
from ledger.domain.lapsing import clocks
from ledger.domain.types import Code, Local
from tests.domain.cases import GRIEVANCE, acknowledgement, assignment, but
from tests.domain.clockwork import (
    answered,
    appeal,
    appealed,
    at,
    complained,
    complaint,
    day,
    determined,
    due_names,
    filed,
    handed,
    named,
    on,
    refusal_notified,
    reported,
    the,
    tick,
    year,
)
from tests.domain.complaints import (
    acceptance,
    closing,
    confirmation,
    contest,
    court,
    dispute,
    done,
    grievance,
    reclassification,
    transfer,
    withdrawal,
)
from tests.domain.world import World

ALWAYS = {"ack", "admission", "retaliation_watch"}


def every(world: World, when: str) -> tuple[Clock, ...]:
    world.now = at(when)
    return clocks(world, GRIEVANCE)


def names(world: World, when: str) -> set[str]:
    return {clock.name.value for clock in every(world, when)}


def order(day_: str, remedy: str = "r1", code: Remedy = Remedy.RECONSIDER) -> RemedyOrdered:
    return RemedyOrdered(id=Local(remedy), code=code, office=Code("city"), due=day(day_))


@pytest.mark.parametrize(
    ("kind", "started"),
    [
        (Kind.APPEAL, {"appeal_first", "exhaustion"}),
        (Kind.SERVICE_COMPLAINT, {"resolve", "agency_reply"}),
        (Kind.INQUIRY, {"resolve", "agency_reply"}),
        (Kind.CONDUCT_COMPLAINT, {"resolve", "agency_reply"}),
        (Kind.PDPA_REQUEST, {"resolve", "pdpa_access"}),
        (Kind.EXCLUSION_CLAIM, {"resolve"}),
        (Kind.RETALIATION, {"resolve", "triage"}),
    ],
)
def test_a_filing_starts_the_clocks_of_its_kind(kind: Kind, started: set[str]) -> None:
    world, _filing = complained("06-01", kind)

    assert names(world, "06-01") == ALWAYS | started


def test_a_written_request_to_act_starts_ninety_days_of_silence() -> None:
    world, _filing = complained("02-02", grounds=(Ground.DELAY,))
    silence = the(world, "neglect_silence")

    assert (silence.due, silence.next) == ("2026-05-03", Route("court", "2026-08-03"))
    assert named(world, "sue_after_neglect", now="05-03") == []
    assert the(world, "sue_after_neglect", now="05-04").due == "2026-08-03"


def test_no_clock_runs_under_a_historical_programme_or_without_rules() -> None:
    world, programme = year(profile=Profile.HISTORICAL)
    filed(world, "06-01", complaint(programme, "06-01"))
    assert names(world, "06-02") == set()

    world, programme = year()
    filed(world, "06-01", complaint(but(programme, version=9), "06-01"))
    assert names(world, "06-02") == set()


@pytest.mark.parametrize(
    ("tier", "ack", "resolve"),
    [
        (Urgency.EMERGENCY, "2026-06-02T03:00:00Z", "2026-06-08"),
        (Urgency.URGENT, "2026-06-02", "2026-06-15"),
        (Urgency.NORMAL, "2026-06-02", "2026-06-22"),
    ],
)
def test_each_tier_has_its_periods(tier: Urgency, ack: str, resolve: str) -> None:
    world, _filing = complained("06-01", urgency=tier)

    assert (the(world, "ack").due, the(world, "ack").provisional) == (ack, False)
    assert the(world, "resolve").due == resolve
    triage = [clock.due for clock in named(world, "triage")]
    assert triage == ([] if tier is Urgency.NORMAL else ["2026-06-02T03:00:00Z"])


def test_an_emergency_that_was_received_earlier_counts_from_the_end_of_that_day() -> None:
    world, programme = year()
    emergency = complaint(programme, "06-04", urgency=Urgency.EMERGENCY)
    filed(world, "06-05", emergency)

    assert the(world, "ack").due == "2026-06-05T16:59:59Z"
    assert the(world, "triage").due == "2026-06-06T03:00:00Z"


def test_hours_are_over_after_their_second() -> None:
    world, _filing = complained("06-04", urgency=Urgency.EMERGENCY)
    world.now = at("06-05", "03:00:00.999")
    assert "ack" not in [act.name for act in named(world, "ack") if act.overdue(world.now)]
    on(world, world.now, GRIEVANCE, acknowledgement(), "hugo")
    assert the(world, "ack").in_time

    late, _filing = complained("06-04", urgency=Urgency.EMERGENCY)
    on(late, at("06-05", "03:00:01.000"), GRIEVANCE, acknowledgement(), "hugo")
    assert not the(late, "ack").in_time
    assert the(late, "ack").overdue(late.now)


def test_acknowledgement_triage_and_admission_are_met_by_their_own_acts() -> None:
    world, _filing = complained("06-08", urgency=Urgency.URGENT)
    first = on(world, "06-09", GRIEVANCE, acknowledgement(), "hugo")
    second = on(world, at("06-09", "02:00:00.000"), GRIEVANCE, assignment("hugo"), "susi")

    assert the(world, "ack").met == first
    assert the(world, "triage").met == second
    assert the(world, "admission").met == second


def test_admission_is_deemed_after_five_working_days_of_nothing() -> None:
    world, _filing = complained("05-28")

    assert the(world, "admission").due == "2026-06-08"
    assert "admission" not in due_names(world, "06-08")
    assert "admission" in due_names(world, "06-09")
    tick(world, "06-09")
    assert "deemed_admissible" in grievance(world).flags


def test_only_a_refusal_to_hear_meets_the_admission_beside_an_assignment() -> None:
    world, _filing = complained("05-28")
    determined(world, "06-01", Outcome.NOT_UPHELD)
    assert not the(world, "admission").in_time
    determined(world, "06-02", Outcome.INADMISSIBLE, inadmissible=Inadmissible.NO_STANDING)
    assert the(world, "admission").in_time


def test_the_promise_to_answer_is_met_by_a_notice_that_counts_and_by_nothing_less() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10")
    answered(world, outcome, "06-11", method=NoticeMethod.SMS, rule=NoticeRule.N10)
    assert the(world, "resolve").met is None
    assert the(world, "notify").met is None

    letter = answered(world, outcome, "06-22")
    assert the(world, "resolve").met == letter
    assert the(world, "resolve").in_time
    assert the(world, "notify").met == letter
    assert the(world, "notify").due == "2026-06-17"
    assert not the(world, "notify").in_time


def test_an_answer_on_the_day_after_is_late_and_the_lapse_stays_a_fact() -> None:
    world, _filing = complained("06-01")
    answered(world, determined(world, "06-10"), "06-23")

    assert not the(world, "resolve").in_time
    assert the(world, "resolve").effects == (LapseEffect.NOTIFY_OVERSIGHT, LapseEffect.OVERDUE_PUBLIC)
    assert "resolve" in due_names(world, "06-24")


def test_transfer_reclassification_and_handlers_move_no_clock_of_the_law() -> None:
    world, programme, refusal = refusal_notified()
    filed(world, "04-30", appeal(programme, refusal, handed_over="04-30"))
    before = {clock.name: clock.due for clock in every(world, "05-04")}
    on(world, "05-05", GRIEVANCE, transfer(), "hugo")
    on(world, "05-06", GRIEVANCE, acceptance(), "paul")
    on(world, "05-07", GRIEVANCE, assignment("rolf"), "susi")
    on(world, "05-08", GRIEVANCE, reclassification("appeal", "service_complaint"), "hugo")
    after = {clock.name: clock.due for clock in every(world, "05-09")}

    assert before.items() <= after.items()
    assert after.keys() - before.keys() == {"transfer", "resolve", "agency_reply"}


def test_a_complaint_read_as_an_appeal_has_the_laws_clocks_from_its_first_receipt() -> None:
    world, _filing = complained("06-01")
    read = on(world, "06-10", GRIEVANCE, reclassification("service_complaint", "appeal"), "hugo")

    assert the(world, "appeal_first").due == "2026-07-01"
    assert the(world, "exhaustion").due == "2026-07-31"
    assert the(world, "resolve").ended == read


def test_a_lower_tier_gives_more_time_and_needs_no_triage() -> None:
    world, _filing = complained("06-04", urgency=Urgency.URGENT)
    change = reclassification("urgent", "normal", Reclassified.URGENCY)
    lowered = on(world, at("06-04", "05:00:00.000"), GRIEVANCE, change, "hugo")

    assert the(world, "triage").ended == lowered
    assert the(world, "resolve").due == "2026-06-25"


def test_a_transfer_that_nobody_accepts_returns_to_the_sender() -> None:
    world, _filing = complained("06-01")
    offer = on(world, "06-04", GRIEVANCE, transfer(), "hugo")
    clock = the(world, "transfer")

    assert (clock.start, clock.due) == (offer, "2026-06-09")
    assert clock.effects == (LapseEffect.RETURNS_TO_SENDER,)
    accepted = on(world, "06-09", GRIEVANCE, acceptance(), "paul")
    assert the(world, "transfer").met == accepted


def test_a_transfer_accepted_late_is_not_taken_back() -> None:
    world, _filing = complained("06-01")
    on(world, "06-04", GRIEVANCE, transfer(), "hugo")
    on(world, "06-10", GRIEVANCE, acceptance(), "paul")

    assert the(world, "transfer").effects == (LapseEffect.ADVICE_ONLY,)


def test_remedies_of_one_day_share_a_clock_that_the_last_report_meets() -> None:
    world, _filing = complained("06-01")
    remedies = (order("07-10"), order("07-10", "r2"), order("08-03", "r3"), order("07-01", "r4", Remedy.NONE))
    determined(world, "06-10", Outcome.UPHELD, remedies=remedies)
    early, late = named(world, "remedy")
    assert (early.due, late.due) == ("2026-07-10", "2026-08-03")

    on(world, "07-01", GRIEVANCE, done(remedy="r1"), "olga")
    on(world, "07-02", GRIEVANCE, done(remedy="r1"), "olga")
    assert named(world, "remedy")[0].met is None
    last = on(world, "07-10", GRIEVANCE, done(remedy="r2"), "olga")
    early, late = named(world, "remedy")
    assert (early.met, early.in_time, late.met) == (last, True, None)


def test_two_days_of_one_determination_lapse_one_by_one() -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"), order("08-03", "r3")))
    tick(world, "07-11")
    early, late = named(world, "remedy")
    assert (early.lapsed is not None, late.lapsed) == (True, None)

    tick(world, "08-04")
    assert named(world, "remedy")[1].lapsed not in (None, early.lapsed)


@pytest.mark.parametrize("reply", [confirmation(via=handed("07-15")), dispute(via=handed("07-15"))])
def test_the_citizens_word_on_a_remedy_counts_from_its_handing_over(
    reply: RemedyConfirmed | RemedyDisputed,
) -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"), order("07-10", "r2")))
    on(world, "07-01", GRIEVANCE, done(remedy="r1"), "olga")
    on(world, "07-02", GRIEVANCE, done(remedy="r2"), "olga")
    first, second = named(world, "confirm")
    assert (first.due, second.due) == ("2026-07-15", "2026-07-16")

    word = on(world, "07-20", GRIEVANCE, reply, "ines")
    first, second = named(world, "confirm")
    assert (first.met, first.in_time, second.met) == (word, True, None)


def test_what_was_said_before_a_report_says_nothing_of_it() -> None:
    world, _filing = complained("06-01")
    determined(world, "06-10", Outcome.UPHELD, remedies=(order("07-10"),))
    on(world, "07-01", GRIEVANCE, done(), "olga")
    on(world, "07-02", GRIEVANCE, dispute(via=handed("07-02")), "ines")
    on(world, "07-06", GRIEVANCE, done(), "olga")

    assert [clock.met is None for clock in named(world, "confirm")] == [False, True]


def test_the_window_to_contest_runs_from_the_effective_notice_and_closes_only_what_orders_nothing() -> None:
    world, _filing = complained("06-01")
    answered(world, determined(world, "06-10"), "06-12")
    window = the(world, "contest")
    assert (window.started, window.due) == ("2026-06-19", "2026-07-20")
    assert window.effects == (LapseEffect.CLOSES_NOT_CONTESTED,)

    other, _filing = complained("06-01")
    outcome = determined(other, "06-10", Outcome.UPHELD, remedies=(order("07-10"),))
    answered(other, outcome, "06-12")
    assert the(other, "contest").effects == (LapseEffect.ADVICE_ONLY,)


def test_a_contest_starts_the_promise_anew_and_keeps_the_old_record() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10")
    first = answered(world, outcome, "06-12")
    again = on(world, "07-02", GRIEVANCE, contest(outcome, via=handed("07-01")), "ines")

    assert the(world, "contest").met == again
    old, new = named(world, "resolve")
    assert (old.met, old.due) == (first, "2026-06-22")
    assert (new.start, new.started, new.due, new.met) == (again, "2026-07-01", "2026-07-22", None)


def test_an_unconfirmed_closing_opens_the_window_again() -> None:
    world, _filing = complained("06-01")
    closed = on(world, "07-01", GRIEVANCE, closing(Closing.UNCONFIRMED), "cleo")
    assert (the(world, "contest").start, the(world, "contest").due) == (closed, "2026-07-31")
    assert the(world, "contest").effects == (LapseEffect.ADVICE_ONLY,)

    other, _filing = complained("06-01")
    on(other, "07-01", GRIEVANCE, closing(Closing.CONFIRMED), "cleo")
    assert named(other, "contest") == []


@pytest.mark.parametrize(
    ("pressure", "kind", "ends"),
    [
        (Pressure.NO, Kind.SERVICE_COMPLAINT, True),
        (Pressure.NOT_ASKED, Kind.SERVICE_COMPLAINT, True),
        (Pressure.YES, Kind.SERVICE_COMPLAINT, False),
        (Pressure.NO, Kind.RETALIATION, False),
        (Pressure.NO, Kind.INTEGRITY_ALLEGATION, False),
    ],
)
def test_a_withdrawal_ends_what_runs_but_not_under_pressure_nor_of_an_allegation(
    pressure: Pressure,
    kind: Kind,
    ends: bool,  # noqa: FBT001
) -> None:
    world, _filing = complained("06-01", kind)
    on(world, "06-02", GRIEVANCE, withdrawal(pressure, via=handed("06-02")), "ines")

    assert (the(world, "resolve").ended is not None) is ends
    assert the(world, "retaliation_watch").ended is None


def test_an_outcome_starts_the_last_day_to_sue_for_an_appeal() -> None:
    world, _programme, _refusal = appealed("04-30")
    outcome = determined(world, "05-20")
    answered(world, outcome, "05-22", "05-26")
    clock = the(world, "sue_after_outcome")

    assert (clock.due, clock.effects) == ("2026-08-24", (LapseEffect.ADVICE_ONLY,))
    sued = on(world, "08-24", GRIEVANCE, court(outcome), "ines")
    assert the(world, "sue_after_outcome").met == sued
    assert the(world, "sue_after_outcome").in_time


def test_without_court_notice_a_year_is_shown_and_ninety_days_are_advised() -> None:
    world, _programme, _refusal = appealed("04-30")
    answered(world, determined(world, "05-20"), "05-22", "05-26", court_block=None)
    clock = the(world, "sue_after_outcome")

    assert (clock.due, clock.advised, clock.active) == ("2027-05-26", "2026-08-24", False)


def test_a_complaint_goes_to_court_only_where_its_notice_names_one() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10")
    answered(world, outcome, "06-12", court_block=None)
    assert named(world, "sue_after_outcome") == []

    world, _filing = complained("06-01")
    answered(world, determined(world, "06-10"), "06-13")
    assert the(world, "sue_after_outcome").due == "2026-09-18"


def test_the_upper_instance_answers_by_its_determination() -> None:
    world, _programme, _refusal = appealed("03-06")
    report = reported(world, "04-06")
    clock = the(world, "appeal_upper")
    assert (clock.start, clock.due, clock.met) == (report, "2026-05-06", None)
    assert the(world, "appeal_first").due == "2026-04-05"
    assert not the(world, "appeal_first").in_time

    made = determined(world, "05-06")
    assert the(world, "appeal_upper").met == made
    assert the(world, "appeal_upper").in_time
    assert the(world, "exhaustion").met is None


def test_the_watch_over_retaliation_runs_out_and_is_no_lapse() -> None:
    world, _filing = complained("02-02")

    assert the(world, "retaliation_watch").due == "2026-08-01"
    assert the(world, "retaliation_watch", now="08-02").overdue(world.now)
    assert "retaliation_watch" not in due_names(world, "08-02")
