"""Who decides: mandates over time, keys and in whose hands they are, and everything that was decided.

What is listed ranks nobody: persons stand in the order of the log, decisions as they were recorded.
"""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.tables import MEDIA, TABLES, write_table
from api.web.oversight.admitting import Overseer
from api.web.oversight.overview import Code, Cursor
from api.web.oversight.paging import onwards, turn_of
from api.web.oversight.people import People
from api.web.page import Page
from api.web.rendering import HEADERS, show
from api.web.visiting import session_of
from ledger.application import browsing
from ledger.application.browsing import Made, Turn, part
from ledger.application.snapshot import present
from ledger.domain.codes import Role
from ledger.domain.mandated import OFFICIAL_ROLES
from ledger.domain.registry.events import OfficeRegistered
from ledger.projections.reports.catalogue import REPORTS
from ledger.projections.reports.own import units_of
from ledger.projections.views.plain import plain
from ledger.projections.views.register import view_register

MOST: Final = 5_000
"""Lines of one table; the rest is asked for by office."""

router: Final = APIRouter(route_class=Page)
Name = Annotated[UUID, Path()]
Office = Annotated[str, Query(pattern="^[a-z0-9_-]{0,64}$")]


@router.get("/watch/officials")
async def get_officials(
    request: Request, visitor: Overseer, role: Code = "", office: Office = "", cursor: Cursor = None
) -> Response:
    """Show who holds or held a mandate, filtered by role and office, and every office."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        turn = turn_of(request, visitor, cursor)
        prefix = browsing.moment(reading.ledger, turn)
        holders = [
            one
            for one in view_register(prefix).holders
            if any(role in ("", held.role) and office in ("", held.office) for held in one.mandates)
        ]
        page = part(holders, lambda one: one.actor, turn)
        values = {
            "page": page,
            "next": onwards(request, visitor, turn, page),
            "people": People(prefix, visitor.language),
            "asked": {"role": role, "office": office},
            "roles": [one for one in Role if one in OFFICIAL_ROLES or one is Role.ATTESTER],
        }
        return show(request, visitor, "oversight/officials.html", values)

    return await reading.room.run(make)


@router.get("/watch/officials/{name}")
async def get_official(
    request: Request, visitor: Overseer, name: Name, office: Office = "", cursor: Cursor = None
) -> Response:
    """Show an official: what they may do and since when, their keys, what they decided, their rows."""
    reading: Reading = request.app.state.reading
    actor = f"actor/{name}"

    def make() -> Response:
        turn = turn_of(request, visitor, cursor)
        prefix = present(reading.ledger.store, reading.clock())
        holder = next((one for one in view_register(prefix).holders if one.actor == actor), None)
        page = browsing.decisions(
            reading.ledger, session_of(visitor).actor, actor, turn, visitor.now, office=office or None
        )
        if holder is None or page is None:
            raise Problem(404, "not_found")
        values = {
            "holder": holder,
            "page": page,
            "next": onwards(request, visitor, turn, page),
            "people": People(prefix, visitor.language),
            "office": office,
            "reports": [one for one in REPORTS.values() if units_of(one)],
            "table": f"/watch/officials/{name}/decisions.csv",
        }
        return show(request, visitor, "oversight/official.html", values)

    return await reading.room.run(make)


@router.get("/watch/offices/{code}")
async def get_office(
    request: Request,
    visitor: Overseer,
    code: Annotated[str, Path(pattern="^[a-z0-9_-]{1,64}$")],
    cursor: Cursor = None,
) -> Response:
    """Show an office: what it was called since when, who acts for it, and what was decided from it."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        turn = turn_of(request, visitor, cursor)
        prefix = present(reading.ledger.store, reading.clock())
        page = browsing.decisions_of(reading.ledger, session_of(visitor).actor, code, turn, visitor.now)
        if page is None:
            raise Problem(404, "not_found")
        history = prefix.history(prefix.registry.stream or "")
        held = [one for one in view_register(prefix).holders if any(m.office == code for m in one.mandates)]
        values = {
            "code": code,
            "page": page,
            "next": onwards(request, visitor, turn, page),
            "people": People(prefix, visitor.language),
            "registered": [
                one
                for one in history
                if isinstance(says := one.statement.says, OfficeRegistered) and says.code == code
            ],
            "holders": held,
            "reports": [one for one in REPORTS.values() if "office" in one.units],
        }
        return show(request, visitor, "oversight/office.html", values)

    return await reading.room.run(make)


@router.get("/watch/officials/{name}/decisions.csv")
async def get_table(request: Request, visitor: Overseer, name: Name, office: Office = "") -> Response:
    """Return what an official decided as a table, at most the first 5,000 lines."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        found, turn = list[Made](), turn_of(request, visitor, None, MOST)
        while len(found) < MOST:
            page = browsing.decisions(
                *(reading.ledger, session_of(visitor).actor, f"actor/{name}", turn, visitor.now),
                office=office or None,
            )
            if page is None:
                raise Problem(404, "not_found")
            found += page.items
            if page.next is None:
                break
            turn = Turn(turn.size, turn.now, page.next, MOST)
        lines = [plain(one) for one in found[:MOST]]
        headers = {**HEADERS, "content-disposition": f'attachment; filename="decisions-{name}.csv"'}
        content = write_table(lines, TABLES["decisions"], visitor.language)
        return Response(content, headers=headers, media_type=MEDIA)

    return await reading.room.run(make)
