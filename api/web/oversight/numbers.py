"""The numbers for everybody: the issue of the month, of offices and districts, without signing in."""

import json
from typing import Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.reports import NOT_HERE, Form, Lang, Question, public
from api.web.oversight import questions
from api.web.oversight.reports import Name
from api.web.oversight.telling import address, choices, told
from api.web.page import Page
from api.web.rendering import sentence, show
from api.web.visiting import Visit
from ledger.projections.errors import ReportError
from ledger.projections.pictures.questions import QUESTIONS
from ledger.projections.reports.catalogue import REPORTS, find
from ledger.signing.errors import Malformed

TIER: Final = "public"

router: Final = APIRouter(route_class=Page)


@router.get("/numbers")
def get_numbers(request: Request, visitor: Visit) -> Response:
    """Show which reports anybody may read, and what each asks."""
    open_ones = [report for report in REPORTS.values() if TIER in report.tiers]
    values = {"reports": open_ones, "questions": QUESTIONS, "base": "/numbers"}
    return show(request, visitor, "oversight/reports.html", values)


@router.get("/numbers/{name}")
async def get_number(request: Request, visitor: Visit, name: Name, asked: questions.Question) -> Response:
    """Show a report as anybody may read it: one month that is over, and no count of 1 to 10."""
    reading: Reading = request.app.state.reading
    report = REPORTS.get(name)
    if report is None or TIER not in report.tiers:
        raise Problem(404, "not_found")
    values = {"asked": asked, **choices(find(name), TIER), "public": True, "base": "/numbers", "of": None}
    values |= {"replies": [], "people": None}
    try:
        question = Question(name, asked.params(TIER), asked.at, Form.JSON, Lang(visitor.language))
        envelope = json.loads((await public(request, question)).body)
    except (ReportError, Malformed) as error:
        if error.code in NOT_HERE:
            raise Problem(NOT_HERE[error.code], error.code) from error
        said = sentence(error.code, visitor.language)
        values |= {"errors": {"from": f"{said.title} {said.remedy}"}, "envelope": None}
        return show(request, visitor, "oversight/report.html", values, status=422)
    except Problem as problem:
        if problem.code != "report_not_ready":
            raise
        return show(request, visitor, "oversight/not_ready.html", {"name": name}, status=503)
    where = address(envelope)
    files = f"/reports/{name}?{where}&lang={visitor.language}"
    values |= {
        "errors": {},
        "where": where,
        "picture": f"{files}&form=svg",
        "table": f"{files}&form=csv",
    }
    return await reading.room.run(
        lambda: show(request, visitor, "oversight/report.html", values | told(envelope))
    )
