"""By which version of a programme's rules the periods of a case run."""

from ledger.domain import lapsing
from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit
from ledger.domain.programme.events import ClockRow
from ledger.domain.types import Code
from tests.domain.cases import CLAIM, application
from tests.domain.world import STANDARD, World, rules, stream, working

LATER = stream("claim", "later")


def days_to_decide(world: World, name: str) -> int:
    clock = lapsing.clock(world, name, "decide_claim")
    assert clock is not None
    return clock.row.period.length


def test_a_case_keeps_the_periods_of_the_version_to_which_it_is_pinned() -> None:
    world, first, _ = working()
    shorter = ClockRow(
        clock=Code("decide_claim"),
        class_=ClockClass.POLICY,
        length=10,
        unit=ClockUnit.DAYS,
        roll=ClockRoll.NONE,
        active=True,
    )
    second = world.say(STANDARD, rules(version=2, clocks=(shorter,)), "susi", "vera")
    world.say(CLAIM, application(first), "ines")
    world.say(LATER, application(second), "ines")

    assert (days_to_decide(world, CLAIM), days_to_decide(world, LATER)) == (30, 10)
