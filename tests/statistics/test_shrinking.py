"""Empirical Bayes and ranks. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.statistics import shrinking
from ledger.projections.statistics.shrinking import Beta
from tests.statistics.closeness import close, half_a_unit
from tests.statistics.published import RATS

units = st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_v29_moments_of_seventy_groups_as_bda3_has_them() -> None:
    """BDA3 prints 1.4 and 8.6; the further digits are recomputed."""
    prior = shrinking.prior_by_moments(RATS[:70])

    assert prior is not None
    assert prior.mean == half_a_unit("0.13600654")
    assert prior.a == half_a_unit("1.356149")
    assert prior.b == half_a_unit("8.615058")
    assert prior.deviation == half_a_unit("0.10349227")


def test_v30_the_posterior_of_the_seventy_first_group() -> None:
    posterior = Beta(1.4, 8.6).given(4, 14)

    assert posterior.mean == pytest.approx(0.225)  # BDA3 rounds its prior and prints .223
    assert posterior.deviation == half_a_unit("0.0835")


def test_v31_greatest_likelihood_recomputed() -> None:
    """To the last digit: at b = 14.114801, where some optimisers stop, the slope is not yet 0."""
    prior = shrinking.prior_by_likelihood(RATS)

    assert prior is not None
    assert prior.a == half_a_unit("2.341614")
    assert prior.b == half_a_unit("14.114804")
    assert prior.given(4, 14).mean == half_a_unit("0.208219")
    assert prior.given(0, 20).mean == half_a_unit("0.064231")
    close(prior.given(4, 14).interval(), 0.086216, 0.366352, digits=6)


@pytest.mark.parametrize(
    "counts",
    [
        [],
        [(0, 0)],
        [(3, 10)],
        [(3, 10), (3, 10)],
        [(0, 10), (0, 20)],
        [(10, 10), (20, 20)],
        [(0, 1), (1, 1), (1, 1)],
        [(30, 100), (31, 100), (29, 100)],
    ],
)
def test_units_that_differ_no_more_than_chance_have_no_prior(counts: list[tuple[int, int]]) -> None:
    """The caveat NO_SPREAD: the likelihood has no maximum short of infinity."""
    assert shrinking.prior_by_likelihood(counts) is None


@pytest.mark.parametrize("counts", [[], [(1, 2)], [(1, 2), (1, 2)], [(0, 3), (3, 3)], [(0, 0), (1, 2)]])
def test_rates_that_do_not_differ_or_differ_wholly_have_no_moments(counts: list[tuple[int, int]]) -> None:
    assert shrinking.prior_by_moments(counts) is None


@settings(max_examples=40, deadline=None)
@given(st.lists(units, min_size=2, max_size=12))
def test_a_shrunken_rate_lies_between_its_own_and_the_common_one(counts: list[tuple[int, int]]) -> None:
    prior = shrinking.prior_by_likelihood(counts)

    if prior is not None:
        for x, n in counts:
            lo, hi = sorted((x / n, prior.mean))
            assert lo - 1e-9 <= prior.given(x, n).mean <= hi + 1e-9


@settings(max_examples=20, deadline=None)
@given(st.lists(units, min_size=2, max_size=12))
def test_a_unit_without_cases_changes_no_prior(counts: list[tuple[int, int]]) -> None:
    assert shrinking.prior_by_likelihood([*counts, (0, 0)]) == shrinking.prior_by_likelihood(counts)
    assert shrinking.prior_by_moments([*counts, (0, 0)]) == shrinking.prior_by_moments(counts)


def test_units_that_are_all_or_nothing_have_a_prior_and_rates_within_bounds() -> None:
    prior = shrinking.prior_by_likelihood([(0, 9), (9, 9), (0, 9)])

    assert prior is not None
    assert 0 <= prior.given(0, 9).interval().lo <= prior.given(9, 9).interval().hi <= 1
    assert prior.given(9, 9).mean > 0.99


def test_the_probability_of_a_higher_rate() -> None:
    assert Beta(1, 1).above(0.25) == pytest.approx(0.75)
    assert Beta(2, 3).above(-1.0) == 1.0
    assert Beta(2, 3).above(1.5) == 0.0


def test_ranks_of_units_far_apart_are_certain_and_of_equal_ones_are_not() -> None:
    apart = shrinking.rank_intervals([Beta(1, 999), Beta(500, 500), Beta(999, 1)], seed=1, draws=1000)
    equal = shrinking.rank_intervals([Beta(5, 5)] * 40, seed=1, draws=1000)

    assert apart == [(1, 1), (2, 2), (3, 3)]
    assert all(lo <= 4 and hi >= 37 for lo, hi in equal)


def test_ranks_follow_from_their_seed() -> None:
    rates = [Beta(3, 10), Beta(4, 10), Beta(5, 10), Beta(2, 9), Beta(5, 20), Beta(6, 14)]

    assert shrinking.rank_intervals(rates, seed=5) == shrinking.rank_intervals(rates, seed=5)
    assert shrinking.rank_intervals([], seed=5) == []
    assert shrinking.rank_intervals(rates[:1], seed=5) == [(1, 1)]
