"""Who may come in where officials work, and what they declare before a case opens.

Whoever the record keeps from a case cannot open it at all. What the record does not know only the official
does: so they say, for each case and day, that they have no part of their own in it, before they see it.
"""

from collections.abc import Callable
from typing import Annotated, Final, Literal, NamedTuple
from uuid import UUID

from fastapi import Depends, Path, Request
from starlette.responses import Response

from api.problems import Problem
from api.reading import Reading
from api.sessions import Session
from api.web.homes import OFFICIALS
from api.web.page import go
from api.web.visiting import Visitor, holding, session_of, visit_signed_in
from ledger.application.access import What
from ledger.application.ledger import Ledger
from ledger.application.replay import prefix_at
from ledger.application.snapshot import Snapshot
from ledger.domain.dates import civil
from ledger.domain.relations import actors_of
from ledger.projections.views.entitlement import may_open

Kind = Annotated[Literal["claim", "grievance"], Path()]
Name = Annotated[UUID, Path()]
WORK: Final = "/work"


def visit_at_work(request: Request) -> Visitor:
    """Return the official who looks.

    Raises:
        SignInNeeded: Nobody signed in.
        Problem: 404 ``not_found``: it is somebody else, to whom these pages are as if they were not.
    """
    return holding(visit_signed_in(request), *OFFICIALS)


AtWork = Annotated[Visitor, Depends(visit_at_work)]


class Desk(NamedTuple):
    """A case before an official who may open it, and what they knew of it.

    ``declared``: they said today that they have no part of their own in it. ``before`` is the last version
    that they knew before; None: they know nothing of it yet.
    """

    prefix: Snapshot
    stream: str
    session: Session
    declared: bool
    before: int | None


def enter(request: Request, visitor: Visitor, stream: str) -> Desk:
    """Return the case ``stream`` before the official who looks.

    Raises:
        Problem: 404 ``not_found``: there is no such case, or it is not theirs to open.
    """
    reading: Reading = request.app.state.reading
    prefix, session = prefix_at(reading.ledger, None, reading.clock()), session_of(visitor)
    if not may_open(prefix, stream, session.actor):
        raise Problem(404, "not_found")
    return Desk(prefix, stream, session, *_looked(reading.ledger, stream, prefix, session.actor))


def _looked(ledger: Ledger, stream: str, prefix: Snapshot, actor: str) -> tuple[bool, int | None]:
    """Return whether ``actor`` declared today, and the last version that they knew before.

    That is what they had read before they declared today, else their own last entry, else what they read
    first today: so what came is new until the day is over, however often they look.
    """
    own, today = actors_of(prefix.registry, actor), civil(prefix.now)
    declared, before, first = False, None, None
    for one in ledger.access.reads(stream):
        if one.access.by not in own:
            continue
        declared = declared or (one.access.what is What.GATE and civil(one.at) == today)
        if one.access.what is What.FILE:
            version = max(target.version for target in one.access.targets)
            before, first = (before, first or version) if declared else (version, None)
    acted = (entry.version for entry in prefix.history(stream) if entry.statement.by in own)
    return declared, before or max(acted, default=None) or first


async def answered(request: Request, make: Callable[[], Response]) -> Response:
    """Return what ``make`` answers, on a thread and in the turn of those who read."""
    reading: Reading = request.app.state.reading
    return await reading.room.run(make)


async def at_case(
    request: Request, visitor: Visitor, stream: str, show: Callable[[Desk], Response]
) -> Response:
    """Return what ``show`` makes of a case that the official declared about; else lead to the declaration.

    Raises:
        Problem: As ``enter``.
    """

    def make() -> Response:
        desk = enter(request, visitor, stream)
        return show(desk) if desk.declared else go(f"{WORK}/{stream}/gate")

    return await answered(request, make)
