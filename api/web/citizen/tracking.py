"""``/track``: from the case number, how far it is; with the receipt code, the case itself."""

from datetime import date
from functools import partial
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from api.filing_rates import TRACKED
from api.filings import Filings
from api.problems import Problem
from api.rates import came
from api.web.citizen.holding import Held, held, hold, let_go, try_code
from api.web.citizen.receipt import RECEIPT
from api.web.citizen.refusals import REFUSALS, Refusal, refusal_of
from api.web.dates import day, days_left, moment
from api.web.digits import read_case_number, read_code
from api.web.forms import Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.visiting import Visit, Visitor, drop
from api.web.words.labels import label
from ledger.application.filings.following import Track, track
from ledger.domain.clocks.moments import day_of
from ledger.projections.letters.receipt import grouped
from ledger.signing.errors import Malformed

router: Final = APIRouter(route_class=Page)
ELSEWHERE: Final = "https://www.tmd.go.th/"
"""What comes in the place of a page that somebody has to leave in a hurry: the weather."""
Number = Annotated[str, Query(max_length=64)]


@router.get("/track")
def get_track(request: Request, visitor: Visit, case: Number = "") -> Response:
    """Ask for the number and the code; a letter's QR code brings the number along."""
    return _show(request, visitor, {"case": case, "code": ""})


@router.post("/track")
async def post_track(request: Request, visitor: Visit, fields: Posted) -> Response:
    """Open the case; or with the number alone, tell how far it is."""
    filings: Filings = request.app.state.filings
    sent = {"case": fields.one("case"), "code": fields.one("code")}
    work = partial(_open if sent["code"] else _tell, request, visitor, sent)
    room = filings.codes if sent["code"] else filings.room
    try:
        return await room.run(work)
    except REFUSALS as error:
        refusal = refusal_of(error, visitor.language)
        return await filings.room.run(partial(_show, request, visitor, sent, refusal=refusal))


@router.post("/case/close")
def post_close(request: Request, _fields: Posted) -> Response:
    """Leave the case: whoever uses this device next is asked for the code."""
    answer = go("/track")
    let_go(request, answer)
    return answer


@router.get("/leave")
def get_leave(request: Request) -> Response:
    """Leave in a hurry: nothing that was opened here stays open, and another page comes in its place."""
    answer = RedirectResponse(ELSEWHERE, 303, {"referrer-policy": "no-referrer"})
    let_go(request, answer)
    drop(request, answer, RECEIPT)
    return answer


def _open(request: Request, visitor: Visitor, sent: dict[str, str]) -> Response:
    found, errors = dict[str, str](), dict[str, str]()
    for name, read in (("case", read_case_number), ("code", read_code)):
        try:
            found[name] = read(sent[name])
        except Malformed as error:
            errors[name] = error.code
    if errors:
        return _show(request, visitor, sent, errors=errors)
    answer = go("/case")
    hold(request, answer, try_code(request, **found))
    return answer


def _tell(request: Request, visitor: Visitor, sent: dict[str, str]) -> Response:
    """Tell what the number alone tells, as ``GET /filings/{case}`` does."""
    filings: Filings = request.app.state.filings
    try:
        case = read_case_number(sent["case"])
    except Malformed as error:
        return _show(request, visitor, sent, errors={"case": error.code})
    filings.rates.take(TRACKED, came(request))
    stream = filings.desk.mailboxes.stream(case)
    found = None if stream is None else track(filings.desk.prefix(), stream)
    if found is None:
        raise Problem(404, "not_found")
    return _show(request, visitor, sent, found=_told(case, found, visitor))


def _told(case: str, found: Track, visitor: Visitor) -> dict[str, Any]:
    due: date | None = None if found.next_by is None else day_of(found.next_by)
    return {
        "case": grouped(case),
        "state": label(found.state, visitor.language, "track"),
        "received_on": day(found.received_on, visitor.language),
        "next_by": found.next_by and moment(found.next_by, visitor.language),
        "left": due and days_left(due, visitor.today, visitor.language),
        "closed_on": found.closed_on and day(found.closed_on, visitor.language),
    }


def _show(
    request: Request,
    visitor: Visitor,
    sent: dict[str, str],
    *,
    errors: dict[str, str] | None = None,
    refusal: Refusal | None = None,
    found: dict[str, Any] | None = None,
) -> Response:
    """Return the form. A number that is not there and a code that does not open it are one answer."""
    opened: Held | None = held(request)
    values = {
        "sent": sent,
        "errors": errors or {},
        "refusal": refusal,
        "found": found,
        "opened": opened is not None,
    }
    status = 422 if errors else 200 if refusal is None else refusal.status
    headers = {} if refusal is None else dict(refusal.headers)
    return show(request, visitor, "citizen/track.html", values, status=status, headers=headers, secret=True)
