"""Who may extend a period, how often, how far, and until when."""

from datetime import date

import pytest

from ledger.domain.authority import Party
from ledger.domain.casework.events import InformationSupplied, PeriodExtended
from ledger.domain.casework_codes import Outcome, Remedy, Supplied
from ledger.domain.codes import AskedBy, ClockClass, ClockRoll, ClockUnit, Role
from ledger.domain.errors import RuleBroken
from ledger.domain.extending import check_extension
from ledger.domain.grievance.events import RemedyOrdered
from ledger.domain.prefix import Submission
from ledger.domain.types import Code, EntryRef, Local
from tests.domain.cases import CLAIM, GRIEVANCE, but
from tests.domain.claim_cases import question
from tests.domain.claim_cases import request as attester_request
from tests.domain.clockwork import (
    answered,
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
    notified,
    on,
    received,
    refusal_notified,
    refused,
    reported,
    row,
    the,
    tick,
    year,
)
from tests.domain.complaints import done
from tests.domain.world import World, actor, hire


def extension(clock: str, start: EntryRef, from_: str, to: str, told: str | None = None) -> PeriodExtended:
    """Told on the day from which it is extended, if no other is given."""
    return PeriodExtended(
        clock=Code(clock),
        start=start,
        from_=day(from_),
        to=day(to),
        reason=Code("hearing"),
        notice_sent_on=day(told or from_),
    )


def upper() -> tuple[World, EntryRef]:
    """An appeal that was reported to the upper instance on 6 April: due on 6 May."""
    world, _programme, _refusal = appealed("03-20")
    return world, reported(world, "04-06")


def test_f4_notice_on_the_last_day_is_in_time() -> None:
    world, report = upper()
    world.now = at("05-06")
    world.say(GRIEVANCE, extension("appeal_upper", report, "05-06", "06-05"), "paul")
    clock = the(world, "appeal_upper")

    assert (clock.raw, clock.due) == ("2026-05-06", "2026-06-05")
    assert clock.extension is not None
    assert "appeal_upper" not in due_names(world, "06-05")
    assert "appeal_upper" in due_names(world, "06-06")


def test_f5_notice_on_the_day_after_is_too_late_and_the_lapse_stands() -> None:
    world, report = upper()
    world.now = at("05-07")
    late = extension("appeal_upper", report, "05-06", "06-05", told="05-07")
    world.refuses("extension_too_late", GRIEVANCE, late, "paul")
    world.refuses("extension_too_late", GRIEVANCE, but(late, notice_sent_on=day("05-06")), "paul")

    assert "appeal_upper" in due_names(world, "05-07")
    tick(world, "05-07")
    world.refuses("extension_too_late", GRIEVANCE, late, "paul")


def test_an_extension_goes_as_far_as_the_rule_allows_and_no_day_further() -> None:
    world, report = upper()
    world.now = at("05-06")

    world.unless(
        "extension_too_long",
        GRIEVANCE,
        extension("appeal_upper", report, "05-06", "06-06"),
        extension("appeal_upper", report, "05-06", "06-05"),
        "paul",
    )


def test_a_period_is_extended_once() -> None:
    world, report = upper()
    world.now = at("05-06")
    world.say(GRIEVANCE, extension("appeal_upper", report, "05-06", "05-20"), "paul")

    again = extension("appeal_upper", report, "05-20", "05-21", told="05-06")
    world.refuses("extension_repeated", GRIEVANCE, again, "paul")


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_": date(2026, 5, 5)}, "extension_from"),
        ({"from_": date(2026, 5, 7)}, "extension_from"),
        ({"to": date(2026, 5, 6)}, "date_order"),
        ({"notice_sent_on": date(2026, 5, 7)}, "date_order"),
        ({"clock": Code("appeal_upper_2")}, "unknown_clock"),
        ({"clock": Code("exhaustion")}, "not_extendable"),
        ({"clock": Code("appeal_first")}, "not_extendable"),
        ({"clock": Code("contested_act")}, "authority_missing"),
    ],
)
def test_an_extension_names_the_clock_its_last_day_and_a_later_one(
    changes: dict[str, object], code: str
) -> None:
    world, report = upper()
    world.now = at("05-06")
    right = extension("appeal_upper", report, "05-06", "05-07")

    world.unless(code, GRIEVANCE, but(right, **changes), right, "paul")


def test_an_extension_gives_reasons() -> None:
    world, report = upper()
    world.now = at("05-06")
    says = extension("appeal_upper", report, "05-06", "05-07")

    world.refuses("reasons_missing", GRIEVANCE, says, "paul", sd=())
    world.refuses("seen_missing", GRIEVANCE, says, "paul", seen=None)
    world.say(GRIEVANCE, says, "paul")


@pytest.mark.parametrize("name", ["rolf", "susi", "vera", "cleo", "ines"])
def test_only_the_upper_instance_extends_its_own_period(name: str) -> None:
    world, report = upper()
    world.now = at("05-06")

    world.refuses("authority_missing", GRIEVANCE, extension("appeal_upper", report, "05-06", "05-07"), name)


def test_what_was_met_is_not_extended() -> None:
    world, report = upper()
    determined(world, "05-04")
    world.now = at("05-06")

    world.refuses("clock_not_running", GRIEVANCE, extension("appeal_upper", report, "05-06", "05-07"), "paul")


def test_another_entry_starts_no_such_clock() -> None:
    world, report = upper()
    world.now = at("05-06")
    elsewhere = extension("appeal_upper", but(report, version=1), "05-06", "05-07")

    world.refuses("unknown_clock", GRIEVANCE, elsewhere, "paul")


@pytest.mark.parametrize(
    ("stream", "clock", "most"), [(GRIEVANCE, "resolve", "07-13"), (CLAIM, "decide_claim", "07-31")]
)
def test_a_superior_extends_a_promise_by_as_much_again(stream: str, clock: str, most: str) -> None:
    world, programme = year()
    received(world, programme, "06-01")
    start = EntryRef(CLAIM, 1, world.history(CLAIM)[0].leaf)
    last = "07-01"
    if stream == GRIEVANCE:
        world, start = complained("06-01")
        last = "06-22"
    world.now = at("06-20")
    right = extension(clock, start, last, most, told="06-20")
    too_long = but(right, to=date.fromordinal(right.to.toordinal() + 1))

    world.unless("extension_too_long", stream, too_long, right, "susi")


def test_without_a_calendar_an_extension_is_counted_all_the_same() -> None:
    world, programme = year(calendar=None)
    start = received(world, programme, "06-01")
    world.now = at("06-20")
    right = extension("decide_claim", start, "07-01", "07-31", told="06-20")

    world.unless("extension_too_long", CLAIM, but(right, to=day("08-01")), right, "susi")


def test_working_days_of_an_extension_are_counted_by_the_calendar() -> None:
    promise = row("resolve", ClockClass.POLICY, (2, ClockUnit.WORKING_DAYS, ClockRoll.NONE))
    world, programme = year(promise)
    start = filed(world, "05-27", complaint(programme, "05-27"))
    assert the(world, "resolve").due == "2026-05-29"
    right = extension("resolve", start, "05-29", "06-30", told="05-28")
    world.now = at("05-28")

    world.unless(
        "extension_too_long", GRIEVANCE, but(right, to=day("07-02")), but(right, to=day("07-01")), "susi"
    )


def test_a_pause_before_an_extension_is_part_of_it_and_one_after_adds_to_it() -> None:
    world, programme = year()
    start = received(world, programme, "06-01")
    on(world, "06-10", CLAIM, but(question(), due=day("06-17")), "olga")
    world.now = at("06-20")
    assert the(world, "decide_claim", CLAIM).due == "2026-07-08"
    world.say(CLAIM, extension("decide_claim", start, "07-08", "07-20", told="06-20"), "susi")
    assert the(world, "decide_claim", CLAIM).due == "2026-07-20"

    later = but(question(), due=day("07-08"), request=Local("q2"))
    on(world, "07-01", CLAIM, later, "olga")
    assert the(world, "decide_claim", CLAIM, now="07-20").due == "2026-07-27"


def asked() -> tuple[World, EntryRef]:
    world, programme = year()
    received(world, programme, "06-01")
    return world, on(world, "06-01", CLAIM, but(question(), due=day("06-08")), "olga")


@pytest.mark.parametrize("when", ["06-05", "07-20"])
def test_more_time_for_the_citizen_is_no_more_time_for_the_office(when: str) -> None:
    world, start = asked()
    world.now = at(when)
    world.say(CLAIM, extension("information", start, "06-08", "06-12", told=when), "olga")
    world.now = at("07-20")

    assert the(world, "information", CLAIM).due == "2026-06-12"
    assert the(world, "decide_claim", CLAIM).due == "2026-07-08"


def test_a_persons_period_is_extended_freely_and_back_to_the_past() -> None:
    world, start = asked()
    tick(world, "06-12", CLAIM)
    lapse = the(world, "information", CLAIM).lapsed
    world.now = at("06-12")
    world.say(CLAIM, extension("information", start, "06-08", "06-11", told="06-12"), "olga")
    world.say(CLAIM, extension("information", start, "06-11", "07-28", told="06-12"), "olga")
    clock = the(world, "information", CLAIM)

    assert (clock.raw, clock.due) == ("2026-06-08", "2026-07-31")
    assert clock.lapsed == lapse is not None


def test_nobody_shortens_a_persons_period() -> None:
    world, start = asked()
    world.now = at("06-02")

    world.refuses(
        "date_order", CLAIM, extension("information", start, "06-08", "06-05", told="06-02"), "olga"
    )


def test_the_window_to_contest_is_extended_by_a_reviewer_after_it_ended() -> None:
    world, _filing = complained("06-01")
    letter = answered(world, determined(world, "06-10"), "06-11", "06-12")
    world.now = at("07-20")
    world.say(GRIEVANCE, extension("contest", letter, "07-13", "07-24", told="07-20"), "rolf")

    assert the(world, "contest").due == "2026-07-24"
    assert due_names(world, "07-24").count("contest") == 0


def with_remedies() -> tuple[World, EntryRef]:
    world, _filing = complained("06-01")
    remedies = tuple(
        RemedyOrdered(id=Local(name), code=Remedy.APOLOGY, office=Code("city"), due=day(due))
        for name, due in (("r1", "07-10"), ("r2", "07-20"))
    )
    return world, determined(world, "06-10", Outcome.UPHELD, remedies=remedies)


def consent() -> InformationSupplied:
    return InformationSupplied(kind=Supplied.STATEMENT, documents=(), via=handed("07-01"))


def test_a_remedy_is_extended_by_who_ordered_it_and_with_the_citizens_word() -> None:
    world, start = with_remedies()
    hire(world, "hank", Role.HANDLER, "line-a", from_=date(2026, 6, 1), to=date(2026, 12, 31))
    world.now = at("07-01")
    says = extension("remedy", start, "07-20", "09-30", told="07-01")
    world.refuses("extension_unagreed", GRIEVANCE, says, "rolf")
    on(world, "07-01", GRIEVANCE, but(consent(), via=None), "rolf")
    world.refuses("extension_unagreed", GRIEVANCE, says, "rolf")
    on(world, "07-01", GRIEVANCE, consent(), "ines")
    world.refuses("not_extender", GRIEVANCE, says, "hank")

    world.say(GRIEVANCE, says, "rolf")
    assert [clock.due for clock in named(world, "remedy")] == ["2026-07-10", "2026-09-30"]
    on(world, "07-02", GRIEVANCE, done(remedy="r1"), "olga")
    first = but(says, from_=day("07-10"))
    world.refuses("clock_not_running", GRIEVANCE, first, "rolf")


def test_an_extension_does_not_reach_behind_a_decision() -> None:
    world, programme = year()
    start = received(world, programme, "06-01")
    notified(world, refused(world, "06-05"), "06-08")
    world.now = at("06-10")

    world.refuses(
        "clock_not_running", CLAIM, extension("decide_claim", start, "07-01", "07-05", told="06-10"), "susi"
    )


@pytest.mark.parametrize("kind", [Supplied.CONTACT_ATTEMPT, Supplied.ASSIST_CALLBACK, Supplied.VISIT])
def test_that_the_citizen_was_sought_is_no_consent(kind: Supplied) -> None:
    world, start = with_remedies()
    on(world, "07-01", GRIEVANCE, but(consent(), kind=kind), "ines")
    says = extension("remedy", start, "07-20", "09-30", told="07-01")

    world.refuses("extension_unagreed", GRIEVANCE, says, "rolf")


def attester_asked(asked_by: AskedBy, name: str) -> tuple[World, EntryRef]:
    """An attester was asked on 1 June, and has until 8 June."""
    world, programme = year()
    received(world, programme, "06-01")
    for hired, role in (("oskar", Role.OFFICER), ("ida", Role.INTAKE)):
        hire(world, hired, role, "line-a", from_=date(2026, 6, 1), to=date(2026, 12, 31))
    says = attester_request("q1", "ada", asked_by=asked_by, due=day("06-08"))
    return world, on(world, "06-01", CLAIM, says, name)


def test_more_time_for_an_attester_comes_from_who_asked_once_and_for_a_week() -> None:
    world, start = attester_asked(AskedBy.OFFICER, "olga")
    world.now = at("06-05")
    says = extension("attestation_reply", start, "06-08", "06-15", told="06-05")
    for name in ("oskar", "ines"):
        world.refuses("not_extender", CLAIM, says, name)
    world.refuses("extension_too_long", CLAIM, but(says, to=day("06-16")), "olga")
    world.say(CLAIM, says, "olga")
    again = extension("attestation_reply", start, "06-15", "06-16", told="06-05")

    world.refuses("extension_repeated", CLAIM, again, "olga")
    assert the(world, "attestation_reply", CLAIM).due == "2026-06-15"


def test_the_office_gives_an_attester_whom_the_applicant_asked_no_more_time() -> None:
    world, start = attester_asked(AskedBy.APPLICANT, "ines")
    world.now = at("06-05")
    says = extension("attestation_reply", start, "06-08", "06-15", told="06-05")

    world.refuses("not_extender", CLAIM, says, "olga")
    world.say(CLAIM, says, "ida")


def test_a_day_off_in_the_district_is_no_working_day_of_an_extension() -> None:
    promise = row("resolve", ClockClass.POLICY, (2, ClockUnit.WORKING_DAYS, ClockRoll.NONE))
    for area, most in (("9401", "04-17"), ("5001", "04-16")):
        world, programme = year(promise)
        start = filed(world, "03-10", complaint(programme, "03-10", area=area))
        right = extension("resolve", start, "03-12", most, told="03-11")
        world.now = at("03-11")
        too_long = but(right, to=date.fromordinal(right.to.toordinal() + 1))

        world.unless("extension_too_long", GRIEVANCE, too_long, right, "susi")


def test_the_last_day_of_an_extension_moves_off_no_holiday() -> None:
    world, programme = year()
    start = received(world, programme, "06-02")
    world.now = at("06-20")
    saturday = extension("decide_claim", start, "07-02", "08-01", told="06-20")
    monday = but(saturday, to=day("08-03"))

    world.unless("extension_too_long", CLAIM, monday, saturday, "susi")


def test_a_clock_that_nobody_may_extend_is_not_extended_whoever_signs() -> None:
    world, _programme, _refusal = refusal_notified()
    clock = the(world, "appeal_filing", CLAIM)
    says = extension("appeal_filing", clock.start, clock.due, "2026-06-01")
    party = Party(actor("susi"), world.registry.mandates[actor("susi")][0])

    with pytest.raises(RuleBroken) as caught:
        check_extension(clock, says, Submission(world.statement(CLAIM, says, "susi"), world, (party,)))
    assert caught.value.code == "not_extendable"
