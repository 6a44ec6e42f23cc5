"""Consultations, commitments, listings and audits: what comes next, and that no open state is a dead end."""

from collections.abc import Iterator

import pytest

from ledger.domain.audit.next_step import next_steps as after_audit
from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.codes import Role
from ledger.domain.commitment.next_step import next_steps as after_commitment
from ledger.domain.commitment.state import CommitmentState, CommitmentStatus
from ledger.domain.consultation.codes import Answer, Progress
from ledger.domain.consultation.events import ConsultationOpened, OfficialResponseGiven
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.next_step import next_steps as after_consultation
from ledger.domain.listing.next_step import next_steps as after_listing
from ledger.domain.listing.state import ListingState, ListingStatus
from ledger.domain.steps import NextStep
from ledger.domain.types import EntryRef
from tests.domain.cases import TODAY
from tests.domain.consulting import (
    AUDIT,
    COMMITMENT,
    CONSULTATION,
    LISTING,
    answer,
    asked,
    consultation,
    cosigned,
    day,
    decline,
    digest,
    drawing,
    frame,
    gathered,
    opened,
    posting,
    progress,
    promised,
    recommended,
    run_out,
    verification,
)
from tests.domain.world import World

COMES = 1795403364


def steps(world: World) -> tuple[NextStep, ...]:
    return after_consultation(consultation(world))


def acts(found: tuple[NextStep, ...]) -> list[tuple[str, str | None]]:
    return [(step.act.__name__, step.clock) for step in found]


SPEAKING = [("ContributionMade", None), ("PositionTaken", None), ("MeetingHeld", None)]


def test_a_proposal_waits_for_a_yes_or_a_no() -> None:
    world, standard = asked()
    assert acts(steps(world)) == [
        ("ConsultationOpened", "consult_open"),
        ("OfficialResponseGiven", "consult_open"),
    ]
    assert not any(step.outside for step in steps(world))
    run_out(world, "consult_open", EntryRef(CONSULTATION, 1, ""), standard, LapseEffect.ESCALATE_VIEW)

    first = steps(world)[0]
    assert (first.act, first.by, first.outside) == (ConsultationOpened, (Role.OVERSIGHT,), True)


def test_an_open_consultation_waits_for_those_who_speak() -> None:
    world, _ = opened()

    assert acts(steps(world)) == [("RecommendationAdopted", None), *SPEAKING]
    assert all(step.outside for step in steps(world))


def test_a_recommendation_waits_for_its_answer_and_a_deferred_one_still_does() -> None:
    world, _, _ = recommended()
    assert acts(steps(world))[0] == ("OfficialResponseGiven", "consult_response")
    assert steps(world)[0].by == (Role.SUPERVISOR,)
    assert [step.outside for step in steps(world)] == [False, True, True, True, True]
    world.say(CONSULTATION, answer(Answer.DEFER, until=TODAY.replace(month=12)), "susi")
    assert acts(steps(world))[0] == ("OfficialResponseGiven", "deferred_answer")
    world.say(CONSULTATION, answer(), "susi")

    assert acts(steps(world)) == [("RecommendationAdopted", None), *SPEAKING]
    assert OfficialResponseGiven not in {step.act for step in steps(world)}


def test_nothing_follows_an_answered_or_a_declined_consultation() -> None:
    world, _ = asked()
    world.say(CONSULTATION, decline(), "susi")
    assert steps(world) == ()
    world, _, _ = recommended()
    world.now = day(31)
    world.say(CONSULTATION, answer(), "susi")
    assert consultation(world).status is ConsultationStatus.ANSWERED

    assert steps(world) == ()


def commitment(world: World) -> CommitmentState:
    state = world.state(COMMITMENT)
    assert isinstance(state, CommitmentState)
    return state


def test_a_promise_waits_for_its_owner_and_then_for_others() -> None:
    world, _, _ = promised()
    assert acts(after_commitment(commitment(world))) == [
        ("CommitmentProgressed", "commitment"),
        ("CommitmentVerified", None),
    ]
    world.say(COMMITMENT, progress(), "susi")
    (verify,) = after_commitment(commitment(world))
    assert acts((verify,)) == [("CommitmentVerified", "verification")]
    assert verify.outside
    assert verify.by == (Role.PARTICIPANT, Role.OVERSIGHT)
    world.say(COMMITMENT, verification(), "pim", "pong")

    assert after_commitment(commitment(world)) == ()


def test_a_promise_taken_back_waits_for_nobody() -> None:
    world, _, _ = promised()
    world.say(COMMITMENT, progress(Progress.WITHDRAWN, evidence=(digest("why"),)), "susi")

    assert after_commitment(commitment(world)) == ()


def listing(world: World) -> ListingState:
    state = world.state(LISTING)
    assert isinstance(state, ListingState)
    return state


def test_a_list_waits_for_the_clock() -> None:
    world, standard = gathered()
    assert after_listing(listing(world)) == ()
    posted = world.say(LISTING, posting(standard), "olga", "ada")
    (step,) = after_listing(listing(world))
    assert (step.act, step.by, step.clock) == (DeadlineLapsed, (Role.CLOCK,), "list_objection")
    run_out(world, "list_objection", posted, standard, LapseEffect.LIST_FINAL)

    assert after_listing(listing(world)) == ()


def audit(world: World) -> AuditState:
    state = world.state(AUDIT)
    assert isinstance(state, AuditState)
    return state


def test_an_audit_waits_for_its_draw_and_then_for_its_findings() -> None:
    world, _ = gathered()
    assert after_audit(audit(world)) == ()
    world.say(AUDIT, frame(), "vera")
    assert acts(after_audit(audit(world))) == [("AuditDrawn", None)]
    world.now = day(2)
    world.say(AUDIT, drawing(cosigned(world.size, COMES - 1), 1), "cleo")
    (step,) = after_audit(audit(world))
    assert (step.act.__name__, step.by) == ("AuditFindingReported", (Role.OVERSIGHT,))


def open_states() -> Iterator[tuple[str, tuple[NextStep, ...]]]:
    """Every state in which somebody waits, and what can be done in it."""
    world, _ = asked()
    yield ConsultationStatus.PROPOSED, steps(world)
    world, _ = opened()
    yield ConsultationStatus.OPEN, steps(world)
    world, _, _ = recommended()
    yield ConsultationStatus.ANSWERING, steps(world)
    world, _, _ = promised()
    yield CommitmentStatus.OPEN, after_commitment(commitment(world))
    world.say(COMMITMENT, progress(), "susi")
    yield CommitmentStatus.REPORTED, after_commitment(commitment(world))
    world, standard = gathered()
    world.say(LISTING, posting(standard), "olga", "ada")
    yield ListingStatus.POSTED, after_listing(listing(world))
    world.say(AUDIT, frame(), "vera")
    yield AuditStatus.SEALED, after_audit(audit(world))


@pytest.mark.parametrize(("status", "found"), list(open_states()))
def test_every_open_state_has_an_exit_for_others_than_the_office(
    status: str, found: tuple[NextStep, ...]
) -> None:
    assert any(step.independent for step in found), status
