"""Single sign-on: an official whom the organisation's identity provider knows gets a session that reads.

It never signs: a statement needs a key. What the session reads follows from the mandates of the actor that
the registrar linked, asked anew at each request. Nothing is kept between the two routes: the browser carries
a ticket, and what only we may know of it is derived from it.
"""

import hmac
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from api import schemas
from api.identity import BACK, SingleSignOn
from api.limits import Room
from api.problems import Problem
from api.provider import Provider
from api.sessions import Session, Sessions
from ledger.application.admission import Admission, Link
from ledger.application.randomness import salt
from ledger.application.sequencer import Clock
from ledger.application.signing_in import Nonces

LIFE: Final = timedelta(minutes=10)
"""How long somebody may take to prove to the provider who they are."""
THREADS: Final = 4
WAITING: Final = 16

router: Final = APIRouter()
Given = Annotated[str | None, Query(max_length=4096)]


class Desk:
    """Sends people to the provider and takes them back.

    Args:
        settings: The provider, and who we are to it.
        secret: 32 bytes that all processes of this server share, and nobody else has.
        clock: The present time.
        admission: The officials who are let in.
        sessions: Where sessions are opened.
    """

    def __init__(
        self, settings: SingleSignOn, secret: bytes, clock: Clock, admission: Admission, sessions: Sessions
    ) -> None:
        self.settings = settings
        self.room = Room(THREADS, WAITING)
        self._secret = secret
        self._clock = clock
        self._admission = admission
        self._sessions = sessions
        self._provider = Provider(settings, clock)
        self._used = Nonces()

    def begin(self) -> tuple[str, str]:
        """Return a new ticket, and the address to prove oneself at. Raises as ``Provider.address``."""
        ends = int((self._clock() + LIFE).timestamp())
        body = f"{ends}.{_base64(salt())}"
        ticket = f"{body}.{self._derived('ticket', body)}"
        # Only its digest leaves us before the code comes back. Source: RFC 7636, 4.2.
        challenge = _base64(sha256(self._derived("verifier", ticket).encode()).digest())
        return ticket, self._provider.address(ticket, self._derived("nonce", ticket), challenge)

    def end(self, ticket: str, code: str) -> tuple[str, Session]:
        """Return the token of a new session and the session, of whom the provider saw.

        Args:
            ticket: The one that came back, and that the browser has too.
            code: What the provider gave for it.

        Raises:
            Problem: 401 ``sso_state``: the ticket is none of ours, is over or was used; 403 ``sso_unlinked``;
                and as ``Provider.subject``.
        """
        body, _, mark = ticket.rpartition(".")
        if not hmac.compare_digest(mark.encode(), self._derived("ticket", body).encode()):
            raise Problem(401, "sso_state")
        ends, now = datetime.fromtimestamp(int(body.partition(".")[0]), UTC), self._clock()
        if now > ends or not self._used.take("", ticket, ends, now):
            raise Problem(401, "sso_state")
        subject = self._provider.subject(
            code, self._derived("verifier", ticket), self._derived("nonce", ticket)
        )
        link = self._admission.links().get(Link(self.settings.issuer, subject, "").id)
        if link is None:
            raise Problem(403, "sso_unlinked")
        return self._sessions.open_linked(link)

    def _derived(self, what: str, of: str) -> str:
        """Return 43 characters that whoever has not the secret cannot tell from chance."""
        return _base64(hmac.digest(self._secret, f"sso/v1/{what}\n{of}".encode(), sha256))


def _base64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")


@router.get(
    "/sso/start",
    summary="Sign in with the organisation's account",
    status_code=303,
    response_class=Response,
    responses={303: {"description": "where to prove it"}, **schemas.problems(431, 500, 503)},
)
async def get_start(request: Request) -> Response:
    """Lead to the identity provider, and nowhere else: what comes with the request changes nothing."""
    desk: Desk = request.app.state.sso
    ticket, address = await desk.room.run(desk.begin)
    answer = RedirectResponse(address, 303)
    # `lax`: the provider leads back from another site, by a plain GET.
    answer.set_cookie(
        desk.settings.cookie,
        ticket,
        max_age=int(LIFE.total_seconds()),
        secure=desk.settings.secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.get(BACK, summary="Come back from the identity provider", responses=schemas.SSO_BACK)
async def get_back(
    request: Request, state: Given = None, code: Given = None, iss: Given = None, error: Given = None
) -> Response:
    """Open a session for a quarter of an hour that reads as the linked actor, and signs nothing."""
    desk: Desk = request.app.state.sso
    held = request.cookies.get(desk.settings.cookie, "")
    # The browser that comes back is the one that went; who answers is who was asked (RFC 9207).
    if not state or not hmac.compare_digest(state.encode(), held.encode()):
        raise Problem(401, "sso_state")
    if iss not in {None, desk.settings.issuer}:
        raise Problem(401, "sso_state")
    if error is not None or not code:
        raise Problem(401, "sso_denied")
    token, session = await desk.room.run(lambda: desk.end(state, code))
    answer = JSONResponse({"token": token, "actor": session.actor, "expires": session.expires})
    answer.delete_cookie(desk.settings.cookie, secure=desk.settings.secure, httponly=True, samesite="lax")
    return answer
