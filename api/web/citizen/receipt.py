"""What somebody takes away who filed: case number and code, once; what comes next; the proof as a file."""

from datetime import date
from typing import Any, Final, NamedTuple

import segno
from fastapi import APIRouter, Request
from starlette.responses import Response

from api.filings import Filings
from api.languages import Language
from api.problems import Problem
from api.web.dates import day, days_left
from api.web.digits import grouped
from api.web.forms import Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.sealing import LONGEST
from api.web.visiting import Visit, drop, keep, name_of
from api.web.words.labels import label
from api.web.words.steps import next_step
from ledger.application.access import Target, What
from ledger.application.evidence import make_proof
from ledger.application.filings.desk import Filed
from ledger.application.openings import HOLDER
from ledger.application.snapshot import Snapshot
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Channel
from ledger.projections.views.periods import Waits
from ledger.projections.views.present import present

router: Final = APIRouter(route_class=Page)
RECEIPT: Final = "receipt"
PROOF: Final = "proof"
HELPLINE: Final = str(Channel.PHONE_1300).removeprefix("phone_")
"""The social help centre, whom one calls free of charge."""
WATCHES: Final = frozenset({ClockName.RETALIATION_WATCH})
"""Clocks at whose end nobody owes anything."""


class Owed(NamedTuple):
    """What an office owes: what, by which day, and how far that is."""

    what: str
    until: str
    left: str
    late: bool


def hand_out(request: Request, filed: Filed, *, helped: bool) -> Response:
    """Return the way to the receipt, which the browser carries there sealed: it is in no address."""
    mailbox = filed.mailbox
    members = {"case": mailbox.case, "code": mailbox.code, "stream": filed.receipt.stream, "helped": helped}
    answer = go("/file/done")
    sealed = request.app.state.seals.seal(RECEIPT, members)
    keep(request, answer, RECEIPT, sealed, int(LONGEST.total_seconds()))
    return answer


@router.get("/file/done")
def get_done(request: Request, visitor: Visit) -> Response:
    """Show the receipt, once: whoever comes back to it is asked for the code that they took away."""
    seals = request.app.state.seals
    found = seals.open(RECEIPT, request.cookies.get(name_of(request, RECEIPT)))
    if found is None:
        return go("/track")
    filings: Filings = request.app.state.filings
    code, case = found["code"], found["case"]
    prefix = filings.desk.prefix()
    page = str(request.url.replace(path="/track", query=f"case={case}", fragment=""))
    values = {
        "case": grouped(case),
        "groups": () if code is None else grouped(code).split(),
        "helped": found["helped"],
        "page": page,
        "qr": qr(page),
        "helpline": HELPLINE,
        "today": day(visitor.today, visitor.language),
        "proof": seals.seal(PROOF, {"stream": found["stream"], "case": case}),
        **coming(prefix, found["stream"], visitor.today, visitor.language),
    }
    answer = show(request, visitor, "citizen/done.html", values, secret=True)
    drop(request, answer, RECEIPT)
    return answer


@router.post("/file/proof")
def post_proof(request: Request, fields: Posted) -> Response:
    """Return the proof of the filing, or the entry that it proves: two small files, checked on any machine.

    Raises:
        Problem: 404 ``not_found``: the page with the form is too old.
    """
    found = request.app.state.seals.open(PROOF, fields.one("proof"))
    if found is None:
        raise Problem(404, "not_found")
    row = request.app.state.store.stream(found["stream"])[0]
    request.app.state.reading.openings.record(found["stream"], HOLDER, What.FILE, (Target(row.version),))
    name = f"receipt-{found['case']}"
    if fields.one("part") == "entry":
        return saved(row.entry, f"{name}.json")
    return saved(make_proof(request.app.state.store, row.index).encode(), f"{name}.tlog-proof")


def saved(content: bytes, name: str) -> Response:
    """Return a file to be saved under ``name``."""
    return Response(
        content,
        headers={"content-disposition": f'attachment; filename="{name}"'},
        media_type="application/octet-stream",
    )


def coming(prefix: Snapshot, stream: str, today: date, language: Language) -> dict[str, Any]:
    """Return what happens next in ``stream``: in a sentence, and what an office owes by which day."""
    here = present(prefix, stream)
    owed = [
        Owed(
            label(one.name, language, "clock"),
            day(day_of(one.due), language),
            days_left(day_of(one.due), today, language),
            one.late,
        )
        for one in here.clocks
        if one.waits is Waits.OFFICE and one.waiting and one.name not in WATCHES
    ]
    first = next(iter(here.next), None)
    return {
        "owed": owed,
        "next": "" if first is None else next_step(first, language, today=today, yours=True),
    }


def qr(page: str) -> str:
    """Return an address as a QR code, an SVG element on white; it holds the address and nothing else."""
    made: str = segno.make(page, error="m", micro=False).svg_inline(
        scale=4, light="#fff", svgclass="qr", lineclass=None, omitsize=False
    )
    return made
