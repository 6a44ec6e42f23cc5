"""Refusals over HTTP: problem documents (RFC 9457) with the stable codes of the ledger.

Nothing that was sent is ever repeated, and no fault of ours tells anything but a number to ask about.
"""

from collections.abc import Mapping
from typing import Any, Final

from starlette.responses import JSONResponse, Response

from api.catalogue import catalogue
from api.languages import Language
from ledger.application.errors import HashingBusy, LedgerError
from ledger.application.receipts import Rejected
from ledger.domain.errors import (
    ApprovalsPending,
    AuthorityDenied,
    ConflictOfInterest,
    OnHold,
    StreamConflict,
)
from ledger.projections.errors import ProjectionError
from ledger.signing.errors import Malformed
from ledger.store.errors import (
    CheckpointMoved,
    OutcomeUnknown,
    StorageFull,
    StoreError,
    StoreLocked,
    StoreTimeout,
)

MEDIA_TYPE: Final = "application/problem+json"
UNREADABLE: Final = ("json_strict_", "int_range", "not_canonical", "dsse_", "statement_", "submission_")
"""How the codes begin of what no parser takes: the request was no statement at all."""
_BY_CODE: Final[Mapping[str, int]] = {
    "id_reused": 409,
    "approval_needs_session": 401,
    "approval_differs": 409,
    "approval_over": 409,
    "approval_recorded": 409,
    "approvals_full": 503,
    "entry_too_large": 413,
    "json_strict_size": 413,
}
_BY_KIND: Final[Mapping[type[Exception], int]] = {
    AuthorityDenied: 403,
    ConflictOfInterest: 403,
    ApprovalsPending: 409,
    StreamConflict: 409,
    OnHold: 423,
}
SOON: Final = (StoreLocked, StoreTimeout, OutcomeUnknown, CheckpointMoved, HashingBusy)
"""Failures that the same request, sent again, is likely to pass."""


class Problem(Exception):
    """Something about a request that is refused before the ledger sees it."""

    def __init__(self, status: int, code: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.headers = dict(headers or {})


def status_of(rejected: Rejected) -> int:
    """Return the status that says what kind of refusal it is; 422 where a rule or a form forbids it."""
    found = _BY_CODE.get(rejected.code) or _BY_KIND.get(rejected.kind)
    if found is not None:
        return found
    unreadable = rejected.kind is Malformed and rejected.code.startswith(UNREADABLE)
    return 400 if unreadable else 422


def problem_of(rejected: Rejected, language: Language) -> dict[str, Any]:
    """Return the problem of a statement that was not recorded, with what its signer had not seen."""
    members = document(status_of(rejected), rejected.code, language, **rejected.detail)
    if rejected.id is not None:
        members["id"] = rejected.id
    if unseen := rejected.as_json().get("unseen"):
        members["unseen"] = unseen
    return members


def failure(error: LedgerError | StoreError | ProjectionError, language: Language) -> Response:
    """Return the answer to a request that the machine did not allow. Nothing was half-written."""
    status = 507 if isinstance(error, StorageFull) else 503
    headers = {"retry-after": "1"} if isinstance(error, SOON) else {}
    return answer(document(status, error.code, language), language, headers)


def document(status: int, code: str, language: Language, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return the members of a problem document. ``type`` leads to the code's own page."""
    said = catalogue()[code]
    title, remedy = (said.th, said.do_th) if language == "th" else (said.en, said.do)
    return {
        "type": f"/errors/{code}",
        "title": title,
        "status": status,
        "detail": remedy,
        "code": code,
        **more,
    }


def answer(
    members: Mapping[str, Any], language: Language, headers: Mapping[str, str] | None = None
) -> Response:
    """Return ``members`` as the problem document that they are."""
    return JSONResponse(
        members,
        members["status"],
        {"content-language": language, "vary": "accept-language", **(headers or {})},
        MEDIA_TYPE,
    )
