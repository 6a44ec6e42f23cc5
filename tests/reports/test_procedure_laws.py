"""What holds of R08, R13 and R16 on any log: parts add up in any order, and nothing later is read."""

from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.case_facts import context_at, facts_at, stored_cases
from ledger.domain.types import Recorded
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folding import case_facts, facts_of, folds_of
from ledger.projections.reports.r08 import R08
from ledger.projections.reports.r13 import R13
from ledger.projections.reports.r16 import R16
from ledger.store.engines import reading
from tests.projections import histories
from tests.projections.histories import Log
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.reported import check_schema, of_facts

REPORTS: Final = (R08, R13, R16)
FOLDS: Final = folds_of([shape for report in REPORTS for shape in report.shapes])
SHAPES: Final = tuple(dict.fromkeys(shape for report in REPORTS for shape in report.shapes))
few = settings(max_examples=20, deadline=None)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("laws") / "ledger.db")


def held(facts: Facts) -> list[Any]:
    """Return every count and every index of the three reports."""
    return [facts.cube(shape).rows() if shape.counts else dict(facts.cited(shape)) for shape in SHAPES]


@few
@given(log=histories.logs(), chosen=st.sets(st.integers(0, 40)))
def test_two_halves_of_the_cases_add_up_to_the_whole(empty: Path, log: Log, chosen: set[int]) -> None:
    halves = Facts(), Facts()
    with stored(log, empty) as recorder, reading(recorder.engine) as connection:
        cases = list(
            stored_cases(connection, context_at(connection, len(log.entries), log.recorded[-1].recorded_at))
        )
        for place, case in reversed(list(enumerate(cases))):
            halves[place in chosen].add(case_facts(case, FOLDS))
    for one, other in (halves, reversed(halves)):
        whole = Facts()
        whole.merge(one)
        whole.merge(other)

        assert held(whole) == held(facts_of(log.recorded))


@few
@given(log=histories.logs(), part=st.integers(1, 40))
def test_no_entry_after_the_checkpoint_is_read(empty: Path, log: Log, part: int) -> None:
    size = min(part, len(log.entries))
    now = log.recorded[size - 1].recorded_at
    with stored(log, empty) as recorder:
        assert held(facts_at(recorder, size, now, folds=FOLDS)) == held(facts_of(log.recorded[:size]))


@pytest.mark.parametrize("report", REPORTS, ids=lambda one: str(one.name))
@few
@given(log=histories.logs())
def test_every_issue_of_any_log_fits_the_schema_and_comes_out_alike_again(report: Report, log: Log) -> None:
    public = {"tier": "public", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
    asked: list[dict[str, Any]] = [{}, {"population": "all_imported"}]
    asked += [{"unit": unit} for unit in report.units]
    asked += [public | {"unit": unit} for unit in report.units if unit != "official"]
    facts = facts_of(log.recorded)
    for question in asked:
        issue = of_facts(report, facts, len(log.entries), **question)

        check_schema(issue)
        assert issue == of_facts(report, facts_of(reversed_cases(log)), len(log.entries), **question)


def reversed_cases(log: Log) -> list[Recorded]:
    """Return the entries stream by stream, the last one at the end: it tells how far the log goes."""
    last = log.recorded[-1].statement.stream

    def place(one: Recorded) -> tuple[bool, str, int]:
        stream = one.statement.stream
        return stream == last, stream[::-1], one.index

    return sorted(log.recorded, key=place)
