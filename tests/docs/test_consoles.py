"""What the pages tell people to type works, and prints what the pages show."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.consoles import Command, commands, differs, run, run_blocks, skipped_blocks
from tests.docs.pages import ROOT, name, pages
from tests.docs.quick import program

SESSIONS = [page for page in pages() if run_blocks(page.read_text(encoding="utf-8"))]
SKIPPED = [(page, *one) for page in pages() for one in skipped_blocks(page.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module")
def tools() -> Iterator[Path]:
    with program() as folder:
        yield folder


@pytest.mark.parametrize("page", SESSIONS, ids=name)
def test_the_commands_of_a_page_print_what_it_shows(page: Path, tmp_path: Path, tools: Path) -> None:
    session = [one for block in run_blocks(page.read_text(encoding="utf-8")) for one in commands(block)]

    printed = run(session, tmp_path, tools)

    assert len(printed) == len(session)
    for one, lines in zip(session, printed, strict=True):
        wrong = differs(one.shown, lines)
        assert wrong is None, "\n".join([f"$ {one.command}", f"not there: {wrong}", "printed:", *lines])


@pytest.mark.parametrize(
    ("page", "block", "why"),
    SKIPPED,
    ids=[f"{name(page)}-{number}" for number, (page, *_) in enumerate(SKIPPED)],
)
def test_commands_that_are_not_run_say_why(page: Path, block: str, why: str) -> None:
    assert why
    pytest.skip(f"{name(page)}: `{commands(block)[0].command}` is not run: {why}")


def test_the_readme_shows_commands() -> None:
    assert ROOT / "README.md" in SESSIONS


def test_a_block_is_taken_apart() -> None:
    assert commands("$ one \\\n> two\nout\n> out\n$ three\n") == [
        Command("one \\\ntwo", ("out", "> out")),
        Command("three", ()),
    ]


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ([], []),
        (["a"], ["a"]),
        (["a … c"], ["a b c"]),
        (["…"], ["a", "b"]),
        (["…", "b"], ["a", "b"]),
        (["a", "…"], ["a", "b", "c"]),
        (["a", "…", "c"], ["a", "c"]),
    ],
)
def test_what_is_shown_fits(shown: list[str], printed: list[str]) -> None:
    assert differs(shown, printed) is None


@pytest.mark.parametrize(
    ("shown", "printed"),
    [
        ([], ["a"]),
        (["a"], []),
        (["a"], ["b"]),
        (["a"], ["a", "b"]),
        (["b"], ["a", "b"]),
        (["a.c"], ["abc"]),
        (["…", "c"], ["a", "b"]),
        (["b", "…", "a"], ["a", "b"]),
    ],
)
def test_what_is_shown_otherwise_is_told(shown: list[str], printed: list[str]) -> None:
    assert differs(shown, printed) is not None
