"""A case before an official: where it stands, who owes what, every entry, and on request what is sealed."""

from collections.abc import Sequence
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.attachments import saved
from api.problems import Problem
from api.reading import Reading
from api.sessions import reader_of
from api.web.forms import Posted
from api.web.official.acts import offered
from api.web.official.entering import AtWork, Desk, Kind, Name, at_case
from api.web.page import Page
from api.web.rendering import show
from api.web.timeline import Teller
from api.web.visiting import Visitor
from ledger.application.access import Purpose
from ledger.application.documents import read_document
from ledger.application.lettering import LETTERS
from ledger.application.openings import Field
from ledger.application.replay import CaseView, Knowledge
from ledger.domain.codes import Role
from ledger.domain.prefix import Prefix
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.entries import Shown
from ledger.projections.views.queue import own_steps
from ledger.projections.views.related import Related, related

PURPOSES: Final = {
    Purpose.DECISION: {Role.OFFICER, Role.SUPERVISOR},
    Purpose.HANDLING: {Role.HANDLER},
    Purpose.REVIEW: {Role.REVIEWER, Role.APPELLATE},
    Purpose.NOTICE: {Role.OFFICER, Role.HANDLER, Role.INTAKE},
    Purpose.PAYMENT: {Role.PAYER},
    Purpose.INTAKE: {Role.INTAKE},
    Purpose.COURT: {Role.SUPERVISOR},
}
"""For what an official opens sealed words, by the roles whose work it is."""
Version = Annotated[int, Path(ge=1)]
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]

router: Final = APIRouter(route_class=Page)


@router.get("/work/{kind}/{name}")
async def get_case(request: Request, kind: Kind, name: Name, visitor: AtWork) -> Response:
    """Show the file of a case; that it was read is recorded before."""
    return await at_case(request, visitor, f"{kind}/{name}", lambda desk: show_case(request, visitor, desk))


@router.post("/work/{kind}/{name}")
async def post_case(request: Request, kind: Kind, name: Name, visitor: AtWork, fields: Posted) -> Response:
    """Show the file with what is sealed in it and for the reader; recorded before, with the purpose."""
    purpose = next((one for one in purposes(visitor) if one == fields.one("purpose")), None)
    if purpose is None:
        raise Problem(400, "opening_invalid")

    def make(desk: Desk) -> Response:
        reading: Reading = request.app.state.reading
        opened = reading.openings.open(desk.stream, reader_of(desk.session), purpose)
        return show_case(request, visitor, desk, opened.fields)

    return await at_case(request, visitor, f"{kind}/{name}", make)


def show_case(request: Request, visitor: Visitor, desk: Desk, fields: Sequence[Field] = ()) -> Response:
    """Return the page of a case, with the sealed ``fields`` that were opened."""
    reading: Reading = request.app.state.reading
    view = reading.case(desk.stream, desk.session, None, None)
    if not isinstance(view, CaseView):
        raise TypeError("the file of a case as it stands is a CaseView")
    history = desk.prefix.history(desk.stream)
    teller = Teller(desk.prefix, visitor.language, desk.session.actor)
    told = teller.tell(history, after=desk.before)
    steps = own_steps(desk.prefix, desk.stream, desk.session.actor, view.next)
    values: dict[str, Any] = {
        "stream": desk.stream,
        "kind": desk.stream.partition("/")[0],
        "case": view,
        "told": told,
        "news": [one for one in told if one.new] if desk.before is not None else [],
        "fields": fields,
        "alarms": [one for one in fields if one.verdict in {"missing", "mismatch"}],
        "purposes": purposes(visitor),
        "related": _related(desk, history[-1].version),
        "letters": [one for one in told if one.type in LETTERS],
        "acts": offered(desk.stream, steps, visitor.roles, ended=view.stands.ended),
        "contested": {one.version: one.doubts for one in view.contested},
    }
    return show(request, visitor, "official/case.html", values)


@router.get("/work/{kind}/{name}/seen/{version}")
async def get_seen(request: Request, kind: Kind, name: Name, version: Version, visitor: AtWork) -> Response:
    """Show what whoever signed an entry had before them of the case, and what they had not."""

    def make(desk: Desk) -> Response:
        reading: Reading = request.app.state.reading
        history = desk.prefix.history(desk.stream)
        if version > len(history):
            raise Problem(404, "not_found")
        statement = UUID(history[version - 1].statement.id)
        found = reading.case(desk.stream, desk.session, None, statement)
        if not isinstance(found, Knowledge):
            raise TypeError("what somebody had seen is a Knowledge")
        teller = Teller(desk.prefix, visitor.language, desk.session.actor)
        known = {entry.index: entry.knowledge for entry in found.entries}
        values = {
            "stream": desk.stream,
            "kind": kind,
            "seen": found,
            "told": teller.tell(history, known=known),
            "late": [_late(found.entries, one.index, one.days) for one in found.late],
            "elsewhere": [one for one in found.elsewhere if _may_know(desk.prefix, one, desk)],
        }
        return show(request, visitor, "official/seen.html", values)

    return await at_case(request, visitor, f"{kind}/{name}", make)


@router.get("/work/{kind}/{name}/document/{digest}")
async def get_document(request: Request, kind: Kind, name: Name, digest: Digest, visitor: AtWork) -> Response:
    """Return a document of the case, to be saved; that it was read is recorded before."""

    def make(desk: Desk) -> Response:
        attachments, openings = request.app.state.uploads.attachments, request.app.state.reading.openings
        file = read_document(openings, attachments, desk.stream, reader_of(desk.session), digest)
        return saved(file, digest)

    return await at_case(request, visitor, f"{kind}/{name}", make)


def purposes(visitor: Visitor) -> tuple[Purpose, ...]:
    """Return for what the official may open sealed words."""
    return tuple(purpose for purpose, roles in PURPOSES.items() if not roles.isdisjoint(visitor.roles))


def _related(desk: Desk, last: int) -> list[Related]:
    history = desk.prefix.history(desk.stream)
    found = related(desk.prefix, desk.stream, history[last - 1])
    return [one for one in found if _may_know(desk.prefix, one, desk)]


def _may_know(prefix: Prefix, one: Related, desk: Desk) -> bool:
    """Return whether the official may know of a related matter: of a case only where they may open it."""
    return one.kind not in {"claim", "grievance"} or may_open(prefix, one.stream, desk.session.actor)


def _late(entries: Sequence[Shown], index: int, days: int) -> tuple[int, int]:
    """Return the version of the entry at ``index``, and by how many days it was recorded late."""
    return next(entry.version for entry in entries if entry.index == index), days
