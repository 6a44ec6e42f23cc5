"""``/approvals``: statements that several sign, each in a browser of their own; ``/cosigners``: who may."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import JSONResponse, Response

from api import approval_schemas as schemas
from api.languages import wanted
from api.limits import Room
from api.problems import Problem, answer, problem_of
from api.rates import Rate, came
from api.reading import Authorization, Reading
from api.reserve import check_room
from api.sessions import reader_of, session_of
from api.statements import ONE_BYTES
from ledger.application.approvals import Approvals
from ledger.application.receipts import Receipt, Rejected, parse_submission
from ledger.application.snapshot import present
from ledger.domain.forms import UUID_FORM
from ledger.projections.views.cosigners import view_cosigners
from ledger.projections.views.entitlement import may_open
from ledger.projections.views.plain import plain
from ledger.signing.errors import Malformed
from ledger.store.awaiting import Awaiting

BY_PLACE: Final = Rate("enrolment", 5, timedelta(hours=1))
"""How many new keys may ask from one place for a registrar."""
ASKED: Final = Rate("approval", 60, timedelta(minutes=1))
"""How often one place may ask how it stands with a key."""
THREADS: Final = 2  # judging is work, and whoever records statements must find a processor
WAITING: Final = 32
Name = Annotated[UUID, Path()]
Stream = Annotated[str, Query(pattern=f"^(claim|grievance)/{UUID_FORM}$")]
Act = Literal[
    "EligibilityDecided", "DecisionRevised", "GrievanceDetermined", "IdentityUnsealed", "PersonalDataErased"
]

router: Final = APIRouter()


class Desk:
    """What waits for signatures, and how many may be at it.

    Args:
        reading: The ledger, and the present time.
    """

    def __init__(self, reading: Reading) -> None:
        self.approvals = Approvals(reading.ledger, reading.clock)
        self.room = Room(THREADS, WAITING)


@router.post("/approvals", summary="Begin what others sign too", **schemas.BEGIN)
async def post_approvals(request: Request, authorization: Authorization = None) -> Response:
    """Let a statement wait until every signer that it names has signed, for seven days.

    The body is that of `POST /statements`, signed by whoever is signed in and perhaps by others. What the
    ledger would refuse is refused at once. Sending again is always safe.

    Without a session one thing is taken: the enrolment of a new key (`KeyEnrolled`), signed by that key
    alone, with a registrar's key as the other signer.
    """
    check_room(request)
    known = authorization is not None or getattr(request.state, "program", None) is not None
    if not known:
        request.app.state.rates.take(BY_PLACE, came(request))

    def begin(body: bytes) -> Response:
        by = reader_of(session_of(request, authorization)[0]) if known else None
        return _answered(request, _desk(request).begin(parse_submission(body), by))

    return await _read(request, begin)


@router.get("/approvals", summary="What waits for signatures", responses=schemas.LIST)
async def get_approvals(request: Request, authorization: Authorization = None) -> Response:
    """Return what I began and what is for me to sign, the newest 200 first; what ended for a month yet."""

    def look() -> Response:
        session, _ = session_of(request, authorization)
        return JSONResponse({"approvals": [_members(one) for one in _desk(request).listed(session.actor)]})

    return await _run(request, look)


@router.get("/approvals/{name}", summary="One that waits for signatures", responses=schemas.ONE)
async def get_approval(request: Request, name: Name, authorization: Authorization = None) -> Response:
    """Return what is to be signed, with its disclosures, to those whom it names.

    The reading is recorded before.
    `problem` says why the ledger would refuse it as the log is now, and what was recorded meanwhile.
    """

    def look() -> Response:
        session, _ = session_of(request, authorization)
        shown = _desk(request).show(str(name), reader_of(session))
        members = _members(shown.approval)
        if shown.problem is not None:
            members["problem"] = _reason(shown.problem.as_json())
        if shown.envelope is not None:
            members["envelope"] = json.loads(shown.envelope)
        if shown.disclosures is not None:
            members["disclosures"] = list(shown.disclosures)
        return JSONResponse(members)

    return await _run(request, look)


@router.get("/approvals/{name}/status", summary="How it stands with one", responses=schemas.STATUS)
async def get_approval_status(request: Request, name: Name) -> Response:
    """Return `waiting`, `recorded`, `refused` or `over`, to anybody who was told its name."""
    request.app.state.rates.take(ASKED, came(request))
    return await _run(request, lambda: JSONResponse({"state": _desk(request).status(str(name))}))


@router.post("/approvals/{name}", summary="Sign what waits", **schemas.SIGN)
async def post_approval(request: Request, name: Name, authorization: Authorization = None) -> Response:
    """Add my signature: the envelope as it was shown, with one more. The last one has it recorded.

    What the ledger refuses then stays, marked with the reason, until somebody withdraws it or it is over.
    """
    check_room(request)

    def sign(body: bytes) -> Response:
        session, _ = session_of(request, authorization)
        envelope = parse_submission(body).envelope  # its disclosures lie here already
        return _answered(request, _desk(request).sign(str(name), envelope, reader_of(session)))

    return await _read(request, sign)


@router.delete("/approvals/{name}", summary="Withdraw what waits", responses=schemas.WITHDRAWN)
async def delete_approval(request: Request, name: Name, authorization: Authorization = None) -> Response:
    """Let it be over, by anybody whom it names. What was signed and disclosed is destroyed."""

    def withdraw() -> Response:
        session, _ = session_of(request, authorization)
        return _answered(request, _desk(request).withdraw(str(name), reader_of(session)), status=200)

    return await _run(request, withdraw)


@router.get("/cosigners", summary="Who may sign as well", responses=schemas.COSIGNERS)
async def get_cosigners(
    request: Request,
    stream: Stream,
    act: Annotated[Act, Query(alias="type")],
    authorization: Authorization = None,
) -> Response:
    """Return who may be the second signer of an act in a case that I may open, beside me."""
    reading: Reading = request.app.state.reading

    def look() -> Response:
        session, _ = session_of(request, authorization)
        prefix = present(reading.ledger.store, reading.clock())
        if not may_open(prefix, stream, session.actor):
            raise Problem(404, "not_found")
        found = [plain(one) for one in view_cosigners(prefix, stream, act, session.actor)]
        return JSONResponse({"stream": stream, "type": act, "cosigners": found})

    return await _run(request, look)


def _desk(request: Request) -> Approvals:
    desk: Desk = request.app.state.approvals
    return desk.approvals


async def _run(request: Request, work: Callable[[], Response]) -> Response:
    desk: Desk = request.app.state.approvals
    return await desk.room.run(work)


async def _read(request: Request, work: Callable[[bytes], Response]) -> Response:
    """Return the answer that ``work`` makes of the body, or the problem of what is none."""

    def answered() -> Response:
        try:
            return work(body)
        except Malformed as refusal:
            return _answered(request, Rejected.of(None, refusal))

    async with request.app.state.door.bodies.read(request, ONE_BYTES) as body:
        return await _run(request, answered)


def _answered(request: Request, outcome: Awaiting | Receipt | Rejected, *, status: int = 202) -> Response:
    if isinstance(outcome, Rejected):
        language = wanted(request.headers.get("accept-language"))
        return answer(problem_of(outcome, language), language)
    if isinstance(outcome, Receipt):
        return JSONResponse(outcome.as_json(), 200 if outcome.repeated else 201)
    return JSONResponse(_members(outcome), status)


def _members(one: Awaiting) -> dict[str, Any]:
    """Return one as the members of a JSON document, without what lies in its box."""
    signers = [(signer.signed, {"key": signer.key, "actor": signer.actor}) for signer in one.signers]
    members = {
        "approval": one.id,
        "id": one.statement,
        "stream": one.stream,
        "type": one.type,
        "begun_by": one.begun_by,
        "at": one.at,
        "until": one.until,
        "state": one.state,
        "signed": [signer for signed, signer in signers if signed],
        "missing": [signer for signed, signer in signers if not signed],
    }
    return members if one.problem is None else members | {"problem": _reason(json.loads(one.problem))}


def _reason(told: dict[str, Any]) -> dict[str, Any]:
    return {name: told[name] for name in ("code", "sentence", "reason", "unseen") if name in told}
