"""Lists: cases that one may open, what waits, what was asked and promised, who may do what, who decided."""

from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from api import schemas
from api.pages import Asked, Asker, Listing, Shown, Since
from api.problems import Problem
from api.reading import At
from ledger.application import browsing, looking
from ledger.application.browsing import Page, Turn, moment, part
from ledger.application.snapshot import present
from ledger.domain.dates import civil
from ledger.domain.relations import running
from ledger.projections.listed import Which
from ledger.projections.views.plain import plain
from ledger.projections.views.queue import is_theirs
from ledger.projections.views.register import view_register

router: Final = APIRouter()
LIST: Final = {**schemas.LIST, **schemas.problems(400, 401, 431, 500, 503)}
COMMON: Final = {**LIST, **schemas.problems(404)}
_CODE: Final = "^[a-z0-9_-]{1,64}$"
State = Annotated[
    str | None, Query(pattern=_CODE, description="Only what stands so at the moment of the list.")
]
Kind = Annotated[str | None, Query(pattern=_CODE, description="Only of this kind.")]
Office = Annotated[str | None, Query(pattern=_CODE, description="Only of this office, by its code.")]
Role = Annotated[str | None, Query(pattern=_CODE, description="Only whoever holds this role.")]
Programme = Annotated[UUID | None, Query(description="Only of this programme.")]
Area = Annotated[str | None, Query(pattern="^[0-9]{2,6}$", description="Only there: how its code begins.")]


@router.get("/claims", summary="Claims that I may open", responses=LIST)
async def get_claims(
    asked: Listing,
    *,
    state: State = None,
    programme: Programme = None,
    area: Area = None,
    since: Since = None,
    at: At = None,
) -> Response:
    """Return the claims that whoever asks may open, in the order in which they began."""
    which = Which(kinds=("claim",), state=state, programme=_stream(programme), area=area)
    return await _cases(asked, "claims", which, since, at)


@router.get("/grievances", summary="Grievances that I may open", responses=LIST)
async def get_grievances(
    asked: Listing,
    *,
    state: State = None,
    kind: Kind = None,
    programme: Programme = None,
    area: Area = None,
    since: Since = None,
    at: At = None,
) -> Response:
    """Return the grievances that whoever asks may open, in the order in which they began."""
    which = Which(kinds=("grievance",), state=state, matter=kind, programme=_stream(programme), area=area)
    return await _cases(asked, "grievances", which, since, at)


@router.get("/consultations", summary="Consultations", responses=COMMON)
async def get_consultations(
    asked: Listing, state: State = None, since: Since = None, at: At = None
) -> Response:
    """Return the consultations, in the order in which they began."""

    def look(asker: Asker, turn: Turn) -> Shown:
        _check_acts(asker)
        return _lines("consultations", browsing.consultations(asker.ledger, state, turn))

    return await asked.answer(look, at=at, since=since)


@router.get("/commitments", summary="What was promised", responses=COMMON)
async def get_commitments(
    asked: Listing, state: State = None, office: Office = None, at: At = None
) -> Response:
    """Return every commitment: by when at first and by when now; overdue, unverified, broken.

    Those that are due first come first. `counts` are of all of them.
    """

    def look(asker: Asker, turn: Turn) -> Shown:
        _check_acts(asker)
        found = looking.commitments_in(asker.ledger, moment(asker.ledger, turn))
        wanted = [one for one in found.commitments if _is(state, one.state) and _is(office, one.office)]
        page = part(wanted, lambda one: one.stream, turn)
        return Shown(plain(replace(found, commitments=tuple(page.items))), "commitments", page.next)

    return await asked.answer(look, at=at)


@router.get("/mandates", summary="Who may do what", responses=COMMON)
async def get_mandates(asked: Listing, role: Role = None, office: Office = None, at: At = None) -> Response:
    """Return who holds which mandates, since and until when, granted by whom, with which keys."""

    def look(asker: Asker, turn: Turn) -> Shown:
        _check_acts(asker)
        found = view_register(moment(asker.ledger, turn))
        filtered = role is not None or office is not None
        wanted = [
            one
            for one in found.holders
            if not filtered or any(_is(role, held.role) and _is(office, held.office) for held in one.mandates)
        ]
        page = part(wanted, lambda one: one.actor, turn)
        return Shown(plain(replace(found, holders=tuple(page.items))), "holders", page.next)

    return await asked.answer(look, at=at)


@router.get("/queue", summary="What waits for me", responses=LIST)
async def get_queue(asked: Listing, kind: Kind = None, state: State = None, at: At = None) -> Response:
    """Return what whoever asks may do next: the nearest last day first, the law before policy.

    A matter with a `warning` is one that they must not open: the gate of persons would refuse them.
    """

    def look(asker: Asker, turn: Turn) -> Shown:
        then, today = moment(asker.ledger, turn), present(asker.ledger.store, asker.now)
        if (then.size, civil(then.now)) == (today.size, civil(today.now)):
            today = then  # what was folded need not be folded again
        found = looking.queue_in(asker.ledger, then, asker.actor)
        theirs = [one for one in found.tasks if is_theirs(today, one, asker.actor)]
        wanted = [one for one in theirs if _is(kind, one.kind) and _is(state, one.state)]
        page = part(wanted, lambda one: one.stream, turn)
        return Shown(plain(replace(found, tasks=tuple(page.items))), "tasks", page.next)

    return await asked.answer(look, at=at)


@router.get("/officials/{name}/decisions", summary="What an official decided", responses=COMMON)
async def get_decisions(
    asked: Listing,
    name: Annotated[UUID, Path()],
    *,
    programme: Programme = None,
    office: Office = None,
    since: Since = None,
    at: At = None,
) -> Response:
    """Return what an official decided, to the official, and to oversight as far as its mandate reaches."""

    def look(asker: Asker, turn: Turn) -> Shown:
        page = browsing.decisions(
            asker.ledger,
            asker.actor,
            f"actor/{name}",
            turn,
            asker.now,
            programme=_stream(programme),
            office=office,
        )
        if page is None:
            raise Problem(404, "not_found")
        return _lines("decisions", page)

    return await asked.answer(look, at=at, since=since)


async def _cases(asked: Asked, name: str, which: Which, since: date | None, at: int | None) -> Response:
    def look(asker: Asker, turn: Turn) -> Shown:
        return _lines(name, browsing.cases(asker.ledger, asker.actor, which, turn, asker.now))

    return await asked.answer(look, at=at, since=since)


def _lines(name: str, page: Page[Any]) -> Shown:
    """Return a page as the members of its answer; as in every view, an empty list is left out."""
    lines = {name: [plain(item) for item in page.items]} if page.items else {}
    return Shown({"size": page.size, "now": page.now, **lines}, name, page.next)


def _check_acts(asker: Asker) -> None:
    """Check that whoever asks holds a running mandate: what concerns everybody who acts is for them.

    Raises:
        Problem: 404 ``not_found``.
    """
    if not any(running(asker.registry, asker.actor, civil(asker.now.isoformat()))):
        raise Problem(404, "not_found")


def _stream(programme: UUID | None) -> str | None:
    return None if programme is None else f"programme/{programme}"


def _is(asked: str | None, value: str) -> bool:
    """Return whether a filter lets ``value`` pass."""
    return asked in (None, value)
