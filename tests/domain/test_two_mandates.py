"""Somebody may hold two mandates: which was granted first decides nothing about a citizen's word."""

from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy
from ledger.domain.codes import Role
from tests.domain.cases import CLAIM, applied, but, refusal_to_attest, via
from tests.domain.casework_cases import raising, supply
from tests.domain.world import hire


def test_an_officer_who_is_also_the_intake_takes_what_a_citizen_brings() -> None:
    world, _ = applied()
    world.refuses("via_not_intake", CLAIM, supply(via=via()), "olga")
    hire(world, "olga", Role.INTAKE, areas=("10",))
    world.refuses("via_not_intake", CLAIM, supply(via=via()), "olga")
    hire(world, "olga", Role.INTAKE)

    world.say(CLAIM, supply(via=via()), "olga")
    world.say(CLAIM, supply(), "olga")


def test_an_officer_who_is_also_the_intake_takes_a_challenge() -> None:
    world, _ = applied()
    says = raising("otto", ConflictGround.DEBTOR, ConflictRaisedBy.CHALLENGE)
    world.refuses("conflict_how", CLAIM, says, "olga")
    hire(world, "olga", Role.INTAKE)
    world.refuses("profile_demands", CLAIM, but(says, via=None), "olga")

    world.say(CLAIM, says, "olga")


def test_oversight_that_holds_another_mandate_says_what_the_records_show() -> None:
    world, _ = applied()
    hire(world, "petra", Role.OVERSIGHT, "line-d")
    says = raising("otto", ConflictGround.DEBTOR, ConflictRaisedBy.CHALLENGE)

    world.say(CLAIM, but(says, via=None), "petra")


def test_an_attester_who_also_assists_reports_that_another_would_not_attest() -> None:
    world, _ = applied()
    world.refuses("attester_differs", CLAIM, refusal_to_attest("bela"), "ada")
    hire(world, "ada", Role.ASSISTER, areas=("10",))
    world.refuses("attester_differs", CLAIM, refusal_to_attest("bela"), "ada")
    hire(world, "ada", Role.ASSISTER)

    world.say(CLAIM, refusal_to_attest("bela"), "ada")
