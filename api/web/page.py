"""A route that answers with a page, whatever happens: refusals in words, with what to do about them."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from api.problems import status_of
from api.web.rendering import sentence, show
from api.web.visiting import SignInNeeded, sign_in_path, visit_anyhow
from ledger.application.receipts import Rejected
from ledger.domain.errors import Refused
from ledger.signing.errors import Malformed

AFTER_POST: Final = 303
"""See other: whoever reloads what they got sends nothing twice. Source: RFC 9110, 15.4.4."""


class Page(APIRoute):
    """A route of a page. It stands in no description of the door: programs have routes of their own."""

    def __init__(self, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - FastAPI's
        super().__init__(*arguments, **named | {"include_in_schema": False})

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the route's own handler, with an answer for what rules and forms refuse in it."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInNeeded as needed:
                return RedirectResponse(sign_in_path(needed.path), AFTER_POST)
            except (Refused, Malformed) as refusal:
                rejected = Rejected.of(None, refusal)
                return fault(request, status_of(rejected), rejected.code)

        return handled


def wants_page(request: Request) -> bool:
    """Return whether a browser asks, for somebody to look at the answer."""
    of_pages = isinstance(request.scope.get("route"), Page)
    return of_pages or "text/html" in request.headers.get("accept", "")


def go(path: str) -> Response:
    """Return the answer to a form that was taken: go to ``path``."""
    return RedirectResponse(path, AFTER_POST)


def fault(
    request: Request,
    status: int,
    code: str,
    *,
    headers: Mapping[str, str] | None = None,
    incident: str = "",
) -> Response:
    """Return the page that says what is wrong, and what to do about it."""
    visitor = visit_anyhow(request)
    request.app.state.metrics.refused(code)  # of a problem its own text tells the code
    said = sentence(code, visitor.language)
    values = {"code": code, "title": said.title, "remedy": said.remedy, "incident": incident}
    return show(request, visitor, "fault.html", values, status=status, headers=headers)


def fault_outside(scope: Scope, status: int, code: str, incident: str) -> Response | None:
    """Return the page of what was refused or failed before or outside of any route; None for a program."""
    request = Request(scope)
    if not wants_page(request):
        return None
    try:
        return fault(request, status, code, incident=incident)
    except Exception:  # noqa: BLE001 - the pages themselves may be what failed; then the plain problem is told
        return None
