"""What became of things: the parts of each row, told apart by pattern as well as by colour."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from ledger.projections.pictures.canvas import (
    BLUE,
    GREEN,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    SKY,
    VERMILLION,
    Picture,
    explain,
    short,
)
from ledger.projections.pictures.words import KEY, Lang, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

STATES: Final[dict[str, tuple[Words, str, str]]] = {
    "kept": (Words("ทำตามกำหนด", "kept"), BLUE, ""),
    "late": (Words("ทำแต่ล่าช้า", "late"), SKY, "//"),
    "unverified": (Words("ยังไม่มีใครยืนยัน", "unverified"), ORANGE, "xx"),
    "overdue": (Words("เกินกำหนด ยังไม่รายงาน", "overdue"), PURPLE, "\\\\"),
    "broken": (Words("ผิดคำมั่น", "broken"), VERMILLION, "++"),
    "waiting": (Words("รอการยืนยัน", "waiting"), GREEN, ".."),
    "open": (Words("ยังไม่ถึงกำหนด", "open"), PAPER, ""),
    "withdrawn": (Words("ถอนแล้ว", "withdrawn"), GREY, "--"),
}
"""In the order in which they are drawn, each with words, colour and pattern."""

_COUNT: Final = Words("จำนวน", "count")


def states(counts: Mapping[str, Mapping[str, int]], *, title: Words) -> Picture:
    """Return one bar for each row of ``counts`` (state and count by key), in order of key."""
    keys = sorted(counts)
    present = [state for state in STATES if any(counts[key].get(state) for key in keys)]

    def draw(figure: "Figure", lang: Lang) -> None:
        axes = figure.add_subplot()
        left = [0] * len(keys)
        for state in present:
            words, colour, pattern = STATES[state]
            parts = [counts[key].get(state, 0) for key in keys]
            axes.barh(
                range(len(keys)),
                parts,
                0.66,
                left=left,
                facecolor=colour,
                edgecolor=INK,
                linewidth=0.6,
                hatch=pattern,
                label=words.both(lang),
            )
            left = [before + part for before, part in zip(left, parts, strict=True)]
        axes.set_yticks(range(len(keys)), [short(key) for key in keys])
        axes.set_ylim(len(keys) - 0.4, -0.6)
        axes.tick_params(axis="y", length=0)
        axes.set_title(_COUNT.both(lang), loc="left")
        if present:
            explain(figure)

    return Picture(
        name="states",
        title=title,
        description=_description(keys),
        header=(KEY, *(STATES[state][0] for state in present)),
        rows=tuple((key, *(counts[key].get(state, 0) for state in present)) for key in keys),
        height=1.8 + 0.28 * max(len(keys), 2),
        draw=draw,
    )


def _description(keys: Sequence[str]) -> Words:
    return Words(
        f"แต่ละแถบคือหนึ่งหน่วย แบ่งตามสิ่งที่เกิดขึ้นจริง เรียงตามรหัส มี {len(keys)} หน่วย",
        f"Each bar is one unit, divided by what became of it, in order of key. {len(keys)} units.",
    )
