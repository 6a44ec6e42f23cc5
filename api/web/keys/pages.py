"""The key of this browser; and for the registrar, whom to invite and whose key to end."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.reading import Reading
from api.sessions import Session
from api.web.page import Page
from api.web.rendering import show
from api.web.visiting import SignedIn, Visit, Visitor, holding, session_of
from ledger.application.snapshot import Snapshot, present
from ledger.domain.codes import RevocationReason, Role
from ledger.domain.relations import same_person
from ledger.projections.letters.pdf import qr
from ledger.projections.views.register import Holder, MandateStands, view_register

router: Final = APIRouter(route_class=Page)
MOST: Final = 200
"""Holders on one page: the registrar of a large register narrows it by office."""
Office = Annotated[str, Query(max_length=64)]
Actor = Annotated[str, Query(max_length=64)]


@router.get("/keys")
async def get_keys(request: Request, visitor: Visit) -> Response:
    """Show the keys of this browser; to whoever signed in, also how the ledger knows them."""
    reading: Reading = request.app.state.reading

    def make() -> Response:
        values = _places(reading) | {
            "actor": None if visitor.session is None else visitor.session.actor,
            "known": [] if visitor.session is None else _known(reading, visitor.session.actor),
            "registrar": Role.REGISTRAR in visitor.roles,
        }
        return show(request, visitor, "keys/mine.html", values)

    return await reading.room.run(make)


@router.get("/keys/new")
def get_new(request: Request, visitor: Visit) -> Response:
    """Show where a new key is made, by whoever was sent the link; whom it is for stands in its fragment."""
    reading: Reading = request.app.state.reading
    return show(request, visitor, "keys/new.html", _places(reading))


@router.get("/keys/invite")
async def get_invite(request: Request, visitor: SignedIn, actor: Actor = "", office: Office = "") -> Response:
    """Show the registrar whom to invite, and the link that invites."""
    reading: Reading = request.app.state.reading
    session = session_of(holding(visitor, Role.REGISTRAR))

    def make() -> Response:
        holders, more = _holders(_present(reading), office)
        chosen = next((one for one in holders if one.actor == actor), None)
        link = None if chosen is None else _link(request, visitor, chosen.actor, session)
        values = {"holders": holders, "more": more, "office": office, "chosen": chosen, "link": link}
        return show(request, visitor, "keys/invite.html", values | {"qr": None if link is None else qr(link)})

    return await reading.room.run(make)


@router.get("/keys/holders")
async def get_holders(request: Request, visitor: SignedIn, office: Office = "") -> Response:
    """Show the registrar who holds which keys, and let a key end."""
    reading: Reading = request.app.state.reading
    session = session_of(holding(visitor, Role.REGISTRAR))

    def make() -> Response:
        prefix = _present(reading)
        holders, more = _holders(prefix, office)
        values = _places(reading) | {
            "holders": holders,
            "keys": _keys(prefix, holders),
            "more": more,
            "office": office,
            "by": session.actor,
            "reasons": [one for one in RevocationReason if one is not RevocationReason.ROTATION],
        }
        return show(request, visitor, "keys/holders.html", values)

    return await reading.room.run(make)


def _present(reading: Reading) -> Snapshot:
    return present(reading.ledger.store, reading.clock())


def _places(reading: Reading) -> dict[str, Any]:
    """Return what a key is enrolled in: the ledger's name, and its registry."""
    return {"origin": reading.ledger.origin, "registry": reading.ledger.registry_stream}


def _holders(prefix: Snapshot, office: str) -> tuple[list[Holder], bool]:
    """Return holders of a running mandate, of ``office`` if one is named; and whether those are not all."""
    found = [
        one
        for one in view_register(prefix).holders
        if any(held.stands is MandateStands.RUNNING and office in ("", held.office) for held in one.mandates)
    ]
    return found[:MOST], len(found) > MOST


def _keys(prefix: Snapshot, holders: Iterable[Holder]) -> list[dict[str, Any]]:
    """Return the keys of ``holders``, each with the moment of its enrolment, the newest first."""
    at = {entry.index: entry.recorded_at for entry in prefix.history(str(prefix.registry.stream))}
    keys = [
        asdict(key) | {"actor": one.actor, "since": at.get(key.enrolled)}
        for one in holders
        for key in one.keys
    ]
    return sorted(keys, key=lambda key: -key["enrolled"])


def _known(reading: Reading, actor: str) -> list[dict[str, Any]]:
    """Return the keys of the person of ``actor``, under every actor by which they are known."""
    prefix = _present(reading)
    own = (one for one in view_register(prefix).holders if same_person(prefix.registry, one.actor, actor))
    return _keys(prefix, own)


def _link(request: Request, visitor: Visitor, actor: str, session: Session) -> str:
    """Return the address of the invitation: what stands after ``#`` no browser sends to any server."""
    valid = [
        key.id for key in visitor.registry.keys.values() if key.actor == session.actor and not key.revoked
    ]
    said = {
        "actor": actor.partition("/")[2],
        "registrar": session.actor.partition("/")[2],
        "key": session.key if session.key in valid else valid[0],
    }
    return f"{request.base_url}keys/new#{urlencode(said)}"
