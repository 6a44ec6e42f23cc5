"""The page of invariants names each of them once, and tests that exist."""

import re
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

PAGE = (ROOT / "docs" / "invariants.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
NAMED = re.compile(r"`([\w/]+\.py)(?:::(\w+))?`")
ROWS = {int(number): cells for number, *cells in ROW.findall(PAGE)}


def test_every_invariant_has_one_row() -> None:
    assert [int(row[0]) for row in ROW.findall(PAGE)] == list(range(1, 35))


def missing(text: str) -> list[str]:
    """The files and names in ``text`` that are not there."""
    found = []
    for path, name in NAMED.findall(text):
        file = ROOT / "tests" / path
        source = file.read_text(encoding="utf-8") if file.is_file() else ""
        if not source or (name and not re.search(rf"^ *def {name}\(", source, re.MULTILINE)):
            found.append(f"{path}::{name}")
    return found


def test_every_test_that_the_page_names_is_there() -> None:
    assert NAMED.search(PAGE)
    assert missing(PAGE) == []


@pytest.mark.parametrize("number", ROWS)
def test_an_invariant_is_held_somewhere_and_controlled(number: int) -> None:
    _, held, control = ROWS[number]

    assert NAMED.search(held)
    if number != 7:  # whatever a fold raises is a failure already
        assert any(name.startswith("test_") for _, name in NAMED.findall(control))


@pytest.mark.parametrize(
    "gone", ["`domain/test_gone.py`", "`domain/claim_laws.py::gone`", "`domain/claim_laws.py::the_head_was`"]
)
def test_a_name_that_is_gone_would_be_found(gone: str) -> None:
    assert missing(gone)


@pytest.mark.parametrize(
    "machine", sorted((ROOT / "tests" / "domain").glob("test_machine_*.py")), ids=lambda one: one.stem
)
def test_every_machine_is_told_how_many_lives_to_try(machine: Path) -> None:
    source = machine.read_text(encoding="utf-8")

    assert 'EXAMPLES = int(os.environ.get("PHAYAN_EXAMPLES", "30"))' in source
    assert "max_examples=EXAMPLES" in source
