"""What is sealed in a case, who read it, and its bundle: each taking is recorded before anything leaves."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import evidence
from api.reading import Reading
from api.sessions import reader_of
from api.web.forms import Posted
from api.web.oversight.admitting import Overseer
from api.web.oversight.people import People
from api.web.oversight.replay import Stream
from api.web.page import Page
from api.web.rendering import HEADERS, show
from api.web.visiting import session_of
from ledger.application.access import Purpose, Recorded
from ledger.application.snapshot import present

LATEST: Final = 200
"""Readings that one page shows, the newest first."""

router: Final = APIRouter(route_class=Page)


@router.post("/watch/{kind}/{name}/opened")
async def post_opened(request: Request, visitor: Overseer, stream: Stream, _fields: Posted) -> Response:
    """Show what is sealed in a case: disclosed, withheld, erased and by whom; or an alarm."""
    reading: Reading = request.app.state.reading
    session = session_of(visitor)

    def make() -> Response:
        opened = reading.openings.open(stream, reader_of(session), Purpose.OVERSIGHT)
        prefix = present(reading.ledger.store, reading.clock())
        values = {
            "stream": stream,
            "kind": stream.partition("/")[0],
            "fields": opened.fields,
            "people": People(prefix, visitor.language),
            "by_index": {one.index: one for one in prefix.history(stream)},
        }
        return show(request, visitor, "oversight/opened.html", values, secret=True)

    return await reading.room.run(make)


@router.get("/watch/{kind}/{name}/reads")
async def get_reads(request: Request, visitor: Overseer, stream: Stream) -> Response:
    """Show who read a case, in which capacity, and what; the newest first."""
    reading: Reading = request.app.state.reading
    session = session_of(visitor)

    def make() -> Response:
        found = [
            one for one in reading.openings.reads(stream, reader_of(session)) if isinstance(one, Recorded)
        ]
        prefix = present(reading.ledger.store, reading.clock())
        values = {
            "stream": stream,
            "kind": stream.partition("/")[0],
            "reads": found[::-1][:LATEST],
            "total": len(found),
            "people": People(prefix, visitor.language),
        }
        return show(request, visitor, "oversight/reads.html", values)

    return await reading.room.run(make)


@router.get("/watch/{kind}/{name}/bundle.zip")
async def get_bundle(request: Request, visitor: Overseer, stream: Stream) -> Response:
    """Return the bundle of a case as a file."""
    reading: Reading = request.app.state.reading
    content = await reading.room.run(lambda: evidence.bundle(reading, session_of(visitor), stream))
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{stream.replace("/", "-")}.zip"'}
    return Response(content, headers=headers, media_type="application/zip")
