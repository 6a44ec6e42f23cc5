"""Copies of a database while it is in use: with SQLite's own means, and with ``pg_dump``."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa

from ledger.store.errors import CopyFailed


def copy_database(url: str, folder: Path, name: str) -> Path:
    """Write a copy of the database at ``url``, as it stood at one moment, and return the file.

    Args:
        url: ``sqlite:///FILE`` or ``postgresql+psycopg://…``.
        folder: Exists, and holds no copy of that name.
        name: Of the file, which ends in ``.db`` (SQLite) or ``.dump`` (for ``pg_restore``).

    Raises:
        CopyFailed: The database cannot be read or the copy cannot be written, or is damaged.
    """
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        copied = folder / f"{name}.db"
        _copy_sqlite(Path(parsed.database or ""), copied)
    else:
        copied = folder / f"{name}.dump"
        _dump_postgresql(parsed, copied)
    with copied.open("rb") as file:
        os.fsync(file.fileno())
    return copied


def _copy_sqlite(source: Path, copied: Path) -> None:
    """Copy in one step: writers go on meanwhile, and what they add is not in it."""
    copied.touch(mode=0o600, exist_ok=False)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as read,
            closing(sqlite3.connect(copied)) as written,
        ):
            read.backup(written)
            (found,) = written.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        raise CopyFailed(
            "the database could not be copied; check the file, its rights and the disk"
        ) from error
    if found != "ok":
        raise CopyFailed("the copy is damaged, so the database is; run `phayan verify`")


def _dump_postgresql(url: sa.URL, copied: Path) -> None:
    """Let ``pg_dump`` write; the password goes by the environment, which no list of processes shows."""
    copied.touch(mode=0o600, exist_ok=False)
    password = url.password or url.query.get("password")
    bare = url.difference_update_query(["password"])
    address = sa.URL.create(
        "postgresql", bare.username, None, bare.host, bare.port, bare.database, bare.query
    )
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", str(copied)]
    environment = os.environ | ({"PGPASSWORD": str(password)} if password else {})
    try:
        subprocess.run([*command, "--dbname", str(address)], env=environment, check=True)  # noqa: S603 - ours
    except FileNotFoundError as error:
        raise CopyFailed(
            "there is no pg_dump; install PostgreSQL's programs of the server's release"
        ) from error
    except subprocess.CalledProcessError as error:
        raise CopyFailed("pg_dump could not copy the database; it says why above") from error
