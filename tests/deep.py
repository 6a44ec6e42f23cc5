"""The full floors: ``make deep``. CI runs the same tests with smaller numbers (``docs/testing.md``).

Runs the regimes one after another and writes what they did to ``docs/deep.md``, each with its day.
"""

import os
import platform
import re
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "deep.md"


class Regime(NamedTuple):
    """Tests with larger numbers, given through the environment."""

    name: str
    floor: str
    tests: tuple[str, ...]
    environment: dict[str, str]


REGIMES = (
    Regime(
        "quick reader",
        "1,000,000 mutated statements: a quick yes implies the reference's yes (G10)",
        ("tests/application/test_fastpath.py",),
        {"PHAYAN_FAST_PATH_ROUNDS": "1000000"},
    ),
    Regime(
        "process storm",
        "20 rounds of 6 s on each database: 4 writers, a tailing reader, kill -9 at random (G12)",
        ("tests/store/test_processes.py",),
        {"PHAYAN_STORM": "20x6"},
    ),
    Regime(
        "storm over HTTP",
        "200 clients file and decide for two minutes on PostgreSQL, 40 s on SQLite; kill -9 every 3 s",
        ("tests/api/test_storm.py",),
        {"PHAYAN_HTTP_STORM": "200x120"},
    ),
    Regime(
        "registers",
        "whole registers through the command line, with both planted controls",
        ("tests/acceptance/test_registers.py",),
        {"PHAYAN_DEEP": "1"},
    ),
    Regime(
        "pages",
        "every page by every rule, in both languages, by day and by night",
        ("tests/web/test_everywhere.py", "tests/web/test_everywhere_in_english.py"),
        {"PHAYAN_DEEP": "1"},
    ),
    Regime(
        "evidence",
        "every bit of a proof and every element of a bundle",
        ("tests/verify",),
        {"PHAYAN_DEEP": "1"},
    ),
    Regime(
        "contract",
        "20,000 requests made from the description, half on each database, with and without keys (R12)",
        ("tests/api/test_schemathesis.py",),
        {"PHAYAN_SCHEMATHESIS": "10000"},
    ),
    Regime(
        "invariants",
        "2,000 random lives of all actors on each machine: registry, cases, clocks, consultations",
        tuple(str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("tests/domain/test_machine_*.py"))),
        {"PHAYAN_EXAMPLES": "2000"},
    ),
    Regime(
        "properties",
        "the property tests once more, each from another seed",
        ("tests/domain", "tests/tlog", "tests/signing", "tests/projections"),
        {"PHAYAN_DEEP": "1"},
    ),
)


def run(regime: Regime) -> tuple[int, str, float]:
    """Run the tests of ``regime``; return the exit code, pytest's closing line and the seconds."""
    started = time.monotonic()
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "2", *regime.tests],
        cwd=ROOT,
        env=os.environ | regime.environment,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    lines = [line for line in ran.stdout.splitlines() if line.strip()]
    print(*lines[-12:], sep="\n", flush=True)
    closing = re.sub(r"^=+ | =+$", "", lines[-1]) if lines else "no output"
    return ran.returncode, closing, time.monotonic() - started


def earlier() -> dict[str, str]:
    """Return the rows that the page has now, by the name of their regime."""
    if not PAGE.exists():
        return {}
    names = {regime.name for regime in REGIMES}
    rows = (line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| "))
    return {name: row for row in rows if (name := row.split(" | ")[0].removeprefix("| ")) in names}


def main() -> int:
    """Run every regime, or those named as arguments, and renew their rows of the page."""
    wanted = [regime for regime in REGIMES if not sys.argv[1:] or regime.name in sys.argv[1:]]
    today, rows, failed = date.today().isoformat(), earlier(), 0
    for regime in wanted:
        print(f"-- {regime.name}: {regime.floor}", flush=True)
        code, closing, seconds = run(regime)
        failed += code != 0
        rows[regime.name] = f"| {regime.name} | {regime.floor} | {closing} | {seconds:.0f} | {today} |"
    page = [
        "# The last deep run",
        "",
        f"Reviewed: {today}.",
        "",
        "Written by `make deep`; CI uses smaller numbers: see [testing.md](testing.md).",
        "",
        f"{os.cpu_count()} cores, Python {platform.python_version()}, {platform.system()}.",
        "",
        "| regime | floor | pytest said | seconds | run on |",
        "|---|---|---|---|---|",
        *(rows[regime.name] for regime in REGIMES if regime.name in rows),
        "",
    ]
    PAGE.write_text("\n".join(page), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
