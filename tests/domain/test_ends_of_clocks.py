"""What ends the clocks of a claim, what meets them, and where they run: in the claim's own district."""

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.codes import OrderMaker, Result
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import CLAIM, but, found, revision
from tests.domain.claim_cases import question, request, taking_back
from tests.domain.clockwork import (
    COURT,
    day,
    due_names,
    handed,
    named,
    notified,
    on,
    received,
    refused,
    the,
    year,
)
from tests.domain.complaints import court
from tests.domain.world import World


def revised(of: EntryRef, result: Result) -> Event:
    return revision(of, result, found())


def by_committee() -> tuple[World, EntryRef]:
    """A committee refused on 24 March; the person knew on 30 March."""
    world, programme = year()
    received(world, programme)
    refusal = refused(world, maker=OrderMaker.COMMITTEE)
    notified(world, refusal, "03-26", "03-30", court_block=COURT)
    return world, refusal


def test_a_day_off_in_the_claims_district_moves_the_citizens_last_day() -> None:
    world, programme = year()
    received(world, programme, "03-02")
    on(world, "03-10", CLAIM, but(question(), due=day("03-20")), "olga")
    assert the(world, "information", CLAIM).due == "2026-03-23"

    world, programme = year()
    received(world, programme, "03-02", area="5001")
    on(world, "03-10", CLAIM, but(question(), due=day("03-20")), "olga")
    assert the(world, "information", CLAIM).due == "2026-03-20"


def test_a_withdrawal_counts_from_the_day_on_which_it_was_handed_over() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    back = on(world, "07-02", CLAIM, taking_back(via=handed("07-01")), "ines")

    assert the(world, "decide_claim", CLAIM).ended == back
    assert "decide_claim" not in due_names(world, "07-02", CLAIM)


def test_nobody_waits_for_an_attester_once_the_claim_was_taken_back() -> None:
    world, programme = year()
    received(world, programme, "06-01")
    on(world, "06-08", CLAIM, request("ada", due=day("06-15")), "olga")
    assert the(world, "attestation_reply", CLAIM).ended is None
    back = on(world, "06-10", CLAIM, taking_back(via=handed("06-10")), "ines")
    on(world, "06-11", CLAIM, request("bela", "r2", due=day("06-18")), "olga")

    first, second = named(world, "attestation_reply", CLAIM)
    assert (first.ended, second.ended) == (back, None)


def test_suit_over_a_committees_decision_itself_meets_the_period_to_bring_it() -> None:
    world, refusal = by_committee()
    sued = on(world, "05-01", CLAIM, court(refusal), "ines")

    assert the(world, "court_direct", CLAIM).met == sued


def test_a_decision_in_the_place_of_a_committees_ends_the_period_to_bring_suit() -> None:
    world, refusal = by_committee()
    newer = on(world, "04-10", CLAIM, revised(refusal, Result.GRANT), "olga", "susi")

    assert the(world, "court_direct", CLAIM).ended == newer


def test_every_decision_after_a_stay_has_its_clocks_like_any_other() -> None:
    world, programme = year()
    received(world, programme, "04-01")
    refusal = refused(world, "05-04")
    stay = on(world, "05-05", CLAIM, revised(refusal, Result.STAY), "olga", "susi")
    newer = on(world, "05-06", CLAIM, revised(stay, Result.GRANT), "olga", "susi")
    told = notified(world, newer, "05-06", "05-07")

    assert [(one.start, one.met, one.ended) for one in named(world, "notify", CLAIM)] == [
        (refusal, None, newer),
        (stay, None, newer),
        (newer, told, None),
    ]
    assert the(world, "appeal_filing", CLAIM).effects == (LapseEffect.FINAL_UNLESS_RELIEF,)
