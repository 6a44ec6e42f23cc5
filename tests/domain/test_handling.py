"""Who has a grievance in hand: never the line that it is about alone, never twice the same."""

import pytest

from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import CourtResult, Inadmissible, Kind, Outcome
from ledger.domain.codes import Channel, RevocationReason, Role
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import EntryRef, StreamRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    attestation,
    but,
    determination,
    filing,
    outcome_notice,
    pinned,
    refusal_to_attest,
    report,
    via,
)
from tests.domain.complaints import (
    BY_RECEIPT,
    again,
    answer,
    appealed,
    complained,
    contest,
    court,
    denied,
    grievance,
    handled,
    refused,
    request,
    reviewed,
    status,
    told,
    withdrawal,
)
from tests.domain.world import QUORUM, REGISTRY, STANDARD, World, actor, hire, office, stream

PERSONAL = (Kind.CONDUCT_COMPLAINT, Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION)


def about(*names: str) -> tuple[StreamRef, ...]:
    return tuple(StreamRef(actor(name)) for name in names)


def complaint_about(*names: str, kind: Kind = Kind.CONDUCT_COMPLAINT) -> World:
    """A complaint that names persons and contests nothing."""
    world, _ = refused()
    world.say(GRIEVANCE, filing(pinned(world), kind=kind, about=about(*names)), "ines")
    return world


@pytest.mark.parametrize("kind", PERSONAL)
def test_a_complaint_about_a_person_stays_out_of_the_line_of_the_accused(kind: Kind) -> None:
    world = complaint_about("otto", kind=kind)
    hire(world, "hans", Role.HANDLER, "line-h")

    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hans", role=Role.HANDLER), "sven")
    world.refuses(
        "coi_line_complained_about", GRIEVANCE, assignment("hans", "hugo", role=Role.HANDLER), "sara"
    )
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")


def test_nobody_handles_a_complaint_about_their_own_superior() -> None:
    world = complaint_about("susi")
    world.say(REGISTRY, office("ward", parent="city"), *QUORUM)
    for name, place in (("hans", "ward"), ("hilda", "district")):
        hire(world, name, Role.HANDLER, "line-h", office=place)

    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, assignment("hilda", role=Role.HANDLER), "sara")


def test_another_complaint_is_not_left_to_that_line_alone() -> None:
    world, _ = complained()
    hire(world, "hans", Role.HANDLER, "line-h")

    for handler, assigner in (("hugo", "sara"), ("hans", "sven")):
        world.refuses("coi_line_alone", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sven")
        world.say(GRIEVANCE, assignment(handler, role=Role.HANDLER), assigner)


def test_a_mandate_reaches_the_programme_and_the_district_of_the_complaint() -> None:
    world, _ = complained()
    another = stream("programme", "another")
    hire(world, "hans", Role.HANDLER, "line-h", areas=("50",))
    hire(world, "hilda", Role.HANDLER, "line-h", programmes=(another,))
    hire(world, "hanna", Role.HANDLER, "line-h", areas=("94",), programmes=(STANDARD, another))
    for name in ("hans", "hilda"):
        world.refuses("authority_scope", GRIEVANCE, acknowledgement(), name)

    world.say(GRIEVANCE, acknowledgement(), "hanna")


def test_a_complaint_about_nobody_in_particular_is_anybodys() -> None:
    world, _ = refused()
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.SUGGESTION), "ines")

    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sven")


def test_a_first_appeal_goes_to_the_same_authority() -> None:
    world, _ = appealed()

    world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_what_was_written_down_by_that_line_goes_elsewhere() -> None:
    world, refusal = refused()
    hire(world, "alba", Role.ASSISTER, "line-a")
    hire(world, "hans", Role.HANDLER, "line-h")
    complaint = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT, via=via("alba"))
    world.say(GRIEVANCE, complaint, "ines")

    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")


def test_striking_a_mandate_afterwards_takes_nobody_out_of_the_line() -> None:
    world, _ = refused()
    otto = hire(world, "oskar", Role.OFFICER, "line-z")
    hire(world, "hans", Role.HANDLER, "line-z")
    world.say(
        GRIEVANCE,
        filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about("oskar")),
        "ines",
    )
    world.say(REGISTRY, MandateRevoked(mandate=otto, reason=RevocationReason.LEFT_SERVICE), *QUORUM)

    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")


def test_the_task_fits_the_matter() -> None:
    world, _ = appealed()
    for name in ("rolf", "paul"):
        hire(world, name, Role.HANDLER, "line-h")

    world.refuses("task_unsuited", GRIEVANCE, assignment("rolf", role=Role.HANDLER), "sven")
    world.refuses("panel_incomplete", GRIEVANCE, assignment("paul", role=Role.APPELLATE), "sven")
    world.refuses("panel_incomplete", GRIEVANCE, assignment("paul", "paul", role=Role.APPELLATE), "sven")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_above_the_first_level_a_panel_has_it() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    hire(world, "rosa", Role.REVIEWER, "line-e")

    world.refuses("task_unsuited", GRIEVANCE, assignment("rosa"), "sven")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_the_upper_instance_has_nothing_to_do_with_the_deciders_line() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(REGISTRY, office("ward", parent="district"), *QUORUM)
    hire(world, "pia", Role.APPELLATE, "line-b")
    hire(world, "pola", Role.APPELLATE, "line-p", office="district")
    hire(world, "pola", Role.SUPERVISOR, "line-p", office="district")
    hire(world, "olga", Role.OFFICER, "line-w", office="ward")

    world.refuses("coi_upper_instance", GRIEVANCE, assignment("paul", "pia", role=Role.APPELLATE), "sven")
    world.refuses("coi_upper_instance", GRIEVANCE, assignment("paul", "pola", role=Role.APPELLATE), "sven")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_nobody_below_the_decider_sits_in_the_upper_instance() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(REGISTRY, office("ward", parent="city"), *QUORUM)
    hire(world, "pia", Role.APPELLATE, "line-w", office="ward")

    world.refuses("coi_upper_instance", GRIEVANCE, assignment("paul", "pia", role=Role.APPELLATE), "sven")


def test_a_member_of_the_panel_who_came_into_the_line_since_does_not_sign() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    hire(world, "petra", Role.OFFICER, "line-a")
    outcome = determination(Outcome.NOT_UPHELD, world.head(CLAIM))

    world.refuses("coi_upper_instance", GRIEVANCE, outcome, "paul", "petra")


def test_a_replacement_under_review_is_judged_like_the_first() -> None:
    world = handled()
    hire(world, "hans", Role.HANDLER, "line-h")

    world.refuses("coi_prior_decider", GRIEVANCE, assignment("hans", role=Role.HANDLER), "susi")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    assert grievance(world).handlers == (actor("hans"),)
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")


def test_what_the_citizen_contests_comes_to_another_person() -> None:
    world, made = denied()
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "selma", Role.SUPERVISOR, "line-s")
    world.say(GRIEVANCE, contest(made), "ines")
    assert (status(world), grievance(world).handlers) == (GrievanceStatus.ACKNOWLEDGED, ())
    assert "contested_by_citizen" in grievance(world).flags

    world.refuses("coi_prior_decider", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "selma")
    world.refuses("coi_prior_decider", GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "selma")


def test_somebody_who_only_had_it_in_hand_has_it_no_more_after_a_contest() -> None:
    world = handled()
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "selma", Role.SUPERVISOR, "line-s")
    world.say(GRIEVANCE, assignment("hugo", "hans", role=Role.HANDLER), "sara")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    told(world, made)
    world.say(GRIEVANCE, contest(made), "ines")

    world.refuses("coi_prior_decider", GRIEVANCE, assignment("hans", role=Role.HANDLER), "selma")


def test_a_contested_grievance_is_not_turned_away_before_somebody_looked() -> None:
    world = handled()
    world.say(GRIEVANCE, request(), "hugo")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    told(world, made)
    world.say(GRIEVANCE, contest(made), "ines")
    hire(world, "hans", Role.HANDLER, "line-h")
    away = determination(
        Outcome.INADMISSIBLE,
        world.head(CLAIM),
        inadmissible=Inadmissible.NO_STANDING,
        next_remedy=ANSWERED,
    )

    world.refuses("help_pending", GRIEVANCE, away, "hans", "sara")
    world.say(GRIEVANCE, answer(), "ines")
    world.refuses("grievance_state", GRIEVANCE, away, "hans", "sara")


def test_an_old_outcome_is_not_announced_again_in_the_place_of_a_new_one() -> None:
    world, made = denied()
    world.say(GRIEVANCE, contest(made), "ines")

    world.refuses("grievance_state", GRIEVANCE, outcome_notice(made), "ines")
    world.record(world.statement(GRIEVANCE, outcome_notice(made), "ines"))
    assert status(world) is GrievanceStatus.ACKNOWLEDGED


@pytest.mark.parametrize("remand", [True, False, None])
def test_a_court_sends_it_back_to_somebody_else(*, remand: bool | None) -> None:
    world, made = denied()
    hire(world, "selma", Role.SUPERVISOR, "line-s")
    ruling = court(made, CourtResult.FOR_CITIZEN, remand=remand)
    assert isinstance(ruling, CourtOutcomeRecorded)
    world.say(GRIEVANCE, ruling, "vera")

    if remand:
        assert status(world) is GrievanceStatus.ACKNOWLEDGED
        world.refuses("coi_prior_decider", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "selma")
    else:
        assert status(world) is GrievanceStatus.NOTIFIED


def test_a_court_that_has_it_moves_nothing() -> None:
    world, made = denied()
    world.say(GRIEVANCE, court(made), "vera")

    assert status(world) is GrievanceStatus.NOTIFIED
    assert grievance(world).casework.flags == {"in_court"}


def test_a_dispute_of_an_attestation_is_about_the_attester() -> None:
    world, _ = refused()
    given = world.say(CLAIM, attestation(), "ada")
    hire(world, "hans", Role.HANDLER, "village")
    world.say(GRIEVANCE, filing(pinned(world), given, kind=Kind.ATTESTATION_DISPUTE), "ines")
    hire(world, "stan", Role.SUPERVISOR, "village")

    world.refuses("coi_line_alone", GRIEVANCE, assignment("hans", role=Role.HANDLER), "stan")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sven")


def test_whoever_carried_it_for_the_person_or_filed_it_does_not_handle_it() -> None:
    for name, more, code in (
        ("ada", {"via": None}, "coi_party"),
        ("ada", {"via": but(BY_RECEIPT, channel=Channel.VOLUNTEER)}, "coi_assister"),
        ("ada", {"via": but(BY_RECEIPT, channel=Channel.NGO)}, "coi_assister"),
    ):
        world, refusal = refused()
        world.say(GRIEVANCE, filing(pinned(world), refusal, **more), name)
        hire(world, name, Role.REVIEWER)
        world.refuses(code, GRIEVANCE, assignment(name), "sven")
        world.say(GRIEVANCE, assignment("rolf"), "sven")


def test_another_grievance_may_be_what_a_complaint_is_about() -> None:
    """Whoever determined it is complained about."""
    world, _ = denied()
    other = stream("grievance", "about it")
    world.say(
        other, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=(StreamRef(GRIEVANCE),)), "ines"
    )
    hire(world, "hans", Role.HANDLER, "line-e")

    world.refuses("coi_line_complained_about", other, assignment("hans", role=Role.HANDLER), "susi")


def test_the_line_of_the_lower_instance_sits_in_no_upper_one() -> None:
    world, refusal = reviewed()
    world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")
    above = stream("grievance", "above")
    world.say(above, filing(pinned(world), refusal, appeal_of=GRIEVANCE, level=2), "ines")
    hire(world, "pia", Role.APPELLATE, "line-e")

    world.refuses("coi_upper_instance", above, assignment("paul", "pia", role=Role.APPELLATE), "sven")
    world.say(above, assignment("paul", "petra", role=Role.APPELLATE), "sven")


def test_a_line_left_between_the_act_and_the_complaint_is_still_complained_about() -> None:
    world, refusal = refused()
    for mandate in list(world.registry.mandates[actor("olga")]):
        ref = EntryRef(REGISTRY, mandate.version, mandate.leaf)
        world.say(REGISTRY, MandateRevoked(mandate=ref, reason=RevocationReason.LEFT_SERVICE), *QUORUM)
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT), "ines")

    world.refuses("coi_line_alone", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sven")
    hire(world, "iris", Role.INTAKE, "line-a")
    world.refuses("coi_line_complained_about", GRIEVANCE, withdrawal(), "iris")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")


def test_a_line_that_the_decider_entered_later_is_complained_about_too() -> None:
    world, _ = complained()
    hire(world, "ilka", Role.INTAKE, "line-z")
    again(world).say(GRIEVANCE, withdrawal(), "ilka")
    hire(world, "olga", Role.OFFICER, "line-z")

    world.refuses("coi_line_complained_about", GRIEVANCE, withdrawal(), "ilka")


def test_whoever_would_not_attest_is_complained_about() -> None:
    world, _ = refused()
    said_no = world.say(CLAIM, refusal_to_attest("ada"), "ines")
    world.say(GRIEVANCE, filing(pinned(world), said_no, kind=Kind.ATTESTATION_REFUSED), "ines")
    for name, role in (("hans", Role.HANDLER), ("stan", Role.SUPERVISOR)):
        hire(world, name, role, "village")

    world.refuses("coi_line_alone", GRIEVANCE, assignment("hans", role=Role.HANDLER), "stan")


def test_an_entry_that_nobody_decided_is_nobodys_line() -> None:
    world, _ = refused()
    given = world.say(CLAIM, attestation(), "ada")
    world.say(GRIEVANCE, filing(pinned(world), given, kind=Kind.DATA_CORRECTION), "ines")
    for name, role in (("hans", Role.HANDLER), ("stan", Role.SUPERVISOR)):
        hire(world, name, role, "village")

    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "stan")
