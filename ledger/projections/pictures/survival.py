"""How long it takes: the share that still waits, day by day, with how many it rests on."""

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.projections.pictures.canvas import BLUE, INK, SKY, VERMILLION, Picture, explain
from ledger.projections.pictures.words import DAYS, HI, LO, Lang, Words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

_WAITING: Final = Words("สัดส่วนที่ยังรออยู่", "share still waiting")
_AT_RISK: Final = Words("ยังติดตามอยู่", "at risk")
_DEADLINE: Final = Words("กำหนดเวลา", "time limit")
_BAND: Final = Words("ช่วงความเชื่อมั่น", "interval")
_MEDIAN: Final = Words("ครึ่งหนึ่งยังรออยู่", "half still wait")
_TICKS: Final = 7


class Curve(NamedTuple):
    """A Kaplan-Meier curve: lists of one length, ``day`` rising.

    ``survival`` holds from its day to the next one, ``lo`` and ``hi`` bound it (None where nothing does),
    ``at_risk`` counts who was still watched on that day.
    """

    day: Sequence[int]
    survival: Sequence[float]
    lo: Sequence[float | None]
    hi: Sequence[float | None]
    at_risk: Sequence[int]


def survival(curve: Curve, *, deadline: int | None, title: Words, name: str = "survival") -> Picture:
    """Return the curve with its interval and, below it, the numbers at risk.

    Args:
        curve: What was computed.
        deadline: The day that the law or policy sets; None where there is none.
        title: What it shows.
        name: A word for this picture in the report.
    """

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        days = list(curve.day)
        axes.step(days, curve.survival, where="post", color=BLUE, linewidth=1.8, label=_WAITING.both(lang))
        _band(axes, curve, lang)
        axes.axhline(0.5, color=INK, linewidth=0.6, dashes=(1, 2), label=_MEDIAN.both(lang))
        if deadline is not None:
            said = f"{_DEADLINE.both(lang)}: {deadline} {DAYS.said(lang)}"
            axes.axvline(deadline, color=VERMILLION, linewidth=1.2, dashes=(5, 2), label=said)
        axes.set_ylim(0, 1.03)
        axes.set_xlim(0, max([*days, deadline or 0, 1]) * 1.03)
        axes.set_title(_WAITING.both(lang), loc="left")
        _numbers_at_risk(axes, curve, lang)
        explain(figure)

    return Picture(
        name=name,
        title=title,
        description=_description(curve, deadline),
        header=(DAYS, _WAITING, LO, HI, _AT_RISK),
        rows=tuple(zip(curve.day, curve.survival, curve.lo, curve.hi, curve.at_risk, strict=True)),
        height=4.4,
        draw=draw,
    )


def _band(axes: "Axes", curve: Curve, lang: Lang) -> None:
    known = [at for at, pair in enumerate(zip(curve.lo, curve.hi, strict=True)) if None not in pair]
    axes.fill_between(
        [curve.day[at] for at in known],
        [curve.lo[at] or 0.0 for at in known],
        [curve.hi[at] or 0.0 for at in known],
        step="post",
        facecolor=SKY,
        alpha=0.35,
        edgecolor=SKY,
        label=_BAND.both(lang),
    )


def _numbers_at_risk(axes: "Axes", curve: Curve, lang: Lang) -> None:
    """Write how many were still watched below days of the curve itself: between them nothing is made up."""
    last = curve.day[-1]
    wanted = [last * step / (_TICKS - 1) for step in range(_TICKS)]
    places = sorted({min(bisect_left(curve.day, day), len(curve.day) - 1) for day in wanted})
    ticks = [curve.day[place] for place in places]
    axes.set_xticks(ticks, [f"{curve.day[place]}\n{curve.at_risk[place]}" for place in places])
    axes.set_xlabel(f"{DAYS.both(lang)}\n{_AT_RISK.both(lang)}")


def _description(curve: Curve, deadline: int | None) -> Words:
    half = next((day for day, share in zip(curve.day, curve.survival, strict=True) if share <= 0.5), None)
    limit = "-" if deadline is None else str(deadline)
    middle_th = "ยังไม่ถึงครึ่ง" if half is None else f"ครึ่งหนึ่งเสร็จในวันที่ {half}"
    middle_en = "half is not reached" if half is None else f"half are done by day {half}"
    return Words(
        f"สัดส่วนที่ยังรออยู่ในแต่ละวัน เริ่มจาก {curve.at_risk[0]} เรื่อง {middle_th} กำหนดเวลา {limit} วัน "
        f"วันสุดท้ายยังรออยู่ {curve.survival[-1]:.4g}",
        f"The share that still waits, day by day, of {curve.at_risk[0]}; {middle_en}; time limit {limit} "
        f"days; still waiting at the end {curve.survival[-1]:.4g}.",
    )
