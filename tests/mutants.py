"""``make mutants``: every change that mutmut makes to the rules, one at a time, against ``tests/domain``.

Writes ``docs/mutants.md``: how many were noticed, and each that was not, with the reason why it stays. A run
takes up to an hour; what was tried before and did not change since is not tried again.
"""

import json
import os
import platform
import re
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


class Mutant(NamedTuple):
    """One change that no test noticed: where, the lines before and after."""

    module: str
    function: str
    before: str
    after: str


class Reason(NamedTuple):
    """Why changes of one sort stay: what a place and the two lines look like, and what is said of them."""

    module: str
    before: str
    after: str
    why: str


LOADED: Final = "runs when the module is loaded, before a change is switched on; other tests hold the tables"
GUARD: Final = (
    "a guard against what no history of the tests holds; `evolve` and the views must bear any history"
)
UNREACHED: Final = "no test gets here: in every history that was tried an earlier check speaks first"
ONE_VERSION: Final = "two entries never have one version, or one index"
UNREAD: Final = "in no history of the tests does anything depend on this value: a gap to be closed"
OTHERWISE: Final = "no test tells the two apart yet: a gap to be closed"
_ORDER: Final = r"(version|index) (<|>|<=|>=) |(<|>|<=|>=) \w+(\.\w+)*\.(version|index|entry_index)"
REASONS: Final = (
    Reason(r"clocks/(policy|statute|notice_rows)", r"", r"", LOADED),
    Reason(r".*next_step", r"^def _step|_step\(|NextStep\(", r"", LOADED),
    Reason(r"", r"strict=True", r"zip\(", "two lists of one length by construction"),
    Reason(r"", r"json\.dumps", r"json\.dumps", "the members are ASCII, and sorted already"),
    Reason(r"", r'"big"', r"from_bytes\(", "the default is the same order"),
    Reason(r"", r"key=str\.encode", r"sorted\(", "the keys are ASCII: it is the same order"),
    Reason(r"", r"^def .*=", r"^def .*=", "a default that every caller states"),
    Reason(r"", _ORDER, r"", ONE_VERSION),
    Reason(r"", r" if ", r"\) and False|\) or True", GUARD),
    Reason(r"", r" is (not )?None (or|and) ", r"", GUARD),
    Reason(r"", r'partition\("/"\)', r"partition", "a stream's name has one slash"),
    Reason(r"", r"default=", r"\)", "the list is never empty where this is asked"),
    Reason(r"", r"raise \w+\(|demand\(", r"", UNREACHED),
    Reason(r"", r"^case .*: (return|pass)|^case _", r"^$", "falls through to the same end"),
    Reason(r"", r"", r"\bNone\b|, \)", UNREAD),
)


def run() -> int:
    """Run mutmut; return its exit code."""
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
            yield Mutant(module, function.replace("xǁ", "").replace("ǁ", "."), before, after)


def why(mutant: Mutant) -> str:
    """Return the first reason that fits."""
    for reason in REASONS:
        if (
            re.match(reason.module, mutant.module)
            and re.search(reason.before, mutant.before)
            and re.search(reason.after, mutant.after)
        ):
            return reason.why
    return OTHERWISE


def page(counts: Counter[str], left: Iterable[Mutant]) -> str:
    """Return the text of the page."""
    tried = sum(counts.values())
    by_reason: defaultdict[str, list[Mutant]] = defaultdict(list)
    for mutant in left:
        by_reason[why(mutant)].append(mutant)
    lines = [
        "# Mutants",
        "",
        f"Reviewed: {date.today()}.",
        "",
        "Written by `make mutants`: the rules in `ledger/domain` are changed in every way that mutmut knows,",
        "one change at a time, and `tests/domain` runs against each, the machines left out.",
        "A change that no test notices is a gap in the tests, or makes no difference. Each stands below,",
        "under what the shape of its line says of it: nobody went through them one by one.",
        "",
        f"{tried:,} changes, {counts['killed']:,} noticed: **{counts['killed'] / tried:.1%}**.",
        f"{counts['survived']:,} were not noticed, {counts['other']:,} ended otherwise, and",
        f"{counts['untried']:,} were not tried before the run ended: all count as if nobody had noticed.",
        f"Python {platform.python_version()}, mutmut as in `uv.lock`.",
    ]
    for reason, found in sorted(by_reason.items(), key=lambda item: -len(item[1])):
        lines += ["", f"## {reason[0].upper()}{reason[1:]} ({len(found)})", "", "```text"]
        lines += [f"{one.module} {one.function}\n  - {one.before}\n  + {one.after}" for one in found]
        lines.append("```")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Run mutmut and write the page; fail below the floor."""
    if "--page" not in sys.argv[1:]:
        run()
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
