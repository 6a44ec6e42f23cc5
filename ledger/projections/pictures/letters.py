"""Letters inside a page or a drawing: those that it uses, so that it reads the same everywhere."""

import base64
import io
from typing import Final

from ledger.projections.pictures.canvas import letters, missing, stacked

THAI: Final = range(0x0E01, 0x0E5C)
"""All of it: a shaper takes some letters apart (SARA AM), and needs the parts."""


def standalone(drawings: list[bytes]) -> bytes:
    """Return drawings, one below the other, as one SVG document that brings its letters along."""
    whole = stacked(drawings).decode()
    head, rest = whole.split(">", 1)
    return f"{head}><style>{embedded(whole)}</style>{rest}".encode()


def embedded(text: str) -> str:
    """Return CSS that brings the letters of ``text`` along, as a ``data:`` address.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.

    Source: SIL Open Font License 1.1, which allows letters inside a document.
    """
    folder = letters()
    try:
        from fontTools.subset import (  # type: ignore[import-untyped]  # noqa: PLC0415 - comes with the extra
            Options,
            Subsetter,
        )
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError as error:
        raise missing() from error
    options = Options(flavor="woff", layout_features=["*"], notdef_outline=True, recalc_timestamp=False)
    with TTFont(folder / "Sarabun-Regular.ttf", recalcTimestamp=False) as font:
        subset = Subsetter(options)
        subset.populate(text=text, unicodes=THAI)
        subset.subset(font)
        font.flavor = "woff"
        out = io.BytesIO()
        font.save(out, reorderTables=True)
    source = base64.b64encode(out.getvalue()).decode()
    return f'@font-face{{font-family:"Sarabun";src:url("data:font/woff;base64,{source}") format("woff")}}'
