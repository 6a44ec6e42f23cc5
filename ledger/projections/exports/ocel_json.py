"""OCEL 2.0 as JSON: one document, written as it is read.

Source: OCEL 2.0 specification, section 6.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ledger.projections.exports.kept import Event, Kept


def write_ocel_json(kept: Kept) -> Iterator[str]:
    """Yield the document in parts, a line for each event and each object."""
    event_types = [
        {"name": name, "attributes": [{"name": one, "type": kind} for one, kind in attributes]}
        for name, attributes in kept.event_types()
    ]
    object_types = [
        {"name": name, "attributes": [{"name": one, "type": "string"} for one in attributes]}
        for name, attributes in kept.object_types()
    ]
    yield from _array('{"eventTypes": [', event_types)
    yield from _array('],\n"objectTypes": [', object_types)
    yield from _array('],\n"events": [', (_event(kept, event) for event in kept.events()))
    yield from _array('],\n"objects": [', (_object(kept, *each) for each in kept.objects()))
    yield "]}\n"


def _array(begin: str, items: Iterable[Any]) -> Iterator[str]:
    yield begin
    between = "\n"
    for item in items:
        yield between + json.dumps(item, ensure_ascii=False)
        between = ",\n"


def _event(kept: Kept, event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "type": event.type,
        "time": event.at,
        "attributes": [{"name": name, "value": value} for name, value in event.said.items()],
        "relationships": _relationships(kept.relations(event.n)),
    }


def _object(kept: Kept, name: str, type_: str) -> dict[str, Any]:
    return {
        "id": name,
        "type": type_,
        "attributes": [{"name": one.name, "time": one.at, "value": one.value} for one in kept.changes(name)],
        "relationships": _relationships(kept.links(name)),
    }


def _relationships(pairs: list[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": object_, "qualifier": qualifier} for object_, qualifier in pairs]
