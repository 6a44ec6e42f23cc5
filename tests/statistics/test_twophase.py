"""The two-phase audit. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics.twophase import Estimate, Stratum, added_scores, two_phase
from tests.statistics.closeness import close, half_a_unit


@st.composite
def audited(draw: st.DrawFn) -> Stratum:
    frame = draw(st.integers(0, 60))
    drawn = draw(st.integers(0, frame))
    silent = draw(st.integers(0, drawn))
    return Stratum(frame, drawn, draw(st.integers(0, drawn - silent)), silent)


def test_v50_a_thousand_that_nobody_appealed_recomputed() -> None:
    found = two_phase(50, 20, [Stratum(1000, 100, 7)])

    assert found.total == pytest.approx(90.0)
    assert found.error == half_a_unit("24.32731")
    assert found.rate == half_a_unit("0.0857143")
    close(found.interval, 0.0403041, 0.1311244, digits=7)
    close(found.bounds, 0.0190476, 0.9714286, digits=7)


def test_overturned_per_appeal_tells_who_complains_and_not_what_is_wrong() -> None:
    """The example of four denominators: 40 % of appeals, 1.9 % of decisions, 8.6 % by the audit."""
    found = two_phase(50, 20, [Stratum(1000, 100, 7)])

    assert found.bounds is not None
    assert (round(20 / 50, 3), round(found.bounds.lo, 3)) == (0.4, 0.019)
    assert found.rate == pytest.approx(0.086, abs=0.0005)


def test_strata_add_up() -> None:
    found = two_phase(10, 4, [Stratum(100, 10, 1), Stratum(40, 20, 10)])

    assert found.total == pytest.approx(4 + 10 + 20)
    one, other = two_phase(0, 0, [Stratum(100, 10, 1)]), two_phase(0, 0, [Stratum(40, 20, 10)])
    assert one.error is not None
    assert other.error is not None
    assert found.error == pytest.approx((one.error**2 + other.error**2) ** 0.5)


def test_whoever_looks_at_all_is_certain() -> None:
    assert two_phase(0, 0, [Stratum(20, 20, 3)]).error == 0.0


def test_no_answer_widens_and_is_neither_right_nor_wrong() -> None:
    found = two_phase(0, 0, [Stratum(100, 10, 2, no_answer=2)])

    assert found.rate == pytest.approx(2 / 8)
    close(found.answers, 0.2, 0.4)


def test_one_answer_has_no_variance_and_none_has_no_total() -> None:
    one, none = two_phase(5, 1, [Stratum(100, 1, 0)]), two_phase(5, 1, [Stratum(100, 3, 0, no_answer=3)])

    assert (one.total, one.error, one.interval) == (1.0, None, None)
    assert (none.total, none.error, none.rate) == (None, None, None)
    assert none.bounds is not None
    assert two_phase(5, 1, [Stratum(100, 0, 0)]).answers is None


def test_nothing_decided_and_everything_appealed() -> None:
    assert two_phase(0, 0, []) == Estimate(0, None, None, None, None, None, None)
    assert two_phase(0, 0, [Stratum(0, 0, 0)]).rate is None
    assert two_phase(10, 4, [Stratum(0, 0, 0)]) == (10, 4, 0, 0.4, (0.4, 0.4), (0.4, 0.4), (0.4, 0.4))


@given(st.lists(audited(), max_size=4), st.integers(0, 30), st.data())
def test_an_estimate_lies_within_its_bounds(
    strata: list[Stratum], appealed: int, data: st.DataObject
) -> None:
    found = two_phase(appealed, data.draw(st.integers(0, appealed)), strata)

    if found.rate is not None and found.bounds is not None and found.answers is not None:
        assert found.bounds.lo - 1e-9 <= found.answers.lo <= found.rate + 1e-9
        assert found.rate - 1e-9 <= found.answers.hi <= found.bounds.hi + 1e-9
    if found.rate is not None and found.interval is not None:
        assert found.interval.lo <= found.rate + 1e-9
        assert found.rate <= found.interval.hi + 1e-9


def test_a_sample_that_is_all_right_leaves_room_for_what_it_did_not_meet() -> None:
    """None wrong of twenty: the spread of the sample is nothing, Wilson's upper limit (V04) is not."""
    strata = [Stratum(1000, 20, 0)]

    close(two_phase(0, 0, strata).interval, 0.0, 0.0)
    found = added_scores(0, 0, strata)
    assert found is not None
    assert found.lo == 0.0
    assert found.hi == pytest.approx(0.16112515805281935, rel=1e-9)


@given(st.integers(0, 30), st.lists(audited(), max_size=3), st.data())
def test_added_scores_hold_the_estimate_wherever_there_is_one(
    appealed: int, strata: list[Stratum], data: st.DataObject
) -> None:
    overturned = data.draw(st.integers(0, appealed))
    found, whole = added_scores(appealed, overturned, strata), two_phase(appealed, overturned, strata)

    assert (found is None) == (whole.interval is None)
    if found is not None and whole.rate is not None:
        assert 0 <= found.lo <= whole.rate + 1e-12
        assert whole.rate - 1e-12 <= found.hi <= 1
