"""``docs/events.schema.json``: every event of the catalogue as JSON Schema 2020-12, made from the types.

The domain's reader decides; the schema is for programs in other languages. What it cannot say (that a day
is in the calendar) the ledger still refuses.
"""

import inspect
import json
import types
import typing
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from ledger.domain.catalogue import EVENTS, STREAM_KINDS
from ledger.domain.forms import FIELD_FORMS, FORMS, MAX_INT, member
from tests.docs.pages import ROOT

FILE: Final = ROOT / "docs" / "events.schema.json"
Schema = dict[str, Any]
END: Final = r"(?![\s\S])"
"""The end of a text, as Python and ECMAScript both understand it: ``$`` may overlook a line feed."""


def document() -> str:
    """Return the text of the file."""
    parts: dict[str, Schema] = {}
    choices = []
    for (name, schema), event in EVENTS.items():
        parts[name] = _object(event, parts)
        parts[name]["x-streams"] = list(STREAM_KINDS[event])
        choice = {"type": {"const": name}, "schema": {"const": schema}, "data": _reference(name)}
        choices.append({"properties": choice})
    whole: Schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:phayan:events",
        "title": "Events of Phayan: the members `type`, `schema` and `data` of a statement",
        "type": "object",
        "required": ["type", "schema", "data"],
        "oneOf": choices,
        "$defs": dict(sorted(parts.items())),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


def _object(kind: Any, parts: dict[str, Schema]) -> Schema:
    hints = typing.get_type_hints(kind)
    members = {
        member(field.name): _value(hints[field.name], kind, field.name, parts) for field in fields(kind)
    }
    needed = [member(field.name) for field in fields(kind) if field.default is MISSING]
    return {
        "description": " ".join((inspect.getdoc(kind) or "").replace("``", "`").split()),
        "type": "object",
        "properties": members,
        "required": needed,
        "additionalProperties": False,
    }


def _value(hint: Any, owner: type, name: str, parts: dict[str, Schema]) -> Schema:
    origin = typing.get_origin(hint)
    if origin in {types.UnionType, typing.Union}:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _value(inner, owner, name, parts)
    if origin is tuple:
        return {"type": "array", "items": _value(typing.get_args(hint)[0], owner, name, parts)}
    if isinstance(hint, typing.NewType):
        return _defined(hint.__name__, _text(FORMS[hint.__name__]), parts)
    if hint is str:
        return _text(FIELD_FORMS[owner, name])
    if hint is bool:
        return {"type": "boolean"}
    if hint is int:
        return {"type": "integer", "minimum": -MAX_INT, "maximum": MAX_INT}
    if hint is date:
        return _defined("Day", {**_text("[0-9]{4}-[0-9]{2}-[0-9]{2}"), "format": "date"}, parts)
    if issubclass(hint, StrEnum):
        return _defined(hint.__name__, {"enum": [code.value for code in hint]}, parts)
    assert is_dataclass(hint)
    assert isinstance(hint, type)
    if hint.__name__ not in parts:
        parts[hint.__name__] = _object(hint, parts)
    return _reference(hint.__name__)


def _text(pattern: str) -> Schema:
    return {"type": "string", "pattern": f"^(?:{pattern})".replace(r"\Z", END) + END}


def _defined(name: str, schema: Schema, parts: dict[str, Schema]) -> Schema:
    parts[name] = schema
    return _reference(name)


def _reference(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
