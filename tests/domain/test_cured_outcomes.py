"""A notice of an outcome that cures another one gives the person a new time to contest."""

from tests.domain.cases import GRIEVANCE
from tests.domain.clockwork import answered, complained, determined, due_names, handed, named, on
from tests.domain.complaints import contest


def test_a_cured_notice_opens_the_window_to_contest_anew() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10")
    bare = answered(world, outcome, "06-12", court_block=None)
    cured = answered(world, outcome, "07-10", cures=bare)
    old, new = named(world, "contest")
    assert (old.due, old.ended) == ("2026-07-20", cured)
    assert (new.start, new.started, new.due, new.ended) == (cured, "2026-07-17", "2026-08-17", None)
    assert "contest" not in due_names(world, "08-17")

    word = on(world, "08-17", GRIEVANCE, contest(outcome, via=handed("08-17")), "ines")
    assert named(world, "contest")[-1].met == word


def test_a_second_notice_that_cures_nothing_opens_no_window() -> None:
    world, _filing = complained("06-01")
    outcome = determined(world, "06-10")
    answered(world, outcome, "06-12")
    answered(world, outcome, "07-10")

    assert [clock.due for clock in named(world, "contest")] == ["2026-07-20"]
