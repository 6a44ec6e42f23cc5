"""Memory of import, verification and rebuild, at n claims and at 4n: each in a process of its own.

What is remembered has bounds, such as 65,536 streams. They are reached at n in a full run, so what grows
beyond shows.

Run as ``python -m benchmarks.growth TASK FOLDER``, this is such a process; it prints the most memory that
it ever held, in bytes.
"""

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from benchmarks.fixture import Draw, now
from benchmarks.goals import Goal
from benchmarks.machine import peak_memory
from benchmarks.measuring import fixed
from benchmarks.stage import Stage, settings_in
from benchmarks.suite import Plan, Runners, Suite
from ledger.application import projecting, randomness
from ledger.application.assembly import create, open_ledger
from ledger.application.importing import Importer
from ledger.application.keyring import Keyring
from ledger.application.mapping import open_mapping
from ledger.application.reporting import reader
from ledger.application.verifying import verify_ledger
from ledger.tlog.policy import parse_policy

MIB: Final = 2**20
ROOT: Final = Path(__file__).parents[1]
TASKS: Final = ("import", "verify", "rebuild")
CACHE: Final = 64 * MIB
"""What SQLite may keep of a database in memory; as long as the database is smaller, it keeps all of it."""

ALLOWED: Final = 8 * MIB
"""What a process may take more at 4n than 1.15 times what it takes at n: the allocator's own noise."""


def import_all(folder: Path) -> None:
    """Import the numbers in ``claims.csv``."""
    settings = settings_in(folder)
    keyring = Keyring(settings.keys)
    with open_ledger(settings, now, write=True) as ledger:
        holder = keyring.load("importer")
        secret = keyring.secret("import", randomness.seed)
        importer = Importer(ledger, holder.key, actor=holder.actor, secret=secret, register="growth")
        files = {"claims": folder / "claims.csv"}
        with open_mapping(Path(__file__).with_name("growth.sql"), files, memory_limit="64MB") as rows:
            result = importer.run(rows, folder / "refused.jsonl")
    if result.refused:
        raise ValueError(f"rows were refused: {result.refused}")


def verify_all(folder: Path) -> None:
    """Verify the whole ledger."""
    settings = settings_in(folder)
    policy = parse_policy(settings.policy.read_text("utf-8"))
    with open_ledger(settings, now) as ledger:
        verdict = verify_ledger(ledger.store, policy)
    if verdict.findings:
        raise ValueError("the ledger does not verify")


def rebuild_all(folder: Path) -> None:
    """Rebuild every read model."""
    with open_ledger(settings_in(folder), now) as ledger:
        engine, read = ledger.store.engine, reader(ledger.store)
        projecting.prepare(engine)
        for projection in projecting.PROJECTIONS:
            projecting.rebuild(engine, read, projection)


WORK: Final[Mapping[str, Callable[[Path], None]]] = {
    "import": import_all,
    "verify": verify_all,
    "rebuild": rebuild_all,
}


def _measured(task: str, folder: Path) -> int:
    """Return the peak memory, in bytes, of a process that does ``task``."""
    command = [sys.executable, "-m", "benchmarks.growth", task, str(folder)]
    answer = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return int(answer.stdout)


def _prepare(folder: Path, claims: int, seed: int) -> None:
    folder.mkdir()
    create(settings_in(folder), Draw(seed).author(), now)
    numbers = "".join(f"{number}\n" for number in range(1, claims + 1))
    (folder / "claims.csv").write_text(f"number\n{numbers}", "ascii")


@contextmanager
def open_growth(stage: Stage, plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Give the memory of each task at n claims, and at 4n without what may still fill SQLite's cache."""
    runners = {}
    small, large = stage.folder / "growth-n", stage.folder / "growth-4n"
    _prepare(small, plan.growth, 1)
    _prepare(large, 4 * plan.growth, 2)
    for task in TASKS:
        runners[f"{task} n"] = fixed(_measured(task, small) / MIB)
        filling = _cached(large) - _cached(small)
        runners[f"{task} 4n"] = fixed((_measured(task, large) - ALLOWED - filling) / MIB)
    yield runners


def _cached(folder: Path) -> int:
    return min(CACHE, (folder / "ledger.db").stat().st_size)


SUITES: Final = (
    Suite(
        name="memory",
        open=open_growth,
        once=True,
        goals=tuple(
            Goal(
                name="memory",
                what=f"{task}: peak at four times the claims / at n",
                numerator=f"{task} 4n",
                denominator=f"{task} n",
                target=1.15,
                at_most=True,
                unit="MiB",
            )
            for task in TASKS
        ),
    ),
)

if __name__ == "__main__":
    WORK[sys.argv[1]](Path(sys.argv[2]))
    print(peak_memory())
