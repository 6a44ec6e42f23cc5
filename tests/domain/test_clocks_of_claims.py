"""Which clocks a claim starts, what meets them, and what pauses them."""

import pytest

from ledger.domain.casework.events import ActReviewed, ConflictDecided, ConflictRaised, InformationRequested
from ledger.domain.casework_codes import (
    ActRuling,
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    Kind,
    LapseEffect,
    Pressure,
)
from ledger.domain.clocks.rows import Mark
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, OrderMaker, Result
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.calendars import th_test
from tests.domain.cases import CLAIM, GRIEVANCE, attestation, but, found, refusal_to_attest, revision
from tests.domain.casework_cases import revoked
from tests.domain.claim_cases import question, request, taking_back
from tests.domain.clockwork import (
    CALENDAR,
    COURT,
    appeal,
    at,
    complaint,
    day,
    due_names,
    filed,
    handed,
    letter,
    named,
    notified,
    on,
    received,
    refusal_notified,
    refused,
    refused_by_card,
    row,
    the,
    tick,
    year,
)
from tests.domain.complaints import answer, court, reclassification
from tests.domain.world import STANDARD, World, actor, rules

OTHER = "grievance/00000000-0000-0000-0000-000000000002"


def asked(due: str, of: str = "applicant", name: str = "q1") -> InformationRequested:
    return but(question(), due=day(due), of=Code(of), request=Local(name))


def paused(*acts: tuple[str, object], when: str) -> str:
    """The day by which a claim received on 1 June must be decided, after requests and supplies."""
    world, programme = year()
    received(world, programme, "06-01")
    for moment, says in acts:
        on(world, moment, CLAIM, says, "olga")  # type: ignore[arg-type]
    world.now = at(when)
    return the(world, "decide_claim", CLAIM).due


def supplied(when: str, name: str = "q1") -> tuple[str, object]:
    return when, but(answer(int(name[1:])), via=handed(when))


def overruling(*affects: EntryRef, ruling: ActRuling = ActRuling.OVERRULED) -> ActReviewed:
    return ActReviewed(act=EntryRef(CLAIM, 2, "00"), ground=Code("false"), ruling=ruling, affects=affects)


def conflict(of: str = "olga") -> ConflictRaised:
    return ConflictRaised(
        actor=actor(of),
        ground=ConflictGround.SPOUSE,
        section=ConflictSection.S13,
        how=ConflictRaisedBy.SELF_REPORT,
    )


def ruling(on_: EntryRef) -> ConflictDecided:
    return ConflictDecided(raised=on_, ruling=ConflictRuling.MAY_ACT, redo=())


def revised(of: EntryRef, result: Result) -> object:
    return revision(of, result, found())


def test_an_application_starts_thirty_days_to_decide_and_notify() -> None:
    world, programme = year()
    entry = received(world, programme, "06-01")
    clock = the(world, "decide_claim", CLAIM)
    assert (clock.start, clock.started, clock.due) == (entry, "2026-06-01", "2026-07-01")
    assert clock.programme == programme

    refusal = refused(world, "06-20")
    assert the(world, "decide_claim", CLAIM).met is None
    letter_ = notified(world, refusal, "07-01")
    assert the(world, "decide_claim", CLAIM).met == letter_
    assert the(world, "decide_claim", CLAIM).in_time


def test_a_claim_keeps_the_version_of_the_rules_to_which_it_is_pinned() -> None:
    world, first = year()
    shorter = row("decide_claim", ClockClass.POLICY, (10, ClockUnit.DAYS, ClockRoll.NONE))
    published = but(rules(), version=2, clocks=(shorter,), calendar=CALENDAR)
    second = world.record(world.statement(STANDARD, published, "susi", "vera"))
    received(world, second, "06-01")
    assert the(world, "decide_claim", CLAIM).due == "2026-06-11"

    other = World(world.now, world.log[:-1], dict(world.states), dict(world.heads))
    del other.states[CLAIM], other.heads[CLAIM]
    received(other, first, "06-01")
    assert the(other, "decide_claim", CLAIM).due == "2026-07-01"


def test_a_clock_runs_until_it_is_met_ended_or_over() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    clock = the(world, "decide_claim", CLAIM)
    assert clock.runs(at("07-01", "16:59:59.999"))
    assert not clock.runs(at("07-01", "17:00:00.000"))

    refusal = refused(world, "06-20")
    assert the(world, "decide_claim", CLAIM).runs(world.now)
    notified(world, refusal, "06-22")
    assert not the(world, "decide_claim", CLAIM).runs(world.now)
    on(world, "06-23", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")  # type: ignore[arg-type]
    assert not named(world, "appeal_filing", CLAIM)[0].runs(world.now)


def test_the_day_of_recording_counts_and_not_the_day_that_is_stated() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, at("07-01", "16:59:59.999"), CLAIM, letter(refused(world, "06-20"), "06-30"), "olga")
    assert the(world, "decide_claim", CLAIM).in_time

    late, programme = year()
    received(late, programme, "06-01")
    on(late, at("07-01", "17:00:00.000"), CLAIM, letter(refused(late, "06-20"), "06-30"), "olga")
    assert not the(late, "decide_claim", CLAIM).in_time


@pytest.mark.parametrize(("pressure", "ends"), [(Pressure.NO, True), (Pressure.YES, False)])
def test_a_withdrawal_ends_the_promise_unless_the_applicant_was_pressed(
    pressure: Pressure,
    ends: bool,  # noqa: FBT001
) -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, "06-05", CLAIM, taking_back(pressure=pressure, via=handed("06-05")), "ines")

    assert (the(world, "decide_claim", CLAIM).ended is not None) is ends
    assert ("decide_claim" in due_names(world, "07-02", CLAIM)) is not ends


def test_what_is_withdrawn_too_late_ends_no_lapse() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, "07-02", CLAIM, taking_back(via=handed("07-02")), "ines")

    assert "decide_claim" in due_names(world, "07-02", CLAIM)


def test_f10_a_request_to_the_citizen_pauses_until_it_is_answered() -> None:
    request_ = ("06-10", asked("06-24"))

    assert paused(when="06-20") == "2026-07-01"
    assert paused(request_, supplied("06-15"), when="06-20") == "2026-07-06"
    assert paused(request_, when="06-13") == "2026-07-04"
    assert paused(request_, when="07-20") == "2026-07-15"
    assert paused(request_, supplied("07-20"), when="07-20") == "2026-07-15"


def test_a_case_pauses_for_the_citizen_alone_and_for_fifteen_days_in_all() -> None:
    first, second = ("06-08", asked("06-23")), ("06-25", asked("07-10", name="q2"))

    assert paused(("06-10", asked("06-24", of="office")), when="07-20") == "2026-07-01"
    assert paused(first, when="07-20") == "2026-07-16"
    assert paused(first, second, when="07-20") == "2026-07-16"
    assert paused(("06-08", asked("06-15")), second, when="07-20") == "2026-07-16"
    assert paused(("06-08", asked("06-15")), supplied("06-10"), second, when="07-20") == "2026-07-16"
    assert (
        paused(("06-08", asked("06-15")), ("06-10", asked("06-17", name="q2")), when="07-20") == "2026-07-10"
    )


def test_a_request_after_the_last_day_buys_no_time() -> None:
    assert paused(("07-01", asked("07-09")), when="07-05") == "2026-07-05"
    assert paused(("07-02", asked("07-09")), when="07-05") == "2026-07-01"


def test_days_of_a_pause_are_told() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, "06-10", CLAIM, asked("06-24"), "olga")
    clock = the(world, "decide_claim", CLAIM, now="06-15")

    assert (clock.raw, clock.paused, clock.due) == ("2026-07-01", 5, "2026-07-06")


def test_information_is_due_on_the_stated_day_moved_off_a_holiday() -> None:
    world, programme = year()
    received(world, programme, "03-30")
    entry = on(world, "04-01", CLAIM, asked("04-14"), "olga")
    clock = the(world, "information", CLAIM)
    assert (clock.start, clock.raw, clock.due) == (entry, "2026-04-14", "2026-04-16")
    assert clock.row.period.length == 13

    said = on(world, "04-17", CLAIM, but(answer(), via=handed("04-16")), "ines")
    assert the(world, "information", CLAIM).met == said
    assert the(world, "information", CLAIM).in_time


def test_an_attester_has_seven_days_whatever_less_is_stated() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, "06-08", CLAIM, request("ada", due=day("06-09")), "olga")
    on(world, "06-08", CLAIM, request("bela", "r2", due=day("06-22")), "olga")
    short, long = named(world, "attestation_reply", CLAIM)
    assert (short.due, long.due) == ("2026-06-15", "2026-06-22")

    given = on(world, "06-15", CLAIM, attestation(request=Local("r1")), "ines")
    said = on(world, "06-16", CLAIM, refusal_to_attest("bela", request=Local("r2")), "ines")
    assert [clock.met for clock in named(world, "attestation_reply", CLAIM)] == [given, said]


def test_a_conflict_is_ruled_on_within_three_working_days() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    raised = on(world, "06-04", CLAIM, conflict(), "olga")
    other = on(world, "06-05", CLAIM, conflict("susi"), "susi")
    first, second = named(world, "conflict_ruling", CLAIM)
    assert (first.start, first.due, second.start) == (raised, "2026-06-09", other)
    assert first.effects == (LapseEffect.ESCALATE_VIEW,)

    ruled = on(world, "06-09", CLAIM, ruling(raised), "vera")
    assert [clock.met for clock in named(world, "conflict_ruling", CLAIM)] == [ruled, None]


def test_each_decision_is_notified_within_five_working_days() -> None:
    world, programme = year()
    received(world, programme, "04-01")
    refusal = refused(world, "05-28")
    clock = the(world, "notify", CLAIM)
    assert (clock.start, clock.due) == (refusal, "2026-06-08")

    newer = on(world, "06-02", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")  # type: ignore[arg-type]
    old, new = named(world, "notify", CLAIM)
    assert (old.ended, new.start, new.met) == (newer, newer, None)


def test_a_new_decision_ends_the_period_of_the_old_one_and_a_stay_does_not() -> None:
    world, _programme, refusal = refused_by_card("03-30")
    on(world, "04-02", CLAIM, revised(refusal, Result.STAY), "olga", "susi")  # type: ignore[arg-type]
    assert the(world, "appeal_filing", CLAIM).ended is None

    newer = on(world, "04-03", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")  # type: ignore[arg-type]
    assert the(world, "appeal_filing", CLAIM).ended == newer
    assert "appeal_filing" not in due_names(world, "05-01", CLAIM)


def test_a_lapse_of_what_is_superseded_makes_nothing_final() -> None:
    world, _programme, refusal = refused_by_card("03-30")
    on(world, "04-20", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")  # type: ignore[arg-type]

    assert the(world, "appeal_filing", CLAIM).effects == (LapseEffect.ADVICE_ONLY,)


def test_only_an_appeal_against_this_decision_meets_its_period() -> None:
    world, programme, refusal = refusal_notified()
    filed(world, "04-16", complaint(programme, "04-16"), OTHER)
    against = but(appeal(programme, refusal, handed_over="04-16"), kind=Kind.SERVICE_COMPLAINT)
    entry = filed(world, "04-16", against)
    assert the(world, "appeal_filing", CLAIM).met is None

    on(world, "05-20", GRIEVANCE, reclassification("service_complaint", "appeal"), "hugo")
    assert the(world, "appeal_filing", CLAIM).met == entry
    assert the(world, "appeal_filing", CLAIM).in_time


def test_an_appeal_against_another_decision_of_the_claim_is_none() -> None:
    world, programme, refusal = refusal_notified()
    filed(world, "04-16", appeal(programme, but(refusal, version=9), handed_over="04-16"))

    assert the(world, "appeal_filing", CLAIM).met is None


def test_an_appeal_by_own_key_counts_from_its_receipt() -> None:
    world, programme, refusal = refusal_notified()
    own = but(appeal(programme, refusal, handed_over="04-30"), via=None)
    filed(world, "05-04", own)

    assert the(world, "appeal_filing", CLAIM).in_time


def test_suit_over_a_committees_order_meets_its_period() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world, maker=OrderMaker.COMMITTEE)
    told = notified(world, refusal, "04-10", "04-14", court_block=COURT)
    on(world, "05-01", CLAIM, court(but(refusal, version=9)), "ines")
    assert the(world, "court_direct", CLAIM).met is None

    sued = on(world, "07-13", CLAIM, court(told), "ines")
    assert the(world, "court_direct", CLAIM).met == sued


def test_the_authority_knows_the_ground_to_revoke_when_what_a_grant_rests_on_is_overruled() -> None:
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    grant = on(world, "03-25", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")  # type: ignore[arg-type]
    on(world, "04-01", CLAIM, overruling(grant, ruling=ActRuling.STANDS), "rolf")
    on(world, "04-01", CLAIM, overruling(refusal), "rolf")
    assert named(world, "revoke_benefit", CLAIM) == []

    known = on(world, "04-02", CLAIM, overruling(grant), "rolf")
    clock = the(world, "revoke_benefit", CLAIM)
    assert (clock.start, clock.due, clock.mark, clock.active) == (
        known,
        "2026-07-01",
        Mark.TO_CONFIRM,
        False,
    )
    on(world, "04-03", CLAIM, revised(grant, Result.TERMINATE), "olga", "susi")  # type: ignore[arg-type]
    assert the(world, "revoke_benefit", CLAIM).met is None
    taken = on(world, "04-04", CLAIM, revised(grant, Result.REVOKE), "olga", "susi")  # type: ignore[arg-type]
    assert the(world, "revoke_benefit", CLAIM).met == taken


def test_acts_of_a_doubtful_key_are_reviewed_within_thirty_days_of_its_revocation() -> None:
    world, programme = year()
    received(world, programme)
    boundary = world.size
    first = refused(world)
    second = notified(world, first, "03-26")
    world.now = at("04-01")
    revocation = revoked(world, "olga", boundary)
    clock = the(world, "contested_act", CLAIM)
    assert (clock.start, clock.due, clock.met) == (revocation, "2026-05-01", None)

    on(world, "04-10", CLAIM, but(overruling(), act=first), "rolf")
    assert the(world, "contested_act", CLAIM).met is None
    last = on(world, "05-01", CLAIM, but(overruling(), act=second), "rolf")
    assert the(world, "contested_act", CLAIM).met == last
    assert the(world, "contested_act", CLAIM).in_time


def test_f8_a_holiday_announced_in_time_moves_the_persons_day() -> None:
    world, _programme, _refusal = refused_by_card("03-31")
    before = the(world, "appeal_filing", CLAIM)
    assert (before.due, before.calendar) == ("2026-04-16", ("th-test", 1))

    on(world, "04-07", CALENDAR, th_test(2, day("04-16")), "susi")
    after = the(world, "appeal_filing", CLAIM)
    assert (after.raw, after.due, after.calendar) == ("2026-04-15", "2026-04-17", ("th-test", 2))


def test_f9_a_holiday_announced_after_the_lapse_undoes_none_and_decides_on_lateness() -> None:
    world, programme, refusal = refused_by_card("03-31")
    tick(world, "04-17", CLAIM)
    lapse = the(world, "appeal_filing", CLAIM).lapsed
    filed(world, "04-17", appeal(programme, refusal, handed_over="04-17"))
    assert not the(world, "appeal_filing", CLAIM).in_time

    on(world, "04-18", CALENDAR, th_test(2, day("04-16")), "susi")
    clock = the(world, "appeal_filing", CLAIM)
    assert (clock.due, clock.in_time, clock.lapsed) == ("2026-04-17", True, lapse)


def test_without_a_calendar_only_weekends_are_known_and_the_page_says_so() -> None:
    world, programme = year(calendar=None)
    received(world, programme)
    notified(world, refused(world), "03-25", "03-30")
    clock = the(world, "appeal_filing", CLAIM)

    assert (clock.due, clock.provisional, clock.calendar) == ("2026-04-14", True, None)
    assert not the(world, "decide_claim", CLAIM).provisional


def test_a_stream_without_entries_or_rules_has_no_clock() -> None:
    assert named(World(), "decide_claim", CLAIM) == []
    world, programme = year()
    received(world, but(programme, leaf="00"))
    assert named(world, "decide_claim", CLAIM) == []
    world, _programme = year()
    assert named(world, "decide_claim", CALENDAR) == []
