"""Remedies: ordered, reported and confirmed are three facts, and the office states one of them alone."""

import pytest

from ledger.domain.audit.events import AuditFinding, AuditFindingReported
from ledger.domain.casework_codes import Ground, Kind, LapseEffect, Outcome, Remedy
from ledger.domain.claim.events import DecisionRevised
from ledger.domain.codes import Auth, Cause, Channel, Finding, GroundFinding, Heard, Result, Role
from ledger.domain.grievance.events import FoundOnGround
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.types import EntryRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    assignment,
    attestation,
    but,
    determination,
    filing,
    found,
    ordered,
    pinned,
    revision,
)
from tests.domain.clockwork import at, tick
from tests.domain.complaints import (
    BY_RECEIPT,
    NAMELESS,
    again,
    attempt,
    confirmation,
    contest,
    denied,
    dispute,
    done,
    grievance,
    handled,
    lapses,
    owed,
    refused,
    reported,
    status,
    told,
    withdrawal,
)
from tests.domain.world import actor, hire, stream


def test_the_responsible_office_reports_and_nothing_is_confirmed_by_it() -> None:
    world, _ = owed()
    assert status(world) is GrievanceStatus.REMEDY_DUE

    world.say(GRIEVANCE, done(), "hugo")
    assert status(world) is GrievanceStatus.REMEDY_REPORTED
    assert [item.remedy for item in grievance(world).reported] == ["r1"]
    assert grievance(world).confirmed == frozenset()


@pytest.mark.parametrize(
    ("event", "code"),
    [
        (done(remedy="r2"), "remedy_unknown"),
        (done(on=TODAY.replace(day=23)), "date_order"),
        (done(EntryRef(CLAIM, 9, "0" * 64)), "remedy_evidence_unknown"),
        (done(EntryRef(CLAIM, 1, "0" * 64)), "remedy_evidence_unknown"),
        (done(EntryRef(CLAIM, 0, "0" * 64)), "remedy_evidence_unknown"),
    ],
)
def test_what_a_report_must_state(event: object, code: str) -> None:
    world, _ = owed()

    world.unless(code, GRIEVANCE, event, done(), "hugo")  # type: ignore[arg-type]


def test_who_reports_belongs_to_the_office_or_pays_or_owns_it() -> None:
    world, _ = owed()
    hire(world, "dina", Role.HANDLER, "line-d", office="district")
    hire(world, "pam", Role.PAYER, "line-p", office="district")
    for name in ("ines", "rolf", "vera", "cleo"):
        world.refuses("authority_missing", GRIEVANCE, done(), name)
    world.refuses("authority_scope", GRIEVANCE, done(), "dina")

    for name in ("pam", "olga", "sven"):
        again(world).say(GRIEVANCE, done(), name)


def test_the_owner_of_a_remedy_reports_it_from_wherever_they_sit() -> None:
    world = handled()
    hire(world, "dina", Role.HANDLER, "line-d", office="district")
    hire(world, "dora", Role.HANDLER, "line-d", office="district")
    remedies = (but(ordered(Remedy.APOLOGY)[0], owner=actor("dina")),)
    event = determination(Outcome.UPHELD, world.head(CLAIM), remedies=remedies, next_remedy=ANSWERED)
    told(world, world.say(GRIEVANCE, event, "hugo"))

    world.refuses("authority_scope", GRIEVANCE, done(), "dora")
    world.say(GRIEVANCE, done(), "dina")


def test_a_remedy_is_reported_when_it_is_due_and_once() -> None:
    world = handled()
    event = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY), next_remedy=ANSWERED
    )
    world.refuses("grievance_state", GRIEVANCE, done(), "hugo")
    made = world.say(GRIEVANCE, event, "hugo")
    world.refuses("grievance_state", GRIEVANCE, done(), "hugo")
    told(world, made)
    world.say(GRIEVANCE, done(), "hugo")

    world.refuses("grievance_state", GRIEVANCE, done(), "hugo")


def test_the_last_report_of_several_ends_what_is_due() -> None:
    world, _ = owed(Remedy.APOLOGY, Remedy.NONE, Remedy.WRITTEN_REASONS)
    assert grievance(world).ordered == {"r1", "r3"}
    world.say(GRIEVANCE, done(remedy="r3"), "hugo")
    assert status(world) is GrievanceStatus.REMEDY_DUE

    world.refuses("remedy_reported", GRIEVANCE, done(remedy="r3"), "hugo")
    world.refuses("remedy_unknown", GRIEVANCE, done(remedy="r2"), "hugo")
    world.refuses("remedy_not_reported", GRIEVANCE, confirmation("r1"), "ines")
    world.say(GRIEVANCE, confirmation("r3"), "ines")
    assert status(world) is GrievanceStatus.REMEDY_DUE
    world.say(GRIEVANCE, done(remedy="r1"), "hugo")
    assert status(world) is GrievanceStatus.REMEDY_REPORTED


def revised(of: EntryRef) -> DecisionRevised:
    return revision(of, Result.REFUSE, (), cause=Cause.REMEDY, heard=Heard.YES)


@pytest.mark.parametrize("code", [Remedy.GRANT, Remedy.RECONSIDER, Remedy.BACK_PAY])
def test_a_new_decision_or_payment_is_shown_by_the_claim(code: Remedy) -> None:
    world, made = owed(code)
    refusal = grievance(world).contests[0].entry
    given = world.record(world.statement(CLAIM, attestation(), "ada"))

    for evidence in ((), (refusal,), (given,), (made,)):
        world.refuses("remedy_evidence_missing", GRIEVANCE, done(*evidence), "hugo")
    event = revision(refusal, Result.GRANT, found(given, finding=Finding.YES), cause=Cause.REMEDY)
    new = world.record(world.statement(CLAIM, event, "otto"))
    again(world).say(GRIEVANCE, done(refusal, new), "hugo")
    world.say(GRIEVANCE, done(given, new), "hugo")


def test_a_new_decision_that_was_there_before_is_no_remedy() -> None:
    world = handled()
    refusal = grievance(world).contests[0].entry
    early = world.record(
        world.statement(CLAIM, revision(refusal, Result.REFUSE, (), cause=Cause.OWN_MOTION), "otto")
    )
    event = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.RECONSIDER), next_remedy=ANSWERED
    )
    told(world, world.say(GRIEVANCE, event, "hugo"))

    world.refuses("remedy_evidence_missing", GRIEVANCE, done(early), "hugo")


def test_a_new_decision_of_another_claim_is_no_remedy() -> None:
    world, _ = owed(Remedy.RECONSIDER)
    other = stream("claim", "other")
    world.record(world.statement(other, revised(EntryRef(other, 1, "0" * 64)), "otto"))
    new = EntryRef(other, world.heads[other].version, world.heads[other].leaf)

    world.refuses("remedy_evidence_missing", GRIEVANCE, done(new), "hugo")


def test_the_citizen_confirms_through_an_intake_of_another_line() -> None:
    world, _, _ = reported()
    hire(world, "iris", Role.INTAKE, "line-a")

    world.refuses("coi_line_complained_about", GRIEVANCE, confirmation(), "iris")
    for name in ("hugo", "sara", "olga"):
        world.refuses("authority_missing", GRIEVANCE, confirmation(), name)
    for wrong, code in (
        (confirmation(via=None), "profile_demands"),
        (confirmation(via=but(BY_RECEIPT, handed_over_on=None)), "profile_demands"),
        (confirmation(via=NAMELESS), "citizen_unknown"),
        (confirmation(via=but(BY_RECEIPT, handed_over_on=TODAY.replace(day=23))), "date_order"),
        (confirmation("r2"), "remedy_unknown"),
        (confirmation(stars=0), "stars_invalid"),
        (confirmation(stars=6), "stars_invalid"),
    ):
        world.refuses(code, GRIEVANCE, wrong, "ines")
    world.say(GRIEVANCE, confirmation(stars=5), "ines")
    assert grievance(world).confirmed == {"r1"}
    assert status(world) is GrievanceStatus.REMEDY_REPORTED
    world.refuses("remedy_not_reported", GRIEVANCE, confirmation(), "ines")


@pytest.mark.parametrize("auth", [Auth.RECEIPT, Auth.IN_PERSON, Auth.CALLBACK])
def test_any_way_of_knowing_the_citizen_will_do(auth: Auth) -> None:
    world, _, _ = reported()

    world.say(GRIEVANCE, confirmation(stars=1, via=but(BY_RECEIPT, auth=auth)), "ines")


def test_an_intake_anywhere_takes_the_citizens_word() -> None:
    world, _, _ = reported()
    hire(world, "ida", Role.INTAKE, "line-x", areas=("10",), programmes=(stream("programme", "another"),))

    world.say(GRIEVANCE, confirmation(), "ida")


def test_a_dispute_makes_it_due_again() -> None:
    world, _, report = reported()
    world.say(GRIEVANCE, confirmation(), "ines")
    hire(world, "iris", Role.INTAKE, "line-a")

    world.refuses("coi_line_complained_about", GRIEVANCE, dispute(), "iris")
    world.refuses("authority_missing", GRIEVANCE, dispute(), "hugo")
    world.refuses("remedy_unknown", GRIEVANCE, dispute("r2"), "ines")
    world.refuses("citizen_unknown", GRIEVANCE, dispute(via=NAMELESS), "ines")
    world.say(GRIEVANCE, dispute(), "ines")
    assert status(world) is GrievanceStatus.REMEDY_DUE
    assert (grievance(world).reported, grievance(world).confirmed) == ((), frozenset())
    world.refuses("remedy_not_reported", GRIEVANCE, dispute(), "ines")
    again = world.say(GRIEVANCE, done(), "hugo")
    lapses(world, "confirm", report, LapseEffect.CLOSES_UNCONFIRMED)
    assert grievance(world).unanswered == frozenset()
    lapses(world, "confirm", again, LapseEffect.CLOSES_UNCONFIRMED)
    assert grievance(world).unanswered == {"r1"}


def test_a_dispute_forgets_a_silence_before_it() -> None:
    world, _, report = reported()
    lapses(world, "confirm", report, LapseEffect.CLOSES_UNCONFIRMED)

    world.say(GRIEVANCE, dispute(), "ines")
    assert grievance(world).unanswered == frozenset()


def test_nothing_is_disputed_that_nobody_reported() -> None:
    world, _ = owed()
    world.refuses("remedy_not_reported", GRIEVANCE, dispute(), "ines")
    world.refuses("remedy_not_reported", GRIEVANCE, confirmation(), "ines")

    world, _ = denied()
    world.refuses("remedy_unknown", GRIEVANCE, dispute(), "ines")


def test_a_closed_file_opens_again_when_the_remedy_is_disputed() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")
    tick(world, "11-23", GRIEVANCE)
    assert status(world) is GrievanceStatus.CLOSED

    world.say(GRIEVANCE, dispute(), "ines")
    assert status(world) is GrievanceStatus.REMEDY_DUE
    assert (grievance(world).closing, grievance(world).closed) == (None, None)


def test_what_was_withdrawn_is_disputed_no_more() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, withdrawal(), "ines")

    world.refuses("remedy_not_reported", GRIEVANCE, dispute(), "ines")


def test_oversight_speaks_for_the_citizen_of_a_drawn_audit_alone() -> None:
    world, _, _ = reported()
    for event in (confirmation(via=None), dispute(via=None)):
        world.refuses("audit_missing", GRIEVANCE, event, "vera")
    found_right = AuditFindingReported(case=GRIEVANCE, finding=AuditFinding.RIGHT, attestations=())
    world.record(world.statement(stream("audit"), found_right, "vera"))

    world.say(GRIEVANCE, confirmation(via=None), "vera")
    world.say(GRIEVANCE, dispute(via=None), "vera")


def test_attempts_to_reach_the_person_are_on_record_with_their_channel() -> None:
    world, _, _ = reported()

    world.say(GRIEVANCE, attempt(Channel.LINE), "ines")
    assert [item.channel for item in grievance(world).casework.supplied] == [Channel.LINE]


def test_what_was_not_ordered_changes_nothing() -> None:
    world, _ = owed()
    before = grievance(world)

    for event in (done(remedy="r9"), confirmation("r9"), dispute("r9")):
        world.record(world.statement(GRIEVANCE, event, "ines"))
    assert grievance(world) == before


def test_a_grant_to_somebody_who_never_applied_is_shown_by_any_claim() -> None:
    """Who was never assessed contests no claim; the one that follows shows that the remedy was done."""
    world, _ = refused()
    complaint = filing(pinned(world), kind=Kind.EXCLUSION_CLAIM, grounds=(Ground.FACT_IGNORED,))
    world.say(GRIEVANCE, complaint, "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    findings = (FoundOnGround(ground=Ground.FACT_IGNORED, finding=GroundFinding.SUSTAINED),)
    event = determination(
        Outcome.UPHELD, None, findings=findings, remedies=ordered(Remedy.GRANT), next_remedy=ANSWERED
    )
    told(world, world.say(GRIEVANCE, event, "hugo"))
    world.refuses("remedy_evidence_missing", GRIEVANCE, done(), "hugo")
    first = EntryRef(CLAIM, 2, world.history(CLAIM)[1].leaf)
    new = world.record(world.statement(CLAIM, revised(first), "otto"))

    world.say(GRIEVANCE, done(new), "hugo")


def test_what_is_open_again_is_neither_confirmed_nor_disputed() -> None:
    world, made, _ = reported()
    world.say(GRIEVANCE, contest(made), "ines")

    world.refuses("remedy_not_reported", GRIEVANCE, confirmation(), "ines")
    world.refuses("remedy_not_reported", GRIEVANCE, dispute(), "ines")


def test_oversight_disputes_a_closed_file_within_the_window_too() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")
    tick(world, "11-23", GRIEVANCE)
    found_wrong = AuditFindingReported(case=GRIEVANCE, finding=AuditFinding.WRONG, attestations=())
    world.record(world.statement(stream("audit"), found_wrong, "vera"))
    for when in ("12-22", "12-23"):
        world.now = at(when)
        if when == "12-22":
            again(world).say(GRIEVANCE, dispute(via=None), "vera")
        else:
            world.refuses("contest_too_late", GRIEVANCE, dispute(via=None), "vera")


def test_oversight_of_the_line_complained_about_is_no_oversight() -> None:
    world, _, _ = reported()
    hire(world, "otis", Role.OVERSIGHT, "line-a")
    found_right = AuditFindingReported(case=GRIEVANCE, finding=AuditFinding.RIGHT, attestations=())
    world.record(world.statement(stream("audit"), found_right, "vera"))

    world.refuses("coi_line_complained_about", GRIEVANCE, confirmation(via=None), "otis")
    world.say(GRIEVANCE, confirmation(via=None), "vera")
