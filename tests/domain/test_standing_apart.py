"""Who belongs together, and in which lines a person stood: what keeps people out of each other's matters."""

from datetime import date, timedelta

import pytest

from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Category, RevocationReason, Role
from ledger.domain.mandated import is_volunteer, stand_together
from ledger.domain.outside import lines_at
from ledger.domain.registry.events import MandateRevoked
from ledger.domain.types import Code
from tests.domain.cases import TODAY
from tests.domain.casework_cases import interest
from tests.domain.consulting import day
from tests.domain.world import END, QUORUM, REGISTRY, START, World, actor, hire, mandate, office, peopled

ALWAYS = 10_000
"""More entries than any log of these tests has."""


def together(world: World, one: str, other: str) -> bool:
    return stand_together(world.registry, actor(one), actor(other), world.now)


def test_people_of_one_line_stand_together_though_neither_is_above_the_other() -> None:
    world = peopled()
    hire(world, "dirk", Role.SUPERVISOR, "line-a", office="district")

    assert together(world, "sven", "dirk")
    assert together(world, "olga", "otto")
    assert not together(world, "olga", "susi")


def test_whoever_commands_stands_together_with_those_below_in_whatever_line() -> None:
    world = peopled()
    world.say(REGISTRY, office("desk", parent=Code("city")), *QUORUM)
    hire(world, "dora", Role.OFFICER, "line-d", office="desk")

    assert together(world, "susi", "dora")
    assert together(world, "dora", "susi")
    assert not together(world, "olga", "dora")


def test_two_names_of_one_person_stand_together_also_when_no_mandate_runs_any_more() -> None:
    world = peopled()
    for name in ("nina", "nora", "nils"):
        hire(world, name, Role.OFFICER, f"line-{name}", to=START)
    link = interest("nina", actor("nora"), ConflictGround.SAME_PERSON)
    world.say(REGISTRY, link, "vera")
    world.now = day(1)

    assert together(world, "nina", "nora")
    assert together(world, "nora", "nina")
    assert not together(world, "nina", "nils")


def test_who_holds_no_mandate_is_no_volunteer_and_stands_in_no_line() -> None:
    registry = peopled().registry

    assert not is_volunteer(registry, actor("nobody"), TODAY)
    assert lines_at(registry, actor("nobody"), TODAY, ALWAYS) == frozenset()


@pytest.mark.parametrize(
    ("district", "known"), [(None, True), ("94", True), ("9401", True), ("9", False), ("50", False)]
)
def test_a_volunteer_is_one_in_the_own_districts(district: str | None, *, known: bool) -> None:
    world = peopled()
    hire(world, "nut", Role.ATTESTER, "village", category=Category.VOLUNTEER_SOCIAL, areas=("94",))

    assert is_volunteer(world.registry, actor("nut"), TODAY, district) is known


@pytest.mark.parametrize(
    ("on", "stood"),
    [
        (START - timedelta(days=1), False),
        (START, True),
        (END, True),
        (END + timedelta(days=1), False),
    ],
)
def test_a_person_stands_in_a_line_from_the_first_day_of_a_mandate_to_its_last(
    on: date, *, stood: bool
) -> None:
    world = peopled()

    assert lines_at(world.registry, actor("olga"), on, ALWAYS) == ({"line-a"} if stood else set())


def test_a_mandate_counts_in_every_log_that_has_its_grant_and_not_its_end() -> None:
    world = peopled()
    granted_at = world.size
    granted = world.say(REGISTRY, mandate("nina", Role.OFFICER, "line-n"), *QUORUM)
    ended_at = world.size
    world.say(REGISTRY, MandateRevoked(mandate=granted, reason=RevocationReason.LEFT_SERVICE), "rita")

    sizes = (granted_at, granted_at + 1, ended_at, ended_at + 1)
    assert [lines_at(world.registry, actor("nina"), TODAY, size) for size in sizes] == [
        set(),
        {"line-n"},
        {"line-n"},
        set(),
    ]
