"""What OpenAPI says of bodies that are bytes to us: they are kept and hashed as they came.

The schemas are written here and not derived, since no model parses an envelope; tests hold answers to them.
"""

from typing import Any, Final

from ledger.application.access import Purpose, What
from ledger.application.media import MEDIA
from ledger.application.sought import MOST

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 0}
_HEX: Final[Schema] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def _object(members: Schema, *optional: str) -> Schema:
    required = [name for name in members if name not in optional]
    return {"type": "object", "properties": members, "required": required, "additionalProperties": False}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


PROBLEM: Final = _object(
    {
        "type": {"type": "string", "format": "uri-reference"},
        "title": _TEXT,
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": _TEXT,
        "code": {"type": "string", "pattern": "^[a-z0-9_]+$"},
        "id": _TEXT,
        "incident": _TEXT,
        "pointer": {"type": "string", "format": "json-pointer", "description": "the place in `data`"},
        "member": {"type": "string", "description": "the member of `data` that is missing"},
        "facts": {"type": "array", "items": _TEXT, "description": "facts that lack attestations"},
        "clock": {"type": "string", "description": "the row of clocks"},
        "unseen": {
            "type": "array",
            "items": _object({"index": _COUNT, "version": _COUNT, "type": _TEXT, "leaf": _HEX}),
        },
    },
    "id",
    "incident",
    "pointer",
    "member",
    "facts",
    "clock",
    "unseen",
)
RECEIPT: Final = _object(
    {
        "id": {"type": "string", "format": "uuid"},
        "stream": _TEXT,
        "index": _COUNT,
        "version": {"type": "integer", "minimum": 1},
        "leaf": _HEX,
        "recorded_at": _TEXT,
        "proof": {"type": "string", "description": "A proof of C2SP tlog-proof, with its checkpoint."},
        "clock_suspect": {
            "type": "boolean",
            "description": "`at` is more than five minutes later than `recorded_at`: set the device's clock",
        },
        "repeated": {"type": "boolean"},
    }
)
ANSWERS: Final = _object(
    {
        "answers": {
            "type": "array",
            "items": {"oneOf": [_object({"receipt": RECEIPT}), _object({"problem": PROBLEM})]},
        },
        "refused": _COUNT,
    }
)
ENVELOPE: Final = _object(
    {
        "payload": {"type": "string", "contentEncoding": "base64"},
        "payloadType": {"const": "application/vnd.phayan.statement+json"},
        "signatures": {
            "type": "array",
            "minItems": 1,
            "maxItems": 32,
            "items": _object({"keyid": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "sig": _TEXT}),
        },
    }
)
SUBMISSION: Final[Schema] = {
    "oneOf": [
        ENVELOPE,
        _object({"envelope": ENVELOPE, "disclosures": {"type": "array", "items": _TEXT}}, "disclosures"),
    ]
}


def problems(*statuses: int) -> dict[int | str, Schema]:
    """Return the description of the problems that a route may answer with."""
    described: Schema = {
        "description": "a problem",
        "content": {"application/problem+json": {"schema": PROBLEM}},
    }
    return dict.fromkeys((*statuses, "default"), described)


STATEMENTS: Final[dict[int | str, Schema]] = {
    201: {
        "description": "the statement is recorded",
        "content": _json(RECEIPT),
    },
    200: {
        "description": "it was recorded before; or what became of each of many",
        "content": _json({"oneOf": [RECEIPT, ANSWERS]}),
    },
    **problems(400, 403, 408, 409, 413, 415, 422, 423, 431, 500, 503, 507),
}


def _header(name: str, description: str) -> Schema:
    return {"name": name, "in": "header", "required": False, "schema": _TEXT, "description": description}


STATEMENTS_BODY: Final[Schema] = {
    "parameters": [
        _header("if-match", "the version that the statement says was seen, in quotation marks"),
        _header("accept-language", "of problems: `en` or `th`"),
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": SUBMISSION},
            "application/jsonl": {"schema": _TEXT},
        },
    },
}
SIGN_IN: Final = _object(
    {
        "payload": {"type": "string", "contentEncoding": "base64"},
        "payloadType": {"const": "application/vnd.phayan.sign-in+json"},
        "signatures": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": _object({"keyid": {"type": "string", "pattern": "^[0-9a-f]{16}$"}, "sig": _TEXT}),
        },
    }
)
SESSION: Final = _object({"token": _TEXT, "actor": _TEXT, "expires": _TEXT})
SESSIONS: Final[dict[int | str, Schema]] = {
    201: {"description": "a session", "content": _json(SESSION)},
    **problems(401, 408, 413, 415, 431, 500, 503),
}
SSO_BACK: Final[dict[int | str, Schema]] = {
    200: {"description": "a session", "content": _json(SESSION)},
    **problems(400, 401, 403, 431, 500, 503),
}
SESSIONS_BODY: Final[Schema] = {
    "requestBody": {"required": True, "content": {"application/json": {"schema": SIGN_IN}}}
}
VIEW: Final[dict[int | str, Schema]] = {
    200: {
        "description": "a view, as `phayan show --json` and `phayan queue --json` print it",
        "content": _json({"type": "object"}),
    },
    304: {"description": "what you have is as it stands"},
}
_NEXT: Final[Schema] = {"type": "string", "format": "uri-reference"}
LIST: Final[dict[int | str, Schema]] = {
    200: {
        "description": "a page; `next` leads to the one after it, as `Link` does",
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {
                        "size": _COUNT,
                        "now": _TEXT,
                        "next": _NEXT,
                    },
                    "required": ["size", "now"],
                }
            },
            "text/csv": {"schema": _TEXT},
        },
    },
    304: {"description": "what you have is as it stands"},
}
_CASE: Final[Schema] = {"type": "string", "pattern": "^(claim|grievance)/"}
_NAME: Final[Schema] = {"type": "string", "pattern": "^[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}$"}
FIELD: Final = _object(
    {
        "index": _COUNT,
        "version": {"type": "integer", "minimum": 1},
        "name": {"oneOf": [_NAME, {"type": "null"}], "description": "null: nobody can name it any more"},
        "verdict": {"enum": ["disclosed", "withheld", "erased", "missing", "mismatch"]},
        "value": {"description": "of what is disclosed, any JSON"},
        "erased_by": {**_COUNT, "description": "the index of the entry that says so"},
    },
    "value",
    "erased_by",
)
OPENING: Final = _object({"stream": _CASE, "fields": {"type": "array", "items": FIELD}})
OPENINGS: Final[dict[int | str, Schema]] = {
    200: {
        "description": "each field, with its verdict",
        "content": _json(OPENING),
    },
    **problems(400, 401, 404, 408, 413, 415, 431, 500, 503),
}
OPENINGS_BODY: Final[Schema] = {
    "requestBody": {
        "required": True,
        "content": _json(
            _object(
                {
                    "stream": _CASE,
                    "purpose": {"enum": [str(purpose) for purpose in Purpose]},
                    "names": {"type": "array", "items": _NAME, "minItems": 1, "maxItems": 256},
                },
                "names",
            )
        ),
    }
}
_NULLABLE: Final[Schema] = {"type": ["string", "null"]}
READ: Final = _object(
    {
        "day": {"type": "string", "format": "date"},
        "role": _TEXT,
        "office": _NULLABLE,
        "what": {"enum": [str(what) for what in What]},
    }
)
READING: Final = _object(
    {
        "index": _COUNT,
        "as": {"type": "array", "items": _object({"office": _NULLABLE, "role": _TEXT})},
        "at": _TEXT,
        "by": _TEXT,
        "key": _NULLABLE,
        "purpose": {"enum": [*map(str, Purpose), None]},
        "stream": _TEXT,
        "targets": {
            "type": "array",
            "items": _object({"fields": {"type": "array", "items": _NAME}, "version": _COUNT}),
        },
        "what": {"enum": [str(what) for what in What]},
    }
)
_WHO: Final[Schema] = {"type": "array", "items": {"oneOf": [READ, READING]}}
READS: Final[dict[int | str, Schema]] = {
    200: {
        "description": "days, roles and offices for a party; every record for oversight",
        "content": _json(_object({"stream": _CASE, "reads": _WHO, "next": _NEXT}, "next")),
    },
    **problems(400, 401, 404, 431, 500, 503),
}
UPLOAD: Final = _object({"upload": _TEXT, "sha256": _HEX, "media": {"enum": list(MEDIA)}, "bytes": _COUNT})
ATTACHMENTS: Final[dict[int | str, Schema]] = {
    201: {"description": "the file waits", "content": _json(UPLOAD)},
    **problems(408, 413, 415, 422, 429, 431, 500, 503, 507),
}
_FILES: Final[Schema] = {media: {"schema": {"type": "string", "format": "binary"}} for media in MEDIA}
ATTACHMENTS_BODY: Final[Schema] = {"requestBody": {"required": True, "content": _FILES}}
ATTACHMENT: Final[dict[int | str, Schema]] = {
    200: {"description": "the file", "content": _FILES},
    **problems(400, 401, 404, 431, 500, 503),
}
_HIT: Final = _object({"stream": _TEXT, "subjects": {"type": "array", "items": _TEXT}})
SEARCHES: Final[dict[int | str, Schema]] = {
    200: {
        "description": "cases, and the subjects of each who were found",
        "content": _json(
            _object(
                {
                    "size": _COUNT,
                    "found": {"type": "array", "items": _HIT, "maxItems": MOST},
                    "more": {"type": "boolean", "description": "whether others were found too"},
                }
            )
        ),
    },
    **problems(400, 401, 408, 413, 415, 422, 429, 431, 500, 503),
}
_NUMBER: Final[Schema] = {
    "programme": {"type": "string", "format": "uuid"},
    "national_id": {"type": "string", "pattern": "^[0-9]{13}$"},
}
SEARCHES_BODY: Final[Schema] = {
    "requestBody": {
        "required": True,
        "content": _json(
            {"oneOf": [_object({"words": {"type": "string", "minLength": 1}}), _object(_NUMBER)]}
        ),
    }
}
