"""CUSUM: a small change that stays, seen earlier than in any chart of single periods (M18).

Source: Page 1954; Steiner et al. 2000 (Biostatistics 1:441).
"""

from collections.abc import Iterator, Sequence
from math import log
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ledger.projections.statistics.distributions import normal_quantile
from ledger.projections.statistics.randomness import Stream

_CHAINS: Final = 400
_LARGE: Final = 2_000  # cases of one batch that are drawn one by one
_LENGTHS: Final = 2  # every chain runs for this many times the run length that is wanted


class Cusum(NamedTuple):
    """Both sums after every value, and the places (from 0) where either lies strictly beyond the limit."""

    high: list[float]
    low: list[float]
    signals: list[int]


def cusum(values: Sequence[float], *, allowance: float = 0.5, limit: float = 5.0) -> Cusum:
    """Return the two sums of standardised values: ``high >= 0`` for a rise, ``low <= 0`` for a fall."""
    high, low = [0.0], [0.0]
    for value in values:
        high.append(max(0.0, high[-1] + value - allowance))
        low.append(min(0.0, low[-1] + value + allowance))
    ends = zip(high[1:], low[1:], strict=True)
    return Cusum(high[1:], low[1:], [at for at, (up, down) in enumerate(ends) if max(up, -down) > limit])


def weight(outcome: int, chance: float, odds: float) -> float:
    """Return what one case adds: the log-likelihood ratio of odds that are ``odds`` times what is expected.

    Args:
        outcome: 1 or 0.
        chance: Expected, 0..1, from the case mix.
        odds: 2 to look for a doubling, 1/2 for a halving; above 0.
    """
    return outcome * log(odds) - log(1 - chance + odds * chance)


def risk_adjusted(outcomes: Sequence[int], chances: Sequence[float], odds: float) -> list[float]:
    """Return the sum after every case, ``>= 0`` (M18); it rises for ``odds`` 2 and for 1/2 alike."""
    sums = [0.0]
    for outcome, chance in zip(outcomes, chances, strict=True):
        sums.append(max(0.0, sums[-1] + weight(outcome, chance, odds)))
    return sums[1:]


def control_limit(
    chances: Sequence[float],
    *,
    odds: float,
    run_length: int,
    seed: int,
    chains: int = _CHAINS,
    batch: int = 1,
) -> float | None:
    """Return the limit that is passed by chance once in ``run_length`` cases, on average, by simulation.

    Cases are drawn from ``chances`` (the unit's case mix) and go as expected. A chart signals strictly beyond
    the limit. The limit is fixed when the chart begins, and not moved every month.

    Args:
        chances: Expected rates of cases, 0..1.
        odds: As in ``weight``; not 1.
        run_length: Cases between false alarms, such as five years of the unit's volume; at least 1.
        seed: From ``seed_for``. In every step each chain takes a case, then each a number for its outcome.
        chains: How many are simulated side by side.
        batch: Cases between two looks: the sum then starts again from 0 at a look only, and is compared with
            the limit only there, as where months are known and no days.

    None without cases, and where nothing can ever rise: all or nothing is expected. 0 where a single case
    against expectation is rarer than that.
    """
    rates = np.array(chances, dtype=float)
    if not len(rates) or not np.any((rates > 0) & (rates < 1)):
        return None
    horizon = _LENGTHS * run_length
    who, when, sums = _records(_gains(rates, odds, Stream(seed), chains, batch), horizon, chains, batch)
    candidates = np.unique([0.0, *sums])
    low, high = 0, len(candidates) - 1
    while low < high:  # the run length grows with the limit: halve until one candidate is left
        middle = (low + high) // 2
        passed = sums > candidates[middle]
        first = np.full(chains, horizon + 1)
        np.minimum.at(first, who[passed], when[passed])
        alarms = np.count_nonzero(first <= horizon)
        enough = alarms == 0 or np.minimum(first, horizon).sum() / alarms >= run_length
        low, high = (low, middle) if enough else (middle + 1, high)
    return float(candidates[low])


def _gains(
    rates: NDArray[np.float64], odds: float, stream: Stream, chains: int, batch: int
) -> Iterator[NDArray[np.float64]]:
    """Yield without end what the next batch of cases adds in each chain; a large one is all but normal."""
    hit, miss = log(odds) - np.log(1 - rates + odds * rates), -np.log(1 - rates + odds * rates)
    if batch > _LARGE:
        mean = np.mean(rates * hit + (1 - rates) * miss)
        spread = np.sqrt(np.mean(rates * hit**2 + (1 - rates) * miss**2) - mean**2)
        while True:
            deviates = np.array([normal_quantile(u) for u in stream.uniforms(chains)])
            yield batch * mean + np.sqrt(batch) * spread * deviates
    while True:
        place = stream.indices(len(rates), chains * batch)
        happens = stream.uniforms(chains * batch) < rates[place]
        yield np.where(happens, hit[place], miss[place]).reshape(batch, chains).sum(axis=0)


def _records(
    gains: Iterator[NDArray[np.float64]], horizon: int, chains: int, batch: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.float64]]:
    """Return every new height that a chain reached: which chain, after how many cases, and how high."""
    sums, highest = np.zeros(chains), np.zeros(chains)
    who, when = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    height = [np.empty(0)]
    for case in range(batch, horizon + 1, batch):
        sums = np.maximum(0.0, sums + next(gains))
        (higher,) = np.nonzero(sums > highest)
        if higher.size:
            highest[higher] = sums[higher]
            who.append(higher)
            when.append(np.full(higher.size, case))
            height.append(sums[higher])
    return np.concatenate(who), np.concatenate(when), np.concatenate(height)
