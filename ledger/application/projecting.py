"""Keeps the read models in step with the log: rows and cursor move in one transaction, exactly once.

The log is read through a ``Source``: its ``read(start, limit)`` returns up to ``limit`` consecutive (index,
entry bytes) from ``start`` on, and nothing where the log ends; its ``history`` returns whole streams, for
folded states that are not in memory.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import sqlalchemy as sa

from ledger.projections import writing
from ledger.projections.case_file import CaseFile
from ledger.projections.decisions import Decisions
from ledger.projections.errors import CursorMoved, Differs, HandlerFailed, Outdated, ProjectionError
from ledger.projections.folded import States
from ledger.projections.folding import BATCH, Source, decode_rows, fold
from ledger.projections.grievances import Grievances
from ledger.projections.readings import Reading
from ledger.projections.rows import Projection, Rows
from ledger.projections.tables import CURSOR
from ledger.projections.writing import START, Target
from ledger.store.engines import writing as writing_to

Notice: TypeAlias = Callable[[str, int], None]

PROJECTIONS: Final[tuple[Projection, ...]] = (CaseFile(), Decisions(), Grievances())


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a projection is: the last index applied (-1: none), and why it stands still, if it does."""

    name: str
    index: int
    stopped: ProjectionError | None = None


def silent(_name: str, _index: int) -> None:
    """Tell nobody about progress."""


def prepare(engine: sa.Engine, projections: Sequence[Projection] = PROJECTIONS) -> None:
    """Create the tables and cursors that are missing. What is there stays."""
    with writing_to(engine) as connection:
        for projection in projections:
            writing.create(connection, projection, writing.live(projection))
            if writing.cursor(connection, projection.name) is None:
                writing.set_cursor(connection, projection.name, projection.version, START)


def catch_up(  # every argument but two is optional
    engine: sa.Engine,
    source: Source,
    projections: Sequence[Projection] = PROJECTIONS,
    *,
    batch: int = BATCH,
    until: int | None = None,
    notice: Notice = silent,
) -> tuple[Progress, ...]:
    """Apply everything after each cursor, up to index ``until`` (inclusive) or the end of the log.

    Projections at the same index share one decoding. One that fails stops before the entry and says so;
    others go on. An entry that cannot be decoded stops all that come to it. A second delivery changes
    nothing.

    Raises:
        OutOfOrder: The reader left something out or repeated it. What was applied before stays.
    """
    prepare(engine, projections)
    done: dict[str, Progress] = {}
    at = _positions(engine, projections, done)
    states = source.states()
    while at:
        low = min(at.values())
        group = [projection for projection in projections if at.get(projection.name) == low]
        rows = source.read(low + 1, _limit(low, at, batch, until))
        readings, fault = decode_rows(rows, low + 1)
        for projection in group:
            progress = _advance(_Growing(engine, projection, writing.live(projection), states), readings, low)
            stopped = progress.stopped or fault
            at[projection.name] = progress.index
            notice(projection.name, progress.index)
            if stopped is not None or not rows:
                done[projection.name] = Progress(projection.name, progress.index, stopped)
                del at[projection.name]
    return tuple(done[projection.name] for projection in projections)


def _positions(
    engine: sa.Engine, projections: Sequence[Projection], done: dict[str, Progress]
) -> dict[str, int]:
    """Return the cursors; a projection whose tables are of another version is done at once."""
    at = {}
    with engine.connect() as connection:
        for projection in projections:
            version, index = writing.cursor(connection, projection.name) or (projection.version, START)
            if version != projection.version:
                outdated = Outdated(projection.name, version, projection.version)
                done[projection.name] = Progress(projection.name, index, outdated)
            else:
                at[projection.name] = index
    return at


def _limit(low: int, at: dict[str, int], batch: int, until: int | None) -> int:
    """Return how much to read: a batch, but not past the next cursor, so that projections come together."""
    ahead = [index - low for index in at.values() if index > low]
    room = [] if until is None else [max(0, until - low)]
    return min([batch, *ahead, *room])


@dataclass(frozen=True, slots=True)
class _Growing:
    """A projection that moves: where its rows lie, and the folded states that its batches share."""

    engine: sa.Engine
    projection: Projection
    target: Target
    states: States

    @property
    def cursor(self) -> str:
        """Return the name of its cursor."""
        return _cursor_name(self.projection, self.target)


def _advance(growing: _Growing, readings: Sequence[Reading], low: int) -> Progress:
    """Apply ``readings``, the first of which follows ``low``, in one transaction; up to one that fails."""
    name = growing.projection.name
    if not readings:
        return Progress(name, low)
    try:
        _apply(growing, readings, low)
    except HandlerFailed as error:
        before = readings[: error.index - low - 1]
        return Progress(name, _advance(growing, before, low).index, error)
    except CursorMoved as error:
        return Progress(name, low, error)
    return Progress(name, readings[-1].index)


def _apply(growing: _Growing, readings: Sequence[Reading], low: int) -> None:
    projection, target = growing.projection, growing.target
    with writing_to(growing.engine) as connection:
        if not writing.move_cursor(connection, growing.cursor, low, readings[-1].index):
            raise CursorMoved(projection.name)
        rows = Rows(projection.tables, writing.Fetcher(connection, target), growing.states)
        fold(projection, readings, rows)
        writing.flush(connection, projection, rows, target)


def _cursor_name(projection: Projection, target: Target) -> str:
    return projection.name if target == writing.live(projection) else f"{projection.name}__new"


def rebuild(  # every argument but three is optional
    engine: sa.Engine,
    source: Source,
    projection: Projection,
    *,
    batch: int = BATCH,
    until: int | None = None,
    notice: Notice = silent,
) -> Progress:
    """Grow the tables of ``projection`` anew beside the old ones, then swap both in one transaction.

    Raises:
        ProjectionError: An entry cannot be decoded or applied. The old tables stay as they are.
    """
    target = writing.shadow(projection)
    name = _cursor_name(projection, target)
    try:
        index = _grow(engine, source, projection, target, batch=batch, until=until, notice=notice)
        with writing_to(engine) as connection:
            # The cursor first: on SQLite only a change of rows opens the transaction that the swap needs.
            writing.set_cursor(connection, projection.name, projection.version, index)
            writing.forget_cursor(connection, name)
            writing.swap(connection, projection, target)
    except BaseException:
        _forget(engine, name, target)
        raise
    return Progress(projection.name, index)


def check(
    engine: sa.Engine,
    source: Source,
    projection: Projection,
    *,
    batch: int = BATCH,
) -> str:
    """Check that the tables of ``projection`` are what a rebuild up to the same index gives.

    Returns:
        The digest of all its tables (SHA-256, hex), the same on every database.

    Raises:
        Differs: They are not; it names the tables.
        ProjectionError: The rebuild failed, or another process moved the projection meanwhile.
    """
    index, found = _settled(engine, projection)
    target = writing.shadow(projection)
    try:
        _grow(engine, source, projection, target, batch=batch, until=index, notice=silent)
        with engine.connect() as connection:
            anew = writing.digests(connection, target)
    finally:
        _forget(engine, _cursor_name(projection, target), target)
    different = tuple(name for name in found if found[name] != anew[name])
    if different:
        raise Differs(projection.name, different)
    return writing.combined(found)


def _settled(engine: sa.Engine, projection: Projection) -> tuple[int, dict[str, str]]:
    """Return cursor and digests of the same moment."""
    prepare(engine, (projection,))
    with engine.connect() as connection:
        before = writing.cursor(connection, projection.name)
        found = writing.digests(connection, writing.live(projection))
        after = writing.cursor(connection, projection.name)
    if before != after or before is None:
        raise CursorMoved(projection.name)
    return before[1], found


def _grow(  # one step of two callers, with all that they were given
    engine: sa.Engine,
    source: Source,
    projection: Projection,
    target: Target,
    *,
    batch: int,
    until: int | None,
    notice: Notice,
) -> int:
    """Fill empty tables of ``target`` from the log; return the last index."""
    name = _cursor_name(projection, target)
    _forget(engine, name, target)
    with writing_to(engine) as connection:
        writing.create(connection, projection, target)
        writing.set_cursor(connection, name, projection.version, START)
    index, growing = START, _Growing(engine, projection, target, source.states())
    while rows := source.read(index + 1, _limit(index, {}, batch, until)):
        readings, fault = decode_rows(rows, index + 1)
        progress = _advance(growing, readings, index)
        index = progress.index
        notice(projection.name, index)
        stopped = progress.stopped or fault
        if stopped is not None:
            raise stopped
    return index


def _forget(engine: sa.Engine, name: str, target: Target) -> None:
    with writing_to(engine) as connection:
        if sa.inspect(connection).has_table(CURSOR.name):
            writing.forget_cursor(connection, name)
        writing.drop(connection, target)
