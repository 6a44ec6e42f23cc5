"""Every stable code has a heading, one line that says what it means, and one that says what to do."""

import ast
import re

import pytest

from ledger.cli.output import Exit
from tests.docs import codes
from tests.docs.pages import ROOT, sections

TEXT = (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")
CODES = {code for code in codes.all_codes() if code}  # an error may leave its code to each raise


def test_every_code_has_a_heading_and_no_other() -> None:
    assert set(sections(TEXT)) == CODES


def test_no_code_has_two_headings() -> None:
    assert TEXT.count("\n### ") == len(sections(TEXT))


@pytest.mark.parametrize(("code", "lines"), sections(TEXT).items(), ids=list(sections(TEXT)))
def test_a_code_says_what_it_means_and_what_to_do(code: str, lines: list[str]) -> None:
    meaning, remedy, thai, thai_remedy = lines

    assert meaning.endswith(".")
    assert remedy.startswith("*What to do:* ")
    assert remedy.endswith(".")
    assert not re.match(r"\*What to do:\* (See|As above|As) ", remedy), "an answer shows this line alone"
    assert is_thai(thai)
    assert thai_remedy.startswith("*ทำอย่างไรต่อ:* ")
    assert is_thai(thai_remedy.removeprefix("*ทำอย่างไรต่อ:* "))


def is_thai(text: str) -> bool:
    """Whether most letters are Thai. A command in backticks does not count."""
    letters = [char for char in re.sub(r"`[^`]*`|\]\([^)]*\)", "", text) if char.isalpha()]
    return sum("ก" <= char <= "๛" for char in letters) * 2 > len(letters) > 2


def test_a_sentence_that_was_not_translated_would_be_noticed() -> None:
    assert is_thai("เรื่องนี้เปลี่ยนไปหลังจากที่อ่าน")
    assert not is_thai("the record changed after it was read")
    assert not is_thai("")


def test_every_exit_code_is_told() -> None:
    for code in Exit:
        assert f"\n| {int(code)} | " in TEXT


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("class A(Exception):\n    code = 'one'", ["one"]),
        ("class A(Exception):\n    code: ClassVar[str] = 'one'", ["one"]),
        ("class A(LogError, code='one'): pass", ["one"]),
        ("require(x, 'one', 'a sentence')", ["one"]),
        ("verdict.add('tile', 'one', 3, 'a sentence')", ["one"]),
        ("members.add('one')", []),
    ],
)
def test_codes_are_found_where_they_stand(source: str, found: list[str]) -> None:
    assert list(codes._codes("ledger/a.py", ast.parse(source))) == found


def test_a_code_that_is_put_together_cannot_hide() -> None:
    with pytest.raises(AssertionError, match="which codes"):
        list(codes._codes("ledger/a.py", ast.parse("raise Malformed(f'new_{kind}', 'a sentence')")))
