"""A picture as matplotlib holds it, so that what is drawn can be measured."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ledger.projections.pictures import canvas
from ledger.projections.pictures.canvas import Picture


@contextmanager
def drawn(picture: Picture) -> Iterator[Figure]:
    """The figure of ``picture``, laid out as it leaves."""
    canvas.svg(picture)  # lets matplotlib know the letters
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        mpl.rcdefaults()
        mpl.rcParams.update(canvas._LOOK)
        figure = Figure(figsize=(canvas.WIDTH, picture.height), layout="constrained")
        FigureCanvasSVG(figure)
        picture.draw(figure, "th")
        figure.draw_without_rendering()
        yield figure


def lines(figure: Figure, axes: int = 0) -> list[Line2D]:
    """The lines of one panel."""
    return list(figure.axes[axes].lines)


def points(line: Line2D) -> list[tuple[float, float]]:
    """The points of a line."""
    return [(float(x), float(y)) for x, y in line.get_xydata().tolist()]  # type: ignore[union-attr]


def marks(figure: Figure, axes: int = 0) -> set[tuple[float, float]]:
    """Where single marks stand: (x, y), those of rows and not the rings and arrows beside them."""
    return {
        points(line)[0]
        for line in lines(figure, axes)
        if len(points(line)) == 1
        and line.get_marker() in {"o", "^", "v", "D", "X", "s", "P"}
        and line.get_markerfacecolor() != "none"
    }
