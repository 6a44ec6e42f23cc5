"""Stepping into a role of the demonstration, whose keys lie on the server for everybody to take.

Elsewhere none of this is served: a key that a server hands out proves nothing.
"""

import json
from datetime import timedelta
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from api.problems import Problem
from api.web.forms import Posted
from api.web.homes import home_of
from api.web.page import Page, go
from api.web.visiting import keep_session
from ledger.application.errors import KeyFileError
from ledger.application.keyring import Holder, Keyring
from ledger.application.randomness import salt
from ledger.application.signing_in import SignIn, write_sign_in
from ledger.application.stories.cast import CAST, OPERATED, Person
from ledger.application.stories.handing_over import NOTE
from ledger.domain.directory import RegistryState
from ledger.signing.forms import to_base64

router: Final = APIRouter(route_class=Page)
FIRST: Final = ("officer-1", "supervisor-district", "reviewer")
"""Officials with whom a visitor may begin; the others stand behind them."""
PLAYED: Final = {
    **{name: CAST[name] for name in FIRST},
    **CAST,
    **{name: OPERATED[name] for name in ("registrar", "intake")},
}


class Part(NamedTuple):
    """Somebody whom a visitor may step into, and where their work is."""

    name: str
    person: Person
    home: str


def parts(keyring: Keyring, registry: RegistryState) -> dict[str, list[Part]]:
    """Return whom one may step into, by the path of the place where they have work.

    A key that was stolen in a story, and revoked, opens nothing here either.
    """
    names = set(keyring.names())
    found: dict[str, list[Part]] = {}
    for name, person in PLAYED.items():
        key = registry.keys.get(keyring.load(name).key.id) if name in names else None
        if key is not None and key.revoked is None:
            found.setdefault(home_of({person.role}), []).append(Part(name, person, home_of({person.role})))
    return found


def note(keyring: Keyring) -> dict[str, Any] | None:
    """Return what the demonstration says of its first story; None if it says nothing."""
    path = keyring.folder / NOTE
    return json.loads(path.read_bytes()) if path.is_file() else None


@router.post("/demonstration/{name}/session")
async def post_session(request: Request, name: str, _fields: Posted) -> Response:
    """Step into a role without a key of one's own in this browser: to look around."""
    sessions, holder = request.app.state.sessions, _holder(request, name)
    said = SignIn(
        request.app.state.ledger.origin, to_base64(salt(), url=True), sessions.clock() + timedelta(minutes=2)
    )
    envelope = write_sign_in(said, holder.key)
    token, _ = await sessions.room.run(lambda: sessions.open(envelope))
    answer = go(home_of({PLAYED[name].role}))
    keep_session(request, answer, token)
    return answer


@router.post("/demonstration/{name}/key")
def post_key(request: Request, name: str, _fields: Posted) -> Response:
    """Hand out a key of the demonstration, for a browser to sign with."""
    holder = _holder(request, name)
    return JSONResponse(
        {
            "actor": holder.actor,
            "seed": holder.key.seed.hex(),
            "next_seed": holder.following.seed.hex(),
            "home": home_of({PLAYED[name].role}),
        }
    )


def _holder(request: Request, name: str) -> Holder:
    keyring: Keyring | None = request.app.state.demonstration
    # Somebody may serve a ledger of their own as a demonstration, whose keys have the same names.
    if keyring is None or name not in PLAYED or note(keyring) is None:
        raise Problem(404, "not_found")
    try:
        return keyring.load(name)
    except KeyFileError:
        raise Problem(404, "not_found") from None
