"""A signer of made-up trees, and a process that signs against another one."""

from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Final

from ledger.application.errors import SignerRefused
from ledger.application.signer import LogSigner
from ledger.application.signer_memory import SignerMemory
from ledger.tlog.checkpoint import Checkpoint

ORIGIN: Final = "log.example.org/x"
SLOT: Final = 4096
RECORD: Final = SLOT // 2


def head(size: int, root: int = 1) -> Checkpoint:
    return Checkpoint(ORIGIN, size, bytes([root]) * 32)


def signer(path: Path) -> LogSigner:
    return LogSigner(ORIGIN, bytes(range(32)), path)


def remembered(path: Path) -> Checkpoint | None:
    """What a process that has just started finds."""
    return SignerMemory(ORIGIN, path).last()


def size_of(path: Path, content: bytes) -> int:
    path.write_bytes(content)
    found = remembered(path)
    assert found is not None
    return found.size


def signed(path: Path, *sizes: int) -> bytes:
    """The memory after these sizes were signed in order."""
    for size in sizes:
        signer(path).sign(head(size))
    return path.read_bytes()


def race(path: Path, root: int, promises: Path, start: Barrier) -> None:
    """Sign trees with roots of its own, each one larger than the last that anybody signed."""
    own = signer(path)
    start.wait(60)
    with promises.open("w") as output:
        for _ in range(200):
            last = own.last()
            size = last.size + 1 if last else 1
            try:
                own.sign(head(size, root))
            except SignerRefused:
                continue  # the other one was quicker
            output.write(f"{size}\n")
