"""Runs the ``console`` blocks of a page as one session, and holds what they show against what happens.

A block is lines of ``$ command``, which ``> `` continues, each followed by the output that the page shows:
``…`` inside a line stands for any text, a line of ``…`` alone for any lines. A block right after
``<!-- not run: reason -->`` is left out, visibly.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.docs.pages import ROOT, fences

SKIPPED: Final = "not run: "
_END: Final = "@@ end of command "
_TIMEOUT: Final = 300  # seconds; a loaded machine is no fault of a page


class Command(NamedTuple):
    """A command of a page and the lines that the page shows below it."""

    command: str
    shown: tuple[str, ...]


def commands(block: str) -> list[Command]:
    """Return the commands of a block with what is shown of their output."""
    found: list[Command] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append(Command(line[2:], ()))
        elif not found:
            raise AssertionError("a block begins with a command: `$ command`")
        elif line.startswith("> ") and not found[-1].shown:
            found[-1] = Command(f"{found[-1].command}\n{line[2:]}", ())
        else:
            found[-1] = Command(found[-1].command, (*found[-1].shown, line))
    return found


def run_blocks(text: str) -> list[str]:
    """Return the blocks of a page that are run."""
    return [
        fence.text
        for fence in fences(text)
        if fence.language == "console" and not fence.comment.startswith(SKIPPED)
    ]


def skipped_blocks(text: str) -> list[tuple[str, str]]:
    """Return the blocks that are not run, with the reason that the page gives."""
    return [
        (fence.text, fence.comment.removeprefix(SKIPPED))
        for fence in fences(text)
        if fence.language == "console" and fence.comment.startswith(SKIPPED)
    ]


def run(session: Sequence[Command], folder: Path, tools: Path) -> list[list[str]]:
    """Run the commands in one shell inside ``folder`` and return the lines that each printed.

    Args:
        session: The commands of one page.
        folder: An empty folder; it gets what a page may name of the project.
        tools: Where ``phayan`` is.
    """
    for name in ("docs", "mappings"):
        (folder / name).symlink_to(ROOT / name)
    path = os.pathsep.join([str(tools), str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PHAYAN_")}
    environment |= {"PATH": path, "COLUMNS": "200", "LC_ALL": "C.UTF-8"}
    script = "".join(f"{one.command}\nprintf '\\n{_END}%s\\n' $?\n" for one in session)
    ran = subprocess.run(
        ["bash", "-c", f"exec 2>&1\n{script}"],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_TIMEOUT,
        check=False,
    )
    parts = re.split(rf"^{_END}\d+\n", ran.stdout.decode(), flags=re.MULTILINE)
    return [part.rstrip("\n").splitlines() for part in parts[:-1]]


def differs(shown: Sequence[str], printed: Sequence[str]) -> str | None:
    """Return the first shown line that was not printed where the page has it; None if all were."""
    place, anywhere = 0, False
    for line in shown:
        if line.strip() == "…":
            anywhere = True
            continue
        fits = re.compile(".*".join(map(re.escape, line.rstrip().split("…")))).fullmatch
        reach = range(place, len(printed) if anywhere else min(place + 1, len(printed)))
        found = next((at for at in reach if fits(printed[at].rstrip())), None)
        if found is None:
            return line
        place, anywhere = found + 1, False
    return None if anywhere or place == len(printed) else f"(after the last line shown) {printed[place]}"
