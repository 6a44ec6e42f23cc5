"""Intervals of rates and counts. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import intervals as i
from tests.statistics.closeness import close

shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_v01_to_v03_wilson_as_phe_publishes_it() -> None:
    close(i.wilson(65, 100), 0.5525444329688797, 0.7363575175690247)
    close(i.wilson(1045, 5000), 0.19795549880013297, 0.22049130373189027)
    close(i.wilson(65, 100, i.Z999), 0.4954946574070431, 0.7783540614089697)


def test_v04_wilson_of_nothing_as_scipy_has_it() -> None:
    close(i.wilson(0, 20), 0.0, 0.16112515805281935)


def test_v05_clopper_pearson_as_scipy_documents_it() -> None:
    close(i.clopper_pearson(7, 50), 0.05819170033997342, 0.26739600249700846)


def test_v06_jeffreys_as_scipy_computes_it() -> None:
    close(i.jeffreys(65, 100), 0.55330319, 0.73815439, digits=8)
    close(i.jeffreys(0, 20), 0.0, 0.11663898, digits=8)


def test_v07_and_v08_byar_as_phe_publishes_it() -> None:
    close(i.byar(65), 50.163187710459454, 82.84913854593984)
    close(i.byar(10, i.Z999), 2.916318374695686, 24.193724927880535)


def test_v51_mid_p() -> None:
    """The reference is that of one side, P(X > 15) + P(X = 15)/2, recomputed; a report prints both."""
    assert i.poisson_mid_p(15, 9.2) / 2 == pytest.approx(0.0372481, abs=5e-8)


def test_byar_has_no_lower_limit_at_nothing_and_never_falls_below_zero() -> None:
    assert i.byar(0).lo == 0.0
    assert i.byar(1, i.Z999).lo == 0.0


def test_without_cases_every_rate_is_possible() -> None:
    assert i.wilson(0, 0) == i.jeffreys(0, 0) == i.clopper_pearson(0, 0) == (0.0, 1.0)


def test_all_is_possible_where_all_count() -> None:
    assert i.jeffreys(20, 20).hi == i.clopper_pearson(20, 20).hi == 1.0
    assert i.wilson(20, 20).hi == pytest.approx(1.0)


def test_mid_p_where_nothing_is_expected() -> None:
    assert i.poisson_mid_p(0, 0.0) == 1.0
    assert i.poisson_mid_p(3, 0.0) == 0.0


@given(shares)
def test_every_interval_contains_the_rate(share: tuple[int, int]) -> None:
    x, n = share

    for lo, hi in (i.wilson(x, n), i.jeffreys(x, n), i.clopper_pearson(x, n)):
        assert 0 <= lo <= x / n + 1e-12
        assert x / n - 1e-12 <= hi <= 1


@given(shares)
def test_the_exact_interval_is_never_narrower_than_jeffreys(share: tuple[int, int]) -> None:
    exact, other = i.clopper_pearson(*share), i.jeffreys(*share)

    assert exact.lo <= other.lo + 1e-12
    assert exact.hi >= other.hi - 1e-12


@given(st.integers(0, 400), st.floats(0.01, 400))
def test_mid_p_is_a_probability_and_least_far_off(observed: int, expected: float) -> None:
    p = i.poisson_mid_p(observed, expected)

    assert 0 <= p <= 1
    if observed >= expected:
        assert i.poisson_mid_p(observed + 1, expected) <= p + 1e-12
