"""What is said of a figure beside its target, and how a ratio is taken. No test here measures time."""

import pytest

from benchmarks.goals import Goal, Outcome, Share, Verdict, outcome
from benchmarks.measuring import Pace, batches, fixed, interleave, quartiles, steps


def goal(target: float | None, *, at_most: bool = False, denominator: str | None = "D") -> Goal:
    return Goal(
        name="G", what="N / D", numerator="N", denominator=denominator, target=target, at_most=at_most
    )


def test_the_ratio_is_taken_within_a_round_and_the_median_over_rounds() -> None:
    found = outcome(goal(2), {"N": [10, 40, 60], "D": [10, 10, 30]})

    assert found.values == [1, 4, 2]
    assert found.spread.median == 2  # the ratio of the medians would be 4
    assert found.rates == (40, 10)


def test_a_goal_without_denominator_is_the_rate_itself() -> None:
    found = outcome(goal(500, denominator=None), {"N": [400, 600]})

    assert found.spread.median == 500
    assert found.rates == (500, None)


def test_quartiles_of_one_round_are_that_round() -> None:
    assert quartiles([7.0]) == (7, 7, 7)


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (10.0, Verdict.MET),
        (9.99, Verdict.BELOW),
        (9.0, Verdict.BELOW),
        (8.99, Verdict.FAILED),
        (7.0, Verdict.FAILED),
        (6.99, Verdict.FLOOR),
    ],
)
def test_thresholds_where_more_is_better(value: float, verdict: Verdict) -> None:
    found = Outcome(goal=goal(10), values=[value])

    assert found.verdict is verdict
    assert found.fails == (verdict in {Verdict.FAILED, Verdict.FLOOR})


@pytest.mark.parametrize(
    ("value", "verdict"),
    [
        (0.9, Verdict.MET),
        (0.91, Verdict.BELOW),
        (1.0, Verdict.BELOW),
        (1.01, Verdict.FAILED),
        (1.28, Verdict.FAILED),
        (1.3, Verdict.FLOOR),
    ],
)
def test_thresholds_where_less_is_better(value: float, verdict: Verdict) -> None:
    assert Outcome(goal=goal(0.9, at_most=True), values=[value]).verdict is verdict


def test_nothing_allowed_is_met_by_nothing_alone() -> None:
    assert Outcome(goal=goal(0, at_most=True), values=[0]).verdict is Verdict.MET
    assert Outcome(goal=goal(0, at_most=True), values=[1]).verdict is Verdict.FLOOR


def test_what_was_skipped_or_has_no_target_does_not_fail() -> None:
    skipped, reported = Outcome(goal=goal(9), values=[]), Outcome(goal=goal(None), values=[0.1])

    assert (skipped.verdict, skipped.fails) == (Verdict.SKIPPED, False)
    assert (reported.verdict, reported.fails) == (Verdict.REPORTED, False)


def test_a_round_of_warm_up_is_thrown_away_and_the_order_turns() -> None:
    order: list[str] = []

    def runner(name: str, rates: list[float]) -> Pace:
        order.append(name)
        return Pace(rates.pop(0), 1.0)

    first, second = [9.0, 1.0, 2.0], [9.0, 3.0, 4.0]
    rates = interleave(
        {"N": lambda _: runner("N", first), "D": lambda _: runner("D", second)},
        rounds=2,
        seconds=0,
        tell=lambda _: None,
    )

    assert rates == {"N": [1, 2], "D": [3, 4]}
    assert order == ["N", "D", "D", "N", "N", "D"]


def test_what_is_measured_once_has_no_warm_up() -> None:
    told: list[str] = []
    rates = interleave({"N": fixed(3)}, rounds=1, seconds=0, tell=told.append, warm_up=False)

    assert (rates, told) == ({"N": [3]}, ["round 1 of 1"])


def test_a_slice_takes_as_long_as_it_must_by_the_clock_it_was_given() -> None:
    ticks = iter(range(0, 100, 2))
    pace = steps(lambda: 5, clock=lambda: float(next(ticks)))(6.0)

    assert pace == Pace(10, 6)  # begun at 0, looked at 2, 4 and 6: two steps in between


def test_work_in_batches_is_cut_to_whole_units() -> None:
    sizes: list[int] = []

    def prepare(size: int) -> "type[list[int]]":
        sizes.append(size)
        return list

    pace = batches(prepare, unit=64, most=200)(0.001)  # type: ignore[arg-type]  # any callable is work

    assert sum(sizes) == pace.done
    assert all(size % 64 == 0 and 64 <= size <= 192 for size in sizes)


def test_shares_carry_their_time() -> None:
    share = Share(step="judge", share=0.25, microseconds=10)

    assert Outcome(goal=goal(1), values=[1], profile=[share]).profile == [share]
