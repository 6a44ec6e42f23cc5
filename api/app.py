"""The application: one ledger, open for writing, behind routes."""

from importlib.metadata import version
from typing import Final

from fastapi import Depends, FastAPI
from starlette.types import Lifespan

from api import (
    approvals,
    attachments,
    changes,
    evidence,
    filings,
    front,
    lists,
    log_files,
    open311,
    openings,
    programs,
    reading,
    report_desk,
    reports,
    search,
    searches,
    sessions,
    statements,
)
from api.attachments import Uploads
from api.filings import Filings
from api.identity import SingleSignOn
from api.limits import Bodies, Limits
from api.metrics import Metrics
from api.openapi import describe, operation_id
from api.pages import Cursors
from api.problems import Problem
from api.programs import Programs
from api.rates import Rates
from api.reading import Reading
from api.recording import Here, Recording
from api.refusing import refuse_by_rule
from api.reserve import Reserve
from api.sessions import Sessions
from api.statements import Door
from api.watching import Watched
from api.web import routes
from api.web.page import fault_outside
from api.web.sealing import Seals
from ledger.application import randomness
from ledger.application.admission import Admission
from ledger.application.filings.desk import IntakeDesk
from ledger.application.issuing import Issues
from ledger.application.keyring import Keyring
from ledger.application.ledger import Ledger
from ledger.application.sequencer import Clock
from ledger.application.service_complaints import ServiceComplaints
from ledger.application.sought import Finds

ROUTES: Final = (
    *(statements, log_files, sessions, reading, lists, openings, filings, attachments),
    *(evidence, changes, search, searches, open311, reports, approvals),
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
    demonstration: Keyring | None = None,
    recording: Recording | None = None,
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
        demonstration: Keys that the pages hand out to whoever tries a role; None, as everywhere else: none.
        recording: Records signed statements; None: threads of this process do.
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
    _keep(app, ledger, secret, clock, admission)
    app.state.door = Door(recording or Here(ledger))
    app.state.reserve = reserve or Reserve()
    app.state.metrics.watch(ledger, clock, app.state.reserve.low)
    app.state.public_entries, app.state.finder = public_entries, finder
    app.state.filings = Filings(desk, app.state.rates)
    app.state.numbered = (lambda _: None) if desk is None else desk.mailboxes.stream
    app.state.number_of = (lambda _: None) if desk is None else desk.mailboxes.case
    app.state.seals, app.state.demonstration = Seals(secret, clock), demonstration
    app.add_middleware(Limits, show=fault_outside)
    app.add_middleware(Watched, metrics=app.state.metrics)
    for one in ROUTES:
        app.include_router(one.router)
    if single_sign_on is not None:
        from api import sso  # noqa: PLC0415 - it needs an extra

        app.state.sso = sso.Desk(single_sign_on, secret, clock, admission, app.state.sessions)
        app.include_router(sso.router)
    app.include_router(front.router)
    for router in routes.ROUTERS:
        app.include_router(router)
    describe(app)
    refuse_by_rule(app)
    return app


def _keep(app: FastAPI, ledger: Ledger, secret: bytes, clock: Clock, admission: Admission) -> None:
    """Put what serves ``ledger`` and is made once where routes find it; the rest is as in ``create_app``."""
    state = app.state
    state.ledger, state.store = ledger, ledger.store
    state.forms = Bodies()  # apart: who sends a form slowly leaves statements their room
    state.sessions = Sessions(ledger, admission, secret, clock)
    state.programs = Programs(ledger, admission, clock)
    state.reading, state.changes = Reading(ledger, clock), changes.Changes(ledger.store, clock)
    state.approvals = approvals.Desk(state.reading)
    state.cursors, state.rates = Cursors(secret), Rates(clock, randomness.seed)
    state.uploads = Uploads(ledger, state.rates)
    state.open311 = open311.Desk(ServiceComplaints(ledger), clock)
    state.reports = report_desk.Desk(Issues(ledger.store, ledger.origin, lambda _cases: _check_serving(app)))
    state.metrics, state.stopping = Metrics(), False


def _check_serving(app: FastAPI) -> None:
    """Check that the server is not about to stop: what takes long must not hold it.

    Raises:
        Problem: 503 ``stopping``.
    """
    if app.state.stopping:
        raise Problem(503, "stopping", {"retry-after": "5"})
