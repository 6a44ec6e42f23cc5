"""What can go wrong in storage. One root; every class has a stable code and a plain sentence.

They derive from the errors of ``eventsourcing`` too, so that readers who know only that library
meet what its contracts promise.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
import sqlalchemy as sa
from eventsourcing.persistence import IntegrityError, OperationalError, PersistenceError


class StoreError(PersistenceError):
    """Storage did not do what was asked. Nothing was half-written."""

    code = "store_failed"


class StoreLocked(StoreError, OperationalError):
    """Another writer kept the database for longer than we are willing to wait."""

    code = "store_locked"


class StoreTimeout(StoreError, OperationalError):
    """A statement took longer than the database allows."""

    code = "store_timeout"


class StorageFull(StoreError, OperationalError):
    """There is no room for what was to be written."""

    code = "storage_full"


class StoreUnreachable(StoreError, OperationalError):
    """The database cannot be opened, or the connection to it broke."""

    code = "store_unreachable"


class OutcomeUnknown(StoreError, OperationalError):
    """The connection broke during the commit: what was sent may or may not be in the log."""

    code = "outcome_unknown"


class ReadOnly(StoreError, OperationalError):
    """The database or the connection is for reading only."""

    code = "store_read_only"


class StoreDamaged(StoreError, OperationalError):
    """The database file is damaged, or is no database."""

    code = "store_damaged"


class UnsafeSettings(StoreError):
    """The database would lose acknowledged entries at a power cut, or serve something else than the log."""

    code = "unsafe_settings"

    def __init__(self, setting: str, found: object, needed: str) -> None:
        super().__init__(
            f"the database setting {setting} is {found}; it must be {needed} before anything is served"
        )
        self.setting, self.found, self.needed = setting, str(found), needed


class NotFounded(StoreError, OperationalError):
    """The database holds no ledger yet."""

    code = "not_founded"


class SchemaOutdated(StoreError):
    """The tables are not those of this release."""

    code = "schema_outdated"


class CopyFailed(StoreError):
    """A database was not copied; what stands of the copy is no copy."""

    code = "copy_failed"


class AlreadyFounded(StoreError):
    """The database belongs to another ledger, or holds entries from before it had a name."""

    code = "already_founded"


class Conflict(StoreError, IntegrityError):
    """Something with the same index, stream version, statement id or cursor is stored already."""

    code = "entry_conflict"


class StampRefused(StoreError, IntegrityError):
    """The bytes of an entry do not carry the stamp of the row that they would get."""

    code = "stamp_refused"


class BlobsUnreachable(StoreError, OperationalError):
    """The folder or the object store of the attachments cannot be reached, or refused."""

    code = "blobs_unreachable"


class CheckpointMoved(StoreError, IntegrityError):
    """Another process published a checkpoint in between."""

    code = "checkpoint_moved"


Made = Callable[[], StoreError]

_LOCKED: Final = "another writer keeps the database busy; try again"
_SQLITE: Final[dict[int, Made]] = {
    sqlite3.SQLITE_BUSY: lambda: StoreLocked(_LOCKED),
    sqlite3.SQLITE_LOCKED: lambda: StoreLocked(_LOCKED),
    sqlite3.SQLITE_FULL: lambda: StorageFull("the disk or the database is full; make room and try again"),
    sqlite3.SQLITE_READONLY: lambda: ReadOnly(
        "this connection only reads; writers take turns in ledger.store.writing"
    ),
    sqlite3.SQLITE_CANTOPEN: lambda: StoreUnreachable(
        "the database file cannot be opened; check its folder and rights"
    ),
    sqlite3.SQLITE_CORRUPT: lambda: StoreDamaged(
        "the database file is damaged; restore a copy and verify it"
    ),
    sqlite3.SQLITE_NOTADB: lambda: StoreDamaged("the file is not a database; name the ledger's file"),
    sqlite3.SQLITE_CONSTRAINT: lambda: Conflict("the same index, version, id or position is stored already"),
}
_POSTGRESQL: Final[dict[str, Made]] = {
    "55P03": lambda: StoreLocked(_LOCKED),
    "40P01": lambda: StoreLocked(_LOCKED),
    "57014": lambda: StoreTimeout("the database stopped a statement that took too long; try again with less"),
    "53100": lambda: StorageFull("the disk of the database is full; make room and try again"),
    "25006": lambda: ReadOnly("this server only reads; the log is written on the primary"),
    "42P01": lambda: NotFounded("the database holds no ledger; run `phayan init`"),
    "3F000": lambda: NotFounded(
        "the database has no schema for the ledger; create it, then run `phayan init`"
    ),
    "23505": lambda: Conflict("the same index, version, id or position is stored already"),
    "23514": lambda: Conflict("a row does not have the form that its table demands"),
    "23503": lambda: Conflict("a row names another that is not there"),
    "23502": lambda: Conflict("a row lacks a value that its table demands"),
}
_UNREACHABLE: Final = "the database cannot be reached; check that it runs and that its address is right"


def translate(error: BaseException) -> StoreError | None:
    """Return what an error of a driver means here; None if it is no error of a database."""
    found: BaseException | None = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    if isinstance(found, sqlite3.Error):
        return _from_sqlite(found)
    if isinstance(found, psycopg.Error):
        return _from_postgresql(found)
    if isinstance(error, sa.exc.TimeoutError):
        return StoreLocked("no connection to the database became free in time; try again")
    if isinstance(error, sa.exc.SQLAlchemyError):
        return StoreError("the database refused a statement")
    return None


def _from_sqlite(error: sqlite3.Error) -> StoreError:
    code = getattr(error, "sqlite_errorcode", None)
    made = _SQLITE.get(code & 0xFF) if code is not None else None  # the low byte is the family
    if made:
        return made()
    if "no such table" in str(error):
        return NotFounded("the database holds no ledger; run `phayan init`")
    return StoreError("SQLite refused a statement")


def _from_postgresql(error: psycopg.Error) -> StoreError:
    state = error.sqlstate
    if state is None or state.startswith(("08", "57P")):
        return StoreUnreachable(_UNREACHABLE)
    if made := _POSTGRESQL.get(state):
        return made()
    return StoreError(f"PostgreSQL refused a statement (SQLSTATE {state})")


@contextmanager
def translated() -> Iterator[None]:
    """Let only errors of this module leave the block, where a database is what failed."""
    try:
        yield
    except StoreError:
        raise
    except (sa.exc.SQLAlchemyError, sqlite3.Error, psycopg.Error) as error:
        found = translate(error)
        if found is None:
            raise
        raise found from error
