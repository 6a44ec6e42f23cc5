"""What a person takes out of their case: letters as a page and on paper, files, proofs of entries."""

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.attachments import Uploads
from api.attachments import saved as saved_file
from api.filing_rates import LOOKED
from api.filings import Filings
from api.problems import Problem
from api.reading import Reading
from api.web.citizen.holding import Held, held
from api.web.citizen.receipt import page_of, saved
from api.web.forms import Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import Visit
from ledger.application.access import Purpose, Target, What
from ledger.application.documents import read_document
from ledger.application.evidence import make_proof
from ledger.application.lettering import write_letter
from ledger.application.openings import HOLDER
from ledger.projections.letters.letter import Letter
from ledger.projections.letters.opened import wanted
from ledger.projections.letters.pdf import render_letter
from ledger.projections.views.unsealing import OWN
from ledger.store.rows import Row

router: Final = APIRouter(route_class=Page)
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]
Version = Annotated[int, Path(ge=1, le=2**53 - 1)]


@router.get("/case/letter/{version}.pdf")
async def get_paper(request: Request, visitor: Visit, version: Version) -> Response:
    """Return the letter of an entry on paper."""

    def make(here: Held) -> Response:
        content = render_letter(_letter(request, here, version), visitor.language)
        headers = {"content-disposition": f'attachment; filename="letter-{here.case}-{version}.pdf"'}
        return Response(content, headers=headers, media_type="application/pdf")

    return await _in_case(request, make)


@router.get("/case/letter/{version}")
async def get_letter(request: Request, visitor: Visit, version: Version) -> Response:
    """Show the letter of an entry: what was decided, why, by whom, and what may be done until when."""

    def make(here: Held) -> Response:
        values = {"letter": _letter(request, here, version), "version": version}
        return show(request, visitor, "citizen/letter.html", values)

    return await _in_case(request, make)


@router.post("/case/document/{sha256}")
async def post_document(request: Request, _fields: Posted, sha256: Digest) -> Response:
    """Return a file of the case; that it was read is recorded before."""
    uploads: Uploads = request.app.state.uploads
    reading: Reading = request.app.state.reading

    def make(here: Held) -> Response:
        file = read_document(reading.openings, uploads.attachments, here.stream, HOLDER, sha256)
        return saved_file(file, sha256)

    return await _in_case(request, make)


@router.post("/case/proof/{version}")
async def post_proof(request: Request, fields: Posted, version: Version) -> Response:
    """Return the proof of an entry of the case, or the entry that it proves.

    Raises:
        Problem: 404 ``not_found``: the case has no such entry.
    """
    store, reading = request.app.state.store, request.app.state.reading
    part = fields.one("part")

    def make(here: Held) -> Response:
        row: Row | None = next((one for one in store.stream(here.stream) if one.version == version), None)
        if row is None:
            raise Problem(404, "not_found")
        reading.openings.record(here.stream, HOLDER, What.FILE, (Target(version),))
        name = f"case-{here.case}-{version}"
        if part == "entry":
            return saved(row.entry, f"{name}.json")
        return saved(make_proof(store, row.index).encode(), f"{name}.tlog-proof")

    return await _in_case(request, make)


async def _in_case(request: Request, make: Callable[[Held], Response]) -> Response:
    """Return what ``make`` makes of the case that was opened; without one, the way to open it."""
    filings: Filings = request.app.state.filings
    reading: Reading = request.app.state.reading

    def work() -> Response:
        here = held(request)
        if here is None:
            return go("/track")
        filings.rates.take(LOOKED, here.case)
        return make(here)

    return await reading.room.run(work)


def _letter(request: Request, here: Held, version: int) -> Letter:
    """Return the letter of an entry, with its person's words; that they read it is recorded before.

    Raises:
        NoSuchEntry: No letter tells of that entry.
    """
    reading: Reading = request.app.state.reading
    names = wanted(OWN["grievance"])
    opened = reading.openings.open(here.stream, HOLDER, Purpose.OWN_CASE, names)
    page = page_of(request, here.case)
    return write_letter(
        reading.ledger,
        reading.clock,
        here.stream,
        version,
        fields=opened.fields,
        case=here.case,
        page=page,
    )[0]
