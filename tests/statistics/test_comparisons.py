"""Groups held against each other. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import disparity, strata
from ledger.projections.statistics.strata import Table
from tests.statistics.closeness import close, half_a_unit
from tests.statistics.published import ADMISSIONS

tables = st.lists(st.builds(Table, *[st.integers(0, 40)] * 4), max_size=6)
group = st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_v36_simpson_in_the_admissions_to_berkeley() -> None:
    a, b, c, d = map(sum, zip(*ADMISSIONS, strict=True))

    assert a / (a + b) == half_a_unit("0.445188")
    assert c / (c + d) == half_a_unit("0.303542")
    assert strata.crude_odds_ratio(ADMISSIONS) == half_a_unit("1.841080")


def test_v37_admissions_by_department_as_r_has_them() -> None:
    found = strata.mantel_haenszel(ADMISSIONS)

    assert found.odds_ratio == half_a_unit("0.9046968")
    close(found.interval, 0.7719074, 1.0603298, digits=7)
    assert found.chi2 == half_a_unit("1.426946")
    assert found.p == half_a_unit("0.232263")


def test_v38_difference_as_newcombe_1998_publishes_it() -> None:
    found = disparity.difference(56, 70, 48, 80)

    assert found.estimate == pytest.approx(0.2)
    close(found.interval, 0.0524315, 0.3338727, digits=7)  # published .0524 and .3339


def test_v39_risk_ratio_recomputed() -> None:
    found = disparity.risk_ratio(56, 70, 48, 80)

    assert found.estimate == half_a_unit("1.333333")
    close(found.interval, 1.076626, 1.651249, digits=6)


@pytest.mark.parametrize(
    "given_tables",
    [[], [Table(0, 0, 0, 0)], [Table(3, 4, 0, 0)], [Table(0, 4, 0, 5)], [Table(1, 0, 0, 0)]],
)
def test_strata_without_both_groups_and_outcomes_tell_nothing(given_tables: list[Table]) -> None:
    assert strata.mantel_haenszel(given_tables) == (None, None, None, None)
    assert strata.crude_odds_ratio(given_tables) is None


def test_an_odds_ratio_of_nothing_has_no_interval() -> None:
    found = strata.mantel_haenszel([Table(0, 5, 5, 5)])

    assert (found.odds_ratio, found.interval) == (0.0, None)
    assert found.p is not None


def test_a_deviation_below_one_half_is_none_after_correction() -> None:
    found = strata.mantel_haenszel([Table(5, 5, 5, 5)])

    assert (found.odds_ratio, found.chi2, found.p) == (1.0, 0.0, 1.0)


@given(tables, st.permutations(range(6)))
def test_strata_in_any_order_and_with_empty_ones_say_the_same(
    given_tables: list[Table], order: list[int]
) -> None:
    found = strata.mantel_haenszel(given_tables)
    again = [given_tables[at] for at in order if at < len(given_tables)]

    shuffled = strata.mantel_haenszel(again)
    assert shuffled[::2] == pytest.approx(found[::2])
    assert shuffled.p == pytest.approx(found.p)
    assert strata.mantel_haenszel([*given_tables, Table(0, 0, 0, 0)]) == found
    assert found.interval is None or found.odds_ratio is not None
    if found.interval is not None and found.odds_ratio is not None:
        assert found.interval.lo <= found.odds_ratio <= found.interval.hi


@given(group, group)
def test_a_comparison_lies_in_its_interval(one: tuple[int, int], other: tuple[int, int]) -> None:
    apart, ratio = disparity.difference(*one, *other), disparity.risk_ratio(*one, *other)

    if apart.estimate is not None and apart.interval is not None:
        assert -1 - 1e-12 <= apart.interval.lo <= apart.estimate + 1e-12
        assert apart.estimate - 1e-12 <= apart.interval.hi <= 1 + 1e-12
    if ratio.estimate is not None and ratio.interval is not None:
        assert ratio.interval.lo <= ratio.estimate * (1 + 1e-12)
        assert ratio.estimate <= ratio.interval.hi * (1 + 1e-12)


def test_an_empty_group_is_not_compared() -> None:
    assert disparity.difference(0, 0, 3, 5) == disparity.difference(3, 5, 0, 0) == (None, None)
    assert disparity.risk_ratio(0, 0, 3, 5) == disparity.risk_ratio(3, 5, 0, 4) == (None, None)
    assert disparity.risk_ratio(0, 5, 3, 5) == (0.0, None)
    assert disparity.risk_ratio(5, 5, 5, 5) == (1.0, (1.0, 1.0))
