"""Four writing processes, a follower at their heels, and one writer killed again and again.

``PHAYAN_STORM=20x6`` asks for twenty rounds of six seconds; three of three is what every run does.
"""

import multiprocessing
import os
import random
import threading
import time
from pathlib import Path

import sqlalchemy as sa

from ledger.store.engines import open_engine
from ledger.store.recorder import Recorder
from tests.store.support import append, check_log, named
from tests.store.writer import write

ROUNDS, SECONDS = (int(part) for part in os.environ.get("PHAYAN_STORM", "3x3").split("x"))
WRITERS = 4

# A server that has everything imported and forks from there: starting Python takes longer than a round.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.store.writer"])


class Writer:
    """One process, and the file in which it keeps what was promised to it."""

    def __init__(self, url: str, name: str, folder: Path) -> None:
        self.promises = folder / name
        self.promises.touch()
        seed = sum(name.encode())
        self.process = PROCESSES.Process(target=write, args=(url, self.promises, seed), daemon=True)
        self.process.start()

    def end(self, *, kill: bool) -> None:
        (self.process.kill if kill else self.process.terminate)()
        self.process.join(60)
        assert self.process.exitcode == (-9 if kill else 0)

    def promised(self) -> list[tuple[int, int]]:
        # A line that the kill cut off was never read by anybody.
        lines = self.promises.read_text().split("\n")[:-1]
        return [(int(first), int(stop)) for first, stop in (line.split() for line in lines)]


class Follower(threading.Thread):
    """Reads the log from its cursor on, and never looks back."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._engine = open_engine(url)
        self._recorder = Recorder(self._engine)
        self._stop_at: int | None = None
        self.seen: list[int] = []
        self.gaps = 0

    def run(self) -> None:
        cursor = 0
        while self._stop_at is None or cursor < self._stop_at:
            page = self._recorder.select_notifications(cursor, 500, inclusive_of_start=False)
            self.gaps += [each.id for each in page] != list(range(cursor + 1, cursor + 1 + len(page)))
            self.seen += [each.id for each in page]
            cursor = page[-1].id if page else cursor

    def finish(self, size: int) -> None:
        self._stop_at = size
        self.join(60)
        self._engine.dispose()


def _storm(url: str, folder: Path) -> tuple[list[Writer], list[Writer]]:
    """Return the writers that were killed, and those that saw the end."""
    draw = random.Random(ROUNDS)
    running = [Writer(url, f"writer-{number}", folder) for number in range(WRITERS)]
    killed = []
    _wait_for_all(running)
    for turn in range(ROUNDS):
        moment = draw.uniform(0.2, 0.8) * SECONDS
        time.sleep(moment)
        victim = running.pop(draw.randrange(WRITERS))
        victim.end(kill=True)
        killed.append(victim)
        running.append(Writer(url, f"writer-{WRITERS + turn}", folder))
        time.sleep(SECONDS - moment)
    _wait_for_all(running)
    return killed, running


def _wait_for_all(writers: list[Writer]) -> None:
    deadline = time.monotonic() + 60
    while not all(writer.promised() for writer in writers):
        assert time.monotonic() < deadline, "a writer never got its turn"
        time.sleep(0.02)


def test_nothing_is_missed_doubled_or_lost_when_a_writer_is_killed(
    engine: sa.Engine, recorder: Recorder, database_url: str, tmp_path: Path
) -> None:
    folder = tmp_path / "promises"
    folder.mkdir()
    follower = Follower(database_url)
    follower.start()
    killed, running = _storm(database_url, folder)
    turns = _turns(running, seconds=1)
    for writer in running:
        writer.end(kill=False)
    append(recorder, [named("after the storm")])  # nobody left the log locked
    follower.finish(recorder.head().size)
    rows = check_log(recorder)

    assert follower.gaps == 0
    assert follower.seen == list(range(1, len(rows) + 1))
    places = [at for writer in killed + running for span in writer.promised() for at in range(*span)]
    assert len(places) == len(set(places)), "one place was promised twice"
    for writer in killed + running:
        mine = writer.promises.name.encode() + b" "
        for first, stop in writer.promised():
            assert [row.index for row in rows[first:stop]] == list(range(first, stop)), (
                "acknowledged and lost"
            )
            assert all(row.entry.startswith(mine) for row in rows[first:stop])
    assert min(turns) * 20 > max(turns), "the turn does not go round"


def _turns(writers: list[Writer], *, seconds: float) -> list[int]:
    """Return how many groups each writer got through in a while."""
    before = [len(writer.promised()) for writer in writers]
    time.sleep(seconds)
    return [len(writer.promised()) - start for writer, start in zip(writers, before, strict=True)]
