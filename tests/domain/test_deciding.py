"""Decisions and notices of lived claims. Every refusal stands beside what is allowed."""

from datetime import date, timedelta

import pytest

from ledger.domain.casework_codes import Kind, Outcome
from ledger.domain.claim.events import Committee, Evaluation
from ledger.domain.claim.state import ClaimState, ClaimStatus
from ledger.domain.codes import (
    Cause,
    Finding,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Result,
    Role,
    Stance,
)
from ledger.domain.errors import StreamConflict
from ledger.domain.types import Code, EntryRef, Seen
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    application,
    applied,
    assignment,
    attestation,
    attested,
    but,
    decision,
    determination,
    filing,
    found,
    notice,
    ordered,
    pinned,
    refused,
    reviewed,
    revision,
    via,
)
from tests.domain.world import STANDARD, World, actor, hire, stream, working


def claim(world: World) -> ClaimState:
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    return state


def test_a_claim_is_suspended_without_denying_a_fact() -> None:
    world, entry = applied()

    world.say(CLAIM, decision(Result.SUSPEND, found(entry, finding=Finding.NOT_SHOWN)), "olga", "susi")


@pytest.mark.parametrize("result", [Result.REFUSE, Result.SUSPEND, Result.REDUCE, Result.TERMINATE])
def test_an_adverse_decision_takes_four_eyes_of_two_lines(result: Result) -> None:
    world, entry = applied()
    adverse = decision(result, found(entry, finding=Finding.NO))

    world.refuses("approvals_pending", CLAIM, adverse, "olga")
    world.refuses("coi_same_line", CLAIM, adverse, "olga", "sven")
    world.refuses("signer_superfluous", CLAIM, adverse, "olga", "otto")
    world.refuses("authority_missing", CLAIM, adverse, "olga", "ada")
    world.refuses("signer_superfluous", CLAIM, adverse, "olga", "susi", "sven")
    world.refuses("authority_missing", CLAIM, adverse, "susi", "olga")
    world.say(CLAIM, adverse, "olga", "susi")


def test_a_second_mandate_hides_no_line() -> None:
    world, entry = applied()
    hire(world, "sven", Role.SUPERVISOR, "line-z")
    hire(world, "siri", Role.SUPERVISOR, "line-z")
    hire(world, "siri", Role.HANDLER, "line-a")
    adverse = decision(Result.REFUSE, found(entry, finding=Finding.NO))

    for name in ("sven", "siri"):
        world.refuses("coi_same_line", CLAIM, adverse, "olga", name)
    world.say(CLAIM, adverse, "olga", "susi")


def test_a_grant_takes_one_signature_and_admits_a_supervisor() -> None:
    world, first, second = attested()
    granted = decision(Result.GRANT, found(first, second))

    world.refuses("authority_missing", CLAIM, granted, "olga", "ines")
    world.say(CLAIM, granted, "olga", "sven")


def test_a_decision_states_the_head_that_was_seen() -> None:
    world, first, second = attested()
    granted = decision(Result.GRANT, found(first))

    world.refuses("seen_missing", CLAIM, granted, "olga", seen=None)
    stale = Seen(first.version, first.leaf)
    refusal = world.refuses("stream_conflict", CLAIM, granted, "olga", seen=stale)
    assert isinstance(refusal, StreamConflict)
    assert refusal.head == Seen(second.version, second.leaf)
    world.refuses("stream_conflict", CLAIM, granted, "olga", seen=Seen(second.version, first.leaf))
    world.say(CLAIM, granted, "olga", seen=Seen(second.version, second.leaf))


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"found": ()}, "reasons_missing"),
        ({"law": ()}, "reasons_missing"),
        ({"discretion": None}, "reasons_missing"),
        ({"heard": None}, "profile_demands"),
        ({"departs": None}, "profile_demands"),
        ({"benefit": "unheard_of"}, "benefit_unknown"),
        ({"benefit": "old_age"}, "benefit_differs"),
        ({"found": found()}, "finding_uncited"),
        ({"found": found(EntryRef(CLAIM, 1, "0" * 64))}, "entry_unknown"),
        ({"found": found(EntryRef(CLAIM, 9, "0" * 64))}, "entry_unknown"),
        ({"found": found(EntryRef(STANDARD, 1, "0" * 64), fact="unheard_of")}, "fact_unknown"),
        ({"occasion": Occasion.NEW_FACT}, "occasion_invalid"),
        ({"result": Result.REVOKE}, "result_not_allowed"),
        ({"order_maker": OrderMaker.COMMITTEE}, "committee_missing"),
        ({"committee": Committee(members=(actor("olga"),), stood_down=())}, "committee_missing"),
        ({"official": actor("olga")}, "official_not_imported"),
        ({"programme": EntryRef(STANDARD, 7, "0" * 64)}, "programme_differs"),
    ],
)
def test_what_a_decision_must_state(more: dict[str, object], code: str) -> None:
    world, first, second = attested()
    right = decision(Result.GRANT, found(first, second))

    world.unless(code, CLAIM, but(right, **more), right, "olga")


def test_findings_cite_entries_of_this_stream() -> None:
    world, first, second = attested()
    elsewhere = stream("claim", "elsewhere")
    world.say(elsewhere, application(claim(world).programme), "ines")  # type: ignore[arg-type]
    foreign = world.say(elsewhere, attestation(), "cora")

    misplaced = EntryRef(elsewhere, first.version, first.leaf)
    world.refuses("entry_unknown", CLAIM, decision(Result.GRANT, found(misplaced)), "olga")
    wrong = decision(Result.GRANT, found(first, second, foreign))
    world.unless("entry_unknown", CLAIM, wrong, decision(Result.GRANT, found(first, second)), "olga")


def test_reasons_are_committed_to() -> None:
    world, first, second = attested()
    granted = decision(Result.GRANT, found(first, second))

    world.refuses("reasons_missing", CLAIM, granted, "olga", sd=())


def test_who_attested_or_helped_does_not_decide() -> None:
    world, standard, _ = working()
    world.say(CLAIM, application(standard, via=via("otto")), "ines")
    hire(world, "ada", Role.OFFICER)
    first = world.say(CLAIM, attestation(), "ada")
    second = world.say(CLAIM, attestation(), "bela")
    granted = decision(Result.GRANT, found(first, second))

    world.refuses("coi_attester_in_case", CLAIM, granted, "ada")
    world.refuses("coi_assister", CLAIM, granted, "otto")
    world.say(CLAIM, granted, "olga")


def test_a_second_signer_who_attested_has_a_conflict_too() -> None:
    world, entry = applied()
    hire(world, "susi", Role.ATTESTER)
    world.say(CLAIM, attestation(stance=Stance.CONTRADICTS), "susi")
    adverse = decision(Result.REFUSE, found(entry, finding=Finding.NO))

    world.refuses("coi_attester_in_case", CLAIM, adverse, "olga", "susi")


def test_every_member_of_a_committee_signs() -> None:
    world, entry = applied()
    adverse = decision(
        Result.REFUSE,
        found(entry, finding=Finding.NO),
        order_maker=OrderMaker.COMMITTEE,
        committee=Committee(
            members=(actor("olga"), actor("otto"), actor("susi")), stood_down=(actor("sven"),)
        ),
    )

    world.refuses("approvals_pending", CLAIM, adverse, "olga", "otto")
    world.refuses("signer_superfluous", CLAIM, adverse, "olga", "otto", "susi", "sven")
    world.refuses("signer_superfluous", CLAIM, adverse, "olga", "otto", "susi", "sara")
    both = Committee(members=(actor("olga"), actor("susi")), stood_down=(actor("susi"),))
    world.refuses("signer_superfluous", CLAIM, but(adverse, committee=both), "olga", "susi")
    alone = but(adverse, committee=Committee(members=(actor("olga"),), stood_down=()))
    world.refuses("committee_missing", CLAIM, alone, "olga")
    world.say(CLAIM, adverse, "olga", "otto", "susi")
    assert claim(world).decisions[0].answered.members == adverse.committee.members  # type: ignore[union-attr]


def seated(*names: str) -> Committee:
    return Committee(members=tuple(map(actor, names)), stood_down=())


def test_two_are_a_committee() -> None:
    world, first, second = attested()
    granted = decision(Result.GRANT, found(first, second), order_maker=OrderMaker.COMMITTEE)

    world.say(CLAIM, but(granted, committee=seated("olga", "otto")), "olga", "otto")


def test_a_committee_of_one_line_burdens_nobody() -> None:
    world, entry = applied()
    adverse = decision(Result.REFUSE, found(entry, finding=Finding.NO), order_maker=OrderMaker.COMMITTEE)

    for names in (("olga", "otto"), ("olga", "otto", "sven")):
        world.refuses("coi_same_line", CLAIM, but(adverse, committee=seated(*names)), *names)
    world.say(CLAIM, but(adverse, committee=seated("olga", "otto", "susi")), "olga", "otto", "susi")


def test_a_new_occasion_waits_until_the_first_decision_was_notified() -> None:
    world, refusal = refused()
    entry = EntryRef(CLAIM, 1, claim(world).application[1])  # type: ignore[index]
    again = decision(Result.REFUSE, found(entry, finding=Finding.NO), occasion=Occasion.NEW_FACT)

    world.refuses("claim_not_open", CLAIM, again, "olga", "susi")
    world.say(CLAIM, notice(refusal), "ines")
    world.refuses("occasion_invalid", CLAIM, but(again, occasion=Occasion.FIRST), "olga", "susi")
    world.say(CLAIM, again, "olga", "susi")
    assert len(claim(world).decisions) == 2


def test_a_revision_supersedes_the_decision_in_force() -> None:
    world, refusal = refused()
    entry = EntryRef(CLAIM, 1, claim(world).application[1])  # type: ignore[index]
    findings = found(entry, finding=Finding.NO)
    stay = revision(refusal, Result.STAY, findings)

    elsewhere = EntryRef(stream("claim", "elsewhere"), refusal.version, refusal.leaf)
    for wrong in (entry, elsewhere):
        world.refuses("unknown_decision", CLAIM, but(stay, supersedes=wrong), "otto")
    world.refuses("unknown_decision", CLAIM, notice(elsewhere), "ines")
    newer = world.say(CLAIM, stay, "otto")
    world.refuses("not_in_force", CLAIM, stay, "otto")
    world.refuses("approvals_pending", CLAIM, revision(newer, Result.REVOKE, findings), "otto")
    world.say(CLAIM, revision(newer, Result.REVOKE, findings), "otto", "susi")


def test_there_is_nothing_to_revise_before_a_decision() -> None:
    world, entry = applied()

    world.refuses("claim_not_open", CLAIM, revision(entry, Result.STAY, found(entry)), "otto")


def test_a_revision_after_an_appeal_cites_the_determination_and_another_person_signs() -> None:
    world, refusal = reviewed()
    outcome = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    determined = world.say(GRIEVANCE, outcome, "rolf", "sara")
    entry = EntryRef(CLAIM, 1, claim(world).application[1])  # type: ignore[index]
    stay = revision(refusal, Result.STAY, found(entry, finding=Finding.NO), cause=Cause.APPEAL)
    cited = but(stay, determination=determined)

    world.refuses("determination_missing", CLAIM, stay, "otto")
    world.refuses("unknown_determination", CLAIM, but(stay, determination=refusal), "otto")
    other, elsewhere = stream("claim", "other"), stream("grievance", "other")
    foreign = world.say(other, application(claim(world).programme), "ines")  # type: ignore[arg-type]
    world.say(elsewhere, filing(pinned(world), foreign, kind=Kind.INQUIRY), "ines")
    world.say(elsewhere, assignment("rolf"), "sven")
    unrelated = world.say(
        elsewhere,
        determination(Outcome.UPHELD, world.head(other), remedies=ordered(), next_remedy=ANSWERED),
        "rolf",
        "sara",
    )
    world.refuses("determination_unrelated", CLAIM, but(stay, determination=unrelated), "otto")
    general = stream("grievance", "general")
    world.say(general, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.say(general, assignment("rolf"), "sven")
    answer = determination(Outcome.UPHELD, None, remedies=ordered(), next_remedy=ANSWERED)
    about_none = world.say(general, answer, "rolf", "sara")
    world.refuses("determination_unrelated", CLAIM, but(stay, determination=about_none), "otto")
    for cause in (Cause.APPEAL, Cause.REMEDY, Cause.REVIEW):
        world.refuses("coi_prior_decider", CLAIM, but(cited, cause=cause), "olga")
        world.refuses("coi_prior_decider", CLAIM, but(cited, cause=cause), "otto", "susi")
    world.say(CLAIM, cited, "otto")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"decision": EntryRef(CLAIM, 1, "0" * 64)}, "unknown_decision"),
        ({"method": None}, "profile_demands"),
        ({"rule": None}, "profile_demands"),
        ({"sent_on": None}, "profile_demands"),
        ({"read_aloud": None}, "profile_demands"),
        ({"rule": NoticeRule.N6}, "notice_rule"),
        ({"received_on": date(2026, 11, 21)}, "date_order"),
        ({"sent_on": date(2026, 11, 23)}, "date_order"),
        ({"cures": EntryRef(CLAIM, 1, "0" * 64)}, "unknown_notice"),
        ({"official": actor("olga")}, "official_not_imported"),
    ],
)
def test_what_a_notice_must_state(more: dict[str, object], code: str) -> None:
    world, refusal = refused()

    world.unless(code, CLAIM, notice(refusal, **more), notice(refusal), "ines")


def test_nobody_is_told_of_a_decision_before_it_stands_in_the_log() -> None:
    world, refusal = refused()
    early = {"sent_on": TODAY - timedelta(days=1)}

    world.unless("date_order", CLAIM, notice(refusal, **early), notice(refusal), "ines")
    world.refuses("date_order", CLAIM, notice(refusal, received_on=TODAY, **early), "ines")


def test_a_notice_moves_the_claim_once_it_is_effective() -> None:
    world, refusal = refused()
    call = notice(refusal, method=NoticeMethod.TELEPHONE, rule=NoticeRule.N10, received_on=TODAY)

    world.say(CLAIM, call, "ines")
    assert claim(world).status is ClaimStatus.DECIDED
    assert "notice_in_transit" in claim(world).flags
    world.say(CLAIM, notice(refusal), "ines")
    assert claim(world).status is ClaimStatus.NOTIFIED
    assert "notice_in_transit" not in claim(world).flags


def test_only_a_defective_notice_is_cured() -> None:
    world, refusal = refused()
    bare = world.say(CLAIM, notice(refusal, appeal_block=None), "ines")
    assert "defective_notice" in claim(world).flags

    proper = world.say(CLAIM, notice(refusal, cures=bare), "ines")
    assert "defective_notice" not in claim(world).flags
    world.refuses("notice_not_defective", CLAIM, notice(refusal, cures=proper), "ines")


def test_a_decision_may_depart_from_a_computation_and_says_so() -> None:
    world, first, second = attested()
    computed = Evaluation(rules="0" * 64, inputs="1" * 64, result=Code("refuse"))  # type: ignore[arg-type]

    world.say(CLAIM, decision(Result.GRANT, found(first, second), evaluation=computed, departs=True), "olga")
