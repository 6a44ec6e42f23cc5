"""Known traps, built into the code: whoever falls into one again is noticed by a reference value."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import pytest

from tests.statistics.closeness import half_a_unit
from tests.statistics.published import (
    ADMISSIONS,
    ANAESTHETISTS,
    FOUR_RATERS,
    ORANGE_JUICE,
    RATS,
    RELAPSED,
    STILL_WELL,
    VISCOSITY,
)
from tests.statistics.test_discovery import PUBLISHED
from tests.statistics.test_funnels import EXPECTED, OBSERVED


def module(name: str, old: str = "", new: str = "") -> ModuleType:
    """Return a module of the statistics, with ``old`` (which stands there once) replaced by ``new``."""
    real = import_module(f"ledger.projections.statistics.{name}")
    source = Path(str(real.__file__)).read_text(encoding="utf-8")
    assert not old or source.count(old) == 1, f"{old!r} no longer stands once in {name}"
    other = ModuleType(f"sabotaged_{name}")
    exec(compile(source.replace(old, new) if old else source, name, "exec"), other.__dict__)  # noqa: S102
    return other


def _dispersion(m: Any) -> float:
    z = [m.ratio_z(o, e) for o, e in zip(OBSERVED, EXPECTED, strict=True)]
    return float(m.dispersion(z, EXPECTED).tau2)


def _moved_censoring(m: Any) -> float:
    return float(m.kaplan_meier({3: 1}, {3: 1})[0].survival)


def _likelihood(m: Any) -> float:
    patterns = [m.Pattern(pattern.answers) for pattern in ANAESTHETISTS]
    return float(m.dawid_skene(patterns, smoothing=0).log_likelihood)


class Trap(NamedTuple):
    """What stands in a module, what the trap makes of it, and the value that it moves off its reference."""

    module: str
    right: str
    wrong: str
    value: Callable[[Any], float]
    reference: str


TRAPS = {
    "Wilson with z of three digits": Trap(
        "intervals",
        "normal_quantile(0.975)",
        "1.96",
        lambda m: m.wilson(65, 100).lo,
        "0.5525444329688797",
    ),
    "Wald instead of Wilson": Trap(
        "intervals",
        "2 * (n + z * z)",
        "2 * n",
        lambda m: m.wilson(65, 100).hi,
        "0.7363575175690247",
    ),
    "Byar's upper limit without one more": Trap(
        "intervals",
        "more = x + 1",
        "more = x",
        lambda m: m.byar(65).hi,
        "82.84913854593984",
    ),
    "a funnel limit that is not interpolated": Trap(
        "funnels",
        "(r - share) / n",
        "r / n",
        lambda m: m.exact_limit(0.1, 100, 0.975),
        "0.157719",
    ),
    "tau squared without the spread of weights": Trap(
        "funnels",
        "room = total - fsum(w * w for w in weights) / total",
        "room = total",
        _dispersion,
        "0.019477530578",
    ),
    "Benjamini and Hochberg without the running minimum": Trap(
        "discovery",
        "accumulate(raised, min)",
        "raised",
        lambda m: m.false_discovery(PUBLISHED)[5],
        "0.063857142857",
    ),
    "limits of XmR from the exact d2": Trap(
        "charts",
        "D2: Final = 1.128 ",
        "D2: Final = 2 / 3.141592653589793**0.5 ",
        lambda m: m.xmr(VISCOSITY).sigma,
        "0.5076521",
    ),
    "Laney's sigma from values and not from their ranges": Trap(
        "charts",
        "fsum(abs(after - before) for before, after in pairwise(z))",
        "fsum(abs(value) for value in z)",
        lambda m: m.p_chart([(x, 50) for x in ORANGE_JUICE]).sigma_z,
        "1.66086672",
    ),
    "a risk-adjusted weight that is no likelihood ratio": Trap(
        "cusum",
        "log(1 - chance + odds * chance)",
        "chance * log(odds)",
        lambda m: m.weight(0, 0.025, 2),
        "-0.0246926",
    ),
    "a restricted mean that starts a day late": Trap(
        "survival",
        "zip(steps, ends, strict=True)]\n    mean = steps[0].day",
        "zip(steps, ends, strict=True)]\n    mean = 1 - steps[-1].survival + steps[0].day",
        lambda m: m.restricted_mean(RELAPSED, STILL_WELL, 35).mean,
        "23.287395",
    ),
    "the censored of a day gone before its events": Trap(
        "survival",
        "n, d = waiting[day], events[day]",
        "n, d = waiting[day] - censored.get(day, 0), events[day]",
        _moved_censoring,
        "0.5",
    ),
    "strata thrown together": Trap(
        "strata",
        "filled = [table for table in tables if sum(table) > 0]",
        "filled = [Table(*map(sum, zip(*tables, strict=True)))]",
        lambda m: m.mantel_haenszel(ADMISSIONS).odds_ratio,
        "0.9046968",
    ),
    "no continuity correction": Trap(
        "strata",
        "abs(fsum(apart)) - 0.5",
        "abs(fsum(apart))",
        lambda m: m.mantel_haenszel(ADMISSIONS).chi2,
        "1.426946",
    ),
    "Newcombe with the limits crossed": Trap(
        "disparity",
        "sqrt((p1 - lo1) ** 2 + (hi2 - p2) ** 2)",
        "sqrt((hi1 - p1) ** 2 + (p2 - lo2) ** 2)",
        lambda m: m.difference(56, 70, 48, 80).interval.lo,
        "0.0524315",
    ),
    "Gini without its correction for few": Trap(
        "inequality",
        "(count + 1) / count)",
        "1)",
        lambda m: m.gini([1, 2, 3, 4, 5]),
        "0.2666667",
    ),
    "pairs of a unit that weigh one each": Trap(
        "agreement",
        "pairs[m, c, k] / (m - 1)",
        "pairs[m, c, k]",
        lambda m: m.krippendorff_alpha(m.ordered_pairs(FOUR_RATERS)),
        "0.743421",
    ),
    "a rater's table read by answer and not by truth": Trap(
        "reliability",
        "told[answers.rater, truth, answers.answer]",
        "told[answers.rater, answers.answer, truth]",
        _likelihood,
        "-192.8909",
    ),
    "an audit without its finite frame": Trap(
        "twophase",
        "(1 - answered / frame) * ",
        "",
        lambda m: m.two_phase(50, 20, [m.Stratum(1000, 100, 7)]).error,
        "24.32731",
    ),
    "a sample's variance over m": Trap(
        "twophase",
        "/ (answered - 1)",
        "/ answered",
        lambda m: m.two_phase(50, 20, [m.Stratum(1000, 100, 7)]).error,
        "24.32731",
    ),
    "moments with the variance of a population": Trap(
        "shrinking",
        "/ (len(rates) - 1)",
        "/ len(rates)",
        lambda m: m.prior_by_moments(RATS[:70]).a,
        "1.356149",
    ),
}


@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS)
def test_a_trap_that_is_fallen_into_is_noticed(trap: Trap) -> None:
    right, wrong = module(trap.module), module(trap.module, trap.right, trap.wrong)

    assert trap.value(right) == half_a_unit(trap.reference)
    assert trap.value(wrong) != half_a_unit(trap.reference)
