"""Unusual pairs. V.. are the reference values that every release must reproduce."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import pairs
from ledger.projections.statistics.distributions import hypergeometric_at_least
from tests.statistics.closeness import half_a_unit


def test_v47_a_pair_that_meets_too_often_recomputed_in_r() -> None:
    (found,) = pairs.unusual_pairs({("d", "a"): 14}, left={"d": 40}, right={"a": 30}, cases=200)

    assert found.expected == 6
    assert found.p == half_a_unit("2.820961e-4")
    assert found.q == found.p


@given(st.integers(1, 300), st.data())
def test_the_tail_is_that_of_whole_numbers(total: int, data: st.DataObject) -> None:
    marked, drawn = data.draw(st.integers(0, total)), data.draw(st.integers(0, total))
    k = data.draw(st.integers(-1, min(marked, drawn) + 1))
    ways = sum(comb(marked, i) * comb(total - marked, drawn - i) for i in range(max(k, 0), drawn + 1))

    found = hypergeometric_at_least(k, total, marked, drawn)
    assert found == pytest.approx(ways / comb(total, drawn), rel=1e-9)


def test_pairs_of_one_place_share_a_family() -> None:
    met = {("d", "a"): 9, ("d", "b"): 1, ("e", "b"): 9, ("e", "a"): 0}
    found = pairs.unusual_pairs(met, left={"d": 10, "e": 10}, right={"a": 9, "b": 11}, cases=20)

    assert [(pair.left, pair.right) for pair in found] == [("d", "a"), ("d", "b"), ("e", "b")]
    assert all(pair.q >= pair.p for pair in found)
    assert pairs.unusual_pairs({}, left={}, right={}, cases=0) == []


def test_without_strata_every_local_pair_looks_unusual() -> None:
    """The trap of M25: two places where everybody meets everybody of their own place, and nobody else."""
    local = {(f"d{place}", f"a{place}"): 20 for place in (1, 2)}
    everywhere = pairs.unusual_pairs(local, left={"d1": 20, "d2": 20}, right={"a1": 20, "a2": 20}, cases=40)
    in_place = pairs.unusual_pairs({("d1", "a1"): 20}, left={"d1": 20}, right={"a1": 20}, cases=20)

    assert max(pair.q for pair in everywhere) < 1e-9
    assert [pair.p for pair in in_place] == [1.0]


def test_who_hangs_together() -> None:
    edges = [("d", "a"), ("a", "b"), ("x", "y"), ("z", "z")]

    assert pairs.components(edges) == [("a", "b", "d"), ("x", "y")]
    assert pairs.components([]) == []


def test_dealing_out_anew_finds_the_pair_that_was_arranged() -> None:
    cases = [("d", ["a"])] * 12 + [("e", ["b", "c"])] * 12 + [("d", ["b"]), ("e", ["a"])]
    found = pairs.permuted_p(cases, seed=4, draws=999)

    assert found["d", "a"] == 0.001
    assert found["d", "b"] > 0.5
    assert found == pairs.permuted_p(cases, seed=4, draws=999)


def test_dealing_out_anew_comes_near_the_exact_tail() -> None:
    cases = [("d", ["a"])] * 6 + [("d", [])] * 14 + [("e", ["a"])] * 4 + [("e", [])] * 26
    found = pairs.permuted_p(cases, seed=11, draws=4000)

    assert found["d", "a"] == pytest.approx(hypergeometric_at_least(6, 50, 20, 10), abs=0.02)


def test_no_cases_have_no_pairs() -> None:
    assert pairs.permuted_p([], seed=1, draws=10) == {}
    assert pairs.permuted_p([("d", [])], seed=1, draws=10) == {}
