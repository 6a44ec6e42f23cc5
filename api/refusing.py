"""What becomes of an exception that a route lets through: which answer, and who hears of it."""

import json
from collections.abc import Callable
from typing import Final

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api import attachments
from api.languages import wanted
from api.problems import SOON, Problem, answer, document, failure
from api.records import LOG
from api.web.page import fault, wants_page
from ledger.application.errors import LedgerError, NoSuchEntry
from ledger.application.media.refusals import AttachmentRefused
from ledger.projections.errors import ProjectionError
from ledger.store.errors import StoreError

BY_STATUS: Final = {404: "not_found", 405: "method_not_allowed"}
KEPT: Final = ("retry-after", "allow", "www-authenticate")
"""Headers of a problem that its page has too."""


def refuse_by_rule(app: FastAPI) -> None:
    """Let ``app`` answer whatever a route raises with a problem."""
    handlers: dict[type[Exception], Callable[[Request, Exception], Response]] = {
        Problem: _refused,
        HTTPException: _not_served,
        RequestValidationError: _unreadable,
        AttachmentRefused: attachments.refused,
        NoSuchEntry: _not_there,
        **dict.fromkeys((LedgerError, StoreError, ProjectionError), _failed),
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, _shown(handler))


def _shown(handler: Callable[[Request, Exception], Response]) -> Callable[[Request, Exception], Response]:
    """Return ``handler`` whose problem is a page wherever somebody looks at it."""

    def handled(request: Request, error: Exception) -> Response:
        problem = handler(request, error)
        if not wants_page(request):
            return problem
        kept = {name: problem.headers[name] for name in KEPT if name in problem.headers}
        return fault(request, problem.status_code, json.loads(bytes(problem.body))["code"], headers=kept)

    return handled


def _refused(request: Request, error: Exception) -> Response:
    language = wanted(request.headers.get("accept-language"))
    problem = error if isinstance(error, Problem) else Problem(500, "internal")
    return answer(document(problem.status, problem.code, language), language, problem.headers)


def _not_served(request: Request, error: Exception) -> Response:
    found = error if isinstance(error, HTTPException) else HTTPException(404)
    code = BY_STATUS.get(found.status_code, "not_found")
    return _refused(request, Problem(found.status_code, code, found.headers))


def _unreadable(request: Request, error: Exception) -> Response:
    """A path that is no name of ours is not there; a question that is none is told so, unrepeated."""
    wrong = error.errors() if isinstance(error, RequestValidationError) else []
    path = any(one["loc"][0] == "path" for one in wrong)
    return _refused(request, Problem(404, "not_found") if path else Problem(400, "query_invalid"))


def _not_there(request: Request, _error: Exception) -> Response:
    """What is not there and what is not theirs are one answer, to whatever was asked."""
    return _refused(request, Problem(404, "not_found"))


def _failed(request: Request, error: Exception) -> Response:
    """The machine does not allow it. Whoever keeps it running must hear of what does not pass by itself."""
    if not isinstance(error, LedgerError | StoreError | ProjectionError):
        raise error
    if not isinstance(error, SOON):
        LOG.error("refused_to_work", code=error.code)
    return failure(error, wanted(request.headers.get("accept-language")))
