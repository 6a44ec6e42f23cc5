"""Two measures of a difference between groups, beside each other: neither alone tells how much it matters."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from ledger.projections.pictures.canvas import Picture
from ledger.projections.pictures.intervals import Scale, rows_on
from ledger.projections.pictures.marks import HEADER, Mark, in_order, legend
from ledger.projections.pictures.words import Lang, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_RATIO: Final = Words("อัตราส่วน", "ratio")
_DIFFERENCE: Final = Words("ผลต่าง", "difference")
_LO: Final = Words("ผลต่าง: จาก", "difference from")
_HI: Final = Words("ผลต่าง: ถึง", "difference to")
_EQUAL: Final = Words("เท่ากัน", "equal")


class Difference(NamedTuple):
    """The difference of two shares with its interval; None where it is not told."""

    estimate: float | None = None
    lo: float | None = None
    hi: float | None = None


def disparity(marks: Sequence[Mark], differences: dict[str, Difference], *, title: Words) -> Picture:
    """Return ratio and difference of each group against the rest, in order of key.

    Args:
        marks: The ratios, 1 where a group fares as the rest does.
        differences: The differences of the shares by key, 0 where it does.
        title: What it shows.
    """
    ordered = in_order(marks)
    apart = [differences.get(mark.key, Difference()) for mark in ordered]

    def draw(figure: "Figure", lang: Lang) -> None:
        left, right = figure.subplots(1, 2, sharey=True)
        rows_on(left, ordered, Scale(_RATIO, 1.0, ratios=True), lang, {})
        moved = [
            mark._replace(estimate=one.estimate, lo=one.lo, hi=one.hi)
            for mark, one in zip(ordered, apart, strict=True)
        ]
        rows_on(right, moved, Scale(_DIFFERENCE, 0.0), lang, {})
        right.tick_params(axis="y", labelleft=False)
        left.set_title(_RATIO.both(lang), loc="left")
        right.set_title(_DIFFERENCE.both(lang), loc="left")
        equal = left.plot([], [], color="#000000", linewidth=0.9, dashes=(6, 3), label=_EQUAL.both(lang))
        legend(figure, ordered, lang, equal)

    hidden = sum(mark.hidden for mark in ordered)
    return Picture(
        name="disparity",
        title=title,
        description=Words(
            f"แต่ละแถวคือหนึ่งกลุ่มเทียบกับคนอื่นทั้งหมด ซ้ายคืออัตราส่วน (1 คือเท่ากัน) ขวาคือผลต่าง (0 คือเท่ากัน) "
            f"พร้อมช่วงความเชื่อมั่น มี {len(ordered)} กลุ่ม ปิดไว้ {hidden} กลุ่ม",
            f"Each row is one group against all others: on the left the ratio (1 is equal), on the right the "
            f"difference (0 is equal), with intervals. {len(ordered)} groups, {hidden} hidden.",
        ),
        header=(*HEADER, _DIFFERENCE, _LO, _HI),
        rows=tuple((*mark.cells(), *one) for mark, one in zip(ordered, apart, strict=True)),
        height=1.4 + 0.26 * max(len(ordered), 2),
        draw=draw,
    )
