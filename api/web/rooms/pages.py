"""The pages of consultations: the list, one room as it stands or stood, and one promise."""

from collections.abc import Callable
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.web.homes import OFFICIALS
from api.web.page import Page
from api.web.rendering import show
from api.web.rooms.proposing import PROPOSED_BY
from api.web.rooms.record import list_promises, list_rooms, see_room
from api.web.timeline import Teller
from api.web.visiting import SignedIn, Visitor
from ledger.application.replay import prefix_at
from ledger.domain.codes import Role
from ledger.domain.dates import civil

router: Final = APIRouter(route_class=Page)
FILES: Final = {"/work": OFFICIALS, "/watch": frozenset({Role.OVERSIGHT})}
"""Where whoever has such a role opens the file of a case."""
At = Annotated[int | None, Query(ge=0, le=2**53 - 1)]
Name = Annotated[UUID, Path()]


async def within(request: Request, visitor: Visitor, make: Callable[[Reading, str], Response]) -> Response:
    """Return what ``make`` shows to whoever holds a running mandate: it concerns all who act.

    Raises:
        Problem: 404 ``not_found``: they hold none.
    """
    reading: Reading = request.app.state.reading
    session = visitor.session
    if session is None or not visitor.mandates:
        raise Problem(404, "not_found")
    return await reading.room.run(lambda: make(reading, session.actor))


@router.get("/rooms")
async def get_rooms(request: Request, visitor: SignedIn) -> Response:
    """List the consultations and what was promised."""

    def make(reading: Reading, _reader: str) -> Response:
        prefix = prefix_at(reading.ledger, None, visitor.now)
        promises, words = list_promises(reading.ledger, prefix)
        teller, today = Teller(prefix, visitor.language), civil(prefix.now)
        values = {
            "lines": list_rooms(reading.ledger, prefix, visitor.language),
            "promises": promises,
            "words": words,
            "who": {one.owner: teller.person(one.owner, today) for one in promises.commitments},
            "proposes": not PROPOSED_BY.isdisjoint(visitor.roles),
        }
        return show(request, visitor, "rooms/list.html", values)

    return await within(request, visitor, make)


@router.get("/rooms/{name}")
async def get_room(request: Request, visitor: SignedIn, name: Name, at: At = None) -> Response:
    """Show one consultation: asked, said, answered, done; as it stands, or stood after an entry."""

    def make(reading: Reading, reader: str) -> Response:
        prefix = prefix_at(reading.ledger, at, visitor.now)
        room = see_room(reading.ledger, prefix, f"consultation/{name}", reader, visitor.language)
        files = next((path for path, roles in FILES.items() if not roles.isdisjoint(visitor.roles)), "")
        values = {"room": room, "at": at, "reader": reader, "base": f"/rooms/{name}", "files": files}
        return show(request, visitor, "rooms/room.html", values)

    return await within(request, visitor, make)
