"""Event types as patterns and as decoders: for each that the catalogue names, made from its annotations.

The canonical form of an event is a regular language: its members stand in one order, and each value has a
form of its own. So one pattern says whether bytes are that form, and nothing is decoded to be compared.
"""

import dataclasses
import re
import types
import typing
from collections.abc import Callable
from datetime import date
from typing import Any, Final

import msgspec

from ledger.domain.forms import FIELD_FORMS, FORMS, member
from ledger.domain.types import Event, Says

DAY: Final = (
    "(?!0000)[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    "|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
"""A day of the calendar. A 29 February is left to the reference."""
_INTEGER: Final = "(?:0|-?[1-9][0-9]{0,14})"
"""An integer that every JSON reader keeps exactly. The few larger ones are left to the reference."""
_NEXT: Final = r"(?:(?<=\{)|(?<!\{),)"
"""What stands before a member where all earlier ones may be absent: nothing at the start, else a comma."""


def quoted(form: str) -> str:
    """Return the pattern of a JSON string whose text has ``form``.

    No text goes on beyond its quote, whatever ``form`` takes or looks ahead for, and none holds an escape: a
    string that needs one is left to the reference.
    """
    inside = form.replace("[^", r'[^"\\').replace(r"[\s\S]", r'[^"\\\n]')
    return '"(?:' + inside.replace(".*", '[^"]*').replace(".{", '[^"]{').replace(r"\Z", '(?=")') + ')"'


def _value(hint: Any, owner: type, name: str) -> str:  # noqa: ANN401 - annotations have no type
    """Return the pattern of what the domain's reader of ``hint`` accepts, in its canonical form."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _value(inner, owner, name)
    if origin is tuple:
        return rf"\[(?:{_value(typing.get_args(hint)[0], owner, name)}(?:,(?!\])|(?=\])))*\]"
    if isinstance(hint, typing.NewType):
        return quoted(FORMS[hint.__name__])
    if hint is str:
        return quoted(FIELD_FORMS[owner, name])
    if hint is int:
        return _INTEGER
    if hint is bool:
        return "(?:true|false)"
    if hint is date:
        return f'"{DAY}"'
    if dataclasses.is_dataclass(hint):
        return form_of(hint)
    return quoted("|".join(re.escape(code.value) for code in hint))


def form_of(kind: Any) -> str:  # noqa: ANN401 - the type is only known at run time
    """Return the pattern of the canonical form of one dataclass of the domain."""
    hints, text, certain = typing.get_type_hints(kind), "", False
    for field in sorted(dataclasses.fields(kind), key=lambda field: member(field.name)):
        before = "," if certain else _NEXT
        part = f'{before}"{member(field.name)}":{_value(hints[field.name], kind, field.name)}'
        optional = field.default is not dataclasses.MISSING
        text += f"(?:{part})?" if optional else part
        certain = certain or not optional
    return rf"\{{{text}\}}"


def _renamed(hint: Any) -> set[str]:  # noqa: ANN401 - annotations have no type
    """Return the fields inside that are spelled otherwise in JSON: ``from_`` is the member ``from``."""
    if not dataclasses.is_dataclass(hint):
        return set().union(*map(_renamed, typing.get_args(hint)))
    names = typing.get_type_hints(hint)
    return {name for name in names if name.endswith("_")}.union(*map(_renamed, names.values()))


def reader_of(kind: type[Event]) -> Callable[[msgspec.Raw], Says]:
    """Return what decodes data of which ``form_of(kind)`` is the form to the domain's dataclass."""
    quick: Callable[[bytes | msgspec.Raw], Says] = msgspec.json.Decoder(kind).decode
    spellings = [(f'"{name[:-1]}":'.encode(), f'"{name}":'.encode()) for name in _renamed(kind)]

    def respelled(data: msgspec.Raw) -> Says:
        """Decode what only structures could rename. A quoted name with a colon is a member, never a text."""
        text = bytes(data)
        for name, field in spellings:
            text = text.replace(name, field)
        return quick(text)

    return respelled if spellings else quick
