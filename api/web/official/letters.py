"""Letters of a case: as a page that reads and prints well, and as PDF. That they were read is recorded."""

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.sessions import reader_of
from api.web.official.entering import AtWork, Desk, Kind, Name, at_case
from api.web.page import Page
from api.web.rendering import show
from ledger.application.access import Purpose
from ledger.application.lettering import write_letter
from ledger.projections.letters.letter import Letter
from ledger.projections.letters.opened import wanted
from ledger.projections.letters.pdf import render_letter
from ledger.projections.views.unsealing import OWN

Version = Annotated[int, Path(ge=1)]

router: Final = APIRouter(route_class=Page)


@router.get("/work/{kind}/{name}/letter/{version}.pdf")
async def get_pdf(request: Request, kind: Kind, name: Name, version: Version, visitor: AtWork) -> Response:
    """Return the letter of an entry on paper."""

    def make(desk: Desk) -> Response:
        content = render_letter(_letter(request, desk, version), visitor.language)
        headers = {"content-disposition": f'inline; filename="{str(name)[:8]}-{version}.pdf"'}
        return Response(content, headers=headers, media_type="application/pdf")

    return await at_case(request, visitor, f"{kind}/{name}", make)


@router.get("/work/{kind}/{name}/letter/{version}")
async def get_letter(request: Request, kind: Kind, name: Name, version: Version, visitor: AtWork) -> Response:
    """Show the letter of an entry as a page: the original for whoever cannot read the paper."""

    def make(desk: Desk) -> Response:
        values = {"letter": _letter(request, desk, version), "stream": desk.stream, "version": version}
        return show(request, visitor, "official/letter.html", values)

    return await at_case(request, visitor, f"{kind}/{name}", make)


def _letter(request: Request, desk: Desk, version: int) -> Letter:
    """Return the letter of the entry with this version, with the words that its reader may open.

    Raises:
        NoSuchEntry: No letter tells of that entry.
    """
    reading, stream = request.app.state.reading, desk.stream
    names = wanted(OWN[stream.partition("/")[0]])
    opened = reading.openings.open(stream, reader_of(desk.session), Purpose.NOTICE, names)
    case = request.app.state.number_of(stream)
    page = None if case is None else f"{request.base_url}track?case={case}"
    return write_letter(
        reading.ledger, reading.clock, stream, version, fields=opened.fields, case=case, page=page
    )[0]
