"""Charts over time. V.. are the reference values that every release must reproduce."""

from math import pi, sqrt

import pytest

from ledger.projections.statistics import charts
from tests.statistics.closeness import half_a_unit
from tests.statistics.published import ORANGE_JUICE, VISCOSITY

TRIAL = [(count, 50) for count in ORANGE_JUICE]
EXACT_D2 = 2 / sqrt(pi)


def beyond(chart: charts.PChart) -> list[int]:
    """Return the numbers, from 1, of the points outside their limits."""
    return [at for at, point in enumerate(chart.points, start=1) if rule_one(point.z)]


def rule_one(z: float | None) -> bool:
    return z is not None and abs(z) > 3


def test_v20_p_chart_as_qcc_documents_it() -> None:
    chart = charts.p_chart(TRIAL, laney=False)

    assert chart is not None
    assert chart.centre == half_a_unit("0.2313333")
    first = chart.points[0]
    assert first.sigma == half_a_unit("0.05963526")
    assert first.lo == half_a_unit("0.05242755")
    assert first.hi == half_a_unit("0.4102391")
    assert beyond(chart) == [15, 23]


def test_v21_p_chart_after_removing_the_two_as_qcc_documents_it() -> None:
    chart = charts.p_chart([unit for at, unit in enumerate(TRIAL, 1) if at not in {15, 23}], laney=False)

    assert chart is not None
    assert chart.centre == half_a_unit("0.215")
    assert chart.points[0].lo == half_a_unit("0.04070284")
    assert chart.points[0].hi == half_a_unit("0.3892972")


def test_v22_upper_limit_of_the_moving_range_recomputed() -> None:
    """MR mean 0.5726315789; the factor is 3.2665 as it is, and 3.268 as the tables print it."""
    exact, printed = charts.xmr(VISCOSITY, d4=3.2665), charts.xmr(VISCOSITY)

    assert exact is not None
    assert printed is not None
    assert exact.moving_range == half_a_unit("0.5726315789")
    assert exact.moving_range_limit == half_a_unit("1.8705")
    assert printed.moving_range_limit == half_a_unit("1.87136")


def test_v23_laney_recomputed_with_either_d2() -> None:
    exact, printed = charts.p_chart(TRIAL, d2=EXACT_D2), charts.p_chart(TRIAL)

    assert exact is not None
    assert printed is not None
    assert exact.sigma_z == half_a_unit("1.66030862")
    assert printed.sigma_z == half_a_unit("1.66086672")


def test_v24_xmr_as_qcc_documents_it() -> None:
    """With d2 = 1.128, which the tables print; the exact one gives another sigma."""
    chart, exact = charts.xmr(VISCOSITY), charts.xmr(VISCOSITY, d2=EXACT_D2)

    assert chart is not None
    assert exact is not None
    assert chart.mean == half_a_unit("34.088")
    assert chart.sigma == half_a_unit("0.5076521")
    assert chart.lo == half_a_unit("32.56504")
    assert chart.hi == half_a_unit("35.61096")
    assert exact.sigma == half_a_unit("0.5074815")
    assert [at for at, z in enumerate(chart.z(VISCOSITY), 1) if rule_one(z)] == [4]


@pytest.mark.parametrize(
    ("z", "rules"),
    [
        ((3.1,), (1,)),
        ((-3.1,), (1,)),
        ((3.0,), ()),
        ((2.1, 0.0, 2.1), (2,)),
        ((2.1, 0.0, -2.1), ()),
        ((2.1, 2.1, 0.5), ()),
        ((1.1, 1.1, 0.0, 1.1, 1.1), (3,)),
        ((1.1, 1.1, 0.0, 0.0, 1.1, 1.1), ()),
        ((-0.1,) * 8, (4,)),
        ((-0.1,) * 7, ()),
        ((0.1,) * 4 + (-0.1,) + (0.1,) * 4, ()),
        ((3.1,) * 8, (1, 2, 3, 4)),
        ((0.0,) * 9, ()),
        ((0.1,) * 4 + (None,) + (0.1,) * 4, (4,)),
        ((3.1, None), ()),
    ],
)
def test_western_electric_rules_at_the_last_point(
    z: tuple[float | None, ...], rules: tuple[int, ...]
) -> None:
    assert charts.western_electric(z)[-1] == rules


def test_an_empty_period_keeps_its_place_and_changes_nothing() -> None:
    plain, gap = charts.p_chart(TRIAL), charts.p_chart([*TRIAL[:3], (0, 0), *TRIAL[3:]])

    assert plain is not None
    assert gap is not None
    assert gap.points[3] == (None, None, None, None, None)
    assert (gap.centre, gap.sigma_z) == (plain.centre, plain.sigma_z)
    assert [*gap.points[:3], *gap.points[4:]] == plain.points


def test_charts_without_data_or_without_variation() -> None:
    assert charts.xmr([]) is charts.xmr([1.0]) is None
    assert charts.p_chart([]) is charts.p_chart([(0, 0)]) is None
    assert charts.western_electric([]) == []
    for rate in (0, 5):
        flat = charts.p_chart([(rate, 5), (rate, 5)])
        assert flat is not None
        assert [(point.lo, point.hi, point.z) for point in flat.points] == [(rate / 5, rate / 5, None)] * 2
    still = charts.xmr([2.0, 2.0])
    assert still is not None
    assert still.z([2.0]) == [None]


def test_one_period_has_the_limits_of_chance() -> None:
    one = charts.p_chart([(2, 10)])

    assert one is not None
    assert one.sigma_z == 1.0
