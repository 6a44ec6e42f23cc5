"""Facts and reports on deciders: free of order, additive, blind to what comes later, the same again."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.case_facts import facts_at
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.case import Strata
from ledger.projections.reports.folding import facts_of, folds_of
from ledger.projections.reports.folds import case_mix, deciders, decisions
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.r02 import R02
from ledger.projections.reports.r03 import R03
from ledger.projections.reports.r06 import R06
from ledger.projections.reports.vocabulary import IMPORTED, MATURED, NOT_MATURED, OWN
from tests.projections.decisions_made import caseload, fact
from tests.projections.histories import Log, logs
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.deciding import check_schema, facts, issue

SHAPES = (*deciders.SHAPES, *case_mix.SHAPES)
REPORTS = (R02, R03, R06)
QUESTIONS: list[tuple[Report, dict[str, Any]]] = [
    (report, {"population": population, "unit": unit})
    for report in REPORTS
    for population in report.populations
    for unit in ("official", "office")
]

made = st.builds(
    fact,
    st.integers(0, 99),
    decider=st.sampled_from(("actor/a", "actor/b", "actor/c", "committee/x")),
    office=st.sampled_from(("office/a", "")),
    line=st.sampled_from(("", "line_a")),
    programme=st.sampled_from(("", "programme/p", "programme/q")),
    ground=st.sampled_from(("", "law_1", "law_1+law_2")),
    district=st.sampled_from(("", "1001", "57")),
    result=st.sampled_from(("grant", "refuse", "stay")),
    origin=st.sampled_from((OWN, IMPORTED)),
    month=st.sampled_from(("", "2026-01", "2026-02", "2026-05")),
    standing=st.sampled_from((MATURED, MATURED, NOT_MATURED)),
    overturned=st.booleans(),
)
some = st.lists(made, max_size=40)


@given(some, st.randoms(use_true_random=False), st.integers(0, 40))
@settings(max_examples=40, deadline=None)
def test_order_never_matters_and_halves_add_up(decisions: list[DecisionFact], random: Any, cut: int) -> None:
    shuffled = list(decisions)
    random.shuffle(shuffled)
    whole = facts(decisions)
    half = facts(shuffled[:cut])
    half.merge(facts(shuffled[cut:]))

    assert half.digest(SHAPES) == whole.digest(SHAPES)
    for report, question in QUESTIONS:
        assert issue(report, half, **question) == issue(report, whole, **question)


@given(some)
@settings(max_examples=30, deadline=None)
def test_every_question_has_an_answer_that_the_schema_allows(decisions: list[DecisionFact]) -> None:
    for report, question in QUESTIONS:
        check_schema(issue(report, decisions, **question))


@pytest.mark.parametrize("report", REPORTS)
def test_an_empty_log_gives_an_empty_report(report: Report) -> None:
    found = issue(report, [])

    assert (found["rows"], found["overall"]["n"], found["overall"]["estimate"]) == ([], 0, None)
    assert found["caveats"]
    check_schema(found)


@pytest.mark.parametrize("report", REPORTS)
def test_run_again_it_is_the_same_to_the_last_bit(report: Report) -> None:
    decisions = [
        item
        for unit, k in (("a", 4), ("b", 30), ("c", 11), ("d", 2), ("e", 50))
        for item in caseload(unit, 90, k)
    ]

    once, again = issue(report, decisions), issue(report, decisions)
    assert once == again
    assert once["reproduce"]["result_digest"] == again["reproduce"]["result_digest"]


def test_no_imported_decision_enters_the_officials_own_rows() -> None:
    own, old = caseload("a", 40, 4), caseload("a", 60, 50, origin=IMPORTED)

    for report in REPORTS:
        alone, beside = issue(report, own), issue(report, [*own, *old])
        assert (beside["rows"], beside["overall"]) == (alone["rows"], alone["overall"])
        assert beside["population"]["excluded"] == [{"reason": "historical", "n": 60}]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("deciders") / "ledger.db")


def need(claim: str) -> Strata:
    return Strata(need=("high", "low")[int(claim[-1], 16) % 2])


@settings(max_examples=25, deadline=None)
@given(log=logs(), at=st.integers(1, 40))
def test_nothing_after_the_checkpoint_is_read(empty: Path, log: Log, at: int) -> None:
    size = min(at, len(log.entries))
    before = facts_of(log.recorded[:size], strata=need)
    with stored(log, empty) as recorder:
        now = log.recorded[size - 1].recorded_at
        found = facts_at(recorder, size, now, folds=folds_of((*decisions.SHAPES, *SHAPES)), strata=need)

    assert found.digest(SHAPES) == before.digest(SHAPES)
    for report in REPORTS:
        assert issue(report, found) == issue(report, before)
