"""Case mix. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.statistics import standardising
from ledger.projections.statistics.intervals import poisson_mid_p
from ledger.projections.statistics.standardising import Group
from tests.statistics.closeness import close, half_a_unit


@st.composite
def group(draw: st.DrawFn) -> Group:
    n = draw(st.integers(0, 30))
    levels = (draw(st.sampled_from("ab")), draw(st.sampled_from("xyz")))
    return Group(levels, n, draw(st.integers(0, n)))


def fitted(groups: list[Group]) -> standardising.Model:
    model = standardising.fit(groups)
    assert model is not None
    return model


def test_v51_observed_over_expected_recomputed() -> None:
    found = standardising.observed_over_expected(15, 9.2)

    assert found is not None
    assert found.ratio == half_a_unit("1.630435")
    close(found.interval, 0.911877, 2.689308, digits=6)
    assert found.p == poisson_mid_p(15, 9.2)


def test_nothing_expected_has_no_ratio() -> None:
    assert standardising.observed_over_expected(0, 0.0) is None
    nothing = standardising.observed_over_expected(0, 2.0)
    assert nothing is not None
    assert (nothing.ratio, nothing.interval.lo) == (0.0, 0.0)


def test_one_covariate_gives_the_rates_of_its_levels() -> None:
    model = fitted([Group(("a",), 10, 3), Group(("b",), 20, 10), Group(("",), 4, 1)])

    assert model.chance(("a",)) == pytest.approx(0.3)
    assert model.chance(("b",)) == pytest.approx(0.5)
    assert model.chance(("",)) == pytest.approx(0.25)  # a missing value is a level of its own


def test_a_level_never_seen_counts_as_the_first() -> None:
    model = fitted([Group(("a",), 10, 3), Group(("b",), 20, 10)])

    assert model.chance(("other",)) == model.chance(("a",))


@pytest.mark.parametrize("part", [0, 1])
def test_all_or_nothing_stays_in_print(part: int) -> None:
    model = fitted([Group(("a",), 10, 10 * part), Group(("b",), 5, 5 * part)])

    assert model.chance(("a",)) == pytest.approx(part, abs=1e-9)


def test_a_level_with_nothing_is_expected_nothing_and_disturbs_nobody() -> None:
    model = fitted([Group(("a",), 10, 0), Group(("b",), 20, 10)])

    assert model.chance(("a",)) == pytest.approx(0.0, abs=1e-9)
    assert model.chance(("b",)) == pytest.approx(0.5)


def test_levels_that_determine_each_other_share_their_effect() -> None:
    model = fitted([Group(("a", "x"), 10, 3), Group(("b", "y"), 20, 10)])

    assert model.chance(("a", "x")) == pytest.approx(0.3)
    assert model.chance(("b", "y")) == pytest.approx(0.5)


def test_no_cases_no_model() -> None:
    assert standardising.fit([]) is standardising.fit([Group(("a",), 0, 0)]) is None
    assert standardising.c_statistic([], []) is standardising.calibration_slope([], []) is None
    assert standardising.held_out([Group(("a",), 3, 1)], [0]) == [None]


@settings(max_examples=60, deadline=None)
@given(st.lists(group(), min_size=1, max_size=10), st.permutations(range(10)))
def test_what_is_expected_of_all_is_what_was_observed(groups: list[Group], order: list[int]) -> None:
    model = standardising.fit(groups)

    if model is not None:
        expected = sum(unit.n * model.chance(unit.levels) for unit in groups)
        assert expected == pytest.approx(sum(unit.x for unit in groups), abs=1e-6)
        again = [groups[at] for at in order if at < len(groups)]
        assert standardising.fit([*again, Group(("a", "x"), 0, 0)]) == model


def test_c_statistic_counts_pairs() -> None:
    groups = [Group(("a",), 2, 0), Group(("b",), 2, 1), Group(("c",), 2, 2)]

    assert standardising.c_statistic(groups, [0.1, 0.5, 0.9]) == pytest.approx(8.5 / 9)
    assert standardising.c_statistic(groups, [0.5, 0.5, 0.5]) == 0.5
    assert standardising.c_statistic(groups, [0.9, 0.5, 0.1]) == pytest.approx(0.5 / 9)
    assert standardising.c_statistic(groups[:1], [0.1]) is None


def test_a_model_is_calibrated_on_its_own_data_whatever_it_is_worth() -> None:
    """The trap: only cases that the model has not seen show whether it exaggerates."""
    noise = [Group((level,), 6, x) for level, x in zip("abcdefgh", (1, 5, 2, 4, 1, 5, 2, 4), strict=True)]
    other = [Group((level,), 6, x) for level, x in zip("abcdefgh", (4, 2, 5, 1, 5, 1, 4, 2), strict=True)]
    own = fitted(noise)
    groups, folds = noise + other, [0] * 8 + [1] * 8

    slope = standardising.calibration_slope(noise, [own.chance(unit.levels) for unit in noise])
    assert slope == pytest.approx(1.0)
    chances = [chance for chance in standardising.held_out(groups, folds) if chance is not None]
    honest = standardising.calibration_slope(groups, chances)
    assert honest is not None
    assert honest < 0


def test_chances_or_outcomes_that_do_not_differ_have_no_slope() -> None:
    groups = [Group(("a",), 4, 1), Group(("b",), 4, 3)]

    assert standardising.calibration_slope(groups, [0.5, 0.5]) is None
    assert standardising.calibration_slope([Group(("a",), 4, 0), Group(("b",), 4, 0)], [0.2, 0.5]) is None
    assert standardising.calibration_slope([Group(("a",), 0, 0)], [0.2]) is None
    assert standardising.calibration_slope(groups, [0.0, 1.0]) is not None
