"""The pages of the documentation, taken apart: headings, links, fenced blocks, generated parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
# `make bench` and `make deep` write these.
WRITTEN_ELSEWHERE: Final = frozenset({"docs/performance.md", "docs/deep.md"})
TIMELESS: Final = frozenset({"CHANGELOG.md"})

_FENCE: Final = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMENT_BEFORE: Final = re.compile(r"<!-- (.*?) -->\s*\Z")
_HEADING: Final = re.compile(r"^(#{1,4}) (.+)$", re.MULTILINE)
_LINK: Final = re.compile(r"(?<!!)\[[^\]\n]*\]\(([^)\s]+)\)")
_GENERATED: Final = re.compile(r"(<!-- generated: ([\w-]+) -->\n)(.*?)(<!-- end -->)", re.DOTALL)
_REVIEWED: Final = re.compile(r"^Reviewed: (\d{4}-\d{2}-\d{2})\.?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block: its language, its text, and the HTML comment right before it ("" if there is none)."""

    language: str
    text: str
    comment: str


def pages() -> list[Path]:
    """Every page that people read, but the decision records, which nobody edits."""
    return [
        *sorted(ROOT.glob("*.md")),
        *(path for path in sorted((ROOT / "docs").rglob("*.md")) if "adr" not in path.parts),
    ]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def fences(text: str) -> Iterator[Fence]:
    for match in _FENCE.finditer(text):
        comment = _COMMENT_BEFORE.search(text[: match.start()])
        yield Fence(match[1], match[2], comment[1] if comment else "")


def without_fences(text: str) -> str:
    return _FENCE.sub("", text)


def headings(text: str) -> list[tuple[int, str]]:
    return [(len(match[1]), match[2]) for match in _HEADING.finditer(without_fences(text))]


def anchors(text: str) -> set[str]:
    """What a link after ``#`` may name, in the way of the sites that show such pages."""
    return {re.sub(r"[^\w\- ]", "", title.casefold()).replace(" ", "-") for _level, title in headings(text)}


def links(text: str) -> list[str]:
    return _LINK.findall(without_fences(text))


def reviewed(text: str) -> str | None:
    match = _REVIEWED.search(text)
    return match[1] if match else None


def generated(text: str) -> dict[str, str]:
    return {match[2]: match[3] for match in _GENERATED.finditer(text)}


def replaced(text: str, parts: dict[str, str]) -> str:
    """Return ``text`` with every generated part replaced by the one of ``parts`` that has its name."""
    return _GENERATED.sub(lambda match: f"{match[1]}{parts[match[2]]}{match[4]}", text)


def sections(text: str, level: int = 3) -> dict[str, list[str]]:
    """Return the non-empty lines below each heading of ``level``, by the heading's text without backticks."""
    found: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in text.splitlines():
        match = _HEADING.match(line)
        if match:
            lines = []
            if len(match[1]) == level:
                found[match[2].strip("`")] = lines
        elif line.strip() and not line.startswith("<!-- "):
            lines.append(line)
    return found
