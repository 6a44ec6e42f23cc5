"""What holds of R04, R05 and R14 on any log: order, addition, prefixes, days that pass, and their form."""

import json
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.application.case_facts import facts_at
from ledger.domain.directory import RegistryState
from ledger.domain.types import Recorded
from ledger.projections.reports.assembly import Report
from ledger.projections.reports.case import Case, Context, folded
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folding import case_facts, facts_of, folds_of, gather
from ledger.projections.reports.folds import durations, obligations, promises
from ledger.projections.reports.linking import linked
from ledger.projections.reports.r04 import R04
from ledger.projections.reports.r05 import R05
from ledger.projections.reports.r14 import R14
from tests.domain.clockwork import day, on, year
from tests.domain.complaints import request
from tests.domain.consulting import promised
from tests.domain.world import World
from tests.projections.histories import DAY, Log, logs
from tests.projections.prefixes import empty_ledger, stored
from tests.reports.conftest import Entries
from tests.reports.duties import claimed, issue, seen
from tests.reports.test_r04 import four_claims, imported
from tests.reports.test_r05 import four_complaints
from tests.reports.test_r14 import five_remedies
from tests.support.shared import shared

SHAPES = [one for fold in (durations, obligations, promises) for one in fold.SHAPES]
COUNTED = [shape for shape in SHAPES if shape.counts]
REPORTS = (R04, R05, R14)


def cases(entries: Iterable[Recorded], now: str) -> list[Case]:
    """Return every case of a log, in any context that sees all of it."""
    held: dict[str, tuple[Recorded, ...]] = {}
    size = 0
    for recorded in entries:
        name = recorded.statement.stream
        held[name], size = (*held.get(name, ()), recorded), recorded.index + 1
    registry = next((folded(name, found) for name, found in held.items() if name.startswith("registry/")))
    assert isinstance(registry, RegistryState)
    context = Context(size, now, registry, lambda stream: held.get(stream, ()))
    links = linked(found[0] for name, found in held.items() if name.startswith("grievance/"))
    return list(gather(dict.fromkeys(links.key(name) for name in held), context, held, links, {}))


def adds(case: Case) -> CaseFacts:
    """Return what one case adds to what the three reports read."""
    return case_facts(case, folds_of(SHAPES))


def added(every: Iterable[Case]) -> Facts:
    facts = Facts()
    for case in every:
        facts.add(adds(case))
    return facts


def told(facts: Facts) -> list[Any]:
    """Return all that the three reports read."""
    return [facts.cube(one).rows() if one.counts else sorted(facts.cited(one).items()) for one in SHAPES]


NOON = f"{DAY + timedelta(days=40)}T05:00:00.000Z"


@settings(max_examples=40, deadline=None)
@given(log=logs(), seed=st.integers(0, 99))
def test_facts_are_free_of_order_and_add_up(log: Log, seed: int) -> None:
    every = cases(log.recorded, NOON)
    shuffled = Random(seed).sample(every, len(every))
    half = len(shuffled) // 2
    one, other = added(shuffled[:half]), added(shuffled[half:])
    one.merge(other)

    assert told(one) == told(added(every)) == told(facts_of(log.recorded, NOON))


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return empty_ledger(tmp_path_factory.mktemp("duties") / "ledger.db")


@settings(max_examples=25, deadline=None)
@given(log=logs(), cut=st.integers(6, 40))
def test_nothing_after_the_checkpoint_is_read(empty: Path, log: Log, cut: int) -> None:
    size = min(cut, len(log.entries))
    with stored(log, empty) as recorder:
        at_size = facts_at(recorder, size, NOON)

    assert told(at_size) == told(facts_of(log.recorded[:size], NOON))


@settings(max_examples=60, deadline=None)
@given(log=logs(), first=st.integers(0, 200), passed=st.integers(1, 200))
def test_days_that_pass_change_no_fact_unless_the_case_says_when(log: Log, first: int, passed: int) -> None:
    check_days(log.recorded, DAY + timedelta(days=first), passed)


def check_days(entries: list[Recorded], start: date, passed: int) -> None:
    """Check that each case adds the same ``passed`` days later, or said by when it no longer does."""
    later = start + timedelta(days=passed)
    noons = [f"{one}T05:00:00.000Z" for one in (start, later)]
    for now, then in zip(*(cases(entries, noon) for noon in noons), strict=True):
        one, other = adds(now), adds(then)
        if one.until is None or one.until >= later:
            assert one.counts == other.counts


@pytest.mark.parametrize("world", [four_claims, four_complaints, five_remedies, lambda: promised()[0]])
def test_days_that_pass_change_no_fact_of_lived_cases(world: Any) -> None:
    entries = world().log
    start = date.fromisoformat(entries[-1].recorded_at[:10])
    for passed in (1, 14, 30, 90, 400):
        check_days(entries, start, passed)


def test_days_that_pass_change_no_fact_of_the_stories(stories: Entries) -> None:
    entries = list(stories)
    for size in (len(entries) // 2, len(entries)):
        start = date.fromisoformat(entries[size - 1].recorded_at[:10])
        for passed in (1, 7, 30, 120, 400):
            check_days(entries[:size], start, passed)


def paused() -> World:
    """A claim in which the person was asked for papers: its last day moves while nobody answers."""
    world, programme = year()
    claim = claimed(world, programme, "paused", "02-02")
    on(world, "02-10", claim, request(of="applicant"), "olga")
    return world


def test_while_somebody_is_asked_a_case_holds_for_a_day() -> None:
    entries = paused().log
    one, other = (added(cases(entries, f"2026-02-{number}T05:00:00.000Z")) for number in (12, 13))

    assert told(one) != told(other)
    check_days(entries, day("02-12"), 1)


@pytest.mark.parametrize("report", REPORTS)
def test_a_rerun_is_the_same_to_the_bit(report: Report) -> None:
    entries = [*five_remedies().log]
    facts = added(reversed(cases(entries, "2026-08-01T05:00:00.000Z")))

    assert issue(report, facts, "08-01") == issue(report, seen(five_remedies(), "08-01"), "08-01")


PUBLIC = {"tier": "public", "valid_from": day("06-01"), "valid_to": day("07-01")}
ASKED: list[tuple[Report, dict[str, Any]]] = [
    (R04, {}),
    (R04, {"unit": "national"}),
    (R04, {"population": "all_imported"}),
    (R05, {}),
    (R05, {"unit": "official"}),
    (R05, PUBLIC),
    (R14, {}),
    (R14, {"unit": "official"}),
    (R14, {"population": "all_imported"}),
    (R14, PUBLIC),
]


@pytest.mark.parametrize(("report", "params"), ASKED)
def test_every_issue_fits_the_schema(report: Report, params: dict[str, Any]) -> None:
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(schema)
    old = facts_of(imported(10, 20, None).recorded, "2026-08-01T05:00:00.000Z")
    lived = [seen(world(), "08-01") for world in (four_claims, four_complaints, five_remedies)]
    for facts in (Facts(), old, facts_of(promised()[0].log), *lived):
        validator.validate(json.loads(json.dumps(issue(report, facts, "08-01", **params))))
