"""Targeting and inequality. V.. are the reference values that every release must reproduce."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import inequality, targeting
from tests.statistics.closeness import half_a_unit

INCOMES = (6, 8, 11, 15, 21, 25, 30, 40, 50, 100)
amounts = st.lists(st.one_of(st.just(0.0), st.floats(1e-6, 1e6)), max_size=30)


@pytest.mark.parametrize(
    ("covered", "below_line", "poorest_fifth"),
    [
        ({1, 2}, (0.5, 0), (0, 0)),
        ({2, 3}, (0.5, 0), (0.5, 0.5)),
        ({3, 4}, (0.5, 0), (1, 1)),
        (set(range(1, 11)), (0, 0.6), (0, 0.8)),  # recomputed
    ],
)
def test_v40_targeting_as_table_7_3_of_the_world_bank_has_it(
    covered: set[int], below_line: tuple[float, float], poorest_fifth: tuple[float, float]
) -> None:
    def errors(needy: set[int]) -> targeting.TargetingErrors:
        return targeting.targeting_errors(
            needy_covered=len(needy & covered),
            needy_missed=len(needy - covered),
            covered_not_needy=len(covered - needy),
        )

    assert errors({at for at, income in enumerate(INCOMES, 1) if income < 20}) == pytest.approx(below_line)
    assert errors({1, 2}) == pytest.approx(poorest_fifth)


def test_v41_deaths_of_children_in_india_as_technical_note_7_has_them() -> None:
    """The result is published; the inputs are those that give it: births and deaths per thousand."""
    births, rates = (29939, 28776, 26528, 24689, 19739), (154.7, 152.9, 119.5, 86.9, 54.3)
    groups = [(n, n * rate / 1000) for n, rate in zip(births, rates, strict=True)]

    assert inequality.concentration_index(groups) == half_a_unit("-0.16941677")


def test_v42_one_to_five_as_pysal_has_them() -> None:
    whole = inequality.theil({"all": [1, 2, 3, 4, 5]})

    assert inequality.gini([1, 2, 3, 4, 5]) == half_a_unit("0.2666667")
    assert whole is not None
    assert whole.total == half_a_unit("0.1196876")


def test_v43_parts_of_theil_as_pysal_has_them() -> None:
    found = inequality.theil({"north": [10, 12, 14], "south": [30, 40, 50]})

    assert found is not None
    assert found.total == half_a_unit("0.17128669")
    assert found.between == half_a_unit("0.15294304")
    assert found.within == half_a_unit("0.01834365")


def test_nobody_in_need_and_nobody_covered() -> None:
    nobody = targeting.targeting_errors(needy_covered=0, needy_missed=0, covered_not_needy=0)

    assert nobody == (None, None)
    assert targeting.targeting_errors(needy_covered=0, needy_missed=3, covered_not_needy=0) == (1.0, None)


def test_benefits_that_reach_the_poorest() -> None:
    even = [(10, 5.0)] * 5

    assert targeting.coady_grosh_hoddinott(even, 0.2) == pytest.approx(1.0)
    assert targeting.coady_grosh_hoddinott([(10, 5.0), (10, 0.0)], 0.5) == pytest.approx(2.0)
    assert targeting.coady_grosh_hoddinott([(10, 4.0), (10, 4.0)], 0.25) == pytest.approx(1.0)
    assert targeting.coady_grosh_hoddinott([], 0.2) is targeting.coady_grosh_hoddinott([(5, 0)], 0.2) is None


@pytest.mark.parametrize(
    "measure",
    [
        inequality.gini,
        inequality.lorenz_deciles,
        lambda values: inequality.theil({"all": values}),
        lambda values: inequality.concentration_index([(1, value) for value in values]),
    ],
)
def test_without_any_amount_nothing_is_shared(measure: Callable[[list[float]], object]) -> None:
    assert measure([]) is None
    assert measure([0.0, 0.0]) is None


def test_all_in_one_hand() -> None:
    assert inequality.gini([0, 0, 0, 8]) == pytest.approx(0.75)
    assert inequality.lorenz_deciles([0] * 9 + [5]) == [0.0] * 9
    assert inequality.concentration_index([(1, 0), (1, 8)]) == pytest.approx(0.5)
    one = inequality.theil({"a": [0.0, 4.0], "b": [0.0]})
    assert one is not None
    assert one.total == pytest.approx(one.between + one.within)


def test_deciles_of_the_equal_are_tenths() -> None:
    assert inequality.lorenz_deciles([3.0] * 7) == pytest.approx([tenth / 10 for tenth in range(1, 10)])


@given(st.dictionaries(st.sampled_from("abcd"), amounts))
def test_theil_is_between_plus_within(groups: dict[str, list[float]]) -> None:
    found = inequality.theil(groups)

    if found is not None:
        assert found.total == pytest.approx(found.between + found.within, abs=1e-9)
        assert min(found) >= 0


@given(amounts)
def test_gini_and_lorenz_agree_that_a_curve_lies_below_the_even_one(values: list[float]) -> None:
    index, points = inequality.gini(values), inequality.lorenz_deciles(values)

    if index is not None and points is not None:
        assert 0 <= index <= 1
        assert points == sorted(points)
        assert all(point <= tenth / 10 + 1e-9 for tenth, point in enumerate(points, start=1))


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_targeting_errors_are_shares(both: int, missed: int, leaked: int) -> None:
    errors = targeting.targeting_errors(needy_covered=both, needy_missed=missed, covered_not_needy=leaked)

    assert all(error is None or 0 <= error <= 1 for error in errors)
