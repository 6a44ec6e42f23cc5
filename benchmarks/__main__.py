"""``python -m benchmarks``: measure the goals, write ``docs/performance.md``, fail where one is missed."""

import argparse
import gc
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from benchmarks import appending, encoding, growth, hashing, rebuilding, replaying, reporting, serving
from benchmarks.document import lines, page
from benchmarks.goals import Goal, Outcome, Verdict, outcome
from benchmarks.machine import cores, describe
from benchmarks.measuring import interleave
from benchmarks.profiling import profile
from benchmarks.stage import Stage
from benchmarks.suite import Plan, Suite

SUITES: Final = (
    *appending.SUITES,
    *serving.SUITES,
    *replaying.SUITES,
    *rebuilding.SUITES,
    *encoding.SUITES,
    *hashing.SUITES,
    *growth.SUITES,
    *reporting.SUITES,
)
FULL: Final = Plan(
    rounds=15,
    whole_rounds=5,
    seconds=0.5,
    statements=60_000,
    fuzz=1_000_000,
    leaves=hashing.MILLION,
    growth=131_072,
    entries=1_000_000,
)
QUICK: Final = Plan(
    rounds=3,
    whole_rounds=3,
    seconds=0.35,
    statements=12_000,
    fuzz=20_000,
    leaves=hashing.MILLION,
    growth=5_000,
    entries=60_000,
)
PAGE: Final = Path("docs/performance.md")


def measure(
    suite: Suite, goals: Sequence[Goal], stage: Stage, plan: Plan, *, profiles: bool
) -> list[Outcome]:
    """Return what was measured for ``goals``, with a profile where one stays below its target."""
    wanted = {name for goal in goals for name in (goal.numerator, goal.denominator) if name is not None}
    rounds = 1 if suite.once else plan.whole_rounds if suite.whole else plan.rounds
    with suite.open(stage, plan, wanted) as opened:
        runners = {name: runner for name, runner in opened.items() if name in wanted}
        try:
            rates = interleave(
                runners,
                rounds=rounds,
                seconds=suite.longer * plan.seconds,
                tell=_teller(suite),
                warm_up=not suite.once,
            )
            outcomes = [outcome(goal, rates) for goal in goals]
            for one in outcomes:
                slower = one.goal.denominator if one.goal.at_most else one.goal.numerator
                if (
                    slower
                    and not suite.once
                    and (profiles or one.verdict not in {Verdict.MET, Verdict.REPORTED})
                ):
                    one.profile = profile(runners[slower], 4 * plan.seconds)
        finally:
            gc.unfreeze()
    return outcomes


def _teller(suite: Suite) -> "_Teller":
    return _Teller(suite.name)


class _Teller:
    """Shows progress on a terminal."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{self._name}: {text}", end="", file=sys.stderr, flush=True)


def run(plan: Plan, only: Sequence[str], folder: Path, *, profiles: bool) -> list[Outcome]:
    """Return the outcomes of the goals named in ``only``, or of all."""
    stage: Stage | None = None
    outcomes: list[Outcome] = []
    for suite in SUITES:
        goals = [goal for goal in suite.goals if not only or goal.name in only]
        possible = [goal for goal in goals if goal.lanes <= cores()]
        if not goals:
            continue
        stage = stage or Stage(folder, plan.statements)
        done = measure(suite, possible, stage, plan, profiles=profiles) if possible else []
        done += [Outcome(goal=goal, values=[]) for goal in goals if goal not in possible]
        for one in done:
            if sys.stderr.isatty():
                print("\r\x1b[K", end="", file=sys.stderr)
            print("\n".join(lines(one)), flush=True)
        outcomes += done
    return outcomes


def _arguments(given: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--rounds", type=int, help="rounds of slices; 15 by default")
    parser.add_argument("--only", default="", help="goals by name, such as G1,G3; also proof and memory")
    parser.add_argument(
        "--quick", action="store_true", help="few rounds over a small log, to try the harness"
    )
    parser.add_argument("--profile", action="store_true", help="show where the time goes for every goal")
    parser.add_argument(
        "--write",
        type=Path,
        help="where the page goes; a full run writes docs/performance.md, a part of one its own rows there",
    )
    parser.add_argument(
        "--folder", type=Path, help="on which disk the databases lie; a temporary folder by default"
    )
    return parser.parse_args(given)


def main(given: Sequence[str]) -> int:
    """Run what ``given`` asks for; return 1 if a goal is missed by a tenth."""
    asked = _arguments(given)
    plan = QUICK if asked.quick else FULL
    if asked.rounds:
        plan = replace(plan, rounds=asked.rounds, whole_rounds=min(asked.rounds, plan.whole_rounds))
    only = [name for name in asked.only.split(",") if name]
    unknown = set(only) - {goal.name for suite in SUITES for goal in suite.goals}
    if unknown:
        print(f"there is no goal of that name: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as name:
        machine = describe(Path(name))
        for key, value in machine.items():
            print(f"{key}: {value}")
        outcomes = run(plan, only, Path(name), profiles=asked.profile)
    target = asked.write or (None if asked.quick or only else PAGE)
    if target is not None:
        earlier = target.read_text("utf-8") if only and target.exists() else ""
        target.write_text(page(outcomes, machine, plan, earlier), "utf-8")
    missed = [one for one in outcomes if one.fails]
    if missed:
        print("missed: " + ", ".join(f"{one.goal.name} ({one.goal.what})" for one in missed), file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
