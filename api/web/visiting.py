"""Who looks at a page: their language, and who signed in, both from cookies that every page may read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Final
from urllib.parse import urlencode

from fastapi import Depends, Request
from starlette.responses import Response

from api.languages import OURS, Language, qualities
from api.problems import Problem
from api.sessions import LIFE, Session
from ledger.domain.codes import Role
from ledger.domain.dates import civil
from ledger.domain.directory import Mandate, RegistryState
from ledger.domain.relations import running

SESSION: Final = "session"
LEFT: Final = "left"
"""Set where somebody signed out: whoever comes next to this browser is not signed in by its key unasked."""
LANGUAGE: Final = "language"
YEAR: Final = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever looks at a page. ``session`` is None for everybody who did not sign in, or no more."""

    language: Language
    now: datetime
    registry: RegistryState
    session: Session | None = None
    chose: bool = False
    """Whether this very request chose the language."""
    demonstration: bool = False

    @property
    def today(self) -> date:
        """Return the day in Bangkok."""
        return civil(self.now.isoformat())

    @property
    def mandates(self) -> tuple[Mandate, ...]:
        """Return the mandates that run today."""
        if self.session is None:
            return ()
        return tuple(running(self.registry, self.session.actor, self.today))

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles of these mandates."""
        return frozenset(held.role for held in self.mandates)

    def remember(self, request: Request, answer: Response) -> None:
        """Keep the language that was chosen, for a year."""
        if self.chose:
            keep(request, answer, LANGUAGE, self.language, YEAR)


class SignInNeeded(Exception):
    """The page is for somebody who signed in; afterwards they come back to ``path``."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.path = path


def visit(request: Request) -> Visitor:
    """Return who looks. A session that is over is as none, and so is one that no key opened: pages act."""
    state = request.app.state
    asked = request.query_params.get("lang")
    language = next((one for one in OURS if one == asked), None)
    token = request.cookies.get(name_of(request, SESSION))
    session, registry = None, None
    if token is not None:
        try:
            session, registry = state.sessions.read(f"Bearer {token}")
        except Problem:
            session = None
    if session is not None and session.by != "key":
        session = None
    return Visitor(
        language=language or _language(request),
        now=state.sessions.clock(),
        registry=registry or state.ledger.registry(),
        session=session,
        chose=language is not None,
        demonstration=state.demonstration is not None,
    )


def visit_anyhow(request: Request) -> Visitor:
    """Return who looks at a fault: a stranger where the ledger cannot say, since it may be what failed."""
    try:
        return visit(request)
    except Exception:  # noqa: BLE001 - whatever it is is being told already
        state = request.app.state
        here = state.demonstration is not None
        return Visitor(_language(request), state.sessions.clock(), RegistryState(), demonstration=here)


def visit_signed_in(request: Request) -> Visitor:
    """Return who looks, who signed in.

    Raises:
        SignInNeeded: Nobody did, or no more.
    """
    visitor = visit(request)
    if visitor.session is None:
        query = request.url.query
        raise SignInNeeded(request.url.path + (f"?{query}" if query else ""))
    return visitor


def session_of(visitor: Visitor) -> Session:
    """Return the session of somebody who signed in.

    Raises:
        Problem: 404 ``not_found``: nobody did.
    """
    if visitor.session is None:
        raise Problem(404, "not_found")
    return visitor.session


def holding(visitor: Visitor, *roles: Role) -> Visitor:
    """Return who looks, who holds a mandate of one of ``roles``.

    Raises:
        Problem: 404 ``not_found``: they hold none, and these pages are to them as if they were not.
    """
    if visitor.roles.isdisjoint(roles):
        raise Problem(404, "not_found")
    return visitor


Visit = Annotated[Visitor, Depends(visit)]
SignedIn = Annotated[Visitor, Depends(visit_signed_in)]


def _language(request: Request) -> Language:
    """Return the language kept; else Thai, unless the browser asks for English and not for Thai."""
    kept = request.cookies.get(name_of(request, LANGUAGE))
    if kept in OURS:
        return "en" if kept == "en" else "th"
    weights: dict[str, float] = {}
    for tag, weight in qualities(request.headers.get("accept-language")):
        weights.setdefault(tag.partition("-")[0], weight)
    return "en" if weights.get("en", 0.0) > weights.get("th", 0.0) else "th"


def sign_in_path(path: str) -> str:
    """Return where one signs in and comes back to ``path``."""
    return f"/sign-in?{urlencode({'next': path})}"


def own_path(path: str) -> str:
    """Return ``path`` if it leads to a page of ours, else the front page: nobody is sent elsewhere."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and "\\" not in path else "/"


def name_of(request: Request, name: str) -> str:
    """Return the cookie's name; over TLS no other host and no plain connection can set one of this name."""
    return f"__Host-{name}" if request.url.scheme == "https" else name


def keep(request: Request, answer: Response, name: str, value: str, seconds: int) -> None:
    """Set a cookie that no script reads and no other site's page sends."""
    answer.set_cookie(
        name_of(request, name),
        value,
        max_age=seconds,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )


def drop(request: Request, answer: Response, name: str) -> None:
    """Take a cookie back."""
    keep(request, answer, name, "", 0)


def keep_session(request: Request, answer: Response, token: str) -> None:
    """Let the browser bring the session ``token`` along, as long as it lasts."""
    keep(request, answer, SESSION, token, int(LIFE.total_seconds()))
    drop(request, answer, LEFT)
