"""Transfer and acceptance: a matter is always somebody's, and no clock stops for it."""

import pytest

from ledger.domain.casework_codes import Kind, LapseEffect, Outcome, Remedy
from ledger.domain.codes import Role
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.types import Seen
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    determination,
    filing,
    ordered,
    pinned,
)
from tests.domain.clockwork import tick
from tests.domain.complaints import (
    acceptance,
    complained,
    denied,
    grievance,
    handled,
    lapses,
    refused,
    status,
    transfer,
    withdrawal,
)
from tests.domain.world import QUORUM, REGISTRY, World, hire, office


def staffed(world: World) -> World:
    """dina and dora sit in the district, ilse receives there."""
    hire(world, "dina", Role.HANDLER, "line-d", office="district")
    hire(world, "dora", Role.SUPERVISOR, "line-d2", office="district")
    hire(world, "ilse", Role.INTAKE, "line-d3", office="district")
    return world


def offered() -> World:
    world, _ = complained()
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    world.say(GRIEVANCE, transfer(), "hugo")
    return staffed(world)


def test_an_offer_leaves_the_matter_where_it_is_until_it_is_accepted() -> None:
    world = offered()
    assert grievance(world).flags == {"transfer_pending"}
    assert (grievance(world).office, grievance(world).offered_to) == ("city", "district")

    world.refuses("transfer_pending", GRIEVANCE, transfer(), "hugo")
    world.say(GRIEVANCE, acceptance(), "dina")
    assert grievance(world).flags == frozenset()
    assert (grievance(world).office, grievance(world).offered_to) == ("district", None)
    world.refuses("transfer_not_offered", GRIEVANCE, acceptance(), "dina")


@pytest.mark.parametrize("name", ["dina", "dora", "ilse"])
def test_anybody_of_the_receiving_office_accepts_for_it(name: str) -> None:
    world = offered()

    world.refuses("authority_scope", GRIEVANCE, acceptance(), "hugo")
    world.say(GRIEVANCE, acceptance(), name)


def test_an_office_accepts_what_it_was_offered_and_no_more() -> None:
    world = offered()

    world.refuses("transfer_not_offered", GRIEVANCE, acceptance("city"), "hugo")
    world.say(REGISTRY, office("district", closed=True), *QUORUM)
    world.refuses("office_unknown", GRIEVANCE, acceptance(), "dina")


def test_nobody_accepts_what_nobody_offered() -> None:
    world, _ = complained()

    world.refuses("transfer_not_offered", GRIEVANCE, acceptance("city"), "hugo")


@pytest.mark.parametrize(
    ("to", "code"),
    [("village", "office_unknown"), ("closed", "office_unknown"), ("city", "transfer_to_itself")],
)
def test_a_transfer_names_another_open_office(to: str, code: str) -> None:
    world, _ = complained()
    world.say(REGISTRY, office("closed", closed=True), *QUORUM)
    world.say(GRIEVANCE, acknowledgement(), "hugo")

    world.unless(code, GRIEVANCE, transfer(to), transfer(), "hugo")


def test_whoever_has_it_in_hand_offers_it_or_a_supervisor() -> None:
    world = staffed(handled())

    hire(world, "hans", Role.HANDLER)
    world.refuses("not_assigned", GRIEVANCE, transfer(), "hans")
    world.refuses("authority_missing", GRIEVANCE, transfer(), "ines")
    world.say(GRIEVANCE, transfer(), "sara")


def test_before_anybody_has_it_in_hand_somebody_of_the_office_offers_it() -> None:
    world, _ = complained()
    staffed(world)
    world.say(GRIEVANCE, acknowledgement(), "hugo")

    world.refuses("authority_scope", GRIEVANCE, transfer(), "dina")
    world.say(GRIEVANCE, transfer(), "hugo")


def test_whoever_offers_had_read_the_record() -> None:
    world, _ = complained()

    world.refuses("stream_conflict", GRIEVANCE, transfer(), "hugo", seen=Seen(9, "0" * 64))
    world.refuses("seen_missing", GRIEVANCE, transfer(), "hugo", seen=None)
    world.say(GRIEVANCE, transfer(), "hugo")
    assert status(world) is GrievanceStatus.FILED


def test_with_acceptance_the_handlers_are_cleared() -> None:
    world = staffed(handled())
    world.say(GRIEVANCE, transfer(), "hugo")
    assert status(world) is GrievanceStatus.UNDER_REVIEW
    assert grievance(world).handlers

    world.say(GRIEVANCE, acceptance(), "dina")
    assert (status(world), grievance(world).handlers, grievance(world).role) == (
        GrievanceStatus.ACKNOWLEDGED,
        (),
        None,
    )
    world.say(GRIEVANCE, assignment("dina", role=Role.HANDLER, office="district"), "dora")


def test_an_offer_that_lapses_returns_to_its_sender() -> None:
    world = offered()
    start = world.record(world.statement(GRIEVANCE, transfer(), "hugo"))

    lapses(world, "transfer", start, LapseEffect.RETURNS_TO_SENDER)
    assert grievance(world).flags == frozenset()
    assert (grievance(world).office, grievance(world).offered_to) == ("city", None)
    world.refuses("transfer_not_offered", GRIEVANCE, acceptance(), "dina")
    world.say(GRIEVANCE, transfer(), "hugo")


def test_another_lapse_leaves_the_offer_alone() -> None:
    world = offered()

    lapses(
        world, "ack", world.record(world.statement(GRIEVANCE, transfer(), "hugo")), LapseEffect.OVERDUE_PUBLIC
    )
    assert "transfer_pending" in grievance(world).flags


def test_what_is_decided_is_not_passed_on() -> None:
    world, _ = denied()

    world.refuses("grievance_state", GRIEVANCE, transfer(), "hugo")
    world.refuses("grievance_state", GRIEVANCE, acceptance(), "hugo")


def test_a_withdrawal_ends_an_offer() -> None:
    world = offered()

    world.say(GRIEVANCE, withdrawal(), "ines")
    assert grievance(world).flags == frozenset()
    assert grievance(world).offered_to is None


def test_the_receipt_of_an_appeal_is_not_moved_by_a_transfer() -> None:
    """The clocks of the law are read from the filing, which no transfer changes."""
    world, refusal = refused()
    staffed(world)
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=Kind.APPEAL), "ines")
    before = grievance(world)
    world.say(GRIEVANCE, transfer(), "sven")
    world.say(GRIEVANCE, acceptance(), "dina")

    after = grievance(world)
    assert (before.filing, before.received_on, before.filed_at) == (
        after.filing,
        after.received_on,
        after.filed_at,
    )


def test_an_outcome_takes_an_offer_back_and_no_lapse_of_it_follows() -> None:
    world = handled()
    world.say(GRIEVANCE, transfer(), "hugo")
    upheld = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY), next_remedy=ANSWERED
    )
    world.say(GRIEVANCE, upheld, "hugo")
    tick(world, "12-10", GRIEVANCE)

    recorded = [lapse.clock for lapse in grievance(world).casework.lapses]
    assert "notify" in recorded
    assert "transfer" not in recorded
