"""The CUSUM: a sum month by month, which sees what no single month shows but what lasts."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ledger.projections.pictures.canvas import BLUE, GREY, INK, PURPLE, VERMILLION, Picture, explain
from ledger.projections.pictures.control import POINT_HEADER, Point, cells_of, month_ticks, runs, steps
from ledger.projections.pictures.words import Lang, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_SIDE: Final = Words("ทิศทาง", "side")
_HEIGHT: Final = Words("ระดับเตือน", "height of alarm")
_LOOKS: Final = (
    (1, BLUE, "^", Words("ขึ้น (มากเป็นสองเท่า)", "up (twice as many)")),
    (-1, PURPLE, "v", Words("ลง (เหลือครึ่งเดียว)", "down (half as many)")),
)


def cusum(up: Sequence[Point], down: Sequence[Point], *, title: Words, name: str = "cusum") -> Picture:
    """Return both CUSUMs of one unit: ``up`` accumulates above the line, ``down`` below it.

    Both heights are never negative; ``hi`` of a point is the height at which it gives alarm.
    """
    sides = [sorted(points, key=lambda point: point.period) for points in (up, down)]
    periods = sorted({point.period for side in sides for point in side})
    places = {period: place for place, period in enumerate(periods)}

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        axes.axhline(0, color=INK, linewidth=0.9)
        for (sign, colour, marker, words), side in zip(_LOOKS, sides, strict=True):
            _side(axes, side, places, sign=sign, colour=colour, marker=marker)
            axes.plot([], [], color=colour, marker=marker, label=words.both(lang))
        axes.plot([], [], color=GREY, dashes=(1, 1.5), label=_HEIGHT.both(lang))
        steps(axes, [(places[one.period], one) for side in sides for one in side])
        month_ticks(axes, periods)
        axes.set_title("CUSUM", loc="left")
        explain(figure)

    alarms = sum(bool(point.signal) for side in sides for point in side)
    named = zip(("up", "down"), sides, strict=True)
    return Picture(
        name=name,
        title=title,
        description=Words(
            f"ผลสะสมรายเดือน เส้นบนสะสมเมื่อมีมากกว่าที่คาด เส้นล่างสะสมเมื่อมีน้อยกว่าที่คาด เกินระดับเตือน {alarms} เดือน",
            "Sums month by month: the upper line grows with more than expected, the lower with fewer. "
            f"Alarm in {alarms} months.",
        ),
        header=(_SIDE, *POINT_HEADER),
        rows=tuple((word, *cells_of(point)) for word, side in named for point in side),
        height=3.8,
        draw=draw,
    )


def _side(
    axes: "Axes", side: Sequence[Point], places: Mapping[str, int], *, sign: int, colour: str, marker: str
) -> None:
    """Draw one of the two sums; no line goes on across a change of the rules."""
    for run in runs(side):
        at = [places[point.period] for _number, point in run]
        heights = [_height(sign, point.estimate) for _number, point in run]
        axes.plot(at, heights, color=colour, linewidth=1.6)
        alarms = [_height(sign, point.hi) for _number, point in run]
        axes.step(at, alarms, where="mid", color=GREY, linewidth=1.1, dashes=(1, 1.5))
    alarmed = [point for point in side if point.signal]
    axes.plot(
        [places[point.period] for point in alarmed],
        [_height(sign, point.estimate) for point in alarmed],
        linestyle="none",
        marker=marker,
        markersize=8.5,
        markerfacecolor=VERMILLION,
        markeredgecolor=INK,
    )


def _height(sign: int, value: float | None) -> float:
    return float("nan") if value is None else sign * value
