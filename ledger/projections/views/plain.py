"""Values of the domain as JSON."""

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any


def plain(value: object) -> Any:  # noqa: ANN401 - JSON of any shape
    """Return a value of the domain as JSON: absent members and empty collections are left out.

    Records of names (``NamedTuple``) become objects, as dataclasses do; sets become sorted lists.
    """
    if dataclasses.is_dataclass(value):
        members = ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value))
        return _object(members)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return _object(zip(value._fields, value, strict=True))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, frozenset | set):
        return sorted(plain(item) for item in value)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {str(name): plain(member) for name, member in value.items()}
    return value


def _object(members: Any) -> dict[str, Any]:  # noqa: ANN401 - pairs of any kind
    found = {name.removesuffix("_"): plain(member) for name, member in members}
    return {name: member for name, member in found.items() if member not in (None, [], {})}
