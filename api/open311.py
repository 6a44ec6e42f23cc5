"""Open311 GeoReport v2, for reading alone: service complaints in groups, on a monthly grid, as JSON or XML.

Source: GeoReport v2 specification, GET services and GET requests.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any, Final
from xml.sax.saxutils import escape

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.limits import Room
from api.problems import Problem
from ledger.application.sequencer import Clock
from ledger.application.service_complaints import KIND, Issue, ServiceComplaints
from ledger.domain.dates import later
from ledger.projections.exports.open311 import STATUSES, Group

SPAN: Final = 90
"""Days in one question at most; without any, the last so many."""
PAGES: Final = 10_000
SHOWN: Final = 200
SHORTLY: Final = {"cache-control": "public, max-age=300"}
SERVICE: Final = {
    "service_code": str(KIND),
    "service_name": "Service complaint · เรื่องร้องเรียนการให้บริการ",
    "description": "How an office served people: delay, discourtesy, no answer. In groups above 10.",
    "metadata": False,
    "type": "batch",
    "keywords": "",
    "group": "complaints",
}
NOTES: Final = {
    "open": "not closed when the month ended",
    "closed": "closed when the month ended; that is not: solved",
}
_TEXT: Final[schemas.Schema] = {"type": "string"}
_SERVICE: Final[schemas.Schema] = {
    "type": "object",
    "properties": {**dict.fromkeys(SERVICE, _TEXT), "metadata": {"type": "boolean"}},
    "required": list(SERVICE),
}
_GROUP: Final[schemas.Schema] = {
    "type": "object",
    "properties": {
        **dict.fromkeys(("service_request_id", "service_code", "service_name", "status_notes"), _TEXT),
        "status": {"enum": list(STATUSES)},
        "requested_datetime": {"type": "string", "format": "date-time"},
        "updated_datetime": {"type": "string", "format": "date-time"},
        "address_id": {"type": ["string", "null"], "description": "the code of the district"},
        "extended_attributes": {
            "type": "object",
            "properties": {
                "count": {"type": "integer", "minimum": 15, "description": "rounded to 5"},
                "month": _TEXT,
                "size": {"type": "integer", "minimum": 0, "description": "of the log, of which it is told"},
            },
            "required": ["count", "month", "size"],
        },
    },
    "required": ["service_request_id", "status", "requested_datetime", "extended_attributes"],
}

router: Final = APIRouter(prefix="/open311/v2")
_PUBLIC: Final = schemas.problems(400, 431, 500, 503)


XML: Final = "application/xml"


def _listed(what: str, schema: schemas.Schema) -> dict[int | str, schemas.Schema]:
    content = {"application/json": {"schema": {"type": "array", "items": schema}}}
    return {200: {"description": what, "content": content}}


def _marked(what: str) -> dict[int | str, schemas.Schema]:
    return {200: {"description": what, "content": {XML: {"schema": {"type": "string"}}}}}


class Desk:
    """What Open311 asks of a ledger."""

    def __init__(self, complaints: ServiceComplaints, clock: Clock) -> None:
        self.complaints, self.clock, self.room = complaints, clock, Room(1, 64)

    async def issue(self) -> Issue:
        """Return the issue of this month."""
        return await self.room.run(lambda: self.complaints.issue(self.clock()))


@router.get(
    "/services.xml",
    name="get_services_xml",
    summary="Open311: services, as XML",
    response_class=Response,
    responses={**_marked("services"), **schemas.problems(431, 500)},
)
@router.get(
    "/services.json",
    summary="Open311: services",
    responses={**_listed("services", _SERVICE), **schemas.problems(431, 500)},
)
async def get_services(request: Request) -> Response:
    """Return the one service that is told of."""
    return _answer([SERVICE], request.url.path, "services", "service")


@router.get(
    "/requests.xml",
    name="get_requests_xml",
    summary="Open311: service complaints in groups, as XML",
    response_class=Response,
    responses={**_marked("groups of complaints"), **_PUBLIC},
)
@router.get(
    "/requests.json",
    summary="Open311: service complaints in groups",
    responses={**_listed("groups of complaints", _GROUP), **_PUBLIC},
)
async def get_requests(
    request: Request,
    *,
    start_date: Annotated[datetime | None, Query(description="Only months that begin then or later.")] = None,
    end_date: Annotated[datetime | None, Query(description="Only months that begin until then.")] = None,
    status: Annotated[str | None, Query(description="open, closed, or both with a comma.")] = None,
    service_code: Annotated[str | None, Query(description="Codes of services, with commas.")] = None,
    service_request_id: Annotated[str | None, Query(description="Ids of groups, with commas.")] = None,
    page: Annotated[int, Query(ge=1, le=PAGES)] = 1,
    page_size: Annotated[int, Query(ge=1, le=SHOWN)] = 50,
) -> Response:
    """Return groups of complaints as they stood at the end of last month: nothing of a single one.

    Without days those of the last 90 before this month; with ids, whatever their month.
    """
    issue = await request.app.state.open311.issue()
    names, statuses, codes = _codes(service_request_id), _codes(status), _codes(service_code)
    first, last = _span(start_date, end_date, issue.month)
    found = [
        one
        for one in issue.groups
        if (one.name in names if names else first <= _begin(one) <= last)
        and (not statuses or one.status in statuses)
        and (not codes or KIND in codes)
    ]
    return _groups(found[(page - 1) * page_size : page * page_size], issue, request.url.path)


@router.get(
    "/requests/{file}",
    summary="Open311: one group",
    responses={
        200: {
            "description": "the group, alone in a list",
            "content": _listed("", _GROUP)[200]["content"] | _marked("")[200]["content"],
        },
        **schemas.problems(404, 431, 500, 503),
    },
)
async def get_request(request: Request, file: str) -> Response:
    """Return one group by its id, as `ID.json` or `ID.xml`. A group of 1 to 10 is not there."""
    issue = await request.app.state.open311.issue()
    found = [one for one in issue.groups if file in {f"{one.name}.json", f"{one.name}.xml"}]
    if not found:
        raise Problem(404, "not_found")
    return _groups(found, issue, file)


def _groups(found: Sequence[Group], issue: Issue, path: str) -> Response:
    return _answer([_shown(one, issue) for one in found], path, "service_requests", "request")


def _answer(items: Sequence[Mapping[str, Any]], path: str, outer: str, inner: str) -> Response:
    """Return ``items`` in the form that the end of ``path`` asks for."""
    if not path.endswith(".xml"):
        return JSONResponse(items, headers=SHORTLY)
    content = "".join(_element(inner, item) for item in items)
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<{outer}>{content}</{outer}>\n'
    return Response(text, 200, SHORTLY, XML)


def _element(name: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    """Return ``value`` as an element; what is absent is an empty one."""
    if isinstance(value, Mapping):
        return f"<{name}>{''.join(_element(key, member) for key, member in value.items())}</{name}>"
    text = "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{name}>{escape(text)}</{name}>"


def _shown(one: Group, issue: Issue) -> dict[str, Any]:
    return {
        "service_request_id": one.name,
        "service_code": str(KIND),
        "service_name": SERVICE["service_name"],
        "status": one.status,
        "status_notes": NOTES[one.status],
        "requested_datetime": f"{one.month}-01T00:00:00+07:00",
        "updated_datetime": f"{issue.month.isoformat()}T00:00:00+07:00",
        "address_id": one.district or None,
        "extended_attributes": {"count": one.n, "month": one.month, "size": issue.size},
    }


def _span(start: datetime | None, end: datetime | None, month: date) -> tuple[date, date]:
    """Return the first and last day that are asked for.

    Raises:
        Problem: ``query_invalid``: they lie the wrong way round, or too far apart.
    """
    first, last = (None if one is None else one.date() for one in (start, end))
    last = last or (month if first is None else later(first, SPAN))
    first = first or date.fromordinal(max(1, last.toordinal() - SPAN))
    if not 0 <= (last - first).days <= SPAN:
        raise Problem(400, "query_invalid")
    return first, last


def _begin(one: Group) -> date:
    return date.fromisoformat(f"{one.month}-01")


def _codes(given: str | None) -> frozenset[str]:
    return frozenset(filter(None, (given or "").split(",")))
