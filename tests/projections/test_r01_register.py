"""R01 on the register of fines: every published figure, and two controls to be found and to be cleared."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias, cast

import pytest

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Origin, write
from ledger.projections.reports.envelope import Snapshot
from ledger.projections.reports.folds.decisions import REVERSED, SHAPES, fold_facts
from ledger.projections.reports.r01 import R01
from tests.projections import road_fines
from tests.support.shared import shared

Json: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[list[road_fines.Fine]], list[road_fines.Fine]]

SNAPSHOT = Snapshot("ledger.example.org/2026", 10_000, "A" * 43 + "=", "2026-11-22T03:04:06.123Z")
ORIGIN = Origin("phayan report R01", "0")
SIX = (
    "overturned_per_decision",
    "binomial_tail_high",
    "binomial_tail_low",
    "poisson_tail_high",
    "poisson_tail_low",
)


@pytest.fixture(scope="module")
def reference() -> Json:
    path = shared("data", "road_fines_10k", "reference.json")
    return cast("Json", json.loads(path.read_text()))


@pytest.fixture(scope="module")
def cases() -> list[road_fines.Fine]:
    return road_fines.fines(shared("data", "road_fines_10k", "events.csv.gz"))


def issue(cases: list[road_fines.Fine]) -> Json:
    facts = fold_facts(road_fines.decisions(cases))
    return write(R01, facts, Params(population="all_imported"), SNAPSHOT, ORIGIN)


def published_of(row: Json) -> Json:
    """Return a row under the names of the published figures."""
    extra: Json = row["extra"]
    return {"decisions": row["n"], **extra}


def check_row(row: Json, published: Json) -> None:
    """Check every published figure: counts and flags exactly, numbers to half a unit of their last digit."""
    found = published_of(row)
    for name, value in published.items():
        if isinstance(value, float):
            assert found[name] == pytest.approx(value, abs=0.501e-6 if name in SIX else 0.501e-4), name
        elif isinstance(value, list):
            assert found[name] == pytest.approx(value, abs=0.501e-4), name
        else:
            assert found[name] == value, name


def outliers(envelope: Json) -> Json:
    return {name: envelope["overall"]["extra"][name] for name in ("outliers", "outliers_given_article")}


def test_every_officer_has_the_published_figures(cases: list[road_fines.Fine], reference: Json) -> None:
    report = issue(cases)

    published = reference["reversal_report"]
    assert [row["key"] for row in report["rows"]] == sorted(published["officers"])
    assert len(report["rows"]) == 14
    for row in report["rows"]:
        check_row(row, published["officers"][row["key"]])
    overall = report["overall"]["extra"]
    assert overall["overall_rate"] == published["overall_rate"]
    assert overall["overall_rate_of_decided_appeals"] == published["overall_rate_of_decided_appeals"]
    for name in ("outliers", "outliers_given_article", "outliers_of_decided_appeals"):
        assert overall[name] == published[name]


def test_the_whole_register_has_the_published_totals(cases: list[road_fines.Fine], reference: Json) -> None:
    report = issue(cases)

    overall = report["overall"]
    assert (overall["n"], overall["num"]) == (10_000, 138)
    assert overall["extra"]["appealed"] == reference["appealed_either"] == 245
    assert overall["extra"]["upheld"] == reference["outcomes"]["upheld"] == 49
    assert overall["extra"]["no_outcome"] == reference["outcomes"]["no_outcome"] == 58
    assert (report["window"]["valid_from"], report["window"]["valid_to"]) == ("2006-06-01", "2009-04-01")


def test_the_true_data_have_no_outlier(cases: list[road_fines.Fine]) -> None:
    report = issue(cases)

    assert outliers(report) == {
        "outliers": {"high": [], "low": []},
        "outliers_given_article": {"high": [], "low": []},
    }
    assert not {flag for row in report["rows"] for flag in row["flags"]} & {"SIGNAL", "SIGNAL_LOW"}


@pytest.mark.parametrize(
    ("control", "change"),
    [
        ("A_planted_outlier", road_fines.planted_outlier),
        ("B_explained_by_case_mix", road_fines.explained_by_case_mix),
    ],
)
def test_controls_are_found_and_cleared_as_published(
    cases: list[road_fines.Fine], reference: Json, control: str, change: Change
) -> None:
    report = issue(change(cases))

    published = reference["controls"][control]
    assert report["overall"]["extra"]["overall_rate"] == published["overall_rate"]
    assert outliers(report) == {name: published[name] for name in outliers(report)}
    row = next(row for row in report["rows"] if row["key"] == "538")
    check_row(row, published["officer_538"])


def test_a_planted_outlier_is_flagged_on_both_sides(cases: list[road_fines.Fine]) -> None:
    report = issue(road_fines.planted_outlier(cases))

    flags = {row["key"]: row["flags"] for row in report["rows"]}
    assert flags["538"] == ["SIGNAL"]
    assert flags["557"] == ["SIGNAL_LOW"]


def test_what_case_mix_explains_is_not_flagged(cases: list[road_fines.Fine]) -> None:
    report = issue(road_fines.explained_by_case_mix(cases))

    row = next(row for row in report["rows"] if row["key"] == "538")
    assert row["extra"]["funnel"] == "high"
    assert row["flags"] == []


def test_the_order_of_decisions_changes_nothing(cases: list[road_fines.Fine]) -> None:
    decisions = road_fines.decisions(cases)

    there, back = fold_facts(decisions), fold_facts(decisions[::-1])
    assert there.digest(SHAPES) == back.digest(SHAPES)
    params = Params(population="all_imported")
    assert write(R01, there, params, SNAPSHOT, ORIGIN) == write(R01, back, params, SNAPSHOT, ORIGIN)


def test_facts_of_two_halves_add_up(cases: list[road_fines.Fine]) -> None:
    decisions = road_fines.decisions(cases)
    whole, half, rest = (fold_facts(part) for part in (decisions, decisions[:4321], decisions[4321:]))

    rest.merge(half)
    assert rest.digest(SHAPES) == whole.digest(SHAPES)
    assert rest.cited(REVERSED) == whole.cited(REVERSED)


def test_no_imported_decision_enters_the_officials_own_counts(cases: list[road_fines.Fine]) -> None:
    report = write(R01, fold_facts(road_fines.decisions(cases)), Params(), SNAPSHOT, ORIGIN)

    assert report["rows"] == []
    assert report["population"]["excluded"] == [{"reason": "historical", "n": 10_000}]
