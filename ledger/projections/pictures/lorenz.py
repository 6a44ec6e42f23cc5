"""The Lorenz curve: which share of the benefit the people with the least of it have."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from ledger.projections.pictures.canvas import BLUE, INK, Picture, explain
from ledger.projections.pictures.words import Lang, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_PEOPLE: Final = Words("สัดส่วนผู้คน", "share of people")
_BENEFIT: Final = Words("สัดส่วนสิทธิประโยชน์", "share of benefit")
_EQUAL: Final = Words("ถ้าเท่ากันทุกคน", "if all had the same")
_FOUND: Final = Words("ที่พบ", "as found")


def lorenz(points: Sequence[tuple[float, float]], index: float | None, *, title: Words) -> Picture:
    """Return the curve through ``points``: (share of people, share of benefit), from (0, 0) to (1, 1).

    ``index`` is the concentration index, which is told and not drawn; None where there is none.
    """
    told = "-" if index is None else f"{index:.4g}"

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        axes.set_box_aspect(1)
        axes.plot([0, 1], [0, 1], color=INK, linewidth=1, dashes=(6, 3), label=_EQUAL.both(lang))
        axes.plot(
            *zip(*points, strict=True),
            color=BLUE,
            linewidth=1.6,
            marker="o",
            markersize=5,
            markeredgecolor=INK,
            label=_FOUND.both(lang),
            clip_on=False,
        )
        axes.set_xlim(0, 1)
        axes.set_ylim(0, max(1.0, *(y for _x, y in points)))
        axes.set_xlabel(_PEOPLE.both(lang))
        axes.set_title(_BENEFIT.both(lang), loc="left")
        explain(figure)

    return Picture(
        name="lorenz",
        title=title,
        description=Words(
            f"เส้นประคือถ้าทุกคนได้เท่ากัน เส้นทึบคือที่พบจริง ยิ่งห่างกันยิ่งไม่เท่ากัน ดัชนีการกระจุกตัว {told}",
            f"Dashed: if all had the same. Solid: as found; the further apart, the less equal. "
            f"Concentration index {told}.",
        ),
        header=(_PEOPLE, _BENEFIT),
        rows=tuple(points),
        height=5.0,
        draw=draw,
    )
