"""Looking for somebody by words or by their number, which stand in a body and nowhere else."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.problems import Problem
from api.rates import Rate
from api.reading import Authorization, Reading
from api.sessions import reader_of, session_of
from ledger.application.errors import SettingMissing
from ledger.application.indexing import WORDS
from ledger.application.snapshot import present
from ledger.application.sought import BY_NUMBER, Finds, shown
from ledger.domain.errors import RuleBroken
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import parse_strict

BODY_BYTES: Final = 4 * 1024
LOOKED: Final = Rate("search", 60, timedelta(hours=1))
"""How often one actor may look for somebody."""

router: Final = APIRouter()


@router.post(
    "/searches",
    summary="Search in what is sealed",
    responses=schemas.SEARCHES,
    openapi_extra=schemas.SEARCHES_BODY,
)
async def post_searches(request: Request, authorization: Authorization = None) -> Response:
    """Find cases by words that are sealed in them, or by a citizen number within a programme.

    Only cases are named whose fields whoever asks may read, at most 200, and whether there are `more`.
    That they were looked for is recorded before, and that nobody was found is too.
    """
    reading: Reading = request.app.state.reading
    async with request.app.state.door.bodies.read(request, BODY_BYTES) as body:

        def make() -> Response:
            session, _ = session_of(request, authorization, reads=True)
            finder = request.app.state.finder
            if finder is None:
                raise SettingMissing("this ledger has no vault; set PHAYAN_VAULT_DB and PHAYAN_KEY_DB")
            request.app.state.rates.take(LOOKED, session.actor)
            found, fields = _found(finder, body)
            prefix = present(reading.ledger.store, reading.clock())
            hits, more = shown(found, prefix, reader_of(session), reading.openings, fields)
            answer = {"size": prefix.size, "found": [hit._asdict() for hit in hits], "more": more}
            return JSONResponse(answer)

        return await reading.room.run(make)


def _found(finder: Finds, body: bytes) -> tuple[list[Any], frozenset[str]]:
    """Return the candidates for what ``body`` asks, and in which fields they may have been found.

    Raises:
        Problem: ``search_invalid``: it is not of the one form; 422: it is no number of a citizen.
    """
    try:
        match parse_strict(body, limit=BODY_BYTES):
            case {"words": str(text), **rest} if text.strip() and not rest:
                return list(finder.find_words(text)), WORDS
            case {"programme": str(programme), "national_id": str(number), **rest} if not rest:
                return list(finder.find_person(f"programme/{UUID(programme)}", number)), BY_NUMBER
    except RuleBroken as error:
        raise Problem(422, error.code) from None
    except (Malformed, ValueError):
        pass
    raise Problem(400, "search_invalid")
