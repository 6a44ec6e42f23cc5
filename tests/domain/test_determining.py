"""Outcomes and closing of grievances. Every refusal stands beside what is allowed."""

from datetime import timedelta

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
from ledger.domain.codes import Auth, GroundFinding, NoticeMethod, NoticeRule, OrderMaker, Role
from ledger.domain.errors import StreamConflict
from ledger.domain.grievance.events import FoundOnGround, GrievanceClosed
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.types import EntryRef, Seen, StreamRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    appealed,
    assignment,
    but,
    determination,
    filing,
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
    world.refuses("grievance_state", GRIEVANCE, assignment("rolf"), "sven")


def test_a_handler_orders_a_remedy_alone_and_denies_one_with_four_eyes() -> None:
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    upheld = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY), next_remedy=ANSWERED
    )

    for empty in (but(upheld, remedies=()), but(upheld, remedies=ordered(Remedy.NONE))):
        world.refuses("approvals_pending", GRIEVANCE, empty, "hugo")
    world.say(GRIEVANCE, upheld, "hugo")


@pytest.mark.parametrize("maker", [OrderMaker.COMMITTEE, OrderMaker.MINISTER])
def test_a_handler_alone_speaks_for_no_committee_and_no_minister(maker: OrderMaker) -> None:
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    upheld = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY), next_remedy=ANSWERED
    )

    world.unless("order_maker_invalid", GRIEVANCE, but(upheld, order_maker=maker), upheld, "hugo")


def test_whoever_was_assigned_in_a_role_that_no_rule_knows_still_determines() -> None:
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")
    world.record(world.statement(GRIEVANCE, assignment("hugo", role=Role.OFFICER), "sara"))
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)

    world.refuses("authority_missing", GRIEVANCE, nothing, "olga", "sara")
    world.say(GRIEVANCE, nothing, "hugo", "sara")


def test_two_of_the_panel_determine_at_the_upper_instance() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    outcome = determination(Outcome.NOT_UPHELD, world.head(CLAIM))

    world.refuses("approvals_pending", GRIEVANCE, outcome, "paul")
    hire(world, "pia", Role.APPELLATE, "line-f")
    world.refuses("authority_missing", GRIEVANCE, outcome, "paul", "sara")
    world.refuses("not_assigned", GRIEVANCE, outcome, "paul", "pia")
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
        (
            {
                "findings": tuple(
                    FoundOnGround(ground=ground, finding=GroundFinding.SUSTAINED)
                    for ground in (Ground.FACT_WRONG, Ground.NO_REASONS, Ground.FACT_WRONG)
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
    late = determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=Inadmissible.NO_STANDING)

    world.refuses("grievance_state", GRIEVANCE, upheld, "rolf", "sara")
    helpless = but(late, inadmissible=Inadmissible.INSUFFICIENT_AFTER_HELP)
    world.refuses("help_missing", GRIEVANCE, helpless, "rolf", "sara")
    world.refuses("help_missing", GRIEVANCE, late, "rolf", "sara")
    world.states[GRIEVANCE] = but(grievance(world), flags=frozenset({"help_given"}))
    world.refuses("approvals_pending", GRIEVANCE, helpless, "rolf")
    world.refuses("approvals_pending", GRIEVANCE, late, "rolf")
    hire(world, "rolf", Role.APPELLATE)
    world.say(GRIEVANCE, late, "rolf", "sara")
    world.refuses("grievance_state", GRIEVANCE, late, "rolf", "sara")


def test_who_signs_for_the_upper_instance_signs_with_the_panel_at_any_time() -> None:
    world, _ = appealed()
    late = determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=Inadmissible.NO_STANDING)
    world.states[GRIEVANCE] = but(grievance(world), flags=frozenset({"help_given"}))

    world.refuses("approvals_pending", GRIEVANCE, late, "paul", "sara")


def test_a_notice_of_the_outcome_moves_the_grievance_once_it_is_effective() -> None:
    world, refusal = reviewed()
    world.refuses("unknown_determination", GRIEVANCE, outcome_notice(None), "rolf")
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")

    misplaced = [but(made, stream=CLAIM), but(made, leaf="0" * 64), refusal]
    for wrong in (outcome_notice(None), *map(outcome_notice, misplaced)):
        world.refuses("unknown_determination", GRIEVANCE, wrong, "rolf")
    call = outcome_notice(made, method=NoticeMethod.SMS, rule=NoticeRule.N10)
    world.say(GRIEVANCE, call, "rolf")
    assert grievance(world).status is GrievanceStatus.DETERMINED
    bare = world.say(GRIEVANCE, outcome_notice(made, court_block=None), "ines")
    assert grievance(world).status is GrievanceStatus.NOTIFIED
    assert grievance(world).flags == {"defective_notice"}
    world.say(GRIEVANCE, outcome_notice(made, cures=bare), "ines")
    assert grievance(world).flags == frozenset()


def test_nobody_is_told_of_an_outcome_before_it_stands_in_the_log() -> None:
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    made = world.say(GRIEVANCE, upheld, "rolf", "sara")
    early = outcome_notice(made, sent_on=TODAY - timedelta(days=1))

    world.unless("date_order", GRIEVANCE, early, outcome_notice(made), "ines")


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


def test_the_clock_closes_no_other_outcome_as_superseded() -> None:
    world, _ = reviewed()
    made = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")
    world.say(GRIEVANCE, outcome_notice(made), "rolf")

    world.refuses("closing_not_due", GRIEVANCE, closing(Closing.SUPERSEDED), "cleo")


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
        filing(
            pinned(world),
            refusal,
            urgency=Urgency.URGENT,
            anonymity=Anonymity.ANONYMOUS,
            via=but(via(), auth=Auth.NONE),
        ),
        "ines",
    )

    assert grievance(world).flags == {"urgent", "anonymous"}
