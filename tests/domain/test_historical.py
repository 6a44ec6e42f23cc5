"""What the historical profile waives, and what it does not."""

from datetime import date

import pytest

from ledger.domain.casework_codes import Closing, Kind, Outcome
from ledger.domain.claim.events import AttestationGiven, ClaimReceived, DecisionRevised, EligibilityDecided
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import (
    Cause,
    Confidence,
    NoticeRule,
    Occasion,
    Profile,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceFiled,
)
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.types import Code, EntryRef, Seen
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    assignment,
    attestation,
    but,
    decision,
    determination,
    filing,
    found,
    notice,
    outcome_notice,
    refusal_to_attest,
    report,
    revision,
)
from tests.domain.world import HISTORICAL, World, actor, founded, hire, peopled, rules, stream, working

OLD: dict[str, object] = {"seen": None, "at": None, "sd": ()}
"""What an importer cannot know: no head, no time, no reasons."""


def ranking(name: str, place: int = 3, **more: object) -> AttestationGiven:
    event = attestation(
        facts=(Code(f"peer_rank_{place}"),), confidence=Confidence.PROBABLE, observed_on=None, expires_on=None
    )
    return but(event, official=actor(name), **more)


def old_application(programme: EntryRef) -> ClaimReceived:
    return application(programme, received_on=None, via=None, area=None, facts=())


def old_decision(result: Result, official: str | None = "olga", **more: object) -> EligibilityDecided:
    named = None if official is None else actor(official)
    bare = decision(result, (), law=(), discretion=None, heard=None, departs=None, official=named)
    return but(bare, **more)


def imported() -> tuple[World, EntryRef]:
    world, _, historical = working()
    world.say(CLAIM, old_application(historical), "ivo", **OLD)
    return world, historical


def test_a_historical_programme_is_published_by_the_importer_alone() -> None:
    world = peopled()

    world.refuses("import_not_historical", HISTORICAL, rules(), "ivo")
    world.refuses("approvals_pending", HISTORICAL, rules(), "susi")
    world.refuses("authority_missing", HISTORICAL, rules(Profile.HISTORICAL), "olga")
    world.say(HISTORICAL, rules(Profile.HISTORICAL), "ivo", at=None)


def test_the_profile_of_a_programme_never_changes() -> None:
    world, _, _ = working()

    world.refuses("profile_fixed", HISTORICAL, rules(version=2), "susi", "vera")
    world.say(HISTORICAL, rules(Profile.HISTORICAL, version=2), "ivo")


def test_rankings_and_a_decision_are_taken_over_as_they_are() -> None:
    world, _ = imported()
    world.say(CLAIM, ranking("ada"), "ivo", **OLD)
    world.say(CLAIM, old_decision(Result.GRANT), "ivo", **OLD)

    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    assert state.status is ClaimStatus.DECIDED
    assert state.attesters() == (actor("ada"),)
    assert state.decisions[0].answered.by == actor("olga")
    assert state.flags == {"defective_reasons"}


def test_an_imported_ranking_is_refused_as_own_then_repeated_then_unknown() -> None:
    world, _ = imported()
    world.say(CLAIM, ranking("ada", 2), "ivo", **OLD)
    own = ranking("ada", 7, relation=Relation.SAME_HOUSEHOLD)
    nobody = stream("claim", "nobody's")

    world.refuses("self_attestation", CLAIM, own, "ivo", **OLD)
    world.refuses("duplicate", CLAIM, ranking("ada", 7), "ivo", **OLD)
    world.refuses("self_attestation", nobody, own, "ivo", **OLD)
    world.refuses("unknown_claim", nobody, ranking("ada"), "ivo", **OLD)
    world.say(CLAIM, ranking("bela", 7), "ivo", **OLD)


def test_a_repeated_record_stays_repeated_after_its_expiry() -> None:
    world, _ = imported()
    old = ranking("ada", observed_on=date(2012, 1, 1), expires_on=date(2013, 1, 1))
    world.say(CLAIM, old, "ivo", **OLD)

    world.refuses("duplicate", CLAIM, ranking("ada", 5), "ivo", **OLD)


def test_a_decision_without_an_application_opens_its_stream_with_a_flag() -> None:
    world, _, historical = working()
    opening = old_decision(Result.REFUSE, programme=historical)

    world.refuses("programme_missing", CLAIM, old_decision(Result.REFUSE), "ivo", **OLD)
    world.say(CLAIM, opening, "ivo", **OLD)
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    assert state.flags == {"defective_reasons", "no_application"}
    world.refuses("unknown_claim", CLAIM, ranking("ada"), "ivo", **OLD)
    world.refuses("already_received", CLAIM, old_application(historical), "ivo", **OLD)


def test_a_lived_programme_takes_no_decision_without_an_application() -> None:
    world, standard, _ = working()

    world.refuses("unknown_claim", CLAIM, old_decision(Result.GRANT, None, programme=standard), "olga")
    world.refuses("unknown_claim", CLAIM, old_decision(Result.GRANT, programme=standard), "ivo", **OLD)


def test_an_imported_act_of_an_official_or_attester_names_that_person() -> None:
    world, historical = imported()
    nameless = but(ranking("ada"), official=None)

    world.refuses("official_missing", CLAIM, nameless, "ivo", **OLD)
    world.refuses("official_missing", CLAIM, old_decision(Result.GRANT, None), "ivo", **OLD)
    world.refuses("official_missing", CLAIM, refusal_to_attest("ada"), "ivo", **OLD)
    world.refuses("attester_differs", CLAIM, refusal_to_attest("ada", official=actor("bela")), "ivo", **OLD)
    made = world.say(CLAIM, old_decision(Result.REFUSE), "ivo", **OLD)
    world.refuses("official_missing", CLAIM, revision(made, Result.STAY, ()), "ivo", **OLD)
    opening = determination(Outcome.UPHELD, None, programme=historical)
    world.refuses("official_missing", GRIEVANCE, opening, "ivo", **OLD)
    world.refuses("official_missing", GRIEVANCE, report(programme=historical), "ivo", **OLD)
    world.say(GRIEVANCE, filing(historical, made, via=None), "ivo", **OLD)
    for event in (assignment("rolf"), but(assignment("rolf"), role=Role.HANDLER)):
        world.refuses("official_missing", GRIEVANCE, event, "ivo", **OLD)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"benefit": "unheard_of"}, "benefit_unknown"),
        ({"result": Result.REVOKE}, "result_not_allowed"),
        ({"found": found(EntryRef(CLAIM, 9, "0" * 64), fact="income")}, "entry_unknown"),
        ({"found": found(fact="unheard_of")}, "fact_unknown"),
        ({"official": actor("ada")}, "coi_attester_in_case"),
    ],
)
def test_nothing_else_is_waived_for_a_decision(wrong: dict[str, object], code: str) -> None:
    world, _ = imported()
    world.say(CLAIM, ranking("ada"), "ivo", **OLD)

    right = old_decision(Result.GRANT)
    world.unless(code, CLAIM, but(right, **wrong), right, "ivo", **OLD)


def test_nothing_else_is_waived_for_an_attestation() -> None:
    world, _ = imported()

    world.refuses("facts_missing", CLAIM, ranking("ada", facts=()), "ivo", **OLD)
    world.refuses("fact_unknown", CLAIM, ranking("ada", facts=(Code("rank"),)), "ivo", **OLD)
    world.say(CLAIM, old_decision(Result.GRANT, "ada"), "ivo", **OLD)
    world.refuses("coi_prior_decider", CLAIM, ranking("ada"), "ivo", **OLD)


def test_a_second_first_decision_is_a_contradiction_in_any_register() -> None:
    world, _ = imported()
    world.say(CLAIM, old_decision(Result.GRANT), "ivo", **OLD)

    world.refuses("occasion_invalid", CLAIM, old_decision(Result.GRANT), "ivo", **OLD)
    world.say(CLAIM, old_decision(Result.REDUCE, occasion=Occasion.NEW_FACT), "ivo", **OLD)


def test_a_refusal_to_attest_is_taken_over_where_there_is_an_application() -> None:
    world, historical = imported()
    world.say(CLAIM, refusal_to_attest("ada", facts=(Code("income"),), official=actor("ada")), "ivo", **OLD)
    other = stream("claim", "without application")
    world.say(other, old_decision(Result.REFUSE, programme=historical), "ivo", **OLD)

    late = refusal_to_attest("ada", facts=(Code("income"),), official=actor("ada"))
    world.refuses("unknown_claim", other, late, "ivo", **OLD)


def test_an_old_register_may_lack_the_decision_before() -> None:
    world, historical = imported()

    world.refuses("claim_not_open", CLAIM, old_revision(EntryRef(CLAIM, 1, "0" * 64)), "ivo", **OLD)
    review = old_decision(Result.REDUCE, occasion=Occasion.PERIODIC_REVIEW, programme=historical)
    made = world.say(CLAIM, review, "ivo", **OLD)
    world.say(CLAIM, old_revision(made), "ivo", **OLD)


def old_revision(of: EntryRef) -> DecisionRevised:
    return revision(of, Result.REDUCE, (), law=(), official=actor("olga"))


def test_an_old_revision_cites_an_outcome_about_its_claim_or_about_none_on_record() -> None:
    world, historical, made = fined()
    unfiled = world.say(GRIEVANCE, old_outcome(programme=historical), "ivo", **OLD)
    other, elsewhere = stream("claim", "other"), stream("grievance", "other")
    foreign = world.say(other, old_decision(Result.REFUSE, programme=historical), "ivo", **OLD)
    world.say(elsewhere, old_filing(historical, foreign), "ivo", **OLD)
    unrelated = world.say(elsewhere, old_outcome(), "ivo", **OLD)
    after = but(old_revision(made), cause=Cause.APPEAL, official=actor("otto"))

    world.refuses("determination_unrelated", CLAIM, but(after, determination=unrelated), "ivo", **OLD)
    world.say(CLAIM, but(after, determination=unfiled), "ivo", **OLD)


def test_an_old_finding_may_cite_nothing() -> None:
    world, _ = imported()

    world.say(CLAIM, old_decision(Result.GRANT, found=found(fact="income")), "ivo", **OLD)


def test_a_head_that_an_imported_record_does_state_is_the_right_one() -> None:
    world, _ = imported()

    wrong = Seen(1, "0" * 64)
    world.refuses("stream_conflict", CLAIM, old_decision(Result.GRANT), "ivo", seen=wrong, at=None)


def grievance(world: World) -> GrievanceState:
    state = world.state(GRIEVANCE)
    assert isinstance(state, GrievanceState)
    return state


def fined() -> tuple[World, EntryRef, EntryRef]:
    """An adverse decision without application, in a register that a lived ledger took over."""
    world, _, historical = working()
    made = world.say(CLAIM, old_decision(Result.REFUSE, programme=historical), "ivo", **OLD)
    return world, historical, made


def old_filing(programme: EntryRef, *contests: EntryRef, **more: object) -> GrievanceFiled:
    return filing(programme, *contests, grounds=(), remedies=(), via=None, area=None, **more)


def old_outcome(
    outcome: Outcome = Outcome.UPHELD, official: str = "paul", **more: object
) -> GrievanceDetermined:
    return determination(
        outcome, None, findings=(), law=(), next_remedy=None, official=actor(official), **more
    )


def old_report(official: str = "rolf", **more: object) -> AppealReported:
    return report(to="prefecture", agreed=None, official=actor(official), **more)


def test_an_old_appeal_from_notice_to_outcome() -> None:
    world, historical, made = fined()
    sent = notice(made, method=None, rule=None, read_aloud=None, appeal_block=None, sent_on=date(2006, 8, 1))
    world.say(CLAIM, sent, "ivo", **OLD)
    assert world.state(CLAIM).flags >= {"notice_in_transit", "defective_notice"}  # type: ignore[union-attr]
    world.say(CLAIM, but(sent, received_on=date(2006, 8, 9)), "ivo", **OLD)
    assert world.state(CLAIM).status is ClaimStatus.NOTIFIED  # type: ignore[union-attr]
    world.say(GRIEVANCE, old_filing(historical, made, received_on=date(2006, 8, 20)), "ivo", **OLD)
    world.say(GRIEVANCE, old_report(), "ivo", **OLD)
    determined = world.say(GRIEVANCE, old_outcome(), "ivo", **OLD)
    told = outcome_notice(determined, method=None, rule=None, read_aloud=None, received_on=date(2007, 1, 1))
    world.say(GRIEVANCE, told, "ivo", **OLD)

    assert grievance(world).status is GrievanceStatus.NOTIFIED
    assert grievance(world).determinations[0].answered.by == actor("paul")
    assert "no_filing" not in grievance(world).flags
    world.say(GRIEVANCE, GrievanceClosed(ground=Closing.NOT_CONTESTED, open_rights=()), "ivo", **OLD)


def test_an_old_notice_may_name_its_method_or_its_rule_alone() -> None:
    world, _, made = fined()

    for half in ({"rule": None}, {"method": None}):
        world.say(CLAIM, notice(made, **half), "ivo", **OLD)
    world.refuses("notice_rule", CLAIM, notice(made, rule=NoticeRule.N6), "ivo", **OLD)


def test_an_outcome_without_a_filing_opens_its_stream_with_a_flag() -> None:
    world, historical, _ = fined()

    world.refuses("unknown_grievance", GRIEVANCE, old_outcome(), "ivo", **OLD)
    world.say(GRIEVANCE, old_outcome(programme=historical), "ivo", **OLD)
    assert grievance(world).flags >= {"no_filing"}
    assert grievance(world).programme == historical
    world.refuses("already_filed", GRIEVANCE, old_filing(historical), "ivo", **OLD)
    world.refuses("unknown_determination", GRIEVANCE, outcome_notice(None), "ivo", **OLD)
    determined = EntryRef(GRIEVANCE, 1, world.heads[GRIEVANCE].leaf)
    world.say(GRIEVANCE, outcome_notice(determined, programme=historical), "ivo", **OLD)


def test_a_notice_without_an_outcome_opens_its_stream_with_a_flag() -> None:
    world, historical, _ = fined()
    told = outcome_notice(None, programme=historical)

    world.say(GRIEVANCE, told, "ivo", **OLD)
    assert grievance(world).status is GrievanceStatus.NOTIFIED
    assert grievance(world).flags == {"no_filing"}


def test_a_result_before_the_forwarding_is_kept_and_flagged() -> None:
    world, historical, made = fined()
    world.say(GRIEVANCE, old_filing(historical, made), "ivo", **OLD)
    world.say(GRIEVANCE, old_outcome(), "ivo", **OLD)
    world.say(GRIEVANCE, old_report(), "ivo", **OLD)

    assert grievance(world).status is GrievanceStatus.DETERMINED
    assert "out_of_order" in grievance(world).flags


def test_nothing_is_forwarded_out_of_a_closed_file() -> None:
    world, historical, made = fined()
    world.say(GRIEVANCE, old_filing(historical, made), "ivo", **OLD)
    world.say(GRIEVANCE, GrievanceClosed(ground=Closing.WITHDRAWN, open_rights=()), "ivo", **OLD)

    world.refuses("grievance_state", GRIEVANCE, old_report(), "ivo", **OLD)
    world.refuses("grievance_state", GRIEVANCE, old_outcome(), "ivo", **OLD)


def test_two_outcomes_of_one_old_appeal_are_a_contradiction() -> None:
    world, historical, made = fined()
    world.say(GRIEVANCE, old_filing(historical, made), "ivo", **OLD)
    world.say(GRIEVANCE, old_outcome(), "ivo", **OLD)

    world.refuses("grievance_state", GRIEVANCE, old_outcome(official="petra"), "ivo", **OLD)


def test_an_old_appeal_contests_a_decision_of_the_log_and_is_not_decided_by_the_decider() -> None:
    world, historical, made = fined()

    world.refuses(
        "unknown_decision", GRIEVANCE, old_filing(historical, EntryRef(CLAIM, 9, "0" * 64)), "ivo", **OLD
    )
    world.refuses("contests_missing", GRIEVANCE, old_filing(historical), "ivo", **OLD)
    world.say(GRIEVANCE, old_filing(historical, made), "ivo", **OLD)
    world.refuses("coi_prior_decider", GRIEVANCE, old_outcome(official="olga"), "ivo", **OLD)
    world.refuses("coi_prior_decider", GRIEVANCE, old_report("olga"), "ivo", **OLD)


def test_an_old_appeal_to_a_judge_may_lack_the_level_below() -> None:
    world, historical, made = fined()

    world.say(GRIEVANCE, old_filing(historical, made, level=2), "ivo", **OLD)
    world.refuses("not_appeal", GRIEVANCE, old_report(), "ivo", **OLD)
    other = stream("grievance", "complaint")
    world.say(other, old_filing(historical, made, kind=Kind.INQUIRY), "ivo", **OLD)
    world.refuses("not_appeal", other, old_report(), "ivo", **OLD)


def test_a_contradiction_in_an_old_register_binds_no_decider() -> None:
    world, _ = imported()
    world.say(CLAIM, ranking("ada", stance=Stance.CONTRADICTS), "ivo", **OLD)

    world.say(CLAIM, old_decision(Result.GRANT), "ivo", **OLD)


def test_the_importer_reaches_its_programmes_only() -> None:
    world, _, historical = working()
    hire(world, "ilka", Role.IMPORTER, programmes=(stream("programme", "other"),))

    world.refuses("authority_scope", CLAIM, old_application(historical), "ilka", **OLD)
    assert founded().registry.origin == world.registry.origin
