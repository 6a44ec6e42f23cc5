"""The funnel: how often, against how many, with what chance alone would allow."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from ledger.projections.pictures.canvas import GREY, INK, Picture
from ledger.projections.pictures.marks import HEADER, Mark, in_order, legend, put
from ledger.projections.pictures.words import Lang, Words, listed
from ledger.projections.statistics.funnels import curve_limit
from ledger.projections.statistics.intervals import Z975, Z999

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_STEPS: Final = 160
_DECISIONS: Final = Words("จำนวนคำสั่ง", "decisions")
_MEAN: Final = Words("ค่ารวม", "all together")
_L95: Final = Words("ขอบเขตร้อยละ 95", "95 % limits")
_L998: Final = Words("ขอบเขตร้อยละ 99.8", "99.8 % limits")


def funnel(
    marks: Sequence[Mark], centre: float | None, *, limits: bool, title: Words, axis: Words
) -> Picture:
    """Return the funnel of ``marks``: one at (decisions, rate) each, in order of key.

    Args:
        marks: Rows of the report. Hidden ones are not drawn, and stand in the table.
        centre: The rate of all together; None where it is hidden.
        limits: Whether limits may be drawn: not where the units differ too much to be compared.
        title: What it shows.
        axis: What the rate is a rate of.
    """
    ordered = in_order(marks)
    shown = [mark for mark in ordered if mark.estimate is not None and mark.n is not None]

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        largest = max((mark.n or 1 for mark in shown), default=1) * 1.05
        lines = _lines(axes, largest, centre, lang, limits=limits)
        for mark in shown:
            put(axes, mark.n or 0, mark.estimate or 0.0, mark.flags)
        axes.set_xlim(0, largest)
        axes.set_ylim(0, _top(shown, centre if limits else None))
        axes.set_xlabel(_DECISIONS.both(lang))
        axes.set_title(axis.both(lang), loc="left")
        legend(figure, shown, lang, lines)

    return Picture(
        name="funnel",
        title=title,
        description=_description(ordered, shown, centre),
        header=HEADER,
        rows=tuple(mark.cells() for mark in ordered),
        height=4.8,
        draw=draw,
        of_rows=True,
    )


def _top(shown: Sequence[Mark], centre: float | None) -> float:
    """Return the end of the axis: above every mark, and above the limits of the smallest unit."""
    top = max((mark.estimate or 0.0 for mark in shown), default=1.0)
    if centre is not None:
        smallest = min((mark.n or 1 for mark in shown), default=1)
        top = max(top, min(1.0, curve_limit(centre, smallest, Z999)))
    return 1.08 * top or 1.0


def _lines(axes: "Axes", largest: float, centre: float | None, lang: Lang, *, limits: bool) -> list[Any]:
    """Draw the mean and, where they may be drawn, the closed-form limits (M05); return what to explain."""
    if centre is None:
        return []
    explained = axes.plot(
        [0, largest], [centre, centre], color=INK, linewidth=1, dashes=(6, 3), label=_MEAN.both(lang)
    )
    if not limits:
        return explained
    places = [largest * step / _STEPS for step in range(1, _STEPS + 1)]
    for z, words, look in ((Z975, _L95, (1, 1.5)), (Z999, _L998, (None, None))):
        for side in (1, -1):
            curve = [min(1.0, max(0.0, curve_limit(centre, n, side * z))) for n in places]
            drawn = axes.plot(places, curve, color=GREY, linewidth=1.1, label=words.both(lang))
            if look[0] is not None:
                drawn[0].set_dashes(look)
            if side == 1:
                explained += drawn
    return explained


def _description(ordered: Sequence[Mark], shown: Sequence[Mark], centre: float | None) -> Words:
    asked = listed(mark.key for mark in shown if {"SIGNAL", "SIGNAL_LOW"} & set(mark.flags))
    hidden = sum(mark.hidden for mark in ordered)
    rate = "-" if centre is None else f"{centre:.4g}"
    return Words(
        f"แต่ละจุดคือหนึ่งหน่วย แกนนอนคือจำนวนคำสั่ง แกนตั้งคืออัตรา มี {len(shown)} หน่วย ปิดไว้ {hidden} หน่วย "
        f"ค่ารวม {rate} ขอคำชี้แจง: {asked.th}",
        f"Each mark is one unit, by number of decisions and by rate. {len(shown)} units, {hidden} hidden; "
        f"all together {rate}. Needs explanation: {asked.en}.",
    )
