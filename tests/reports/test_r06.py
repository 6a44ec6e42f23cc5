"""R06: a change is seen, noise is not, and new rules begin every chart anew."""

from collections.abc import Sequence
from typing import Any

import pytest

from ledger.projections.errors import ReportError
from ledger.projections.reports import r06, r06_charts
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folds.deciders import RULES
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.r06 import R06
from ledger.projections.reports.r06_charts import Month, rate_charts
from tests.projections.decisions_made import caseload, fact
from tests.reports.deciding import check_schema, facts, issue, rows
from tests.statistics.published import ORANGE_JUICE, VISCOSITY

MONTHS = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(36)]
LEVEL = (9, 11, 10, 8, 12, 10)
"""Reversals of every hundred decisions, month after month, where nothing happens."""


def course(unit: str, counts: Sequence[int], n: int = 100, **changes: Any) -> list[DecisionFact]:
    """Return ``n`` decisions a month of one unit, of which as many fell as ``counts`` says."""
    months = zip(MONTHS, counts, strict=False)
    return [item for month, fell in months for item in caseload(unit, n, fell, month=month, **changes)]


def level(months: int) -> list[int]:
    return [LEVEL[at % len(LEVEL)] for at in range(months)]


PEERS = [item for unit in "bcd" for item in course(unit, level(30))]


def with_rules(made: list[DecisionFact], *months: str, programme: str = "programme/p") -> Facts:
    """Return facts of decisions under a programme whose rules changed in ``months``."""
    found, one = facts(made), CaseFacts()
    for month in months:
        one.add(RULES, (programme, month), n=1)
    found.add(one)
    return found


def chart(report: dict[str, Any], unit: str, name: str) -> list[dict[str, Any]]:
    return [one for one in report["series"] if (one["unit"], one["chart"]) == (unit, name)]


def signals(report: dict[str, Any], unit: str, name: str) -> list[str]:
    return [one["period"] for one in chart(report, unit, name) if one["signal"]]


def test_the_p_chart_is_that_of_the_reference() -> None:
    """V20: thirty samples of fifty; points 15 and 23 lie outside."""
    months = [Month(f"{at:02d}", 50, count) for at, count in enumerate(ORANGE_JUICE, 1)]

    found = [one for one in rate_charts("u", months) if one["chart"] == "p"]
    assert (found[0]["centre"], found[0]["lo"], found[0]["hi"]) == (0.231333, 0.0524275, 0.410239)
    assert [one["period"] for one in found if 1 in one["signal"]] == ["15", "23"]


def test_months_of_other_sizes_get_laneys_chart() -> None:
    sizes = [Month("01", 50, 5), Month("02", 60, 6)]
    large = [Month("01", 2000, 5), Month("02", 2000, 6)]

    for months in (sizes, large):
        assert {one["chart"] for one in rate_charts("u", months)} == {"p_prime", "xmr"}
    assert {one["chart"] for one in rate_charts("u", [Month("01", 1000, 5), Month("02", 1000, 6)])} == {
        "p",
        "xmr",
    }


def test_single_values_have_the_limits_of_the_reference() -> None:
    """V24, on a scale of rates: a hundred thousand decisions a month."""
    months = [Month(f"{at:02d}", 100_000, round(one * 1000)) for at, one in enumerate(VISCOSITY[:20], 1)]

    found = [one for one in rate_charts("u", months) if one["chart"] == "xmr"]
    limits = found[0]["centre"], found[0]["lo"], found[0]["hi"]
    assert limits == pytest.approx((0.34088, 0.3256504, 0.3561096), abs=6e-7)
    assert [one["period"] for one in found if 1 in one["signal"]] == ["04"]


def test_where_nothing_happens_nothing_signals() -> None:
    report = issue(R06, PEERS)

    assert not [one for one in report["series"] if one["signal"]]
    assert {tuple(row["flags"]) for row in report["rows"]} == {()}
    assert {one["unit"] for one in report["series"]} == {"overall", "actor/b", "actor/c", "actor/d"}


def test_a_small_change_that_stays_is_seen_by_the_cusum() -> None:
    rise = course("a", [*level(15), *(count + 8 for count in level(15))])
    report = issue(R06, [*PEERS, *rise])

    found = signals(report, "actor/a", "cusum_up")
    assert MONTHS[15] < found[0] < MONTHS[20]
    assert found[-1] == MONTHS[29]
    assert (
        signals(report, "actor/a", "cusum_down") == []
        or signals(report, "actor/a", "cusum_down")[-1] < found[0]
    )
    assert rows(report)["actor/a"]["flags"] == ["WATCH"]
    assert rows(report)["actor/a"]["extra"]["signals"]["cusum_up"] == found
    assert rows(report)["actor/b"]["flags"] == []


def test_a_fall_is_seen_too() -> None:
    fall = course("a", [*level(15), *(count // 3 for count in level(15))])
    report = issue(R06, [*PEERS, *fall])

    assert signals(report, "actor/a", "cusum_down")[-1] == MONTHS[29]


def test_harder_cases_are_no_change() -> None:
    """The same rise, of cases that fall as often with everybody."""
    hard = [item for unit in "bcd" for item in course(unit, [30] * 30, ground="law_hard")]
    mine = [*course("a", level(15)), *caseload_after(15, 30)]
    report = issue(R06, [*PEERS, *hard, *mine])

    assert signals(report, "actor/a", "cusum_up") == []
    assert signals(report, "actor/a", "p_prime") or signals(report, "actor/a", "p")


def caseload_after(month: int, fell: int) -> list[DecisionFact]:
    return [item for at in MONTHS[month:30] for item in caseload("a", 100, fell, month=at, ground="law_hard")]


def changed(at: int, after: int) -> list[DecisionFact]:
    """Decisions of four units, which all fall more often from month ``at`` on."""
    counts = [*level(at), *(count + after for count in level(30 - at))]
    return [item for unit in "abcd" for item in course(unit, counts, rule="1")]


def check_restarted(report: dict[str, Any], month: str) -> None:
    """Check that new rules from ``month`` on begin every chart anew, and that their step is no signal."""
    for unit in ("overall", "actor/a"):
        for name in ("p", "xmr", "cusum_up", "cusum_down"):
            found = chart(report, unit, name)
            assert [one["period"] for one in found if one["rule_change"]] == [month]
            assert not [one for one in found if one["signal"]], (unit, name)
        centres = {one["centre"] for one in chart(report, unit, "p")}
        assert len(centres) == 2
    assert all(row["flags"] == ["RULE_CHANGE"] for row in report["rows"])


def new_rules() -> Facts:
    """The same, because the rules changed: decisions from then on are made under version 2."""
    made = [item._replace(rule="2" if item.month >= MONTHS[15] else "1") for item in changed(15, 12)]
    return with_rules(made, MONTHS[15])


def test_new_rules_restart_limits_and_cusum() -> None:
    check_restarted(issue(R06, new_rules()), MONTHS[15])


def test_the_same_step_without_new_rules_is_a_signal() -> None:
    report = issue(R06, changed(15, 12))

    assert signals(report, "actor/a", "p")
    assert signals(report, "actor/a", "cusum_up")
    assert rows(report)["actor/a"]["flags"] == ["WATCH"]


def test_limits_that_are_not_restarted_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: one stretch, whatever the rules."""
    monkeypatch.setattr(r06_charts, "segments", lambda months: [months])

    with pytest.raises(AssertionError):
        check_restarted(issue(R06, new_rules()), MONTHS[15])


def test_a_cusum_that_is_not_restarted_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: rates restart, the CUSUM goes on; before the change this unit was already rising."""
    counts = [*level(10), *(count + 8 for count in level(5)), *level(15)]
    made = with_rules([*PEERS, *course("a", counts)], MONTHS[15])
    at = MONTHS.index(MONTHS[15])
    before, after = (
        chart(issue(R06, made), "actor/a", "cusum_up")[place]["estimate"] for place in (at - 1, at)
    )
    assert before > 3 > after

    monkeypatch.setattr(r06_charts, "segments", lambda months: [months])
    assert chart(issue(R06, made), "actor/a", "cusum_up")[at]["estimate"] > 3


def test_rules_of_other_programmes_change_nothing() -> None:
    report = issue(R06, with_rules(PEERS, MONTHS[15], programme="programme/other"))

    assert not [one for one in report["series"] if one["rule_change"]]


def test_the_limit_does_not_move_when_months_are_added() -> None:
    """What the model expects may move a little; the limit is drawn from the first year and one seed."""
    short, long = (
        issue(R06, [item for unit in "bcd" for item in course(unit, level(months))]) for months in (18, 30)
    )

    limits = [{one["hi"] for one in chart(report, "actor/b", "cusum_up")} for report in (short, long)]
    assert limits[0] == limits[1]
    assert len(limits[0]) == 1


def test_a_month_without_decisions_keeps_its_place() -> None:
    report = issue(R06, [*caseload("a", 40, 4), *caseload("a", 40, 4, month="2026-03")])

    found = chart(report, "actor/a", "p")
    assert [(one["period"], one["n"], one["estimate"]) for one in found] == [
        ("2026-01", 40, 0.1),
        ("2026-02", 0, None),
        ("2026-03", 40, 0.1),
    ]


def test_a_small_unit_has_a_row_and_no_charts() -> None:
    report = issue(R06, [*PEERS, *caseload("a", 24, 5)])

    assert rows(report)["actor/a"]["flags"] == ["LOW_N"]
    assert not [one for one in report["series"] if one["unit"] == "actor/a"]


def test_a_decision_without_a_month_is_counted_as_invalid() -> None:
    old = [fact(n, origin="imported", month="") for n in range(3)]
    report = issue(R06, [*old, *caseload("a", 30, 3, origin="imported")], population="all_imported")

    assert report["population"]["included"] == 30
    assert report["population"]["excluded"] == [{"reason": "invalid", "n": 3}]


def test_it_is_for_the_oversight_body_alone() -> None:
    with pytest.raises(ReportError) as caught:
        issue(R06, PEERS, tier="public", unit="office")
    assert caught.value.code == "tier_restricted"


def test_rows_in_the_order_of_their_rates_do_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: a league table."""
    made = [*PEERS, *course("a", [1] * 30)]
    check_schema(issue(R06, made))
    honest = r06._charted

    def ranked(*asked: Any) -> r06.Found:
        found = honest(*asked)
        return found._replace(rows=sorted(found.rows, key=lambda row: -row["estimate"]))

    monkeypatch.setattr(r06, "_charted", ranked)
    with pytest.raises(ReportError) as caught:
        issue(R06, made)
    assert caught.value.code == "rows_order"
