"""Many grievances that say the same: which of them ask, and which have asked already."""

from ledger.domain.casework_codes import Ground
from ledger.domain.consultation.pattern import find_patterns
from ledger.domain.proposals import waiting
from tests.domain.consulting import CONSULTATION, DISTRICT, day, gathered
from tests.domain.test_consultation_opening import by_cases, complain, complaints
from tests.domain.world import stream


def test_of_two_spans_that_are_enough_the_newest_is_the_pattern() -> None:
    world, standard = gathered()
    early = complaints(world, standard, 10)
    world.now = day(300)
    late = tuple(complain(world, standard, f"late {number}") for number in range(10))
    found = [waiting(world, name) for name in (*early, *late)]

    (pattern,) = find_patterns([item.filed for item in found if item is not None])
    assert pattern == (Ground.DELAY, standard.stream, DISTRICT, late)


def test_a_grievance_waits_until_every_ground_of_it_was_used() -> None:
    world, standard = gathered()
    ten = complaints(world, standard, 10, grounds=(Ground.DELAY, Ground.DISCOURTESY))
    world.say(CONSULTATION, by_cases(ten), "cleo")
    left = waiting(world, ten[0])
    assert left is not None
    assert left.filed.complaint.grounds == {Ground.DISCOURTESY}

    world.say(stream("consultation", "two"), by_cases(ten, topic=Ground.DISCOURTESY), "cleo")
    assert waiting(world, ten[0]) is None
