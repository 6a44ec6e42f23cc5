"""Opening a random audit: questions become a frame, sealed before anybody can know what will be drawn."""

from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.reading import Reading
from api.report_desk import Desk
from api.sessions import reader_of
from api.web.dates import read_day
from api.web.forms import Fields, Posted
from api.web.oversight.admitting import Auditor
from api.web.page import Page
from api.web.rendering import HEADERS, sentence, show
from api.web.visiting import Visitor, session_of
from ledger.application import framing
from ledger.application.access import Purpose, Target, What
from ledger.domain.audit.beacons import round_at
from ledger.domain.audit.events import AuditFrameSealed, AuditPurpose, Beacon
from ledger.domain.dates import BANGKOK, later
from ledger.domain.types import Code
from ledger.projections.audits.frames import FrameFile, format_frame, parse_frame, parse_question
from ledger.projections.audits.selecting import DECISION_FIELDS, GRIEVANCE_FIELDS
from ledger.signing.errors import Malformed, require

SOURCE: Final = "drand-quicknet"
HOUR: Final = time(9)
"""When the round comes, in Bangkok, on the day that is named."""
EXAMPLE: Final = (
    "appealed 1/1 appeal=pending,determined,ended result=refuse,terminate\n"
    "refused 1/10 appeal=none result=refuse,terminate"
)
DAYS: Final = ("since", "until", "draw_on")

router: Final = APIRouter(route_class=Page)


@router.get("/watch/audits/new")
def get_new(request: Request, visitor: Auditor) -> Response:
    """Show the questions of a frame."""
    typed = {"purpose": AuditPurpose.REFUSAL, "strata": EXAMPLE, "since": "", "until": "", "draw_on": ""}
    return show(request, visitor, "oversight/frame.html", _values(typed))


@router.post("/watch/audits/new")
async def post_new(request: Request, visitor: Auditor, fields: Posted) -> Response:
    """Compose the frame from the whole log, and show what is to be sealed."""
    desk: Desk = request.app.state.reports
    reading: Reading = request.app.state.reading
    typed = {name: fields.one(name) for name in ("purpose", "strata", *DAYS)}
    errors = dict[str, str]()
    asked = _asked(visitor, typed, errors)
    if errors:
        return show(request, visitor, "oversight/frame.html", _values(typed, errors), status=422)
    purpose, period, beacon = asked

    def make() -> tuple[FrameFile, AuditFrameSealed]:
        questions = [parse_question(line.strip()) for line in typed["strata"].splitlines() if line.strip()]
        frame = framing.compose_frame(reading.ledger.store, purpose, questions, period)
        told = ("audit_frame", purpose, *period, frame.root)
        reading.openings.record_beside(
            reader_of(session_of(visitor)), What.REPORT, (Target(frame.size, told),), Purpose.OVERSIGHT
        )
        return frame, framing.sealing(frame, beacon)

    try:
        frame, says = await desk.run(make)
    except Malformed as error:
        said = sentence(error.code, visitor.language)
        errors["strata"] = f"{said.title} {said.remedy}"
        return show(request, visitor, "oversight/frame.html", _values(typed, errors), status=422)
    comes = datetime.combine(read_day(typed["draw_on"]), HOUR, UTC) - BANGKOK
    values = {
        "frame": frame,
        "says": says,
        "text": format_frame(frame).decode(),
        "comes": comes.isoformat(),
        "origin": reading.ledger.origin,
        "actor": session_of(visitor).actor,
    }
    return show(request, visitor, "oversight/seal.html", values)


@router.post("/watch/audits/frame")
def post_frame(_visitor: Auditor, fields: Posted) -> Response:
    """Return a frame that a page showed as the file that it is.

    Raises:
        Malformed: ``frame_malformed``: it is no frame.
    """
    frame = parse_frame(frame_text(fields))
    headers = {**HEADERS, "content-disposition": f'attachment; filename="{frame.root[:16]}.frame"'}
    return Response(format_frame(frame), headers=headers, media_type="text/plain; charset=utf-8")


def frame_text(fields: Fields) -> bytes:
    """Return the text of a frame that was pasted; the end of its last line is put back."""
    return f"{fields.one('frame')}\n".encode()


def _asked(
    visitor: Visitor, typed: Mapping[str, str], errors: dict[str, str]
) -> tuple[AuditPurpose, tuple[str, str], Beacon]:
    """Return purpose, period and round; what cannot be read is told in ``errors`` by the field's name."""
    days = dict.fromkeys(DAYS, visitor.today)
    for name in DAYS:
        try:
            days[name] = read_day(typed[name])
            require(name != "draw_on" or days[name] > visitor.today, "draw_day", "it is still to come")
        except Malformed as error:
            errors[name] = sentence(error.code, visitor.language).title
    if typed["purpose"] not in list(AuditPurpose):
        errors["purpose"] = sentence("frame_question", visitor.language).title
        return AuditPurpose.REFUSAL, ("", ""), Beacon(source=Code(SOURCE), round=1)
    period = days["since"].isoformat(), later(days["until"], 1).isoformat()
    comes = datetime.combine(days["draw_on"], HOUR, UTC) - BANGKOK
    found = round_at(SOURCE, comes.timestamp()) or 1
    return AuditPurpose(typed["purpose"]), period, Beacon(source=Code(SOURCE), round=found)


def _values(typed: Mapping[str, str], errors: Mapping[str, str] | None = None) -> dict[str, Any]:
    return {
        "typed": typed,
        "errors": errors or {},
        "purposes": list(AuditPurpose),
        "of_claims": sorted(DECISION_FIELDS),
        "of_grievances": sorted(GRIEVANCE_FIELDS),
    }
