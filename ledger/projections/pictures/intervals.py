"""Rows with their intervals, in order of key: the plain picture that suits every report."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.projections.pictures.canvas import GREY, INK, PAPER, SKY, Picture, short
from ledger.projections.pictures.marks import HEADER, Mark, in_order, legend, name_of, put
from ledger.projections.pictures.words import OVERALL, Lang, Words, listed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_ROW: Final = 0.24  # inches
_FRAME: Final = 1.3
_COLUMNS: Final = 2
_OUTER: Final = Words("ขอบนอก ไม่ว่าสิ่งที่ไม่รู้จะเป็นอย่างไร", "outer bounds, whatever is unknown")
_BOUNDS: Final = (Words("ขอบนอก: จาก", "outer bound from"), Words("ขอบนอก: ถึง", "outer bound to"))
_AREA: Final = Words("พื้นที่", "area")
_NO_AREA: Final = Words("ไม่ระบุพื้นที่", "no area")


class Scale(NamedTuple):
    """What the numbers mean.

    ``reference`` is the value to compare with, said by ``words``; None where there is none. ``ratios``: equal
    ratios are equally far apart. ``small`` points leave the word to the intervals.
    """

    axis: Words
    reference: float | None = None
    words: Words = OVERALL
    ratios: bool = False
    small: bool = False


def intervals(
    marks: Sequence[Mark],
    scale: Scale,
    *,
    title: Words,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    name: str = "intervals",
) -> Picture:
    """Return ``marks`` one below the other in order of key, each with its interval.

    Args:
        marks: Rows of the report; hidden ones keep their place and show no mark.
        scale: What the numbers mean.
        title: What it shows.
        bounds: Outer bounds by key, which hold whatever is not known; drawn as a thin frame.
        name: A word for this picture in the report.
    """
    ordered, outer = in_order(marks), bounds or {}

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        rows_on(axes, ordered, scale, lang, outer)
        axes.set_title(scale.axis.both(lang), loc="left")
        legend(figure, ordered, lang, _explained(axes, scale, lang, outer=bool(outer)))

    more = tuple(_BOUNDS) if outer else ()
    return Picture(
        name=name,
        title=title,
        description=_description(ordered, scale),
        header=(*HEADER, *more),
        rows=tuple(
            (*mark.cells(), *(outer.get(mark.key, (None, None)) if outer else ())) for mark in ordered
        ),
        height=_FRAME + _ROW * max(len(ordered), 2),
        draw=draw,
        of_rows=not outer,
    )


def small_multiples(
    areas: Mapping[str, Sequence[Mark]], scale: Scale, *, title: Words, name: str = "areas"
) -> Picture:
    """Return one small picture for each area, in order of the areas' keys and on one scale.

    Args:
        areas: Rows by the key of the area that they lie in.
        scale: What the numbers mean.
        title: What it shows.
        name: A word for this picture in the report.
    """
    panels = [(key, in_order(areas[key])) for key in sorted(areas)]
    lines = [panels[start : start + _COLUMNS] for start in range(0, len(panels), _COLUMNS)]
    heights = [max(len(marks) for _key, marks in line) + 3.0 for line in lines]

    def draw(figure: "Figure", lang: Lang) -> None:
        grid = figure.subplots(
            len(lines), _COLUMNS, sharex=True, squeeze=False, gridspec_kw={"height_ratios": heights}
        )
        everybody = [mark for _key, marks in panels for mark in marks]
        explained: list[Any] = []
        for axes in grid.flat[len(panels) :]:
            axes.set_visible(False)
        for axes, (key, marks) in zip(grid.flat, panels, strict=False):
            rows_on(axes, marks, scale, lang, {}, beside=everybody)
            axes.set_title(short(key) or _NO_AREA.both(lang), loc="left", fontweight="bold")
            axes.tick_params(labelbottom=True)
            explained = _explained(axes, scale, lang)
        figure.suptitle(scale.axis.both(lang), fontsize=10, x=0.02, ha="left")
        legend(figure, everybody, lang, explained)

    return Picture(
        name=name,
        title=title,
        description=_description([mark for _key, marks in panels for mark in marks], scale),
        header=(_AREA, *HEADER),
        rows=tuple((key, *mark.cells()) for key, marks in panels for mark in marks),
        height=_FRAME + _ROW * sum(heights),
        draw=draw,
    )


def in_pages(marks: Sequence[Mark], longest: int) -> list[list[Mark]]:
    """Return ``marks`` in order of key, in pieces of nearly the same length and at most ``longest``."""
    ordered = in_order(marks)
    pieces = max(1, ceil(len(ordered) / longest))
    each = ceil(len(ordered) / pieces) if ordered else 1
    return [ordered[start : start + each] for start in range(0, max(len(ordered), 1), each)]


def rows_on(
    axes: "Axes",
    marks: Sequence[Mark],
    scale: Scale,
    lang: Lang,
    outer: Mapping[str, tuple[float, float]],
    *,
    beside: Sequence[Mark] = (),
) -> None:
    """Draw rows on ``axes``, the first on top; an end that nothing bounds is an arrow to the edge.

    ``beside`` are the rows of other panels that share the axis.
    """
    first, last = _extent([*marks, *beside], scale, outer)
    if scale.ratios:
        _ratio_axis(axes)
    axes.set_xlim(first, last)
    for place, mark in enumerate(marks):
        if mark.key in outer:
            lo, hi = outer[mark.key]
            axes.barh(place, hi - lo, 0.5, left=lo, facecolor=PAPER, edgecolor=SKY, linewidth=1)
        _interval(axes, mark, place, scale, (first, last))
    axes.set_yticks(range(len(marks)), [name_of(mark, lang) for mark in marks])
    axes.set_ylim(len(marks) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", color=GREY, linewidth=0.3, alpha=0.5)
    if scale.reference is not None:
        axes.axvline(scale.reference, color=INK, linewidth=0.9, dashes=(6, 3), zorder=1)


def _ratio_axis(axes: "Axes") -> None:
    from matplotlib.ticker import LogLocator, NullFormatter  # noqa: PLC0415 - comes with the extra

    axes.set_xscale("log")
    axes.xaxis.set_major_locator(LogLocator(subs=(1.0, 1.5, 2.0, 3.0, 5.0, 7.0)))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.xaxis.set_minor_formatter(NullFormatter())


def _extent(
    marks: Sequence[Mark], scale: Scale, outer: Mapping[str, tuple[float, float]]
) -> tuple[float, float]:
    """Return the ends of the axis: everything that is drawn, and a little more on both sides."""
    known = [value for mark in marks for value in (mark.lo, mark.estimate, mark.hi) if value is not None]
    known += [bound for mark in marks for bound in outer.get(mark.key, ())]
    known += [] if scale.reference is None else [scale.reference]
    if scale.ratios:
        above = [value for value in known if value > 0] or [1.0]
        return min(above) / 1.15, max(above) * 1.15
    first, last = min(known, default=0.0), max(known, default=1.0)
    margin = 0.04 * (last - first) or 0.5
    return first - margin, last + margin


def _interval(axes: "Axes", mark: Mark, place: float, scale: Scale, edges: tuple[float, float]) -> None:
    """Draw an interval and its estimate; on a scale of ratios nothing lies at or left of zero."""
    if mark.estimate is None and mark.lo is None and mark.hi is None:
        return
    lo, hi, estimate = (
        None if value is None or (scale.ratios and value <= 0) else value
        for value in (mark.lo, mark.hi, mark.estimate)
    )
    ends = (edges[0] if lo is None else lo, edges[1] if hi is None else hi)
    axes.plot(ends, [place, place], color=INK, linewidth=1.6, zorder=2)
    for end, marker, edge in ((lo, "<", edges[0]), (hi, ">", edges[1])):
        if end is None:
            axes.plot([edge], [place], marker=marker, color=INK, markersize=5, zorder=3, clip_on=False)
    if estimate is not None:
        put(axes, estimate, place, mark.flags, small=scale.small)


def _explained(axes: "Axes", scale: Scale, lang: Lang, *, outer: bool = False) -> list[Any]:
    """Return what the legend says of the line of reference and of outer bounds."""
    from matplotlib.patches import Patch  # noqa: PLC0415 - comes with the extra

    said = f"{scale.words.both(lang)}: {scale.reference:.4g}" if scale.reference is not None else ""
    line = axes.plot([], [], color=INK, linewidth=0.9, dashes=(6, 3), label=said) if said else []
    frame = [Patch(facecolor=PAPER, edgecolor=SKY, label=_OUTER.both(lang))] if outer else []
    return [*line, *frame]


def _description(marks: Sequence[Mark], scale: Scale) -> Words:
    hidden = sum(mark.hidden for mark in marks)
    asked = listed(mark.key for mark in marks if {"SIGNAL", "SIGNAL_LOW"} & set(mark.flags))
    return Words(
        f"{scale.axis.th}: แต่ละแถวคือหนึ่งหน่วยพร้อมช่วงความเชื่อมั่น เรียงตามรหัส ไม่เรียงตามค่า "
        f"มี {len(marks)} แถว ปิดไว้ {hidden} แถว ขอคำชี้แจง: {asked.th}",
        f"{scale.axis.en}: one row for each unit with its interval, in order of key and never of value. "
        f"{len(marks)} rows, {hidden} hidden. Needs explanation: {asked.en}.",
    )
