"""Before a case opens: the official says that they have no part of their own in it, or that they have one."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.sessions import reader_of
from api.web.forms import Posted
from api.web.official.entering import WORK, AtWork, Kind, Name, answered, enter
from api.web.page import Page, go
from api.web.rendering import show
from ledger.application.access import What
from ledger.domain.casework_codes import ConflictGround

GROUNDS: Final = (
    *(ConflictGround.PARTY, ConflictGround.SPOUSE, ConflictGround.LINEAL, ConflictGround.COLLATERAL_3),
    *(ConflictGround.AFFINITY_2, ConflictGround.REPRESENTATIVE, ConflictGround.CREDITOR),
    *(ConflictGround.DEBTOR, ConflictGround.EMPLOYER, ConflictGround.SAME_HOUSEHOLD),
    ConflictGround.SERIOUS_PARTIALITY,
)
"""What only the person themselves knows; the record shows the other grounds by itself."""

router: Final = APIRouter(route_class=Page)


@router.get("/work/{kind}/{name}/gate")
async def get_gate(request: Request, kind: Kind, name: Name, visitor: AtWork) -> Response:
    """Ask whether the official has a part of their own in the case."""
    stream = f"{kind}/{name}"

    def make() -> Response:
        enter(request, visitor, stream)
        values = {
            "kind": kind,
            "stream": stream,
            "registry": request.app.state.ledger.registry_stream,
            "origin": request.app.state.ledger.origin,
            "grounds": GROUNDS,
        }
        return show(request, visitor, "official/gate.html", values)

    return await answered(request, make)


@router.post("/work/{kind}/{name}/gate")
async def post_gate(request: Request, kind: Kind, name: Name, visitor: AtWork, _fields: Posted) -> Response:
    """Keep with the readings of the case that the official declared no part of their own; open the case."""
    stream = f"{kind}/{name}"

    def make() -> Response:
        desk = enter(request, visitor, stream)
        if not desk.declared:
            request.app.state.reading.openings.record(stream, reader_of(desk.session), What.GATE)
        return go(f"{WORK}/{stream}")

    return await answered(request, make)
