"""What waits for signatures: what I began, what is for me to sign, and the very text that I would sign."""

import json
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from api.approvals import Desk
from api.problems import Problem
from api.sessions import reader_of
from api.web.forms import Posted
from api.web.homes import PLACES
from api.web.page import Page, go
from api.web.rendering import show
from api.web.timeline import Teller
from api.web.visiting import SignedIn, Visitor, session_of
from api.web.words.labels import label
from ledger.application.approvals import Shown
from ledger.application.fastpath import read_statement
from ledger.application.receipts import Rejected
from ledger.application.snapshot import Snapshot, present
from ledger.domain.authority import key_id
from ledger.domain.registry.events import KeyEnrolled
from ledger.domain.relations import actors_of
from ledger.domain.types import Statement
from ledger.projections.views.entitlement import KINDS, may_open
from ledger.signing.disclosure import parse_disclosure
from ledger.signing.dsse import parse_envelope
from ledger.store.awaiting import Awaiting, Decline, State

APPROVE: Final = "/approve"
SIGNING: Final = next(place.roles for place in PLACES if place.path == APPROVE)
Name = Annotated[UUID, Path()]

router: Final = APIRouter(route_class=Page)


@router.get("/approve")
async def get_approve(request: Request, visitor: SignedIn) -> Response:
    """Show what is for me to sign, what waits for others, and what came of it."""
    _check_signs(visitor)
    desk: Desk = request.app.state.approvals

    def make() -> Response:
        prefix, actor = _prefix(request), session_of(visitor).actor
        own, teller = actors_of(prefix.registry, actor), Teller(prefix, visitor.language, actor)
        rows = [_row(one, own, teller, visitor) for one in desk.approvals.listed(actor)]
        values = {
            "mine": [row for row in rows if row["mine"]],
            "others": [
                row for row in rows if not row["mine"] and row["one"].state in {State.WAITING, State.REFUSED}
            ],
            "ended": [row for row in rows if row["one"].state in {State.RECORDED, State.OVER}],
        }
        return show(request, visitor, "official/approve.html", values)

    return await desk.room.run(make)


@router.get("/approve/{name}")
async def get_one(request: Request, name: Name, visitor: SignedIn) -> Response:
    """Show what is to be signed, with the words that are sealed in it; that is recorded before."""
    _check_signs(visitor)
    desk: Desk = request.app.state.approvals

    def make() -> Response:
        session, prefix = session_of(visitor), _prefix(request)
        shown = desk.approvals.show(str(name), reader_of(session))
        own, teller = (
            actors_of(prefix.registry, session.actor),
            Teller(prefix, visitor.language, session.actor),
        )
        values = _row(shown.approval, own, teller, visitor) | {
            "origin": request.app.state.ledger.origin,
            "problem": None if shown.problem is None else shown.problem.as_json(),
            "opens": _opens(prefix, shown.approval.stream, session.actor),
            "declines": list(Decline),
        }
        values |= _text(shown, teller, visitor)
        return show(request, visitor, "official/approval.html", values)

    return await desk.room.run(make)


@router.post("/approve/{name}/withdraw")
async def post_withdraw(request: Request, name: Name, visitor: SignedIn, fields: Posted) -> Response:
    """Let it be over: whoever began it takes it back, or whoever was asked declines and says why."""
    _check_signs(visitor)
    desk: Desk = request.app.state.approvals

    def withdraw() -> Response:
        session = session_of(visitor)
        if session.by != "key":
            raise Problem(403, "key_needed")
        why = next((one for one in Decline if one == fields.one("why")), None)
        outcome = desk.approvals.withdraw(str(name), reader_of(session), why)
        recorded = isinstance(outcome, Rejected)  # somebody was quicker: its page says so
        return go(f"{APPROVE}/{name}" if recorded else APPROVE)

    return await desk.room.run(withdraw)


def _check_signs(visitor: Visitor) -> None:
    """Check that the page is for whoever looks. Raises Problem: 404 ``not_found``."""
    if visitor.roles.isdisjoint(SIGNING):
        raise Problem(404, "not_found")


def _prefix(request: Request) -> Snapshot:
    return present(request.app.state.ledger.store, request.app.state.reading.clock())


def _row(one: Awaiting, own: tuple[str, ...], teller: Teller, visitor: Visitor) -> dict[str, Any]:
    """Return one as a list shows it: who signed and who has not, by role and office."""
    return {
        "one": one,
        "why": None if one.problem is None else json.loads(one.problem).get("reason"),
        "mine": one.state in {State.WAITING, State.REFUSED}
        and any(signer.actor in own and not signer.signed for signer in one.signers),
        "began": one.begun_by in own,
        "signed": [teller.person(signer.actor, visitor.today) for signer in one.signers if signer.signed],
        "missing": [
            teller.person(signer.actor, visitor.today) for signer in one.signers if not signer.signed
        ],
    }


def _text(shown: Shown, teller: Teller, visitor: Visitor) -> dict[str, Any]:
    """Return what is to be signed: in words, and as the browser has it to sign; nothing of what is over."""
    if shown.envelope is None:
        return {"items": (), "envelope": None, "sealed": {}, "withheld": False, "fingerprint": None}
    statement = read_statement(parse_envelope(shown.envelope).payload)
    opened = dict(parse_disclosure(one)[1:] for one in shown.disclosures or ())
    return {
        "items": teller.items(statement, visitor.today),
        "envelope": shown.envelope.decode(),
        "sealed": opened,
        "disclosures": json.dumps(shown.disclosures),
        "names": json.dumps({name: label(name, visitor.language) for name in opened}),
        "withheld": shown.disclosures is None,
        "fingerprint": _fingerprint(statement),
    }


def _fingerprint(statement: Statement) -> str | None:
    """Return the id of the key that a registrar is asked to enrol, to be compared by telephone."""
    return key_id(statement.says.key) if isinstance(statement.says, KeyEnrolled) else None


def _opens(prefix: Snapshot, stream: str, actor: str) -> bool:
    """Return whether the case may be read by whoever is asked to sign."""
    return stream.partition("/")[0] in KINDS and may_open(prefix, stream, actor)
