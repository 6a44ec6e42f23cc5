"""What a server says of itself: what it serves, what its codes mean, whether it answers."""

from typing import Any, Final

from anyio.to_thread import run_sync
from fastapi import APIRouter, Request

from api import schemas
from api.catalogue import catalogue
from api.problems import Problem
from api.web.front import front_page
from api.web.page import wants_page

router: Final = APIRouter()


@router.get(
    "/",
    summary="What is served here",
    response_model=dict[str, str],
    responses=schemas.problems(503, 431, 500),
)
async def index(request: Request) -> Any:  # noqa: ANN401 - a page, or JSON
    """Name the log and its files; to a browser, show the front page."""
    if wants_page(request):
        return await run_sync(lambda: front_page(request))
    return {
        "origin": await run_sync(lambda: request.app.state.ledger.origin),
        "statements": "/statements",
        "checkpoint": "/checkpoint",
        "openapi": "/openapi.json",
    }


@router.get("/errors/{code}", summary="What a code means", responses=schemas.problems(404, 431, 500))
async def error(code: str) -> dict[str, str]:
    """Say what a code means and what to do, in English and in Thai."""
    said = catalogue().get(code)
    if said is None:
        raise Problem(404, "not_found")
    return {"code": code, **said._asdict()}


@router.get("/healthz", summary="The process answers", responses=schemas.problems(431, 500))
async def alive() -> dict[str, str]:
    """Answer, and touch nothing."""
    return {"status": "alive"}


@router.get("/readyz", summary="The ledger answers", responses=schemas.problems(503, 431, 500))
async def ready(request: Request) -> dict[str, int | str]:
    """Read the end of the log and its newest checkpoint, unless this process is about to stop."""
    if request.app.state.stopping:
        raise Problem(503, "stopping", {"retry-after": "5"})
    store = request.app.state.store
    head, newest = await run_sync(lambda: (store.head(), store.checkpoint()))
    return {"status": "ready", "size": head.size, "checkpoint": 0 if newest is None else newest.size}
