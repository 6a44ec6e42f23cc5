"""Indirect standardisation: what would be expected of anybody with the same cases (M11).

Never adjust for what the official controls (a refused channel, a delay), nor for the group under test.
Source: Spiegelhalter et al. 2012 (JRSS-A 175:1); McCullagh and Nelder 1989 for the fit.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ledger.projections.statistics.intervals import Bounds, byar, poisson_mid_p

_Floats = NDArray[np.float64]
_ROUNDS: Final = 50
_SETTLED: Final = 1e-12  # relative change of the deviance at which the fit stops
_FARTHEST: Final = 30.0  # logits are cut there: a level with all or nothing has no finite one


class Group(NamedTuple):
    """``x`` of ``n`` cases with the same levels, one per covariate; a missing value is a level too."""

    levels: tuple[str, ...]
    n: int
    x: int


class Model(NamedTuple):
    """A logistic model with one effect per level, in logits from the first level of each covariate."""

    base: float
    effects: Mapping[tuple[int, str], float]

    def chance(self, levels: Sequence[str]) -> float:
        """Return the expected rate, 0..1; a level that the fit never saw counts as the first one."""
        logit = self.base + sum(self.effects.get((place, level), 0.0) for place, level in enumerate(levels))
        return float(_chances(np.array([logit]))[0])


def fit(groups: Sequence[Group]) -> Model | None:
    """Return the logistic model of greatest likelihood, from grouped counts (M11).

    Levels are sorted; the first of each covariate is the base. Levels that determine each other share their
    effect (least norm); a level with all or nothing gets a chance that prints as 0 or 1. None without cases.
    """
    used = sorted(group for group in groups if group.n > 0)  # the order of groups moves no last digit
    if not used:
        return None
    names = sorted({(place, level) for group in used for place, level in enumerate(group.levels)})
    names = [name for at, name in enumerate(names) if at and names[at - 1][0] == name[0]]
    column = {name: at for at, name in enumerate(names, start=1)}
    design = np.zeros((len(used), len(names) + 1))
    design[:, 0] = 1.0
    for row, group in enumerate(used):
        for name in enumerate(group.levels):
            if name in column:
                design[row, column[name]] = 1.0
    n = np.array([group.n for group in used], dtype=float)
    x = np.array([group.x for group in used], dtype=float)
    found = _reweighted(design, n, x)
    return Model(float(found[0]), {name: float(found[at]) for name, at in column.items()})


def _reweighted(design: _Floats, n: _Floats, x: _Floats) -> _Floats:
    """Return the coefficients by iteratively reweighted least squares."""
    logits = np.log((x + 0.5) / (n - x + 0.5))
    found: _Floats = np.zeros(design.shape[1])
    before = np.inf
    for _ in range(_ROUNDS):
        chances = _chances(logits)
        weights = n * chances * (1 - chances)
        root = np.sqrt(weights)
        target = logits + (x - n * chances) / weights
        found = np.asarray(np.linalg.lstsq(design * root[:, None], target * root, rcond=None)[0], dtype=float)
        logits = np.clip(design @ found, -_FARTHEST, _FARTHEST)
        deviance = _deviance(_chances(logits), n, x)
        if abs(before - deviance) <= _SETTLED * (abs(deviance) + 0.1):
            break
        before = deviance
    return found


def _chances(logits: _Floats) -> _Floats:
    return 1 / (1 + np.exp(-np.clip(logits, -_FARTHEST, _FARTHEST)))


def _deviance(chances: _Floats, n: _Floats, x: _Floats) -> float:
    return -2 * float(np.sum(x * np.log(chances) + (n - x) * np.log1p(-chances)))


class Standardised(NamedTuple):
    """Observed over expected with Byar's interval and the exact two-sided mid-p."""

    ratio: float
    interval: Bounds
    p: float


def observed_over_expected(observed: int, expected: float) -> Standardised | None:
    """Return the standardised ratio of a unit (M11, M03); None where nothing is expected."""
    if expected <= 0:
        return None
    lo, hi = byar(observed)
    bounds = Bounds(lo / expected, hi / expected)
    return Standardised(observed / expected, bounds, poisson_mid_p(observed, expected))


def held_out(groups: Sequence[Group], folds: Sequence[int]) -> list[float | None]:
    """Return the chance of every group under the model of all *other* folds.

    On its own data a logistic model always has a calibration slope of 1: what it is worth shows here. Folds
    are numbers, one per group, such as the parity of the month. None where there is no other fold.
    """
    pairs = list(zip(groups, folds, strict=True))
    models = {fold: fit([group for group, other in pairs if other != fold]) for fold in set(folds)}
    return [model.chance(group.levels) if (model := models[fold]) else None for group, fold in pairs]


def c_statistic(groups: Sequence[Group], chances: Sequence[float]) -> float | None:
    """Return how often a case with the outcome was expected to be likelier than one without; ties half.

    1/2 is guessing, 1 is perfect. None where all cases, or none, have the outcome.
    """
    hits, misses = sum(group.x for group in groups), sum(group.n - group.x for group in groups)
    if hits == 0 or misses == 0:
        return None
    order = sorted(
        (chance, group.x, group.n - group.x) for chance, group in zip(chances, groups, strict=True)
    )
    below, won = 0, 0.0
    for _, together in groupby(order, key=itemgetter(0)):
        tied = list(together)
        with_, without = sum(x for _, x, _ in tied), sum(rest for _, _, rest in tied)
        won += with_ * (below + without / 2)
        below += without
    return won / (hits * misses)


def calibration_slope(groups: Sequence[Group], chances: Sequence[float]) -> float | None:
    """Return the slope of the outcome on the expected logit: below 1 the model exaggerates.

    Give it chances of ``held_out``. None where the chances or the outcomes do not differ.
    """
    n = np.array([group.n for group in groups], dtype=float)
    x = np.array([group.x for group in groups], dtype=float)
    kept = n > 0
    rates = np.clip(np.array(chances, dtype=float), 1e-12, 1 - 1e-12)[kept]
    logits = np.log(rates / (1 - rates))
    if not kept.any() or np.ptp(logits) < 1e-9 or x.sum() in {0.0, n.sum()}:
        return None
    return float(_reweighted(np.column_stack([np.ones_like(logits), logits]), n[kept], x[kept])[1])
