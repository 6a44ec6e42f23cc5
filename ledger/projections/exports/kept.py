"""What was traced, in a file that is thrown away: so that a log of any length is written in flat memory.

Every format is a few ordered questions to it. A relation to an object that nothing declared is not there.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from ledger.projections.exports.ocel import BEGINNING, Traced, type_of

_TABLES: Final = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;
CREATE TABLE event (n INTEGER PRIMARY KEY, id TEXT, type TEXT, at TEXT, token TEXT, place INTEGER, said TEXT);
CREATE TABLE object (id TEXT PRIMARY KEY, type TEXT) WITHOUT ROWID;
CREATE TABLE related (object TEXT, n INTEGER, qualifier TEXT, PRIMARY KEY (object, n, qualifier))
  WITHOUT ROWID;
CREATE TABLE linked (source TEXT, target TEXT, qualifier TEXT, PRIMARY KEY (source, target, qualifier))
  WITHOUT ROWID;
CREATE TABLE stated (object TEXT, name TEXT, n INTEGER, at TEXT, value TEXT, PRIMARY KEY (object, name, n))
  WITHOUT ROWID;
CREATE TABLE attribute (type TEXT, name TEXT, kind TEXT, PRIMARY KEY (type, name)) WITHOUT ROWID;
"""
_ORDER: Final = "CASE length(at) WHEN 20 THEN substr(at, 1, 19) || '.000Z' ELSE at END, token, place"
"""By time, whether or not it has milliseconds; then as the tier sees the order of the log."""
_INDEXES: Final = f"""
CREATE INDEX ordered ON event ({_ORDER});
CREATE INDEX related_of ON related (n);
CREATE INDEX typed ON object (type, id);
"""


class Event(NamedTuple):
    """An event as it is written: ``n`` is its place in this file alone."""

    n: int
    id: str
    type: str
    at: str
    said: dict[str, Any]


class Change(NamedTuple):
    """A value of an attribute of an object, and since when."""

    name: str
    at: str
    value: str


class Counts(NamedTuple):
    """How much an export holds; ``changes`` are values that took the place of another."""

    events: int
    objects: int
    relations: int
    links: int
    changes: int


class Kept:
    """The events and objects of one export.

    Args:
        connection: Of an empty database that nobody else uses.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._db = connection
        self._n = 0
        self._seen: set[tuple[str, str]] = set()
        connection.executescript(_TABLES)
        connection.execute("BEGIN")  # one transaction: a commit for each row would be most of the time

    def keep(self, traced: Traced) -> None:
        """Take in one event. Events come in the order of the log."""
        db, n = self._db, self._n
        self._n += 1
        said = json.dumps(traced.attributes, ensure_ascii=False)
        db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?)",
            (n, traced.id, traced.type, traced.at, *traced.order, said),
        )
        for name, value in traced.attributes.items():
            if (traced.type, name) not in self._seen:
                self._seen.add((traced.type, name))
                kind = type_of(name, value)
                db.execute("INSERT INTO attribute VALUES (?, ?, ?)", (traced.type, name, kind))
        for one in traced.related:
            if one.type is not None:
                db.execute("INSERT OR IGNORE INTO object VALUES (?, ?)", (one.object, one.type))
            db.execute("INSERT OR IGNORE INTO related VALUES (?, ?, ?)", (one.object, n, one.qualifier))
        db.executemany("INSERT OR IGNORE INTO linked VALUES (?, ?, ?)", traced.linked)
        for stated in traced.stated:
            self._state(n, traced.at, *stated)

    def _state(self, n: int, at: str, object_: str, name: str, value: str) -> None:
        """Keep a value if it is another than before; the first one holds from the beginning."""
        last = self._db.execute(
            "SELECT value FROM stated WHERE object = ? AND name = ? ORDER BY n DESC LIMIT 1", (object_, name)
        ).fetchone()
        if last is None or last[0] != value:
            row = (object_, name, n, BEGINNING if last is None else at, value)
            self._db.execute("INSERT OR REPLACE INTO stated VALUES (?, ?, ?, ?, ?)", row)

    def finish(self) -> None:
        """Leave out what was related to nothing, and make the file quick to ask."""
        self._db.execute("DELETE FROM related WHERE object NOT IN (SELECT id FROM object)")
        self._db.execute(
            "DELETE FROM linked WHERE source NOT IN (SELECT id FROM object) "
            "OR target NOT IN (SELECT id FROM object)"
        )
        self._db.execute("COMMIT")
        self._db.executescript(_INDEXES)

    def counts(self) -> Counts:
        """Return how much there is."""
        changes = self._db.execute("SELECT count(*) FROM stated WHERE at != ?", (BEGINNING,)).fetchone()[0]
        return Counts(
            self._count("event"),
            self._count("object"),
            self._count("related"),
            self._count("linked"),
            changes,
        )

    def event_types(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """Return the types of events with their attributes, (name, type) each; all sorted."""
        types = self._all("SELECT DISTINCT type FROM event ORDER BY type")
        asked = "SELECT name, kind FROM attribute WHERE type = ? ORDER BY name"
        return [(type_, self._all(asked, type_)) for (type_,) in types]

    def object_types(self) -> list[tuple[str, list[str]]]:
        """Return the types of objects with the names of their attributes, all of them texts; sorted."""
        types = self._all("SELECT DISTINCT type FROM object ORDER BY type")
        asked = (
            "SELECT DISTINCT name FROM stated JOIN object ON id = object WHERE object.type = ? ORDER BY name"
        )
        return [(type_, [name for (name,) in self._all(asked, type_)]) for (type_,) in types]

    def events(self) -> Iterator[Event]:
        """Yield the events by time; those of one time in the order of the log as far as the tier sees it."""
        for row in self._db.execute(f"SELECT n, id, type, at, said FROM event ORDER BY {_ORDER}"):  # noqa: S608
            yield _event(row)

    def relations(self, n: int) -> list[tuple[str, str]]:
        """Return (object, qualifier) of an event, sorted."""
        return self._all("SELECT object, qualifier FROM related WHERE n = ? ORDER BY qualifier, object", n)

    def objects(self) -> Iterator[tuple[str, str]]:
        """Yield (id, type) of the objects, by type and id."""
        yield from self._db.execute("SELECT id, type FROM object ORDER BY type, id")

    def changes(self, object_: str) -> list[Change]:
        """Return the values of an object, each from its time on, in the order in which they were stated."""
        asked = "SELECT name, at, value FROM stated WHERE object = ? ORDER BY n, name"
        return [Change(*row) for row in self._all(asked, object_)]

    def links(self, source: str) -> list[tuple[str, str]]:
        """Return (object, qualifier) of the objects to which one is related, sorted."""
        asked = "SELECT target, qualifier FROM linked WHERE source = ? ORDER BY qualifier, target"
        return self._all(asked, source)

    def cases(self, type_: str) -> Iterator[tuple[str, Event]]:
        """Yield (object, event) for each event of each object of a type: by object, then by time."""
        asked = (
            "SELECT object.id, event.n, event.id, event.type, at, said FROM object "  # noqa: S608
            "JOIN (SELECT DISTINCT object, n FROM related) AS related ON related.object = object.id "
            "JOIN event ON event.n = related.n "
            f"WHERE object.type = ? ORDER BY object.id, {_ORDER}"
        )
        for row in self._db.execute(asked, (type_,)):
            yield row[0], _event(row[1:])

    def spread(self, type_: str) -> tuple[int, int]:
        """Return what flattening to ``type_`` repeats, and what it runs together.

        That is the number of events that stand in several traces (convergence), and of traces in which some
        activity stands more than once (divergence).
        """
        of_type = (
            "SELECT DISTINCT object, related.n, event.type AS type FROM related "
            "JOIN object ON object.id = related.object JOIN event ON event.n = related.n "
            "WHERE object.type = ?"
        )
        repeated = f"SELECT count(*) FROM (SELECT n FROM ({of_type}) GROUP BY n HAVING count(*) > 1)"  # noqa: S608
        mixed = (
            f"SELECT count(DISTINCT object) FROM "  # noqa: S608
            f"(SELECT object FROM ({of_type}) GROUP BY object, type HAVING count(*) > 1)"
        )
        return self._all(repeated, type_)[0][0], self._all(mixed, type_)[0][0]

    def _count(self, table: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608

    def _all(self, asked: str, *values: Any) -> list[Any]:  # noqa: ANN401 - whatever a column holds
        return self._db.execute(asked, values).fetchall()


def _event(row: tuple[Any, ...]) -> Event:
    n, name, type_, at, said = row
    return Event(n, name, type_, at, json.loads(said))
