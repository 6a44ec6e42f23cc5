"""What a figure was measured on: cores, disk, versions."""

import os
import platform
import sqlite3
import tempfile
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Final

BLOCK: Final = bytes(8192)
PACKAGES: Final = ("eventsourcing", "SQLAlchemy", "psycopg", "PyNaCl", "msgspec", "rfc8785")


def cores() -> int:
    """Return the number of cores that this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on every system
        return os.cpu_count() or 1


def sync_time(folder: Path, times: int = 200) -> float:
    """Return the median time of a durable write of 8 KiB in ``folder``, in seconds."""
    sync = getattr(os, "fdatasync", os.fsync)
    taken = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(times):
            os.pwrite(file.fileno(), BLOCK, 0)
            start = time.perf_counter()
            sync(file.fileno())
            taken.append(time.perf_counter() - start)
    return median(taken)


def describe(folder: Path) -> Mapping[str, str]:
    """Return what a reader must know of this machine, by name."""
    load = os.getloadavg()[0]
    return {
        "processor": _processor(),
        "cores": str(cores()),
        "system": f"{platform.system()} {platform.release()}",
        "fdatasync of 8 KiB, p50": f"{sync_time(folder) * 1000:.2f} ms",
        "load when the run began": f"{load:.1f}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        **{name: version(name) for name in PACKAGES},
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def peak_memory() -> int:
    """Return the most memory that this process ever held, in bytes.

    Linux keeps for a child what its parent held when it was forked (``ru_maxrss``), so the figure comes from
    the address space itself where the system tells it.
    """
    try:
        text = Path("/proc/self/status").read_text(encoding="ascii")
    except OSError:
        import resource  # noqa: PLC0415 - not on every system

        unit = 1 if platform.system() == "Darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
    (line,) = (line for line in text.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024
