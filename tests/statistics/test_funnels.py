"""Published and recomputed numbers. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import funnels as s
from ledger.projections.statistics import intervals as i
from ledger.projections.statistics.discovery import false_discovery

EXACT = 1e-9  # relative, where the reference has ten digits or more


def close(found: i.Bounds | None, lo: float, hi: float, rel: float = EXACT) -> None:
    assert found is not None
    assert found.lo == pytest.approx(lo, rel=rel, abs=1e-15)
    assert found.hi == pytest.approx(hi, rel=rel)


def test_v01_to_v04_wilson() -> None:
    close(i.wilson(65, 100), 0.5525444329688797, 0.7363575175690247)
    close(i.wilson(1045, 5000), 0.19795549880013297, 0.22049130373189027)
    close(i.wilson(65, 100, i.Z999), 0.4954946574070431, 0.7783540614089697)
    close(i.wilson(0, 20), 0.0, 0.16112515805281935)


def test_v07_and_v08_byar() -> None:
    close(i.byar(65), 50.163187710459454, 82.84913854593984)
    close(i.byar(10, i.Z999), 2.916318374695686, 24.193724927880535)


def test_byar_has_no_lower_limit_at_nothing_and_never_falls_below_zero() -> None:
    assert i.byar(0).lo == 0.0
    assert i.byar(1, i.Z999).lo == 0.0


@pytest.mark.parametrize(("n", "lower"), [(2, 25.885383), (10, 56.154344), (11, 57.293957)])
def test_v09_closed_form_funnel(n: int, lower: float) -> None:
    """The published limit is the inverse of the two-sigma Wilson bound, which is this closed form."""
    target = 0.806424478571495

    assert 100 * s.curve_limit(target, n, -i.Z975) == pytest.approx(lower, abs=5e-7)


@pytest.mark.parametrize(
    ("n", "limits"),
    [
        (100, (0.014179, 0.040381, 0.157719, 0.198357)),
        (500, (0.059989, 0.073448, 0.126015, 0.142689)),
        (10, (0.0, 0.0, 0.278736, 0.442670)),
        (50, (0.0, 0.013863, 0.179723, 0.240128)),
    ],
)
def test_v10_to_v12_exact_binomial_limits(n: int, limits: tuple[float, ...]) -> None:
    found = [s.exact_limit(0.1, n, p) for p in (0.001, 0.025, 0.975, 0.999)]

    assert found == pytest.approx(limits, abs=5e-7)


def test_v13_and_v14_poisson_limits_of_a_ratio() -> None:
    for expected, lo, hi in ((15, 0.5596924, 1.649348), (20, 0.6108260, 1.544419), (30, 0.6746958, 1.427562)):
        close(s.ratio_limits(expected, 0.025), lo, hi, rel=5e-7)
    for expected, lo, hi in ((15, 0.3862650, 2.082907), (20, 0.4479107, 1.902094), (30, 0.5289724, 1.702771)):
        close(s.ratio_limits(expected, 0.001), lo, hi, rel=5e-7)


OBSERVED = (100, 150, 180, 80, 120, 225)
EXPECTED = (108, 112, 165, 95, 100, 220)


def test_v15_z_on_the_log_scale() -> None:
    found = [s.ratio_z(o, e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]

    assert found == pytest.approx((-0.799803, 3.091681, 1.117681, -1.674989, 1.823216, 0.333326), abs=5e-7)


def test_v16_overdispersion() -> None:
    z = [z for o, e in zip(OBSERVED, EXPECTED, strict=True) if (z := s.ratio_z(o, e)) is not None]

    phi, tau2 = s.dispersion(z, EXPECTED)
    assert phi == pytest.approx(2.948033, abs=5e-7)
    assert tau2 == pytest.approx(0.019477530578, abs=5e-13)
    close(s.dispersed_ratio_limits(108, tau2), 0.592234, 1.688523, rel=1e-6)


def test_v16_with_the_default_trimming() -> None:
    z = [z for o, e in zip(OBSERVED, EXPECTED, strict=True) if (z := s.ratio_z(o, e)) is not None]

    phi, tau2 = s.dispersion(s.winsorised(z), EXPECTED)
    assert phi == pytest.approx(2.149053099, abs=5e-10)
    assert tau2 == pytest.approx(0.012118491, abs=5e-10)


PUBLISHED = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_v19_false_discovery() -> None:
    q = false_discovery(PUBLISHED)

    assert sum(value < 0.05 for value in q) == 4
    assert sum(value < 0.05 / 15 for value in PUBLISHED) == 3
    assert q[3:5] == pytest.approx((0.035625, 0.0603))


def test_nothing_has_no_discovery() -> None:
    assert false_discovery([]) == []


def test_one_unit_has_no_spread() -> None:
    assert s.dispersion([3.0], [100.0]).tau2 == 0.0
    assert s.dispersion([], []) == (0.0, 0.0)


def test_dispersed_z_is_plain_z_without_spread_and_smaller_with_it() -> None:
    assert s.dispersed_z(3.0, 400.0, 0.0) == 3.0
    assert 0 < s.dispersed_z(3.0, 400.0, 0.01) < 3.0


def test_tails_name_the_side() -> None:
    assert s.binomial_tails(20, 100, 0.05).side == "high"
    assert s.binomial_tails(0, 1000, 0.05).side == "low"
    assert s.poisson_tails(5, 5.0).side == ""
    assert s.poisson_tails(0, 0.0) == (1.0, 1.0)
    assert s.poisson_tails(5, 5.0).two_sided == 1.0


shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(shares)
def test_wilson_contains_the_rate(share: tuple[int, int]) -> None:
    x, n = share

    lo, hi = i.wilson(x, n)
    assert 0 <= lo <= x / n + 1e-12
    assert x / n - 1e-12 <= hi <= 1


@given(st.lists(st.floats(0, 1), max_size=40))
def test_adjusted_p_is_never_smaller(p_values: list[float]) -> None:
    assert all(q >= p - 1e-15 for p, q in zip(p_values, false_discovery(p_values), strict=True))


@given(shares, st.floats(0, 1))
def test_exact_limits_are_in_order_and_are_rates(share: tuple[int, int], target: float) -> None:
    found = [s.exact_limit(target, share[1], p) for p in (0.001, 0.025, 0.975, 0.999)]

    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] <= 1
