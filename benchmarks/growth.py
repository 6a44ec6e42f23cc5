"""Memory of import, verification and rebuild, at n claims and at 4n: each in a process of its own.

What is remembered has bounds, such as 65,536 streams. They are reached at n in a full run, so what grows
beyond shows.

Run as ``python -m benchmarks.growth TASK FOLDER CLAIMS``, this is such a process; it prints the most
memory that it ever held, in bytes.
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
from ledger.application.mapping import SourceRow
from ledger.application.reporting import reader
from ledger.application.verifying import verify_ledger
from ledger.signing.strict_json import JsonValue
from ledger.tlog.policy import parse_policy

MIB: Final = 2**20
NAME: Final = "growth"
BENEFIT: Final = "old_age_allowance"
BATCH: Final = 512  # rows that the product's own reader of registers gives at once
ROOT: Final = Path(__file__).parents[1]
TASKS: Final = ("import", "verify", "rebuild")
CACHE: Final = 64 * MIB
"""What SQLite may keep of a database in memory; as long as the database is smaller, it keeps all of it."""

ALLOWED: Final = 8 * MIB
"""What a process may take more at 4n than 1.15 times what it takes at n: the allocator's own noise."""


def register(claims: int) -> Iterator[list[SourceRow]]:
    """Yield the rows of a register: a programme, and claims, of which every eighth is decided.

    Many streams with little in them are the worst case for whatever is remembered. No engine reads them: its
    memory is a setting of the import, and is tested beside it.
    """
    profile: dict[str, JsonValue] = {
        "version": 1,
        "from": "2026-01-01",
        "profile": "historical",
        "rules": "0" * 64,
        "benefits": [BENEFIT],
        "facts": [],
        "clocks": [],
        "templates": [],
        "audit_ppm": 0,
        "small_cell": 11,
    }
    yield [SourceRow(1, "programme", NAME, "ProgrammePublished", 1, None, None, profile, None)]
    for start in range(1, claims + 1, BATCH):
        numbers = range(start, min(start + BATCH, claims + 1))
        yield [row for number in numbers for row in _claim(number)]


def _claim(number: int) -> Iterator[SourceRow]:
    official = str(number % 997)
    received: dict[str, JsonValue] = {
        "programme": {"$entry": ["programme", NAME, "ProgrammePublished", 1]},
        "benefit": BENEFIT,
        "received_on": "2026-03-02",
        "facts": [],
        "documents": [],
    }
    yield SourceRow(number, "claim", str(number), "ClaimReceived", 1, None, official, received, None)
    if number % 8 == 0:
        decided: dict[str, JsonValue] = {
            "result": "refuse" if number % 3 else "grant",
            "benefit": BENEFIT,
            "order_maker": "official",
            "occasion": "first",
            "found": [],
            "law": ["oaa_2552_s6"],
        }
        yield SourceRow(number, "claim", str(number), "EligibilityDecided", 1, None, official, decided, None)


def import_all(folder: Path, claims: int) -> None:
    """Import a register of so many claims."""
    settings = settings_in(folder)
    keyring = Keyring(settings.keys)
    with open_ledger(settings, now, write=True) as ledger:
        holder = keyring.load("importer")
        secret = keyring.secret("import", randomness.seed)
        importer = Importer(ledger, holder.key, actor=holder.actor, secret=secret, register=NAME)
        result = importer.run(register(claims), folder / "refused.jsonl")
    if result.refused or result.appended != result.read:
        raise ValueError(f"rows were refused: {result.refused}")


def verify_all(folder: Path, _claims: int) -> None:
    """Verify the whole ledger."""
    settings = settings_in(folder)
    policy = parse_policy(settings.policy.read_text("utf-8"))
    with open_ledger(settings, now) as ledger:
        verdict = verify_ledger(ledger.store, policy)
    if verdict.findings:
        raise ValueError("the ledger does not verify")


def rebuild_all(folder: Path, _claims: int) -> None:
    """Rebuild every read model."""
    with open_ledger(settings_in(folder), now) as ledger:
        engine, source = ledger.store.engine, reader(ledger.store)
        projecting.prepare(engine)
        for projection in projecting.PROJECTIONS:
            projecting.rebuild(engine, source, projection)


WORK: Final[Mapping[str, Callable[[Path, int], None]]] = {
    "import": import_all,
    "verify": verify_all,
    "rebuild": rebuild_all,
}


def _measured(task: str, folder: Path, claims: int) -> int:
    """Return the peak memory, in bytes, of a process that does ``task``."""
    command = [sys.executable, "-m", "benchmarks.growth", task, str(folder), str(claims)]
    answer = subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    return int(answer.stdout)


@contextmanager
def open_growth(stage: Stage, plan: Plan, _wanted: AbstractSet[str]) -> Iterator[Runners]:
    """Give the memory of each task at n claims, and at 4n without what may still fill SQLite's cache."""
    runners = {}
    small, large = stage.folder / "growth-n", stage.folder / "growth-4n"
    for seed, folder in enumerate((small, large)):
        folder.mkdir()
        create(settings_in(folder), Draw(seed).author(), now)
    for task in TASKS:
        lesser, greater = _measured(task, small, plan.growth), _measured(task, large, 4 * plan.growth)
        filling = _cached(large) - _cached(small)
        runners[f"{task} n"] = fixed(lesser / MIB)
        runners[f"{task} 4n"] = fixed((greater - ALLOWED - filling) / MIB)
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
    WORK[sys.argv[1]](Path(sys.argv[2]), int(sys.argv[3]))
    print(peak_memory())
