"""The application: one ledger, open for writing, behind routes."""

from importlib.metadata import version
from typing import Final

from anyio.to_thread import run_sync
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Lifespan

from api import (
    attachments,
    changes,
    evidence,
    filings,
    lists,
    log_files,
    openings,
    programs,
    reading,
    schemas,
    search,
    searches,
    sessions,
    statements,
)
from api.attachments import Uploads
from api.catalogue import catalogue
from api.filings import Filings
from api.identity import SingleSignOn
from api.languages import wanted
from api.limits import Limits
from api.metrics import Metrics
from api.openapi import describe, operation_id
from api.pages import Cursors
from api.problems import SOON, Problem, answer, document, failure
from api.programs import Programs
from api.rates import Rates
from api.reading import Reading
from api.records import LOG
from api.reserve import Reserve
from api.sessions import Sessions
from api.statements import Door
from api.watching import Watched
from ledger.application import randomness
from ledger.application.admission import Admission
from ledger.application.errors import LedgerError
from ledger.application.filings.desk import IntakeDesk
from ledger.application.ledger import Ledger
from ledger.application.media.refusals import AttachmentRefused
from ledger.application.sequencer import Clock
from ledger.application.sought import Finds
from ledger.projections.errors import ProjectionError
from ledger.store.errors import StoreError

_BY_STATUS: Final = {404: "not_found", 405: "method_not_allowed"}
ROUTES: Final = (
    *(statements, log_files, sessions, reading, lists, openings, filings, attachments),
    *(evidence, changes, search, searches),
)


def create_app(
    ledger: Ledger,
    secret: bytes,
    clock: Clock,
    admission: Admission,
    *,
    public_entries: bool = False,
    single_sign_on: SingleSignOn | None = None,
    desk: IntakeDesk | None = None,
    finder: Finds | None = None,
    reserve: Reserve | None = None,
    lifespan: Lifespan[FastAPI] | None = None,
) -> FastAPI:
    """Return the application that serves ``ledger``.

    Args:
        ledger: Open for writing, for as long as the application is served.
        secret: 32 bytes that seal sessions; all processes that serve this ledger share them.
        clock: The present time.
        admission: The programs and officials that are let in to read.
        public_entries: Whether anybody may fetch the entries themselves, not their hashes alone.
        single_sign_on: The identity provider of those who run the ledger; None if there is none.
        desk: Takes what people without a key say; None: nobody does.
        finder: Looks for persons in the vault; None: there is none.
        reserve: Tells whether the disks have room; None: they are not looked at.
        lifespan: What surrounds the serving.
    """
    app = FastAPI(
        title="Phayan",
        summary="The ledger that makes decisions about social protection answerable.",
        version=version("phayan"),
        docs_url=None,  # its page would load scripts from strangers
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(programs.signed)],
        generate_unique_id_function=operation_id,
        lifespan=lifespan,
    )
    app.state.ledger, app.state.store, app.state.door = ledger, ledger.store, Door(ledger)
    app.state.sessions, app.state.reading = Sessions(ledger, admission, secret, clock), Reading(ledger, clock)
    app.state.programs = Programs(ledger, admission, clock)
    app.state.changes = changes.Changes(ledger.store, clock)
    app.state.finder, app.state.hourly = finder, searches.Hourly()
    app.state.public_entries, app.state.cursors = public_entries, Cursors(secret)
    rates = Rates(clock, randomness.seed)
    app.state.uploads, app.state.filings = Uploads(ledger, rates), Filings(desk, rates)
    app.state.reserve = reserve or Reserve()
    app.state.metrics, app.state.stopping = Metrics(), False
    app.state.metrics.watch(ledger, clock, app.state.reserve.low)
    app.add_middleware(Limits)
    app.add_middleware(Watched, metrics=app.state.metrics)
    for one in ROUTES:
        app.include_router(one.router)
    if single_sign_on is not None:
        from api import sso  # noqa: PLC0415 - it needs an extra

        app.state.sso = sso.Desk(single_sign_on, secret, clock, admission, app.state.sessions)
        app.include_router(sso.router)
    for path, view, summary, statuses in (
        ("/", _index, "What is served here", (503,)),
        ("/errors/{code}", _error, "What a code means", (404,)),
        ("/healthz", _alive, "The process answers", ()),
        ("/readyz", _ready, "The ledger answers", (503,)),
    ):
        responses = schemas.problems(*statuses, 431, 500)
        app.add_api_route(path, view, methods=["GET"], summary=summary, responses=responses)
    describe(app)
    app.add_exception_handler(Problem, _refused)
    app.add_exception_handler(HTTPException, _not_served)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(AttachmentRefused, attachments.refused)
    app.add_exception_handler(LedgerError, _failed)
    app.add_exception_handler(StoreError, _failed)
    app.add_exception_handler(ProjectionError, _failed)
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
    """Read the end of the log and its newest checkpoint, unless this process is about to stop."""
    if request.app.state.stopping:
        raise Problem(503, "stopping", {"retry-after": "5"})
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
    """The machine does not allow it. Whoever keeps it running must hear of what does not pass by itself."""
    if not isinstance(error, LedgerError | StoreError | ProjectionError):
        raise error
    if not isinstance(error, SOON):
        LOG.error("refused_to_work", code=error.code)
    return failure(error, wanted(request.headers.get("accept-language")))
