"""What a client is generated from: the document at ``/openapi.json``, the same words for every route.

Routes say what is theirs. What holds for all is added here: names of operations, tags, how one signs in, and
examples, which a test sends.
"""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from api.problems import MEDIA_TYPE, document
from api.security import secured
from ledger.application.signing_in import SIGN_IN_TYPE
from ledger.signing.canonical import canonical
from ledger.signing.dsse import format_envelope, sign_envelope
from ledger.signing.keys import SigningKey

Schema = dict[str, Any]
TAGS: Final[Mapping[str, str]] = {
    "": "service",
    "errors": "service",
    "healthz": "service",
    "readyz": "service",
    "checkpoint": "log",
    "tile": "log",
    "session": "sessions",
}
"""The tag of a route by the first part of its path; others bear that part itself."""
CODES: Final[Mapping[str, str]] = {
    "400": "query_invalid",
    "401": "session_missing",
    "403": "coi_prior_decider",
    "404": "not_found",
    "408": "body_timeout",
    "409": "stream_conflict",
    "413": "body_too_large",
    "415": "media_type",
    "422": "sig_invalid",
    "423": "hold",
    "431": "headers_too_large",
    "500": "internal",
    "503": "overloaded",
    "507": "storage_full",
}
"""A code that comes with each status, as an example."""
_MEANING: Final[Schema] = {
    "meaning": {"operationId": "error", "parameters": {"code": "$response.body#/code"}}
}
"""From a problem to what its code means."""
_NOBODY: Final = SigningKey(bytes(32))  # a key that everybody has
_OTHER: Final = SigningKey(bytes([1]) * 32).id
_ORIGIN: Final = "ledger.example.org/2026"
_UUID: Final = "7f0c2a34-5b1d-4e6f-8a90-b1c2d3e4f506"
PARAMETERS: Final[Mapping[str, object]] = {
    "name": _UUID,
    "as_seen_by": _UUID,
    "at": 9,
    "code": "stream_conflict",
    "report": "R05",
    "stream": f"claim/{_UUID}",
    "type": "EligibilityDecided",
    "file": "5001-2026-10-open.json",
    "path": "0/000.p/1",
    "accept-language": "th, en;q=0.5",
    "if-match": '"4"',
}
"""Examples of parameters by their name."""


def operation_id(route: APIRoute) -> str:
    """Return the name of the function that answers: it stays while paths may get more."""
    return route.name.removeprefix("_")


def describe(app: FastAPI) -> None:
    """Let ``app`` describe itself as this module has it."""

    @cache
    def described() -> Schema:
        made = get_openapi(title=app.title, summary=app.summary, version=app.version, routes=app.routes)
        return _completed(secured(made))

    app.openapi = described  # type: ignore[method-assign]  # as its makers document


def _completed(made: Schema) -> Schema:
    for path, operations in made["paths"].items():
        first = path.split("/")[1]
        for method, operation in operations.items():
            operation.setdefault("tags", [TAGS.get(first, first)])
            _parameters(operation)
            _examples(operation, f"{method} {path}")
    return made


def _parameters(operation: Schema) -> None:
    """Take out the headers that OpenAPI describes elsewhere, and give the others an example."""
    given = operation.pop("parameters", [])
    kept = [one for one in given if one["name"].lower() not in {"content-type", "accept"}]
    for one in kept:
        if one["name"] in PARAMETERS:
            one.setdefault("example", PARAMETERS[one["name"]])
    if kept:
        operation["parameters"] = kept


def _examples(operation: Schema, called: str) -> None:
    for status, response in list(operation["responses"].items()):
        content = response.get("content", {})
        if MEDIA_TYPE in content and status in CODES:
            example = document(int(status), CODES[status], "en")
            shown = content[MEDIA_TYPE] | {"example": example}
            told = {"content": content | {MEDIA_TYPE: shown}, "links": _MEANING}
            operation["responses"][status] = response | told
    if called in BODIES:
        for media, body in BODIES[called].items():
            operation["requestBody"]["content"][media]["example"] = body


def _statement(*others: str) -> Schema:
    """Return an envelope whose form is right, signed for another ledger by nobody in particular.

    ``others`` are ids of keys that it names besides, and that have not signed.
    """
    members = {
        "v": 1,
        "origin": _ORIGIN,
        "id": _UUID,
        "stream": f"claim/{_UUID}",
        "type": "ClaimReceived",
        "schema": 1,
        "by": f"actor/{_UUID}",
        "signers": sorted([_NOBODY.id, *others]),
        "at": "2026-11-28T03:04:05Z",
        "data": {
            "programme": {"stream": f"programme/{_UUID}", "version": 1, "leaf": "0" * 64},
            "benefit": "old_age_allowance",
            "received_on": "2026-11-28",
            "facts": [],
            "documents": [],
            "area": "5001",
        },
    }
    return _read(format_envelope(sign_envelope(canonical(members), [_NOBODY])))


def _sign_in() -> Schema:
    payload = canonical(
        {"expires": "2026-11-28T05:05:00Z", "nonce": "q83vEjRWeJCrze8SNFZ4kA", "origin": _ORIGIN}
    )
    return _read(format_envelope(sign_envelope(payload, [_NOBODY], payload_type=SIGN_IN_TYPE)))


def _read(envelope: bytes) -> Schema:
    members: Schema = json.loads(envelope)
    return members


BODIES: Final[Mapping[str, Mapping[str, object]]] = {
    "post /statements": {
        "application/json": _statement(),
        "application/jsonl": json.dumps(_statement(), separators=(",", ":")) + "\n",
    },
    "post /sessions": {"application/json": _sign_in()},
    "post /approvals": {"application/json": {"envelope": _statement(_OTHER), "disclosures": []}},
    "post /approvals/{name}": {"application/json": _statement(_OTHER)},
}
"""Examples of bodies by method and path."""
