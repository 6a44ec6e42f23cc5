"""Waiting times. V.. are the reference values that every release must reproduce."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import survival
from tests.statistics.closeness import close, half_a_unit
from tests.statistics.published import RELAPSED, STILL_WELL

histograms = st.dictionaries(st.integers(0, 30), st.integers(0, 4), max_size=8)


@pytest.mark.parametrize(
    ("day", "share", "error"),
    [
        (6, "0.8571", "0.0764"),
        (7, "0.8067", "0.0869"),
        (10, "0.7529", "0.0963"),
        (13, "0.6902", "0.1068"),
        (16, "0.6275", "0.1141"),
        (22, "0.5378", "0.1282"),
        (23, "0.4482", "0.1346"),
    ],
)
def test_v32_remission_of_freireich_1963_as_textbooks_have_it(day: int, share: str, error: str) -> None:
    step = next(step for step in survival.kaplan_meier(RELAPSED, STILL_WELL) if step.day == day)

    assert step.survival == half_a_unit(share)
    assert step.error == half_a_unit(error)


def test_v32_half_have_relapsed_after_23_weeks() -> None:
    steps = survival.kaplan_meier(RELAPSED, STILL_WELL)

    assert survival.quantile_day(steps, 0.5) == 23
    assert survival.quantile_day(steps, 0.9) is None


def test_v33_log_log_interval_recomputed() -> None:
    step = next(step for step in survival.kaplan_meier(RELAPSED, STILL_WELL) if step.day == 10)

    close(step.interval(), 0.5032, 0.8894, digits=4)


def test_v34_restricted_mean_recomputed_two_ways() -> None:
    found = survival.restricted_mean(RELAPSED, STILL_WELL, 35)

    assert found is not None
    assert found.mean == half_a_unit("23.287395")
    assert found.error == half_a_unit("2.827468")


def test_v34_the_trap_of_a_curve_that_starts_a_day_late() -> None:
    """One more day of certainty at the start gives 23.839216, which is not the restricted mean."""
    steps = survival.kaplan_meier(RELAPSED, STILL_WELL)
    daily = [survival.survival_at(steps, day) for day in range(35)]

    assert sum(daily) == half_a_unit("23.287395")
    assert 1 + sum(daily[:-1]) == half_a_unit("23.839216")


def test_on_one_day_events_come_before_censorings() -> None:
    (step,) = survival.kaplan_meier({3: 1}, {3: 1})

    assert (step.at_risk, step.survival) == (2, 0.5)


def test_everybody_done_leaves_nobody_and_no_interval() -> None:
    (step,) = survival.kaplan_meier({3: 2}, {})

    assert (step.survival, step.error, step.interval()) == (0.0, None, None)
    assert survival.restricted_mean({3: 2}, {}, 10) == (3.0, 0.0)


def test_nobody_and_no_events() -> None:
    assert survival.kaplan_meier({}, {5: 3}) == survival.kaplan_meier({4: 0}, {}) == []
    assert survival.survival_at([], 5) == 1.0
    assert survival.quantile_day([], 0.5) is None
    assert survival.restricted_mean({}, {}, 10) is survival.restricted_mean({1: 0}, {}, 10) is None
    assert survival.restricted_mean({}, {5: 3}, 10) == (10.0, 0.0)
    assert survival.restricted_mean({12: 1}, {}, 10) == (10.0, 0.0)
    assert survival.aalen_johansen({"done": {}, "withdrawn": {}}, {}) == {"done": [], "withdrawn": []}
    assert survival.incidence_at([], 4) == 0.0


def test_an_event_on_the_first_day_counts() -> None:
    found = survival.restricted_mean({0: 1}, {9: 1}, 4)

    assert found is not None
    assert found.mean == 2.0
    assert found.error == pytest.approx(2 * 0.5**0.5)


def test_who_is_at_risk() -> None:
    assert survival.at_risk([RELAPSED, STILL_WELL], [0, 6, 7, 23, 36]) == [21, 21, 17, 6, 0]


def test_competing_ends_add_up_and_one_less_kaplan_meier_overstates() -> None:
    """The trap of M15: whoever withdrew can no longer be served."""
    done, withdrawn = {2: 3, 5: 2}, {3: 4}
    curves = survival.aalen_johansen({"done": done, "withdrawn": withdrawn}, {})

    assert survival.incidence_at(curves["done"], 5) == pytest.approx(5 / 9)
    assert survival.incidence_at(curves["withdrawn"], 4) == pytest.approx(4 / 9)
    assert 1 - survival.survival_at(survival.kaplan_meier(done, withdrawn), 5) == 1.0


def test_groups_that_cannot_be_told_apart_are_not_tested() -> None:
    assert survival.log_rank([]) is survival.log_rank([({1: 1}, {})]) is None
    assert survival.log_rank([({}, {3: 1}), ({}, {4: 1})]) is None
    assert survival.log_rank([({1: 1}, {}), ({}, {})]) is None
    assert survival.log_rank([({5: 1}, {}), ({}, {2: 1})]) is None


def test_equal_groups_do_not_differ() -> None:
    found = survival.log_rank([(RELAPSED, STILL_WELL)] * 3)

    assert found is not None
    assert found.degrees == 2
    assert found.p == pytest.approx(1.0)


def test_a_difference_of_restricted_means() -> None:
    apart, bounds = survival.restricted_mean_difference(survival.Rmst(9.0, 0.3), survival.Rmst(7.0, 0.4))

    assert apart == 2.0
    close(bounds, 2 - 0.5 * 1.959963984540054, 2 + 0.5 * 1.959963984540054)
    assert survival.Rmst(9.9, 0.3).interval(10).hi == 10.0


@given(histograms, histograms)
def test_waiting_never_grows_and_stays_a_share(events: dict[int, int], censored: dict[int, int]) -> None:
    steps = survival.kaplan_meier(events, censored)
    shares = [1.0, *(step.survival for step in steps)]

    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share <= 1 for share in shares)
    for step in steps:
        bounds = step.interval()
        assert bounds is None or 0 <= bounds.lo <= step.survival + 1e-12 <= bounds.hi + 2e-12 <= 1 + 1e-9


@given(histograms, histograms, st.integers(1, 35))
def test_the_restricted_mean_is_the_sum_of_daily_shares(
    events: dict[int, int], censored: dict[int, int], tau: int
) -> None:
    found = survival.restricted_mean(events, censored, tau)
    steps = survival.kaplan_meier(events, censored)

    if found is not None:
        assert found.mean == pytest.approx(sum(survival.survival_at(steps, day) for day in range(tau)))
        assert found.interval(tau).lo >= 0


@given(histograms, histograms, histograms)
def test_ends_and_waiting_add_up_to_all(
    done: dict[int, int], withdrawn: dict[int, int], censored: dict[int, int]
) -> None:
    curves = survival.aalen_johansen({"done": done, "withdrawn": withdrawn}, censored)
    either = survival.kaplan_meier(Counter(done) + Counter(withdrawn), censored)

    for day in range(31):
        ended = sum(survival.incidence_at(curve, day) for curve in curves.values())
        assert ended + survival.survival_at(either, day) == pytest.approx(1.0)
