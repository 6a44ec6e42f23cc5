"""How far a mandate reaches: its programmes and its districts, in whatever part somebody would have."""

from collections.abc import Mapping

import pytest

from ledger.domain.authority import Scope
from ledger.domain.casework.record import scope_of
from ledger.domain.casework_codes import ConflictRaisedBy, Supplied
from ledger.domain.claim.clocks import clocks
from ledger.domain.codes import Result, Role
from tests.domain.cases import CLAIM, applied, decision, refusal_to_attest, via
from tests.domain.casework_cases import raising, ruling, supply
from tests.domain.claim_cases import claim, request
from tests.domain.world import STANDARD, World, actor, hire, stream, working

CHALLENGE = ConflictRaisedBy.CHALLENGE
ELSEWHERE = ({"programmes": (stream("programme", "other"),)}, {"areas": ("95",)})
HERE: Mapping[str, object] = {"programmes": (STANDARD,), "areas": ("94",)}


@pytest.mark.parametrize("reach", ELSEWHERE)
def test_a_conflict_is_raised_about_who_could_act_in_this_programme_and_district(
    reach: Mapping[str, object],
) -> None:
    world, _ = applied()
    hire(world, "nina", Role.OFFICER, "line-n", **HERE)
    hire(world, "far", Role.OFFICER, "line-n", **reach)

    wrong, right = raising("far", how=CHALLENGE), raising("nina", how=CHALLENGE)
    world.unless("no_such_part", CLAIM, wrong, right, "ines")


@pytest.mark.parametrize("reach", ELSEWHERE)
def test_a_superior_of_this_programme_and_district_rules_before_oversight_does(
    reach: Mapping[str, object],
) -> None:
    world, _ = applied()
    raised = world.say(CLAIM, raising("paul", how=CHALLENGE), "ines")
    hire(world, "far", Role.SUPERVISOR, "line-c", **reach)
    other = world.say(CLAIM, raising("petra", how=CHALLENGE), "ines")
    hire(world, "nina", Role.SUPERVISOR, "line-d", **HERE)

    world.refuses("not_superior", CLAIM, ruling(other), "vera")
    world.say(CLAIM, ruling(raised), "vera")
    world.say(CLAIM, ruling(other), "nina")


@pytest.mark.parametrize("reach", ELSEWHERE)
def test_a_replacement_comes_from_this_programme_and_district(reach: Mapping[str, object]) -> None:
    world, _ = applied()
    raised = world.say(CLAIM, raising("olga", how=CHALLENGE), "ines")
    hire(world, "nina", Role.OFFICER, "line-n", **HERE)
    hire(world, "far", Role.OFFICER, "line-n", **reach)

    wrong, right = ruling(raised, replacement=actor("far")), ruling(raised, replacement=actor("nina"))
    world.unless("handler_not_mandated", CLAIM, wrong, right, "sven")


def attesting_and_receiving(reach: Mapping[str, object]) -> World:
    """A claim; dora attests here, and is an intake as far as ``reach`` says."""
    world, _ = applied()
    hire(world, "dora", Role.ATTESTER, "village", **HERE)
    hire(world, "dora", Role.INTAKE, "line-n", **reach)
    return world


@pytest.mark.parametrize("reach", ELSEWHERE)
def test_an_attester_who_is_an_intake_elsewhere_reports_nobodys_refusal(reach: Mapping[str, object]) -> None:
    world = attesting_and_receiving(reach)

    world.refuses("attester_differs", CLAIM, refusal_to_attest("bela"), "dora")
    world.say(CLAIM, refusal_to_attest("dora"), "dora")


def test_an_attester_who_is_an_intake_here_reports_a_refusal() -> None:
    world = attesting_and_receiving(HERE)

    world.say(CLAIM, refusal_to_attest("bela"), "dora")


@pytest.mark.parametrize("reach", ELSEWHERE)
def test_an_attester_who_is_an_intake_elsewhere_hands_nothing_in_for_others(
    reach: Mapping[str, object],
) -> None:
    world = attesting_and_receiving(reach)
    world.say(CLAIM, request("dora"), "olga")
    brought = supply(Supplied.DOCUMENT, via=via())

    world.refuses("via_not_intake", CLAIM, brought, "dora")
    hire(world, "dora", Role.INTAKE, "line-n", **HERE)
    world.say(CLAIM, brought, "dora")


def test_a_matter_that_nothing_opened_lies_in_no_programme_and_no_district() -> None:
    world, standard, _ = working()
    assert scope_of(world.state(CLAIM)) == Scope()

    world, _ = applied()
    assert scope_of(world.state(CLAIM)) == Scope(standard.stream, "9401")


def test_an_importer_for_one_programme_opens_no_claim_of_another_and_an_old_claim_has_no_clocks() -> None:
    world, _, historical = working()
    hire(world, "ilan", Role.IMPORTER, programmes=(stream("programme", "other"),))
    hire(world, "ilse", Role.IMPORTER, programmes=(historical.stream,))
    old = decision(
        Result.GRANT,
        (),
        law=(),
        discretion=None,
        heard=None,
        departs=None,
        official=actor("olga"),
        programme=historical,
    )

    world.refuses("authority_scope", CLAIM, old, "ilan", seen=None, at=None, sd=())
    world.say(CLAIM, old, "ilse", seen=None, at=None, sd=())
    assert clocks(claim(world), world.history(CLAIM), world) == ()
