"""Where oversight begins: what there is to watch, and every case by state, kind and place."""

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.reading import Reading
from api.web.oversight.admitting import Overseer, Watcher
from api.web.oversight.paging import filters, onwards, turn_of
from api.web.page import Page
from api.web.rendering import show
from api.web.visiting import session_of
from api.web.words.labels import STATES
from ledger.application import browsing
from ledger.domain.casework_codes import Kind
from ledger.domain.codes import Role
from ledger.projections.listed import Which

CODE: Final = "^[a-z_]{0,64}$"
AREA: Final = "^[0-9]{0,6}$"
EMPTY: Final = "empty"
"""The state of a stream without entries, which no list holds."""

router: Final = APIRouter(route_class=Page)
Code = Annotated[str, Query(pattern=CODE)]
Cursor = Annotated[str | None, Query(max_length=512)]


@router.get("/watch")
def get_watch(request: Request, visitor: Watcher) -> Response:
    """Show what there is to watch."""
    values = {"oversees": Role.OVERSIGHT in visitor.roles, "size": request.app.state.store.head().size}
    return show(request, visitor, "oversight/overview.html", values)


@router.get("/watch/cases")
async def get_cases(
    request: Request,
    visitor: Overseer,
    *,
    of: Annotated[Literal["claim", "grievance"], Query()] = "claim",
    state: Code = "",
    kind: Code = "",
    area: Annotated[str, Query(pattern=AREA)] = "",
    cursor: Cursor = None,
) -> Response:
    """Show the cases that a mandate of oversight reaches, in the order in which they began."""
    reading: Reading = request.app.state.reading
    matter = kind if of == "grievance" else ""
    which = Which(kinds=(of,), state=state or None, matter=matter or None, area=area or None)

    def make() -> Response:
        turn = turn_of(request, visitor, cursor)
        page = browsing.cases(reading.ledger, session_of(visitor).actor, which, turn, visitor.now)
        values = {
            "page": page,
            "next": onwards(request, visitor, turn, page),
            "asked": {"of": of, "state": state, "kind": kind, "area": area},
            "filtered": bool(filters(request)),
            "states": [one for one in STATES[of] if one != EMPTY],
            "kinds": list(Kind),
        }
        return show(request, visitor, "oversight/cases.html", values)

    return await reading.room.run(make)
