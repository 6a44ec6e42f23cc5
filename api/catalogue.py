"""What every code means and what to do about it, in English and in Thai: the page of errors, read.

The page is the one source of both, so an answer over HTTP and the documentation cannot differ. Tests hold it
complete.
"""

import re
from functools import cache
from pathlib import Path
from typing import Final

from ledger.domain.sentences.sentence import Sentence

_HEADING: Final = re.compile(r"^### `([a-z0-9_]+)`$")
_LINK: Final = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_REMEDY: Final = re.compile(r"^\*[^*]+:\* ")


@cache
def catalogue() -> dict[str, Sentence]:
    """Return the sentences of every code of the page."""
    here = Path(__file__).parent
    installed = here / "errors.md"
    page = installed if installed.is_file() else here.parent / "docs" / "errors.md"
    return read_page(page.read_text(encoding="utf-8"))


def read_page(text: str) -> dict[str, Sentence]:
    """Return the four lines below each code's heading, without marks of the page's own."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        if match := _HEADING.match(line):
            lines = found.setdefault(match[1], [])
        elif line.startswith("#"):
            lines = []
        elif line.strip() and not line.startswith("<!-- "):
            lines.append(_plain(line))
    return {code: Sentence(*four) for code, four in found.items()}


def _plain(line: str) -> str:
    return _REMEDY.sub("", _LINK.sub(r"\1", line)).replace("`", "")
