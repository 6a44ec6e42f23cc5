"""What waits for an official: the nearest last day first. It opens cases one by one and decides none."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.pages import Cursors
from api.reading import Reading
from api.search import search
from api.searches import LOOKED
from api.sessions import Session, reader_of
from api.web.forms import Posted
from api.web.official.entering import AtWork, answered
from api.web.page import Page
from api.web.rendering import show
from api.web.timeline import office_names
from api.web.visiting import Visitor, session_of
from api.web.words.labels import label
from ledger.application import looking
from ledger.application.browsing import Turn, begin, moment, part
from ledger.application.indexing import WORDS
from ledger.application.snapshot import Snapshot, present
from ledger.application.sought import shown
from ledger.domain.directory import Mandate
from ledger.projections.views.blocks import scope_of
from ledger.projections.views.entitlement import KINDS
from ledger.projections.views.listed import Listed, view_listed
from ledger.projections.views.queue import Task, is_theirs

T = TypeVar("T")
ON_A_PAGE: Final = 20
_CODE: Final = "^[a-z0-9_-]{1,64}$"
Chosen = Annotated[str | None, Query(pattern=_CODE)]
Cursor = Annotated[str | None, Query(max_length=512)]

router: Final = APIRouter(route_class=Page)


@router.get("/work")
async def get_work(
    request: Request,
    visitor: AtWork,
    *,
    kind: Chosen = None,
    state: Chosen = None,
    office: Chosen = None,
    cursor: Cursor = None,
) -> Response:
    """Show what waits for whoever looks, all of it or what the address asks for."""
    asked = {name: value for name, value in (("kind", kind), ("state", state), ("office", office)) if value}
    return await answered(request, lambda: _queue(request, visitor, asked, cursor))


def _queue(request: Request, visitor: Visitor, asked: dict[str, str], cursor: str | None) -> Response:
    reading, cursors, actor = request.app.state.reading, request.app.state.cursors, session_of(visitor).actor
    question = f"{_address(asked)}\n{actor}"
    turn = _turn(reading, cursors, question, cursor)
    today = present(reading.ledger.store, reading.clock())
    found = looking.queue_in(reading.ledger, moment(reading.ledger, turn), actor).tasks
    theirs = [one for one in found if is_theirs(today, one, actor)]
    wanted = [one for one in theirs if _is_wanted(one, asked, today, visitor.mandates)]
    page, onwards = part(wanted, lambda one: one.stream, turn), None
    if page.next is not None:
        onwards = _address(asked | {"cursor": cursors.write(question, turn, page.next)})
    names, language = office_names(today), visitor.language
    values = {
        "tasks": page.items,
        "count": len(wanted),
        "late": sum(1 for one in wanted if one.due is not None and one.due.late),
        "asked": asked,
        "address": lambda **more: _address({**asked, **more}),
        "named_kinds": [
            (kind, label(kind, language, "stream")) for kind in _each(one.kind for one in theirs)
        ],
        "named_states": [
            (state, label(state, language, kind))
            for state, kind in _each((one.state, one.kind) for one in theirs)
            if kind == asked.get("kind")
        ],
        "offices": [
            (code, names[code].said(language))
            for code in _each(held.office for held in visitor.mandates)
            if code in names
        ],
        "onwards": onwards,
    }
    return show(request, visitor, "official/queue.html", values)


@router.post("/work/search")
async def post_search(request: Request, visitor: AtWork, fields: Posted) -> Response:
    """Find cases by their number or name, or by words that are sealed in them; that is recorded before."""
    words = fields.one("words")

    def make() -> Response:
        found, more = _search(request, session_of(visitor), words) if words else ([], False)
        return show(request, visitor, "official/found.html", {"found": found, "more": more, "words": words})

    return await answered(request, make)


def _search(request: Request, session: Session, words: str) -> tuple[list[Listed], bool]:
    """Return the cases found, at most 200, and whether there are more."""
    state = request.app.state
    prefix = present(state.ledger.store, state.reading.clock())
    named = search(state.ledger, prefix, session.actor, words, state.numbered)
    streams = [one.id for one in named if one.kind == "stream" and one.id.partition("/")[0] in KINDS]
    more = False
    if not streams and state.finder is not None:
        state.rates.take(LOOKED, session.actor)
        candidates = list(state.finder.find_words(words))
        hits, more = shown(candidates, prefix, reader_of(session), state.reading.openings, WORDS)
        streams = [hit.stream for hit in hits]
    lines = (view_listed(prefix, stream) for stream in streams)
    return [line for line in lines if line is not None], more


def _turn(reading: Reading, cursors: Cursors, question: str, cursor: str | None) -> Turn:
    if cursor is None:
        return begin(reading.ledger, reading.clock(), ON_A_PAGE)
    return cursors.read(question, cursor, ON_A_PAGE)


def _is_wanted(task: Task, asked: dict[str, str], today: Snapshot, mandates: Iterable[Mandate]) -> bool:
    """Return whether a task is of the kind, in the state, and for a mandate of the office asked for."""
    if asked.get("kind", task.kind) != task.kind or asked.get("state", task.state) != task.state:
        return False
    scope, office = scope_of(today.state(task.stream)), asked.get("office")
    roles = {held.role for held in mandates if held.office == office and scope.within(held)}
    return office is None or any(not roles.isdisjoint(step.by) for step in task.next)


def _each(found: Iterable[T]) -> tuple[T, ...]:
    """Return each of ``found`` once, in the order of the queue."""
    return tuple(dict.fromkeys(found))


def _address(asked: Mapping[str, str | None]) -> str:
    """Return the address of the queue that is asked for; what is None is not asked."""
    given = urlencode(sorted((name, value) for name, value in asked.items() if value))
    return f"/work?{given}" if given else "/work"
