"""``make mutants``: every change that mutmut makes to the rules, one at a time, against ``tests/domain``.

Writes ``docs/mutants.md``: how many were noticed, and each that was not, with the reason why it stays. A run
takes up to an hour; what was tried before and did not change since is not tried again.
"""

import json
import os
import platform
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple

ROOT: Final = Path(__file__).parents[1]
WORK: Final = ROOT / "mutants"
PAGE: Final = ROOT / "docs" / "mutants.md"
FLOOR: Final = 0.9
KILLED: Final = frozenset({1, 3})
SURVIVED: Final = frozenset({0, 5, 33})
"""Exit codes of a mutant's tests: 0 none failed, 5 and 33 none ran."""
REASONS: Final = ROOT / "tests" / "kept_mutants.json"
"""Why a change makes no difference: by the reason, the changes of which somebody saw that it holds."""
UNSEEN: Final = "open: no test notices these, and nobody has said yet why they make no difference"


class Mutant(NamedTuple):
    """One change that no test noticed: module and function, the lines before and after."""

    where: str
    before: str
    after: str


def run() -> int:
    """Try every change that was not tried since its function changed, and again what no test noticed then."""
    for meta in WORK.glob("ledger/domain/**/*.meta"):
        known = json.loads(meta.read_text(encoding="utf-8"))
        known["exit_code_by_key"] = {
            name: code if verdict(code) == "killed" else None
            for name, code in known["exit_code_by_key"].items()
        }
        meta.write_text(json.dumps(known), encoding="utf-8")
    (WORK / "mutmut-stats.json").unlink(missing_ok=True)  # which tests reach which function may have changed
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", str(os.cpu_count() or 1)]
    log = (ROOT / "mutants.log").open("wb")
    with log:
        return subprocess.run(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT, check=False).returncode


def results() -> Iterator[tuple[Path, str, int | None]]:
    """Yield module, name and exit code of every mutant."""
    for meta in sorted(WORK.glob("ledger/domain/**/*.meta")):
        path = meta.relative_to(WORK).with_suffix("")
        for name, code in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"].items():
            yield path, name, code


def verdict(code: int | None) -> str:
    """Return what the exit code of a mutant's tests says."""
    if code is None:
        return "untried"
    return "killed" if code in KILLED else "survived" if code in SURVIVED else "other"


def survivors() -> Iterator[Mutant]:
    """Yield every change that no test noticed."""
    from mutmut.mutation.diff_apply import get_diff_for_mutant  # type: ignore[import-not-found,import-untyped,unused-ignore]

    for path, name, code in results():
        if code in SURVIVED:
            lines = str(get_diff_for_mutant(name, path=path)).split("\n")[2:]
            before, after = (
                " ".join(line[1:].strip() for line in lines if line.startswith(sign)) for sign in "-+"
            )
            module = path.relative_to("ledger/domain").with_suffix("").as_posix()
            function = name.rpartition(".")[2].partition("__mutmut")[0].removeprefix("x_")
            where = f"{module} {function.replace('xǁ', '').replace('ǁ', '.')}"
            yield Mutant(where, before, after)


def reasons() -> dict[Mutant, str]:
    """Return why each change stays of which somebody said why."""
    kept: dict[str, list[list[str]]] = json.loads(REASONS.read_text(encoding="utf-8"))
    return {Mutant(*change): why for why, changes in kept.items() for change in changes}


def page(counts: Counter[str], left: Iterable[Mutant]) -> str:
    """Return the text of the page."""
    tried, known = sum(counts.values()), reasons()
    by_reason: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in left:
        by_reason[known.get(mutant, UNSEEN)].append(mutant)
    lines = [
        "# Mutants",
        "",
        f"Reviewed: {date.today()}.",
        "",
        "Written by `make mutants`: the rules in `ledger/domain` are changed in every way that mutmut knows,",
        "one change at a time, and `tests/domain` runs against each, the machines left out.",
        "A change that no test notices is a gap in the tests, or makes no difference. Each stands below",
        "with the reason why it makes none; a change without a reason is a gap, and says so.",
        "",
        f"{tried:,} changes, {counts['killed']:,} noticed: **{counts['killed'] / tried:.1%}**.",
        f"{counts['survived']:,} were not noticed, {counts['other']:,} ended otherwise (most never end), and",
        f"{counts['untried']:,} were not tried before the run ended: all count as if nobody had noticed.",
        f"Python {platform.python_version()}, mutmut as in `uv.lock`.",
    ]
    for reason, found in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        lines += ["", f"## {reason[0].upper()}{reason[1:].rstrip('.')} ({len(found)})", "", "```text"]
        lines += [f"{one.where}\n  - {one.before}\n  + {one.after}" for one in found]
        lines.append("```")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run mutmut and write the page; fail below the floor."""
    if "--page" not in sys.argv[1:] and run() != 0:
        sys.stdout.write("mutmut did not come to its end; see mutants.log\n")
        return 1
    counts: Counter[str] = Counter()
    for _, _, code in results():
        counts[verdict(code)] += 1
    if not counts:
        sys.stdout.write("mutmut made no change; see mutants.log\n")
        return 1
    PAGE.write_text(page(counts, survivors()), encoding="utf-8")
    share = counts["killed"] / sum(counts.values())
    sys.stdout.write(f"{share:.1%} of {sum(counts.values())} changes were noticed; see docs/mutants.md\n")
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main())
