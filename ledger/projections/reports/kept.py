"""Facts that are kept: tables of the read models, in which a case that went on is taken out and put in again.

They can be dropped at any time: they are the sum over the cases of the log, and nothing else.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from ledger.domain.directory import RegistryState
from ledger.domain.registry.state import INITIAL
from ledger.projections import writing
from ledger.projections.reports.change import Change
from ledger.projections.reports.cubes import Key, Shape, sums
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import FROM_LOG, VERSION
from ledger.projections.tables import CURSOR, column, metadata, number, read_model

NAME: Final = "reports"
CELL: Final = read_model("report_cell", column("shape", key=True), column("key", key=True), column("counts"))
CITED: Final = read_model(
    "report_cited",
    column("shape", key=True),
    column("key", key=True),
    number("index", key=True),
    number("cases"),  # that name this entry
)
UNTIL: Final = sa.Table(
    "report_until",  # no read model as the others: SQLite would give each long row pages of its own
    metadata,
    column("case", key=True),
    column("day"),  # after which the case adds something else, though nothing be recorded
    sa.Column("added", sa.LargeBinary, nullable=False),  # what it adds until then: ``CaseFacts.to_bytes``
)
"""Cases that still wait for a day. What they add is read when they go on, and not folded again."""
sa.Index("report_until_day", UNTIL.c.day)
REGISTRY: Final = sa.Table(
    "report_registry",
    metadata,
    column("name", key=True),
    sa.Column("state", sa.LargeBinary, nullable=False),  # MessagePack
)
"""One row: the registry, which every case is folded with. It goes on from here, and not from the founding."""
TABLES: Final = (CELL, CITED, UNTIL)
"""Those of the facts. What they hold is the same, byte for byte, however it grew."""
SHAPES: Final = {shape.name: shape for one in FROM_LOG for shape in one.shapes}
_AT_ONCE: Final = 250
"""Rows that one statement writes: begun for each row, it would take half as long again."""
_encode: Final = msgspec.json.Encoder().encode
_lines: Final = msgspec.json.Encoder().encode_lines
_decode: Final = msgspec.json.decode
_read_registry: Final = msgspec.msgpack.Decoder(RegistryState).decode


def prepare(connection: sa.Connection) -> None:
    """Create the tables that are missing."""
    for table in (CURSOR, REGISTRY, *TABLES):
        table.create(connection, checkfirst=True)


def forget(connection: sa.Connection) -> None:
    """Drop the tables, and the place up to which they were grown."""
    for table in (REGISTRY, *TABLES):
        table.drop(connection, checkfirst=True)
    CURSOR.create(connection, checkfirst=True)
    writing.forget_cursor(connection, NAME)


def size(connection: sa.Connection) -> int:
    """Return how many entries the kept facts are of; 0: none, or facts of another version of the folds."""
    found = writing.cursor(connection, NAME) if sa.inspect(connection).has_table(CURSOR.name) else None
    return found[1] + 1 if found is not None and found[0] == VERSION else 0


def apply(connection: sa.Connection, change: Change, *, anew: bool = False) -> None:
    """Add ``change`` to what is kept; ``anew``: nothing is. A cell in which nothing is left goes."""
    for shape, deltas in sorted(change.cells.items()):
        if anew:
            _write(connection, CELL, _cells(shape, deltas))
        else:
            _add(connection, shape, deltas)
    _cite(connection, list(_evidence(change)))
    _write(connection, UNTIL, _waiting(change))
    _remove(connection, UNTIL, [(case,) for case, waiting in change.until.items() if waiting is None])
    if change.registry is not None:
        _write(connection, REGISTRY, [(NAME, msgspec.msgpack.encode(change.registry))])


def _cells(shape: str, found: dict[str, list[int]]) -> Iterator[tuple[str, str, str]]:
    """Yield the rows of the cells of a shape in which anything is, in the order of the table.

    A tree that is filled from one end is filled in half the time.
    """
    keys = sorted(found)
    texts = _lines([found[key] for key in keys]).decode().split("\n")[:-1]
    nothing = {_encode([0] * len(counts)).decode() for counts in islice(found.values(), 1)}
    return ((shape, key, text) for key, text in zip(keys, texts, strict=True) if text not in nothing)


def _add(connection: sa.Connection, shape: str, deltas: dict[str, list[int]]) -> None:
    """Add to what is kept of a shape. A cell in which nothing is left goes."""
    for page in _pages((key, delta) for key, delta in deltas.items() if any(delta)):
        kept = _kept(connection, shape, [key for key, _ in page])
        totals = dict(page)
        for key, have in kept.items():
            totals[key] = sums(have, totals[key])
        _write(connection, CELL, _cells(shape, totals))
        _remove(connection, CELL, [(shape, key) for key, counts in totals.items() if not any(counts)])


def _evidence(change: Change) -> Iterator[tuple[str, str, int, int]]:
    """Yield what ``change`` cites, in the order of the table: shape, key, index, and how many cases more.

    Level by level: sorted as rows they would take three times as long.
    """
    for shape, cited in sorted(change.cited.items()):
        for key, steps in sorted(cited.items()):
            for index in sorted(steps):
                if steps[index]:
                    yield shape, key, index, steps[index]


def _waiting(change: Change) -> Iterator[tuple[str, str, bytes]]:
    """Yield the rows of the cases that wait."""
    return ((case, one.day.isoformat(), one.added) for case, one in change.until.items() if one is not None)


def aged(connection: sa.Connection, day: date) -> list[str]:
    """Return the cases of which what is kept holds no longer on ``day``."""
    found = connection.execute(sa.select(UNTIL.c.case).where(UNTIL.c.day < day.isoformat()))
    return list(found.scalars())


def added(connection: sa.Connection, cases: Collection[str]) -> dict[str, CaseFacts]:
    """Return what those of ``cases`` that wait for a day added when they were put in."""
    rows = writing.Fetcher(connection, {UNTIL: UNTIL})(UNTIL, cases)
    return {row["case"]: CaseFacts.from_bytes(row["added"]) for row in rows}


def registry(connection: sa.Connection) -> RegistryState:
    """Return the registry as it was at the entries that the kept facts are of."""
    found = connection.execute(sa.select(REGISTRY.c.state)).scalar()
    return INITIAL if found is None else _read_registry(found)


def differing(connection: sa.Connection, whole: Change) -> tuple[str, ...]:
    """Return the names of the tables that do not hold what ``whole``, folded from nothing, says."""
    cells = {row for shape, found in whole.cells.items() for row in _cells(shape, found)}
    cited = set(_evidence(whole))
    until = set(_waiting(whole))
    expected: dict[sa.Table, set[tuple[Any, ...]]] = {CELL: cells, CITED: cited, UNTIL: until}
    found = [
        table.name
        for table, rows in expected.items()
        if {tuple(row) for row in connection.execute(sa.select(table))} != rows
    ]
    if registry(connection) != (whole.registry or INITIAL):
        found.append(REGISTRY.name)
    return tuple(found)


def digest(connection: sa.Connection) -> str:
    """Return one digest (SHA-256, hex) over all facts that are kept, the same on every database."""
    return writing.combined(writing.digests(connection, {table: table for table in TABLES}))


def load(connection: sa.Connection, shapes: Iterable[Shape]) -> Facts:
    """Return what is kept of ``shapes``."""
    facts = Facts()
    for shape in shapes:
        cells = connection.execute(sa.select(CELL.c.key, CELL.c.counts).where(CELL.c.shape == shape.name))
        cube = facts.cube(shape)
        for key, counts in cells:
            cube.cells[_parts(key)] = _decode(counts)
        cited = connection.execute(sa.select(CITED.c.key, CITED.c.index).where(CITED.c.shape == shape.name))
        indices: dict[str, list[int]] = {}
        for key, index in cited:
            indices.setdefault(key, []).append(index)
        for key, found in indices.items():
            facts.cite(shape, _parts(key), found)
    return facts


def _parts(key: str) -> Key:
    """Return the parts of a key from the text that is kept, in which the last one stands first."""
    return tuple(reversed(_decode(key)))


def _kept(connection: sa.Connection, shape: str, keys: list[str]) -> dict[str, list[int]]:
    """Return the counts that are kept of ``keys`` of a shape."""
    server = connection.dialect.name == writing.POSTGRESQL
    among = "%s AND key = ANY(%s)" if server else "? AND key IN (SELECT value FROM json_each(?))"
    statement = f"SELECT key, counts FROM report_cell WHERE shape = {among}"  # noqa: S608 - our own names
    rows = connection.exec_driver_sql(statement, (shape, keys if server else _encode(keys).decode()))
    return {key: _decode(counts) for key, counts in rows}


def _write(connection: sa.Connection, table: sa.Table, rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows, new or not; each has the columns of the table, in their order."""
    dialect = connection.dialect.name
    _insert(connection, lambda count: writing.upsert(table, dialect, count)[0], rows)


def _insert(
    connection: sa.Connection, statement: Callable[[int], str], rows: Iterable[tuple[Any, ...]]
) -> None:
    """Write rows by the statement that writes so many of them."""
    for page in _pages(rows):
        if len(page) == _AT_ONCE:
            connection.exec_driver_sql(statement(_AT_ONCE), tuple(chain.from_iterable(page)))
        else:
            connection.exec_driver_sql(statement(1), page)


def _cite(connection: sa.Connection, steps: list[tuple[str, str, int, int]]) -> None:
    """Let so many more cases, or fewer, name an entry."""
    dialect, columns = connection.dialect.name, '(shape, key, "index", cases)'
    more = 'ON CONFLICT (shape, key, "index") DO UPDATE SET cases = report_cited.cases + excluded.cases'

    def statement(rows: int) -> str:
        return f"INSERT INTO report_cited {columns} VALUES {writing.marks(4, dialect, rows)} {more}"  # noqa: S608 - our own names

    _insert(connection, statement, steps)
    _remove(connection, CITED, [named for *named, step in steps if step < 0], CITED.c.cases <= 0)


def _remove(
    connection: sa.Connection,
    table: sa.Table,
    keys: list[Any],
    condition: sa.ColumnElement[bool] | None = None,
) -> None:
    """Remove the rows of ``keys``, those of them for which ``condition`` holds."""
    columns = list(table.primary_key)
    marked = [one == sa.bindparam(f"k_{one.name}") for one in columns]
    statement = table.delete().where(*marked, *(() if condition is None else (condition,)))
    for page in _pages(keys):
        rows = [{f"k_{one.name}": value for one, value in zip(columns, key, strict=True)} for key in page]
        connection.execute(statement, rows)


def _pages(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while page := list(islice(iterator, _AT_ONCE)):
        yield page
