"""The application: one ledger, open for writing, behind routes."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import log_files, reading, schemas, sessions, statements
from api.catalogue import catalogue
from api.languages import wanted
from api.limits import Limits
from api.problems import Problem, answer, document, failure
from api.reading import Reading
from api.sessions import Sessions
from api.statements import Door
from ledger.application import randomness
from ledger.application.assembly import open_ledger
from ledger.application.errors import LedgerError
from ledger.application.keyring import Keyring
from ledger.application.sequencer import Clock
from ledger.application.settings import Settings
from ledger.store.errors import StoreError

_LOG: Final = logging.getLogger("phayan.api")
_BY_STATUS: Final = {404: "not_found", 405: "method_not_allowed"}


def create_app(settings: Settings, clock: Clock, *, public_entries: bool = False) -> FastAPI:
    """Return the application that serves the ledger of ``settings``; it is opened when the server starts.

    Args:
        settings: Where the ledger lives.
        clock: The present time; the stamp of entries.
        public_entries: Whether anybody may fetch the entries themselves, not their hashes alone.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_ledger(settings, clock, write=True) as ledger:
            secret = Keyring(settings.keys).secret("session", randomness.seed)
            app.state.ledger, app.state.store, app.state.door = ledger, ledger.store, Door(ledger)
            app.state.sessions = Sessions(ledger, secret, clock)
            app.state.reading = Reading(ledger, clock)
            yield

    app = FastAPI(
        title="Phayan",
        summary="The ledger that makes decisions about social protection answerable.",
        version="0.1.0",
        lifespan=lifespan,
        docs_url=None,  # its page would load scripts from strangers
        redoc_url=None,
    )
    app.state.public_entries = public_entries
    app.add_middleware(Limits)
    app.include_router(statements.router)
    app.include_router(log_files.router)
    app.include_router(sessions.router)
    app.include_router(reading.router)
    app.get("/", summary="What is served here", responses=schemas.problems(431, 500))(_index)
    app.get("/errors/{code}", summary="What a code means", responses=schemas.problems(404, 431, 500))(_error)
    app.get("/healthz", summary="The process answers", responses=schemas.problems(431))(_alive)
    app.get("/readyz", summary="The ledger answers", responses=schemas.problems(431, 500, 503))(_ready)
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(LedgerError, _failed)
    app.add_exception_handler(StoreError, _failed)
    app.add_exception_handler(Exception, _fault)
    return app


async def _index(request: Request) -> dict[str, str]:
    """Name the log and its files."""
    return {
        "origin": await run_sync(lambda: request.app.state.ledger.origin),
        "statements": "/statements",
        "checkpoint": "/checkpoint",
        "openapi": "/openapi.json",
    }


async def _error(code: str) -> dict[str, str]:
    """Say what a code means and what to do, in English and in Thai."""
    said = catalogue().get(code)
    if said is None:
        raise Problem(404, "not_found")
    return {"code": code, **said._asdict()}


async def _alive() -> dict[str, str]:
    """Answer, and touch nothing."""
    return {"status": "alive"}


async def _ready(request: Request) -> dict[str, int | str]:
    """Read the end of the log and its newest checkpoint."""
    store = request.app.state.store
    head, newest = await run_sync(lambda: (store.head(), store.checkpoint()))
    return {"status": "ready", "size": head.size, "checkpoint": 0 if newest is None else newest.size}


def _refused(request: Request, error: Exception) -> Response:
    language = wanted(request.headers.get("accept-language"))
    problem = error if isinstance(error, Problem) else Problem(500, "internal")
    return answer(document(problem.status, problem.code, language), language, problem.headers)


def _not_served(request: Request, error: Exception) -> Response:
    found = error if isinstance(error, HTTPException) else HTTPException(404)
    code = _BY_STATUS.get(found.status_code, "not_found")
    return _refused(request, Problem(found.status_code, code, found.headers))


def _unreadable(request: Request, error: Exception) -> Response:
    """A path that is no name of ours is not there; a question that is none is told so, unrepeated."""
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    path = any(one["loc"][0] == "path" for one in wrong)
    return _refused(request, Problem(404, "not_found") if path else Problem(400, "query_invalid"))


def _failed(request: Request, error: Exception) -> Response:
    language = wanted(request.headers.get("accept-language"))
    if isinstance(error, LedgerError | StoreError):
        return failure(error, language)
    return _fault(request, error)


def _fault(request: Request, error: Exception) -> Response:
    """A fault of ours: a number to ask about, and no more. What went wrong stands in our own records."""
    language, incident = wanted(request.headers.get("accept-language")), randomness.salt().hex()
    _LOG.error("incident %s: %s", incident, type(error).__name__)
    return answer(document(500, "internal", language, incident=incident), language)
