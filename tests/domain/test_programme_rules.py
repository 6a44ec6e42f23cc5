"""Publishing a programme."""

import pytest

from ledger.domain.codes import Role
from ledger.domain.parts import FactRule
from ledger.domain.programme.events import (
    ClockClass,
    ClockRoll,
    ClockRow,
    ClockUnit,
    ProgrammePublished,
    Template,
)
from ledger.domain.types import Code, Seen
from tests.domain.cases import but
from tests.domain.world import STANDARD, ZERO, hire, peopled, rules


def clock(**more: object) -> ClockRow:
    row = ClockRow(
        clock=Code("appeal_filing"),
        class_=ClockClass.STATUTE,
        length=15,
        unit=ClockUnit.DAYS,
        roll=ClockRoll.PERSON,
        active=True,
    )
    return but(row, **more)


def fact(code: str, max_age: int = 365) -> FactRule:
    return FactRule(code=Code(code), sensitive=False, quorum=True, max_age=max_age, small_village=False)


def test_supervisor_and_oversight_of_different_lines_publish_together() -> None:
    world = peopled()
    hire(world, "vito", Role.OVERSIGHT, "line-b")

    world.refuses("approvals_pending", STANDARD, rules(), "susi")
    world.refuses("authority_missing", STANDARD, rules(), "susi", "sven")
    world.refuses("coi_same_line", STANDARD, rules(), "susi", "vito")
    world.refuses("at_missing", STANDARD, rules(), "susi", "vera", at=None)
    world.refuses("key_unknown", STANDARD, rules(), "susi", "stranger")
    world.say(STANDARD, rules(), "vera", "susi")


def test_versions_follow_one_another_and_the_last_one_was_seen() -> None:
    world = peopled()
    world.refuses("programme_version", STANDARD, rules(version=2), "susi", "vera")
    world.say(STANDARD, rules(), "susi", "vera")

    world.refuses("stream_conflict", STANDARD, rules(version=2), "susi", "vera", seen=None)
    world.refuses("stream_conflict", STANDARD, rules(version=2), "susi", "vera", seen=Seen(1, "0" * 64))
    world.refuses("programme_version", STANDARD, rules(), "susi", "vera")
    world.say(STANDARD, rules(version=2), "susi", "vera")


def test_a_clock_of_the_statute_stays_as_it_is() -> None:
    world = peopled()
    policy = clock(clock=Code("ack"), class_=ClockClass.POLICY)
    world.say(STANDARD, rules(clocks=(clock(), policy)), "susi", "vera")

    for wrong in ((policy,), (clock(length=14), policy), (clock(class_=ClockClass.POLICY), policy)):
        world.refuses("statute_locked", STANDARD, rules(version=2, clocks=wrong), "susi", "vera")
    world.say(STANDARD, rules(version=2, clocks=(clock(),)), "susi", "vera")


@pytest.mark.parametrize(
    "wrong",
    [
        {"benefits": ()},
        {"benefits": (Code("child_grant"), Code("child_grant"))},
        {"facts": (fact("income"), fact("income", 30))},
        {"facts": (fact("income", 0),)},
        {"clocks": (clock(), clock(length=30))},
        {"clocks": (clock(length=0),)},
        {"templates": (Template(code=Code("refusal"), lang=Code("th"), sha256=ZERO),) * 2},
        {"small_cell": 10},
        {"audit_ppm": -1},
        {"audit_ppm": 1_000_001},
    ],
)
def test_codes_stand_once_and_figures_lie_in_their_ranges(wrong: dict[str, object]) -> None:
    world = peopled()
    right = rules(small_cell=11, audit_ppm=1_000_000)
    assert isinstance(right, ProgrammePublished)

    world.unless("programme_invalid", STANDARD, but(right, **wrong), right, "susi", "vera")
