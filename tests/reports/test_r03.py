"""R03: like is held against like; crude stands beside adjusted; nothing that is unknown is dropped."""

import math
from typing import Any

import jsonschema  # type: ignore[import-untyped]  # ships no type information
import pytest

from ledger.projections.errors import ReportError
from ledger.projections.reports import assembly, case_mix, population, r03
from ledger.projections.reports.asking import Params
from ledger.projections.reports.case import Strata
from ledger.projections.reports.case_mix import TIMELESS
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.r03 import R03
from ledger.projections.reports.vocabulary import ERASED
from tests.projections.decisions_made import caseload
from tests.reports.deciding import check_schema, codes, facts, issue, rows

EASY, HARD = {"ground": "law_easy"}, {"ground": "law_hard"}
PEERS = [
    item
    for unit in "bcdefgh"
    for item in (*caseload(unit, 200, 10, **EASY), *caseload(unit, 200, 100, **HARD))
]
"""Seven units, each with as many easy cases (5 % fall) as hard ones (50 % fall)."""


def test_hard_cases_explain_many_reversals() -> None:
    row = rows(issue(R03, [*PEERS, *caseload("a", 200, 100, **HARD)]))["actor/a"]

    assert row["expected"] == pytest.approx(100)
    assert (row["estimate"], row["flags"]) == (1.0, [])
    assert row["extra"]["crude"]["side"] == "high"
    assert row["extra"]["crude_rate"] == 0.5


def test_what_the_cases_do_not_explain_is_a_signal() -> None:
    found = rows(issue(R03, [*PEERS, *caseload("a", 200, 60, **EASY), *caseload("z", 200, 40, **HARD)]))

    assert found["actor/a"]["flags"] == ["SIGNAL"]
    assert found["actor/a"]["interval"]["lo"] > 1
    assert found["actor/z"]["flags"] == ["SIGNAL_LOW"]
    assert found["actor/z"]["estimate"] < 1
    assert found["actor/b"]["flags"] == []


def simpson() -> list[DecisionFact]:
    """A unit that takes the hard cases and does well in them, among units that take easy ones."""
    peers = [
        item
        for unit in "bcdefgh"
        for item in (*caseload(unit, 900, 45, **EASY), *caseload(unit, 100, 70, **HARD))
    ]
    return [*peers, *caseload("a", 1000, 400, **HARD)]


def test_opposite_answers_are_told_as_simpsons() -> None:
    report = issue(R03, simpson())

    row = rows(report)["actor/a"]
    assert row["extra"]["crude"]["interval"][0] > 1 > row["interval"]["hi"]
    assert row["extra"]["simpson"]
    assert "SIMPSON" in codes(report)
    assert not any(one["extra"]["simpson"] for key, one in rows(report).items() if key != "actor/a")
    assert "SIMPSON" not in codes(issue(R03, PEERS))


def test_both_intervals_must_exclude_one() -> None:
    """A tenth of the cases: the same opposite ratios, and nothing that can be told from chance."""
    few = [item for number, item in enumerate(simpson()) if number % 25 == 0]
    report = issue(R03, few)

    assert "SIMPSON" not in codes(report)


def test_everybody_is_expected_what_fell_in_all() -> None:
    """The sum of what is expected is the sum of what was observed: nothing is lost on the way."""
    report = issue(R03, [*simpson(), *caseload("q", 77, 13, month="2026-03", district="")])

    assert math.fsum(row["expected"] for row in report["rows"]) == pytest.approx(
        report["overall"]["num"], rel=1e-5
    )


def unknown() -> list[DecisionFact]:
    """Cases whose ground is not known fall more often; one unit has most of them."""
    mine = [*caseload("a", 200, 120, ground=""), *caseload("a", 40, 2, **EASY)]
    return [*PEERS, *caseload("b", 20, 12, ground=""), *mine]


def check_unknown(report: dict[str, Any]) -> None:
    """Check that what is unknown is a level of its own: nobody is blamed for it, and nothing is lost."""
    row = rows(report)["actor/a"]
    assert (row["n"], row["num"]) == (240, 122)
    assert row["expected"] == pytest.approx(122, rel=1e-4)
    assert row["flags"] == []
    told = math.fsum(row["expected"] for row in report["rows"])
    assert told == pytest.approx(report["overall"]["num"], rel=1e-5)


def test_a_missing_covariate_is_a_level_of_its_own() -> None:
    report = issue(R03, facts(unknown(), Strata(need="high")))

    check_unknown(report)
    extra = report["overall"]["extra"]
    assert extra["missing"] == {"rules": 0, "ground": 0.0718954, "need": 0, "region": 0, "month": 0}
    assert extra["missing_share"] == 0.0718954
    shares = {key: row["extra"]["missing_share"] for key, row in rows(report).items()}
    assert (shares["actor/a"], shares["actor/b"], shares["actor/c"]) == (0.833333, 0.047619, 0.0)


def test_without_the_vault_every_need_is_missing() -> None:
    report = issue(R03, PEERS)

    assert report["overall"]["extra"]["missing"]["need"] == 1.0
    assert report["overall"]["extra"]["missing_share"] == 1.0


def test_dropping_what_is_unknown_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: cases without a ground are left out of the model."""
    whole = case_mix.mix
    monkeypatch.setattr(
        r03, "mix", lambda *asked: [one for one in whole(*asked) if one.levels[1] != "unknown"]
    )

    with pytest.raises(AssertionError):
        check_unknown(issue(R03, unknown()))


def test_taking_what_is_unknown_for_something_known_is_noticed() -> None:
    """Sabotage: cases without a ground are taken for easy ones."""
    made = [item._replace(ground=item.ground or "law_easy") for item in unknown()]

    with pytest.raises(AssertionError):
        check_unknown(issue(R03, made))


def test_an_erased_person_is_counted_as_erased() -> None:
    report = issue(R03, facts(PEERS, Strata(need=ERASED)))

    assert report["population"]["included"] == len(PEERS)
    assert report["overall"]["extra"]["missing"]["need"] == 1.0
    assert "ERASED" in codes(report)
    assert "ERASED" not in codes(issue(R03, PEERS))


def test_need_that_the_vault_tells_is_adjusted_for() -> None:
    """Whoever decides about people in need is held against others who do."""
    needy, others = Strata(need="high"), Strata(need="low")
    mine = facts(caseload("a", 200, 100), needy)
    mine.merge(facts([item for unit in "bcd" for item in caseload(unit, 200, 100)], needy))
    mine.merge(facts([item for unit in "bcdefg" for item in caseload(unit, 400, 20)], others))

    row = rows(issue(R03, mine))["actor/a"]
    assert (row["estimate"], row["flags"]) == (1.0, [])
    assert row["extra"]["crude"]["side"] == "high"
    assert row["extra"]["by_ground"]["side"] == "high"


def test_what_a_level_of_one_unit_means_is_told() -> None:
    found = rows(
        issue(R03, [*PEERS, *caseload("a", 50, 40, ground="law_mine"), *caseload("a", 50, 5, **EASY)])
    )

    assert found["actor/a"]["extra"]["alone"] == 50
    assert found["actor/b"]["extra"]["alone"] == 0


def test_the_model_is_judged_on_units_that_it_did_not_see() -> None:
    """A covariate that tells much: the slope is near 1, and guessing is far away."""
    extra = issue(R03, PEERS)["overall"]["extra"]

    assert extra["calibration_slope"] == pytest.approx(1, abs=0.05)
    by_hand = (100 * 190 + (10 * 190 + 100 * 100) / 2) / (110 * 290)  # pairs of a unit, ties half
    assert extra["c_statistic"] == pytest.approx(by_hand, rel=1e-5)
    alike = issue(R03, caseload("a", 50, 5))["overall"]["extra"]
    assert (alike["c_statistic"], alike["calibration_slope"]) == (None, None)


def test_where_nothing_falls_nothing_is_expected() -> None:
    report = issue(R03, caseload("a", 50, 0))

    (row,) = report["rows"]
    assert (row["expected"], row["estimate"], row["interval"], row["flags"]) == (0.0, None, None, [])
    assert "CONVERGENCE" in codes(report)


def test_it_is_for_the_oversight_body_alone() -> None:
    with pytest.raises(ReportError) as caught:
        issue(R03, PEERS, tier="public", unit="office")
    assert caught.value.code == "tier_restricted"


def test_a_raw_ranking_does_not_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: units in the order of their raw rate."""
    select = population.select

    def ranked(*asked: Any) -> Any:
        found = select(*asked)
        order = sorted(found.units, key=lambda unit: unit.tally["num"] / unit.tally["n"])
        return found._replace(units=tuple(order))

    monkeypatch.setattr(r03, "select", ranked)
    with pytest.raises(ReportError) as caught:
        issue(R03, simpson())
    assert caught.value.code == "rows_order"
    monkeypatch.setattr(assembly, "check_envelope", lambda *_args, **_more: None)
    keys = [row["key"] for row in issue(R03, simpson())["rows"]]
    assert keys != sorted(keys)


def test_a_ratio_without_its_interval_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sabotage: Byar's interval is taken away."""
    check_schema(issue(R03, simpson()))
    monkeypatch.setattr(r03, "interval", lambda *_bounds: None)
    monkeypatch.setattr(r03, "_opposite", lambda *_rows: False)
    with pytest.raises(jsonschema.ValidationError):
        check_schema(issue(R03, simpson()))


def test_the_timeless_model_does_not_know_the_month() -> None:
    later = [*PEERS, *caseload("b", 200, 120, month="2026-02", **EASY)]
    cells = case_mix.mix(facts(later), r03_params())
    rates = case_mix.chances(cells, TIMELESS)

    easy = {rates[cell.levels] for cell in cells if cell.levels[1] == "law_easy"}
    assert len(easy) == 1
    assert len({case_mix.chances(cells)[cell.levels] for cell in cells if cell.levels[1] == "law_easy"}) == 2


def r03_params() -> Params:
    return Params(population="all", unit="official")
