r"""Strict reading and writing of values: from JSON to the domain's dataclasses and back.

A reader is built once per type from its annotations. It accepts exactly what the writer writes: no unknown
member, no null, no coercion (``true`` is no integer, ``1`` no string), and every string in the form that
its ``NewType`` names. Where it fails, the refusal carries a JSON pointer (RFC 6901) and never the value.
"""

import re
import types
import typing
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final, TypeAlias

from ledger.domain.errors import DataInvalid
from ledger.domain.types import EntryRef, Money, Seen

JsonValue: TypeAlias = Any
Reader: TypeAlias = Callable[[JsonValue], Any]
Writer: TypeAlias = Callable[[Any], JsonValue]

MAX_INT: Final = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly."""
UUID_FORM: Final = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
"""A uuid in its one form."""
_TEXT: Final = r"[^\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
_BASE64: Final = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?"
_CODE: Final = r"[a-z0-9](?:[a-z0-9_.-]{0,62}[a-z0-9])?"
_DAY: Final = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
_TIME: Final = "T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z"
FORMS: Final = {
    "ActorRef": f"actor/{UUID_FORM}",
    "StreamRef": f"[a-z]{{1,32}}/{UUID_FORM}",
    "Digest": "[0-9a-f]{64}",
    "PublicKey": "[0-9a-f]{64}",
    "KeyId": "[0-9a-f]{16}",
    "Code": _CODE,
    "Local": _CODE,
    "Instant": f"{_DAY}{_TIME}",
    "Moment": f"{_DAY}(?:{_TIME})?",
    "Place": f"[a-z]{{1,32}}/{UUID_FORM}|[0-9]{{2,4}}",
    "Sealed": "[a-z0-9_-]{1,64}/[a-z0-9_-]{1,64}",
    "Asked": f"actor/{UUID_FORM}|{_CODE}",
    "Area": "[0-9]{2,4}",
    "Base64": f"(?=.{{4,1024}}\\Z){_BASE64}",
    "Vkey": r"[^\s+\x00-\x1f]{1,200}\+[0-9a-f]{8}\+[A-Za-z0-9+/]{4,200}={0,2}",
    "Text": rf"(?! )(?!.*\u0e4d\u0e32)(?!.*[\u0300-\u036f]){_TEXT}{{1,200}}(?<! )",
    "Note": rf"(?=[\s\S]{{2,20000}}\Z)(?:{_TEXT}*\n)+",
}
FIELD_FORMS: Final = {
    (EntryRef, "stream"): FORMS["StreamRef"],
    (EntryRef, "leaf"): FORMS["Digest"],
    (Seen, "leaf"): FORMS["Digest"],
    (Money, "currency"): "[A-Z]{3}",
}
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Fault(Exception):
    """A value is not of its form; ``path`` is filled from the inside out while the fault rises."""

    def __init__(self) -> None:
        super().__init__()
        self.path: list[str] = []


def read(kind: Any, value: JsonValue) -> Any:  # noqa: ANN401 - the type is only known at run time
    """Return ``value`` (an object as ``json.loads`` gives it) as an instance of the dataclass ``kind``.

    Raises:
        DataInvalid: ``data_invalid`` with ``detail["pointer"]``.
    """
    try:
        return _object_reader(kind)(value)
    except _Fault as fault:
        pointer = "".join(f"/{step}" for step in reversed(fault.path))
        raise DataInvalid("data_invalid", pointer=pointer) from None


def write(value: Any) -> dict[str, JsonValue]:  # noqa: ANN401 - the type is only known at run time
    """Return the dataclass instance ``value`` as a JSON object; what is None is absent."""
    kind: Any = type(value)
    out: dict[str, JsonValue] = _object_writer(kind)(value)
    return out


def member(field: str) -> str:
    """Return the member's name for a field: ``from_`` is written ``from``."""
    return field.removesuffix("_")


@cache
def _object_reader(kind: Any) -> Reader:  # noqa: ANN401
    hints = typing.get_type_hints(kind)
    plan: dict[str, tuple[str, Reader]] = {}
    required: set[str] = set()
    for field in fields(kind):
        form = FIELD_FORMS.get((kind, field.name))
        how = _reader(hints[field.name]) if form is None else _string_reader(form)
        plan[member(field.name)] = (field.name, how)
        if field.default is MISSING:
            required.add(member(field.name))

    def read_object(value: JsonValue) -> Any:  # noqa: ANN401
        if type(value) is not dict:
            raise _Fault
        found: dict[str, Any] = {}
        for name, item in value.items():
            step = plan.get(name)
            if step is None:
                raise _Fault  # the pointer leads to the object: the name is the sender's own words
            try:
                found[step[0]] = step[1](item)
            except _Fault as fault:
                raise _at(fault, name) from None
        for name in required:
            if name not in value:
                raise _at(_Fault(), name)
        return kind(**found)

    return read_object


def _at(fault: _Fault, step: str) -> _Fault:
    fault.path.append(step)
    return fault


def _reader(hint: Any) -> Reader:  # noqa: ANN401
    """Return the reader of one annotation. A plain string has no form but its field's (``FIELD_FORMS``)."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _reader(inner)
    if origin is tuple:
        return _list_reader(_reader(typing.get_args(hint)[0]))
    if isinstance(hint, typing.NewType):
        return _string_reader(FORMS[hint.__name__])
    if hint is int:
        return _read_int
    if hint is bool:
        return _read_bool
    if hint is date:
        return _read_date
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _code_reader(hint)
    return _object_reader(hint)


def _list_reader(item: Reader) -> Reader:
    def read_list(value: JsonValue) -> tuple[Any, ...]:
        if type(value) is not list:
            raise _Fault
        out = []
        for position, element in enumerate(value):
            try:
                out.append(item(element))
            except _Fault as fault:
                raise _at(fault, str(position)) from None
        return tuple(out)

    return read_list


def _string_reader(form: str) -> Reader:
    matches = re.compile(form).fullmatch

    def read_string(value: JsonValue) -> str:
        if type(value) is not str or matches(value) is None:
            raise _Fault
        return value

    return read_string


def _code_reader(codes: type[StrEnum]) -> Reader:
    known = {str(code.value): code for code in codes}

    def read_code(value: JsonValue) -> StrEnum:
        code = known.get(value) if type(value) is str else None
        if code is None:
            raise _Fault
        return code

    return read_code


def _read_int(value: JsonValue) -> int:
    if type(value) is not int or not -MAX_INT <= value <= MAX_INT:
        raise _Fault
    return value


def _read_bool(value: JsonValue) -> bool:
    if type(value) is not bool:
        raise _Fault
    return value


def _read_date(value: JsonValue) -> date:
    if type(value) is not str or _DATE.fullmatch(value) is None:
        raise _Fault
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise _Fault from None


@cache
def _object_writer(kind: Any) -> Writer:  # noqa: ANN401
    hints = typing.get_type_hints(kind)
    plan = [(field.name, member(field.name), _writer(hints[field.name])) for field in fields(kind)]

    def write_object(value: Any) -> JsonValue:  # noqa: ANN401
        out = {}
        for name, key, put in plan:
            item = getattr(value, name)
            if item is not None:
                out[key] = put(item)
        return out

    return write_object


def _writer(hint: Any) -> Writer:  # noqa: ANN401
    origin = typing.get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _writer(inner)
    if origin is tuple:
        item = _writer(typing.get_args(hint)[0])
        return lambda value: [item(element) for element in value]
    if hint is date:
        return date.isoformat
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return lambda value: str(value.value)
    if is_dataclass(hint) and isinstance(hint, type):
        return _object_writer(hint)
    return lambda value: value
