"""How a row is drawn: a shape for each flag, so that no reader depends on colour."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from ledger.projections.pictures.canvas import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PAPER,
    PURPLE,
    VERMILLION,
    Cell,
    explain,
    short,
)
from ledger.projections.pictures.words import (
    ESTIMATE,
    FLAG_WORDS,
    FLAGS,
    HI,
    HIDDEN,
    KEY,
    LO,
    NUM,
    Lang,
    N,
    Words,
    same,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEADER: Final = (KEY, N, NUM, ESTIMATE, LO, HI, FLAGS)


class Mark(NamedTuple):
    """One row: counts, estimate with its interval, flags. None where the report says nothing."""

    key: str
    n: int | None
    num: int | None
    estimate: float | None
    lo: float | None
    hi: float | None
    flags: tuple[str, ...] = ()
    hidden: bool = False
    label: Words | None = None

    @property
    def name(self) -> Words:
        """Return the name beside the key, or the key."""
        return self.label or same(self.key)

    def cells(self) -> tuple[Cell, ...]:
        """Return the row of the table, in the order of ``HEADER``."""
        words = " ".join((*self.flags, *(["HIDDEN"] if self.hidden else [])))
        return (self.key, self.n, self.num, self.estimate, self.lo, self.hi, words)


class Shape(NamedTuple):
    """``marker`` is matplotlib's name of a shape; an open one has the paper's colour inside."""

    marker: str
    colour: str
    filled: bool
    size: float
    words: Words


PLAIN: Final = Shape("o", BLUE, True, 5.5, Words("หน่วยหนึ่ง", "one unit"))  # noqa: FBT003
SHAPES: Final[dict[str, Shape]] = {
    "SIGNAL": Shape("^", VERMILLION, True, 8.5, FLAG_WORDS["SIGNAL"]),  # noqa: FBT003
    "SIGNAL_LOW": Shape("v", PURPLE, True, 8.5, FLAG_WORDS["SIGNAL_LOW"]),  # noqa: FBT003
    "WATCH": Shape("D", ORANGE, True, 6, FLAG_WORDS["WATCH"]),  # noqa: FBT003
    "NO_LIMITS": Shape("X", BLUE, True, 7, FLAG_WORDS["NO_LIMITS"]),  # noqa: FBT003
    "POOLED": Shape("s", BLUE, False, 5.5, FLAG_WORDS["POOLED"]),  # noqa: FBT003
    "LOW_N": Shape("o", BLUE, False, 5.5, FLAG_WORDS["LOW_N"]),  # noqa: FBT003
}
"""What is asked stands before what is said; the first that a row carries is drawn."""
REPLY: Final = Shape("o", GREY, False, 12.5, FLAG_WORDS["REPLIED"])  # noqa: FBT003


def mark_of(row: Mapping[str, Any], *, shrunk: bool = False) -> Mark:
    """Return the mark of a row of a report; ``shrunk``: of its shrunken rate."""
    value, bounds = ("shrunk", "shrunk_interval") if shrunk else ("estimate", "interval")
    interval, extra = row.get(bounds) or {}, row.get("extra") or {}
    label = extra.get("label")
    return Mark(
        row["key"],
        row["n"],
        row.get("num"),
        row.get(value),
        interval.get("lo"),
        interval.get("hi"),
        tuple(row["flags"]),
        row["suppressed"],
        Words(label["th"], label["en"]) if label else None,
    )


def in_order(marks: Iterable[Mark]) -> list[Mark]:
    """Return ``marks`` in order of their keys: the only order in which rows are ever drawn."""
    return sorted(marks, key=lambda mark: mark.key)


def shape_of(flags: Iterable[str]) -> Shape:
    """Return the shape of a row with ``flags``."""
    carried = set(flags)
    return next((shape for flag, shape in SHAPES.items() if flag in carried), PLAIN)


def put(axes: "Axes", x: float, y: float, flags: Iterable[str], *, small: bool = False) -> None:
    """Draw one mark; a ring round it says that the official replied. ``small``: the interval matters more."""
    shape = shape_of(flags)
    size = shape.size * (0.6 if small else 1)
    inside = shape.colour if shape.filled else PAPER
    axes.plot(
        [x],
        [y],
        linestyle="none",
        marker=shape.marker,
        markersize=size,
        markerfacecolor=inside,
        markeredgecolor=INK if shape.filled else shape.colour,
        markeredgewidth=0.7 if shape.filled else 1.4,
        zorder=4,
    )
    if "REPLIED" in flags:
        axes.plot(
            [x],
            [y],
            linestyle="none",
            marker="o",
            markersize=REPLY.size,
            markerfacecolor="none",
            markeredgecolor=GREY,
            zorder=3,
        )


def legend(figure: "Figure", marks: Sequence[Mark], lang: Lang, more: Sequence[Any] = ()) -> None:
    """Say below the picture what its shapes mean: those that occur, and the lines in ``more``."""
    from matplotlib.lines import Line2D  # noqa: PLC0415 - comes with the extra

    shown = [mark for mark in marks if mark.estimate is not None]
    shapes = [
        shape for shape in (PLAIN, *SHAPES.values()) if any(shape_of(one.flags) == shape for one in shown)
    ]
    if any("REPLIED" in mark.flags for mark in shown):
        shapes.append(REPLY)
    handles = [
        Line2D(
            [],
            [],
            linestyle="none",
            marker=shape.marker,
            markersize=shape.size if shape is not REPLY else 10,
            markerfacecolor=shape.colour if shape.filled else "none",
            markeredgecolor=INK if shape.filled else shape.colour,
            label=shape.words.both(lang),
        )
        for shape in shapes
    ]
    handles += more
    explain(figure, handles)


def name_of(mark: Mark, lang: Lang) -> str:
    """Return what stands beside a row of a picture."""
    text = short(mark.name.said(lang))
    return f"{text} ({HIDDEN.both(lang)})" if mark.hidden else text
