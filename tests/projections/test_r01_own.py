"""R01 on officials' own decisions: who is counted, what is flagged, what the public may see."""

import json
from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.decisions import DECISION, fold_facts
from ledger.projections.reports.r01 import R01
from ledger.projections.reports.vocabulary import APPEAL_PENDING, IMPORTED, NO_NOTICE, NOT_MATURED, OWN
from tests.projections.decisions_made import caseload, fact, fell
from tests.support.shared import shared

SNAPSHOT = Snapshot("ledger.example.org/2026", 90_211, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")
ORIGIN = Origin("phayan report R01", "0")
STEADY = [item for unit in "bcdefghij" for item in caseload(unit, 400, 20)]


def issue(decisions: list[DecisionFact], **params: Any) -> dict[str, Any]:
    return write(R01, fold_facts(decisions), Params(**params), SNAPSHOT, ORIGIN)


def rows(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {row["key"]: row for row in report["rows"]}


def test_many_reversals_need_explanation() -> None:
    report = issue([*STEADY, *caseload("a", 400, 120)])

    found = rows(report)
    assert found["actor/a"]["flags"] == ["SIGNAL"]
    assert found["actor/b"]["flags"] == []
    assert found["actor/a"]["evidence"] == [0, 1, 2, 3, 4]
    assert list(found) == sorted(found)


def test_unusually_few_reversals_are_a_question_too() -> None:
    busy = [item for unit in "bcdefghij" for item in caseload(unit, 400, 120)]

    assert rows(issue([*busy, *caseload("a", 400, 20)]))["actor/a"]["flags"] == ["SIGNAL_LOW"]


def test_few_decisions_are_never_flagged() -> None:
    row = rows(issue([*STEADY, *caseload("a", 24, 24)]))["actor/a"]

    assert row["flags"] == ["LOW_N"]


def test_units_that_differ_too_much_get_no_limits() -> None:
    wild = [
        item for unit, k in (("a", 5), ("b", 390), ("c", 10), ("d", 380)) for item in caseload(unit, 400, k)
    ]

    report = issue(wild)
    assert all(row["flags"] == ["NO_LIMITS"] and "limits" not in row for row in report["rows"])
    assert "NOT_COMPARABLE" in {caveat["code"] for caveat in report["caveats"]}


def test_every_exclusion_is_counted() -> None:
    odd = [
        fact(1, standing=NOT_MATURED),
        fact(2, standing=APPEAL_PENDING),
        fact(3, standing=NO_NOTICE),
        fact(4, result="stay"),
        fact(5, origin=IMPORTED),
        fact(6, decider="automatic"),
    ]

    report = issue([*caseload("a", 30, 3), *odd])
    assert report["population"]["included"] == 30
    assert {item["reason"]: item["n"] for item in report["population"]["excluded"]} == dict.fromkeys(
        ("not_matured", "appeal_pending", "no_notice", "automatic", "stay", "historical"), 1
    )
    assert "PENDING" not in {caveat["code"] for caveat in report["caveats"]}


def test_many_open_appeals_are_said() -> None:
    pending = [fact(n, standing=APPEAL_PENDING) for n in range(2)]

    report = issue([*caseload("a", 30, 3), *pending])
    assert "PENDING" in {caveat["code"] for caveat in report["caveats"]}


def test_adverse_decisions_alone() -> None:
    mixed = [*caseload("a", 40, 4), *caseload("a", 60, 0, result="grant")]

    assert rows(issue(mixed))["actor/a"]["n"] == 100
    assert rows(issue(mixed, population="adverse"))["actor/a"]["n"] == 40
    assert rows(issue(mixed))["actor/a"]["extra"]["adverse"] == 40


def test_four_denominators_stand_side_by_side() -> None:
    row = rows(issue([*caseload("a", 50, 4), *(fact(n, decider="actor/a", appealed=True) for n in range(6))]))

    extra = row["actor/a"]["extra"]
    assert extra["appealed_per_decision"] == pytest.approx(10 / 56, rel=1e-5)
    assert extra["decided_per_appealed"] == 0.4
    assert extra["overturned_per_decided_appeal"] == 1.0
    assert extra["overturned_per_decision"] == pytest.approx(4 / 56, rel=1e-5)


def test_what_is_not_matured_never_counts_as_reversed() -> None:
    row = rows(issue([*caseload("a", 30, 0), fact(99, standing=NOT_MATURED, **fell())]))["actor/a"]

    assert (row["n"], row["num"]) == (30, 0)


def test_a_window_is_whole_months() -> None:
    both = [*caseload("a", 30, 1), *caseload("a", 40, 1, month="2026-02")]
    window = {"valid_from": date(2026, 2, 1), "valid_to": date(2026, 3, 1)}

    assert rows(issue(both, **window))["actor/a"]["n"] == 40
    for wrong in (
        {"valid_from": date(2026, 2, 2)},
        {"valid_to": date(2026, 1, 1)},
        {"valid_from": date(2026, 4, 1)},
    ):
        with pytest.raises(ReportError) as caught:
            issue(both, **(window | wrong))
        assert caught.value.code == "window_invalid"


def test_persons_do_not_stand_in_the_public_tier() -> None:
    with pytest.raises(ReportError) as caught:
        issue(STEADY, unit="official", tier="public")

    assert caught.value.code == "persons_public"


def test_an_office_that_is_not_on_record_is_called_unknown() -> None:
    nowhere = caseload("a", 30, 3, origin=IMPORTED)
    nowhere = [item._replace(office="") for item in nowhere]

    assert list(rows(issue(nowhere, population="all_imported", unit="office"))) == ["unknown"]


def test_an_empty_log_gives_an_empty_report() -> None:
    report = issue([])

    assert report["rows"] == []
    assert report["overall"]["n"] == 0
    assert report["caveats"]


def test_a_unit_without_decisions_changes_nothing() -> None:
    facts = fold_facts(STEADY)
    before = write(R01, facts, Params(), SNAPSHOT, ORIGIN)
    key = next(iter(facts.cube(DECISION).cells))

    facts.cube(DECISION).add(("actor/nobody", *key[1:]), [0] * len(DECISION.counts))
    assert write(R01, facts, Params(), SNAPSHOT, ORIGIN) == before


@given(st.permutations(STEADY[:60] + caseload("a", 60, 30)))
@settings(max_examples=25, deadline=None)
def test_order_never_matters(decisions: list[DecisionFact]) -> None:
    expected = issue(STEADY[:60] + caseload("a", 60, 30))

    assert issue(decisions) == expected


imported = st.lists(
    st.builds(
        fact,
        st.integers(0, 99),
        decider=st.sampled_from(("actor/a", "actor/b", "actor/z")),
        overturned=st.booleans(),
        appealed=st.booleans(),
        origin=st.just(IMPORTED),
    ),
    min_size=1,
)


@given(imported)
@settings(max_examples=25, deadline=None)
def test_no_imported_decision_enters_an_officials_own_counts(old: list[DecisionFact]) -> None:
    own = STEADY[:600] + caseload("a", 60, 30)

    alone, beside = issue(own), issue([*own, *old])
    assert (beside["rows"], beside["overall"]) == (alone["rows"], alone["overall"])
    assert {"reason": "historical", "n": len(old)} in beside["population"]["excluded"]
    passed_off = [item._replace(origin=OWN) for item in old]
    assert issue([*own, *passed_off])["rows"] != alone["rows"]


PUBLIC = {"unit": "office", "tier": "public", "valid_from": date(2026, 1, 1), "valid_to": date(2026, 2, 1)}
ISSUES: list[dict[str, Any]] = [
    {},
    {"population": "adverse"},
    {"unit": "office"},
    PUBLIC,
    {"population": "all_imported"},
    PUBLIC | {"population": "all_imported"},
]


@pytest.mark.parametrize("params", ISSUES)
def test_every_issue_fits_the_schema(params: dict[str, Any]) -> None:
    schema = json.loads(shared("reference", "report-envelope.schema.json").read_text())
    old = caseload("z", 70, 30, origin=IMPORTED)

    report = issue([*STEADY, *caseload("a", 20, 12), *old, *caseload("y", 5, 1, origin=IMPORTED)], **params)
    jsonschema.Draft202012Validator(schema).validate(json.loads(json.dumps(report)))
    jsonschema.Draft202012Validator(schema).validate(issue([], **params))


def test_the_day_of_the_data_is_one_in_bangkok() -> None:
    late = SNAPSHOT._replace(known_as_of="2026-11-22T17:30:00.000Z")  # half past midnight there
    report = write(R01, fold_facts(STEADY), Params(), late, Origin("phayan report R01", "0"))

    assert report["window"]["data_cut"] == "2026-11-23"
