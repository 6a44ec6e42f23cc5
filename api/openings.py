"""Opening what is sealed, and who read a case: each reading is recorded before it is answered."""

import re
from typing import Annotated, Any, Final, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.pages import Asked, Listing
from api.problems import Problem
from api.reading import Authorization, Reading
from api.sessions import Session, reader_of, session_of
from ledger.application.access import Purpose
from ledger.application.openings import Openings
from ledger.domain.forms import UUID_FORM
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import parse_strict

BODY_BYTES: Final = 16 * 1024
NAMES: Final = 256
_CASE: Final = re.compile(f"(?:claim|grievance)/{UUID_FORM}").fullmatch
_FIELD: Final = re.compile("[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}").fullmatch

router: Final = APIRouter()


@router.post(
    "/openings",
    summary="Open what is sealed",
    responses=schemas.OPENINGS,
    openapi_extra=schemas.OPENINGS_BODY,
)
async def post_openings(request: Request, authorization: Authorization = None) -> Response:
    """Return the sealed fields of a case as whoever asks may see them.

    The reading is recorded before anything is answered, with its purpose and the names of the fields.
    Each field has a verdict: `disclosed` with its value, `withheld`, `erased` with the index of the entry
    that says so; `missing` and `mismatch` are alarms.
    """
    reading: Reading = request.app.state.reading
    async with request.app.state.door.bodies.read(request, BODY_BYTES) as body:

        def make() -> Response:
            session, _ = session_of(request, authorization, reads=True)
            asked = _asked(body)
            opened = reading.openings.open(asked.stream, reader_of(session), asked.purpose, asked.names)
            return JSONResponse(opened.as_json())

        return await reading.room.run(make)


class _Asked(NamedTuple):
    stream: str
    purpose: Purpose
    names: frozenset[str] | None


def _asked(body: bytes) -> _Asked:
    """Return what ``body`` asks to open.

    Raises:
        Problem: ``opening_invalid``: it is not of the one form.
    """
    try:
        match parse_strict(body, limit=BODY_BYTES):
            case {"stream": str(stream), "purpose": str(purpose), **rest} if rest.keys() <= {"names"}:
                return _Asked(_case_of(stream), Purpose(purpose), _names(rest.get("names")))
    except (Malformed, ValueError):
        pass
    raise Problem(400, "opening_invalid")


def _case_of(stream: str) -> str:
    if not _CASE(stream):
        raise ValueError
    return stream


def _names(names: object) -> frozenset[str] | None:
    if names is None:
        return None
    if not isinstance(names, list) or not 0 < len(names) <= NAMES:
        raise ValueError
    if not all(isinstance(name, str) and _FIELD(name) for name in names):
        raise ValueError
    return frozenset(names)


@router.get("/claims/{name}/reads", summary="Who read a claim", responses=schemas.READS)
async def get_claim_reads(request: Request, name: Annotated[UUID, Path()], asked: Listing) -> Response:
    """Return who read it or opened what is sealed, late and coarsely for a party, whole for oversight."""
    return await _reads(request, f"claim/{name}", asked)


@router.get("/grievances/{name}/reads", summary="Who read a grievance", responses=schemas.READS)
async def get_grievance_reads(request: Request, name: Annotated[UUID, Path()], asked: Listing) -> Response:
    """Return who read it or opened what is sealed, late and coarsely for a party, whole for oversight."""
    return await _reads(request, f"grievance/{name}", asked)


async def _reads(request: Request, stream: str, asked: Asked) -> Response:
    openings: Openings = request.app.state.reading.openings

    def read(session: Session) -> list[Any]:
        return [one.as_json() for one in openings.reads(stream, reader_of(session))]

    return await asked.answer_growing({"stream": stream}, "reads", read)
