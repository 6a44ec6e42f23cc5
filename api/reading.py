"""Reading one matter: a case that one may open, a consultation that concerns everybody.

What does not exist and what is not for the reader get the same answer.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Header, Path, Query, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.limits import Room
from api.problems import Problem
from api.sessions import Session, reader_of, session_of
from api.tags import unless_had
from ledger.application import looking
from ledger.application.access import Target, What
from ledger.application.ledger import Ledger
from ledger.application.openings import Openings
from ledger.application.replay import CaseView, Knowledge, prefix_at, replay, replay_as_seen_by
from ledger.application.sequencer import Clock
from ledger.domain.dates import civil
from ledger.domain.relations import running
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.plain import plain

THREADS: Final = 4  # a view is the work of one processor; statements must find another one
WAITING: Final = 64

router: Final = APIRouter()
Authorization = Annotated[str | None, Header()]
At = Annotated[
    int | None, Query(ge=0, le=2**53 - 1, description="An index of the log: as it stood after it.")
]
AsSeenBy = Annotated[UUID | None, Query(description="A statement: what its signer had before them.")]
CASE: Final = {**schemas.VIEW, **schemas.problems(400, 401, 404, 431, 500, 503)}


class Reading:
    """The ledger for readers, and how many may be at it."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self.ledger = ledger
        self.clock = clock
        self.room = Room(THREADS, WAITING)
        self.openings = Openings(ledger, clock)

    def case(
        self, stream: str, session: Session, at: int | datetime | None, as_seen_by: UUID | int | None
    ) -> CaseView | Knowledge:
        """Return the file of ``stream`` for whoever signed in; that they read it is recorded before.

        ``as_seen_by`` is a statement's id, or its index in the log.

        Raises:
            Problem: 404 ``not_found``: it is not theirs.
            NoSuchEntry: There is none by then.
            AccessNotRecorded: It could not be recorded.
        """
        if not may_open(prefix_at(self.ledger, None, self.clock()), stream, session.actor):
            raise Problem(404, "not_found")
        file: CaseView | Knowledge
        if as_seen_by is not None:
            file = replay_as_seen_by(self.ledger, stream, str(as_seen_by))
        else:
            file = replay(self.ledger, stream, self.clock(), at=at)
        last = Target(file.entries[-1].version)
        self.openings.record(stream, reader_of(session), What.FILE, (last,))
        return file


@router.get("/consultations/{name}", summary="A consultation", responses=CASE)
async def get_consultation(
    request: Request, name: Annotated[UUID, Path()], authorization: Authorization = None, at: At = None
) -> Response:
    """Return the record of a consultation: asked, said, answered, done."""
    return await _common(
        request, authorization, at, partial(looking.consultation, stream=f"consultation/{name}")
    )


async def _common(
    request: Request, authorization: str | None, at: int | None, look: Callable[..., object]
) -> Response:
    """Return what whoever holds a running mandate may look at: it names nobody but those who act."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        session, registry = session_of(request, authorization)
        now = reading.clock()
        if not any(running(registry, session.actor, civil(now.isoformat()))):
            raise Problem(404, "not_found")
        return _view(request, look(reading.ledger, now=now, at=at))

    return await reading.room.run(make)


@router.get("/claims/{name}", summary="A claim", responses=CASE)
async def get_claim(
    request: Request,
    name: Annotated[UUID, Path()],
    authorization: Authorization = None,
    at: At = None,
    as_seen_by: AsSeenBy = None,
) -> Response:
    """Return the file of a claim: where it stands, what happens next, its clocks and every entry."""
    return await _case(request, f"claim/{name}", authorization, at, as_seen_by)


@router.get("/grievances/{name}", summary="A grievance", responses=CASE)
async def get_grievance(
    request: Request,
    name: Annotated[UUID, Path()],
    authorization: Authorization = None,
    at: At = None,
    as_seen_by: AsSeenBy = None,
) -> Response:
    """Return the file of a grievance: where it stands, what happens next, its clocks and every entry."""
    return await _case(request, f"grievance/{name}", authorization, at, as_seen_by)


async def _case(
    request: Request, stream: str, authorization: str | None, at: int | None, as_seen_by: UUID | None
) -> Response:
    reading: Reading = request.app.state.reading
    if at is not None and as_seen_by is not None:
        raise Problem(400, "query_invalid")

    def make() -> Response:
        session, _ = session_of(request, authorization)
        return _view(request, reading.case(stream, session, at, as_seen_by))

    return await reading.room.run(make)


def _view(request: Request, view: object) -> Response:
    """Return a view, unless the reader has it. They have read it all the same."""
    said = plain(view)
    return unless_had(request, said, {"vary": "authorization"}, lambda: JSONResponse(said))
