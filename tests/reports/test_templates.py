"""Six templates on traces that are written by hand: a letter is an event, and each case stands in a line."""

from collections.abc import Callable, Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.reports.folds.templates import (
    Judged,
    Verdict,
    absence_after,
    not_coexistence,
    precedence,
    response,
    response_within,
    separation,
)

A, B = "a".__eq__, "b".__eq__
SIGN = {Verdict.KEPT: "+", Verdict.VIOLATED: "-", Verdict.PENDING: "?"}


def signs(judged: Iterable[Judged[str]]) -> str:
    """Return each activation with its verdict: ``b+`` kept, ``b-`` violated, ``b?`` pending."""
    return " ".join(f"{event}{SIGN[verdict]}" for event, verdict in judged)


@pytest.mark.parametrize(
    ("trace", "verdicts"),
    [
        ("", ""),
        ("a", ""),
        ("ab", "b+"),
        ("ba", "b-"),
        ("bab", "b- b+"),
        ("acbb", "b+ b+"),
        ("ccb", "b-"),
    ],
)
def test_precedence_asks_for_an_a_before_each_b(trace: str, verdicts: str) -> None:
    assert signs(precedence(trace, A, B)) == verdicts


@pytest.mark.parametrize(
    ("trace", "over", "open_"),
    [
        ("b", "", ""),
        ("ab", "a+", "a+"),
        ("a", "a-", "a?"),
        ("ba", "a-", "a?"),
        ("aba", "a+ a-", "a+ a?"),
        ("aab", "a+ a+", "a+ a+"),
    ],
)
def test_response_holds_nothing_against_a_case_that_is_open(trace: str, over: str, open_: str) -> None:
    assert signs(response(trace, A, B, lambda _one: True)) == over
    assert signs(response(trace, A, B, lambda _one: False)) == open_


@pytest.mark.parametrize(
    ("trace", "runs", "verdicts"),
    [
        ("ab", False, "a+"),
        ("aL", False, "a-"),  # L is a b that came late
        ("aL", True, "a?"),
        ("a", True, "a?"),
        ("a", False, "a-"),
        ("ba", False, "a-"),
        ("aLb", False, "a+"),
    ],
)
def test_response_within_is_pending_only_while_its_time_runs(trace: str, runs: bool, verdicts: str) -> None:  # noqa: FBT001
    found = response_within(
        trace, A, lambda one: one in "bL", lambda _a, other: other == "b", lambda _a: runs
    )
    assert signs(found) == verdicts


@pytest.mark.parametrize(
    ("trace", "verdicts"),
    [("a", "a+"), ("ab", "a-"), ("ba", "a+"), ("aba", "a- a+"), ("b", ""), ("acc", "a+")],
)
def test_absence_after_lets_no_b_come_after_an_a(trace: str, verdicts: str) -> None:
    assert signs(absence_after(trace, A, B)) == verdicts


@pytest.mark.parametrize(
    ("trace", "verdicts"), [("", ""), ("cc", ""), ("aa", "a+"), ("cb", "b+"), ("cab", "a-"), ("bcca", "b-")]
)
def test_not_coexistence_judges_a_case_once(trace: str, verdicts: str) -> None:
    assert signs(not_coexistence(trace, A, B)) == verdicts


PERSONS = {"a": "Mali", "A": "Somchai", "b": "Mali", "B": "Napa"}  # invented


@pytest.mark.parametrize(
    ("trace", "verdicts"),
    [("ab", "b-"), ("aB", "B+"), ("ba", ""), ("Ab", "b+"), ("Aab", "b-"), ("AabB", "b- B+"), ("b", "")],
)
def test_separation_compares_the_persons_of_each_b_with_those_before(trace: str, verdicts: str) -> None:
    found = separation(
        trace,
        lambda one: one in "aA",
        lambda one: one in "bB",
        lambda one, other: PERSONS[one] != PERSONS[other],
    )
    assert signs(found) == verdicts


def test_events_of_other_matters_satisfy_nothing() -> None:
    def near(one: str, other: str) -> bool:
        return one[1] == other[1]

    trace = ["a1", "b2", "b1"]
    found = precedence(trace, lambda one: one[0] == "a", lambda one: one[0] == "b", near)
    assert signs(found) == "b2- b1+"


Template = Callable[[str], Iterator[Judged[str]]]
TEMPLATES: list[Template] = [
    lambda trace: precedence(trace, A, B),
    lambda trace: response(trace, A, B, lambda _one: True),
    lambda trace: absence_after(trace, A, B),
    lambda trace: separation(trace, A, B, lambda _one, _other: False),
]
ACTIVATED = ["b", "a", "a", "b"]


@pytest.mark.parametrize("place", range(4))
@given(trace=st.text("abc", max_size=12))
def test_every_activation_gets_one_verdict_and_nothing_else_does(place: int, trace: str) -> None:
    found = list(TEMPLATES[place](trace))

    expected = trace.count(ACTIVATED[place])
    if place == 3:
        expected = trace[trace.index("a") :].count("b") if "a" in trace else 0
    assert [event for event, _ in found] == [ACTIVATED[place]] * expected


@given(trace=st.text("abc", max_size=12))
def test_a_plain_reading_of_each_template_agrees(trace: str) -> None:
    """The words of the table, one index at a time."""
    places = range(len(trace))
    before = ["b+" if "a" in trace[:at] else "b-" for at in places if trace[at] == "b"]
    after = ["a+" if "b" in trace[at + 1 :] else "a-" for at in places if trace[at] == "a"]

    assert signs(TEMPLATES[0](trace)).split() == before
    assert signs(TEMPLATES[1](trace)).split() == after
    assert signs(TEMPLATES[2](trace)).split() == [f"a{'-' if sign == 'a+' else '+'}" for sign in after]
