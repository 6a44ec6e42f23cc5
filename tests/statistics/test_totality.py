"""Every function has an answer to everything that a report may hand it, and the answer can be printed."""

from collections.abc import Iterator, Mapping
from dataclasses import is_dataclass
from math import isfinite

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.statistics import (
    charts,
    cusum,
    disparity,
    funnels,
    inequality,
    intervals,
    pairs,
    reliability,
    shrinking,
    standardising,
    strata,
    survival,
    targeting,
    twophase,
)

some = settings(max_examples=60, deadline=None)
size = st.sampled_from((0, 0, 1, 2, 7, 10_000))
share = size.flatmap(lambda n: st.tuples(st.sampled_from(sorted({0, n // 2, n})), st.just(n)))
rate = st.sampled_from((0.0, 1e-300, 0.3, 1.0))
histogram = st.dictionaries(st.integers(0, 4), st.integers(0, 2), max_size=4)


def numbers(value: object) -> Iterator[float]:
    """Yield every number in a result, however deep."""
    assert not is_dataclass(value)
    if isinstance(value, int | float):
        yield float(value)
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from numbers(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from numbers(part)


def printable(*values: object) -> bool:
    return all(isfinite(number) for value in values for number in numbers(value))


def test_what_cannot_be_printed_is_found() -> None:
    assert not printable({"a": [(1.0, float("nan"))]})
    assert not printable((float("inf"),))
    assert printable(None, [1, (None, 2.0)], {"a": "word"})


@some
@given(share, share, rate, st.sampled_from((0.0, 1e-9, 4.0, 1e6)))
def test_one_and_two_units(
    one: tuple[int, int], other: tuple[int, int], target: float, expected: float
) -> None:
    x, n = one
    assert printable(
        *(interval(x, n) for interval in (intervals.wilson, intervals.jeffreys, intervals.clopper_pearson)),
        intervals.byar(x),
        intervals.poisson_mid_p(x, expected),
        funnels.binomial_tails(x, n, target),
        funnels.poisson_tails(x, expected),
        [funnels.exact_limit(target, n, p) for p in (0.001, 0.025, 0.975, 0.999)],
        funnels.ratio_limits(expected, 0.001),
        funnels.dispersed_ratio_limits(expected, 0.1),
        funnels.proportion_z(x, n, target),
        funnels.ratio_z(x, expected),
        funnels.root_ratio_z(x, expected),
        standardising.observed_over_expected(x, expected),
        disparity.difference(*one, *other),
        disparity.risk_ratio(*one, *other),
        strata.mantel_haenszel([strata.Table(x, n - x, other[0], other[1] - other[0])]),
        strata.crude_odds_ratio([strata.Table(x, n - x, other[0], other[1] - other[0])]),
        twophase.two_phase(n, x, [twophase.Stratum(other[1], other[0], other[0] // 2)]),
    )


@some
@given(st.lists(share, max_size=5), rate)
def test_many_units(counts: list[tuple[int, int]], target: float) -> None:
    prior = shrinking.prior_by_likelihood(counts)
    posteriors = [prior.given(*count) for count in counts] if prior else []
    groups = [standardising.Group((str(at % 2), str(at % 3)), n, x) for at, (x, n) in enumerate(counts)]
    model = standardising.fit(groups)
    chances = [model.chance(group.levels) if model else 0.5 for group in groups]

    assert printable(
        funnels.dispersion_of_rates(counts, target),
        funnels.binomial_overdispersion([x for x, _ in counts], max((n for _, n in counts), default=0)),
        funnels.poisson_overdispersion([x for x, _ in counts]),
        prior,
        shrinking.prior_by_moments(counts),
        [(beta.mean, beta.deviation, beta.interval(), beta.above(target)) for beta in posteriors],
        shrinking.rank_intervals(posteriors, seed=1, draws=20),
        chances,
        standardising.c_statistic(groups, chances),
        standardising.calibration_slope(groups, chances),
        charts.p_chart(counts),
        charts.p_chart(counts, laney=False),
        charts.xmr([float(x) for x, _ in counts]),
        cusum.control_limit(chances, odds=2, run_length=5, seed=1, chains=4),
        inequality.gini([x for x, _ in counts]),
        inequality.theil({"a": [x for x, _ in counts], "b": [n for _, n in counts]}),
        inequality.lorenz_deciles([x for x, _ in counts]),
        inequality.concentration_index([(n, x) for x, n in counts]),
        targeting.coady_grosh_hoddinott([(n, x) for x, n in counts], 0.2),
    )


@some
@given(histogram, histogram, histogram)
def test_waiting(events: dict[int, int], withdrawn: dict[int, int], censored: dict[int, int]) -> None:
    steps = survival.kaplan_meier(events, censored)

    assert printable(
        [(step.survival, step.error, step.interval()) for step in steps],
        survival.quantile_day(steps, 0.5),
        survival.restricted_mean(events, censored, 3),
        survival.aalen_johansen({"done": events, "withdrawn": withdrawn}, censored),
        survival.log_rank([(events, censored), (withdrawn, censored), ({}, {})]),
    )


@some
@given(
    st.lists(
        st.builds(
            reliability.Pattern,
            st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ny")), max_size=3).map(tuple),
            st.sampled_from((0, 1, 1000)),
            st.sampled_from((None, "n", "y", "other")),
        ),
        max_size=5,
    ),
    st.sampled_from((0.0, 0.5)),
)
def test_answers(patterns: list[reliability.Pattern], smoothing: float) -> None:
    assert printable(reliability.dawid_skene(patterns, smoothing=smoothing))


@some
@given(st.lists(st.tuples(st.sampled_from("de"), st.sets(st.sampled_from("ab")).map(sorted)), max_size=6))
def test_cases_of_a_place(cases: list[tuple[str, list[str]]]) -> None:
    met = {
        (left, right): sum(left == other and right in names for other, names in cases)
        for left in "de"
        for right in "ab"
    }
    found = pairs.unusual_pairs(
        met,
        left={left: sum(other == left for other, _ in cases) for left in "de"},
        right={right: sum(right in names for _, names in cases) for right in "ab"},
        cases=len(cases),
    )

    assert printable(found, pairs.permuted_p(cases, seed=1, draws=9))
    assert {(pair.left, pair.right) for pair in found} == set(pairs.permuted_p(cases, seed=1, draws=9))
