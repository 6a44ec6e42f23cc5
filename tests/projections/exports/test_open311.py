"""Groups of complaints: nothing that exposes 1 to 10 of them, alone or by subtraction."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.exports import open311
from ledger.projections.exports.open311 import Complaint, Group, groups

MONTH = "2026-05"


def complaints(district: str, still: int, closed: int, month: str = MONTH) -> list[Complaint]:
    return [Complaint(district, month, number < closed) for number in range(still + closed)]


@pytest.mark.parametrize(
    ("still", "closed", "shown"),
    [
        (10, 0, {}),
        (11, 0, {"open": 15}),
        (0, 11, {"closed": 15}),
        (40, 10, {}),  # 40 beside a total of 50 would tell of the 10
        (40, 1, {}),
        (22, 18, {"open": 20, "closed": 20}),
    ],
)
def test_a_month_of_a_district_is_shown_as_a_whole_or_not_at_all(
    still: int, closed: int, shown: dict[str, int]
) -> None:
    found = groups(complaints("1001", still, closed))

    assert {one.status: one.n for one in found} == shown


def test_without_the_rule_a_single_complaint_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(open311, "SMALLEST", 0)

    assert groups(complaints("1001", 1, 0)) == [Group("1001", MONTH, "open", 15)]


def test_groups_come_by_month_and_district_and_bear_ids_that_stay() -> None:
    found = groups(
        [*complaints("1002", 12, 0), *complaints("", 0, 12), *complaints("1001", 12, 12, "2026-04")]
    )

    assert [one.name for one in found] == [
        *("1001-2026-04-open", "1001-2026-04-closed"),
        *("unknown-2026-05-closed", "1002-2026-05-open"),
    ]


@given(
    st.lists(
        st.builds(
            Complaint, st.sampled_from(["", "1001"]), st.sampled_from([MONTH, "2026-06"]), st.booleans()
        )
    )
)
def test_nothing_is_told_of_one_to_ten(given_: list[Complaint]) -> None:
    cells = Counter((one.district, one.month, "closed" if one.closed else "open") for one in given_)

    found = groups(given_)

    assert found == groups(reversed(given_))
    for one in found:
        assert cells[one.district, one.month, one.status] > 10
        assert one.n % 5 == 0
        assert one.n > 10
        other = "open" if one.status == "closed" else "closed"
        assert cells[one.district, one.month, other] not in range(1, 11)
