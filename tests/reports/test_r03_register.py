"""R03 on the register of fines: published figures before and after standardisation, and two controls."""

import json
from collections.abc import Callable
from typing import Any, TypeAlias, cast

import pytest

from ledger.projections.reports import case_mix, r03
from ledger.projections.reports.r03 import R03
from tests.projections import road_fines
from tests.reports.deciding import issue, rows
from tests.support.shared import shared

Json: TypeAlias = dict[str, Any]
Change: TypeAlias = Callable[[list[road_fines.Fine]], list[road_fines.Fine]]


@pytest.fixture(scope="module")
def reference() -> Json:
    path = shared("data", "road_fines_10k", "reference.json")
    return cast("Json", json.loads(path.read_text()))


@pytest.fixture(scope="module")
def cases() -> list[road_fines.Fine]:
    return road_fines.fines(shared("data", "road_fines_10k", "events.csv.gz"))


def over(cases: list[road_fines.Fine]) -> Json:
    return issue(R03, road_fines.decisions(cases), population="all_imported")


def check_row(row: Json, published: Json) -> None:
    """Check a row against the published figures: rates and tails to 6 decimals, ratios to 4."""
    crude, after = row["extra"]["crude"], row["extra"]["by_ground"]
    assert (row["n"], row["num"]) == (published["decisions"], published["overturned"])
    assert (crude["side"], after["side"]) == (published["funnel"], published["funnel_given_article"])
    fine = {
        "overturned_per_decision": row["extra"]["crude_rate"],
        "binomial_tail_high": crude["tail_high"],
        "binomial_tail_low": crude["tail_low"],
        "poisson_tail_high": after["tail_high"],
        "poisson_tail_low": after["tail_low"],
    }
    for name, value in fine.items():
        assert value == pytest.approx(published[name], abs=0.501e-6), name
    assert after["expected"] == pytest.approx(published["expected_by_article"], abs=0.501e-4)
    assert after["ratio"] == pytest.approx(published["observed_over_expected"], abs=0.501e-4)
    assert after["byar_998"] == pytest.approx(published["byar_998"], abs=0.501e-4)


def outliers(report: Json, way: str) -> Json:
    return {
        side: [key for key, row in rows(report).items() if row["extra"][way]["side"] == side]
        for side in ("high", "low")
    }


def test_every_officer_has_the_published_figures(cases: list[road_fines.Fine], reference: Json) -> None:
    report = over(cases)

    published = reference["reversal_report"]
    assert list(rows(report)) == sorted(published["officers"])
    for key, row in rows(report).items():
        check_row(row, published["officers"][key])
    assert outliers(report, "crude") == published["outliers"]
    assert outliers(report, "by_ground") == published["outliers_given_article"]
    assert (report["overall"]["n"], report["overall"]["num"]) == (10_000, 138)
    assert report["overall"]["estimate"] == published["overall_rate"]


def test_the_true_data_have_no_signal(cases: list[road_fines.Fine]) -> None:
    flags = {flag for row in over(cases)["rows"] for flag in row["flags"]}

    assert flags <= {"LOW_N", "WATCH"}


@pytest.mark.parametrize(
    ("control", "change", "signal"),
    [
        ("A_planted_outlier", road_fines.planted_outlier, ["SIGNAL"]),
        ("B_explained_by_case_mix", road_fines.explained_by_case_mix, []),
    ],
)
def test_a_planted_outlier_is_a_signal_and_one_of_case_mix_is_not(
    cases: list[road_fines.Fine], reference: Json, control: str, change: Change, signal: list[str]
) -> None:
    report = over(change(cases))

    published = reference["controls"][control]
    assert outliers(report, "crude") == published["outliers"]
    assert outliers(report, "by_ground") == published["outliers_given_article"]
    row = rows(report)["538"]
    check_row(row, published["officer_538"])
    assert row["flags"] == signal
    assert row["extra"]["crude"]["side"] == "high"


def test_without_adjustment_case_mix_would_be_a_signal(
    cases: list[road_fines.Fine], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: everybody is expected the overall rate, whatever their cases."""
    honest = case_mix.chances
    monkeypatch.setattr(r03, "chances", lambda cells, *_covariates: honest(cells, ()))

    report = over(road_fines.explained_by_case_mix(cases))
    assert rows(report)["538"]["flags"] == ["SIGNAL"]
