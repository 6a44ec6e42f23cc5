"""``phayan serve`` as a process on a port of the loopback, for tests and measurements."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]  # ships no type information

from ledger.application.settings import Settings
from tests.support.databases import UNSAFE

PHAYAN: Final = ("-c", "from api.command import main; main()", "serve")
END: Final = 10.0  # seconds in which what a killed server began ends by itself
START: Final = 30.0  # seconds; a loaded machine is no fault of the server


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment_of(settings: Settings) -> dict[str, str]:
    """Return the environment of a program that works on the ledger of ``settings``, and of nothing else."""
    environment = {
        "PATH": "/usr/bin:/bin",
        "PHAYAN_DB": settings.ledger_db,
        "PHAYAN_VAULT_DB": settings.vault_db,
        "PHAYAN_KEY_DB": settings.key_db,
        "PHAYAN_KEYS": str(settings.keys),
        "PHAYAN_BLOBS": settings.blobs or "",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    if UNSAFE in os.environ:
        environment[UNSAFE] = os.environ[UNSAFE]
    return environment


def start(
    folder: Path, settings: Settings, *options: str, program: Sequence[str] = PHAYAN
) -> subprocess.Popen[bytes]:
    """Start ``program``, a server, for the ledger of ``settings``; what it says goes to ``folder/said``."""
    with (folder / "said").open("ab") as said:
        command = [sys.executable, *program, *options]
        return subprocess.Popen(command, cwd=folder, env=environment_of(settings), stdout=said, stderr=said)


@contextmanager
def serving(
    folder: Path, settings: Settings, port: int, *options: str, program: Sequence[str] = PHAYAN
) -> Iterator[subprocess.Popen[bytes]]:
    """Run the server until the block ends, and every process that it began."""
    process = start(folder, settings, "--port", str(port), *options, program=program)
    try:
        wait_for(port, process)
        yield process
    finally:
        with suppress(psutil.NoSuchProcess):
            left = psutil.Process(process.pid).children(recursive=True)
            process.kill()
            psutil.wait_procs(left, timeout=END)
        process.wait(timeout=END)


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers."""
    end = time.monotonic() + START
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("the server did not come up")
