"""Event types as msgspec structures: for each one that the catalogue names, made from its annotations."""

import dataclasses
import types
import typing
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from ledger.domain.forms import FIELD_FORMS, FORMS
from ledger.domain.types import Event, Says

MAX_INTEGER: Final = 2**53 - 1
Integer = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]


def _annotation(hint: Any, owner: type, name: str) -> Any:  # noqa: ANN401 - annotations have no type
    """Return the msgspec annotation that accepts what the domain's reader of ``hint`` accepts."""
    origin = typing.get_origin(hint)
    if origin is types.UnionType or origin is typing.Union:
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return _annotation(inner, owner, name)
    if origin is tuple:
        return list[_annotation(typing.get_args(hint)[0], owner, name)]  # type: ignore[misc]
    if isinstance(hint, typing.NewType):
        return Annotated[str, msgspec.Meta(pattern=f"\\A(?:{FORMS[hint.__name__]})\\Z")]
    if hint is str:
        return Annotated[str, msgspec.Meta(pattern=f"\\A(?:{FIELD_FORMS[owner, name]})\\Z")]
    if hint is int:
        return Integer
    if hint is bool or hint is date or issubclass(hint, Enum):
        return hint
    return structure_of(hint)


def structure_of(kind: type) -> type[msgspec.Struct]:
    """Return the structure of one dataclass of the domain, its members in sorted order."""
    hints = typing.get_type_hints(kind)
    members: list[Any] = []
    for field in sorted(dataclasses.fields(kind), key=lambda field: field.name.removesuffix("_")):
        annotation = _annotation(hints[field.name], kind, field.name)
        if field.default is dataclasses.MISSING:
            members.append((field.name, annotation))
        else:
            members.append((field.name, annotation | msgspec.UnsetType, msgspec.UNSET))
    renamed = {field.name: field.name[:-1] for field in dataclasses.fields(kind) if field.name.endswith("_")}
    return msgspec.defstruct(
        kind.__name__, members, forbid_unknown_fields=True, kw_only=True, gc=False, rename=renamed or None
    )


class Reader(NamedTuple):
    """``shape`` decodes strictly, to compare; ``event`` decodes to the domain's dataclass."""

    shape: "msgspec.json.Decoder[msgspec.Struct]"
    event: Callable[[msgspec.Raw], Says]


def _renamed(hint: Any) -> set[str]:  # noqa: ANN401 - annotations have no type
    """Return the fields inside that are spelled otherwise in JSON: ``from_`` is the member ``from``."""
    if not dataclasses.is_dataclass(hint):
        return set().union(*map(_renamed, typing.get_args(hint)))
    names = typing.get_type_hints(hint)
    return {name for name in names if name.endswith("_")}.union(*map(_renamed, names.values()))


def reader_of(kind: type[Event]) -> Reader:
    """Return the reader of one event type."""
    quick: Callable[[bytes | msgspec.Raw], Says] = msgspec.json.Decoder(kind).decode
    spellings = [(f'"{name[:-1]}":'.encode(), f'"{name}":'.encode()) for name in _renamed(kind)]

    def respelled(data: msgspec.Raw) -> Says:
        """Decode what only structures could rename. A quoted name with a colon is a member, never a text."""
        text = bytes(data)
        for member, field in spellings:
            text = text.replace(member, field)
        return quick(text)

    return Reader(msgspec.json.Decoder(structure_of(kind)), respelled if spellings else quick)
