"""One plain instance of any event type, and its neighbours: every code once, options absent and present."""

import hashlib
import typing
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any

from ledger.domain.types import EntryRef, Event, Money, Seen
from tests.domain.strategies import DAYS, POOLS
from tests.domain.world import STANDARD

FIRST = hashlib.sha256(f"{STANDARD} 1".encode()).hexdigest()
"""The leaf of the entry that publishes the standard programme."""


def sample(hint: Any, *, whole: bool) -> Any:  # noqa: C901 - one line for each form
    """Return a value of an annotation; ``whole``: with every optional member, and one item in each list."""
    origin = typing.get_origin(hint)
    if origin in (UnionType, typing.Union):
        (inner,) = (part for part in typing.get_args(hint) if part is not type(None))
        return sample(inner, whole=whole)
    if origin is tuple:
        return (sample(typing.get_args(hint)[0], whole=whole),) if whole else ()
    if isinstance(hint, typing.NewType):
        return POOLS[hint.__name__][0]
    if hint is EntryRef:
        return EntryRef(STANDARD, 1, FIRST)
    if hint is Seen:
        return Seen(1, FIRST)
    if hint is Money:
        return Money(1, "THB")
    if hint is int:
        return 1
    if hint is bool:
        return whole
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    if is_dataclass(hint):
        return instance(hint, whole=whole)
    return DAYS[0]


def instance(kind: Any, /, *, whole: bool, **members: object) -> Any:
    """Return an instance of a dataclass with ``members`` and, for the rest, samples."""
    hints = typing.get_type_hints(kind)
    for field in fields(kind):
        if field.name not in members and (whole or field.default is MISSING):
            members[field.name] = sample(hints[field.name], whole=whole)
    return kind(**members)


def variants(kind: type[Event], /, **members: object) -> tuple[Event, ...]:
    """Return instances of an event type that differ in one code, or in which options are there."""
    return tuple(_variants(kind, members))


def _variants(kind: type[Event], members: dict[str, object]) -> Iterator[Event]:
    hints = typing.get_type_hints(kind)
    for whole in (False, True):
        yield instance(kind, whole=whole, **members)
        for field in fields(kind):  # type: ignore[arg-type]
            codes = hints[field.name]
            if field.name not in members and isinstance(codes, type) and issubclass(codes, StrEnum):
                for code in codes:
                    yield instance(kind, whole=whole, **(members | {field.name: code}))
