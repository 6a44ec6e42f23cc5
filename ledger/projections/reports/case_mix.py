"""What would be expected of anybody with the same cases: from the mix of cases to chances (M11).

The model is fitted on all units together, on grouped counts. What a unit chooses itself (result, channel,
delay) is no covariate; what is not known is a level of its own.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from typing import Final, NamedTuple, TypeAlias

from ledger.projections.reports.asking import Params
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.case_mix import CASE_MIX
from ledger.projections.reports.population import chosen, counts_of
from ledger.projections.reports.selection import unit_of
from ledger.projections.reports.vocabulary import UNKNOWN
from ledger.projections.statistics.standardising import (
    Group,
    c_statistic,
    calibration_slope,
    fit,
    held_out,
)

COVARIATES: Final = ("rules", "ground", "need", "region", "month")
TIMELESS: Final = COVARIATES[:-1]
"""Without the month: where time itself is looked at, adjusting for it would take away what is sought."""
Levels: TypeAlias = tuple[str, ...]
PARTS: Final = 5  # of units; each is judged by the model of the others
_DIGITS: Final = 9  # of a chance: below it nothing is expected


class Cell(NamedTuple):
    """``n`` counted decisions of one unit with the same levels of ``COVARIATES``, of which ``num`` fell."""

    unit: str
    levels: Levels
    n: int
    num: int
    missing: int

    @property
    def month(self) -> str:
        """Return ``YYYY-MM``, or ``unknown``."""
        return self.levels[-1]


class Worth(NamedTuple):
    """What the model is worth on units that it was not fitted on; None where that cannot be said."""

    c_statistic: float | None
    calibration_slope: float | None


def mix(facts: Facts, params: Params) -> list[Cell]:
    """Return the counted decisions by unit and levels, in order."""
    size, part = counts_of(params)
    found: dict[tuple[str, Levels], list[int]] = {}
    for key, counts in facts.cube(CASE_MIX).records():
        if counts[size] and chosen(key, params):
            levels = tuple(key[name] or UNKNOWN for name in COVARIATES)
            have = found.setdefault((unit_of(key, params), levels), [0, 0, 0])
            for place, name in enumerate((size, part, "missing")):
                have[place] += counts[name]
    return [Cell(unit, levels, *have) for (unit, levels), have in sorted(found.items())]


def chances(cells: Sequence[Cell], covariates: Sequence[str] = COVARIATES) -> dict[Levels, float]:
    """Return the expected rate for each combination of levels that occurs, under ``covariates`` alone."""
    places = [COVARIATES.index(name) for name in covariates]
    model = fit(_groups(cells, places))
    if model is None:
        return {}
    found = {cell.levels: model.chance([cell.levels[place] for place in places]) for cell in cells}
    return {levels: min(1.0, round(rate, _DIGITS)) for levels, rate in found.items()}


def expected(cells: Sequence[Cell], rates: Mapping[Levels, float]) -> dict[str, float]:
    """Return what is expected of each unit: the sum of the chances of its cases."""
    terms: dict[str, list[float]] = {}
    for cell in cells:
        terms.setdefault(cell.unit, []).append(cell.n * rates[cell.levels])
    return {unit: fsum(values) for unit, values in terms.items()}


def worth(cells: Sequence[Cell]) -> Worth:
    """Return c-statistic and calibration slope, each of five parts of the units judged by the others' model.

    On the units that it was fitted on, a logistic model always has a slope of 1. None where all cases are
    alike: no model tells them apart.
    """
    if len({cell.levels for cell in cells}) < 2:
        return Worth(None, None)
    part = {unit: place % PARTS for place, unit in enumerate(sorted({cell.unit for cell in cells}))}
    sums: dict[tuple[int, Levels], Counter[str]] = {}
    for cell in cells:
        sums.setdefault((part[cell.unit], cell.levels), Counter()).update(n=cell.n, x=cell.num)
    groups = [Group(levels, one["n"], one["x"]) for (_, levels), one in sums.items()]
    rates = held_out(groups, [fold for fold, _ in sums])
    if any(rate is None for rate in rates):
        return Worth(None, None)
    told = [rate for rate in rates if rate is not None]
    return Worth(c_statistic(groups, told), calibration_slope(groups, told))


def alone(cells: Sequence[Cell]) -> Counter[str]:
    """Return how many cases of each unit have a level that no other unit has.

    What is peculiar to such a level cannot be told from what is peculiar to the unit.
    """
    holders: dict[tuple[int, str], set[str]] = {}
    for cell in cells:
        for name in enumerate(cell.levels):
            holders.setdefault(name, set()).add(cell.unit)
    found: Counter[str] = Counter()
    for cell in cells:
        found[cell.unit] += cell.n if any(len(holders[name]) == 1 for name in enumerate(cell.levels)) else 0
    return found


def separated(cells: Sequence[Cell]) -> bool:
    """Return whether all decisions with some level fell, or none did.

    The model then has no finite effect for that level, and expects nothing or everything of it.
    """
    sums: dict[tuple[int, str], Counter[str]] = {}
    for cell in cells:
        for name in enumerate(cell.levels):
            sums.setdefault(name, Counter()).update(n=cell.n, x=cell.num)
    return any(one["x"] in (0, one["n"]) for one in sums.values())


def _groups(cells: Sequence[Cell], places: Sequence[int]) -> list[Group]:
    sums: dict[Levels, Counter[str]] = {}
    for cell in cells:
        sums.setdefault(tuple(cell.levels[place] for place in places), Counter()).update(n=cell.n, x=cell.num)
    return [Group(levels, one["n"], one["x"]) for levels, one in sums.items()]
