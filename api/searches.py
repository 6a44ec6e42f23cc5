"""Looking for somebody by words or by their number, which stand in a body and nowhere else."""

import threading
from collections import deque
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.problems import Problem
from api.reading import Authorization, Reading
from api.sessions import session_of
from ledger.application.errors import SettingMissing
from ledger.application.indexing import WORDS
from ledger.application.openings import Reader
from ledger.application.snapshot import present
from ledger.application.sought import BY_NUMBER, Finds, shown
from ledger.domain.errors import RuleBroken
from ledger.signing.errors import Malformed
from ledger.signing.strict_json import parse_strict

BODY_BYTES: Final = 4 * 1024
MANY: Final = 60
PER: Final = timedelta(hours=1)

router: Final = APIRouter()


class Hourly:
    """How often each actor looked within the last hour. Actors are enrolled, so there are not many."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._taken: dict[str, deque[datetime]] = {}

    def take(self, actor: str, now: datetime) -> None:
        """Count one look.

        Raises:
            Problem: 429 ``searches_many``.
        """
        with self._lock:
            taken = self._taken.setdefault(actor, deque())
            while taken and taken[0] <= now - PER:
                taken.popleft()
            if len(taken) >= MANY:
                wait = int((taken[0] + PER - now).total_seconds()) + 1
                raise Problem(429, "searches_many", {"retry-after": str(wait)})
            taken.append(now)


@router.post(
    "/searches",
    summary="Search in what is sealed",
    responses=schemas.SEARCHES,
    openapi_extra=schemas.SEARCHES_BODY,
)
async def post_searches(request: Request, authorization: Authorization = None) -> Response:
    """Find cases by words that are sealed in them, or by a citizen number within a programme.

    Only cases are named whose fields whoever asks may read; that they were looked for is recorded before.
    """
    reading: Reading = request.app.state.reading
    async with request.app.state.door.bodies.read(request, BODY_BYTES) as body:

        def make() -> Response:
            session, _ = session_of(request, authorization, reads=True)
            now, finder = reading.clock(), request.app.state.finder
            if finder is None:
                raise SettingMissing("this ledger has no vault; set PHAYAN_VAULT_DB and PHAYAN_KEY_DB")
            request.app.state.hourly.take(session.actor, now)
            found, fields = _found(finder, body)
            prefix, reader = present(reading.ledger.store, now), Reader(session.actor, session.key)
            hits = shown(found, prefix, reader, reading.openings, fields)
            return JSONResponse({"size": prefix.size, "found": [hit._asdict() for hit in hits]})

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
