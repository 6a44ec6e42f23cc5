"""Finding a case: by its number, by an id of the log, or by words and numbers that are sealed in it.

The question stands in a body and in no address. That somebody was looked for is recorded before it is shown.
"""

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.search import LONGEST, Found, search
from api.searches import LOOKED
from api.sessions import reader_of
from api.web.digits import ascii_digits
from api.web.forms import Posted
from api.web.oversight.admitting import Overseer
from api.web.page import Page, go
from api.web.rendering import sentence, show
from api.web.visiting import Visitor, session_of
from ledger.application.indexing import WORDS
from ledger.application.snapshot import Snapshot, present
from ledger.application.sought import BY_NUMBER, Hit, shown
from ledger.domain.errors import RuleBroken
from ledger.projections.views.entitlement import KINDS

PERSON: Final = re.compile("[0-9]{13}")
PROGRAMMES: Final = 1_000

router: Final = APIRouter(route_class=Page)


@router.get("/watch/find")
def get_find(request: Request, visitor: Overseer) -> Response:
    """Show where one looks for a case."""
    return show(request, visitor, "oversight/find.html", _values(""))


@router.post("/watch/find")
async def post_find(request: Request, visitor: Overseer, fields: Posted) -> Response:
    """Go to the case that was asked for, or show those that may be meant."""
    reading: Reading = request.app.state.reading
    asked = fields.one("q")

    def make() -> Response:
        if not 0 < len(asked) <= LONGEST:
            return _again(request, visitor, asked, "search_invalid")
        prefix = present(reading.ledger.store, reading.clock())
        actor, digits = session_of(visitor).actor, re.sub(r"[\s-]", "", ascii_digits(asked))
        named = search(reading.ledger, prefix, actor, asked, request.app.state.numbered)
        named = [one for one in named if one.kind in {"stream", "statement", "office"}]
        direct = [one for one in named if one.kind == "stream" and one.id.startswith(KINDS)]
        if direct:
            return go(f"/watch/{direct[0].id}")
        try:
            hits, more = _sealed(request, visitor, prefix, digits if PERSON.fullmatch(digits) else asked)
        except (Problem, RuleBroken) as error:
            return _again(request, visitor, asked, error.code)
        values = _values(asked) | {"named": named, "hits": hits, "more": more, "looked": True}
        return show(request, visitor, "oversight/find.html", values)

    return await reading.room.run(make)


def _sealed(request: Request, visitor: Visitor, prefix: Snapshot, asked: str) -> tuple[list[Hit], bool]:
    """Return the cases in which ``asked`` is sealed, and whether there may be more.

    Raises:
        Problem: Too often. RuleBroken: ``id_format``. AccessNotRecorded, SettingMissing: As ``shown``.
    """
    reading: Reading = request.app.state.reading
    finder, session = request.app.state.finder, session_of(visitor)
    if finder is None:
        return [], False
    request.app.state.rates.take(LOOKED, session.actor)
    found: Sequence[Any]
    fields: Collection[str]
    if PERSON.fullmatch(asked):
        streams = reading.ledger.store.streams("programme", limit=PROGRAMMES)
        found = [one for _, stream in streams for one in finder.find_person(stream, asked)]
        fields = BY_NUMBER
    else:
        found, fields = finder.find_words(asked), WORDS
    return shown(found, prefix, reader_of(session), reading.openings, fields)


def _again(request: Request, visitor: Visitor, asked: str, code: str) -> Response:
    said = sentence(code, visitor.language)
    values = _values(asked) | {"errors": {"q": said.title}}
    return show(request, visitor, "oversight/find.html", values, status=422)


def _values(asked: str) -> dict[str, Any]:
    named: list[Found] = []
    hits: list[Hit] = []
    return {"asked": asked, "named": named, "hits": hits, "more": False, "looked": False, "errors": {}}
