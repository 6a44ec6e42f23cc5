"""The harness runs from end to end on a tiny fixture, and writes what it found."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks import __main__ as harness
from benchmarks import appending, encoding, hashing, rebuilding, replaying
from benchmarks.document import brief, page
from benchmarks.goals import Goal, Outcome, Share, Verdict
from benchmarks.machine import describe
from benchmarks.profiling import REST, Looks, shares
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Suite

TINY = Plan(
    rounds=1, whole_rounds=1, seconds=0.01, statements=600, fuzz=400, leaves=3_000, growth=8, entries=10_000
)


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Stage(tmp_path_factory.mktemp("stage"), TINY.statements)


ON_SQLITE = [
    *(suite for suite in appending.SUITES if "PostgreSQL" not in suite.name),
    *replaying.SUITES,
    *(suite for suite in rebuilding.SUITES if "PostgreSQL" not in suite.name),
    *encoding.SUITES,
    *hashing.SUITES,
]


@pytest.mark.parametrize("suite", ON_SQLITE, ids=lambda suite: suite.name)
def test_every_suite_gives_a_figure_for_every_goal(stage: Stage, suite: Suite) -> None:
    found = harness.measure(suite, suite.goals, stage, TINY, profiles=False)

    assert [one.goal for one in found] == list(suite.goals)
    assert all(len(one.values) == 1 and one.values[0] >= 0 for one in found)


def test_the_quick_encoder_and_the_reference_agree(stage: Stage) -> None:
    (suite,) = (suite for suite in encoding.SUITES if suite.once)
    (found,) = harness.measure(suite, suite.goals, stage, TINY, profiles=False)

    assert found.verdict is Verdict.MET


def test_names_of_goals_and_runners_are_those_of_the_definitions() -> None:
    goals = [goal for suite in harness.SUITES for goal in suite.goals]
    names = {goal.name for goal in goals}

    assert names == {
        "G1", "G2", "G3", "G4a", "G4b", "G5", "tail", "load",
        "G6", "G7", "G8a", "G8b", "G8c", "G8d", "G10", "G11", "G13", "proof", "memory",
        "F1", "F2", "F3", "F4",
    }  # fmt: skip
    assert len({(goal.name, goal.what) for goal in goals}) == len(goals)


def test_an_unknown_goal_is_refused_before_anything_runs(capsys: pytest.CaptureFixture[str]) -> None:
    assert harness.main(["--only", "G99"]) == 2
    assert "G99" in capsys.readouterr().err


def _outcome(name: str, value: float, target: float, profile: list[Share]) -> Outcome:
    goal = Goal(name=name, what="N / D", numerator="N", denominator="D", target=target)
    return Outcome(goal=goal, values=[value, value], rates=(1234.5, 10.0), profile=profile)


def test_the_page_holds_figures_quartiles_and_a_profile_of_what_is_below(tmp_path: Path) -> None:
    steps = [
        Share(step="judge", share=0.995, microseconds=12.3),
        Share(step="x", share=0.005, microseconds=0.1),
    ]
    machine = describe(tmp_path)
    text = page([_outcome("G1", 5.5, 6, steps), _outcome("G2", 20, 14, [])], machine, TINY)

    assert "| G1 | N / D | **5.50** | 5.50 to 5.50 | ≥ 6.00 | 1,234 / 10 /s | below the target |" in text
    assert "| judge | 100% | 12.3 |" in text
    assert "### G2" not in text
    assert "## Where the time goes" in text
    assert f"| Python | {machine['Python']} |" in text
    assert not re.search(r"\{[a-z_]+", text)


def test_a_part_of_a_run_leaves_the_other_figures_and_says_that_they_are_older(tmp_path: Path) -> None:
    machine = describe(tmp_path)
    steps = [Share(step="judge", share=1, microseconds=12.3)]
    first = page([_outcome("G1", 5.5, 6, steps), _outcome("G2", 11, 14, steps)], machine, TINY)
    second = page([_outcome("G2", 20, 14, [])], machine, TINY, first)
    third = page([_outcome("G3", 1, 2, [])], machine, TINY, second)

    for later in (second, third):
        assert "| 1,234 / 10 /s | below the target, in an earlier run |" in later
        assert later.count("| G1 |") == later.count("### G1") == later.count("| G2 |") == 1
        assert "### G2" not in later
    assert "**11.00**" not in second
    assert "in an earlier run" not in first


def test_small_steps_are_shown_as_one() -> None:
    tiny = [Share(step=f"s{number}", share=0.004, microseconds=1) for number in range(3)]

    (rest,) = brief(tiny)
    assert rest.share == pytest.approx(0.012)
    assert rest.microseconds == pytest.approx(3)


def test_a_look_names_the_innermost_step_that_is_known() -> None:
    looks = Looks()
    looks._look(0, None)

    assert looks.counts[REST] == looks.total == 1
    assert shares({"judge": 3, REST: 1}, 4, 1e-6) == [
        Share(step="judge", share=0.75, microseconds=0.75),
        Share(step=REST, share=0.25, microseconds=0.25),
    ]


def test_goals_of_two_lanes_are_left_out_on_one_core(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    two = replace(replaying.SUITES[0].goals[1])
    monkeypatch.setattr(harness, "cores", lambda: 1)
    monkeypatch.setattr(harness, "SUITES", (replace(replaying.SUITES[0], goals=(two,)),))
    monkeypatch.setattr(harness, "Stage", lambda _folder, _count: stage)

    (found,) = harness.run(TINY, [], tmp_path, profiles=False)

    assert (found.goal, found.verdict) == (two, Verdict.SKIPPED)
