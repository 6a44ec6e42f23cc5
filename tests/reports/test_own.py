"""What an official is shown of a report: their own rows, and no way to anybody else's."""

from typing import Any

import pytest

from ledger.projections.errors import ReportError
from ledger.projections.reports.asking import Params
from ledger.projections.reports.catalogue import REPORTS
from ledger.projections.reports.envelope import result_digest
from ledger.projections.reports.folding import facts_of
from ledger.projections.reports.own import OTHERS, asked_by_oneself, own_rows
from tests.projections.histories import actor
from tests.reports.deciding import check_schema, codes, issue
from tests.reports.test_catalogue import register

MINE, YOURS = actor(2), actor(3)


@pytest.fixture(scope="module")
def whole() -> dict[str, Any]:
    """R01 of a register with three officials."""
    return issue(REPORTS["R01"], facts_of(register()), population="all_imported")


def test_one_reads_ones_own_row_without_what_leads_to_cases(whole: dict[str, Any]) -> None:
    (row,) = (row for row in whole["rows"] if row["key"] == MINE)
    own = own_rows(whole, [MINE])

    assert own["rows"] == [{name: value for name, value in row.items() if name != "evidence"}]
    assert row["evidence"]
    assert own["population"]["included"] == row["n"]
    assert "OWN_ROWS" in codes(own)
    assert own["reproduce"]["result_digest"] == result_digest(own) != whole["reproduce"]["result_digest"]
    check_schema(own)


def test_whoever_has_no_row_is_shown_none(whole: dict[str, Any]) -> None:
    own = own_rows(whole, [actor(9)])
    assert (own["rows"], own["population"]["included"]) == ([], 0)
    check_schema(own)


def test_two_names_of_one_person_are_theirs(whole: dict[str, Any]) -> None:
    assert [row["key"] for row in own_rows(whole, [YOURS, MINE])["rows"]] == [MINE, YOURS]


def test_a_total_with_fewer_than_three_others_is_hidden(
    whole: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two others: whoever of them knows their own row, and this one, would know the third."""
    assert own_rows(whole, [MINE])["overall"]["suppressed"]
    assert own_rows(whole, [MINE])["overall"]["n"] is None

    total = own_rows(whole, [actor(9)])["overall"]  # three others
    assert total["n"] == whole["overall"]["n"]
    assert "extra" not in total

    monkeypatch.setattr("ledger.projections.reports.own.OTHERS", OTHERS - 1)  # the control
    left = own_rows(whole, [MINE])
    others = [row["n"] for row in whole["rows"] if row["key"] != MINE]
    assert left["overall"]["n"] - left["rows"][0]["n"] == sum(others)


@pytest.mark.parametrize("key", [f"policy/notify/{MINE}", MINE])
def test_a_key_may_name_a_clock_before_its_actor(key: str) -> None:
    assert [row["key"] for row in own_rows(small(key), [MINE])["rows"]] == [key]


@pytest.mark.parametrize("key", [f"{MINE}/{YOURS}", f"{YOURS}/{MINE}", "policy/notify/office_a", "unknown"])
def test_a_row_that_is_somebody_elses_too_is_not_ones_own(key: str) -> None:
    assert own_rows(small(key), [MINE])["rows"] == []


def test_a_row_that_names_somebody_else_inside_does_not_leave() -> None:
    with pytest.raises(ReportError) as caught:
        own_rows(small(MINE, extra={"like": [str(YOURS)]}), [MINE])
    assert caught.value.code == "row_reveals"


def test_a_series_of_others_is_left_out() -> None:
    found = small(MINE) | {"series": [{"unit": unit} for unit in ("overall", MINE, YOURS)]}
    assert own_rows(found, [MINE])["series"] == [{"unit": MINE}]


def small(key: str, **members: Any) -> dict[str, Any]:
    """The parts of a report that matter here, with one row."""
    row = {"key": key, "n": 30, "estimate": None, "interval": None, "suppressed": False, "flags": []}
    return {
        "population": {"definition": "", "included": 30, "excluded": []},
        "method": {"params": {}},
        "overall": row | {"key": "overall"},
        "rows": [row | members],
        "caveats": [],
        "reproduce": {},
    }


@pytest.mark.parametrize(("name", "unit"), [("R01", "official"), ("R05", "official"), ("R09", "volunteer")])
def test_the_rows_asked_for_are_persons(name: str, unit: str) -> None:
    assert asked_by_oneself(REPORTS[name], Params(tier="public")).unit == unit
    assert asked_by_oneself(REPORTS[name], Params()).tier == "oversight"


@pytest.mark.parametrize(("name", "unit"), [("R01", "office"), ("R11", ""), ("R05", "volunteer")])
def test_other_rows_are_nobodys_own(name: str, unit: str) -> None:
    with pytest.raises(ReportError) as caught:
        asked_by_oneself(REPORTS[name], Params(unit=unit))
    assert caught.value.code == "own_unit"
