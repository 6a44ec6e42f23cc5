"""The goals: which ratio, how large it must be, and what is said of one that is missed.

Source: ``store.md`` section 4; the last group are the issue's own limits on growth.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from benchmarks.measuring import Quartiles, Rates, quartiles

FAILS: Final = 0.9
"""Below this share of a target the run fails."""

FLOOR: Final = 0.7
"""Below this share nothing may stay."""


class Verdict(StrEnum):
    """What is said of a figure beside its target."""

    MET = "met"
    BELOW = "below the target"
    FAILED = "FAILED"
    FLOOR = "FLOOR"
    REPORTED = "reported"
    SKIPPED = "skipped: one core"


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One ratio of two rates, or one rate where ``denominator`` is None.

    ``numerator`` and ``denominator`` name runners of the suite. Where ``at_most``, less is better. Without
    ``target`` the figure is reported and cannot fail.
    """

    name: str
    what: str
    numerator: str
    denominator: str | None
    target: float | None
    at_most: bool = False
    lanes: int = 1
    digits: int = 2
    unit: str = "/s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A step of the work, its share of the time, and what that is for each thing, in microseconds."""

    step: str
    share: float
    microseconds: float


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was measured for a goal: one value for each round; none if it was skipped."""

    goal: Goal
    values: list[float]
    rates: tuple[float, float | None] = (0.0, None)
    profile: list[Share] = field(default_factory=list)

    @property
    def spread(self) -> Quartiles:
        """Return the quartiles over the rounds."""
        return quartiles(self.values)

    @property
    def attained(self) -> float | None:
        """Return the share of the target that was reached; 1 is exactly the target."""
        target, value = self.goal.target, self.spread.median if self.values else None
        if target is None or value is None:
            return None
        if self.goal.at_most:
            return target / value if value > 0 else float("inf")
        return value / target

    @property
    def verdict(self) -> Verdict:
        """Return what is said of it."""
        if not self.values:
            return Verdict.SKIPPED
        attained = self.attained
        if attained is None:
            return Verdict.REPORTED
        if attained < FLOOR:
            return Verdict.FLOOR
        if attained < FAILS:
            return Verdict.FAILED
        return Verdict.BELOW if attained < 1 else Verdict.MET

    @property
    def fails(self) -> bool:
        """Tell whether the whole run fails for it."""
        return self.verdict in {Verdict.FAILED, Verdict.FLOOR}


def outcome(goal: Goal, rates: Rates) -> Outcome:
    """Return what ``rates`` say of ``goal``: the median over rounds of the ratio *of the same round*."""
    upper = rates[goal.numerator]
    if goal.denominator is None:
        return Outcome(goal=goal, values=list(upper), rates=(quartiles(upper).median, None))
    lower = rates[goal.denominator]
    values = [one / other for one, other in zip(upper, lower, strict=True)]
    return Outcome(goal=goal, values=values, rates=(quartiles(upper).median, quartiles(lower).median))
