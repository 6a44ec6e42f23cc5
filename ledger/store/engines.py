"""Opening a database safely, and writing to it one after another."""

import sqlite3
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from ledger.store.durability import PAGE_BYTES, prepare_postgresql, prepare_sqlite
from ledger.store.errors import (
    Conflict,
    NotFounded,
    OutcomeUnknown,
    StorageFull,
    StoreLocked,
    StoreUnreachable,
    translate,
    translated,
)
from ledger.store.turns import Turn


class Patience(NamedTuple):
    """How many seconds a database is waited for: until another writer is done, and for one statement.

    By default as long as a command may take; whoever answers people over HTTP gives less.
    """

    lock_timeout: float = 10.0
    statement_timeout: float = 60.0


COMMANDS: Final = Patience()
_STATEMENTS: Final = 512  # prepared statements kept by a connection: one for each size of a group


class _Writer:
    """How one SQLite file is written: by one connection of this process, in turn with other processes."""

    def __init__(self, engine: sa.Engine, turn: Turn) -> None:
        self.engine = engine
        self.turn = turn


_WRITERS: Final[weakref.WeakKeyDictionary[sa.Engine, _Writer]] = weakref.WeakKeyDictionary()


def open_engine(
    url: str | sa.URL,
    *,
    lock_timeout: float = COMMANDS.lock_timeout,
    statement_timeout: float = COMMANDS.statement_timeout,
    create: bool = True,
) -> sa.Engine:
    """Return an engine whose every connection was checked to keep what it acknowledges.

    On SQLite the connections of the engine only read; ``writing`` has the one that writes.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
        lock_timeout: Seconds that a writer waits for another.
        statement_timeout: Seconds that one statement may take (PostgreSQL).
        create: Whether a missing SQLite file may be made.

    Raises:
        UnsafeSettings: The database would lose acknowledged entries.
        NotFounded: There is no such file, and ``create`` is false.
        StoreUnreachable: The database cannot be opened, or is of a kind that we do not know.
    """
    with translated():
        try:
            parsed = sa.make_url(url)
        except sa.exc.ArgumentError as error:
            raise StoreUnreachable(
                "this is no address of a database; write sqlite:///FILE or postgresql://…"
            ) from error
        kind = parsed.get_backend_name()
        if kind == "sqlite":
            return _open_sqlite(parsed, lock_timeout, create=create)
        if kind == "postgresql":
            return _open_postgresql(parsed, lock_timeout, statement_timeout)
    raise StoreUnreachable("only SQLite and PostgreSQL keep a ledger; write sqlite:///FILE or postgresql://…")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open one write transaction: committed at the end of the block, rolled back if it raises.

    Writers of one SQLite file take turns, also over processes; on PostgreSQL rows and locks decide.

    Raises:
        StoreLocked: The turn did not come in time.
        OutcomeUnknown: The commit failed, and what was written may be there or not.
        StoreError: The database refused, and nothing was written.
    """
    writer = _WRITERS.get(engine)
    with translated():
        if writer is None:
            with _transaction(engine) as connection:
                yield connection
        else:
            with writer.turn.held(), _transaction(writer.engine) as connection:
                yield connection


@contextmanager
def _transaction(engine: sa.Engine) -> Iterator[sa.Connection]:
    with engine.connect() as connection:
        transaction = connection.begin()
        try:
            yield connection
        except BaseException:
            with suppress(sa.exc.SQLAlchemyError):  # the first error says what happened
                transaction.rollback()
            raise
        try:
            transaction.commit()
        except sa.exc.SQLAlchemyError as error:
            if isinstance(translate(error), Conflict | StorageFull | StoreLocked):
                raise
            raise OutcomeUnknown(
                "the database broke off during a commit; what was sent may be recorded or not: send it again"
            ) from error


@contextmanager
def reading(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Open a connection for single statements that read: no transaction is begun or ended around them."""
    with translated(), engine.connect() as connection:
        if not is_sqlite(engine):  # whose driver begins on its own, and two more round trips are saved
            connection = connection.execution_options(isolation_level="AUTOCOMMIT")  # noqa: PLW2901
        yield connection


def truncate_wal(engine: sa.Engine) -> None:
    """Move what stands in the WAL of an SQLite file into the file, and leave no old page in the WAL.

    On PostgreSQL nothing happens: its pages and its archive are the server's.

    Raises:
        StoreLocked: Somebody reads an older state, or the turn did not come in time.
    """
    writer = _WRITERS.get(engine)
    if writer is not None:
        with translated(), writer.turn.held(), writer.engine.connect() as connection:
            cursor = connection.connection.cursor()
            busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            cursor.close()
        if busy:
            raise StoreLocked("somebody still reads what stood here before; try again")


def is_sqlite(engine: sa.Engine) -> bool:
    """Tell which of the two databases this is."""
    return engine.dialect.name == "sqlite"


def _close_what_returns_late(engine: sa.Engine) -> None:
    """Close connections that come back after ``engine`` was disposed of: a thread had them until then.

    A pool that was disposed of takes them in and is forgotten with them, still open.
    """
    disposed = False

    @sa.event.listens_for(engine, "engine_disposed")
    def note(_engine: sa.Engine) -> None:
        nonlocal disposed
        disposed = True

    @sa.event.listens_for(engine, "checkin")
    def close(_connection: object, record: sa.pool.ConnectionPoolEntry) -> None:
        if disposed:
            record.invalidate()


def _open_sqlite(url: sa.URL, lock_timeout: float, *, create: bool) -> sa.Engine:
    file = Path(url.database or "")
    if not create and not file.is_file():
        raise NotFounded("there is no database file of that name; run `phayan init`")
    turn = Turn(file, lock_timeout)
    engine = _sqlite_engine(url, lock_timeout, writer=False)
    writer = _sqlite_engine(url, lock_timeout, writer=True)
    _WRITERS[engine] = _Writer(writer, turn)

    @sa.event.listens_for(engine, "engine_disposed")
    def dispose_writer(_engine: sa.Engine) -> None:
        writer.dispose()

    weakref.finalize(engine, turn.close)
    try:
        with turn.held():  # two processes that both turn a new file to WAL would meet a locked database
            writer.connect().close()
        engine.connect().close()
    except BaseException:
        engine.dispose()
        raise
    return engine


@contextmanager
def _closed_on_failure(connection: Any) -> Iterator[None]:  # noqa: ANN401 - either driver's
    """Close a connection that is refused: the pool has not taken it yet, and would forget it open."""
    try:
        yield
    except BaseException:
        connection.close()
        raise


def _sqlite_engine(url: sa.URL, lock_timeout: float, *, writer: bool) -> sa.Engine:
    engine = sa.create_engine(
        url,
        # Transactions are begun below and never by the driver, which would begin them too late.
        connect_args={"isolation_level": None, "timeout": lock_timeout, "cached_statements": _STATEMENTS},
        poolclass=sa.QueuePool,
        pool_size=1 if writer else 5,
        max_overflow=0 if writer else 15,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        with _closed_on_failure(connection):
            if writer:
                connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # of a new file; others keep theirs
                connection.execute("PRAGMA journal_mode = WAL")
            prepare_sqlite(connection, writer=writer)

    _close_what_returns_late(engine)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        # A transaction that reads first and writes later could find that somebody wrote in between.
        connection.connection.cursor().execute("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def _open_postgresql(url: sa.URL, lock_timeout: float, statement_timeout: float) -> sa.Engine:
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="READ COMMITTED",  # who waited for the head row must see what was written meanwhile
        pool_size=5,
        max_overflow=15,
    )

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - psycopg's, behind the dialect
        with _closed_on_failure(connection):
            prepare_postgresql(connection, lock_timeout=lock_timeout, statement_timeout=statement_timeout)

    _close_what_returns_late(engine)
    try:
        engine.connect().close()
    except BaseException:
        engine.dispose()
        raise
    return engine
