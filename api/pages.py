"""Lists a page at a time, and answers that a reader may have already.

A list is bound to the moment at which it was begun. Its cursor carries that moment and the place of the last
line, sealed with the question that it belongs to: nobody makes one up, and it serves no other question.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256
from typing import Annotated, Any, Final, NamedTuple
from urllib.parse import urlencode

from fastapi import Depends, Query, Request
from starlette.responses import JSONResponse, Response

from api.languages import qualities, wanted
from api.problems import Problem
from api.reading import Authorization, Reading
from api.sessions import Session, session_of
from api.tables import MEDIA, TABLES, write_table
from api.tags import unless_had
from ledger.application.browsing import Place, Turn, begin
from ledger.application.ledger import Ledger
from ledger.domain.directory import RegistryState

LARGEST: Final = 200
USUAL: Final = 100
MARK: Final = 16  # bytes
_OF_THE_PAGE: Final = frozenset({"cursor", "limit"})

Limit = Annotated[int, Query(description=f"How many lines; 1 to {LARGEST}.")]
Cursor = Annotated[str | None, Query(max_length=512, description="From `next` of the page before.")]
Since = Annotated[date | None, Query(description="Only what began on this day (Bangkok) or later.")]


class Cursors:
    """Writes where a list goes on, and reads it back.

    Args:
        secret: 32 bytes that all processes of this server share, and nobody else has.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def write(self, question: str, turn: Turn, place: Place) -> str:
        """Return the cursor of the page after ``place``."""
        text = json.dumps([turn.size, turn.now, place]).encode()
        return urlsafe_b64encode(self._mark(question, text) + text).rstrip(b"=").decode()

    def read(self, question: str, cursor: str, limit: int) -> Turn:
        """Return the page that ``cursor`` leads to.

        Raises:
            Problem: 400 ``cursor_invalid``: it is none of ours, or belongs to another question or person.
        """
        try:
            data = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        except ValueError:
            raise Problem(400, "cursor_invalid") from None
        mark, text = data[:MARK], data[MARK:]
        if not hmac.compare_digest(mark, self._mark(question, text)):
            raise Problem(400, "cursor_invalid")
        size, now, place = json.loads(text)
        return Turn(size, now, place, limit)

    def _mark(self, question: str, text: bytes) -> bytes:
        asked = sha256(question.encode()).digest()
        return hmac.digest(self._secret, b"cursor/v1\n" + asked + text, sha256)[:MARK]


class Shown(NamedTuple):
    """A page: the members of its answer, which of them holds the lines, and where the rest begins."""

    body: dict[str, Any]
    name: str
    next: Place | None


class Asker(NamedTuple):
    """Who asks for a page, of which ledger, when."""

    ledger: Ledger
    actor: str
    registry: RegistryState
    now: datetime


class Asked:
    """What every list may be asked with."""

    def __init__(
        self,
        request: Request,
        authorization: Authorization = None,
        limit: Limit = USUAL,
        cursor: Cursor = None,
    ) -> None:
        if not 1 <= limit <= LARGEST:
            raise Problem(400, "page_size")
        self._request = request
        self._authorization = authorization
        self._limit = limit
        self._cursor = cursor

    async def answer(
        self,
        look: Callable[[Asker, Turn], Shown],
        *,
        at: int | None = None,
        since: date | None = None,
    ) -> Response:
        """Return the page that ``look`` shows to whoever asks, as JSON or as a table.

        Raises:
            Problem: 401 without a session; 400 ``cursor_invalid``; and as ``look``.
        """
        reading: Reading = self._request.app.state.reading
        cursors: Cursors = self._request.app.state.cursors

        def make() -> Response:
            session, registry = session_of(self._request, self._authorization)
            now, question = reading.clock(), self._question(session.actor)
            if self._cursor is None:
                turn = begin(reading.ledger, now, self._limit, at=at, since=since)
            else:
                turn = cursors.read(question, self._cursor, self._limit)
            shown = look(Asker(reading.ledger, session.actor, registry, now), turn)
            if shown.next is None:
                return listed(self._request, shown, None)
            asked = {**self._filters(), "limit": self._limit}
            asked["cursor"] = cursors.write(question, turn, shown.next)
            return listed(self._request, shown, f"{self._request.url.path}?{urlencode(asked)}")

        return await reading.room.run(make)

    async def answer_growing(
        self, about: Mapping[str, Any], name: str, read: Callable[[Session], Sequence[Any]]
    ) -> Response:
        """Return a page of what grows at its end alone, even by being asked for, as ``read`` has it now.

        The pages go as far as it went at the first of them.

        Raises:
            Problem: As ``answer``.
        """
        reading: Reading = self._request.app.state.reading
        cursors: Cursors = self._request.app.state.cursors

        def make() -> Response:
            session, _ = session_of(self._request, self._authorization)
            question, turn = self._question(session.actor), None
            if self._cursor is not None:
                turn = cursors.read(question, self._cursor, self._limit)
            items = read(session)
            start, end = (0, len(items)) if turn is None else (int(turn.after), turn.size)
            stop = min(start + self._limit, end)
            body = {**about, name: items[start:stop]}
            if stop < end:
                cursor = cursors.write(question, Turn(end, "", -1, self._limit), stop)
                asked = {"limit": self._limit, "cursor": cursor}
                body["next"] = f"{self._request.url.path}?{urlencode(asked)}"
            return JSONResponse(body)

        return await reading.room.run(make)

    def _filters(self) -> dict[str, Any]:
        given = self._request.query_params.items()
        return {name: value for name, value in sorted(given) if name not in _OF_THE_PAGE}

    def _question(self, actor: str) -> str:
        return f"{self._request.url.path}?{urlencode(self._filters())}\n{actor}"


Listing = Annotated[Asked, Depends()]


def listed(request: Request, shown: Shown, onwards: str | None) -> Response:
    """Return a page as ``Accept`` wants it; ``onwards`` leads to the next one."""
    body = shown.body if onwards is None else {**shown.body, "next": onwards}
    language = wanted(request.headers.get("accept-language"))
    headers = {"vary": "authorization, accept, accept-language"}
    if onwards is not None:
        headers["link"] = f'<{onwards}>; rel="next"'
    if not _wants_table(request.headers.get("accept")):
        return unless_had(request, body, headers, lambda: JSONResponse(body))
    headers["content-language"] = language
    lines, table = body.get(shown.name, []), TABLES[shown.name]

    def make() -> Response:
        return Response(write_table(lines, table, language), media_type=MEDIA)

    return unless_had(request, [MEDIA, language, lines, onwards is not None], headers, make)


def _wants_table(accepted: str | None) -> bool:
    """Return whether ``Accept`` names a table and weighs it more than JSON."""
    weights = dict(qualities(accepted))
    others = weights.get("application/*", weights.get("*/*", 0.0))
    return weights.get("text/csv", 0.0) > weights.get("application/json", others)
