"""A process that records readings until it is killed; every record that was kept goes to a file at once."""

import os
from pathlib import Path

from ledger.store.access import AccessStore
from ledger.store.durability import ESCAPE
from ledger.store.engines import open_engine


def record(url: str, promises: Path, stream: str) -> None:
    """Record readings of ``stream``, each with a text of its own, as fast as turns come."""
    os.environ[ESCAPE] = "tests-only"
    store = AccessStore(open_engine(url, lock_timeout=30))
    with promises.open("wb", buffering=0) as output:
        for turn in range(1_000_000):
            index = store.append(stream, f"{promises.name} {turn}".encode())
            os.write(output.fileno(), f"{index} {promises.name} {turn}\n".encode())
