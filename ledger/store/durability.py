"""The settings without which an acknowledged entry can be lost, set and read back on every connection."""

import os
import sqlite3
from collections.abc import Mapping
from typing import Final

import psycopg

from ledger.store.errors import ReadOnly, UnsafeSettings

ESCAPE: Final = "PHAYAN_UNSAFE_DURABILITY"
"""As ``tests-only``, a PostgreSQL that forgets at a power cut is accepted. Nothing of worth may lie there."""

PAGE_BYTES: Final = 8192
"""Of a new SQLite file. A page of 4096 bytes holds two entries and wastes the rest of a third; reading and
writing it costs as many calls. Above, every random key of an index copies more than it spares."""

CHECKPOINT_PAGES: Final = 2048  # 16 MiB of WAL: a page that many groups touch is copied once

_SQLITE: Final[dict[str, tuple[str, int]]] = {
    "synchronous": ("FULL", 2),
    "mmap_size": ("0", 0),
    "trusted_schema": ("OFF", 0),
    "secure_delete": ("ON", 1),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("ON", 1),  # else INSERT OR REPLACE slips past the trigger that guards entries
}
_POSTGRESQL: Final[dict[str, tuple[str, ...]]] = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "data_checksums": ("on",),
    "data_sync_retry": ("off",),
}


def prepare_sqlite(connection: sqlite3.Connection, *, writer: bool) -> None:
    """Set what makes ``connection`` safe, and read it back.

    Only the connection that writes moves the WAL into the database: it holds the turn while it does.
    Every other one cannot write at all.
    """
    for setting, (value, _) in _SQLITE.items():
        connection.execute(f"PRAGMA {setting} = {value}")
    connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES if writer else 0}")
    connection.execute(f"PRAGMA query_only = {'OFF' if writer else 'ON'}")
    connection.execute("PRAGMA cache_size = -65536")  # KiB: random keys of a large log must not be read again
    check_sqlite(connection, writer=writer)


def check_sqlite(connection: sqlite3.Connection, *, writer: bool) -> None:
    """Check that ``connection`` keeps what it acknowledges.

    Raises:
        UnsafeSettings: A setting is not what it must be.
    """
    needed = {name: (text, value) for name, (text, value) in _SQLITE.items()}
    pages = CHECKPOINT_PAGES if writer else 0
    needed["wal_autocheckpoint"] = (str(pages), pages)
    for setting, (text, value) in needed.items():
        found = _pragma(connection, setting)
        if found != value:
            raise UnsafeSettings(setting, found, text)
    mode = _pragma(connection, "journal_mode")
    if mode != "wal":
        raise UnsafeSettings("journal_mode", mode, "WAL")


def _pragma(connection: sqlite3.Connection, setting: str) -> object:
    row = connection.execute(f"PRAGMA {setting}").fetchone()
    return row[0] if row else 0  # a build without memory mapping answers nothing


def prepare_postgresql(
    connection: psycopg.Connection[tuple[object, ...]], *, lock_timeout: float, statement_timeout: float
) -> None:
    """Set the time limits of ``connection`` (seconds), and check what the server promises.

    Raises:
        UnsafeSettings: A setting is not what it must be.
        ReadOnly: The server is a standby.
    """
    connection.autocommit = True
    connection.execute("SELECT set_config('lock_timeout', %s, false)", [f"{int(lock_timeout * 1000)}ms"])
    connection.execute(
        "SELECT set_config('statement_timeout', %s, false)", [f"{int(statement_timeout * 1000)}ms"]
    )
    names = list(_POSTGRESQL)
    settings = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names]
    ).fetchall()
    standby = connection.execute("SELECT pg_is_in_recovery()").fetchone()
    connection.autocommit = False
    check_postgresql({str(name): str(value) for name, value in settings})
    if standby is None or standby[0]:
        raise ReadOnly(
            "this server is a standby; the log is written and its receipts are given on the primary"
        )


def check_postgresql(settings: Mapping[str, str]) -> None:
    """Check that a server with ``settings`` keeps what it acknowledges.

    Raises:
        UnsafeSettings: A setting is not what it must be.
    """
    if os.environ.get(ESCAPE) == "tests-only":
        return
    for setting, needed in _POSTGRESQL.items():
        found = settings.get(setting, "unknown")
        if found not in needed:
            raise UnsafeSettings(setting, found, " or ".join(needed))
