"""A unit over time: month by month, with the limits in which it was expected."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.projections.pictures.canvas import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    VERMILLION,
    Cell,
    Picture,
    explain,
)
from ledger.projections.pictures.words import ESTIMATE, HI, LO, NUM, PERIOD, Lang, N, Words, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_CENTRE: Final = Words("เส้นกลาง", "centre")
_LIMITS: Final = Words("ขอบเขต 3 ซิกมา", "3-sigma limits")
_SIGNAL: Final = Words("สัญญาณตามกฎข้อ", "signal by rule")
_REVISED: Final = Words("แก้ไขภายหลัง", "revised later")
_STEP: Final = Words("หลักเกณฑ์เปลี่ยน", "the rules changed")
_RULES: Final[dict[int, tuple[str, str, Words]]] = {
    1: ("^", VERMILLION, Words("1 จุดเกิน 3 ซิกมา", "1 beyond 3 sigma")),
    2: ("D", ORANGE, Words("2 ใน 3 จุดเกิน 2 ซิกมา", "2 of 3 beyond 2 sigma")),
    3: ("s", PURPLE, Words("4 ใน 5 จุดเกิน 1 ซิกมา", "4 of 5 beyond 1 sigma")),
    4: ("P", INK, Words("8 จุดติดกันข้างเดียว", "8 in a row on one side")),
}
"""A shape for each Western Electric rule; of several the first is drawn, and the table has all."""
_TICKS: Final = 8


class Point(NamedTuple):
    """One period of one unit: what was found, and the limits in which it was expected.

    ``signal`` holds the rules that it breaks. ``step``: a new version of the rules begins here, and no line
    goes on across it. None is a gap or what may not be shown.
    """

    period: str
    n: int | None
    num: int | None
    estimate: float | None
    centre: float | None
    lo: float | None
    hi: float | None
    signal: tuple[int, ...] = ()
    revised: bool = False
    step: bool = False


POINT_HEADER: Final = (PERIOD, N, NUM, ESTIMATE, _CENTRE, LO, HI, _SIGNAL, _REVISED, _STEP)


def control_chart(
    points: Sequence[Point], *, title: Words, axis: Words, name: str = "control_chart"
) -> Picture:
    """Return the chart of ``points``, oldest first: p, p' or XmR, which differ in their limits alone."""
    ordered = sorted(points, key=lambda point: point.period)

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        for run in runs(ordered):
            places = [place for place, _point in run]
            for values, look, width in (
                ([point.centre for _place, point in run], (6, 3), 0.9),
                ([point.lo for _place, point in run], (1, 1.5), 1.1),
                ([point.hi for _place, point in run], (1, 1.5), 1.1),
            ):
                values_drawn = [float("nan") if value is None else value for value in values]
                axes.step(places, values_drawn, where="mid", color=GREY, linewidth=width, dashes=look)
            found = [float("nan") if one.estimate is None else one.estimate for _place, one in run]
            axes.plot(places, found, color=BLUE, linewidth=0.9)
        for place, point in enumerate(ordered):
            _mark(axes, place, point)
        _months(axes, ordered)
        axes.set_title(axis.both(lang), loc="left")
        _legend(figure, ordered, lang)

    return Picture(
        name=name,
        title=title,
        description=_description(ordered),
        header=POINT_HEADER,
        rows=tuple(cells_of(point) for point in ordered),
        height=4.4,
        draw=draw,
    )


def cells_of(point: Point) -> tuple[Cell, ...]:
    """Return the row of the table, in the order of ``POINT_HEADER``."""
    signal = " ".join(str(rule) for rule in point.signal)
    numbers = (point.period, point.n, point.num, point.estimate, point.centre, point.lo, point.hi)
    return (*numbers, signal, "x" if point.revised else "", "x" if point.step else "")


def runs(points: Sequence[Point]) -> Iterator[list[tuple[int, Point]]]:
    """Yield the points between changes of the rules, with their places."""
    numbered = list(enumerate(points))
    starts = [0, *(place for place, point in numbered if point.step and place), len(numbered)]
    for start, end in pairwise(starts):
        yield numbered[start:end]


def _mark(axes: "Axes", place: int, point: Point) -> None:
    if point.estimate is None:
        return
    marker, colour, _words = _RULES[min(point.signal)] if point.signal else ("o", BLUE, None)
    axes.plot(
        [place],
        [point.estimate],
        linestyle="none",
        marker=marker,
        markersize=8.5 if point.signal else 5,
        markerfacecolor=PAPER if point.revised else colour,
        markeredgecolor=INK if not point.revised else colour,
        zorder=3,
    )
    if point.signal:
        axes.annotate(
            str(min(point.signal)), (place, point.estimate), (0, 6), textcoords="offset points", ha="center"
        )


def _months(axes: "Axes", ordered: Sequence[Point]) -> None:
    steps(axes, list(enumerate(ordered)))
    month_ticks(axes, [point.period for point in ordered])


def steps(axes: "Axes", numbered: Sequence[tuple[int, Point]]) -> None:
    """Draw where the rules changed: before the first period under a new version."""
    for place in sorted({place for place, point in numbered if point.step}):
        axes.axvline(place - 0.5, color=VERMILLION, linewidth=1.2, dashes=(5, 2))


def month_ticks(axes: "Axes", periods: Sequence[str]) -> None:
    """Name as many months as have room."""
    every = max(1, -(-len(periods) // _TICKS))
    places = range(0, len(periods), every)
    axes.set_xticks(places, [periods[place] for place in places])


def _legend(figure: "Figure", ordered: Sequence[Point], lang: Lang) -> None:
    """Explain lines, and those shapes that occur."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - comes with the extra

    handles = [
        Line2D([], [], color=GREY, dashes=(6, 3), label=_CENTRE.both(lang)),
        Line2D([], [], color=GREY, dashes=(1, 1.5), label=_LIMITS.both(lang)),
    ]
    for rule in sorted({min(point.signal) for point in ordered if point.signal}):
        marker, colour, words = _RULES[rule]
        said = f"{rule}: {words.both(lang)}"
        handles.append(
            Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=8, label=said)
        )
    if any(point.revised for point in ordered):
        handles.append(
            Line2D(
                [], [], linestyle="none", marker="o", markerfacecolor=PAPER, color=BLUE,
                label=_REVISED.both(lang),
            )
        )  # fmt: skip
    if any(point.step for point in ordered):
        handles.append(Line2D([], [], color=VERMILLION, dashes=(5, 2), label=_STEP.both(lang)))
    explain(figure, handles)


def _description(ordered: Sequence[Point]) -> Words:
    found = listed(
        f"{point.period} ({', '.join(map(str, point.signal))})" for point in ordered if point.signal
    )
    changed = listed(point.period for point in ordered if point.step)
    return Words(
        f"อัตรารายเดือน {len(ordered)} เดือน กับเส้นกลางและขอบเขต 3 ซิกมา "
        f"{_SIGNAL.th}: {found.th} {_STEP.th}: {changed.th}",
        f"{len(ordered)} months with centre and 3-sigma limits. Signals, by rule: {found.en}. "
        f"The rules changed: {changed.en}.",
    )
