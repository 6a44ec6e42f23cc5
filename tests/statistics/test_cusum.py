"""CUSUM. V.. are the reference values that every release must reproduce."""

from math import exp, log

import pytest

from ledger.projections.statistics import cusum
from ledger.projections.statistics.randomness import Stream
from tests.statistics.closeness import half_a_unit


def test_v25_both_sums_as_the_tests_of_qcc_have_them() -> None:
    found = cusum.cusum((1.5, 0.5, 0.6, -1.5, -0.5, -0.8), allowance=0.5, limit=1.0)

    assert found.high == pytest.approx((1, 1, 1.1, 0, 0, 0))
    assert found.low == pytest.approx((0, 0, 0, -1, -1, -1.3))
    assert [at + 1 for at in found.signals] == [3, 6]  # strictly beyond


@pytest.mark.parametrize(
    ("chance", "nothing", "something"),
    [(0.025, "-0.0246926", "0.6684546"), (0.86, "-0.6205765", "0.0725707")],
)
def test_v26_and_v27_weights_of_steiner_2000_recomputed(chance: float, nothing: str, something: str) -> None:
    assert cusum.weight(0, chance, 2) == half_a_unit(nothing)
    assert cusum.weight(1, chance, 2) == half_a_unit(something)


def test_v28_scores_as_vlad_documents_them() -> None:
    """Rigdon and Fricker's surgeon: Parsonnet score 19, the patient lived. Both charts rise."""
    chance = 1 / (1 + exp(3.67 - 0.077 * 19))

    assert cusum.risk_adjusted([0], [chance], 1 / 2) == [half_a_unit("0.05083")]
    assert cusum.risk_adjusted([0], [chance], 2) == [0.0]


def test_the_limit_is_passed_as_seldom_as_was_asked() -> None:
    """An independent simulation, with resets and another seed, finds the run length within a tenth or two."""
    limit = cusum.control_limit([0.05, 0.2], odds=2, run_length=300, seed=1)
    assert limit is not None

    stream, height, alarms, cases = Stream(2), 0.0, 0, 60_000
    mix = stream.indices(2, cases)
    for place, chance in zip(mix, stream.uniforms(cases), strict=True):
        rate = (0.05, 0.2)[place]
        height = max(0.0, height + cusum.weight(int(chance < rate), rate, 2))
        if height > limit:
            height, alarms = 0.0, alarms + 1
    assert cases / alarms == pytest.approx(300, rel=0.2)


def test_the_limit_of_a_chart_by_batches_is_passed_as_seldom_as_was_asked() -> None:
    """An independent simulation of months of ten cases; looked at case by case it would be another limit."""
    limit = cusum.control_limit([0.05, 0.2], odds=2, run_length=600, seed=1, batch=10)
    assert limit is not None

    stream, height, alarms, months = Stream(2), 0.0, 0, 12_000
    for _ in range(months):
        mix = stream.indices(2, 10)
        pairs = zip(mix, stream.uniforms(10), strict=True)
        added = ((int(u < (0.05, 0.2)[place]), (0.05, 0.2)[place]) for place, u in pairs)
        height = max(0.0, height + sum(cusum.weight(fell, rate, 2) for fell, rate in added))
        if height > limit:
            height, alarms = 0.0, alarms + 1
    assert months * 10 / alarms == pytest.approx(600, rel=0.2)
    assert limit != cusum.control_limit([0.05, 0.2], odds=2, run_length=600, seed=1)


def test_large_batches_are_drawn_as_they_would_be_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"odds": 2, "run_length": 60_000, "seed": 3, "batch": 1_000}
    one_by_one = cusum.control_limit([0.1, 0.3], **asked)
    monkeypatch.setattr(cusum, "_LARGE", 999)
    at_once = cusum.control_limit([0.1, 0.3], **asked)

    assert one_by_one is not None
    assert at_once == pytest.approx(one_by_one, rel=0.15)


def test_a_limit_follows_from_its_seed_and_grows_with_the_run_length() -> None:
    short, again, long = (
        cusum.control_limit([0.1], odds=2, run_length=length, seed=7) for length in (100, 100, 1000)
    )

    assert short is not None
    assert long is not None
    assert short == again
    assert short < long


def test_a_chart_that_cannot_rise_has_no_limit() -> None:
    assert cusum.control_limit([], odds=2, run_length=10, seed=1) is None
    assert cusum.control_limit([0.0, 1.0], odds=2, run_length=10, seed=1) is None
    assert cusum.control_limit([1e-12], odds=2, run_length=10, seed=1) == 0.0


def test_a_chance_of_one_or_nothing_is_no_surprise() -> None:
    assert cusum.weight(0, 0.0, 2) == 0.0
    assert cusum.weight(1, 1.0, 2) == pytest.approx(0.0)
    assert cusum.weight(1, 0.0, 2) == log(2)
    assert cusum.risk_adjusted([], [], 2) == []
    assert cusum.cusum([]) == ([], [], [])
