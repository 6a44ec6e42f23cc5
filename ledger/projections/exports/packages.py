"""A data package: plain CSV files with their schemas, for spreadsheets and statisticians.

Source: Frictionless Data Package 1 and Table Schema 1; RFC 4180.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

from ledger.projections.exports.kept import Kept
from ledger.projections.exports.ocel import BEGINNING

FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""
_KINDS: Final = {"time": "datetime"}
Columns: TypeAlias = Sequence[tuple[str, str]]
_FLAT: Final[Columns] = (("case", "string"), ("activity", "string"), ("timestamp", "datetime"))
_OBJECTS: Final[Columns] = (("object", "string"), ("type", "string"))
_CHANGES: Final[Columns] = (
    *(("object", "string"), ("attribute", "string")),
    *(("since", "datetime"), ("value", "string")),
)
_RELATIONS: Final[Columns] = (("event", "string"), ("object", "string"), ("qualifier", "string"))
_LINKS: Final[Columns] = (("source", "string"), ("target", "string"), ("qualifier", "string"))


class Table:
    """One file of a package: its name, its columns with their types, and its rows."""

    def __init__(self, name: str, columns: Columns, rows: Iterable[Sequence[Any]], about: str) -> None:
        self.name, self.columns, self.rows, self.about = name, columns, rows, about

    def write(self) -> Iterator[str]:
        """Yield the file, a line at a time: a head, then the rows."""
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([name for name, _ in self.columns])
        for row in self.rows:
            writer.writerow([safe(cell) for cell in row])
            yield out.getvalue()
            out.seek(0)
            out.truncate()
        yield out.getvalue()

    def resource(self) -> dict[str, Any]:
        """Return the file as ``datapackage.json`` names it."""
        fields = [{"name": name, "type": kind} for name, kind in self.columns]
        return {
            "name": self.name,
            "path": f"{self.name}.csv",
            "description": self.about,
            "profile": "tabular-data-resource",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
            "schema": {"fields": fields, "missingValues": [""]},
        }


def safe(cell: Any) -> Any:  # noqa: ANN401 - whatever a cell holds
    """Return ``cell`` as a spreadsheet shows it and never runs it.

    >>> safe("=1+1"), safe("grant"), safe(-1), safe(None), safe(True)
    ("'=1+1", 'grant', -1, '', 'true')
    """
    if isinstance(cell, bool):
        return str(cell).lower()
    if cell is None:
        return ""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULAS) else cell


def tables(kept: Kept) -> list[Table]:
    """Return the files of the package: the log itself in five, and a flat log for each type of case."""
    kinds: dict[str, str] = {}
    for _, attributes in kept.event_types():
        kinds |= dict(attributes)
    said = sorted(kinds)
    entries: Columns = (
        *(("event", "string"), ("activity", "string"), ("timestamp", "datetime")),
        *((name, _KINDS.get(kinds[name], kinds[name])) for name in said),
    )
    rows = ((e.id, e.type, e.at, *(e.said.get(name) for name in said)) for e in kept.events())
    found = [
        Table("entries", entries, rows, "One row for each entry of the ledger, by time."),
        Table("objects", _OBJECTS, kept.objects(), "What the entries are about."),
        Table("relations", _RELATIONS, _relations(kept), "Which entry is about which object."),
        Table("links", _LINKS, _links(kept), "How objects are related to each other."),
        Table("changes", _CHANGES, _changes(kept), f"Values of objects; since {BEGINNING}: from the start."),
    ]
    for type_, _ in kept.object_types():
        about = f"The events of each {type_}, by case and time: a flat log. An event may repeat."
        found.append(Table(f"cases-{type_.lower()}", _FLAT, _flat(kept, type_), about))
    return found


def _flat(kept: Kept, type_: str) -> Iterator[Sequence[Any]]:
    return ((object_, event.type, event.at) for object_, event in kept.cases(type_))


def _relations(kept: Kept) -> Iterator[Sequence[Any]]:
    return ((event.id, *pair) for event in kept.events() for pair in kept.relations(event.n))


def _links(kept: Kept) -> Iterator[Sequence[Any]]:
    return ((name, *pair) for name, _ in kept.objects() for pair in kept.links(name))


def _changes(kept: Kept) -> Iterator[Sequence[Any]]:
    return ((name, *change) for name, _ in kept.objects() for change in kept.changes(name))


def describe(found: Iterable[Table], head: Mapping[str, str]) -> str:
    """Return ``datapackage.json``; ``head`` says what the export is of."""
    package = {
        "name": "phayan-export",
        "profile": "tabular-data-package",
        "title": f"Entries of the ledger {head['origin']}",
        "ledger": dict(head),
        "resources": [table.resource() for table in found],
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"
