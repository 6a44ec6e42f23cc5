"""The front door of the pages: where everybody begins, signs in, and leaves."""

from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.problems import Problem
from api.web.forms import Posted
from api.web.homes import home_of
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import (
    LEFT,
    SESSION,
    YEAR,
    SignedIn,
    Visit,
    Visitor,
    drop,
    keep,
    keep_session,
    name_of,
    own_path,
)

router: Final = APIRouter(route_class=Page)
Next = Annotated[str, Query(alias="next", max_length=2048)]


@router.get("/sign-in")
def get_sign_in(request: Request, visitor: Visit, onwards: Next = "/me") -> Response:
    """Show how one signs in: with the key that this browser keeps."""
    return _sign_in(request, visitor, own_path(onwards))


@router.post("/sign-in")
async def post_sign_in(request: Request, visitor: Visit, fields: Posted) -> Response:
    """Open a session by an envelope that the browser built and signed; go on to where it was asked for."""
    sessions, onwards = request.app.state.sessions, own_path(fields.one("next"))
    envelope = fields.one("envelope").encode()
    try:
        token, _ = await sessions.room.run(lambda: sessions.open(envelope))
    except Problem as problem:
        return _sign_in(request, visitor, onwards, problem)
    answer = go(onwards)
    keep_session(request, answer, token)
    return answer


@router.post("/sign-out")
def post_sign_out(request: Request, _fields: Posted) -> Response:
    """End the session in this browser; its key stays, and signs in again when somebody says so."""
    answer = go("/")
    drop(request, answer, SESSION)
    keep(request, answer, LEFT, "1", YEAR)
    return answer


@router.get("/me")
def get_me(visitor: SignedIn) -> Response:
    """Go to where whoever signed in has work."""
    return go(home_of(visitor.roles))


def _sign_in(request: Request, visitor: Visitor, onwards: str, problem: Problem | None = None) -> Response:
    code, status, headers = None, 200, dict[str, str]()
    if problem is not None:
        code, status, headers = problem.code, problem.status, problem.headers
    unasked = code is None and name_of(request, LEFT) not in request.cookies
    values = {"next": onwards, "origin": request.app.state.ledger.origin, "code": code, "unasked": unasked}
    return show(request, visitor, "sign_in.html", values, status=status, headers=headers)
