"""Who may watch: whoever holds a mandate of oversight that runs. Nobody else learns that there is more."""

from typing import Annotated, Final

from fastapi import Depends

from api.problems import Problem
from api.web.visiting import SignedIn, Visitor, holding, session_of
from ledger.domain.codes import Role
from ledger.projections.views.entitlement import may_read_log

WATCHERS: Final = frozenset({Role.OVERSIGHT, Role.CUSTODIAN})
"""Who sees the log and how it is kept; cases, persons and reports are for oversight alone."""


def overseer(visitor: SignedIn) -> Visitor:
    """Return who looks, who holds a mandate of oversight.

    Raises:
        Problem: 404 ``not_found``: they hold none.
    """
    return holding(visitor, Role.OVERSIGHT)


def watcher(visitor: SignedIn) -> Visitor:
    """Return who looks, who oversees or has the keys of what is sealed in their care.

    Raises:
        Problem: 404 ``not_found``: they do neither.
    """
    return holding(visitor, *WATCHERS)


def auditor(visitor: SignedIn) -> Visitor:
    """Return who looks, who oversees everything: the frame of an audit stops at no border of a mandate.

    Raises:
        Problem: 404 ``not_found``: their mandate has limits, or they hold none.
    """
    if not may_read_log(visitor.registry, session_of(visitor).actor, visitor.now.isoformat()):
        raise Problem(404, "not_found")
    return visitor


Overseer = Annotated[Visitor, Depends(overseer)]
Auditor = Annotated[Visitor, Depends(auditor)]
Watcher = Annotated[Visitor, Depends(watcher)]
