"""Every code that a letter may print has words in both languages."""

import re
from enum import StrEnum

import pytest

from ledger.domain.casework_codes import Ground, Inadmissible, Outcome, Remedy
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import Mark
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import (
    Cause,
    ClockRoll,
    Finding,
    GroundFinding,
    Heard,
    OrderMaker,
    Result,
)
from ledger.projections.letters.labels import LABELS, label
from ledger.projections.letters.opened import REASONS
from ledger.projections.views.unsealing import DECIDING
from ledger.signing.forms import check_text

LISTS: dict[str, type[StrEnum]] = {
    "result": Result,
    "finding": Finding,
    "heard": Heard,
    "cause": Cause,
    "maker": OrderMaker,
    "outcome": Outcome,
    "inadmissible": Inadmissible,
    "ground": Ground,
    "ground_finding": GroundFinding,
    "mark": Mark,
}


@pytest.mark.parametrize("kind", LISTS)
def test_every_code_of_a_closed_list_has_words(kind: str) -> None:
    assert set(LABELS[kind]) == {str(code) for code in LISTS[kind]}


def test_every_remedy_role_and_word_that_is_printed_has_words() -> None:
    assert set(LABELS["remedy"]) == {str(code) for code in Remedy if code is not Remedy.NONE}
    assert set(LABELS["role"]) == set(DECIDING)
    assert set(LABELS["word"]) == set(REASONS)


def test_every_clock_of_a_case_that_waits_for_an_office_has_words() -> None:
    elsewhere = {
        *("consult_open", "consult_response", "deferred_answer", "commitment", "unsealing_notice"),
        *("revoke_benefit", "pdpa_breach", "hearing_notice", "retaliation_watch", "verification"),
    }
    rows = [*STATUTE.values(), *POLICY.values()]
    offices = {str(row.clock) for row in rows if row.period.roll is ClockRoll.NONE}

    assert offices - elsewhere == set(LABELS["clock"])


def test_words_are_tidy_thai_is_thai_and_no_two_codes_sound_alike() -> None:
    for kind, words in LABELS.items():
        for thai, english in words.values():
            check_text(thai)
            check_text(english)
            assert re.search("[ก-๙]", thai), thai
            assert not re.search("[ก-๙]", english), english
        if kind in LISTS:
            assert len({thai for thai, _ in words.values()}) == len(words)


def test_an_unknown_code_is_shown_readably() -> None:
    assert label("owns_a_boat", "fact").th == "owns a boat"
