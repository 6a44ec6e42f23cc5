"""Funnels. V.. are the reference values that every release must reproduce."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.projections.statistics import funnels as s
from ledger.projections.statistics import intervals as i
from tests.statistics.closeness import close, half_a_unit
from tests.statistics.published import COUNTS, WETHERILL


@pytest.mark.parametrize(("n", "lower"), [(2, 25.885383), (10, 56.154344), (11, 57.293957)])
def test_v09_closed_form_funnel_as_phe_publishes_it(n: int, lower: float) -> None:
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
def test_v10_to_v12_exact_binomial_limits_recomputed(n: int, limits: tuple[float, ...]) -> None:
    found = [s.exact_limit(0.1, n, p) for p in (0.001, 0.025, 0.975, 0.999)]

    assert found == pytest.approx(limits, abs=5e-7)


@pytest.mark.parametrize(
    ("p", "expected", "lo", "hi"),
    [
        (0.025, 15, "0.5596924", "1.649348"),
        (0.025, 20, "0.6108260", "1.544419"),
        (0.025, 30, "0.6746958", "1.427562"),
        (0.001, 15, "0.3862650", "2.082907"),
        (0.001, 20, "0.4479107", "1.902094"),
        (0.001, 30, "0.5289724", "1.702771"),
    ],
)
def test_v13_and_v14_poisson_limits_of_a_ratio_as_funnelplotr_tests_them(
    p: float, expected: int, lo: str, hi: str
) -> None:
    limits = s.ratio_limits(expected, p)

    assert limits is not None
    assert limits.lo == half_a_unit(lo)
    assert limits.hi == half_a_unit(hi)


OBSERVED = (100, 150, 180, 80, 120, 225)
EXPECTED = (108, 112, 165, 95, 100, 220)


def z_scores() -> list[float]:
    found = [s.ratio_z(o, e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]
    return [z for z in found if z is not None]


def test_v15_z_on_the_log_scale_recomputed() -> None:
    found = z_scores()

    assert found == pytest.approx((-0.799803, 3.091681, 1.117681, -1.674989, 1.823216, 0.333326), abs=5e-7)


def test_v16_overdispersion_as_funnelplotr_tests_it_with_nothing_trimmed() -> None:
    phi, tau2 = s.dispersion(z_scores(), EXPECTED)

    assert phi == half_a_unit("2.948033")
    assert tau2 == half_a_unit("0.019477530578")  # recomputed, like the limits
    close(s.dispersed_ratio_limits(108, tau2), 0.592234, 1.688523, digits=6)


def test_v16_with_the_trimming_of_the_reports_is_another_number() -> None:
    """The trap: the published example trims nothing, the reports pull the ends in. Both stand here."""
    phi, tau2 = s.dispersion(s.winsorised(z_scores()), EXPECTED)

    assert phi == half_a_unit("2.149053099")
    assert tau2 == half_a_unit("0.012118491")


def test_v17_overdispersion_of_wetherill_and_brown() -> None:
    found = s.binomial_overdispersion(WETHERILL, 50)

    assert found is not None
    assert found.chi2 == half_a_unit("22.16924")
    assert found.degrees == 29
    assert found.p == half_a_unit("0.81311")


def test_v18_overdispersion_of_counts_in_qcc() -> None:
    found = s.poisson_overdispersion(COUNTS)

    assert found is not None
    assert found.chi2 == half_a_unit("42.69388")
    assert found.p == half_a_unit("0.04858")


def test_what_cannot_vary_is_not_tested() -> None:
    assert s.binomial_overdispersion([], 50) is s.binomial_overdispersion([3], 50) is None
    assert s.binomial_overdispersion([0, 0], 50) is s.binomial_overdispersion([50, 50], 50) is None
    assert s.binomial_overdispersion([0, 0], 0) is None
    assert s.poisson_overdispersion([]) is s.poisson_overdispersion([0, 0]) is None


def test_a_unit_without_cases_has_no_limits_and_no_z() -> None:
    assert [s.exact_limit(0.1, 0, p) for p in (0.001, 0.025, 0.975, 0.999)] == [0, 0, 1, 1]
    assert s.proportion_z(0, 0, 0.1) == 0.0
    assert s.ratio_limits(0.0, 0.025) is s.dispersed_ratio_limits(0.0, 0.1) is None


def test_nothing_observed_has_a_z_on_the_square_root_scale_alone() -> None:
    assert s.ratio_z(0, 9.0) is None
    assert s.root_ratio_z(0, 9.0) == -6.0
    assert s.root_ratio_z(16, 9.0) == pytest.approx(2.0)
    assert s.root_ratio_z(1, 0.0) is s.ratio_z(1, 0.0) is None


counts = st.lists(
    st.integers(0, 300).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=20
)


@given(counts, st.floats(0, 1), st.integers(0, 20))
def test_a_unit_without_cases_changes_nothing(
    units: list[tuple[int, int]], target: float, place: int
) -> None:
    more = [*units[:place], (0, 0), *units[place:]]

    assert s.dispersion_of_rates(more, target) == s.dispersion_of_rates(units, target)


@given(st.lists(st.tuples(st.floats(-9, 9), st.floats(0, 500)), max_size=20))
def test_spread_is_never_negative(units: list[tuple[float, float]]) -> None:
    found = s.dispersion([z for z, _ in units], [weight for _, weight in units])

    assert found.phi >= 0
    assert found.tau2 >= 0


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


@given(shares, st.floats(0, 1))
def test_exact_limits_are_in_order_and_are_rates(share: tuple[int, int], target: float) -> None:
    found = [s.exact_limit(target, share[1], p) for p in (0.001, 0.025, 0.975, 0.999)]

    assert found == sorted(found)
    assert found[0] >= 0
    assert found[-1] <= 1
