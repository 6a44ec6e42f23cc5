"""A route that answers with a page, whatever happens: refusals in words, with what to do about them."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, Final

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response
from starlette.types import Scope

from api.problems import problem_of
from api.web.rendering import sentence, show
from api.web.visiting import SignInNeeded, Visitor, sign_in_path, visit
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
        """Return the route's own handler, with an answer for what it raises."""
        handle = super().get_route_handler()

        async def handled(request: Request) -> Response:
            try:
                return await handle(request)
            except SignInNeeded as needed:
                return RedirectResponse(sign_in_path(needed.path), AFTER_POST)
            except (Refused, Malformed) as refusal:
                visitor = visit(request)
                members = problem_of(Rejected.of(None, refusal), visitor.language)
                return fault(request, visitor, members["status"], members["code"])
            except Exception as error:
                found = await _answered(request, error)
                if found is None:
                    raise
                code = json.loads(bytes(found.body))["code"]
                return fault(
                    request,
                    visit(request),
                    found.status_code,
                    code,
                    retry_after=found.headers.get("retry-after"),
                )

        return handled


def wants_page(request: Request) -> bool:
    """Return whether a browser asks, for somebody to look at the answer."""
    return "text/html" in request.headers.get("accept", "")


def go(path: str) -> Response:
    """Return the answer to a form that was taken: go to ``path``."""
    return RedirectResponse(path, AFTER_POST)


def fault(
    request: Request,
    visitor: Visitor,
    status: int,
    code: str,
    *,
    retry_after: str | None = None,
    incident: str = "",
) -> Response:
    """Return the page that says what is wrong, and what to do about it."""
    headers = {} if retry_after is None else {"retry-after": retry_after}
    said = sentence(code, visitor.language)
    values = {"code": code, "title": said.title, "remedy": said.remedy, "incident": incident}
    return show(request, visitor, "fault.html", values, status=status, headers=headers)


def fault_outside(scope: Scope, status: int, code: str, incident: str) -> Response | None:
    """Return the page of what was refused or failed before or outside of any route; None for a program."""
    request = Request(scope)
    if not wants_page(request):
        return None
    try:
        return fault(request, visit(request), status, code, incident=incident)
    except Exception:  # noqa: BLE001 - the ledger itself may be what failed; then the plain problem is told
        return None


async def _answered(request: Request, error: Exception) -> Response | None:
    """Return what a program would be answered; None for a fault of ours."""
    handlers = request.app.exception_handlers
    kinds = (kind for kind in type(error).__mro__ if kind in handlers)
    kind = next(kinds, None)
    if kind is None:
        return None
    found: Response = handlers[kind](request, error)
    return found
