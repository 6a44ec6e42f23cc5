"""The table of a picture holds what is drawn, number by number."""

from math import isnan
from typing import Any

import pytest

from ledger.projections.pictures.canvas import Picture
from ledger.projections.pictures.of_report import pictures
from ledger.projections.pictures.words import ESTIMATE, HI, LO, N, Words
from tests.pictures.drawn import drawn, lines, marks, points
from tests.pictures.envelopes import OFFICES, REPORTS, hidden, row


def only(name: str, kind: str) -> Picture:
    (picture,) = [one for one in pictures(REPORTS[name]) if one.name.split()[0] == kind]
    return picture


def column(picture: Picture, words: Words) -> list[Any]:
    place = picture.header.index(words)
    return [row[place] for row in picture.rows]


def test_the_funnel_draws_its_rows() -> None:
    picture = only("R01", "funnel")

    with drawn(picture) as figure:
        found = marks(figure)
    told = zip(column(picture, N), column(picture, ESTIMATE), strict=True)
    assert found == {(n, rate) for n, rate in told if rate is not None}
    assert len(found) == 41


def test_the_funnel_draws_no_limits_where_the_report_has_none() -> None:
    report: dict[str, Any] = REPORTS["R01"]
    rows = [{name: value for name, value in one.items() if name != "limits"} for one in report["rows"]]
    (bare,) = pictures(report | {"rows": rows})

    for picture, curves in ((only("R01", "funnel"), 4), (bare, 0)):
        with drawn(picture) as figure:
            assert sum(len(points(line)) > 100 for line in lines(figure)) == curves


@pytest.mark.parametrize("name", ["R02", "R05", "R13", "R15"])
def test_intervals_draw_their_rows(name: str) -> None:
    (picture,) = pictures(REPORTS[name])
    estimates, lows, highs = (column(picture, words) for words in (ESTIMATE, LO, HI))

    with drawn(picture) as figure:
        found = marks(figure)
        spans = {
            (points(line)[0][0], points(line)[1][0], points(line)[0][1])
            for line in lines(figure)
            if len(points(line)) == 2 and line.get_linestyle() == "-"
        }
    told = [(place, one) for place, one in enumerate(estimates) if one is not None]
    assert found == {(one, float(place)) for place, one in told}
    assert spans == {(lows[place], highs[place], float(place)) for place, _one in told}


def test_a_shrunken_rate_is_drawn_small_and_with_its_own_interval() -> None:
    (picture,) = pictures(REPORTS["R02"])
    first = next(one for one in REPORTS["R02"]["rows"] if one["key"] == OFFICES[0])

    assert first["shrunk"] in column(picture, ESTIMATE)
    assert first["shrunk_interval"]["lo"] in column(picture, LO)
    with drawn(picture) as small, drawn(only("R05", "intervals1")) as plain:
        sizes = [
            max(line.get_markersize() for line in lines(figure) if line.get_marker() == "^")
            for figure in (small, plain)
        ]
    assert sizes[0] < sizes[1]


def test_the_control_chart_draws_its_months_and_breaks_where_the_rules_change() -> None:
    picture = only("R06", "p_prime")
    estimates = column(picture, ESTIMATE)

    with drawn(picture) as figure:
        found = marks(figure)
        runs = [len(points(line)) for line in lines(figure) if len(points(line)) > 2]
    assert found == {(float(place), one) for place, one in enumerate(estimates)}
    assert sorted(runs) == sorted([15] * 4 + [9] * 4)


def test_a_signal_has_a_shape_of_its_own_rule() -> None:
    with drawn(only("R06", "p_prime")) as figure:
        shapes = {line.get_marker() for line in lines(figure)}

    assert shapes >= {"^", "D", "P", "o"}


def test_the_cusum_draws_one_side_above_and_one_below() -> None:
    picture = only("R06", "cusum")
    heights = zip(column(picture, picture.header[0]), column(picture, ESTIMATE), strict=True)

    with drawn(picture) as figure:
        drawn_lines = [
            line for line in lines(figure) if len(points(line)) > 2 and line.get_linestyle() == "-"
        ]
    told = [height if side == "up" else -height for side, height in heights]
    assert [y for line in drawn_lines for _x, y in points(line)] == told


def test_survival_draws_its_days_and_tells_numbers_at_risk_of_them_alone() -> None:
    picture = only("R04", "survival")
    days, shares = [row[0] for row in picture.rows], [row[1] for row in picture.rows]
    at_risk = {row[0]: row[4] for row in picture.rows}

    with drawn(picture) as figure:
        step = lines(figure)[0]
        labels = [label.get_text().split("\n") for label in figure.axes[0].get_xticklabels()]
    assert points(step) == list(zip(days, shares, strict=True))
    assert all(at_risk[int(day)] == int(number) for day, number in labels)
    assert labels[0] == ["0", "200"]


def test_the_lorenz_curve_draws_its_points() -> None:
    picture = only("R10", "lorenz")

    with drawn(picture) as figure:
        curve = lines(figure)[1]
    assert points(curve) == list(picture.rows)


def test_ratio_and_difference_are_drawn_beside_each_other() -> None:
    picture = only("R11", "disparity")

    with drawn(picture) as figure:
        ratios, differences = marks(figure, 0), marks(figure, 1)
    assert {x for x, _y in ratios} == {one for one in column(picture, ESTIMATE) if one is not None}
    assert {x for x, _y in differences} == {0.08}
    assert {y for _x, y in ratios} == {y for _x, y in differences} == {0.0, 2.0}


def test_states_are_drawn_one_after_another() -> None:
    picture = only("R14", "states")

    with drawn(picture) as figure:
        widths = [float(bar.get_width()) for bar in figure.axes[0].patches]  # type: ignore[attr-defined]
    told = [
        float(count) for column in zip(*(row[1:] for row in picture.rows), strict=True) for count in column
    ]
    assert widths == told


def test_areas_stand_in_order_and_each_has_its_rows() -> None:
    picture = only("R10", "areas")

    with drawn(picture) as figure:
        titles = [axes.get_title(loc="left") for axes in figure.axes]
        counts = [len(marks(figure, place)) for place in range(4)]
    assert titles[1:] == ["1001", "1002", "ปู่ป้า"]
    assert counts == [0, 4, 3, 3]
    assert [row[0] for row in picture.rows] == sorted(str(row[0]) for row in picture.rows)


def test_areas_share_one_scale_that_holds_all_of_them() -> None:
    with drawn(only("R10", "areas")) as figure:
        edges = {axes.get_xlim() for axes in figure.axes}
        ends = [x for place in range(4) for line in lines(figure, place) for x, _y in points(line)]
    assert len(edges) == 1
    ((first, last),) = edges
    assert first <= min(ends)
    assert max(ends) <= last


def test_an_end_that_nothing_bounds_is_an_arrow_to_the_edge() -> None:
    (picture,) = pictures(REPORTS["R03"])

    with drawn(picture) as figure:
        ends = [line.get_marker() for line in lines(figure)]
        edges = figure.axes[0].get_xlim()
        arrows = {points(line)[0][0] for line in lines(figure) if line.get_marker() in {"<", ">"}}
    assert ends.count("<") == ends.count(">") == 1
    assert arrows == set(edges)
    assert not any(isnan(edge) for edge in edges)


def test_many_rows_go_on_pages_in_order_of_key() -> None:
    rows = [row(f"office/{number:03}", 100, number % 50) for number in range(95)]
    report = REPORTS["R05"] | {"rows": [*rows, hidden("office/999")]}

    found = pictures(report)
    assert [len(one.rows) for one in found] == [32, 32, 32]
    assert [line[0] for one in found for line in one.rows] == [line["key"] for line in report["rows"]]


@pytest.mark.parametrize("name", list(REPORTS))
def test_a_report_without_any_row_is_drawn(name: str) -> None:
    report = REPORTS[name] | {"rows": [], "series": [], "overall": hidden("overall")}

    for picture in pictures(report):
        assert picture.rows == ()
        with drawn(picture) as figure:
            assert figure.axes
