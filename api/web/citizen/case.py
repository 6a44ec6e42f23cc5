"""``/case``: the case itself, for whoever opened it with its code. Each look is recorded before."""

from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.filing_rates import LOOKED
from api.filings import Filings
from api.problems import Problem
from api.reading import Reading
from api.web.citizen.acts import NAMES, Offer, possible
from api.web.citizen.holding import Held, held
from api.web.citizen.telling import tell
from api.web.dates import day, days_left, moment
from api.web.page import Page, go
from api.web.rendering import show
from api.web.timeline import office_names
from api.web.visiting import Visit, Visitor
from api.web.words.labels import label
from ledger.application.access import Purpose, Read
from ledger.application.openings import HOLDER, Openings
from ledger.application.snapshot import Snapshot
from ledger.domain.codes import Auth
from ledger.projections.letters.receipt import grouped
from ledger.projections.pictures.words import same

router: Final = APIRouter(route_class=Page)


@router.get("/case")
async def get_case(request: Request, visitor: Visit) -> Response:
    """Show the case; who did not open it, or no more, is asked for the code."""
    reading: Reading = request.app.state.reading
    return await reading.room.run(lambda: _look(request, visitor))


def _look(request: Request, visitor: Visitor) -> Response:
    opened = held(request)
    if opened is None:
        return go("/track")
    filings: Filings = request.app.state.filings
    filings.rates.take(LOOKED, opened.case)
    openings: Openings = request.app.state.reading.openings
    found = openings.open(opened.stream, HOLDER, Purpose.OWN_CASE)
    reads = openings.reads(opened.stream, HOLDER)
    prefix = filings.desk.prefix()
    values = {
        "case": grouped(opened.case),
        **tell(prefix, opened.stream, found.fields, visitor),
        "acts": [_offered(one, visitor) for one in possible(prefix, opened.stream)],
        "notice": _notice(request.query_params.get("said", ""), visitor),
        "reads": [_read(one, prefix, visitor) for one in reads if isinstance(one, Read)],
        "codes": _codes(filings, opened, visitor),
    }
    return show(request, visitor, "citizen/case.html", values)


def _offered(offer: Offer, visitor: Visitor) -> dict[str, Any]:
    until, language = offer.until, visitor.language
    return {
        "path": offer.path,
        "name": offer.words.said(language),
        "until": until and day(until, language),
        "left": until and days_left(until, visitor.today, language),
    }


def _notice(said: str, visitor: Visitor) -> str:
    """Return what was recorded just now; nothing where no act is named."""
    return NAMES[said].said(visitor.language) if said in NAMES else ""


def _read(one: Read, prefix: Snapshot, visitor: Visitor) -> dict[str, Any]:
    """Return who looked, as the person is told of it: a day, a capacity, and what."""
    office = None if one.office is None else office_names(prefix).get(one.office, same(one.office))
    return {
        "day": day(one.day, visitor.language),
        "role": label(one.role, visitor.language, "Role"),
        "office": "" if office is None else office.said(visitor.language),
        "what": label(one.what, visitor.language, "What"),
        "own": one.role == "receipt",
    }


def _codes(filings: Filings, opened: Held, visitor: Visitor) -> list[dict[str, Any]]:
    """Return every code that the case ever had: nobody has one issued behind its person's back."""
    issued = filings.desk.mailboxes.issued(opened.case)
    if not issued:
        raise Problem(404, "not_found")
    return [
        {
            "when": moment(one.issued_at, visitor.language),
            "auth": "" if one.auth is None else label(Auth(one.auth), visitor.language),
        }
        for one in issued
    ]
