"""Benjamini and Hochberg. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics.discovery import false_discovery

PUBLISHED = [
    *(0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459),
    *(0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0),
]


def test_v19_the_example_of_benjamini_and_hochberg_1995() -> None:
    q = false_discovery(PUBLISHED)

    assert sum(value < 0.05 for value in q) == 4
    assert sum(value < 0.05 / 15 for value in PUBLISHED) == 3  # Bonferroni
    assert q[3:5] == pytest.approx((0.035625, 0.0603))


def test_nothing_has_no_discovery() -> None:
    assert false_discovery([]) == []


@given(st.lists(st.floats(0, 1), max_size=40))
def test_adjusted_p_is_never_smaller_and_never_above_one(p_values: list[float]) -> None:
    q = false_discovery(p_values)

    assert all(p - 1e-15 <= adjusted <= 1 for p, adjusted in zip(p_values, q, strict=True))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20, unique=True), st.randoms(use_true_random=False))
def test_the_order_of_units_is_of_no_account(p_values: list[float], chance: object) -> None:
    shuffled = list(p_values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # a random.Random

    before = dict(zip(p_values, false_discovery(p_values), strict=True))
    assert dict(zip(shuffled, false_discovery(shuffled), strict=True)) == before
