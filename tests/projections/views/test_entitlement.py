"""Who may open a case: by mandate, by place, and by what they have to do with it."""

import pytest

from ledger.domain.casework_codes import Kind, Outcome
from ledger.domain.codes import Role
from ledger.domain.types import Area, StreamRef
from ledger.projections.views.entitlement import may_open
from tests.domain import cases
from tests.domain.cases import CLAIM, GRIEVANCE, but, determination, filing, ordered, outcome_notice, pinned
from tests.domain.world import World, actor, hire, stream

READERS = {
    Role.INTAKE,
    Role.OFFICER,
    Role.PAYER,
    Role.HANDLER,
    Role.REVIEWER,
    Role.APPELLATE,
    Role.SUPERVISOR,
    Role.OVERSIGHT,
}


def opens(world: World, name: str, matter: str = CLAIM) -> bool:
    return may_open(world, matter, actor(name))


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ROOT])
def test_a_role_reads_or_does_not(role: Role) -> None:
    world, *_ = cases.attested()
    hire(world, "nora", role, "line-n")
    assert opens(world, "nora") == (role in READERS)
    assert not opens(world, "nobody")


def test_a_mandate_reads_no_further_than_it_reaches_and_no_longer_than_it_runs() -> None:
    world, *_ = cases.attested()
    hire(world, "nora", Role.OFFICER, "line-n", areas=(Area("9401"),))
    hire(world, "nils", Role.OFFICER, "line-n", areas=(Area("50"),))
    assert (opens(world, "nora"), opens(world, "nils")) == (True, False)

    world.now = "2028-11-22T03:00:00.000Z"
    assert not opens(world, "nora")


def test_an_attester_reads_no_case_even_as_an_officer() -> None:
    world, *_ = cases.attested()
    hire(world, "ada", Role.OFFICER, "line-x")
    assert not opens(world, "ada")


def test_what_is_not_there_is_nobodys() -> None:
    world, *_ = cases.attested()
    assert not opens(world, "olga", stream("claim", "another"))
    assert not opens(world, "rita", world.registry.stream or "")


def test_whoever_decided_reads_the_claim_and_not_the_appeal_against_it() -> None:
    world, _ = cases.appealed()
    assert opens(world, "olga")
    assert not opens(world, "olga", GRIEVANCE)
    assert opens(world, "hugo", GRIEVANCE)


def test_whoever_determined_reads_on() -> None:
    world, _ = cases.reviewed()
    world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "rolf", "sara")
    assert opens(world, "rolf", GRIEVANCE)


def test_a_complaint_about_a_person_stays_out_of_that_persons_line() -> None:
    world, _ = cases.refused()
    about = (StreamRef(actor("olga")),)
    world.say(GRIEVANCE, filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=about), "ines")
    hire(world, "colleague", Role.HANDLER, "line-a")
    hire(world, "stranger", Role.HANDLER, "line-z")

    assert not opens(world, "olga", GRIEVANCE)
    assert not opens(world, "colleague", GRIEVANCE)
    assert opens(world, "stranger", GRIEVANCE)
    assert opens(world, "colleague")


@pytest.mark.parametrize("owner", ["olga", "otto", None])
def test_the_named_owner_of_a_remedy_reads_the_grievance_while_it_is_due(owner: str | None) -> None:
    """Whoever decided what was looked at again is named to put it right, and has that to report."""
    world, _ = cases.reviewed()
    hire(world, "otto", Role.OFFICER, "line-o")
    remedies = (but(*ordered(), owner=None if owner is None else actor(owner)),)
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=remedies)
    assert not opens(world, "olga", GRIEVANCE)

    made = world.say(GRIEVANCE, upheld, "rolf", "sara")
    world.say(GRIEVANCE, outcome_notice(made), "rolf")

    assert opens(world, "olga", GRIEVANCE) is (owner == "olga")
