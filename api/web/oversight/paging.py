"""Lists a page at a time, as the API has them: bound to the moment at which they were begun."""

from typing import Any, Final
from urllib.parse import urlencode

from fastapi import Request

from api.pages import Cursors
from api.web.visiting import Visitor, session_of
from ledger.application.browsing import Page, Turn, begin

LIMIT: Final = 25
_OF_THE_PAGE: Final = frozenset({"cursor", "lang"})


def turn_of(request: Request, visitor: Visitor, cursor: str | None, limit: int = LIMIT) -> Turn:
    """Return which page is asked for: that of ``cursor``, else the first.

    Raises:
        Problem: 400 ``cursor_invalid``: it belongs to another list, or to somebody else.
    """
    if cursor is None:
        return begin(request.app.state.ledger, visitor.now, limit)
    cursors: Cursors = request.app.state.cursors
    return cursors.read(_question(request, visitor), cursor, limit)


def onwards(request: Request, visitor: Visitor, turn: Turn, page: Page[Any]) -> str | None:
    """Return where the rest of the list is; None: there is none."""
    if page.next is None:
        return None
    cursors: Cursors = request.app.state.cursors
    cursor = cursors.write(_question(request, visitor), turn, page.next)
    return f"{request.url.path}?{urlencode(filters(request) | {'cursor': cursor})}"


def filters(request: Request) -> dict[str, str]:
    """Return the filters of a list by name, without those that are empty."""
    given = request.query_params.items()
    return {name: value for name, value in sorted(given) if name not in _OF_THE_PAGE and value}


def _question(request: Request, visitor: Visitor) -> str:
    return f"{request.url.path}?{urlencode(filters(request))}\n{session_of(visitor).actor}"
