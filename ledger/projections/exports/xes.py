"""XES: one log for each type of object, since XES knows one notion of a case.

Flattening repeats an event in the trace of each of its objects (convergence) and runs together in one trace
what belonged to several others (divergence). How much of both, each file says at its head.

Source: IEEE 1849-2023.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from ledger.projections.exports.kept import Event, Kept
from ledger.projections.exports.ocel import type_of

_EXTENSIONS: Final = (
    ("Concept", "concept"),
    ("Time", "time"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
)
_OF_LEDGER: Final = {"log_index": "ledger:index"}
ACTING: Final = ("decider", "reviewer", "attester")
"""Qualifiers of whoever acted in an event, the first that is there."""


def write_xes(kept: Kept, type_: str, head: Mapping[str, str]) -> Iterator[str]:
    """Yield the log of the objects of ``type_`` in parts: traces by case, events by time.

    Args:
        kept: The export.
        type_: The type of object that makes a case.
        head: What the export is of, by name: it becomes attributes of the log.
    """
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1849-2023" xes.features="">\n'
    for name, prefix in _EXTENSIONS:
        uri = f"http://www.xes-standard.org/{prefix}.xesext"
        yield f'  <extension name="{name}" prefix="{prefix}" uri="{uri}"/>\n'
    yield '  <global scope="trace">\n    <string key="concept:name" value=""/>\n  </global>\n'
    yield '  <global scope="event">\n    <string key="concept:name" value=""/>\n'
    yield '    <date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>\n'
    yield '    <string key="lifecycle:transition" value="complete"/>\n  </global>\n'
    yield '  <classifier name="Activity" keys="concept:name"/>\n'
    repeated, mixed = kept.spread(type_)
    said = {
        "concept:name": type_,
        **{f"ledger:{name}": value for name, value in head.items()},
        "ledger:convergence": f"{repeated} events stand in more than one trace of this file",
        "ledger:divergence": f"{mixed} traces hold an activity more than once",
    }
    for name, value in said.items():
        yield _string(name, value, 2)
    case = None
    for object_, event in kept.cases(type_):
        if object_ != case:
            yield ("" if case is None else "  </trace>\n") + "  <trace>\n"
            yield _string("concept:name", object_, 4)
            case = object_
        yield from _event(event, {qualifier: one for one, qualifier in reversed(kept.relations(event.n))})
    yield ("" if case is None else "  </trace>\n") + "</log>\n"


def _event(event: Event, related: Mapping[str, str]) -> Iterator[str]:
    yield "    <event>\n"
    yield _string("concept:name", event.type, 6)
    yield _attribute("date", "time:timestamp", _date(event.at), 6)
    yield _string("lifecycle:transition", "complete", 6)
    acting = next((related[one] for one in ACTING if one in related), None)
    if acting is not None:
        yield _string("org:resource", acting, 6)
    for name, value in event.said.items():
        if name == "signer_role":
            yield _string("org:role", value, 6)
        else:
            yield _typed(_OF_LEDGER.get(name, f"ledger:{name}"), type_of(name, value), value)
    yield "    </event>\n"


def _typed(key: str, kind: str, value: Any) -> str:  # noqa: ANN401 - whatever a cell holds
    match kind:
        case "time":
            return _attribute("date", key, _date(value), 6)
        case "integer":
            return _attribute("int", key, str(value), 6)
        case "boolean":
            return _attribute("boolean", key, str(value).lower(), 6)
        case _:
            return _string(key, value, 6)


def _string(key: str, value: str, indent: int) -> str:
    return _attribute("string", key, value, indent)


def _attribute(element: str, key: str, value: str, indent: int) -> str:
    return f"{' ' * indent}<{element} key={quoteattr(key)} value={quoteattr(value)}/>\n"


def _date(instant: str) -> str:
    return instant.removesuffix("Z") + "+00:00"
