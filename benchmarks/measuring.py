"""Interleaved measurement: every runner has one slice in every round, and ratios are taken within a round.

Absolute rates of one machine move by half while it is doing other things. A ratio of two rates that were
measured within the same few seconds moves far less (``store.md``, section 4).
"""

import gc
import math
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple, TypeAlias

SHORTEST: Final = 0.35
"""Seconds that a slice takes at least."""


class Pace(NamedTuple):
    """What was done in one slice: ``done`` things in ``seconds``."""

    done: float
    seconds: float

    @property
    def rate(self) -> float:
        """Return things per second."""
        return self.done / self.seconds


Runner: TypeAlias = Callable[[float], Pace]
"""Works for at least the given number of seconds; what it prepares beforehand is not in the pace."""

Rates: TypeAlias = dict[str, list[float]]
"""By runner, the rate of each round."""


class Quartiles(NamedTuple):
    """The middle half of some values."""

    low: float
    median: float
    high: float


def quartiles(values: list[float]) -> Quartiles:
    """Return the quartiles of ``values``, of which there is at least one, the ends included."""
    if len(values) == 1:
        return Quartiles(values[0], values[0], values[0])
    return Quartiles(*statistics.quantiles(values, n=4, method="inclusive"))


def steps(step: Callable[[], int], clock: Callable[[], float] = time.perf_counter) -> Runner:
    """Return the runner that repeats ``step``, which returns how many things it did."""

    def run(seconds: float) -> Pace:
        count, start = 0, clock()
        while (passed := clock() - start) < seconds:
            count += step()
        return Pace(count, passed)

    return run


def batches(prepare: Callable[[int], Callable[[], None]], *, unit: int, most: int) -> Runner:
    """Return the runner of work that must be cut to size before it begins.

    Args:
        prepare: Returns the work for a number of things; it is not timed.
        unit: The number is a multiple of this.
        most: And never larger than this, which is at least one unit.
    """
    known: list[float] = []

    def run(seconds: float) -> Pace:
        count, passed = 0, 0.0
        while passed < seconds:
            wanted = known[-1] * (seconds - passed) * 1.05 if known else unit
            size = unit * max(1, min(math.ceil(wanted / unit), most // unit))
            work = prepare(size)
            start = time.perf_counter()
            work()
            passed += time.perf_counter() - start
            count += size
            known.append(count / passed)
        return Pace(count, passed)

    return run


def fixed(value: float) -> Runner:
    """Return the runner of something that is measured once: ``value`` is its rate."""
    return lambda _seconds: Pace(value, 1.0)


def interleave(
    runners: Mapping[str, Runner],
    *,
    rounds: int,
    seconds: float,
    tell: Callable[[str], None],
    warm_up: bool = True,
) -> Rates:
    """Return the rate of every runner in every round; a round of warm-up before them is thrown away.

    The order turns by one from round to round, so that nobody always follows the same neighbour.
    Rubbish is collected between the slices, and what stands is out of the collector's sight: nobody pays for
    what another one left, or for the fixture.
    """
    names = list(runners)
    rates: Rates = {name: [] for name in names}
    for number in range(0 if warm_up else 1, rounds + 1):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            gc.collect()
            gc.freeze()
            pace = runners[name](seconds)
            if number:
                rates[name].append(pace.rate)
        tell(f"round {number} of {rounds}" if number else "warm-up")
    return rates
