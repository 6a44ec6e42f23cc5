"""What somebody takes away who filed: case number and code, once; what comes next; the proof as a file."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.filings import Filings
from api.languages import Language
from api.problems import Problem
from api.web.dates import day, days_left
from api.web.forms import Posted
from api.web.page import Page, go
from api.web.rendering import show
from api.web.sealing import LONGEST
from api.web.visiting import Visit, Visitor, drop, keep, name_of
from api.web.words.labels import label
from api.web.words.steps import next_step
from ledger.application.access import Target, What
from ledger.application.evidence import make_proof
from ledger.application.filings.desk import Filed
from ledger.application.openings import HOLDER
from ledger.application.snapshot import Snapshot
from ledger.domain.clocks.moments import day_of
from ledger.projections.letters.pdf import qr, render_letter
from ledger.projections.letters.receipt import grouped, receipt_letter
from ledger.projections.letters.shared import HELPLINE, owed
from ledger.projections.views.present import present

router: Final = APIRouter(route_class=Page)
RECEIPT: Final = "receipt"
PROOF: Final = "proof"


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
    page = page_of(request, case)
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


def page_of(request: Request, case: str) -> str:
    """Return the address where ``case`` is followed, for paper and for a QR code."""
    return str(request.url.replace(path="/track", query=f"case={case}", fragment=""))


@router.post("/file/proof")
def post_proof(request: Request, visitor: Visit, fields: Posted) -> Response:
    """Return the proof of the filing, or the entry that it proves: two small files, checked on any machine.

    Or the receipt on paper, which bears both as text, and never the code.

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
    proof = make_proof(request.app.state.store, row.index)
    if fields.one("part") == "paper":
        return saved(_paper(request, visitor, found, proof), f"{name}.pdf")
    return saved(proof.encode(), f"{name}.tlog-proof")


def _paper(request: Request, visitor: Visitor, filed: Mapping[str, str], proof: str) -> bytes:
    prefix, case = request.app.state.filings.desk.prefix(), filed["case"]
    sheets = receipt_letter(
        prefix, filed["stream"], case=case, code=None, proof=proof, page=page_of(request, case)
    )
    return render_letter(sheets.receipt, visitor.language)


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
    lines = [
        Owed(
            label(one.name, language, "clock"),
            day(day_of(one.due), language),
            days_left(day_of(one.due), today, language),
            one.late,
        )
        for one in owed(here.clocks)
    ]
    first = next(iter(here.next), None)
    return {
        "owed": lines,
        "next": "" if first is None else next_step(first, language, today=today, yours=True),
    }
