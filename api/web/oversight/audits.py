"""Random audits: what was sealed, drawn and found; recomputing a draw, drawing, and reporting a finding.

What is signed here is shown first and signed in the browser; this server holds no key of oversight.
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from api.reading import Reading
from api.report_desk import Desk
from api.web.forms import Fields, Posted
from api.web.oversight.admitting import Auditor
from api.web.oversight.framing import frame_text
from api.web.oversight.people import People
from api.web.oversight.steps import SENTENCES
from api.web.page import Page
from api.web.rendering import sentence, show
from api.web.visiting import Visitor, session_of
from ledger.application import auditing, framing
from ledger.application.snapshot import Snapshot, present
from ledger.domain.audit.drawing import is_drawn, sample
from ledger.domain.audit.events import AuditDrawn, AuditFinding, Concordance
from ledger.domain.audit.rules import CASES
from ledger.domain.claim.events import AttestationGiven
from ledger.projections.audits.audit import Audit
from ledger.projections.audits.beacon import read_value
from ledger.projections.audits.frames import check_sealed, parse_frame
from ledger.signing.errors import Malformed
from ledger.tlog.errors import LogError
from ledger.tlog.note import parse_vkey
from ledger.tlog.policy import Policy, parse_policy
from ledger.verify.result import Unchecked

MOST: Final = 200

router: Final = APIRouter(route_class=Page)
Name = Annotated[UUID, Path()]
Case = Annotated[str, Query(max_length=64)]


@router.get("/watch/audits")
async def get_audits(request: Request, visitor: Auditor) -> Response:
    """Show every audit, the newest first."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        store, prefix = reading.ledger.store, _now(request)
        streams = [stream for _, stream in store.streams("audit", limit=MOST)][::-1]
        found = [(auditing.find_audit(store, stream), prefix.state(stream)) for stream in streams]
        values = {"audits": [(audit, state, _comes(audit)) for audit, state in found]}
        return show(request, visitor, "oversight/audits.html", values)

    return await reading.room.run(make)


@router.get("/watch/audits/{name}")
async def get_audit(request: Request, visitor: Auditor, name: Name) -> Response:
    """Show one audit: its frame, its round, its draw, what was found."""
    reading: Reading = request.app.state.reading
    return await reading.room.run(lambda: _audit(request, visitor, f"audit/{name}", {}))


@router.post("/watch/audits/{name}")
async def post_audit(request: Request, visitor: Auditor, name: Name, fields: Posted) -> Response:
    """Recompute a draw from the frame's file, or make the one draw that follows once the round has come."""
    desk: Desk = request.app.state.reports

    def make() -> Response:
        typed = {each: fields.one(each) for each in ("frame", "policy", "beacon")}
        try:
            more = _recomputed(request, visitor, f"audit/{name}", fields)
        except (Malformed, LogError, Unchecked) as error:
            said = sentence(error.code, visitor.language)
            field = next((one for one in ("beacon", "frame") if error.code.startswith(one)), "policy")
            errors = {field: f"{said.title} {said.remedy}"}
            return _audit(request, visitor, f"audit/{name}", {"typed": typed, "errors": errors}, status=422)
        return _audit(request, visitor, f"audit/{name}", {"typed": typed, **more})

    return await desk.run(make)


@router.get("/watch/audits/{name}/finding")
async def get_finding(request: Request, visitor: Auditor, name: Name, case: Case = "") -> Response:
    """Show the form that reports what a visit found in a case that was drawn.

    Of the attestations it says whose they are and when they were given, and not what they say.
    """
    reading: Reading = request.app.state.reading

    def make() -> Response:
        stream, prefix = f"audit/{name}", _now(request)
        code = _not_reported(auditing.find_audit(reading.ledger.store, stream), prefix, case)
        if code is not None:
            said = sentence(code, visitor.language)
            errors = {"case": f"{said.title} {said.remedy}"}
            return _audit(request, visitor, stream, {"errors": errors, "case": case}, status=422)
        attested = [one for one in prefix.history(case) if isinstance(one.statement.says, AttestationGiven)]
        values = {
            **_signing(request, visitor, prefix, stream),
            "case": case,
            "attested": attested,
            "people": People(prefix, visitor.language),
            "findings": list(AuditFinding),
            "concordances": list(Concordance),
            "subject": "applicant" if case.startswith("claim/") else "complainant",
        }
        return show(request, visitor, "oversight/finding.html", values)

    return await reading.room.run(make)


def _audit(
    request: Request, visitor: Visitor, stream: str, more: dict[str, Any], *, status: int = 200
) -> Response:
    prefix, store = _now(request), request.app.state.store
    audit = auditing.find_audit(store, stream)
    values = {
        **_signing(request, visitor, prefix, stream),
        "audit": audit,
        "state": prefix.state(stream),
        "comes": _comes(audit),
        "has_come": visitor.now.timestamp() >= audit.comes,
        "people": People(prefix, visitor.language),
        "history": prefix.history(stream),
        "sentences": SENTENCES,
        "typed": {"frame": "", "policy": "", "beacon": ""},
        "errors": {},
        "case": "",
        **dict.fromkeys(("report", "drawn", "draw", "note", "published")),
    }
    return show(request, visitor, "oversight/audit.html", values | more, status=status)


def _recomputed(request: Request, visitor: Visitor, stream: str, fields: Fields) -> dict[str, Any]:
    """Return the steps of recomputing a draw with the cases drawn; or what draws, if nothing was drawn yet.

    Raises:
        Malformed, LogError, Unchecked: As ``auditing.draw``, or what was pasted is none.
    """
    store, text = request.app.state.store, fields.one("policy")
    audit, frame = auditing.find_audit(store, stream), parse_frame(frame_text(fields))
    policy = parse_policy(f"{text}\n") if text else _own_policy(visitor)
    told = visitor.registry.governance(visitor.now.isoformat()).witness_policy
    more = {"published": sha256(f"{text}\n".encode()).hexdigest() == told if text else None}
    beacon = fields.one("beacon")
    value = read_value(beacon, audit.frame.beacon.round) if beacon else None
    if audit.draw is None:
        check_sealed(frame, audit.frame, audit.origin)
        if value is None:
            raise Malformed("beacon_value", "a draw needs the value of the round")
        says, cases = auditing.draw(store, audit, frame, value, policy=policy)
        return more | {"draw": says, "drawn": cases, "note": _as_json(says)}
    asked = framing.ask_again(store, frame, audit)
    report = auditing.verify_audit(store, audit, policy, frame=frame, beacon=value, asked=asked)
    check_sealed(frame, audit.frame, audit.origin)
    return more | {"report": report, "drawn": sample(audit.seed_of(audit.draw.says), frame.parts)}


def _not_reported(audit: Audit, prefix: Snapshot, case: str) -> str | None:
    """Return the code of what keeps a finding on ``case`` from being reported; None: nothing."""
    if audit.draw is None:
        return "audit_state"
    history = prefix.history(case) if case.startswith(CASES) else ()
    if not history or history[0].index >= audit.sealed.index:
        return "case_not_in_frame"
    if any(finding.case == case for finding, _ in audit.findings):
        return "finding_known"
    sown = audit.seed_of(audit.draw.says)
    drawn = any(is_drawn(sown, case, one.num, one.den) for one in audit.frame.strata)
    return None if drawn else "case_not_drawn"


def _signing(request: Request, visitor: Visitor, prefix: Snapshot, stream: str) -> dict[str, Any]:
    """Return what a form needs that signs: the log, who signs, and the head that the page shows."""
    head = prefix.head(stream)
    seen = "" if head is None else json.dumps({"version": head.version, "leaf": head.leaf})
    origin = request.app.state.ledger.origin
    return {"stream": stream, "origin": origin, "actor": session_of(visitor).actor, "seen": seen}


def _own_policy(visitor: Visitor) -> Policy:
    """Return the policy that the log states of itself: its keys, and no witness."""
    keys = tuple(parse_vkey(key) for key in visitor.registry.log_keys())
    return Policy(keys, {}, {}, "none", None)


def _as_json(says: AuditDrawn) -> str:
    """Return the note of the draw as it stands in a form: its last line ends, and would be cut off."""
    return json.dumps(says.checkpoint.note)


def _comes(audit: Audit) -> str:
    return datetime.fromtimestamp(audit.comes, UTC).isoformat()


def _now(request: Request) -> Snapshot:
    reading: Reading = request.app.state.reading
    return present(reading.ledger.store, reading.clock())
