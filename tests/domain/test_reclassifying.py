"""Reclassification: what a person filed is not made less behind their back."""

import pytest

from ledger.domain.casework_codes import Anonymity, Consent, Kind, Reclassified, Urgency
from ledger.domain.codes import Role
from ledger.domain.grievance.reclassifying import GUARDED
from ledger.domain.grievance.tiers import LEAST, ORDER, faster, lowers, tier
from ledger.domain.types import StreamRef
from tests.domain.cases import CLAIM, GRIEVANCE, acknowledgement, attestation, but, filing, pinned
from tests.domain.complaints import (
    NAMELESS,
    OTHER,
    complained,
    denied,
    grievance,
    handled,
    joining,
    reclassification,
    refused,
)
from tests.domain.world import World, hire, stream

URGENCY = Reclassified.URGENCY
ASKED = Consent.COMPLAINANT
OVERSEEN = Consent.OVERSIGHT


def acknowledged(kind: Kind = Kind.SERVICE_COMPLAINT, **more: object) -> World:
    world, _ = complained(kind, **more)
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    return world


def test_a_handler_reads_an_inquiry_as_what_it_is() -> None:
    world = acknowledged(Kind.INQUIRY)

    right = reclassification("inquiry", "payment_problem")
    for wrong, code in (
        (reclassification("suggestion", "payment_problem"), "reclassified_from"),
        (reclassification("inquiry", "inquiry"), "reclassified_to"),
        (reclassification("inquiry", "urgent"), "reclassified_to"),
        (but(right, joined_with=StreamRef(OTHER)), "joined_unknown"),
    ):
        world.refuses(code, GRIEVANCE, wrong, "hugo")
    world.refuses("authority_missing", GRIEVANCE, right, "ines")
    world.refuses("signer_superfluous", GRIEVANCE, right, "hugo", "ines")
    world.say(GRIEVANCE, right, "hugo")
    assert grievance(world).kind is Kind.PAYMENT_PROBLEM


@pytest.mark.parametrize("kind", sorted(GUARDED))
def test_what_carries_rights_or_protects_a_person_is_not_read_as_less_without_consent(kind: Kind) -> None:
    world = acknowledged(kind)
    less = reclassification(kind, "suggestion")

    world.refuses("consent_missing", GRIEVANCE, less, "hugo")
    for consent in (ASKED, OVERSEEN):
        world.refuses("approvals_pending", GRIEVANCE, but(less, consent=consent), "hugo")
    world.refuses("approvals_pending", GRIEVANCE, but(less, consent=ASKED), "hugo", "vera")
    world.refuses("approvals_pending", GRIEVANCE, but(less, consent=OVERSEEN), "hugo", "ines")
    world.say(GRIEVANCE, but(less, consent=ASKED), "hugo", "ines")
    assert grievance(world).kind is Kind.SUGGESTION


def test_oversight_may_consent_in_the_persons_place() -> None:
    world = acknowledged(Kind.RETALIATION)

    less = reclassification("retaliation", "service_complaint", consent=OVERSEEN)
    world.say(GRIEVANCE, less, "hugo", "vera")


def test_no_intake_of_the_line_complained_about_says_that_the_person_agrees() -> None:
    world = acknowledged(Kind.INTEGRITY_ALLEGATION)
    hire(world, "iris", Role.INTAKE, "line-a")
    less = reclassification("integrity_allegation", "suggestion", consent=ASKED)

    world.refuses("coi_line_complained_about", GRIEVANCE, less, "hugo", "iris")
    world.say(GRIEVANCE, less, "hugo", "ines")


def test_more_than_was_filed_takes_no_consent() -> None:
    world = acknowledged(Kind.INQUIRY)

    world.say(GRIEVANCE, reclassification("inquiry", "integrity_allegation"), "hugo")
    assert grievance(world).flags == {"sensitive", "urgent"}
    assert grievance(world).urgency is Urgency.URGENT


def test_a_tier_is_raised_freely_and_lowered_with_consent() -> None:
    world = acknowledged()
    world.refuses("reclassified_to", GRIEVANCE, reclassification("normal", "appeal", URGENCY), "hugo")
    world.say(GRIEVANCE, reclassification("normal", "emergency", URGENCY), "hugo")
    assert grievance(world).flags == {"urgent"}
    lower = reclassification("emergency", "urgent", URGENCY)

    world.refuses("consent_missing", GRIEVANCE, lower, "hugo")
    world.say(GRIEVANCE, but(lower, consent=ASKED), "hugo", "ines")
    lowest = reclassification("urgent", "normal", URGENCY, consent=OVERSEEN)
    world.say(GRIEVANCE, lowest, "hugo", "vera")
    assert grievance(world).flags == frozenset()
    assert grievance(world).urgency is Urgency.NORMAL


def test_an_appeal_is_made_only_of_what_contests_an_officials_decision() -> None:
    world = acknowledged(Kind.EXCLUSION_CLAIM)
    world.say(GRIEVANCE, reclassification("exclusion_claim", "appeal"), "hugo")
    assert grievance(world).kind is Kind.APPEAL

    world, _ = refused()
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.refuses("contests_missing", GRIEVANCE, reclassification("inquiry", "appeal"), "hugo")
    given = world.say(CLAIM, attestation(), "ada")
    world.say(OTHER, filing(pinned(world), given, kind=Kind.INQUIRY), "ines")
    world.refuses("unknown_decision", OTHER, reclassification("inquiry", "appeal"), "hugo")


def test_what_is_joined_names_another_grievance_that_was_filed() -> None:
    world = acknowledged()

    world.refuses("joined_unknown", GRIEVANCE, joining(OTHER), "hugo")
    world.refuses("joined_unknown", GRIEVANCE, joining(GRIEVANCE), "hugo")
    world.refuses("joined_unknown", GRIEVANCE, joining(CLAIM), "hugo")
    world.refuses("profile_demands", GRIEVANCE, but(joining(OTHER), joined_with=None), "hugo")
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.refuses("reclassified_from", GRIEVANCE, joining(OTHER, "yes", "no"), "hugo")
    world.refuses("reclassified_to", GRIEVANCE, joining(OTHER, "no", "perhaps"), "hugo")
    world.say(GRIEVANCE, joining(OTHER), "hugo")
    assert grievance(world).joined == (OTHER,)
    world.refuses("reclassified_from", GRIEVANCE, joining(OTHER), "hugo")


def test_several_complainants_are_joined_and_parted_one_by_one() -> None:
    world = acknowledged()
    third = stream("grievance", "third")
    for name in (OTHER, third):
        world.say(name, filing(pinned(world), kind=Kind.UNFAIR_ALLOCATION), "ines")
        world.say(GRIEVANCE, joining(name), "hugo")
    assert grievance(world).joined == (OTHER, third)

    world.say(GRIEVANCE, joining(OTHER, "yes", "no"), "hugo")
    assert grievance(world).joined == (third,)


def test_joining_takes_nothing_from_an_anonymous_person() -> None:
    world = acknowledged(anonymity=Anonymity.ANONYMOUS, via=NAMELESS)
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")

    world.say(GRIEVANCE, joining(OTHER), "hugo")
    assert grievance(world).flags == {"anonymous"}


def test_only_whoever_has_it_in_hand_reads_it_otherwise() -> None:
    world = handled()
    hire(world, "hans", Role.HANDLER)

    other = reclassification("service_complaint", "inquiry")
    world.refuses("not_assigned", GRIEVANCE, other, "hans")
    world.say(GRIEVANCE, other, "hugo")


def test_what_is_determined_is_read_as_it_was() -> None:
    world, _ = denied()

    world.refuses("grievance_state", GRIEVANCE, reclassification("service_complaint", "inquiry"), "hugo")


def test_no_reclassification_moves_the_receipt() -> None:
    world = acknowledged(Kind.EXCLUSION_CLAIM)
    before = grievance(world)
    world.say(GRIEVANCE, reclassification("exclusion_claim", "appeal"), "hugo")

    assert grievance(world).received_on == before.received_on
    assert grievance(world).filing == before.filing


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("stated", list(Urgency))
def test_a_tier_is_never_slower_than_stated_nor_than_its_kind_takes(kind: Kind, stated: Urgency) -> None:
    found = tier(kind, stated)

    assert not lowers(stated, found)
    assert found is stated or found is LEAST[kind]
    if kind is Kind.RETALIATION:
        assert found is Urgency.EMERGENCY
    if kind is Kind.INTEGRITY_ALLEGATION:
        assert found is not Urgency.NORMAL


def test_tiers_are_in_their_order() -> None:
    assert [urgency for urgency in ORDER if lowers(Urgency.URGENT, urgency)] == [Urgency.NORMAL]
    assert not any(lowers(urgency, urgency) for urgency in ORDER)
    assert faster(Urgency.URGENT, Urgency.NORMAL) is Urgency.URGENT
    assert faster(Urgency.URGENT, Urgency.EMERGENCY) is Urgency.EMERGENCY


def test_a_report_of_retaliation_is_an_emergency_whatever_the_form_says() -> None:
    world, _ = complained(Kind.RETALIATION, urgency=Urgency.NORMAL)

    assert grievance(world).urgency is Urgency.EMERGENCY
    assert grievance(world).flags == {"urgent", "sensitive"}
