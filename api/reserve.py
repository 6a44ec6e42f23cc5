"""How much room the disks have left: below a reserve nothing is written any more, while reading goes on.

A disk that runs full in the middle of a group is caught by the database, and nothing is half-written. But
then nothing is left for the log of readers, the signer's memory and whoever comes to make room.
"""

import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from starlette.requests import Request

from api.problems import Problem
from api.records import LOG

RESERVE: Final = 0.05
"""The part of a disk that stays free."""
SECONDS: Final = 5.0
"""Between two looks."""


def free_of(place: Path) -> float:
    """Return which part, 0 to 1, is free for us of the disk on which ``place`` lies, or is going to.

    Where it cannot be asked nothing can be written either: 0.
    """
    try:
        while not place.exists() and place != place.parent:
            place = place.parent
        disk = shutil.disk_usage(place)
    except OSError:
        return 0.0
    return disk.free / disk.total if disk.total else 1.0


class Reserve:
    """Tells whether there is room to write, and puts on record when that changes.

    Args:
        places: What is written to. None where all of it is on other machines.
        free: Which part of the disk of a place is free.
        elapsed: Seconds since any moment.
    """

    def __init__(
        self,
        places: Sequence[Path] = (),
        free: Callable[[Path], float] = free_of,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._places = tuple(places)
        self._free = free
        self._elapsed = elapsed
        self._lock = threading.Lock()
        self._looked: float | None = None
        self._low = False

    def low(self) -> bool:
        """Return whether a disk is in its reserve, as it was at most five seconds ago."""
        with self._lock:
            now = self._elapsed()
            if self._looked is None or now - self._looked >= SECONDS:
                self._looked, before = now, self._low
                self._low = any(self._free(place) < RESERVE for place in self._places)
                if self._low and not before:
                    LOG.error("read_only")
                elif before and not self._low:
                    LOG.warning("writing_again")
            return self._low


def check_room(request: Request) -> None:
    """Check that there is room for what ``request`` asks to write. Nothing is promised yet.

    Raises:
        Problem: ``read_only``.
    """
    reserve: Reserve = request.app.state.reserve
    if reserve.low():
        raise Problem(503, "read_only")
