"""The library's way to a read model: one event and one position in each transaction."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from eventsourcing.persistence import Tracking
from eventsourcing.postgres import PostgresDatastore, PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from eventsourcing.sqlite import SQLiteDatastore, SQLiteTrackingRecorder
from psycopg.sql import SQL

from benchmarks.library import Records, StatementRecorded, count, events, settings_of
from benchmarks.measuring import Pace, Runner, steps
from ledger.projections.counters import OFFICIAL_COUNTS, Counters

PIECE: Final = 16
PATIENCE: Final = 20.0  # seconds until the library's runner must have begun

_TABLES: Final = (
    "CREATE TABLE IF NOT EXISTS case_count (stream TEXT PRIMARY KEY, entries BIGINT NOT NULL)",
    "CREATE TABLE IF NOT EXISTS official_count (official TEXT PRIMARY KEY, "
    + ", ".join(f"{name} BIGINT NOT NULL" for name in OFFICIAL_COUNTS)
    + ")",
)


def _statements(mark: str) -> tuple[str, str]:
    marks = ", ".join([mark] * len(OFFICIAL_COUNTS))
    sums = ", ".join(f"{name} = official_count.{name} + excluded.{name}" for name in OFFICIAL_COUNTS)
    case = f"INSERT INTO case_count VALUES ({mark}, 1)"  # noqa: S608 - our own names
    official = f"INSERT INTO official_count VALUES ({mark}, {marks})"  # noqa: S608 - our own names
    return (
        f"{case} ON CONFLICT (stream) DO UPDATE SET entries = case_count.entries + 1",
        f"{official} ON CONFLICT (official) DO UPDATE SET {sums}",
    )


def _official(event: StatementRecorded) -> tuple[Any, ...]:
    """Return what ``event`` adds to the row of one official."""
    one = Counters()
    count(one, event)
    ((actor, counts),) = one.officials.items()
    return (actor, *counts)


class SqliteView(SQLiteTrackingRecorder):
    """The counters in two tables, and the position beside them."""

    _CASE, _OFFICIAL = _statements("?")

    def construct_create_table_statements(self) -> list[str]:
        return [*super().construct_create_table_statements(), *_TABLES]

    def take(self, event: StatementRecorded, tracking: Tracking) -> None:
        """Count ``event`` and move the position, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._CASE, (event.stream,))
            cursor.execute(self._OFFICIAL, _official(event))
            self._insert_tracking(cursor, tracking)


class PostgresView(PostgresTrackingRecorder):
    """The same on PostgreSQL."""

    _CASE, _OFFICIAL = (SQL(text) for text in _statements("%s"))

    def __init__(self, datastore: PostgresDatastore, **arguments: Any) -> None:
        super().__init__(datastore, **arguments)
        for text in _TABLES:
            self.sql_create_statements.append(SQL(text).format())

    def take(self, event: StatementRecorded, tracking: Tracking) -> None:
        """Count ``event`` and move the position, in one transaction."""
        with self.datastore.transaction(commit=True) as cursor:
            cursor.execute(self._CASE, (event.stream,), prepare=True)
            cursor.execute(self._OFFICIAL, _official(event), prepare=True)
            self._insert_tracking(cursor, tracking)


def one_by_one_sqlite(app: Records, file: Path) -> Runner:
    """Return the runner that counts the log on SQLite, again and again."""
    view = SqliteView(SQLiteDatastore(str(file)))
    view.create_table()

    def endless() -> Iterator[tuple[StatementRecorded, Tracking]]:
        turn = 0
        while True:
            turn += 1
            for position, event in enumerate(events(app), start=1):
                yield event, Tracking(f"{app.name} {turn}", position)

    feed = endless()

    def step() -> int:
        for _ in range(PIECE):
            view.take(*next(feed))
        return PIECE

    return steps(step)


class Counting(Projection[PostgresView]):
    """The projection that the library's runner runs, with a look at the clock after each event."""

    def __init__(self, view: PostgresView) -> None:
        super().__init__(view)
        self.done: list[float] = []

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.take(domain_event, tracking)
        self.done.append(time.perf_counter())


def one_by_one_postgresql(url: str) -> Runner:
    """Return the runner that lets the library's ``ProjectionRunner`` follow the log for a while.

    What counts is the time from its first event to its last; starting it does not.
    """

    def run(seconds: float) -> Pace:
        with ProjectionRunner(
            application_class=Records,
            projection_class=Counting,
            view_class=PostgresView,
            env=settings_of(url),
        ) as runner:
            projection: Any = runner.projection
            done: list[float] = projection.done
            patience = time.perf_counter() + PATIENCE
            while len(done) < 2 and time.perf_counter() < patience:
                time.sleep(0.01)
            time.sleep(seconds)
        if len(done) < 2:
            raise TimeoutError("the library's runner did not follow the log")
        return Pace(len(done) - 1, done[-1] - done[0])

    return run
