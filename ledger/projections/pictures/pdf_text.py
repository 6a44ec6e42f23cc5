"""Text of a PDF that can be selected and read aloud: each letter says what it is.

typst tells of every glyph in a syllable the text of the whole syllable, and once more so as a replacement
text (``ActualText``) from which marks set higher fall out. Readers then find syllables two or three times.
The letters carry their names with them, and the names say which letter each is. A replacement text stays
where it says more than its glyphs do: SARA AM is drawn in two parts.
"""

import io
import re
from functools import partial
from typing import Any, Final

import pypdf

from ledger.projections.pictures.canvas import missing

_LETTER: Final = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
"""A line of a CMap: a number of a glyph, and the text that it stands for."""

_REPLACED: Final = re.compile(rb"/Span<</ActualText<FEFF([0-9A-F]+)>>>BDC")
_SARA_AM: Final = b"0E33"
_THAI: Final = range(0x0E01, 0x0E5C)


def mended(document: bytes) -> bytes:
    """Return ``document`` with fonts whose glyphs stand for their own letters alone.

    Raises:
        ReportError: ``pictures_missing``: the extra ``report`` is not installed.

    Source: ISO 32000-1 section 9.10.3 (ToUnicode), 14.9.4 (replacement text, which is left as it is).
    """
    with io.BytesIO(document) as source, io.BytesIO() as out:
        writer = pypdf.PdfWriter(clone_from=source)
        for font in _fonts(writer):
            table = font["/ToUnicode"]
            names = _names(font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data())
            table.set_data(_LETTER.sub(partial(_line, names), table.get_data()))
        for page in writer.pages:
            content: Any = page["/Contents"]
            content.set_data(_REPLACED.sub(_replacement, content.get_data()))
        writer.pdf_header = "%PDF-1.7"
        writer.metadata = writer.metadata and {
            name: value for name, value in writer.metadata.items() if name != "/Producer"
        }
        writer.write(out)
        return out.getvalue()


def _fonts(writer: pypdf.PdfWriter) -> list[Any]:
    """Return the fonts of all pages, each once, in the order in which they occur."""
    found: dict[int, Any] = {}
    for page in writer.pages:
        resources: Any = page["/Resources"]
        for reference in resources.get("/Font", {}).values():
            font = reference.get_object()
            if "/ToUnicode" in font and "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]:
                found.setdefault(font.indirect_reference.idnum, font)
    return list(found.values())


def _names(program: bytes) -> list[str]:
    """Return the names of glyphs by their numbers."""
    try:
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415
    except ImportError as error:
        raise missing() from error
    with TTFont(io.BytesIO(program)) as font:
        return list(font.getGlyphOrder())


def _line(names: list[str], line: re.Match[bytes]) -> bytes:
    """Return a line of the table of letters: a letter of Thai for itself, others as typst has them."""
    from fontTools.agl import toUnicode  # type: ignore[import-untyped]  # noqa: PLC0415

    text = toUnicode(names[int(line[1], 16)])
    if not text or ord(text[0]) not in _THAI:
        return line[0]
    return b"<%s> <%s>" % (line[1], text.encode("utf-16-be").hex().upper().encode())


def _replacement(span: re.Match[bytes]) -> bytes:
    """Return the beginning of a span: with its replacement text where that is needed, else without."""
    letters = [span[1][place : place + 4] for place in range(0, len(span[1]), 4)]
    return span[0] if _SARA_AM in letters else b"/Span BMC"
