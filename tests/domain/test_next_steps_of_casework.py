"""What claims and grievances wait for besides their own procedure."""

from dataclasses import replace
from datetime import date

from ledger.domain.casebook import NO_CASEWORK, Casework, Conflict, InCourt, Requested, Ruling
from ledger.domain.casework.events import (
    ActReviewed,
    ConflictDecided,
    CourtOutcomeRecorded,
    InformationSupplied,
)
from ledger.domain.casework.next_step import COURT, REVIEW, RULING, SUPPLY, next_steps
from ledger.domain.casework_codes import (
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    CourtResult,
)
from ledger.domain.codes import Role
from ledger.domain.types import EntryRef
from tests.domain.world import actor

DAY = date(2026, 11, 22)
ENTRY = EntryRef("claim/x", 1, "a" * 64)
CONFLICT = Conflict(
    2, "b" * 64, actor("olga"), ConflictGround.SPOUSE, ConflictSection.S13, ConflictRaisedBy.CHALLENGE
)
REQUEST = Requested("q1", 3, "c" * 64, ("income",), "applicant", actor("olga"), DAY, DAY)


def casework(**members: object) -> Casework:
    return replace(NO_CASEWORK, **members)  # type: ignore[arg-type]


def test_nothing_is_waited_for_where_nothing_happened() -> None:
    assert next_steps(NO_CASEWORK) == ()


def test_a_conflict_waits_for_its_ruling_by_somebody_else() -> None:
    ruled = CONFLICT._replace(ruled=Ruling(4, actor("susi"), ConflictRuling.RECUSED, ()))

    assert next_steps(casework(conflicts=(CONFLICT,))) == (RULING,)
    assert next_steps(casework(conflicts=(ruled, CONFLICT))) == (RULING,)
    assert next_steps(casework(conflicts=(ruled,))) == ()
    assert (RULING.act, RULING.by) == (ConflictDecided, (Role.SUPERVISOR, Role.OVERSIGHT))
    assert (RULING.clock, RULING.outside) == ("conflict_ruling", True)


def test_a_question_waits_for_its_answer() -> None:
    assert next_steps(casework(requests=(REQUEST,))) == (SUPPLY,)
    assert next_steps(casework(requests=(REQUEST._replace(answered=4),))) == ()
    assert next_steps(casework(requests=(REQUEST._replace(waived=True),))) == ()
    assert (SUPPLY.act, SUPPLY.clock, SUPPLY.outside) == (InformationSupplied, "information", False)
    assert Role.INTAKE in SUPPLY.by


def test_a_suit_waits_for_the_court() -> None:
    suit = InCourt(5, ENTRY, CourtResult.PENDING, remand=False)

    assert next_steps(casework(court=(suit,))) == (COURT,)
    assert next_steps(casework(court=(suit, suit._replace(result=CourtResult.ENDED)))) == ()
    assert (COURT.act, COURT.clock) == (CourtOutcomeRecorded, None)
    assert COURT.by == (Role.INTAKE, Role.SUPERVISOR, Role.OVERSIGHT)


def test_a_ruling_is_waited_for_before_an_answer_and_that_before_the_court() -> None:
    suit = InCourt(5, ENTRY, CourtResult.PENDING, remand=False)

    every = casework(conflicts=(CONFLICT,), requests=(REQUEST,), court=(suit,))
    assert next_steps(every) == (RULING, SUPPLY, COURT)


def test_a_review_is_another_persons() -> None:
    assert (REVIEW.act, REVIEW.clock, REVIEW.outside) == (ActReviewed, "contested_act", True)
    assert REVIEW.by == (Role.REVIEWER, Role.APPELLATE, Role.OVERSIGHT)
