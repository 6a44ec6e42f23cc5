"""Every code of refusal is raised somewhere, by one class, and has a sentence."""

import ast
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

import ledger.domain
from ledger.domain import errors
from ledger.domain.codes import NoticeMethod, NoticeRule
from ledger.domain.errors import Refused, StreamConflict
from ledger.domain.notices import DEEMED_DAYS, RULES, effective_date
from ledger.domain.sentences import CHAPTERS, SENTENCES
from ledger.domain.types import EntryRef, Seen
from tests.domain.cases import CLAIM, notice

CLASSES = {kind.__name__: kind for kind in Refused.__subclasses__()}


def raised() -> dict[str, set[str]]:
    """The classes that raise each code, as the source has it."""
    codes: dict[str, set[str]] = defaultdict(set)
    for path in Path(ledger.domain.__path__[0]).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                for argument in ast.walk(node):
                    value = argument.value if isinstance(argument, ast.Constant) else None
                    if isinstance(value, str) and value in SENTENCES:
                        codes[value].add(node.func.id)
    codes["stream_conflict"].add("StreamConflict")
    return codes


def test_every_sentence_belongs_to_a_code_that_is_raised() -> None:
    codes = raised()
    expired = {"authority_expired", "authority_scope", "authority_missing"}  # chosen in a variable
    opened = {"id_format"}  # raised where sealed fields are at hand, before they are sealed

    assert set(codes) | expired | opened == set(SENTENCES)


def test_a_code_stands_in_one_chapter() -> None:
    """Two sentences under one code would hide each other."""
    assert sum(map(len, CHAPTERS.values())) == len(SENTENCES)


def test_a_code_belongs_to_one_class() -> None:
    assert {code: kinds for code, kinds in raised().items() if len(kinds) > 1} == {}


def test_every_class_of_refusal_is_used() -> None:
    assert {kind for kinds in raised().values() for kind in kinds} == set(CLASSES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_plain_and_repeats_nothing(code: str) -> None:
    sentence = SENTENCES[code]

    assert sentence.en[0].islower()
    assert not sentence.en.endswith(".")
    assert sentence.do[0].isupper()
    assert sentence.do.endswith(".")
    assert "{" not in "".join(sentence)
    assert str(errors.RuleBroken(code)) == sentence.en


def test_a_conflict_carries_the_head() -> None:
    assert StreamConflict(Seen(4, "a" * 64)).head == Seen(4, "a" * 64)
    assert StreamConflict(None).code == "stream_conflict"


@pytest.mark.parametrize(
    ("method", "sent", "received", "effective"),
    [
        ("oral", 8, None, 8),
        ("hand", 8, None, None),
        ("hand", 8, 9, 9),
        ("hand_adult", 8, None, 8),
        ("affixed", 8, None, 8),
        ("registered_post", 8, None, 15),
        ("registered_post", 8, 20, 20),
        ("registered_post_abroad", 8, None, 23),
        ("public_posting", 8, None, 23),
        ("newspaper", 8, None, 23),
        ("electronic", 8, None, None),
        ("electronic", 8, 10, 10),
        ("ordinary_post", 8, 10, None),
        ("sms", 8, 10, None),
        ("line", 8, 10, None),
        ("telephone", 8, 10, None),
        (None, 8, None, None),
        (None, None, 10, 10),
        ("registered_post", None, None, None),
    ],
)
def test_when_a_notice_counts_as_received(
    method: str | None, sent: int | None, received: int | None, effective: int | None
) -> None:
    def day(number: int | None) -> date | None:
        return None if number is None else date(2026, 4, number)

    given = notice(
        EntryRef(CLAIM, 1, "0" * 64),
        method=None if method is None else NoticeMethod(method),
        sent_on=day(sent),
        received_on=day(received),
    )
    assert effective_date(given) == day(effective)


def test_the_table_of_notices_has_a_row_for_each_method() -> None:
    assert set(RULES) == set(NoticeMethod)
    assert set(RULES.values()) == set(NoticeRule)
    assert {RULES[method] for method in DEEMED_DAYS}.isdisjoint(
        {NoticeRule.N2, NoticeRule.N9, NoticeRule.N10}
    )
