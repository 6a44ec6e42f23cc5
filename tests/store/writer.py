"""A process that appends until it is told to stop.

Every group that was acknowledged goes to a file as a line ``first stop``, written at once: what stands
there when the process is killed was promised to somebody.
"""

import os
import random
import signal
from pathlib import Path

from ledger.store.durability import ESCAPE
from ledger.store.engines import open_engine
from ledger.store.recorder import Recorder
from tests.store.support import append, named


def write(url: str, promises: Path, seed: int) -> None:
    """Append groups of one to nine entries; every tenth group is rolled back on purpose."""
    os.environ[ESCAPE] = "tests-only"
    running = True

    def stop(_signal: int, _frame: object) -> None:
        nonlocal running
        running = False

    signal.signal(signal.SIGTERM, stop)
    draw = random.Random(seed)
    engine = open_engine(url, lock_timeout=30)
    recorder = Recorder(engine)
    with promises.open("wb", buffering=0) as output:
        while running:
            streams = [named(promises.name, draw.randrange(50)) for _ in range(draw.randint(1, 9))]
            fail = draw.random() < 0.1
            try:
                rows = append(recorder, streams, tag=promises.name, fail=fail)
            except RuntimeError:
                continue  # its numbers go to the next group
            os.write(output.fileno(), f"{rows[0].index} {rows[-1].index + 1}\n".encode())
    engine.dispose()
