"""Which conflicts the records show by themselves, and that no other is said to be derived."""

import pytest

from ledger.domain.casework.showing import shown
from ledger.domain.casework_codes import ConflictGround, ConflictRaisedBy, Kind
from ledger.domain.codes import Role
from ledger.domain.types import Code
from tests.domain.cases import CLAIM, GRIEVANCE, appealed, attested, filing, pinned, via
from tests.domain.casework_cases import interest, note, raising
from tests.domain.world import REGISTRY, World, actor, hire, office, stream

G = ConflictGround
DERIVED = ConflictRaisedBy.DERIVED


def contested() -> World:
    """A refusal by olga and susi, appealed against; bela complains about hugo."""
    world, _ = appealed()
    note(world, REGISTRY, office("city", parent=Code("district")), "root-a")
    hire(world, "chief", Role.SUPERVISOR, "line-x", office="district")
    hire(world, "free", Role.REVIEWER, "line-z", office="district")
    says = filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=(actor("hugo"),), via=None)
    note(world, OTHER, says, "bela")
    return world


OTHER = stream("grievance", "two")


@pytest.mark.parametrize(
    ("where", "name", "grounds"),
    [
        (GRIEVANCE, "olga", {G.PRIOR_DECIDER, G.SAME_OFFICE}),
        (GRIEVANCE, "susi", {G.PRIOR_DECIDER, G.SAME_OFFICE}),
        (GRIEVANCE, "otto", {G.SAME_OFFICE}),
        (GRIEVANCE, "sven", {G.SAME_OFFICE, G.REPORTING_LINE}),
        (GRIEVANCE, "free", set()),
        (GRIEVANCE, "chief", {G.REPORTING_LINE}),
        (OTHER, "hugo", {G.NAMED_IN_COMPLAINT}),
        (OTHER, "bela", {G.PARTY, G.SAME_OFFICE}),
        (OTHER, "rolf", {G.SAME_OFFICE}),
        (OTHER, "sven", {G.SAME_OFFICE, G.REPORTING_LINE}),
        (OTHER, "free", set()),
        (CLAIM, "olga", set()),
    ],
)
def test_what_the_records_show(where: str, name: str, grounds: set[ConflictGround]) -> None:
    world = contested()

    assert shown(world.state(where), where, actor(name), world) == grounds


def test_whoever_attested_or_helped_and_whatever_was_declared() -> None:
    world, _, _ = attested()
    assert shown(world.state(CLAIM), CLAIM, actor("ada"), world) == {G.ATTESTER_IN_CASE}
    note(world, OTHER, filing(pinned(world), kind=Kind.SUGGESTION, via=via("alma")), "ines")
    assert shown(world.state(OTHER), OTHER, actor("alma"), world) == {G.ASSISTER}
    note(world, REGISTRY, interest("otto", "94", G.CREDITOR), "otto")
    note(world, REGISTRY, interest("otto", CLAIM, G.SAME_HOUSEHOLD), "otto")

    assert shown(world.state(CLAIM), CLAIM, actor("otto"), world) == {G.CREDITOR, G.SAME_HOUSEHOLD}


def test_somebody_who_acts_here_under_another_name() -> None:
    world, _, _ = attested()
    note(world, REGISTRY, interest("ada", actor("otto"), G.SAME_PERSON), "ada")

    assert shown(world.state(CLAIM), CLAIM, actor("otto"), world) == {G.ATTESTER_IN_CASE, G.SAME_PERSON}
    assert shown(world.state(CLAIM), CLAIM, actor("ada"), world) == {G.ATTESTER_IN_CASE}


def test_a_derived_conflict_is_one_that_the_records_show() -> None:
    world = contested()
    wrong, right = raising("otto", G.REPORTING_LINE, DERIVED), raising("otto", G.SAME_OFFICE, DERIVED)

    world.unless("conflict_not_shown", GRIEVANCE, wrong, right, "cleo")
    world.refuses("conflict_not_shown", CLAIM, right, "vera")
    world.say(GRIEVANCE, raising("otto", G.REPORTING_LINE, ConflictRaisedBy.CHALLENGE), "ines")


def test_somebody_who_signed_here_under_another_name() -> None:
    world, _, _ = attested()
    note(world, REGISTRY, interest("ines", actor("otto"), G.SAME_PERSON), "ines")

    assert shown(world.state(CLAIM), CLAIM, actor("otto"), world) == {G.SAME_PERSON}


def test_whoever_obeys_somebody_whom_a_complaint_names() -> None:
    world, _, _ = attested()
    says = filing(pinned(world), kind=Kind.CONDUCT_COMPLAINT, about=(actor("sven"),))
    note(world, OTHER, says, "ines")

    assert shown(world.state(OTHER), OTHER, actor("hugo"), world) == {G.SAME_OFFICE, G.REPORTING_LINE}
    assert shown(world.state(OTHER), OTHER, actor("paul"), world) == {G.SAME_OFFICE}
