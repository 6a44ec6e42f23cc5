"""Other people's statistics, as oracles: statsmodels (BSD-3) and lifelines (MIT), on random data."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ledger.projections.statistics import disparity, inequality, intervals, standardising, strata, survival
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.standardising import Group
from ledger.projections.statistics.strata import Table

pytestmark = pytest.mark.filterwarnings("ignore")  # theirs: at the rim of the data they warn and go on
few = settings(max_examples=15, deadline=None)
cells = st.integers(1, 40)
shares = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
ends = st.lists(st.tuples(st.integers(1, 30), st.booleans()), min_size=2, max_size=30)


def split(times: list[tuple[int, bool]]) -> tuple[Counter[int], Counter[int]]:
    """Return the histograms of events and of censorings."""
    return Counter(day for day, seen in times if seen), Counter(day for day, seen in times if not seen)


@few
@given(shares, shares)
def test_intervals_of_rates_and_differences(one: tuple[int, int], other: tuple[int, int]) -> None:
    from statsmodels.stats import proportion  # type: ignore[import-untyped]

    for method, ours in (
        ("wilson", intervals.wilson),
        ("jeffreys", intervals.jeffreys),
        ("beta", intervals.clopper_pearson),
    ):
        theirs = proportion.proportion_confint(*one, method=method)
        if not (method == "jeffreys" and one[0] in {0, one[1]}):  # they do not close the end
            assert ours(*one) == pytest.approx(theirs, abs=1e-9)
    theirs = proportion.confint_proportions_2indep(*one, *other, compare="diff", method="newcomb")
    assert disparity.difference(*one, *other).interval == pytest.approx(theirs, abs=1e-9)
    if one[0] > 0 and other[0] > 0:
        theirs = proportion.confint_proportions_2indep(*one, *other, compare="ratio", method="log")
        assert disparity.risk_ratio(*one, *other).interval == pytest.approx(theirs, rel=1e-9)


@few
@given(st.lists(st.builds(Table, cells, cells, cells, cells), min_size=1, max_size=5))
def test_odds_ratios_over_strata(tables: list[Table]) -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable  # type: ignore[import-untyped]

    theirs = StratifiedTable([np.array([[a, b], [c, d]], dtype=float) for a, b, c, d in tables])
    ours = strata.mantel_haenszel(tables)

    assert ours.odds_ratio == pytest.approx(theirs.oddsratio_pooled)
    assert ours.interval == pytest.approx(theirs.oddsratio_pooled_confint())
    apart = abs(sum(a - (a + b) * (a + c) / (a + b + c + d) for a, b, c, d in tables))
    assume(apart > 0.5)  # below, they make more of a deviation than there is
    assert ours.p == pytest.approx(theirs.test_null_odds(correction=True).pvalue)


@few
@given(st.lists(st.floats(0, 1), min_size=1, max_size=20))
def test_false_discovery(p_values: list[float]) -> None:
    from statsmodels.stats.multitest import multipletests  # type: ignore[import-untyped]

    assert false_discovery(p_values) == pytest.approx(multipletests(p_values, method="fdr_bh")[1])


@few
@given(
    st.lists(
        st.integers(1, 20).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n + 1))),
        min_size=6,
        max_size=6,
    )
)
def test_logistic_models_of_grouped_counts(counts: list[tuple[int, int]]) -> None:
    from statsmodels.discrete.discrete_model import Logit  # type: ignore[import-untyped]

    levels = [(ground, tier) for ground in "ab" for tier in "xyz"]
    groups = [Group(level, n, x) for level, (x, n) in zip(levels, counts, strict=True)]
    rows = [
        [1.0, level[0] == "b", level[1] == "y", level[1] == "z", happened]
        for level, (x, n) in zip(levels, counts, strict=True)
        for happened in [1] * x + [0] * (n - x)
    ]
    table = np.array(rows, dtype=float)
    theirs = Logit(table[:, 4], table[:, :4]).fit(disp=0, tol=1e-12)
    ours = standardising.fit(groups)

    assert ours is not None
    found = (ours.base, *(ours.effects[name] for name in ((0, "b"), (1, "y"), (1, "z"))))
    assert found == pytest.approx(theirs.params, abs=1e-6)


@few
@given(ends)
def test_waiting_and_its_interval(times: list[tuple[int, bool]]) -> None:
    from lifelines import KaplanMeierFitter  # type: ignore[import-untyped]

    assume(any(seen for _, seen in times))
    theirs = KaplanMeierFitter().fit([day for day, _ in times], [seen for _, seen in times])
    steps = survival.kaplan_meier(*split(times))

    for step in steps:
        assert step.survival == pytest.approx(theirs.predict(step.day), abs=1e-12)
        if step.survival > 0:
            assert step.interval() == pytest.approx(theirs.confidence_interval_.loc[step.day].to_numpy())
    assume(all(abs(step.survival - 0.5) > 1e-9 for step in steps))  # there their rounding decides
    median = survival.quantile_day(steps, 0.5)
    assert (np.inf if median is None else median) == theirs.median_survival_time_


@few
@given(ends, ends)
def test_log_rank(one: list[tuple[int, bool]], other: list[tuple[int, bool]]) -> None:
    from lifelines.statistics import logrank_test  # type: ignore[import-untyped]

    ours = survival.log_rank([split(one), split(other)])
    assume(ours is not None)
    assert ours is not None
    theirs = logrank_test(
        [day for day, _ in one],
        [day for day, _ in other],
        [seen for _, seen in one],
        [seen for _, seen in other],
    )
    assert (ours.chi2, ours.p) == pytest.approx((theirs.test_statistic, theirs.p_value), abs=1e-9)


@few
@given(st.lists(st.integers(0, 2), min_size=3, max_size=30))
def test_competing_ends(kinds: list[int]) -> None:
    """One end per day, for of ties lifelines makes different days by chance."""
    from lifelines import AalenJohansenFitter

    assume(1 in kinds)
    days = list(range(1, len(kinds) + 1))
    theirs = AalenJohansenFitter(calculate_variance=False).fit(days, kinds, event_of_interest=1)
    ends_of = [Counter(day for day, end in zip(days, kinds, strict=True) if end == kind) for kind in range(3)]
    curve = survival.aalen_johansen({"of interest": ends_of[1], "other": ends_of[2]}, ends_of[0])[
        "of interest"
    ]

    for day in days:
        assert survival.incidence_at(curve, day) == pytest.approx(
            float(theirs.cumulative_density_.loc[day].iloc[0]), abs=1e-9
        )


def test_v35_lifetimes_of_walton_as_lifelines_brings_them() -> None:
    from lifelines.datasets import load_waltons  # type: ignore[import-untyped]

    table = load_waltons()
    groups = {
        name: split([(int(day), bool(seen)) for day, seen in zip(rows["T"], rows["E"], strict=True)])
        for name, rows in table.groupby("group")
    }
    control, treated = groups["control"], groups["miR-137"]

    found = survival.restricted_mean(*control, 50), survival.restricted_mean(*treated, 50)
    assert found[0] == pytest.approx((47.977873, 0.501047), abs=5e-7)
    assert found[1] == pytest.approx((25.0, 1.954942), abs=5e-7)
    medians = [survival.quantile_day(survival.kaplan_meier(*group), 0.5) for group in (control, treated)]
    assert medians == [58, 26]
    tested = survival.log_rank([control, treated])
    assert tested is not None
    assert tested.chi2 == pytest.approx(122.249126, abs=5e-7)
    assert tested.p == pytest.approx(2.036e-28, abs=5e-32)


def test_the_variance_that_lifelines_prints_is_not_that_of_the_restricted_mean() -> None:
    """The trap of 6-MP: it returns Var(min(T, tau)), 137.2, where the estimator has 2.83 squared."""
    from lifelines import KaplanMeierFitter
    from lifelines.utils import restricted_mean_survival_time  # type: ignore[import-untyped]

    from tests.statistics.published import RELAPSED, STILL_WELL

    times = [*RELAPSED.elements(), *STILL_WELL.elements()]
    seen = [1] * RELAPSED.total() + [0] * STILL_WELL.total()
    mean, variance = restricted_mean_survival_time(
        KaplanMeierFitter().fit(times, seen), t=35, return_variance=True
    )
    ours = survival.restricted_mean(RELAPSED, STILL_WELL, 35)

    assert ours is not None
    assert ours.mean == pytest.approx(mean, rel=1e-3)  # they integrate the steps numerically
    assert variance == pytest.approx(137.2, abs=0.5)
    assert ours.error**2 == pytest.approx(7.99, abs=0.01)


@few
@given(st.lists(st.integers(0, 1000), min_size=2, max_size=20))
def test_gini_is_half_the_mean_difference_over_the_mean(values: list[int]) -> None:
    """By its definition: every pair of units held against each other."""
    assume(sum(values) > 0)
    apart = sum(abs(one - other) for one in values for other in values)

    assert inequality.gini(values) == pytest.approx(apart / (2 * len(values) * sum(values)), abs=1e-12)
