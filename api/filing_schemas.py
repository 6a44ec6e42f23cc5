"""What OpenAPI says of ``/filings``: bodies with examples, and what comes back."""

from typing import Any, Final

from api.schemas import ATTACHMENT, RECEIPT, Schema, problems
from ledger.application.filings.asked import ALONE, DOCUMENTS, HELPED, MESSAGES, SUPPLIED
from ledger.application.filings.words import LINE, NAMED, NARRATIVE
from ledger.domain.casework_codes import (
    Anonymity,
    ContestGround,
    Ground,
    Kind,
    Pressure,
    Remedy,
    RemedyDispute,
    Urgency,
)
from ledger.domain.codes import Auth, Confirmation

_TEXT: Final[Schema] = {"type": "string"}
_DAY: Final[Schema] = {"type": "string", "format": "date"}
_COUNT: Final[Schema] = {"type": "integer", "minimum": 1}
_CODE: Final[Schema] = {"type": "string", "pattern": "^[0-9]{16}$", "description": "the receipt code"}
_CASE: Final[Schema] = {"type": "string", "pattern": "^[0-9]{10}$"}


def _object(members: Schema, *required: str) -> Schema:
    return {
        "type": "object",
        "properties": members,
        "required": list(required),
        "additionalProperties": False,
    }


def _codes(codes: Any) -> Schema:  # noqa: ANN401 - an enumeration, or members of one
    return {"type": "string", "enum": [str(code) for code in codes]}


def _line(most: int) -> Schema:
    return {"type": "string", "minLength": 1, "maxLength": most}


_GROUNDS: Final[Schema] = {"type": "array", "items": _codes(Ground)}
_REMEDIES: Final[Schema] = {"type": "array", "items": _codes(Remedy)}
_DOCUMENTS: Final[Schema] = {
    "type": "array",
    "maxItems": DOCUMENTS,
    "items": {"type": "string", "format": "uuid"},
}
WORDS: Final = _object(
    {
        "text": _line(NARRATIVE),
        "name": _line(LINE),
        "contact": _line(LINE),
        "national_id": {"type": "string", "pattern": "^[0-9]{13}$"},
        "named": {
            "type": "array",
            "maxItems": NAMED,
            "items": _object({"name": _line(LINE), "text": _line(NARRATIVE)}),
        },
    }
)
FILING: Final = _object(
    {
        "kind": _codes(Kind),
        "programme": {"type": "string", "description": "a programme's stream"},
        "benefit": {"type": "string", "description": "a benefit's code, in the place of `programme`"},
        "contests": {
            "type": "array",
            "items": {
                "oneOf": [
                    _object({"claim": _TEXT, "version": _COUNT}, "claim", "version"),
                    _object({"index": {"type": "integer", "minimum": 0}}, "index"),
                ]
            },
        },
        "about": {"type": "array", "items": _TEXT},
        "grounds": _GROUNDS,
        "remedies": _REMEDIES,
        "urgency": _codes(Urgency),
        "anonymity": _codes(Anonymity),
        "area": {"type": "string", "pattern": "^[0-9]{2,4}$"},
        "channel": _codes((*ALONE, *HELPED)),
        "assist": _object(
            {
                "language": _TEXT,
                "read_back": {"type": "boolean"},
                "confirmation": _codes(Confirmation),
                "handed_over_on": _DAY,
            },
            "language",
            "read_back",
            "confirmation",
        ),
        "words": WORDS,
        "documents": _DOCUMENTS,
    },
    "kind",
    "grounds",
    "anonymity",
    "area",
)
_BY_TYPE: Final[dict[str, tuple[Schema, tuple[str, ...]]]] = {
    "InformationSupplied": (
        {"kind": _codes(SUPPLIED), "answers": _TEXT, "corrects": _COUNT},
        ("kind",),
    ),
    "RemedyConfirmed": (
        {"remedy": _TEXT, "stars": {"type": "integer", "minimum": 1, "maximum": 5}},
        ("remedy",),
    ),
    "RemedyDisputed": ({"remedy": _TEXT, "ground": _codes(RemedyDispute)}, ("remedy", "ground")),
    "GrievanceContested": ({"of": _COUNT, "ground": _codes(ContestGround)}, ("of", "ground")),
    "GrievanceWithdrawn": ({"pressure": _codes(Pressure)}, ("pressure",)),
    "GrievanceFiled": (
        {"grounds": _GROUNDS, "remedies": _REMEDIES, "urgency": _codes(Urgency)},
        ("grounds",),
    ),
}
MESSAGE: Final[Schema] = {
    "oneOf": [
        _object(
            {
                "code": _CODE,
                "type": {"const": name},
                **_BY_TYPE[name][0],
                "channel": _codes(ALONE),
                "words": WORDS,
                "documents": _DOCUMENTS,
            },
            "code",
            "type",
            *_BY_TYPE[name][1],
        )
        for name in MESSAGES
    ]
}
_GROUPS: Final[Schema] = {"type": "array", "items": {"type": "string", "pattern": "^[0-9]{4}$"}}
FILED: Final = _object(
    {"case": _CASE, "code": _CODE, "groups": _GROUPS, "receipt": RECEIPT}, "case", "receipt"
)
SAID: Final = _object({"receipt": RECEIPT}, "receipt")
ISSUED: Final = _object({"case": _CASE, "code": _CODE, "groups": _GROUPS}, "case")
TRACKED: Final = _object(
    {
        "case": _CASE,
        "state": {"enum": ["received", "in_hand", "answered", "closed"]},
        "received_on": _DAY,
        "next_by": _DAY,
        "closed_on": _DAY,
    },
    "case",
    "state",
    "received_on",
)
_STORY: Final = {
    "kind": "service_complaint",
    "benefit": "old_age_allowance",
    "grounds": ["delay"],
    "remedies": ["apology"],
    "anonymity": "confidential",
    "area": "9999",
    "words": {"text": "รอคำตอบมาสามเดือนแล้ว", "name": "นางตัวอย่าง สมมุติ", "contact": "ผู้ใหญ่บ้านหมู่ตัวอย่าง"},
}


def _body(schema: Schema, **examples: Any) -> Schema:  # noqa: ANN401 - JSON
    content: Schema = {"schema": schema}
    content["examples"] = {name: {"value": value} for name, value in examples.items()}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def _answers(what: str, schema: Schema, *statuses: int) -> dict[int | str, Schema]:
    described = {"description": what, "content": {"application/json": {"schema": schema}}}
    return dict.fromkeys(statuses, described)


def _route(responses: dict[int | str, Schema], body: Schema | None = None) -> dict[str, Any]:
    return {"responses": responses} | ({} if body is None else {"openapi_extra": body})


_PROBLEMS: Final = (400, 404, 408, 413, 415, 422, 429, 431, 500, 503)
FILINGS: Final = _route(
    _answers("the case, its code, and the receipt", FILED, 201, 200)
    | problems(400, 401, 403, 408, 409, 413, 415, 422, 429, 431, 500, 503, 507),
    _body(
        FILING,
        alone=_STORY,
        anonymous={
            **_STORY,
            "kind": "integrity_allegation",
            "grounds": ["bribery"],
            "anonymity": "anonymous",
            "words": {"text": "มีคนเรียกเงินเพื่อเซ็นรับรอง"},
        },
        assisted={
            **_STORY,
            "channel": "volunteer",
            "assist": {"language": "th", "read_back": True, "confirmation": "thumbprint"},
        },
    ),
)
TRACK: Final = _route(
    _answers("a class of states, and days", TRACKED, 200) | problems(404, 429, 431, 500, 503)
)
OPENINGS: Final = _route(
    _answers("the case as its person sees it", {"type": "object"}, 200) | problems(*_PROBLEMS),
    _body(_object({"code": _CODE}, "code"), code={"code": "1234567890123455"}),
)
DOCUMENT: Final = _route(
    ATTACHMENT | problems(*_PROBLEMS),
    _body(
        _object({"code": _CODE, "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}}, "code", "sha256"),
        paper={"code": "1234567890123455", "sha256": "ab" * 32},
    ),
)
SPOKEN: Final = _route(
    _answers("the receipt; of an appeal also its case and code", {"oneOf": [SAID, FILED]}, 201, 200)
    | problems(403, 409, 507, *_PROBLEMS),
    _body(
        MESSAGE,
        disputed={
            "code": "1234567890123455",
            "type": "RemedyDisputed",
            "remedy": "r1",
            "ground": "not_done",
            "words": {"text": "ยังไม่มีใครมา"},
        },
        withdrawn={"code": "1234567890123455", "type": "GrievanceWithdrawn", "pressure": "no"},
    ),
)
RECEIPTS: Final = _route(
    _answers("the new code", ISSUED, 201) | problems(401, 403, *_PROBLEMS),
    _body(_object({"auth": _codes((Auth.IN_PERSON, Auth.CALLBACK))}, "auth"), callback={"auth": "callback"}),
)
