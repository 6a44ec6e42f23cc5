"""Stories of silence: what follows, and what never does."""

from ledger.domain.casework.events import NextRight, PeriodExtended
from ledger.domain.casework_codes import Closing, LapseEffect
from ledger.domain.claim.records import ClaimStatus
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.types import Code
from tests.domain.cases import CLAIM, GRIEVANCE, but
from tests.domain.clockwork import (
    appeal,
    appealed,
    at,
    claim_status,
    day,
    due_names,
    filed,
    handed,
    lapsed,
    on,
    refused_by_card,
    reported,
    the,
    tick,
)
from tests.domain.complaints import closing, grievance, status, withdrawal


def test_sixty_days_of_silence_open_the_court_and_close_nothing() -> None:
    world, _programme, _refusal = appealed("04-30")

    assert "appeal_first" not in due_names(world, "05-30")
    first = lapsed(tick(world, "05-31"), "appeal_first")
    assert first.effects == (LapseEffect.ESCALATE_VIEW,)

    assert due_names(world, "06-29") == []
    silence = lapsed(tick(world, "06-30"), "exhaustion")
    assert silence.due == "2026-06-29"
    assert silence.effects == (LapseEffect.MAY_SUE,)
    assert silence.next == NextRight(route=Code("court"), by=day("09-28"))

    assert status(world) is GrievanceStatus.FILED
    assert "may_sue" in grievance(world).casework.flags
    assert claim_status(world) is ClaimStatus.NOTIFIED
    assert the(world, "sue_after_silence").due == "2026-09-28"
    assert all(type(entry.statement.says).__name__ != "GrievanceClosed" for entry in world.log)


def test_after_the_last_day_to_sue_nothing_but_advice_follows() -> None:
    world, _programme, _refusal = appealed("04-30")
    tick(world, "06-30")

    last = lapsed(tick(world, "09-29"), "sue_after_silence")

    assert last.effects == (LapseEffect.ADVICE_ONLY,)
    assert status(world) is GrievanceStatus.FILED


def test_an_answer_after_the_sixty_days_takes_no_right_back() -> None:
    world, _programme, _refusal = appealed("04-30")
    tick(world, "06-30")
    reported(world, "07-01")

    assert the(world, "exhaustion").lapsed is not None
    assert the(world, "sue_after_silence").due == "2026-09-28"


def test_no_closing_takes_the_last_day_to_sue_away_and_a_withdrawal_does() -> None:
    world, _programme, _refusal = appealed("04-30")
    tick(world, "06-30")
    on(world, "07-20", GRIEVANCE, closing(Closing.NOT_CONTESTED), "cleo")
    assert the(world, "sue_after_silence").ended is None

    back = on(world, "07-21", GRIEVANCE, withdrawal(via=handed("07-21")))
    assert the(world, "sue_after_silence").ended == back


def test_the_chain_with_an_extension_is_exhausted_after_ninety_days() -> None:
    world, _programme, _refusal = appealed("04-30")
    report = reported(world, "05-29")
    assert the(world, "appeal_first").in_time
    assert the(world, "appeal_upper").due == "2026-06-28"
    extension = PeriodExtended(
        clock=Code("appeal_upper"),
        start=report,
        from_=day("06-28"),
        to=day("07-28"),
        reason=Code("hearing"),
        notice_sent_on=day("06-26"),
    )
    world.now = at("06-26")
    world.say(GRIEVANCE, extension, "paul")

    assert the(world, "appeal_upper").due == "2026-07-28"
    assert the(world, "exhaustion").due == "2026-07-29"
    assert "exhaustion" not in due_names(world, "07-29")
    assert "exhaustion" in due_names(world, "07-30")
    tick(world, "07-30")
    assert the(world, "sue_after_silence").due == "2026-10-27"


def test_an_extension_after_exhaustion_takes_no_day_from_the_person() -> None:
    world, _programme, _refusal = appealed("04-30")
    report = reported(world, "06-01")
    extension = PeriodExtended(
        clock=Code("appeal_upper"),
        start=report,
        from_=day("07-01"),
        to=day("07-31"),
        reason=Code("hearing"),
        notice_sent_on=day("06-30"),
    )
    world.now = at("06-30")
    world.say(GRIEVANCE, extension, "paul")

    assert the(world, "exhaustion").due == "2026-06-29"
    assert the(world, "appeal_upper").due == "2026-07-31"


def test_an_appeal_on_the_last_day_at_songkran_is_in_time_after_the_feast() -> None:
    world, programme, refusal = refused_by_card("03-30")

    clock = the(world, "appeal_filing", CLAIM)
    assert (clock.raw, clock.due) == ("2026-04-14", "2026-04-16")
    assert "appeal_filing" not in due_names(world, "04-16", CLAIM)
    filed(world, "04-16", appeal(programme, refusal, handed_over="04-16"))

    assert the(world, "appeal_filing", CLAIM).in_time
    assert "appeal_filing" not in due_names(world, "04-17", CLAIM)


def test_an_appeal_handed_over_in_time_and_recorded_late_is_in_time() -> None:
    world, programme, refusal = refused_by_card("03-30")
    filed(world, "04-20", appeal(programme, refusal, handed_over="04-16", received_on=day("04-20")))

    assert the(world, "appeal_filing", CLAIM).in_time


def test_a_day_later_the_claim_is_final_and_the_late_appeal_is_still_recorded() -> None:
    world, programme, refusal = refused_by_card("03-30")

    lapse = lapsed(tick(world, "04-17", CLAIM), "appeal_filing")
    assert lapse.effects == (LapseEffect.FINAL_UNLESS_RELIEF,)
    assert lapse.next == NextRight(route=Code("relief"))
    assert claim_status(world) is ClaimStatus.FINAL

    late = but(appeal(programme, refusal, handed_over="04-17"), received_on=day("04-17"))
    world.say(GRIEVANCE, late, "ines")
    assert not the(world, "appeal_filing", CLAIM).in_time
