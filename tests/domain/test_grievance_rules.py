"""Grievances of lived claims, from filing to outcome. Every refusal stands beside the act that is allowed."""

from datetime import date

import pytest

from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    Ground,
    Inadmissible,
    Kind,
    Outcome,
    Remedy,
    Urgency,
)
from ledger.domain.codes import Finding, GroundFinding, NoticeMethod, NoticeRule, OrderMaker, Result, Role
from ledger.domain.errors import StreamConflict
from ledger.domain.grievance.events import Contested, FoundOnGround, GrievanceClosed
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
    notice,
    ordered,
    outcome_notice,
    pinned,
    refused,
    report,
    reviewed,
    via,
)
from tests.domain.world import World, actor, hire, stream

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


def test_who_has_a_key_files_without_the_intake() -> None:
    world, refusal = refused()

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
    world.say(GRIEVANCE, assignment("rolf"), "sven")

    world.refuses("not_appeal", GRIEVANCE, report(), "rolf")


def test_a_reviewer_determines_with_a_supervisor_of_another_line() -> None:
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())

    world.refuses("approvals_pending", GRIEVANCE, upheld, "rolf")
    world.refuses("coi_same_line", GRIEVANCE, upheld, "rolf", "sven")
    world.refuses("coi_prior_decider", GRIEVANCE, upheld, "rolf", "susi")
    world.refuses("authority_missing", GRIEVANCE, upheld, "rolf", "hugo")
    world.refuses("signer_superfluous", GRIEVANCE, upheld, "rolf", "sara", "sven")
    world.say(GRIEVANCE, upheld, "rolf", "sara")
    world.refuses("grievance_state", GRIEVANCE, upheld, "rolf", "sara")


def test_a_handler_orders_a_remedy_alone_and_denies_one_with_four_eyes() -> None:
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sven")
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY))

    for empty in (but(upheld, remedies=()), but(upheld, remedies=ordered(Remedy.NONE))):
        world.refuses("approvals_pending", GRIEVANCE, empty, "hugo")
    world.say(GRIEVANCE, upheld, "hugo")


def test_two_of_the_panel_determine_at_the_upper_instance() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    outcome = determination(Outcome.NOT_UPHELD, world.head(CLAIM))

    world.refuses("approvals_pending", GRIEVANCE, outcome, "paul")
    world.refuses("authority_missing", GRIEVANCE, outcome, "paul", "sara")
    world.say(GRIEVANCE, outcome, "paul", "petra")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"findings": ()}, "finding_missing"),
        (
            {"findings": (FoundOnGround(ground=Ground.FACT_WRONG, finding=GroundFinding.SUSTAINED),) * 2},
            "finding_missing",
        ),
        (
            {
                "findings": tuple(
                    FoundOnGround(ground=ground, finding=GroundFinding.SUSTAINED)
                    for ground in (Ground.FACT_WRONG, Ground.NO_REASONS, Ground.DELAY)
                )
            },
            "finding_missing",
        ),
        ({"law": ()}, "reasons_missing"),
        ({"next_remedy": None}, "profile_demands"),
        ({"remedies": (but(ordered()[0], due=None),)}, "profile_demands"),
        ({"remedies": ordered() * 2}, "local_repeated"),
        ({"inadmissible": Inadmissible.OUT_OF_TIME}, "inadmissible_code"),
        ({"outcome": Outcome.INADMISSIBLE}, "inadmissible_code"),
        ({"claim_seen": None}, "claim_conflict"),
        ({"claim_seen": Seen(1, "0" * 64)}, "claim_conflict"),
        ({"official": actor("rolf")}, "official_not_imported"),
        ({"programme": EntryRef(StreamRef(CLAIM), 7, "0" * 64)}, "programme_differs"),
    ],
)
def test_what_a_determination_must_state(more: dict[str, object], code: str) -> None:
    world, _ = reviewed()
    right = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())

    world.unless(code, GRIEVANCE, but(right, **more), right, "rolf", "sara")


def test_a_determination_commits_to_reasons() -> None:
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())

    world.refuses("reasons_missing", GRIEVANCE, upheld, "rolf", "sara", sd=())


def test_a_determination_rests_on_the_claim_as_it_stands() -> None:
    world, refusal = reviewed()
    before = world.head(CLAIM)
    world.say(CLAIM, notice(refusal), "ines")
    stale = determination(Outcome.UPHELD, before, remedies=ordered())

    conflict = world.refuses("claim_conflict", GRIEVANCE, stale, "rolf", "sara")
    assert isinstance(conflict, StreamConflict)
    assert conflict.head == world.head(CLAIM)
    world.say(GRIEVANCE, but(stale, claim_seen=world.head(CLAIM)), "rolf", "sara")


def test_only_who_was_assigned_determines() -> None:
    world, _ = reviewed()
    hire(world, "rosa", Role.REVIEWER)
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())

    world.refuses("not_assigned", GRIEVANCE, upheld, "rosa", "sara")


def test_the_merits_are_determined_under_review_and_inadmissibility_earlier() -> None:
    world, _ = appealed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    late = determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=Inadmissible.OUT_OF_TIME)

    world.refuses("grievance_state", GRIEVANCE, upheld, "rolf", "sara")
    helpless = but(late, inadmissible=Inadmissible.INSUFFICIENT_AFTER_HELP)
    world.refuses("help_missing", GRIEVANCE, helpless, "rolf", "sara")
    world.refuses("approvals_pending", GRIEVANCE, late, "rolf")
    world.say(GRIEVANCE, late, "rolf", "sara")


def test_a_notice_of_the_outcome_moves_the_grievance_once_it_is_effective() -> None:
    world, refusal = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")

    for wrong in (outcome_notice(None), outcome_notice(refusal)):
        world.refuses("unknown_determination", GRIEVANCE, wrong, "rolf")
    call = outcome_notice(made, method=NoticeMethod.SMS, rule=NoticeRule.N10)
    world.say(GRIEVANCE, call, "rolf")
    assert grievance(world).status is GrievanceStatus.DETERMINED
    bare = world.say(GRIEVANCE, outcome_notice(made, court_block=None), "ines")
    assert grievance(world).status is GrievanceStatus.NOTIFIED
    assert grievance(world).flags == {"defective_notice"}
    world.say(GRIEVANCE, outcome_notice(made, cures=bare), "ines")
    assert grievance(world).flags == frozenset()


def test_an_ordered_remedy_is_due_once_the_person_was_told() -> None:
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    made = world.say(GRIEVANCE, upheld, "rolf", "sara")

    world.say(GRIEVANCE, outcome_notice(made), "rolf")
    assert grievance(world).status is GrievanceStatus.REMEDY_DUE


def test_the_office_closes_nothing_and_the_clock_only_what_the_record_shows() -> None:
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    made = world.say(GRIEVANCE, upheld, "rolf", "sara")
    world.say(GRIEVANCE, outcome_notice(made), "rolf")

    for ground in Closing:
        world.refuses("authority_missing", GRIEVANCE, closing(ground), "rolf")
        world.refuses("closing_not_due", GRIEVANCE, closing(ground), "cleo")


def test_the_clock_closes_what_was_superseded() -> None:
    world, _ = reviewed()
    superseded = determination(Outcome.SUPERSEDED, world.head(CLAIM))
    made = world.say(GRIEVANCE, superseded, "rolf", "sara")
    world.refuses("closing_not_due", GRIEVANCE, closing(Closing.SUPERSEDED), "cleo")
    world.say(GRIEVANCE, outcome_notice(made), "rolf")

    world.refuses("closing_not_due", GRIEVANCE, closing(Closing.CONFIRMED), "cleo")
    world.say(GRIEVANCE, closing(Closing.SUPERSEDED), "cleo")
    assert grievance(world).status is GrievanceStatus.CLOSED
    world.refuses("grievance_state", GRIEVANCE, closing(Closing.SUPERSEDED), "cleo")


def test_an_appeal_against_a_determination_is_one_level_higher_and_before_others() -> None:
    world, refusal = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")
    assert made.stream == GRIEVANCE
    above = filing(pinned(world), refusal, appeal_of=GRIEVANCE, level=2)
    hire(world, "rolf", Role.APPELLATE)

    world.refuses("level_invalid", SECOND, but(above, level=3), "ines")
    world.say(SECOND, above, "ines")
    world.refuses("coi_prior_decider", SECOND, assignment("rolf", role=Role.APPELLATE), "sven")
    world.refuses("coi_prior_decider", SECOND, assignment("paul", role=Role.APPELLATE), "sara")
    world.say(SECOND, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_flags_show_what_the_filing_said() -> None:
    world, refusal = refused()
    world.say(
        GRIEVANCE,
        filing(pinned(world), refusal, urgency=Urgency.URGENT, anonymity=Anonymity.ANONYMOUS),
        "ines",
    )

    assert grievance(world).flags == {"urgent", "anonymous"}
