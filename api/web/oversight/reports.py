"""The accountability reports for oversight: every row, with where each number comes from.

That a report is read is recorded before it is shown, as the API does; so is each of its files.
"""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.report_desk import Desk
from api.reports import MEDIA, SHOWN, Form, check_oversight, target_of
from api.sessions import reader_of
from api.web.forms import Posted
from api.web.oversight.admitting import Overseer
from api.web.oversight.people import People
from api.web.oversight.questions import Asked, Question
from api.web.oversight.telling import address, choices, told
from api.web.page import Page, go
from api.web.rendering import HEADERS, sentence, show
from api.web.visiting import Visitor, session_of
from ledger.application.access import Purpose, What
from ledger.application.errors import NoSuchEntry
from ledger.application.replies import read_reply, with_replies
from ledger.application.snapshot import present
from ledger.domain.relations import actors_of
from ledger.projections.errors import ReportError
from ledger.projections.pictures.questions import QUESTIONS
from ledger.projections.rendering import render
from ledger.projections.reports.catalogue import REPORTS, find
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.own import asked_by_oneself, own_rows
from ledger.projections.views.entitlement import may_open
from ledger.signing.errors import Malformed

TIER: Final = "oversight"

router: Final = APIRouter(route_class=Page)
Name = Annotated[str, Path(pattern="^R[0-9]{2}$")]


@router.get("/watch/reports")
def get_reports(request: Request, visitor: Overseer) -> Response:
    """Show which reports there are, and what each asks."""
    values = {"reports": REPORTS.values(), "questions": QUESTIONS, "base": "/watch/reports"}
    return show(request, visitor, "oversight/reports.html", values)


@router.get("/watch/reports/{name}")
async def get_report(request: Request, visitor: Overseer, name: Name, asked: Question) -> Response:
    """Show a report, with the caveats before the numbers."""
    return await _page(request, visitor, name, asked, b"")


@router.post("/watch/reports/{name}")
async def post_reply(
    request: Request, visitor: Overseer, name: Name, asked: Question, fields: Posted
) -> Response:
    """Show a report beside the reply of whoever a row speaks of. A reply is a file; nothing is kept here."""
    return await _page(request, visitor, name, asked, fields.one("reply").encode())


@router.get("/watch/reports/{name}/report.{form}")
async def get_file(request: Request, visitor: Overseer, name: Name, form: Form, asked: Question) -> Response:
    """Return a report as a file, or its pictures.

    Raises:
        Problem: 404 ``not_found``: there is no such report.
    """
    if name not in REPORTS:
        raise Problem(404, "not_found")
    envelope = await _made(request, visitor, name, asked)
    reading: Reading = request.app.state.reading
    content = await reading.room.run(lambda: render(envelope, form.value, visitor.language))
    headers = {**HEADERS}
    if form is Form.SVG:
        headers["content-security-policy"] = SHOWN
    if form is not Form.SVG:
        headers["content-disposition"] = f'attachment; filename="{name}.{form}"'
    return Response(content, headers=headers, media_type=MEDIA[form])


@router.get("/watch/entries/{index}")
async def get_entry(
    request: Request, visitor: Overseer, index: Annotated[int, Path(ge=0, le=2**53 - 1)]
) -> Response:
    """Go to the case in which the entry at ``index`` stands, as it was then; or to its audit."""
    reading: Reading = request.app.state.reading

    def look() -> Response:
        row = reading.ledger.store.entry(index)
        kind, _, name = ("", "", "") if row is None else row.stream.partition("/")
        if row is not None and kind == "audit":
            return go(f"/watch/audits/{name}")
        prefix = present(reading.ledger.store, reading.clock())
        if row is None or not may_open(prefix, row.stream, session_of(visitor).actor):
            raise NoSuchEntry("no page of theirs shows that entry")
        return go(f"/watch/{row.stream}?v={row.version}")

    return await reading.room.run(look)


@router.get("/watch/officials/{official}/reports/{name}")
async def get_own(
    request: Request, visitor: Overseer, official: UUID, name: Name, asked: Question
) -> Response:
    """Show of a report what the official sees of it before others do: their own rows, and the total."""
    return await _page(request, visitor, name, asked, of=f"actor/{official}")


@router.post("/watch/officials/{official}/reports/{name}")
async def post_own(
    request: Request, visitor: Overseer, official: UUID, name: Name, fields: Posted
) -> Response:
    """Show the same with the official's signed reply beside it."""
    asked, note = Asked("", "", "", "", None), fields.one("reply").encode()
    return await _page(request, visitor, name, asked, note, of=f"actor/{official}")


async def _page(
    request: Request, visitor: Visitor, name: str, asked: Asked, note: bytes = b"", *, of: str | None = None
) -> Response:
    reading: Reading = request.app.state.reading
    base = "/watch/reports" if of is None else f"/watch/officials/{of.partition('/')[2]}/reports"
    try:
        values = {"asked": asked, **choices(find(name), TIER), "public": False, "base": base, "of": of}
    except ReportError:
        raise Problem(404, "not_found") from None
    try:
        if of is not None:
            asked = asked._replace(unit=asked_by_oneself(find(name), asked.params(TIER)).unit)
        envelope = await _made(request, visitor, name, asked)
        where, notes = address(envelope), [note] if note else []
        replies = [read_reply(one, visitor.registry) for one in notes]
        envelope = with_replies(envelope, notes, visitor.registry)
        if of is not None:
            envelope = own_rows(envelope, actors_of(visitor.registry, of))
    except (ReportError, Malformed) as error:
        return _refused(request, visitor, error.code, values)
    except Problem as problem:
        if problem.code != "report_not_ready":
            raise
        return show(request, visitor, "oversight/not_ready.html", {"name": name}, status=503)

    def make() -> Response:
        people = People(present(reading.ledger.store, reading.clock()), visitor.language)
        files = f"/watch/reports/{name}/report"
        shown = {"errors": {}, "people": people, "replies": replies, "where": where}
        shown |= {"picture": f"{files}.svg?{where}", "table": f"{files}.csv?{where}"}
        return show(request, visitor, "oversight/report.html", values | shown | told(envelope))

    return await reading.room.run(make)


def _refused(request: Request, visitor: Visitor, code: str, values: dict[str, Any]) -> Response:
    """Return the page of a question or a reply that has no meaning, with what was typed."""
    said = sentence(code, visitor.language)
    field = "reply" if code.startswith("reply_") else "from"
    more = {"errors": {field: f"{said.title} {said.remedy}"}, "envelope": None}
    return show(request, visitor, "oversight/report.html", values | more, status=422)


async def _made(request: Request, visitor: Visitor, name: str, asked: Asked) -> Json:
    """Return a report; that it is read is recorded.

    Raises:
        Problem: 403 ``authority_scope``: a mandate with limits; 503 ``report_not_ready``.
        ReportError, Malformed: The question has no meaning.
    """
    desk: Desk = request.app.state.reports
    reading: Reading = request.app.state.reading
    session, params = session_of(visitor), asked.params(TIER)
    check_oversight(visitor.registry, session, visitor.now.isoformat())

    def make() -> Json:
        envelope = desk.issues.write(name, params, desk.issues.newest(asked.at))
        reading.openings.record_beside(
            reader_of(session), What.REPORT, (target_of(envelope),), Purpose.REPORT
        )
        return envelope

    return await desk.run(make)
