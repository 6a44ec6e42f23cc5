"""What a page sends that several sign: as programs do, but with the session of the page.

A program brings its token in a header, which no other site's page can add. A browser brings its cookie by
itself, so here, and here alone, whoever sends must be a page of ours.
"""

from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api import approvals
from api.approvals import Name
from api.web.forms import check_own
from api.web.visiting import SESSION, name_of

router: Final = APIRouter(include_in_schema=False)


@router.post("/me/approvals")
async def post_mine(request: Request) -> Response:
    """Begin what others sign too, as ``POST /approvals``."""
    return await approvals.post_approvals(request, _bearer(request))


@router.post("/me/approvals/{name}")
async def post_one(request: Request, name: Name) -> Response:
    """Sign what waits, as ``POST /approvals/{name}``."""
    return await approvals.post_approval(request, name, _bearer(request))


def _bearer(request: Request) -> str | None:
    """Return what a program would send as ``Authorization``; None without a session.

    Raises:
        Problem: As ``check_own``.
    """
    check_own(request)
    token = request.cookies.get(name_of(request, SESSION))
    return None if token is None else f"Bearer {token}"
