"""Turns on one SQLite file: writers and the WAL checkpoint go one after another, over all processes.

SQLite alone would let a second writer fail as "database is locked", and releases before 3.51.3 can corrupt
a file when one connection resets the WAL while another writes or checkpoints it. Under one lock neither
happens. The lock belongs to the operating system: whoever is killed lets go of it.
"""

import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.store.errors import StoreLocked, StoreUnreachable

_PATIENCE: Final = 0.0001  # seconds between two looks of whoever is next
_QUEUE: Final = 0.001  # seconds between two looks of everybody else


class Turn:
    """The right to write to one file, shared by threads and processes.

    Two locks stand in a row: the next one to write holds ``queue`` while it waits for ``lock``. So a writer
    that has just finished cannot slip in again before the one who waited.

    Args:
        database: The SQLite file; the locks lie beside it.
        timeout: Seconds to wait for the turn.
    """

    def __init__(self, database: Path, timeout: float) -> None:
        self._timeout = timeout
        self._threads = threading.Lock()
        try:
            self._queue = _open(database.with_name(database.name + ".queue"))
            self._lock = _open(database.with_name(database.name + ".lock"))
        except OSError as error:
            raise StoreUnreachable(
                "the lock beside the database cannot be opened; check folder and rights"
            ) from error

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the turn for the block.

        Raises:
            StoreLocked: It did not come in time. Asking again from within the block never succeeds.
        """
        deadline = time.monotonic() + self._timeout
        if not self._threads.acquire(timeout=self._timeout):
            raise StoreLocked("another writer of this process keeps the database busy; try again")
        try:
            _wait(self._queue, deadline, _QUEUE)
            try:
                _wait(self._lock, deadline, _PATIENCE)
            finally:
                fcntl.flock(self._queue, fcntl.LOCK_UN)
            try:
                yield
            finally:
                fcntl.flock(self._lock, fcntl.LOCK_UN)
        finally:
            self._threads.release()

    def close(self) -> None:
        """Let go of the files. The turn cannot be asked for afterwards."""
        os.close(self._queue)
        os.close(self._lock)


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _wait(file: int, deadline: float, pause: float) -> None:
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise StoreLocked("another process keeps the database busy; try again") from None
            time.sleep(pause)
        else:
            return
