"""OCEL 2.0 as a relational file: with the primary and foreign keys that the specification asks for.

Source: OCEL 2.0 specification, section 5 (relational format).
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final

from ledger.projections.errors import ReportError
from ledger.projections.exports.kept import Kept
from ledger.projections.exports.ocel import BEGINNING

RESERVED: Final = frozenset({"object", "map_type"})
"""Names that no type may have: its table would be one of those that are common to all."""
_COMMON: Final = """
PRAGMA journal_mode = OFF;
CREATE TABLE event_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE object_map_type (ocel_type TEXT PRIMARY KEY, ocel_type_map TEXT);
CREATE TABLE event (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES event_map_type (ocel_type));
CREATE TABLE object (ocel_id TEXT PRIMARY KEY, ocel_type TEXT REFERENCES object_map_type (ocel_type));
CREATE TABLE event_object (
  ocel_event_id TEXT REFERENCES event (ocel_id), ocel_object_id TEXT REFERENCES object (ocel_id),
  ocel_qualifier TEXT, PRIMARY KEY (ocel_event_id, ocel_object_id, ocel_qualifier));
CREATE TABLE object_object (
  ocel_source_id TEXT REFERENCES object (ocel_id), ocel_target_id TEXT REFERENCES object (ocel_id),
  ocel_qualifier TEXT, PRIMARY KEY (ocel_source_id, ocel_target_id, ocel_qualifier));
"""
_COLUMNS: Final = {"string": "TEXT", "integer": "INTEGER", "boolean": "BOOLEAN", "time": "TIMESTAMP"}


def write_ocel_sqlite(kept: Kept, out: sqlite3.Connection) -> None:
    """Write the export into ``out``, an empty database.

    Raises:
        ReportError: ``type_reserved``: a type has a name that no type may have.
    """
    check_types([name for name, _ in (*kept.event_types(), *kept.object_types())])
    out.executescript(_COMMON)
    for name, attributes in kept.event_types():
        columns = [f'"{one}" {_COLUMNS[kind]}' for one, kind in attributes]
        _type(out, "event", name, columns)
    for name, stated in kept.object_types():
        _type(out, "object", name, [*(f'"{one}" TEXT' for one in stated), "ocel_changed_field TEXT"])
    _objects(kept, out)
    _events(kept, out)
    out.commit()


def check_types(names: Iterable[str]) -> None:
    """Check that no type has a reserved name.

    Raises:
        ReportError: ``type_reserved``.
    """
    if not RESERVED.isdisjoint(names):
        raise ReportError("type_reserved", "a type of events or objects has a name that OCEL 2.0 reserves")


def _type(out: sqlite3.Connection, of: str, name: str, columns: Sequence[str]) -> None:
    key = "" if of == "object" else " PRIMARY KEY"  # an object has a row for each change
    out.execute(f"INSERT INTO {of}_map_type VALUES (?, ?)", (name, name))  # noqa: S608
    head = f"ocel_id TEXT{key} REFERENCES {of} (ocel_id), ocel_time TIMESTAMP"
    out.execute(f'CREATE TABLE "{of}_{name}" ({", ".join([head, *columns])})')


def _objects(kept: Kept, out: sqlite3.Connection) -> None:
    """Write the objects, and a row for each moment at which one of their attributes got a value.

    The first row of an object holds all values of the beginning; each later one a single change.
    """
    columns = dict(kept.object_types())
    for name, type_ in kept.objects():
        out.execute("INSERT INTO object VALUES (?, ?)", (name, type_))
        first: dict[str, str] = {}
        changes = []
        for change in kept.changes(name):
            if change.name not in first:
                first[change.name] = change.value
            else:
                changes.append(change)
        rows = [(BEGINNING, first, None), *((one.at, {one.name: one.value}, one.name) for one in changes)]
        for at, values, changed in rows:
            cells = [name, at, *(values.get(column) for column in columns[type_]), changed]
            _insert(out, f"object_{type_}", cells)
    for name, _ in kept.objects():
        for target, qualifier in kept.links(name):
            _insert(out, "object_object", [name, target, qualifier])


def _events(kept: Kept, out: sqlite3.Connection) -> None:
    columns = {name: [one for one, _ in attributes] for name, attributes in kept.event_types()}
    for event in kept.events():
        _insert(out, "event", [event.id, event.type])
        cells = [event.id, event.at, *(event.said.get(column) for column in columns[event.type])]
        _insert(out, f"event_{event.type}", cells)
        for object_, qualifier in kept.relations(event.n):
            _insert(out, "event_object", [event.id, object_, qualifier])


def _insert(out: sqlite3.Connection, table: str, cells: Sequence[object]) -> None:
    marks = ",".join("?" * len(cells))
    out.execute(f'INSERT INTO "{table}" VALUES ({marks})', cells)  # noqa: S608
