"""Seeds and streams that anybody can draw again."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics.randomness import Stream, bootstrap, seed_for

ROOT = "33" * 32
WORDS = {"root": ROOT, "report": "R02", "method": "M10", "purpose": "ranks"}
MASK = 2**128 - 1


def test_the_seed_is_the_hash_of_the_canonical_form() -> None:
    written = f'{{"method":"M10","purpose":"ranks","report":"R02","root":"{ROOT}","v":"phayan/seed/v1"}}'

    assert seed_for(**WORDS) == int(hashlib.sha256(written.encode()).hexdigest(), 16)


@pytest.mark.parametrize("word", sorted(WORDS))
def test_whatever_changes_changes_the_seed(word: str) -> None:
    assert seed_for(**WORDS | {word: "other"}) != seed_for(**WORDS)


def pcg64(state: int, increment: int, count: int) -> list[int]:
    """Return raw numbers as O'Neill 2014 defines them (PCG XSL RR 128/64), in whole numbers."""
    found = []
    for _ in range(count):
        state = (state * 0x2360ED051FC65DA44385DF649FCCF645 + increment) & MASK
        mixed, turn = (state >> 64 ^ state) & (2**64 - 1), state >> 122
        found.append((mixed >> turn | mixed << (-turn & 63)) & (2**64 - 1))
    return found


def test_the_stream_is_pcg64() -> None:
    seed = seed_for(**WORDS)
    state = np.random.PCG64(seed).state["state"]
    raw = pcg64(int(state["state"]), int(state["inc"]), 50)

    assert Stream(seed).bits(50).tolist() == [number >> 11 for number in raw]
    assert Stream(seed).uniforms(50).tolist() == [(number >> 11) / 2**53 for number in raw]


def test_numbers_of_a_known_seed_are_those_that_numpy_documents() -> None:
    """Its first examples draw 0.51182162, 0.9504637, 0.14415961 from ``default_rng(1)``."""
    assert Stream(1).uniforms(3) == pytest.approx((0.51182162, 0.9504637, 0.14415961), abs=5e-9)


@given(st.integers(0, 2**256 - 1), st.integers(1, 2**31 - 1), st.integers(0, 20))
def test_places_are_products_of_whole_numbers(seed: int, among: int, count: int) -> None:
    exact = [int(bits) * among >> 53 for bits in Stream(seed).bits(count)]

    assert Stream(seed).indices(among, count).tolist() == exact
    assert all(0 <= place < among for place in exact)


@given(st.integers(0, 2**256 - 1), st.integers(0, 30))
def test_a_permutation_holds_every_place_once(seed: int, count: int) -> None:
    bits = Stream(seed).bits(count).tolist()
    order = Stream(seed).permutation(count).tolist()

    assert sorted(order) == list(range(count))
    assert order == sorted(range(count), key=bits.__getitem__)


def test_every_call_takes_the_numbers_that_follow() -> None:
    whole, parts = Stream(9).bits(10).tolist(), Stream(9)

    assert [*parts.bits(4).tolist(), *parts.bits(6).tolist()] == whole


VALUES = np.array([3.0, 5.0, 8.0, 13.0, 21.0, 34.0])


def mean(places: Sequence[int]) -> float:
    return float(np.mean(VALUES[places]))


def test_a_bootstrap_follows_from_its_seed_and_surrounds_the_mean() -> None:
    one, again, other = (bootstrap(6, mean, seed=seed, draws=500) for seed in (3, 3, 4))  # type: ignore[arg-type]

    assert one is not None
    assert one == again != other
    assert 3 <= one.lo < VALUES.mean() < one.hi <= 34


def test_a_bootstrap_without_units_or_values_has_none() -> None:
    assert bootstrap(0, mean, seed=1) is None  # type: ignore[arg-type]
    assert bootstrap(3, lambda _: None, seed=1, draws=5) is None
    assert bootstrap(1, lambda places: float(places[0]), seed=1, draws=5) == (0.0, 0.0)
