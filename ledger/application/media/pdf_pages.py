"""The pages of a PDF, written anew, and nothing of what lies around them.

Only pages are carried over, and of a page only what is seen. So the document's information, XMP, embedded
files, scripts, actions, forms' programs and earlier versions stay behind, with whatever else stood there.
Pictures in it lose their own metadata as photographs do. Source: ISO 32000-2 sections 7.7, 12.5 and 14.3.
"""

import os
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, NameObject, StreamObject

from ledger.application.media import MOST_BYTES, jpeg, pdf
from ledger.application.media.refusals import AttachmentDamaged, AttachmentLocked, AttachmentRefused

MOST_OBJECTS: Final = 100_000
MEMORY: Final = 1024 * 1024 * 1024
_OF_A_PAGE: Final = frozenset(
    {"/Type", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources", "/Contents", "/Group", "/Annots"}
)
_SEEN: Final = frozenset(
    {
        *("/Widget", "/FreeText", "/Stamp", "/Ink", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine"),
        *("/Highlight", "/Underline", "/Squiggly", "/StrikeOut"),
    }
)
"""Annotations that are part of what a page shows. Others carry files, films, sounds, notes and links."""
_OF_AN_ANNOTATION: Final = frozenset(
    {"/Type", "/Subtype", "/Rect", "/AP", "/AS", "/F", "/C", "/BS", "/Border", "/QuadPoints"}
)
_TOLD: Final = frozenset(
    {
        *("/Metadata", "/PieceInfo", "/LastModified", "/OPI", "/Alternates", "/Ref"),
        *("/AF", "/EF", "/RF", "/JS", "/JavaScript"),
    }
)
_OPAQUE: Final = "/JPXDecode"  # its metadata would have to be taken out by a parser of its own
_PHOTOGRAPH: Final = "/DCTDecode"


def pages_of(content: bytes) -> bytes:
    """Return the pages of ``content`` in a new document.

    Raises:
        AttachmentLocked: It is encrypted.
        AttachmentDamaged: It breaks the form of a PDF, or holds no page.
    """
    try:
        return _written(content)
    except AttachmentRefused:
        raise
    except Exception as error:  # whatever the parser meets, and it meets anything, the file is not whole
        raise AttachmentDamaged from error


def _written(content: bytes) -> bytes:
    reader = PdfReader(BytesIO(content), strict=True)
    if reader.is_encrypted:
        raise AttachmentLocked
    pages = list(reader.pages)
    if not pages:
        raise AttachmentDamaged
    for page in pages:
        _reduce(page)
    for number, found in enumerate(_objects(pages)):
        if number == MOST_OBJECTS:
            raise AttachmentDamaged
        _clean(found)
    writer = PdfWriter()
    writer.metadata = None
    for page in pages:
        writer.add_page(page)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _reduce(page: PageObject) -> None:
    """Leave in ``page`` what is seen of it."""
    for key in set(page) - _OF_A_PAGE:
        del page[key]
    shown = ArrayObject()
    for reference in page.get("/Annots", ()):
        annotation: DictionaryObject = reference.get_object()
        if str(annotation["/Subtype"]) in _SEEN:
            shown.append(
                DictionaryObject(
                    {
                        NameObject(key): annotation.raw_get(key)
                        for key in sorted(_OF_AN_ANNOTATION & set(annotation))
                    }
                )
            )
    if shown:
        page[NameObject("/Annots")] = shown
    else:
        page.pop("/Annots", None)


def _objects(pages: list[PageObject]) -> Iterator[DictionaryObject]:
    """Yield every dictionary that ``pages`` lead to, each once, before what it leads to itself."""
    waiting: list[Any] = list(pages)
    seen: set[tuple[int, int]] = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, IndirectObject):
            if (one.idnum, one.generation) in seen:
                continue
            seen.add((one.idnum, one.generation))
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            waiting += dict.values(one)
        elif isinstance(one, ArrayObject):
            waiting += list.__iter__(one)


def _clean(found: DictionaryObject) -> None:
    for key in _TOLD & set(found):
        del found[key]
    if not isinstance(found, StreamObject):
        return
    filters = found.get("/Filter")
    names = [str(name) for name in (filters if isinstance(filters, ArrayObject) else [filters])]
    if _OPAQUE in names or (_PHOTOGRAPH in names and len(names) > 1):
        raise AttachmentDamaged
    if names == [_PHOTOGRAPH]:
        found._data = jpeg.strip(found._data)  # noqa: SLF001 - the bytes as they stand in the file


def main() -> int:
    """Turn the document on standard input into its pages on standard output; return how it went."""
    resource.setrlimit(resource.RLIMIT_CPU, (pdf.CPU_SECONDS, pdf.CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))  # it writes to no file
    os.nice(pdf.NICE)
    try:
        pages = pages_of(sys.stdin.buffer.read())
    except AttachmentLocked:
        return pdf.LOCKED
    if len(pages) > MOST_BYTES:  # here, before the server holds it
        return pdf.TOO_LARGE
    sys.stdout.buffer.write(pages)
    return 0


if __name__ == "__main__":
    sys.exit(main())
