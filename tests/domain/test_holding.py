"""What holds data against erasure: open grievances, courts, and periods of the law."""

import pytest

from ledger.domain.casework_codes import (
    CourtResult,
    Kind,
)
from ledger.domain.errors import OnHold
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.lapsing import clocks
from ledger.domain.types import EntryRef, Local
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    appealed,
    but,
    filing,
    notice,
    pinned,
    refused,
)
from tests.domain.casework_cases import (
    BODIES,
    NAME,
    court,
    erasure,
    guarded,
    sealed,
    unsealing,
)
from tests.domain.consulting import LISTING, gathered, posting

LATER = "2027-06-01T03:04:06.123Z"
"""When every period of the law that began with the appeal is over."""


def test_an_open_appeal_holds_the_data_of_the_claim_and_its_own() -> None:
    """Invariant 26."""
    world, _ = appealed()
    guarded(world)
    own = erasure((1, "complainant/name"))
    caught = world.refuses("hold", CLAIM, erasure(NAME), *BODIES)
    assert isinstance(caught, OnHold)
    world.refuses("hold", GRIEVANCE, own, *BODIES)
    world.now = LATER
    world.refuses("hold", CLAIM, erasure(NAME), *BODIES)
    world.refuses("hold", GRIEVANCE, own, *BODIES)
    world.states[GRIEVANCE] = but(world.state(GRIEVANCE), status=GrievanceStatus.CLOSED)

    world.say(CLAIM, erasure(NAME), *BODIES)
    world.say(GRIEVANCE, own, *BODIES)


@pytest.mark.parametrize(
    ("day", "held"),
    [("2026-11-23", True), ("2027-04-21", True), ("2027-04-22", False)],
)
def test_a_period_of_the_law_holds_the_data_to_its_last_day(day: str, *, held: bool) -> None:
    """The appeal was received on 22 November: after silence the person may sue for 60 and 90 days."""
    for where, target in ((CLAIM, NAME), (GRIEVANCE, (1, "complainant/name"))):
        world, _ = appealed()
        guarded(world)
        world.states[GRIEVANCE] = but(world.state(GRIEVANCE), status=GrievanceStatus.CLOSED)
        world.now = f"{day}T03:04:06.123Z"

        if held:
            world.refuses("hold", where, erasure(target), *BODIES)
        else:
            world.say(where, erasure(target), *BODIES)


def test_the_period_to_appeal_holds_the_claim() -> None:
    """Deemed received on 29 November: the fifteenth day after it is Monday 14 December."""
    world, refusal = refused()
    guarded(world)
    world.say(CLAIM, notice(refusal), "ines")
    for day, held in (("2026-11-29", True), ("2026-12-14", True), ("2026-12-15", False)):
        world.now = f"{day}T03:04:06.123Z"
        if held:
            world.refuses("hold", CLAIM, erasure(NAME), *BODIES)
    world.say(CLAIM, erasure(NAME), *BODIES)


def test_a_service_promise_holds_nothing() -> None:
    """The claim is to be decided within thirty days, by policy."""
    world, _ = sealed()
    assert [item.name for item in clocks(world, CLAIM) if item.runs(world.now)] == ["decide_claim"]

    world.say(CLAIM, erasure(NAME), *BODIES)


def test_an_open_court_case_holds_the_data_wherever_it_is_recorded() -> None:
    for where in (CLAIM, GRIEVANCE):
        world, refusal = appealed()
        guarded(world)
        world.now = LATER
        world.states[GRIEVANCE] = but(world.state(GRIEVANCE), status=GrievanceStatus.CLOSED)
        of = refusal if where == CLAIM else EntryRef(where, 1, world.history(where)[0].leaf)
        world.say(where, court(of), "ines")
        world.refuses("hold", CLAIM, erasure(NAME), *BODIES)
        world.refuses("hold", GRIEVANCE, erasure((1, "complainant/name")), *BODIES)
        world.say(where, court(of, CourtResult.AGAINST), "ines")

        world.say(CLAIM, erasure(NAME), *BODIES)
        world.say(GRIEVANCE, erasure((1, "complainant/name")), *BODIES)


def test_a_complaint_about_something_else_holds_nothing() -> None:
    world, _ = sealed()
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.SUGGESTION), "ines")

    world.say(CLAIM, erasure(NAME), *BODIES)


def test_a_complaint_that_speaks_of_the_claim_holds_it() -> None:
    world, _ = sealed()
    says = filing(pinned(world), kind=Kind.SERVICE_COMPLAINT, about=(CLAIM,))
    world.say(GRIEVANCE, says, "ines")

    world.refuses("hold", CLAIM, erasure(NAME), *BODIES)


def test_a_listing_is_held_while_somebody_objects_to_it() -> None:
    world, standard = gathered()
    guarded(world)
    world.say(LISTING, posting(standard), "olga", "ada")
    says = filing(standard, kind=Kind.OBJECTION_TO_LISTING, about=(LISTING,))
    world.say(GRIEVANCE, says, "ines")
    masked = erasure((1, "named-1/masked_entry"))
    world.refuses("hold", LISTING, masked, *BODIES)
    world.states[GRIEVANCE] = but(world.state(GRIEVANCE), status=GrievanceStatus.CLOSED)

    world.refuses("nothing_sealed", LISTING, erasure((2, "named-1/masked_entry")), *BODIES)
    world.say(LISTING, masked, *BODIES)
    world.refuses("already_erased", LISTING, masked, *BODIES)
    assert world.state(LISTING).casework.flags == {"erased:named-1"}


def test_no_identity_is_opened_in_a_listing() -> None:
    world, standard = gathered()
    guarded(world)
    world.say(LISTING, posting(standard), "olga", "ada")

    world.refuses("wrong_stream", LISTING, unsealing(subject=Local("named-1")), *BODIES)
