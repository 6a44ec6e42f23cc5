"""Who is one person, who stands above whom, who has a part of their own: as the registry knows it."""

from datetime import date

import pytest

from ledger.domain.authority import same_person, took_part
from ledger.domain.casework_codes import ConflictGround
from ledger.domain.codes import Role
from ledger.domain.directory import Interest
from ledger.domain.matters import Answered
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.relations import (
    above,
    actors_of,
    interested,
    interests_between,
    lines_of,
    offices_above,
)
from ledger.domain.types import Code, Place
from tests.domain.cases import CLAIM, but
from tests.domain.world import (
    QUORUM,
    REGISTRY,
    STANDARD,
    START,
    World,
    actor,
    enrolment,
    hire,
    mandate,
    office,
    peopled,
    rules,
    stream,
)

DAY = date(2026, 11, 22)
NEXT = "2026-11-23T03:00:00.000Z"


def interest(
    of: str, about: str, ground: ConflictGround = ConflictGround.LINEAL, **more: object
) -> InterestDeclared:
    declared = InterestDeclared(actor=actor(of), about=Place(about), ground=ground, from_=START)
    return but(declared, **more)


def same(one: str, other: str, **more: object) -> InterestDeclared:
    return interest(one, actor(other), ConflictGround.SAME_PERSON, **more)


TAKEN_BACK = {"to": START}


def test_two_actors_are_two_persons_until_somebody_says_otherwise() -> None:
    world = peopled()
    assert same_person(world.registry, actor("olga"), actor("olga"))
    assert not same_person(world.registry, actor("olga"), actor("otto"))

    world.say(REGISTRY, same("olga", "otto"), "olga")
    for one, other in (("olga", "otto"), ("otto", "olga")):
        assert same_person(world.registry, actor(one), actor(other))
    assert not same_person(world.registry, actor("olga"), actor("susi"))
    assert actors_of(world.registry, actor("otto")) == tuple(sorted((actor("olga"), actor("otto"))))
    assert actors_of(world.registry, actor("susi")) == (actor("susi"),)


def test_a_person_is_one_through_any_chain_of_links() -> None:
    world = peopled()
    for one, other in (("olga", "otto"), ("susi", "sven"), ("otto", "sven")):
        world.say(REGISTRY, same(one, other), one)

    assert same_person(world.registry, actor("olga"), actor("susi"))
    assert len(actors_of(world.registry, actor("olga"))) == 4


def test_a_link_is_disputed_when_the_other_denies_it_and_settled_by_oversight() -> None:
    world = peopled()
    one, other = actor("olga"), actor("otto")
    world.say(REGISTRY, same("olga", "otto"), "olga")
    world.say(REGISTRY, same("otto", "olga", **TAKEN_BACK), "otto")
    assert not same_person(world.registry, one, other)

    world.say(REGISTRY, same("otto", "olga"), "vera")
    assert same_person(world.registry, one, other)
    world.say(REGISTRY, same("otto", "olga", **TAKEN_BACK), "otto")
    world.say(REGISTRY, same("olga", "otto", **TAKEN_BACK), "olga")
    assert same_person(world.registry, one, other)
    world.say(REGISTRY, same("olga", "otto", **TAKEN_BACK), "vera")
    assert not same_person(world.registry, one, other)


def test_whoever_declared_a_link_may_take_it_back() -> None:
    world = peopled()
    world.say(REGISTRY, same("olga", "otto"), "olga")
    world.say(REGISTRY, same("otto", "susi"), "otto")
    world.say(REGISTRY, same("olga", "otto", **TAKEN_BACK), "olga")

    assert not same_person(world.registry, actor("olga"), actor("otto"))
    assert same_person(world.registry, actor("otto"), actor("susi"))


def test_an_interest_is_declared_in_person_or_found_by_oversight() -> None:
    world = peopled()

    world.refuses("authority_missing", REGISTRY, interest("olga", CLAIM), "otto")
    world.refuses("authority_missing", REGISTRY, interest("olga", CLAIM), "rita")
    world.refuses("signer_superfluous", REGISTRY, interest("olga", CLAIM), "olga", "vera")
    world.say(REGISTRY, interest("olga", CLAIM), "olga")
    world.say(REGISTRY, interest("olga", CLAIM), "vera")
    world.say(REGISTRY, interest("ivo", CLAIM), "ivo")
    assert [item.found for item in world.registry.interests[actor("olga")]] == [False, True]


def test_whoever_declares_holds_a_mandate_and_whoever_is_found_held_one() -> None:
    world = peopled()
    world.say(REGISTRY, enrolment("nina"), "rita", "nina")
    hire(world, "otis", Role.OFFICER, to=START)
    world.refuses("authority_missing", REGISTRY, interest("nina", CLAIM), "nina")
    world.refuses("interest_invalid", REGISTRY, interest("nina", CLAIM), "vera")

    world.say(REGISTRY, interest("otis", CLAIM), "otis")
    world.now = NEXT
    world.refuses("authority_expired", REGISTRY, interest("otis", CLAIM), "otis")
    world.say(REGISTRY, interest("otis", CLAIM), "vera")


def test_oversight_finds_within_its_reach() -> None:
    world = peopled()
    hire(world, "vito", Role.OVERSIGHT, "line-v", areas=("95",))
    hire(world, "nina", Role.OFFICER, areas=("9501",))

    world.refuses("authority_scope", REGISTRY, interest("olga", CLAIM), "vito")
    world.say(REGISTRY, interest("nina", CLAIM), "vito")


def test_whoever_works_in_one_area_declares_what_lies_anywhere() -> None:
    world = peopled()
    hire(world, "nina", Role.OFFICER, areas=("9501",))
    entry = world.say(REGISTRY, interest("nina", CLAIM, to=date(2026, 12, 31)), "nina")

    assert world.registry.interests[actor("nina")] == (
        Interest(
            actor=actor("nina"),
            about=CLAIM,
            ground=ConflictGround.LINEAL,
            from_=START,
            to=date(2026, 12, 31),
            version=entry.version,
            index=world.size - 1,
            leaf=entry.leaf,
            found=False,
        ),
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"about": actor("olga")},
        {"to": date(2026, 11, 21)},
        {"ground": ConflictGround.SAME_PERSON},
        {"ground": ConflictGround.SAME_PERSON, "about": Place("94")},
    ],
)
def test_a_declaration_is_about_something_else_and_ends_after_it_begins(wrong: dict[str, object]) -> None:
    right = interest("olga", CLAIM, to=START)

    peopled().unless("interest_invalid", REGISTRY, but(right, **wrong), right, "olga")


def grounds(world: World, about: str, day: date = DAY, of: str = "olga") -> list[ConflictGround]:
    return [item.ground for item in interested(world.registry, actor(of), about, day)]


def test_an_interest_holds_from_its_first_day_to_its_last() -> None:
    world = peopled()
    assert grounds(world, CLAIM) == []
    world.say(REGISTRY, interest("olga", CLAIM, from_=date(2026, 12, 1), to=date(2026, 12, 31)), "olga")

    held = [ConflictGround.LINEAL]
    assert grounds(world, CLAIM, date(2026, 11, 30)) == []
    assert grounds(world, CLAIM, date(2026, 12, 1)) == held
    assert grounds(world, CLAIM, date(2026, 12, 31)) == held
    assert grounds(world, CLAIM, date(2027, 1, 1)) == []
    assert grounds(world, stream("claim", "other"), date(2026, 12, 1)) == []
    assert grounds(world, CLAIM, date(2026, 12, 1), of="otto") == []


def test_an_interest_in_an_area_is_one_in_all_that_lies_within() -> None:
    world = peopled()
    world.say(REGISTRY, interest("olga", "94"), "olga")

    assert grounds(world, "94") == grounds(world, "9401") == [ConflictGround.LINEAL]
    assert grounds(world, "9") == grounds(world, "95") == grounds(world, CLAIM) == []


def test_interests_are_those_of_persons_and_in_persons() -> None:
    world = peopled()
    world.say(REGISTRY, interest("olga", actor("ada"), ConflictGround.SPOUSE), "olga")
    world.say(REGISTRY, same("ada", "bela"), "ada")
    world.say(REGISTRY, same("otto", "olga"), "otto")

    for one, other in (("otto", "bela"), ("bela", "otto"), ("olga", "ada"), ("ada", "olga")):
        (between,) = interests_between(world.registry, actor(one), actor(other), DAY)
        assert between.ground is ConflictGround.SPOUSE
    assert interests_between(world.registry, actor("otto"), actor("cora"), DAY) == ()
    assert grounds(world, actor("bela"), of="otto") == [ConflictGround.SPOUSE]


def test_a_later_declaration_changes_the_future_only() -> None:
    world = peopled()
    world.say(REGISTRY, interest("olga", CLAIM), "olga")
    world.say(REGISTRY, interest("olga", CLAIM, ConflictGround.DEBTOR), "olga")
    world.now = NEXT
    world.say(REGISTRY, interest("olga", CLAIM, to=START), "olga")

    assert ConflictGround.LINEAL in grounds(world, CLAIM, date(2026, 11, 23))
    assert grounds(world, CLAIM, date(2026, 11, 24)) == [ConflictGround.DEBTOR]


def test_what_oversight_found_only_oversight_ends() -> None:
    world = peopled()
    world.say(REGISTRY, interest("olga", CLAIM), "vera")
    world.say(REGISTRY, interest("olga", CLAIM, to=START), "olga")
    later = date(2027, 1, 1)
    assert grounds(world, CLAIM, later) == [ConflictGround.LINEAL]

    world.say(REGISTRY, interest("olga", CLAIM), "olga")
    world.say(REGISTRY, interest("olga", CLAIM, to=START), "vera")
    assert grounds(world, CLAIM, later) == []


def ranked() -> World:
    """Two offices below one another, and people in several lines."""
    world = peopled()
    world.say(REGISTRY, office("ministry"), *QUORUM)
    world.say(REGISTRY, office("city", parent=Code("ministry")), *QUORUM)
    world.say(REGISTRY, office("desk", parent=Code("city")), *QUORUM)
    hire(world, "maja", Role.SUPERVISOR, "line-m", office="ministry")
    hire(world, "mark", Role.OFFICER, "line-n", office="ministry")
    hire(world, "dora", Role.OFFICER, "line-d", office="desk")
    hire(world, "dirk", Role.SUPERVISOR, "line-a", office="district")
    return world


def test_offices_above_are_named_from_the_nearest() -> None:
    registry = ranked().registry

    assert offices_above(registry, "desk") == ("city", "ministry")
    assert offices_above(registry, "ministry") == offices_above(registry, "nowhere") == ()


def test_no_office_stands_above_itself() -> None:
    world = ranked()

    world.refuses("office_circle", REGISTRY, office("ministry", parent=Code("desk")), *QUORUM)
    world.say(REGISTRY, office("desk", parent=Code("ministry")), *QUORUM)
    world.record(world.statement(REGISTRY, office("ministry", parent=Code("desk")), *QUORUM))
    assert offices_above(world.registry, "desk") == ("ministry",)


@pytest.mark.parametrize(
    ("one", "other", "stands"),
    [
        ("maja", "olga", True),  # an office above, whatever the line
        ("maja", "dora", True),  # and above that
        ("maja", "sven", True),  # over the supervisors there as well
        ("maja", "mark", False),  # not in the own office
        ("maja", "dirk", False),  # not in an office elsewhere
        ("olga", "maja", False),
        ("mark", "olga", False),  # an officer stands above nobody
        ("sven", "olga", True),  # the own line
        ("dirk", "olga", True),  # wherever it works
        ("sven", "dirk", False),  # but not its other supervisors
        ("susi", "olga", False),  # another line in the same office
        ("susi", "dora", True),
        ("sven", "sven", False),
    ],
)
def test_who_stands_above_whom(one: str, other: str, *, stands: bool) -> None:
    world = ranked()

    assert above(world.registry, actor(one), actor(other), world.now) is stands


def test_who_passed_a_mandate_on_stands_above_whoever_got_it() -> None:
    world = peopled()
    hire(world, "sigi", Role.SUPERVISOR, "line-s", may_delegate=True)
    world.say(REGISTRY, mandate("s1", Role.SUPERVISOR, "line-s"), "sigi")
    world.say(REGISTRY, mandate("nils", Role.SUPERVISOR, "line-x"), "rita")

    assert above(world.registry, actor("sigi"), actor("s1"), world.now)
    assert not above(world.registry, actor("s1"), actor("sigi"), world.now)
    assert not above(world.registry, actor("rita"), actor("nils"), world.now)


def test_who_granted_as_a_registrar_stands_above_nobody_as_a_supervisor() -> None:
    """A grant is the registrar's, also where the same person commands another line."""
    world = peopled()
    hire(world, "rita", Role.SUPERVISOR, "line-s", office="district")
    world.say(REGISTRY, mandate("nils", Role.OFFICER, "line-x"), "rita")
    hire(world, "sigi", Role.SUPERVISOR, "line-y", may_delegate=True)
    world.say(REGISTRY, mandate("s1", Role.SUPERVISOR, "line-y"), "sigi")

    for other in ("nils", "s1"):
        assert not above(world.registry, actor("rita"), actor(other), world.now)


def test_nobody_stands_above_themselves_under_another_name() -> None:
    world = peopled()
    assert above(world.registry, actor("sven"), actor("olga"), world.now)

    world.say(REGISTRY, same("olga", "sven"), "olga")
    assert not above(world.registry, actor("sven"), actor("olga"), world.now)
    assert above(world.registry, actor("olga"), actor("otto"), world.now)


def test_lines_are_those_of_running_mandates_of_the_person() -> None:
    world = peopled()
    hire(world, "olga", Role.OFFICER, "line-z", to=START)
    assert lines_of(world.registry, actor("olga"), world.now) == {"line-a", "line-z"}

    world.say(REGISTRY, same("olga", "susi"), "olga")
    world.now = NEXT
    assert lines_of(world.registry, actor("susi"), world.now) == {"line-a", "line-b"}


def test_four_eyes_are_two_persons_of_two_lines_and_neither_commands_the_other() -> None:
    world = peopled()
    world.say(REGISTRY, office("ministry"), *QUORUM)
    world.say(REGISTRY, office("city", parent=Code("ministry")), *QUORUM)
    hire(world, "maja", Role.SUPERVISOR, "line-m", office="ministry")
    hire(world, "vito", Role.OVERSIGHT, "line-v", office="city")

    world.refuses("coi_reporting_line", STANDARD, rules(), "maja", "vito")
    world.refuses("coi_reporting_line", STANDARD, rules(), "vito", "maja")
    hire(world, "vroni", Role.OVERSIGHT, "line-v", office="district")
    world.say(STANDARD, rules(), "vroni", "maja")


def test_a_second_name_is_no_second_pair_of_eyes() -> None:
    world = peopled()
    world.say(REGISTRY, same("vera", "susi"), "vera")

    world.refuses("coi_same_person", STANDARD, rules(), "susi", "vera")
    world.say(STANDARD, rules(), "sara", "vera")


def test_who_took_part_did_so_under_every_name() -> None:
    world = peopled()
    acts = [Answered(actor("olga"))]
    assert not took_part(world.registry, actor("otto"), acts)

    world.say(REGISTRY, same("otto", "olga"), "vera")
    assert took_part(world.registry, actor("otto"), acts)
