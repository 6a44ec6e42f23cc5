"""Commitments: promised, reported done, verified, and broken."""

from datetime import timedelta

import pytest

from ledger.domain.casework.events import PeriodExtended
from ledger.domain.casework_codes import LapseEffect, Outcome
from ledger.domain.codes import RevocationReason, Role
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Answer, Progress, Verified
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Area, Code, EntryRef
from tests.domain.cases import GRIEVANCE, TODAY, but, determination, ordered, reviewed
from tests.domain.consulting import (
    COMMITMENT,
    CONSULTATION,
    answer,
    day,
    digest,
    progress,
    promise,
    promised,
    recommended,
    run_out,
    verification,
)
from tests.domain.world import REGISTRY, World, actor, hire, stream

OTHER = stream("commitment", "other")
LATE = 61
"""The day after the promise was due."""


def commitment(world: World) -> CommitmentState:
    state = world.state(COMMITMENT)
    assert isinstance(state, CommitmentState)
    return state


def reported() -> tuple[World, EntryRef, EntryRef]:
    """The promise is reported done; the entry that says so comes last."""
    world, standard, _ = promised()
    return world, standard, world.say(COMMITMENT, progress(), "susi")


def test_the_owner_promises_in_person() -> None:
    world, _, _ = recommended()
    accepted = world.say(CONSULTATION, answer(), "susi")
    world.refuses("authority_missing", COMMITMENT, promise(accepted), "vera")
    world.refuses("not_owner", COMMITMENT, promise(accepted), "sara")
    world.refuses("signer_superfluous", COMMITMENT, promise(accepted), "susi", "sara")
    world.say(COMMITMENT, promise(accepted), "susi")

    assert commitment(world).status is CommitmentStatus.OPEN
    assert commitment(world).flags == frozenset()


def test_the_answer_binds_whoever_gave_it_to_the_commitments_that_it_names() -> None:
    world, _, adopted = recommended()
    world.refuses("source_unknown", COMMITMENT, promise(adopted), "susi")
    accepted = world.say(CONSULTATION, answer(), "susi")
    by_sara = promise(accepted, owner=actor("sara"))
    world.refuses("source_unknown", COMMITMENT, by_sara, "sara")
    world.refuses("source_unknown", OTHER, promise(accepted), "susi")
    forged = EntryRef(accepted.stream, accepted.version, adopted.leaf)
    world.refuses("source_unknown", COMMITMENT, promise(forged), "susi")

    world.say(COMMITMENT, promise(accepted), "susi")


def test_a_no_binds_nobody() -> None:
    world, _, _ = recommended()
    refused = world.say(CONSULTATION, answer(Answer.REJECT), "susi")

    world.refuses("source_unknown", COMMITMENT, promise(refused), "susi")


def test_a_promise_is_in_the_name_of_an_office_of_the_owner() -> None:
    world, _, _ = recommended()
    accepted = world.say(CONSULTATION, answer(), "susi")
    wrong = promise(accepted, office=Code("district"))

    world.unless("office_not_own", COMMITMENT, wrong, promise(accepted), "susi")


def test_a_promise_is_due_today_or_later() -> None:
    world, _, _ = recommended()
    accepted = world.say(CONSULTATION, answer(), "susi")
    wrong = promise(accepted, due=TODAY - timedelta(days=1))

    world.unless("date_order", COMMITMENT, wrong, promise(accepted, due=TODAY), "susi")


@pytest.mark.parametrize(
    ("owner", "by", "code"),
    [
        ("susi", "susi", None),
        ("susi", "sara", "source_unknown"),
        (None, "susi", None),
        (None, "olga", None),
        (None, "dora", "office_not_own"),
    ],
)
def test_a_determination_binds_the_owner_of_a_remedy_or_else_its_office(
    owner: str | None, by: str, code: str | None
) -> None:
    world, _ = reviewed()
    hire(world, "dora", Role.OFFICER, "line-d", office="district")
    (remedy,) = ordered()
    remedy = but(remedy, owner=None if owner is None else actor(owner))
    seen = world.head(stream("claim"))
    determined = world.say(GRIEVANCE, determination(Outcome.UPHELD, seen, remedies=(remedy,)), "rolf", "sara")
    says = promise(determined, owner=actor(by))
    if code is None:
        world.say(COMMITMENT, says, by)
    else:
        world.refuses(code, COMMITMENT, says, by)
    elsewhere = promise(determined, owner=actor("dora"), office=Code("district"))
    world.refuses("source_unknown", OTHER, elsewhere, "dora")


def test_a_determination_without_remedy_binds_nobody() -> None:
    world, _ = reviewed()
    seen = world.head(stream("claim"))
    determined = world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, seen), "rolf", "sara")

    world.refuses("source_unknown", COMMITMENT, promise(determined), "susi")


def test_the_owner_alone_says_how_far_it_is() -> None:
    world, _, _ = promised()
    for name, code in (("sara", "not_owner"), ("vera", "authority_missing"), ("pim", "authority_missing")):
        world.refuses(code, COMMITMENT, progress(), name)
    for status in (Progress.UNDERWAY, Progress.BLOCKED):
        world.say(COMMITMENT, progress(status, value=3), "susi")
        assert commitment(world).status is CommitmentStatus.OPEN
    world.say(COMMITMENT, progress(), "susi")

    assert commitment(world).status is CommitmentStatus.REPORTED
    assert [item.value for item in commitment(world).progress] == [3, 3, None]
    world.refuses("commitment_state", COMMITMENT, progress(), "susi")


def test_progress_needs_a_promise() -> None:
    world, _, _ = recommended()

    world.refuses("commitment_state", COMMITMENT, progress(), "susi")
    world.refuses("commitment_state", COMMITMENT, verification(), "pim", "pong")


def test_a_promise_is_taken_back_with_published_reasons() -> None:
    world, _, _ = promised()
    back = progress(Progress.WITHDRAWN)
    world.unless("withdrawal_unexplained", COMMITMENT, back, but(back, evidence=(digest("why"),)), "susi")

    assert commitment(world).status is CommitmentStatus.WITHDRAWN
    world.refuses("commitment_state", COMMITMENT, progress(), "susi")
    world.refuses("commitment_state", COMMITMENT, verification(), "pim", "pong")


def test_two_participants_or_oversight_verify() -> None:
    world, _, _ = reported()
    world.refuses("participants_missing", COMMITMENT, verification(), "pim")
    world.refuses("authority_missing", COMMITMENT, verification(), "susi", "pim")
    world.refuses("authority_missing", COMMITMENT, verification(), "fay", "pim")
    world.refuses("seen_missing", COMMITMENT, verification(), "pim", "pong", seen=None)
    world.say(COMMITMENT, verification(), "pim", "pong")

    assert commitment(world).status is CommitmentStatus.MET
    world.refuses("commitment_state", COMMITMENT, verification(), "pim", "pong")


def test_oversight_is_enough_alone_and_whoever_else_signs_with_it() -> None:
    for others in ((), ("pim",), ("oskar",)):
        world, _, _ = reported()
        world.say(COMMITMENT, verification(by=Role.OVERSIGHT), "vera", *others)
        assert commitment(world).status is CommitmentStatus.MET


def test_oversight_that_is_a_participant_too_needs_no_second_one() -> None:
    world, _, _ = reported()
    hire(world, "vera", Role.PARTICIPANT, "line-o")
    hire(world, "pim", Role.OVERSIGHT, "village")

    world.say(COMMITMENT, verification(Verified.PARTLY_MET, Role.OVERSIGHT), "pim")


def test_the_capacity_is_that_of_the_signatures() -> None:
    world, _, _ = reported()
    world.refuses("verified_as_other", COMMITMENT, verification(by=Role.OVERSIGHT), "pim", "pong")

    world.unless("verified_as_other", COMMITMENT, verification(), verification(by=Role.OVERSIGHT), "vera")


@pytest.mark.parametrize("finding", list(Verified))
@pytest.mark.parametrize("role", [Role.PARTICIPANT, Role.OVERSIGHT])
def test_no_owner_verifies_an_own_commitment(finding: Verified, role: Role) -> None:
    world, _, _ = reported()
    hire(world, "susi", role, "line-x")

    world.refuses("coi_owner", COMMITMENT, verification(finding, role), "susi", "pim")
    world.refuses("coi_owner", COMMITMENT, verification(finding, role), "pim", "susi")


def test_nor_does_anybody_in_a_line_of_the_owner() -> None:
    world, _, _ = reported()
    hire(world, "lina", Role.PARTICIPANT, "line-b")
    hire(world, "lola", Role.PARTICIPANT, "line-z")
    hire(world, "lola", Role.ATTESTER, "line-b")
    for name in ("lina", "lola"):
        world.refuses("coi_owner", COMMITMENT, verification(), "pim", name)

    world.say(COMMITMENT, verification(), "pim", "prae")


def test_a_new_line_of_the_owner_counts_beside_the_old_one() -> None:
    world, _, _ = reported()
    hire(world, "susi", Role.OFFICER, "line-n", from_=TODAY + timedelta(days=1))
    hire(world, "nina", Role.PARTICIPANT, "line-n")
    world.now = day(1)

    world.refuses("coi_owner", COMMITMENT, verification(), "pim", "nina")


def test_the_lines_of_the_day_of_the_promise_count_its_last_day_included() -> None:
    world, _, _ = recommended()
    hire(world, "susi", Role.OFFICER, "line-n", to=TODAY)
    hire(world, "nina", Role.PARTICIPANT, "line-n")
    accepted = world.say(CONSULTATION, answer(), "susi")
    world.say(COMMITMENT, promise(accepted), "susi")
    world.now = day(1)
    world.say(COMMITMENT, progress(), "susi")
    world.refuses("coi_owner", COMMITMENT, verification(), "pim", "nina")

    world.say(COMMITMENT, verification(), "pim", "pong")


def test_a_mandate_of_any_district_promises_and_nobody_extends_what_was_not_made() -> None:
    world, _ = reviewed()
    hire(world, "oda", Role.OFFICER, "line-w", areas=(Area("50"),))
    hire(world, "said", Role.SUPERVISOR, "line-s", areas=(Area("50"),))
    seen = world.head(stream("claim"))
    determined = world.say(GRIEVANCE, determination(Outcome.UPHELD, seen, remedies=ordered()), "rolf", "sara")
    later = PeriodExtended(
        clock=Code("commitment"),
        start=determined,
        from_=TODAY,
        to=TODAY + timedelta(days=1),
        reason=Code("flood"),
        notice_sent_on=TODAY,
    )
    world.refuses("authority_scope", COMMITMENT, later, "said")
    world.refuses("unknown_clock", COMMITMENT, later, "susi")

    world.say(COMMITMENT, promise(determined, owner=actor("oda")), "oda")


def test_leaving_the_service_opens_no_door_to_the_own_line() -> None:
    world, _, _ = reported()
    hire(world, "lina", Role.PARTICIPANT, "line-b")
    (held,) = world.registry.mandates[actor("susi")]
    ref = EntryRef(held.stream, held.version, held.leaf)
    world.say(REGISTRY, MandateRevoked(mandate=ref, reason=RevocationReason.LEFT_SERVICE), "rita")

    world.refuses("coi_owner", COMMITMENT, verification(), "pim", "lina")
    world.say(COMMITMENT, verification(), "pim", "prae")


def test_nor_does_an_official_of_the_office_and_a_participant_who_lives_by_it_may() -> None:
    world, _, _ = reported()
    hire(world, "otto", Role.PARTICIPANT, "line-q")
    world.refuses("coi_owner", COMMITMENT, verification(), "pim", "otto")
    hire(world, "dora", Role.OFFICER, "line-d", office="district")
    hire(world, "dora", Role.PARTICIPANT, "line-d", office="district")

    world.say(COMMITMENT, verification(), "pim", "dora")


def test_participants_are_of_the_district_to_which_it_was_promised() -> None:
    world, _, _ = reported()
    hire(world, "far", Role.PARTICIPANT, "hills", areas=(Area("50"),))
    hire(world, "near", Role.PARTICIPANT, "hills", areas=(Area("94"),))
    world.refuses("authority_scope", COMMITMENT, verification(), "pim", "far")

    world.say(COMMITMENT, verification(), "pim", "near")


@pytest.mark.parametrize("finding", [Verified.PARTLY_MET, Verified.NOT_MET, Verified.CANNOT_TELL])
def test_any_finding_but_met_leaves_it_open(finding: Verified) -> None:
    world, _, _ = reported()
    world.say(COMMITMENT, verification(finding), "pim", "pong")

    assert commitment(world).status is CommitmentStatus.OPEN
    assert commitment(world).flags == frozenset()
    world.say(COMMITMENT, progress(), "susi")


@pytest.mark.parametrize("finding", [Verified.MET, Verified.PARTLY_MET, Verified.CANNOT_TELL])
def test_only_not_met_is_found_before_anything_is_reported(finding: Verified) -> None:
    world, _, _ = promised()
    world.now = day(LATE)

    world.unless(
        "commitment_state", COMMITMENT, verification(finding), verification(Verified.NOT_MET), "pim", "pong"
    )
    assert "broken" in commitment(world).flags


def test_and_only_when_its_day_has_passed() -> None:
    world, _, _ = promised()
    world.now = day(LATE - 1)
    world.refuses("commitment_state", COMMITMENT, verification(Verified.NOT_MET), "pim", "pong")
    world.now = day(LATE)
    world.say(COMMITMENT, verification(Verified.NOT_MET), "pim", "pong")

    assert commitment(world).status is CommitmentStatus.OPEN


@pytest.mark.parametrize(
    ("number", "finding", "broken"),
    [
        (LATE - 1, Verified.NOT_MET, False),
        (LATE, Verified.NOT_MET, True),
        (LATE, Verified.CANNOT_TELL, False),
    ],
)
def test_a_promise_is_broken_when_found_unmet_after_its_day(
    number: int, finding: Verified, *, broken: bool
) -> None:
    world, _, _ = reported()
    world.now = day(number)
    world.say(COMMITMENT, verification(finding), "pim", "pong")

    assert ("broken" in commitment(world).flags) == broken


def test_a_broken_promise_may_still_be_kept_late() -> None:
    world, _, _ = promised()
    world.now = day(LATE)
    world.say(COMMITMENT, verification(Verified.NOT_MET), "pim", "pong")
    world.say(COMMITMENT, progress(), "susi")
    world.say(COMMITMENT, verification(Verified.CANNOT_TELL), "pim", "pong")
    assert "broken" in commitment(world).flags
    world.say(COMMITMENT, progress(), "susi")
    world.say(COMMITMENT, verification(Verified.MET), "pim", "pong")

    assert commitment(world).status is CommitmentStatus.MET
    assert commitment(world).flags == frozenset()


def test_what_is_settled_stays_settled_in_the_fold() -> None:
    """No rule allows a word after the end; if one stands in a log nevertheless, it changes nothing."""
    world, _, _ = reported()
    world.say(COMMITMENT, verification(), "pim", "pong")
    for says in (progress(), verification(Verified.NOT_MET)):
        world.record(world.statement(COMMITMENT, says, "pim", "pong"))
    assert commitment(world).status is CommitmentStatus.MET
    world, _, _ = promised()
    world.say(COMMITMENT, progress(Progress.WITHDRAWN, evidence=(digest("why"),)), "susi")
    world.record(world.statement(COMMITMENT, verification(), "pim", "pong"))
    assert commitment(world).status is CommitmentStatus.WITHDRAWN
    world, _, _ = promised()
    world.record(world.statement(COMMITMENT, verification(), "pim", "pong"))

    assert commitment(world).status is CommitmentStatus.OPEN


def test_what_is_reported_is_not_overdue() -> None:
    world, _, _ = promised()
    late = TODAY + timedelta(days=LATE)
    assert commitment(world).overdue(late)
    world.say(COMMITMENT, progress(), "susi")

    assert not commitment(world).overdue(late)


def test_a_lapse_marks_it_overdue_until_it_is_reported() -> None:
    world, standard, made = promised()
    run_out(world, "commitment", made, standard, LapseEffect.OVERDUE_PUBLIC)
    assert commitment(world).flags == {"overdue:commitment"}
    world.say(COMMITMENT, progress(), "susi")

    assert commitment(world).flags == frozenset()


def test_a_lapse_of_the_verification_never_makes_it_met() -> None:
    world, standard, done = reported()
    run_out(world, "verification", done, standard, LapseEffect.UNVERIFIED)

    assert commitment(world).status is CommitmentStatus.REPORTED
    assert commitment(world).flags == {"unverified"}
    known = commitment(world).promise()
    assert known is not None
    assert (known.status, known.finding) == ("reported", None)
    world.say(COMMITMENT, verification(), "pim", "pong")
    assert commitment(world).flags == frozenset()


def test_an_extension_keeps_the_first_day_visible() -> None:
    world, _, made = promised()
    later = TODAY + timedelta(days=90)
    extended = PeriodExtended(
        clock=Code("commitment"),
        start=made,
        from_=TODAY + timedelta(days=60),
        to=later,
        reason=Code("flood"),
        notice_sent_on=TODAY,
    )
    world.record(world.statement(COMMITMENT, but(extended, clock=Code("verification")), "sara"))
    assert commitment(world).flags == frozenset()
    world.record(world.statement(COMMITMENT, extended, "sara"))

    known = commitment(world).promise()
    assert known is not None
    assert (known.first_due, known.due) == (TODAY + timedelta(days=60), later)
    assert commitment(world).flags == {"extended"}
    assert not commitment(world).overdue(later)
    assert commitment(world).overdue(later + timedelta(days=1))


def test_what_others_may_ask_of_it() -> None:
    world, _, _ = reported()
    world.say(COMMITMENT, verification(), "pim", "pong")
    known = commitment(world).promise()

    made = commitment(world).made
    assert known is not None
    assert made is not None
    assert (known.source, known.office) == (made.source, "city")
    assert known.owner == actor("susi")
    assert known.status == "met"
    assert known.finding == Verified.MET
    assert known.verified_as == "participant"
    assert {world.registry.keys[item].actor for item in known.verified_by} == {actor("pim"), actor("pong")}
    assert world.state(OTHER).promise() is None
    assert world.state(CONSULTATION).promise() is None


def test_an_old_register_makes_no_promises() -> None:
    world, _, _ = recommended()
    accepted = world.say(CONSULTATION, answer(), "susi")

    world.refuses("import_not_historical", COMMITMENT, promise(accepted), "ivo")
