"""One picture as SVG: the same bytes each time, with a title and a description in two languages.

matplotlib and the letters come with the extra ``report``; they are imported when something is drawn.
"""

import io
import re
import threading
import unicodedata
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from xml.sax.saxutils import escape

from ledger.projections.errors import ReportError
from ledger.projections.pictures.words import Lang, Words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Cell: TypeAlias = str | int | float | None

INK, GREY, PAPER = "#000000", "#595959", "#ffffff"
BLUE, VERMILLION, ORANGE, PURPLE, GREEN, SKY = (
    "#0072b2",
    "#d55e00",
    "#e69f00",
    "#cc79a7",
    "#009e73",
    "#56b4e9",
)
PALETTE: Final = frozenset({INK, GREY, PAPER, BLUE, VERMILLION, ORANGE, PURPLE, GREEN, SKY})
"""Source: Okabe and Ito 2008, Color Universal Design; with paper, ink and one grey."""
WIDTH: Final = 7.2  # inches
LETTERS: Final = '"Sarabun","Noto Sans Thai Looped","Leelawadee UI","Thonburi","Loma",sans-serif'
TWO_COLUMNS: Final = 50  # letters of a legend
LONGEST: Final = 34  # letters of a name in a picture; the table holds it whole
_LOOK: Final[dict[Any, Any]] = {
    "axes.edgecolor": GREY,
    "axes.grid": False,
    "axes.labelsize": 9,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlesize": 10,
    "font.family": ["Sarabun", "DejaVu Sans"],
    "font.size": 9,
    "hatch.linewidth": 0.6,
    "legend.fontsize": 8.5,
    "legend.frameon": False,
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
}
_NO_METADATA: Final = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_POINTS: Final = re.compile(rb'\b(width|height)="([\d.]+)pt"')
_NUMBERED: Final = re.compile(r'<g id="[A-Za-z0-9.]+_\d+">')  # no text can hold it: there "<" is escaped
_ONE_AT_A_TIME: Final = threading.Lock()  # settings of matplotlib are those of the process


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What is drawn, and the same as a table.

    ``header`` and ``rows`` hold every number that is drawn. ``height`` is in inches. ``draw`` puts it on an
    empty figure. ``of_rows``: the table says nothing that the rows of the report do not say.
    """

    name: str
    title: Words
    description: Words
    header: tuple[Words, ...]
    rows: tuple[tuple[Cell, ...], ...]
    height: float
    draw: Callable[["Figure", Lang], None]
    of_rows: bool = False


def svg(picture: Picture, lang: Lang = "th", *, outlined: bool = False) -> bytes:
    """Return ``picture`` as an SVG element in UTF-8: no declaration, no script, nothing from outside.

    Args:
        picture: What to draw.
        lang: The language that comes first.
        outlined: Letters as outlines, for a PDF; else as text, which can be read aloud and searched.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.
    """
    mark = sha256(f"{picture.name}/{picture.title.en}/{lang}".encode()).hexdigest()[:12]
    with _ONE_AT_A_TIME:
        drawn = _drawn(picture, lang, mark, "path" if outlined else "none")
    text = drawn[drawn.index("<svg ") :]
    text = _NUMBERED.sub("<g>", text)
    said = f'role="img" aria-labelledby="t{mark} d{mark}"'
    head, rest = text.removeprefix("<svg ").split(">", 1)
    words = (
        f'<title id="t{mark}">{_xml(picture.title.both(lang))}</title>'
        f'<desc id="d{mark}">{_xml(picture.description.both(lang))}</desc>'
        f"<style>text{{font-family:{LETTERS} !important}}</style>"
    )
    return f"<svg {said} {head}>{words}{rest.rstrip()}\n".encode()


def stacked(drawings: list[bytes]) -> bytes:
    """Return several drawings, each as ``svg`` gave it, one below the other as one document.

    A drawing is measured in points from outside and in units from inside; below others it stands in units.
    """
    if len(drawings) == 1:
        return drawings[0]
    sizes = [re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', one) for one in drawings]
    width = max(float(size[1]) for size in sizes if size)
    parts, y = [], 0.0
    for one, size in zip(drawings, sizes, strict=True):
        measured = _POINTS.sub(rb'\1="\2"', one, count=2)
        parts.append(measured.replace(b"<svg ", f'<svg x="0" y="{y:g}" '.encode(), 1))
        y += float(size[2]) if size else 0.0
    measures = f'width="{width:g}pt" height="{y:g}pt" viewBox="0 0 {width:g} {y:g}"'
    root = f'<svg xmlns="http://www.w3.org/2000/svg" role="group" {measures}>\n'
    return b"".join([root.encode(), *parts, b"</svg>\n"])


def short(text: str) -> str:
    """Return ``text`` as it stands in a picture: of bounded length, cut in the middle between letters.

    Keys often begin alike and end with whom they are about. A mark belongs to the letter before it, and
    SARA AM is one.

    >>> short("office/" + "ก" * 27), short("policy/admission/example-municipality")
    ('office/กกกกกกกกกกกกกกกกกกกกกกกกกกก', 'policy/admission/…le-municipality')
    """
    plain = printable(text)
    if len(plain) <= LONGEST:
        return plain
    end, start = LONGEST // 2, len(plain) - LONGEST // 2 + 2
    while end < start and _belongs(plain[end]):
        end += 1
    while start < len(plain) and _belongs(plain[start]):
        start += 1
    return f"{plain[:end]}…{plain[start:]}"


def _belongs(letter: str) -> bool:
    return unicodedata.category(letter) in {"Mn", "Me"} or letter == "\u0e33"


def explain(figure: "Figure", handles: Sequence[Any] | None = None) -> None:
    """Write the legend below a picture, in two columns where its words are short enough.

    ``handles``: what to explain; without them whatever has a label.
    """
    if handles is None:
        handles = [one for axes in figure.axes for one in axes.get_legend_handles_labels()[0]]
    if handles:
        widest = max(_width(str(one.get_label())) for one in handles)
        columns = 2 if widest <= TWO_COLUMNS and len(handles) > 1 else 1
        figure.legend(handles=handles, loc="outside lower left", ncols=columns)


def printable(text: str) -> str:
    """Return ``text`` without characters that have no place in XML; each becomes U+FFFD."""
    return "".join("\ufffd" if unicodedata.category(one) in {"Cc", "Cs", "Cn"} else one for one in text)


def letters() -> Path:
    """Return the folder of the letters.

    Raises:
        ReportError: ``pictures_missing``.
    """
    try:
        with as_file(files("fontpkg_sarabun")) as folder:
            return folder / "files"
    except ImportError as error:
        raise missing() from error


def missing() -> ReportError:
    """Return the error of whoever asks for a picture without the extra."""
    return ReportError(
        "pictures_missing", 'pictures and pages need more libraries: python -m pip install "phayan[report]"'
    )


def _drawn(picture: Picture, lang: Lang, salt: str, letters_as: str) -> str:
    folder = letters()
    try:
        import matplotlib as mpl  # noqa: PLC0415 - comes with the extra
        from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
        from matplotlib.figure import Figure  # noqa: PLC0415
        from matplotlib.font_manager import fontManager  # noqa: PLC0415
    except ImportError as error:
        raise missing() from error
    if not any(font.name == "Sarabun" and Path(font.fname).parent == folder for font in fontManager.ttflist):
        for weight in ("Regular", "Bold"):
            fontManager.addfont(str(folder / f"Sarabun-{weight}.ttf"))
    out = io.StringIO()
    with mpl.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")  # the table has it
        mpl.rcdefaults()  # nobody's own settings change the bytes
        mpl.rcParams.update(_LOOK | {"svg.fonttype": letters_as, "svg.hashsalt": salt})
        figure = Figure(figsize=(WIDTH, picture.height), layout="constrained", facecolor=PAPER)
        FigureCanvasSVG(figure)
        picture.draw(figure, lang)
        figure.savefig(out, format="svg", metadata=_NO_METADATA)
    return out.getvalue()


def _width(text: str) -> int:
    """Return how many letters stand beside each other; marks stand above and below them."""
    return sum(unicodedata.category(one) != "Mn" for one in text)


def _xml(text: str) -> str:
    return escape(printable(text))
