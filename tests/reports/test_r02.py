"""R02: small units are pulled towards similar ones, and nobody is ranked."""

from datetime import date
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest

from ledger.projections.errors import ReportError
from ledger.projections.reports import assembly, r02, shares
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.r02 import R02
from ledger.projections.statistics.shrinking import Beta
from tests.projections import road_fines
from tests.projections.decisions_made import caseload
from tests.reports.deciding import check_schema, codes, issue, rows
from tests.statistics.published import RATS
from tests.support.shared import shared

WIDE = [
    item
    for unit, k in zip("bcdefgh", (2, 10, 25, 40, 70, 15, 50), strict=True)
    for item in caseload(unit, 200, k)
]


def rats(**changes: Any) -> list[DecisionFact]:
    return [item for number, (y, n) in enumerate(RATS) for item in caseload(f"{number:02d}", n, y, **changes)]


def test_shrunken_rates_are_those_of_the_reference() -> None:
    """V31: prior by likelihood over 71 groups; 4 of 14 is pulled to .208219, 0 of 20 to .064231."""
    found = rows(issue(R02, rats(line="line_a")))

    last, first = found["actor/70"], found["actor/00"]
    assert (last["num"], last["n"], first["num"], first["n"]) == (4, 14, 0, 20)
    assert last["shrunk"] == pytest.approx(0.208219, abs=6e-7)
    assert first["shrunk"] == pytest.approx(0.064231, abs=6e-7)
    bounds = last["shrunk_interval"]
    assert (bounds["lo"], bounds["hi"]) == pytest.approx((0.086216, 0.366352), abs=6e-7)
    prior = last["extra"]["prior"]
    assert (prior["a"], prior["b"]) == pytest.approx((2.341614, 14.114801), rel=1e-5)
    assert (prior["level"], prior["units"]) == ("line_programme", 71)


def test_a_small_unit_moves_further_than_a_large_one() -> None:
    found = rows(issue(R02, [*WIDE, *caseload("small", 10, 9), *caseload("tall", 400, 360)]))

    pulled = {key: row["estimate"] - row["shrunk"] for key, row in found.items()}
    assert pulled["actor/small"] > 5 * pulled["actor/tall"] > 0
    assert found["actor/small"]["flags"] == ["LOW_N"]


def test_units_that_do_not_differ_share_their_pooled_rate() -> None:
    same = [item for unit in "abcdef" for item in caseload(unit, 100, 10)]

    report = issue(R02, same)
    assert "NO_SPREAD" in codes(report)
    for row in report["rows"]:
        assert (row["shrunk"], row["rank_interval"], row["flags"]) == (0.1, [1, 6], ["POOLED"])
    assert "NO_SPREAD" not in codes(issue(R02, WIDE))


def test_the_prior_comes_from_the_closest_family_of_five() -> None:
    alike = [item._replace(line="line_a") for item in WIDE]
    other = [item._replace(line="line_a", programme="programme/q") for item in caseload("x", 100, 90)]
    stranger = [item._replace(line="line_b") for item in caseload("y", 100, 1)]

    found = rows(issue(R02, [*alike, *other, *stranger]))
    told = {
        key: (row["extra"]["prior"]["level"], row["extra"]["prior"]["units"]) for key, row in found.items()
    }
    assert told["actor/b"] == ("line_programme", 7)
    assert told["actor/x"] == ("line", 8)
    assert told["actor/y"] == ("all", 9)
    assert found["actor/b"]["shrunk"] == rows(issue(R02, alike))["actor/b"]["shrunk"]
    assert found["actor/y"]["rank_interval"][1] <= 9


def test_p_above_is_high_where_the_rate_is() -> None:
    found = rows(issue(R02, WIDE))

    assert found["actor/f"]["extra"]["p_above"] > 0.95
    assert found["actor/b"]["extra"]["p_above"] < 0.01


def keys_of(value: Any) -> set[str]:
    """Return every member name in an envelope."""
    if isinstance(value, dict):
        return {*value, *(name for inner in value.values() for name in keys_of(inner))}
    return {name for inner in value for name in keys_of(inner)} if isinstance(value, list) else set()


def check_unranked(report: dict[str, Any]) -> None:
    """Check that nobody is ranked: order by key, no rank without its interval, no rate without one."""
    assert [row["key"] for row in report["rows"]] == sorted(row["key"] for row in report["rows"])
    assert {name for name in keys_of(report) if "rank" in name} <= {"rank_interval", "rank"}
    assert "rank" not in keys_of(report["rows"]) | keys_of(report["overall"])
    for row in report["rows"]:
        assert row["interval"]["lo"] <= row["estimate"] <= row["interval"]["hi"]
        assert row["shrunk_interval"]["lo"] <= row["shrunk"] <= row["shrunk_interval"]["hi"]
        lo, hi = row["rank_interval"]
        assert 1 <= lo <= hi <= len(report["rows"])


def test_nobody_is_ranked() -> None:
    check_unranked(issue(R02, WIDE))
    wide = [row["rank_interval"] for row in issue(R02, WIDE)["rows"]]
    assert any(hi > lo for lo, hi in wide)


def by_rate(found: Any, key: Any = None) -> list[Any]:
    """Sort as a league table does."""
    return sorted(found, key=(lambda row: -row["estimate"]) if key else None)


def test_rows_sorted_by_raw_rate_do_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: the order is noticed before the report leaves, and by whoever reads it."""
    monkeypatch.setattr(r02, "sorted", by_rate, raising=False)
    with pytest.raises(ReportError) as caught:
        issue(R02, WIDE)
    assert caught.value.code == "rows_order"

    monkeypatch.setattr(assembly, "check_envelope", lambda *_args, **_more: None)
    with pytest.raises(AssertionError):
        check_unranked(issue(R02, WIDE))


def test_a_rank_without_its_interval_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a bare rank is a field that the schema does not know."""
    check_schema(issue(R02, WIDE))
    honest = r02.shrunk_rows

    def ranked(*args: Any) -> list[dict[str, Any]]:
        return [row | {"rank": place} for place, row in enumerate(honest(*args), 1)]

    monkeypatch.setattr(r02, "shrunk_rows", ranked)
    report = issue(R02, WIDE)
    with pytest.raises(AssertionError):
        check_unranked(report)
    with pytest.raises(jsonschema.ValidationError):
        check_schema(report)


def test_a_rate_without_its_interval_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: intervals are taken away."""
    bare = shares.share_row
    monkeypatch.setattr(r02, "share_row", lambda *counts: bare(*counts) | {"interval": None})
    with pytest.raises(jsonschema.ValidationError):
        check_schema(issue(R02, WIDE))


def test_a_shrunken_rate_without_its_interval_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: the interval of the posterior is taken away."""
    whole = r02._shrunk
    monkeypatch.setattr(r02, "_shrunk", lambda rate: {"shrunk": whole(rate)["shrunk"]})
    with pytest.raises(ReportError) as caught:
        issue(R02, WIDE)
    assert caught.value.code == "row_interval"


def test_raw_rates_in_the_place_of_shrunken_ones_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a prior that counts for nothing."""
    monkeypatch.setattr(r02, "prior_by_likelihood", lambda _counts: Beta(1e-9, 1e-9))
    with pytest.raises(AssertionError):
        test_shrunken_rates_are_those_of_the_reference()


def test_the_public_sees_offices_from_rounded_counts_alone() -> None:
    report = issue(R02, WIDE, tier="public", valid_from=date(2026, 1, 1), valid_to=date(2026, 2, 1))

    assert report["unit"] == "office"
    shown = [row for row in report["rows"] if not row["suppressed"]]
    assert [row["key"] for row in report["rows"]] == sorted(row["key"] for row in report["rows"])
    assert {row["key"] for row in report["rows"] if row["suppressed"]} == {"office/b", "office/c"}
    assert report["overall"]["n"] == sum(row["n"] for row in shown)
    for row in shown:
        assert row["n"] % 5 == row["num"] % 5 == 0
        assert "evidence" not in row
        assert "appealed_per_decision" not in row["extra"]
    assert {"SUPPRESSED"} <= codes(report)


def test_a_register_of_ten_thousand_does_not_spread() -> None:
    """Fourteen officials of the fines register differ no more than chance makes them."""
    cases = road_fines.fines(shared("data", "road_fines_10k", "events.csv.gz"))

    true = issue(R02, road_fines.decisions(cases), population="all_imported")
    assert "NO_SPREAD" in codes(true)
    assert {tuple(row["rank_interval"]) for row in true["rows"]} == {(1, 14)}
    assert {row["shrunk"] for row in true["rows"]} == {0.0138}

    planted = road_fines.planted_outlier(cases)
    found = rows(issue(R02, road_fines.decisions(planted), population="all_imported"))
    assert found["538"]["extra"]["p_above"] > 0.99
    assert found["538"]["rank_interval"] == [14, 14]
    assert found["538"]["shrunk"] < found["538"]["estimate"]
