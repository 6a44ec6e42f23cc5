"""What OpenAPI says of ``/approvals`` and ``/cosigners``."""

from typing import Any, Final

from api.schemas import ENVELOPE, RECEIPT, SUBMISSION, Schema, problems
from ledger.projections.views.cosigners import ACTS
from ledger.store.awaiting import Decline, State

_TEXT: Final[Schema] = {"type": "string"}
_UUID: Final[Schema] = {"type": "string", "format": "uuid"}
_KEY: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{16}$"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_STATE: Final[Schema] = {"enum": [str(state) for state in State]}


def _object(members: Schema, *optional: str) -> Schema:
    required = [name for name in members if name not in optional]
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def _json(schema: Schema, description: str) -> Schema:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


_SIGNERS: Final[Schema] = {"type": "array", "items": _object({"key": _KEY, "actor": _TEXT})}
PROBLEM: Final[Schema] = {
    "type": "object",
    "properties": {
        "code": _TEXT,
        "sentence": _TEXT,
        "reason": {"enum": [str(why) for why in Decline], "description": "why a signer declined"},
        "unseen": {
            "type": "array",
            "items": _object({"index": _COUNT, "version": _COUNT, "type": _TEXT, "leaf": _TEXT}),
        },
    },
    "required": ["code", "sentence"],
}
_MEMBERS: Final[Schema] = {
    "approval": _UUID,
    "id": {**_UUID, "description": "of the statement"},
    "stream": _TEXT,
    "type": _TEXT,
    "begun_by": {"type": ["string", "null"], "description": "null: a new key alone"},
    "at": _TEXT,
    "until": _TEXT,
    "state": _STATE,
    "signed": _SIGNERS,
    "missing": _SIGNERS,
    "problem": {**PROBLEM, "description": "why the ledger refused it, or would now"},
}
APPROVAL: Final = _object(_MEMBERS, "problem")
WHOLE: Final = _object(
    {
        **_MEMBERS,
        "envelope": ENVELOPE,
        "disclosures": {"type": "array", "items": _TEXT, "description": "absent where they are withheld"},
    },
    "problem",
    "envelope",
    "disclosures",
)
BEGIN: Final[dict[str, Any]] = {
    "status_code": 202,
    "responses": {
        202: _json(APPROVAL, "it waits for the others"),
        **problems(400, 401, 403, 408, 409, 413, 415, 422, 423, 429, 431, 500, 503, 507),
    },
    "openapi_extra": {
        "requestBody": {"required": True, "content": {"application/json": {"schema": SUBMISSION}}}
    },
}
SIGN: Final[dict[str, Any]] = {
    "status_code": 201,
    "responses": {
        201: _json(RECEIPT, "everybody has signed, and the statement is recorded"),
        200: _json(RECEIPT, "it was recorded before"),
        202: _json(APPROVAL, "it waits for others still"),
        **problems(400, 401, 403, 404, 408, 409, 413, 415, 422, 423, 431, 500, 503, 507),
    },
    "openapi_extra": {
        "requestBody": {"required": True, "content": {"application/json": {"schema": SUBMISSION}}}
    },
}
LIST: Final[dict[int | str, Schema]] = {
    200: _json(_object({"approvals": {"type": "array", "items": APPROVAL}}), "the newest first"),
    **problems(401, 431, 500, 503),
}
ONE: Final[dict[int | str, Schema]] = {
    200: _json(WHOLE, "what is to be signed, with its disclosures"),
    **problems(401, 404, 431, 500, 503),
}
WITHDRAWN: Final[dict[int | str, Schema]] = {
    200: _json(APPROVAL, "it is over"),
    **problems(401, 403, 404, 409, 431, 500, 503),
}
STATUS: Final[dict[int | str, Schema]] = {
    200: _json(_object({"state": _STATE}), "how it stands"),
    **problems(404, 431, 500, 503),
}
_COSIGNER: Final = _object({"actor": _TEXT, "key": _KEY, "role": _TEXT, "office": _TEXT, "line": _TEXT})
COSIGNERS: Final[dict[int | str, Schema]] = {
    200: _json(
        _object(
            {
                "stream": _TEXT,
                "type": {"enum": list(ACTS)},
                "cosigners": {"type": "array", "items": _COSIGNER},
            }
        ),
        "who may be the second signer",
    ),
    **problems(400, 401, 404, 431, 500, 503),
}
