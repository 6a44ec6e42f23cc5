"""Who opened a case with its code, for a quarter of an hour: in a sealed cookie that holds no code.

It is bound to the case and to the newest code: once another one is issued, it opens nothing any more.
"""

from typing import Final, NamedTuple

from fastapi import Request
from starlette.responses import Response

from api.filings import Filings
from api.web.forms import Fields
from api.web.sealing import LONGEST
from api.web.visiting import drop, keep, name_of

CASE: Final = "case"


class Held(NamedTuple):
    """A case before the person whose it is. ``issue`` is the number of the code that opened it."""

    case: str
    stream: str
    issue: int


def held(request: Request) -> Held | None:
    """Return the case that this browser opened; None: none, or no more."""
    found = request.app.state.seals.open(CASE, request.cookies.get(name_of(request, CASE)))
    if found is None:
        return None
    opened = Held(**found)
    filings: Filings = request.app.state.filings
    issued = filings.desk.mailboxes.issued(opened.case)
    return opened if issued and issued[-1].number == opened.issue else None


def try_code(request: Request, case: str, code: str) -> Held:
    """Return the case that ``code`` opens.

    Raises:
        Problem: 404 ``not_found``: no such case, or another code; 429 ``rate``.
        Malformed: As ``check_code``.
        HashingBusy: Too many wait.
    """
    filings: Filings = request.app.state.filings
    stream = filings.open(request, case, {"code": code})
    return Held(case, stream, filings.desk.mailboxes.issued(case)[-1].number)


def hold(request: Request, answer: Response, opened: Held) -> None:
    """Let the browser come back to the case that was opened."""
    sealed = request.app.state.seals.seal(CASE, opened._asdict())
    keep(request, answer, CASE, sealed, int(LONGEST.total_seconds()))


def let_go(request: Request, answer: Response) -> None:
    """End it: whoever uses this device next sees nothing of the case."""
    drop(request, answer, CASE)


def typed(fields: Fields) -> list[tuple[str, str]]:
    """Return what was typed into a form of the case, to be sent again beside the code."""
    leave_out = {"case", "code", "again"}
    return [(name, one) for name in fields.as_dict() if name not in leave_out for one in fields.all(name)]
