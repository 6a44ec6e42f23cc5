"""R03: reversals against what would be expected of anybody with the same cases. Crude stands beside adjusted.

The model knows rules, ground, declared need, region and month; what is unknown is a level of its own. A flag
takes three locks at once, as in R01: beyond 99.8 % after overdispersion, false discovery below 5 % over all
units, and at least 25 decisions.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import Body, Report
from ledger.projections.reports.case_mix import (
    COVARIATES,
    Cell,
    alone,
    chances,
    expected,
    mix,
    separated,
    worth,
)
from ledger.projections.reports.envelope import Json, Snapshot, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import case_mix, decisions
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Unit, select
from ledger.projections.reports.r01_rows import (
    DISCOVERY,
    EXACT_BELOW,
    SIGNAL,
    WATCH,
    four_ratios,
)
from ledger.projections.reports.reversals import DEFINITIONS, caveat_codes, counted
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.reports.vocabulary import ERASED, UNKNOWN
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.funnels import (
    COMPARABLE,
    Dispersion,
    Tails,
    binomial_tails,
    dispersed_z,
    dispersion,
    poisson_tails,
    ratio_limits,
    root_ratio_z,
    winsorised,
)
from ledger.projections.statistics.intervals import Z999, byar
from ledger.projections.statistics.standardising import observed_over_expected

TITLE: Final = {
    "th": "คำสั่งที่ถูกกลับเทียบกับที่คาดไว้จากลักษณะของคดี",
    "en": "Decisions reversed against what their cases let expect",
}
SOURCES: Final = [
    "Spiegelhalter et al. 2012, JRSS-A 175:1",
    "Breslow and Day 1987, Statistical Methods in Cancer Research, volume II (Byar)",
    "Benjamini and Hochberg 1995",
]


class Standard(NamedTuple):
    """What is expected of each unit: by all covariates, by the ground of law alone, and by nothing."""

    full: Mapping[str, float]
    ground: Mapping[str, float]
    rate: float


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R03 finds."""
    population, cells = select(facts, params), mix(facts, params)
    total = population.total()
    standard = Standard(
        expected(cells, chances(cells)),
        expected(cells, chances(cells, ("ground",))),
        total["num"] / total["n"] if total["n"] else 0.0,
    )
    spread = _spread(population.units, standard.full)
    rows = [_row(unit, standard, spread) for unit in population.units]
    _told(rows, cells)
    overall = share_row("overall", total["n"], total["num"])
    overall["extra"] = four_ratios(total) | _overall_extra(cells, spread, len(rows))
    codes = {"SIMPSON"} if any(row["extra"]["simpson"] for row in rows) else set()
    codes |= {"CONVERGENCE"} if separated(cells) else set()
    codes |= {"ERASED"} if any(ERASED in cell.levels for cell in cells) else set()
    return Body(
        **counted(population, overall),
        method=_method(),
        overall=overall,
        rows=rows,
        caveats=caveat_codes(population, params, rows) | codes,
    )


def _spread(units: Sequence[Unit], by_mix: Mapping[str, float]) -> Dispersion:
    """Return phi and tau squared of the units' ratios, on the square root scale, Winsorised."""
    scores = {unit.key: root_ratio_z(unit.tally["num"], by_mix[unit.key]) for unit in units}
    told = {key: z for key, z in scores.items() if z is not None}
    if not told:
        return Dispersion(0.0, 0.0)
    return dispersion(winsorised(list(told.values())), [4.0 * by_mix[key] for key in told])


def _row(unit: Unit, standard: Standard, spread: Dispersion) -> Json:
    n, observed, mean = unit.tally["n"], unit.tally["num"], standard.full[unit.key]
    found = observed_over_expected(observed, mean)
    z = root_ratio_z(observed, mean)
    lo, hi = found.interval if found else (None, None)
    row = share_row(unit.key, n, observed)
    crude = _held(observed, n * standard.rate, binomial_tails(observed, n, standard.rate))
    ground = standard.ground[unit.key]
    row["extra"] = four_ratios(unit.tally) | {
        "crude_rate": row["estimate"],
        "crude_rate_interval": [row["interval"]["lo"], row["interval"]["hi"]],
        "crude": crude,
        "by_ground": _held(observed, ground, poisson_tails(observed, ground)),
    }
    row |= {
        "expected": rounded(mean),
        "estimate": rounded(found.ratio) if found else None,
        "interval": interval(rounded(lo), rounded(hi), 0.95, "byar") if found else None,
        "z": rounded(dispersed_z(z, 4.0 * mean, spread.tau2)) if z is not None else None,
        "p": rounded(found.p) if found else None,
        "evidence": list(unit.evidence),
    }
    limits = _limits(mean) if spread.phi <= COMPARABLE else None
    row |= {"limits": limits} if limits else {}
    row["extra"]["simpson"] = _opposite(row, crude)
    return row


def _held(observed: int, mean: float, tails: Tails) -> Json:
    """Return observed over ``mean`` with Byar's intervals and the exact tails."""
    lo, hi = byar(observed)
    lo998, hi998 = byar(observed, Z999)
    return {
        "expected": rounded(mean),
        "ratio": rounded(observed / mean) if mean else None,
        "interval": [rounded(lo / mean), rounded(hi / mean)] if mean else [None, None],
        "byar_998": [rounded(lo998 / mean), rounded(hi998 / mean)] if mean else [None, None],
        "tail_high": rounded(tails.high),
        "tail_low": rounded(tails.low),
        "side": tails.side,
    }


def _limits(mean: float) -> Json | None:
    """Return exact Poisson limits of the ratio (M04); None where nothing is expected."""
    inner, outer = ratio_limits(mean, 0.025), ratio_limits(mean, 0.001)
    if inner is None or outer is None:
        return None
    names = {"lo998": outer.lo, "lo95": inner.lo, "hi95": inner.hi, "hi998": outer.hi}
    return {name: rounded(value) for name, value in names.items()}


def _opposite(row: Json, crude: Json) -> bool:
    """Return whether crude and adjusted ratio lie on different sides of 1, and both intervals exclude 1."""
    if row["interval"] is None or crude["ratio"] is None:
        return False
    sides = [_side(*crude["interval"]), _side(row["interval"]["lo"], row["interval"]["hi"])]
    return sorted(sides) == [-1, 1]


def _side(lo: float, hi: float) -> int:
    return 1 if lo > 1 else -1 if hi < 1 else 0


def _told(rows: Sequence[Json], cells: Sequence[Cell]) -> None:
    """Write q (the family is all rows), the flags and what is missing into the rows."""
    tested = [row for row in rows if row["p"] is not None]
    for row, q in zip(tested, false_discovery([row["p"] for row in tested]), strict=True):
        row["q"] = rounded(q)
    peculiar, missing = alone(cells), Counter[str]()
    for cell in cells:
        missing[cell.unit] += cell.missing
    for row in rows:
        unit = row["key"]
        row["extra"] |= {"missing_share": ratio(missing[unit], row["n"]), "alone": peculiar[unit]}
        row["flags"] = _flags(row)


def _flags(row: Json) -> list[str]:
    """Return the flags that follow from the printed numbers of a row: three locks at once."""
    small = ["LOW_N"] if row["n"] < SMALL else []
    if row["z"] is None:
        return small
    if "limits" not in row:
        return ["NO_LIMITS", *small]
    if small:
        return small
    limits, z = row["limits"], row["z"]
    exact = row["expected"] < EXACT_BELOW
    outside = not exact or not limits["lo998"] <= row["estimate"] <= limits["hi998"]
    if abs(z) > SIGNAL and outside and row["q"] < DISCOVERY:
        return ["SIGNAL" if z > 0 else "SIGNAL_LOW"]
    return ["WATCH"] if abs(z) > WATCH else []


def _overall_extra(cells: Sequence[Cell], spread: Dispersion, family: int) -> Json:
    found = worth(cells)
    total = sum(cell.n for cell in cells)
    lacking = {
        name: ratio(sum(cell.n for cell in cells if cell.levels[place] in (UNKNOWN, ERASED)), total)
        for place, name in enumerate(COVARIATES)
    }
    return {
        "phi": rounded(spread.phi),
        "tau2": rounded(spread.tau2),
        "family": family,
        "c_statistic": rounded(found.c_statistic),
        "calibration_slope": rounded(found.calibration_slope),
        "missing_share": ratio(sum(cell.missing for cell in cells), total),
        "missing": lacking,
        "levels": {
            name: len({cell.levels[place] for cell in cells}) for place, name in enumerate(COVARIATES)
        },
    }


def _method() -> Json:
    params: dict[str, Any] = {
        "covariates": list(COVARIATES),
        "model": "logistic, grouped counts of all units",
        "worth": "c-statistic and calibration slope on units that the model did not see, in five parts",
        "interval": "byar 0.95",
        "p": "exact mid-p, Poisson",
        "flag": "0.998 limits, q < 0.05, n >= 25",
    }
    return {"id": "M01+M03+M04+M06+M08+M11", "params": params, "sources": list(SOURCES)}


R03: Final = Report(
    name="R03",
    version="1",
    title=TITLE,
    shapes=(*decisions.SHAPES, *case_mix.SHAPES),
    units=("official", "office"),
    populations=DEFINITIONS,
    tiers=("oversight",),
    build=build,
)
"""For the oversight body alone: what is expected rests on small cells, which rounded totals do not hide."""
