"""Where oversight begins: every case, who decides, the reports, the log and the audits."""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.web.oversight.admitting import Watcher
from api.web.page import Page
from api.web.rendering import show
from ledger.domain.codes import Role

router: Final = APIRouter(route_class=Page)


@router.get("/watch")
def get_watch(request: Request, visitor: Watcher) -> Response:
    """Show what there is to watch."""
    values = {"oversees": Role.OVERSIGHT in visitor.roles}
    return show(request, visitor, "oversight/overview.html", values)
