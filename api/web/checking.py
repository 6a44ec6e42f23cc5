"""``/verify``: evidence is checked in the reader's own browser; without JavaScript, by the server itself.

The second way is worth less, and the page says so: the server speaks of itself.
"""

from functools import partial
from typing import Any, Final

from fastapi import APIRouter, Request
from starlette.responses import Response

from api.reading import Reading
from api.web.forms import Fields, Posted
from api.web.page import Page
from api.web.rendering import sentence, show
from api.web.visiting import Visit, Visitor
from api.web.words.labels import label
from ledger.application.snapshot import stamp
from ledger.tlog.errors import LogError
from ledger.tlog.policy import Policy, parse_policy
from ledger.verify.evidence import verify_bundle, verify_proof
from ledger.verify.result import Report, Unchecked

router: Final = APIRouter(route_class=Page)
BUNDLE: Final = b"PK"
PROOF: Final = b"c2sp.org/tlog-proof@"


@router.get("/verify")
def get_verify(request: Request, visitor: Visit) -> Response:
    """Show the form: a proof with its entry, or a bundle."""
    return _show(request, visitor)


@router.post("/verify")
async def post_verify(request: Request, visitor: Visit, fields: Posted) -> Response:
    """Check what was sent, as ``python -m ledger.verify`` does, and keep nothing of it."""
    reading: Reading = request.app.state.reading
    return await reading.room.run(partial(_check, request, visitor, fields))


def _check(request: Request, visitor: Visitor, fields: Fields) -> Response:
    file, own = fields.file("proof") or b"", fields.file("policy") is None
    report = Report()
    with report.step("the file and the policy can be read"):
        report = _verified(file, fields.file("entry"), _policy(request, fields.file("policy")))
    return _show(request, visitor, report, own=own)


def _verified(file: bytes, entry: bytes | None, policy: Policy) -> Report:
    if file.startswith(BUNDLE):
        return verify_bundle(file, policy)
    if not file.startswith(PROOF):
        raise Unchecked("the file is neither a case bundle nor a tlog-proof")
    return verify_proof(file, entry, policy)


def _policy(request: Request, given: bytes | None) -> Policy:
    """Return the policy that was sent; without one, the server's own key, which proves it to nobody else."""
    if given is None:
        now = request.app.state.sessions.clock()
        key = request.app.state.ledger.registry().governance(stamp(now)).log_key
        given = f"log {key}\nquorum none\n".encode()
    try:
        return parse_policy(given.decode())
    except (LogError, UnicodeDecodeError):
        raise Unchecked("the policy cannot be read, and nothing can be trusted without it") from None


def _show(request: Request, visitor: Visitor, report: Report | None = None, *, own: bool = False) -> Response:
    values: dict[str, Any] = {"report": None}
    if report is not None:
        language = visitor.language
        steps = [
            {
                "what": step.what,
                "outcome": label(step.outcome, language, "Checked"),
                "kind": step.outcome.name.lower(),
                "why": step.why and sentence(step.code, language).title,
            }
            for step in report.steps
        ]
        values["report"] = {
            "outcome": label(report.outcome, language, "Checked"),
            "kind": report.outcome.name.lower(),
            "steps": steps,
            "remarks": report.remarks,
            "own": own,
        }
    return show(request, visitor, "verify.html", values)
