"""Sessions: who signed in, for a quarter of an hour, as a sealed text that every process of ours can check.

Nothing is kept on the server but the numbers that were used, so a session survives a restart, and a revoked
key ends its sessions at once: the registry is asked at each request.
"""

import hmac
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter, Header, Request
from starlette.responses import JSONResponse, Response

from api import schemas
from api.limits import Room
from api.problems import Problem
from ledger.application.admission import Admission, Link
from ledger.application.ledger import Ledger
from ledger.application.openings import Reader
from ledger.application.sequencer import Clock
from ledger.application.signing_in import Nonces, sign_in
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.errors import AuthorityDenied
from ledger.domain.relations import running
from ledger.signing.errors import Malformed

LIFE: Final = timedelta(minutes=15)
BODY_BYTES: Final = 4 * 1024
THREADS: Final = 4
WAITING: Final = 64
CHALLENGE: Final = {"www-authenticate": "Bearer"}

router: Final = APIRouter()


class Session(NamedTuple):
    """Who signed in with which key, until when (UTC, ISO 8601).

    ``by`` says how: ``key``; ``program``, for one request that it signed; ``sso``, and ``key`` is then the
    name of a link to an identity provider.
    """

    actor: str
    key: str
    expires: str
    by: str = "key"


class Sessions:
    """Issues sessions and reads them back.

    Args:
        ledger: Whose registry knows the keys.
        admission: The officials who are let in by single sign-on.
        secret: 32 bytes that all processes of this server share, and nobody else has.
        clock: The present time.
    """

    def __init__(self, ledger: Ledger, admission: Admission, secret: bytes, clock: Clock) -> None:
        self.ledger = ledger
        self._admission = admission
        self.clock = clock
        self._secret = secret
        self._nonces = Nonces()
        self.room = Room(THREADS, WAITING)

    def open(self, envelope: bytes) -> tuple[str, Session]:
        """Return the token of a new session, and the session.

        Raises:
            Problem: 401 with the code of what is wrong with ``envelope``.
        """
        now = self.clock()
        try:
            key = sign_in(envelope, self.ledger.registry(), now, self._nonces)
        except (Malformed, AuthorityDenied) as error:
            raise Problem(401, error.code, CHALLENGE) from error
        session = Session(key.actor, key.id, (now + LIFE).isoformat(timespec="seconds"))
        return self._seal(session), session

    def open_linked(self, link: Link) -> tuple[str, Session]:
        """Return the token of a new session, and the session, of the official whom ``link`` names."""
        ends = (self.clock() + LIFE).isoformat(timespec="seconds")
        session = Session(link.actor, link.id, ends, "sso")
        return self._seal(session), session

    def read(self, authorization: str | None) -> tuple[Session, RegistryState]:
        """Return the session of an ``Authorization`` header, and the registry as it stands.

        Raises:
            Problem: 401 ``session_missing``; ``session_ended`` if it is none of ours or is over, or what it
                rests on is no more: see ``check``.
        """
        scheme, _, token = (authorization or "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Problem(401, "session_missing", CHALLENGE)
        session = self._open(token.strip())
        if session is None:
            raise Problem(401, "session_ended", CHALLENGE)
        return session, self.check(session)

    def check(self, session: Session) -> RegistryState:
        """Check that what ``session`` rests on still stands; return the registry as it stands.

        It must not be over, and a key not revoked. Without one there must be a mandate that runs: of an
        official who came by single sign-on, and is linked as before, or of the actor for whom a program
        reads that is let in as before.

        Raises:
            Problem: 401 ``session_ended``.
        """
        registry = self.ledger.registry()
        if session.by == "key":
            key = registry.keys.get(session.key)
            stands = key is not None and key.revoked is None
        else:
            today = civil(self.clock().isoformat())
            stands = any(True for _ in running(registry, session.actor, today))
            known = self._admission.links() if session.by == "sso" else self._admission.programs()
            let_in = known.get(session.key)
            stands = stands and let_in is not None and let_in.actor == session.actor
        if not stands or datetime.fromisoformat(session.expires) < self.clock():
            raise Problem(401, "session_ended", CHALLENGE)
        return registry

    def _seal(self, session: Session) -> str:
        text = json.dumps(session).encode()
        return urlsafe_b64encode(self._mark(text) + text).decode()

    def _open(self, token: str) -> Session | None:
        try:
            data = urlsafe_b64decode(token.encode())
        except ValueError:
            return None
        mark, text = data[:32], data[32:]
        return Session(*json.loads(text)) if hmac.compare_digest(mark, self._mark(text)) else None

    def _mark(self, text: bytes) -> bytes:
        return hmac.digest(self._secret, b"session/v1\n" + text, sha256)


def session_of(
    request: Request, authorization: str | None, *, reads: bool = False
) -> tuple[Session, RegistryState]:
    """Return who asks: by a token, as ``Sessions.read`` does, or as the program that signed the request.

    Whoever came without a key of their own asks by GET alone, so that no route lets them act by oversight.

    Args:
        request: What is asked.
        authorization: Its header of that name.
        reads: Whether it is a question though it is no GET.

    Raises:
        Problem: As ``Sessions.read`` and ``Programs.look``; 403 ``key_needed``.
    """
    sessions: Sessions = request.app.state.sessions
    program: Session | Problem | None = getattr(request.state, "program", None)
    if isinstance(program, Problem):
        raise program
    if program is None:
        session, registry = sessions.read(authorization)
    else:
        session, registry = program, sessions.check(program)
    if session.by != "key" and request.method != "GET" and not reads:
        raise Problem(403, "key_needed")
    return session, registry


def reader_of(session: Session) -> Reader:
    """Return who reads, and by which key; ``sso:`` or ``program:`` stands before what is none of theirs."""
    return Reader(session.actor, session.key if session.by == "key" else f"{session.by}:{session.key}")


@router.post(
    "/sessions",
    summary="Sign in",
    status_code=201,
    responses=schemas.SESSIONS,
    openapi_extra=schemas.SESSIONS_BODY,
)
async def post_sessions(request: Request) -> Response:
    """Open a session for a quarter of an hour.

    The client builds `{"expires": …, "nonce": …, "origin": …}` by itself, at most five minutes ahead, and
    signs it as an envelope of the type `application/vnd.phayan.sign-in+json`. The answer's token goes into
    `Authorization: Bearer`.
    """
    sessions: Sessions = request.app.state.sessions
    async with request.app.state.door.bodies.read(request, BODY_BYTES) as body:
        token, session = await sessions.room.run(lambda: sessions.open(body.strip(b" \t\r\n")))
    return JSONResponse({"token": token, "actor": session.actor, "expires": session.expires}, 201)


@router.get("/session", summary="Who I am", responses=schemas.problems(401, 431, 500, 503))
async def get_session(
    request: Request, authorization: Annotated[str | None, Header()] = None
) -> Mapping[str, Any]:
    """Return actor, key and end of the session, how it came to be, and the mandates that run today."""
    sessions: Sessions = request.app.state.sessions
    session, registry = await sessions.room.run(lambda: session_of(request, authorization))
    today = civil(sessions.clock().isoformat())
    return {
        "actor": session.actor,
        "key": session.key,
        "expires": session.expires,
        "by": session.by,
        "mandates": [_mandate(held) for held in running(registry, session.actor, today)],
    }


def _mandate(held: Mandate) -> dict[str, Any]:
    return {
        "role": held.role,
        "office": held.office,
        "line": held.line,
        "programmes": sorted(held.programmes),
        "areas": list(held.areas),
        "from": held.from_.isoformat(),
        "to": held.to.isoformat(),
    }
