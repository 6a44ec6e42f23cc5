"""Facts that are kept: tables of the read models, in which a case that went on is taken out and put in again.

They can be dropped at any time: they are the sum over the cases of the log, and nothing else.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

import msgspec
import sqlalchemy as sa

from ledger.projections import writing
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Shape, add
from ledger.projections.reports.facts import CaseFacts, Cell, Counts, Facts
from ledger.projections.reports.folding import FROM_LOG, VERSION, case_facts
from ledger.projections.tables import CURSOR, column, number, read_model

NAME: Final = "reports"
CELL: Final = read_model("report_cell", column("shape", key=True), column("key", key=True), column("counts"))
CITED: Final = read_model(
    "report_cited",
    column("shape", key=True),
    column("key", key=True),
    number("index", key=True),
    number("cases"),  # that name this entry
)
UNTIL: Final = read_model("report_until", column("case", key=True), column("day"))
"""Cases that add something else after a day, though nothing be recorded."""
TABLES: Final = (CELL, CITED, UNTIL)
SHAPES: Final = {shape.name: shape for one in FROM_LOG for shape in one.shapes}
_AT_ONCE: Final = 1_000
_encode: Final = msgspec.json.Encoder().encode
_decode: Final = msgspec.json.decode


class Change:
    """What some cases add now, less what they added before."""

    def __init__(self) -> None:
        self.cases = 0
        self.counts: Counts = {}
        self.cited: dict[tuple[Cell, int], int] = {}
        self.until: dict[str, date | None] = {}

    def put(self, case: Case) -> None:
        """Put in what a case adds that was not there before: its counts go straight into the sum."""
        facts = case_facts(case, FROM_LOG, CaseFacts(self.counts))
        if facts.until is not None:
            self.until[case.key] = facts.until
        self.cases += 1
        self._cite(facts, 1)

    def replace(self, key: str, before: CaseFacts | None, now: CaseFacts | None) -> None:
        """Take out what the case ``key`` added before, and put in what it adds now; None: nothing."""
        if before is not None or (now is not None and now.until is not None):
            self.until[key] = None if now is None else now.until
        self.cases += 1
        for facts, sign in ((before, -1), (now, 1)):
            if facts is not None:
                for cell, counts in facts.counts.items():
                    add(self.counts, cell, [sign * count for count in counts])
                self._cite(facts, sign)

    def _cite(self, facts: CaseFacts, sign: int) -> None:
        for cell, indices in facts.cited.items():
            for index in indices:
                self.cited[cell, index] = self.cited.get((cell, index), 0) + sign

    def merge(self, other: "Change") -> None:
        """Add the change of other cases."""
        self.cases += other.cases
        self.until |= other.until
        for cell, counts in other.counts.items():
            add(self.counts, cell, counts)
        for key, sign in other.cited.items():
            self.cited[key] = self.cited.get(key, 0) + sign


def prepare(connection: sa.Connection) -> None:
    """Create the tables that are missing."""
    CURSOR.create(connection, checkfirst=True)
    for table in TABLES:
        table.create(connection, checkfirst=True)


def forget(connection: sa.Connection) -> None:
    """Drop the tables, and the place up to which they were grown."""
    for table in TABLES:
        table.drop(connection, checkfirst=True)
    CURSOR.create(connection, checkfirst=True)
    writing.forget_cursor(connection, NAME)


def size(connection: sa.Connection) -> int:
    """Return how many entries the kept facts are of; 0: none, or facts of another version of the folds."""
    found = writing.cursor(connection, NAME) if sa.inspect(connection).has_table(CURSOR.name) else None
    return found[1] + 1 if found is not None and found[0] == VERSION else 0


def apply(connection: sa.Connection, change: Change, *, anew: bool = False) -> None:
    """Add ``change`` to what is kept; ``anew``: nothing is. A cell in which nothing is left goes."""
    for page in _pages(change.counts.items()):
        kept = {} if anew else _kept(connection, [cell for cell, _ in page])
        new: list[tuple[Cell, list[int]]] = []
        gone: list[Cell] = []
        for cell, delta in page:
            have = kept.get(cell)
            counts = delta if have is None else [old + more for old, more in zip(have, delta, strict=True)]
            if any(counts):
                new.append((cell, counts))
            elif have is not None:
                gone.append(cell)
        _write(connection, CELL, [(*_names(cell), _encode(counts).decode()) for cell, counts in new])
        _remove(connection, CELL, [_names(cell) for cell in gone])
    _cite(connection, [(*_names(cell), index, step) for (cell, index), step in change.cited.items() if step])
    _remove(connection, UNTIL, [(case,) for case in change.until])
    _write(
        connection,
        UNTIL,
        [(case, day.isoformat()) for case, day in change.until.items() if day is not None],
    )


def aged(connection: sa.Connection, day: date) -> list[str]:
    """Return the cases of which what is kept holds no longer on ``day``."""
    found = connection.execute(sa.select(UNTIL.c.case).where(UNTIL.c.day < day.isoformat()))
    return list(found.scalars())


def differing(connection: sa.Connection, whole: Change) -> tuple[str, ...]:
    """Return the names of the tables that do not hold what ``whole``, folded from nothing, says."""
    cells = {
        (*_names(cell), _encode(counts).decode()) for cell, counts in whole.counts.items() if any(counts)
    }
    cited = {(*_names(cell), index, cases) for (cell, index), cases in whole.cited.items() if cases}
    until = {(case, day.isoformat()) for case, day in whole.until.items() if day is not None}
    expected: dict[sa.Table, set[tuple[Any, ...]]] = {CELL: cells, CITED: cited, UNTIL: until}
    return tuple(
        table.name
        for table, rows in expected.items()
        if {tuple(row) for row in connection.execute(sa.select(table))} != rows
    )


def digest(connection: sa.Connection) -> str:
    """Return one digest (SHA-256, hex) over all that is kept, the same on every database."""
    return writing.combined(writing.digests(connection, {table: table for table in TABLES}))


def load(connection: sa.Connection, shapes: Iterable[Shape]) -> Facts:
    """Return what is kept of ``shapes``."""
    facts = Facts()
    for shape in shapes:
        cells = connection.execute(sa.select(CELL.c.key, CELL.c.counts).where(CELL.c.shape == shape.name))
        cube = facts.cube(shape)
        for key, counts in cells:
            cube.cells[tuple(_decode(key))] = _decode(counts)
        cited = connection.execute(sa.select(CITED.c.key, CITED.c.index).where(CITED.c.shape == shape.name))
        indices: dict[str, list[int]] = {}
        for key, index in cited:
            indices.setdefault(key, []).append(index)
        for key, found in indices.items():
            facts.cite(shape, tuple(_decode(key)), found)
    return facts


def _names(cell: Cell) -> tuple[str, str]:
    shape, key = cell
    return shape, _encode(key).decode()


def _kept(connection: sa.Connection, cells: list[Cell]) -> dict[Cell, list[int]]:
    """Return the counts that are kept of ``cells``."""
    wanted: dict[str, dict[str, Cell]] = {}
    for cell in cells:
        name, key = _names(cell)
        wanted.setdefault(name, {})[key] = cell
    found: dict[Cell, list[int]] = {}
    for name, keys in wanted.items():
        rows = connection.execute(
            sa.select(CELL.c.key, CELL.c.counts).where(CELL.c.shape == name, CELL.c.key.in_(list(keys)))
        )
        found.update((keys[key], _decode(counts)) for key, counts in rows)
    return found


def _write(connection: sa.Connection, table: sa.Table, rows: list[tuple[Any, ...]]) -> None:
    """Write rows, new or not."""
    names = [one.name for one in table.columns]
    statement, values = writing.upsert(table, connection.dialect.name)
    for page in _pages(rows):
        connection.exec_driver_sql(statement, [values(dict(zip(names, row, strict=True))) for row in page])


def _cite(connection: sa.Connection, steps: list[tuple[str, str, int, int]]) -> None:
    """Let so many more cases, or fewer, name an entry."""
    marks = ", ".join(["%s" if connection.dialect.name == writing.POSTGRESQL else "?"] * 4)
    statement = (
        f'INSERT INTO report_cited (shape, key, "index", cases) VALUES ({marks}) '  # noqa: S608 - our own names
        'ON CONFLICT (shape, key, "index") DO UPDATE SET cases = report_cited.cases + excluded.cases'
    )
    for page in _pages(steps):
        connection.exec_driver_sql(statement, page)
    connection.execute(CITED.delete().where(CITED.c.cases <= 0))


def _remove(connection: sa.Connection, table: sa.Table, keys: list[tuple[Any, ...]]) -> None:
    columns = list(table.primary_key)
    marked = sa.and_(*(one == sa.bindparam(f"k_{one.name}") for one in columns))
    for page in _pages(keys):
        rows = [{f"k_{one.name}": value for one, value in zip(columns, key, strict=True)} for key in page]
        connection.execute(table.delete().where(marked), rows)


def _pages(items: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(items)
    while page := list(islice(iterator, _AT_ONCE)):
        yield page
