"""Filing, acknowledging, assigning and forwarding. Every refusal stands beside what is allowed."""

from datetime import date

import pytest

from ledger.domain.casework_codes import (
    Closing,
    Kind,
    Outcome,
)
from ledger.domain.codes import Finding, OrderMaker, Result, Role
from ledger.domain.grievance.events import Contested, GrievanceClosed
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.types import EntryRef, Seen, StreamRef
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    appealed,
    application,
    assignment,
    attestation,
    but,
    decision,
    determination,
    filing,
    found,
    outcome_notice,
    pinned,
    refused,
    report,
    reviewed,
    via,
)
from tests.domain.world import QUORUM, REGISTRY, World, actor, hire, office, stream

SECOND = stream("grievance", "two")


def grievance(world: World) -> GrievanceState:
    state = world.state(GRIEVANCE)
    assert isinstance(state, GrievanceState)
    return state


def closing(ground: Closing) -> GrievanceClosed:
    return GrievanceClosed(ground=ground, open_rights=())


def test_an_appeal_is_filed_once_through_the_intake() -> None:
    world, refusal = refused()
    appeal = filing(pinned(world), refusal)

    world.refuses("authority_missing", GRIEVANCE, appeal, "olga")
    world.say(GRIEVANCE, appeal, "ines")
    assert grievance(world).status is GrievanceStatus.FILED
    world.refuses("already_filed", GRIEVANCE, appeal, "ines")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"contests": ()}, "contests_missing"),
        ({"grounds": ()}, "grounds_missing"),
        ({"received_on": None}, "profile_demands"),
        ({"area": None}, "profile_demands"),
        ({"via": None}, "profile_demands"),
        ({"via": but(via(), handed_over_on=None)}, "profile_demands"),
        ({"received_on": date(2026, 11, 23)}, "date_order"),
        ({"received_on": date(2026, 11, 21)}, "date_order"),
        ({"level": 0}, "level_invalid"),
        ({"level": 2}, "level_invalid"),
        ({"appeal_of": SECOND, "level": 2}, "level_invalid"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_a_filing_must_state(more: dict[str, object], code: str) -> None:
    world, refusal = refused()
    right = filing(pinned(world), refusal)

    world.unless(code, GRIEVANCE, but(right, **more), right, "ines")


@pytest.mark.parametrize(
    ("more", "member"),
    [
        ({"received_on": None}, "received_on"),
        ({"area": None}, "area"),
        ({"via": None}, "via"),
        ({"via": but(via(), handed_over_on=None)}, "handed_over_on"),
    ],
)
def test_a_filing_that_lacks_something_is_told_what(more: dict[str, object], member: str) -> None:
    world, refusal = refused()
    wrong = but(filing(pinned(world), refusal), **more)

    assert world.refuses("profile_demands", GRIEVANCE, wrong, "ines").detail == {"member": member}


def test_who_has_a_key_files_without_the_intake() -> None:
    world, refusal = refused()

    undated = filing(pinned(world), refusal, via=but(via(), handed_over_on=None))
    world.refuses("profile_demands", GRIEVANCE, undated, "ada")
    world.say(GRIEVANCE, filing(pinned(world), refusal, via=None), "ada")


def test_an_appeal_contests_a_decision_that_stands_in_the_log() -> None:
    world, refusal = refused()
    given = world.say(CLAIM, attestation(), "ada")
    right = filing(pinned(world), refusal)

    for wrong in (
        given,
        EntryRef(CLAIM, refusal.version, "0" * 64),
        EntryRef(stream("claim", "nobody's"), refusal.version, refusal.leaf),
        EntryRef(GRIEVANCE, 1, "0" * 64),
    ):
        world.refuses("unknown_decision", GRIEVANCE, filing(pinned(world), wrong), "ines")
    crossed = Contested(claim=StreamRef(stream("claim", "nobody's")), entry=refusal)
    world.refuses("unknown_decision", GRIEVANCE, but(right, contests=(crossed,)), "ines")
    world.refuses("contests_many_claims", GRIEVANCE, but(right, contests=(*right.contests, crossed)), "ines")
    world.say(GRIEVANCE, right, "ines")


def test_other_grievances_contest_attestations_or_nothing() -> None:
    world, _ = refused()
    given = world.say(CLAIM, attestation(), "ada")

    world.say(GRIEVANCE, filing(pinned(world), given, kind=Kind.ATTESTATION_DISPUTE), "ines")
    world.say(SECOND, filing(pinned(world), kind=Kind.EXCLUSION_CLAIM), "ines")


def test_whatever_is_contested_stands_in_the_log() -> None:
    world, refusal = refused()
    right = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT)
    crossed = Contested(claim=StreamRef(stream("claim", "nobody's")), entry=refusal)
    misplaced = Contested(claim=CLAIM, entry=but(refusal, stream=stream("claim", "nobody's")))

    for wrong in (crossed, misplaced, Contested(claim=CLAIM, entry=but(refusal, leaf="0" * 64))):
        world.refuses("unknown_decision", GRIEVANCE, but(right, contests=(wrong,)), "ines")
    world.say(GRIEVANCE, right, "ines")


def test_a_level_follows_from_a_determined_grievance() -> None:
    world, refusal = appealed()
    above = filing(pinned(world), refusal, appeal_of=GRIEVANCE, level=2)

    world.refuses("level_invalid", SECOND, above, "ines")
    world.refuses("level_invalid", SECOND, but(above, appeal_of=CLAIM), "ines")


def test_a_closed_office_takes_nothing_on() -> None:
    world, _ = appealed()
    world.say(REGISTRY, office("city", closed=True), *QUORUM)

    world.refuses("office_unknown", GRIEVANCE, acknowledgement(), "hugo")
    world.refuses("office_unknown", GRIEVANCE, assignment("rolf"), "sven")


def test_an_order_of_a_minister_leads_to_no_internal_appeal() -> None:
    world, refusal = refused()
    other = stream("claim", "minister")
    entry = world.say(other, application(pinned(world)), "ines")
    order = decision(Result.REFUSE, found(entry, finding=Finding.NO), order_maker=OrderMaker.MINISTER)
    ministers = world.say(other, order, "olga", "susi")

    world.refuses("appeal_route_court", GRIEVANCE, filing(pinned(world), ministers), "ines")
    world.say(GRIEVANCE, filing(pinned(world), refusal), "ines")


def test_a_filing_is_never_refused_for_being_late() -> None:
    world, refusal = refused()
    world.now = "2027-11-20T03:00:00.000Z"
    late = filing(
        pinned(world),
        refusal,
        received_on=date(2027, 11, 20),
        via=but(via(), handed_over_on=date(2027, 11, 20)),
    )

    world.say(GRIEVANCE, late, "ines")


def test_the_office_in_charge_acknowledges_a_filing_once() -> None:
    world, _ = appealed()
    hire(world, "hans", Role.HANDLER, office="district")

    world.refuses("authority_scope", GRIEVANCE, acknowledgement(), "hans")
    world.refuses("office_unknown", GRIEVANCE, acknowledgement(office="village"), "hugo")
    world.refuses("profile_demands", GRIEVANCE, acknowledgement(next=None), "hugo")
    world.refuses("profile_demands", GRIEVANCE, acknowledgement(contact=None), "hugo")
    world.refuses("authority_missing", GRIEVANCE, acknowledgement(), "olga")
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    assert grievance(world).status is GrievanceStatus.ACKNOWLEDGED
    world.refuses("grievance_state", GRIEVANCE, acknowledgement(), "hugo")


def test_nothing_is_done_about_what_nobody_filed() -> None:
    world, _ = refused()
    seen = world.head(CLAIM)

    for event, names in (
        (acknowledgement(), ("hugo",)),
        (assignment("rolf"), ("sven",)),
        (report(), ("rolf",)),
        (determination(Outcome.UPHELD, seen), ("rolf", "sara")),
        (outcome_notice(None), ("hugo",)),
        (closing(Closing.CONFIRMED), ("cleo",)),
        (report(programme=pinned(world)), ("rolf",)),
    ):
        world.refuses("unknown_grievance", GRIEVANCE, event, *names)


def test_an_appeal_goes_to_a_truly_other_person() -> None:
    world, _ = appealed()
    for name in ("olga", "susi"):
        hire(world, name, Role.REVIEWER)
        world.refuses("coi_prior_decider", GRIEVANCE, assignment("rolf", name), "sven")
    hire(world, "nina", Role.OFFICER)

    world.refuses("handler_not_mandated", GRIEVANCE, assignment("nina"), "sven")
    world.refuses("handler_not_mandated", GRIEVANCE, assignment(), "sven")
    world.refuses("handler_not_mandated", GRIEVANCE, assignment("nina", role=Role.OFFICER), "sven")
    world.refuses("coi_prior_decider", GRIEVANCE, assignment("rolf"), "susi")
    world.refuses("office_unknown", GRIEVANCE, assignment("rolf", office="village"), "sven")
    world.refuses("stream_conflict", GRIEVANCE, assignment("rolf"), "sven", seen=Seen(9, "0" * 64))
    world.refuses("seen_missing", GRIEVANCE, assignment("rolf"), "sven", seen=None)
    world.say(GRIEVANCE, assignment("rolf"), "sven")
    assert grievance(world).status is GrievanceStatus.UNDER_REVIEW


def test_who_attested_helped_or_is_named_does_not_handle() -> None:
    world, refusal = refused()
    world.say(CLAIM, attestation(), "ada")
    world.say(
        GRIEVANCE,
        filing(pinned(world), refusal, via=via("alma"), about=(actor("hugo"),)),
        "ines",
    )
    for name in ("ada", "alma", "hugo"):
        hire(world, name, Role.REVIEWER)

    world.refuses("coi_attester_in_case", GRIEVANCE, assignment("ada"), "sven")
    world.refuses("coi_assister", GRIEVANCE, assignment("alma"), "sven")
    world.refuses("coi_named_in_complaint", GRIEVANCE, assignment("hugo"), "sven")
    world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_the_reviewer_forwards_an_appeal_and_somebody_else_has_it_next() -> None:
    world, _ = reviewed()
    hire(world, "rosa", Role.REVIEWER)

    world.refuses("not_assigned", GRIEVANCE, report(), "rosa")
    world.refuses("profile_demands", GRIEVANCE, report(agreed=None), "rolf")
    world.refuses("reasons_missing", GRIEVANCE, report(), "rolf", sd=())
    world.refuses("office_unknown", GRIEVANCE, report(to="village"), "rolf")
    world.say(GRIEVANCE, report(), "rolf")
    assert (grievance(world).status, grievance(world).level) == (GrievanceStatus.ACKNOWLEDGED, 2)
    hire(world, "rolf", Role.APPELLATE)
    world.refuses("coi_prior_decider", GRIEVANCE, assignment("rolf", role=Role.APPELLATE), "sven")
    world.refuses("not_appeal", GRIEVANCE, report(), "rosa")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_only_what_is_under_review_is_forwarded() -> None:
    world, _ = appealed()

    world.refuses("grievance_state", GRIEVANCE, report(), "rolf")


def test_only_an_appeal_is_forwarded() -> None:
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.say(GRIEVANCE, assignment("rolf"), "sara")

    world.refuses("not_appeal", GRIEVANCE, report(), "rolf")
