"""Accountability reports: for anybody the issue of the month, for oversight every row, for oneself one's own.

No question makes the server fold twice. What the public reads is in memory after it was asked first; persons'
rows leave after their reading is recorded.
"""

from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.problems import Problem
from api.reading import Authorization, Reading
from api.report_desk import Desk, Written
from api.sessions import Session, reader_of, session_of
from ledger.application.access import Purpose, Target, What
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import RegistryState
from ledger.domain.relations import actors_of, running
from ledger.projections.errors import ReportError
from ledger.projections.rendering import render
from ledger.projections.reports.asking import Params
from ledger.projections.reports.catalogue import REPORTS, find
from ledger.projections.reports.envelope import Json, Snapshot
from ledger.projections.reports.own import OWN, asked_by_oneself, own_rows, units_of
from ledger.projections.views.entitlement import may_read_log

SHORTLY: Final = "public, max-age=300"
NOT_HERE: Final = {"report_unknown": 404, "pictures_missing": 503}
"""Statuses of what is wrong with a question where it is not the question's form."""
SHOWN: Final = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; frame-ancestors 'none'"
"""What a page or a picture may load: its own styles and letters, which it carries."""
_MONTH: Final = "^[12][0-9]{3}-(0[1-9]|1[0-2])$"  # of a year that a date can have
_WORD: Final = "^[a-z_]{1,32}$"

router: Final = APIRouter()


class Tier(StrEnum):
    """Who reads."""

    PUBLIC = "public"
    OVERSIGHT = "oversight"
    OWN = OWN


class Form(StrEnum):
    """How a report is written."""

    JSON = "json"
    CSV = "csv"
    SVG = "svg"
    HTML = "html"


class Lang(StrEnum):
    """Which language comes first in a picture or a page."""

    TH = "th"
    EN = "en"


MEDIA: Final = {
    Form.JSON: "application/json",
    Form.CSV: "text/csv; charset=utf-8",
    Form.SVG: "image/svg+xml",
    Form.HTML: "text/html; charset=utf-8",
}
_TITLE: Final[schemas.Schema] = {
    "type": "object",
    "properties": {"th": {"type": "string"}, "en": {"type": "string"}},
    "required": ["th", "en"],
}
_WORDS: Final[schemas.Schema] = {"type": "array", "items": {"type": "string"}}
_LISTED: Final[schemas.Schema] = {
    "type": "object",
    "properties": {
        "title": _TITLE,
        "populations": {"type": "object", "additionalProperties": {"type": "string"}},
        "units": _WORDS,
        "tiers": {"type": "array", "items": {"enum": [str(tier) for tier in Tier]}},
    },
    "required": ["title", "populations", "units", "tiers"],
}
_REPORT: Final[schemas.Schema] = {
    "type": "object",
    "properties": {
        "report": {"type": "string"},
        "title": _TITLE,
        "snapshot": {"type": "object", "description": "the checkpoint that it is bound to"},
        "rows": {"type": "array", "items": {"type": "object"}},
        "overall": {"type": "object"},
        "caveats": {"type": "array", "items": {"type": "object"}},
        "reproduce": {"type": "object", "description": "how anybody with the log computes it again"},
    },
    "required": ["report", "title", "snapshot", "rows", "overall", "caveats", "reproduce"],
}
_CONTENT: Final = {
    media.partition(";")[0]: {"schema": _REPORT if form is Form.JSON else {"type": "string"}}
    for form, media in MEDIA.items()
}


class Question(NamedTuple):
    """What is asked of the report ``name``, and how the answer is written."""

    name: str
    params: Params
    at: int | None
    form: Form
    lang: Lang

    def written(self, envelope: Json) -> Written:
        """Return the report in the form that is asked for. The digest of its result is its tag."""
        tag = envelope["reproduce"]["result_digest"]
        if self.form is not Form.JSON:
            tag += f"-{self.form}-{self.lang}"
        return Written(render(envelope, self.form.value, self.lang.value), f'"{tag}"')


@router.get(
    "/reports",
    summary="Accountability reports",
    responses={
        200: {
            "description": "every report by its name; its first words are the default",
            "content": {
                "application/json": {"schema": {"type": "object", "additionalProperties": _LISTED}},
            },
        },
        **schemas.problems(431, 500, 503),
    },
)
async def get_reports() -> Response:
    """Return what each report is about, what it can count, whose rows it can show, and to whom."""
    listed = {
        name: {
            "title": report.title,
            "populations": report.populations,
            "units": report.units,
            "tiers": [*report.tiers, *([OWN] if units_of(report) else [])],
        }
        for name, report in REPORTS.items()
    }
    return JSONResponse(listed, headers={"cache-control": SHORTLY})


@router.get(
    "/reports/{report}",
    summary="An accountability report",
    response_class=Response,
    responses={
        200: {"description": "the report", "content": _CONTENT},
        304: {"description": "what you have is as it stands"},
        **schemas.problems(400, 401, 403, 404, 431, 500, 503),
    },
)
async def get_report(
    request: Request,
    *,
    report: Annotated[str, Path()],
    authorization: Authorization = None,
    tier: Annotated[Tier, Query(description="Who reads: anybody, oversight, or oneself.")] = Tier.PUBLIC,
    population: Annotated[str, Query(pattern=_WORD, description="What is counted; see `/reports`.")] = "",
    unit: Annotated[str, Query(pattern=_WORD, description="Whose rows; see `/reports`.")] = "",
    start: Annotated[str, Query(alias="from", pattern=_MONTH, description="The first month.")] = "",
    end: Annotated[str, Query(alias="to", pattern=_MONTH, description="The month after the last.")] = "",
    at: Annotated[
        int | None, Query(ge=1, le=2**53 - 1, description="The size of a checkpoint; usually the newest.")
    ] = None,
    form: Annotated[Form, Query(description="How it is written.")] = Form.JSON,
    lang: Annotated[Lang, Query(description="First language of svg and html.")] = Lang.TH,
) -> Response:
    """Return a report bound to a checkpoint, with digests that whoever has the log computes again.

    `public` is the issue of the month, for anybody: one whole month of offices and districts, no count of 1
    to 10. `oversight` shows every row, to oversight without limits. `own` shows whoever asks their own rows.
    Reading the last two is recorded first.
    """
    params = Params(population=population, unit=unit, valid_from=_month(start), valid_to=_month(end))
    question = Question(report, params, at, form, lang)
    try:
        if tier is Tier.PUBLIC:
            written = await public(request, question)
            return _answer(request, question.form, written, {"cache-control": SHORTLY})
        return await _personal(request, authorization, question, tier)
    except ReportError as error:
        raise Problem(NOT_HERE.get(error.code, 400), error.code) from error


async def public(request: Request, question: Question) -> Written:
    """Return what anybody gets: what is at hand at once, whatever else is being made.

    Raises:
        ReportError: The question has no meaning, or is not for the public.
        Problem: 503 ``report_not_ready``.
    """
    desk: Desk = request.app.state.reports
    reading: Reading = request.app.state.reading
    asked = replace(question.params, tier="public")

    def look() -> tuple[Params, Snapshot]:
        return desk.issues.for_public(question.name, asked, question.at)

    params, snapshot = await reading.room.run(look)
    alike = (snapshot, question._replace(params=params, at=None))

    def make() -> Written:
        written = desk.kept(alike)  # somebody may have asked for the same and come first
        if written is None:
            written = question.written(desk.issues.write(question.name, params, snapshot))
            desk.keep(alike, written)
        return written

    known = desk.kept(alike)
    return await desk.run(make) if known is None else known


async def _personal(request: Request, authorization: str | None, question: Question, tier: Tier) -> Response:
    """Return the rows of persons to whoever may read them. Nothing of them leaves unless that is recorded."""
    desk: Desk = request.app.state.reports
    reading: Reading = request.app.state.reading

    def admitted() -> tuple[Session, RegistryState]:
        session, registry = session_of(request, authorization)
        if tier is Tier.OVERSIGHT:
            check_oversight(registry, session, reading.clock().isoformat())
        return session, registry

    session, registry = await reading.room.run(admitted)

    def make() -> Written:
        params, report = question.params, find(question.name)
        if tier is Tier.OWN:
            params = asked_by_oneself(report, params)
        envelope = desk.issues.write(question.name, params, desk.issues.newest(question.at))
        if tier is Tier.OWN:
            envelope = own_rows(envelope, actors_of(registry, session.actor))
        written = question.written(envelope)
        target = target_of(envelope)
        reading.openings.record_beside(reader_of(session), What.REPORT, (target,), Purpose.REPORT)
        return written

    return _answer(request, question.form, await desk.run(make), {"vary": "authorization"})


def check_oversight(registry: RegistryState, session: Session, now: str) -> None:
    """Check that whoever signed in may read everybody's rows: a report stops at no border of a mandate.

    Raises:
        Problem: 403 ``authority_scope``: their mandate of oversight has limits; ``authority_missing``: none.
    """
    if not may_read_log(registry, session.actor, now):
        if any(held.role is Role.OVERSIGHT for held in running(registry, session.actor, civil(now))):
            raise Problem(403, "authority_scope")
        raise Problem(403, "authority_missing")


def target_of(envelope: Json) -> Target:
    """Return what is recorded of a reading: enough to compute again which rows were shown."""
    params, window = envelope["method"]["params"], envelope["method"]["params"]["window"]
    told = (envelope["report"], params["tier"], params["population"], envelope["unit"], *window)
    return Target(envelope["snapshot"]["tree_size"], (*told, envelope["reproduce"]["result_digest"]))


def _answer(request: Request, form: Form, written: Written, headers: dict[str, Any]) -> Response:
    """Return a report, or that whoever asks has it. Source: RFC 9110, 8.8.3 and 13.1.2."""
    headers = {**headers, "etag": written.tag}
    had = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if {"*", written.tag} & {*had}:
        return Response(status_code=304, headers=headers)
    if form in {Form.SVG, Form.HTML}:
        headers["content-security-policy"] = SHOWN
    return Response(written.body, 200, headers, MEDIA[form])


def _month(text: str) -> date | None:
    return date.fromisoformat(f"{text}-01") if text else None
