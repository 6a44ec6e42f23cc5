"""The two-phase audit: what appeals show, and what a random sample of the rest shows (M27)."""

from collections.abc import Sequence
from math import fsum, sqrt
from typing import NamedTuple

from ledger.projections.statistics.intervals import Z975, Bounds, wilson


class Stratum(NamedTuple):
    """One stratum of decisions that nobody appealed: ``drawn`` of ``frame`` were looked at."""

    frame: int
    drawn: int
    wrong: int
    no_answer: int = 0  # drawn and not reported; neither right nor wrong


class Estimate(NamedTuple):
    """How many decisions are wrong. ``None`` where the sample cannot tell."""

    decisions: int
    total: float | None
    error: float | None  # standard error of the total
    rate: float | None
    interval: Bounds | None  # of the rate, 95 %, clipped to 0..1
    bounds: Bounds | None  # of the rate, without any assumption: no sample, only what appeals overturned
    answers: Bounds | None  # of the rate, if all who gave no answer were right, or all wrong


def two_phase(appealed: int, overturned: int, strata: Sequence[Stratum]) -> Estimate:
    """Return the estimate over appealed and determined decisions (all known) and ``strata`` of the rest.

    A stratum with fewer than two answers has no variance (no ``error``, no ``interval``); one with none,
    while its frame is not empty, leaves no ``total``. Nothing decided gives None everywhere.
    """
    decisions = appealed + sum(stratum.frame for stratum in strata)
    used = [stratum for stratum in strata if stratum.frame > 0]
    parts = [_total(stratum) for stratum in used]
    spreads = [_variance(stratum) for stratum in used]
    total = overturned + fsum(part for part in parts if part is not None) if None not in parts else None
    known = total is not None and None not in spreads
    error = sqrt(fsum(spread for spread in spreads if spread is not None)) if known else None
    if decisions == 0:
        return Estimate(0, None, None, None, None, None, None)
    return Estimate(
        decisions,
        total,
        error,
        total / decisions if total is not None else None,
        _around(total, error, decisions),
        Bounds(overturned / decisions, (overturned + decisions - appealed) / decisions),
        _answers(overturned, used, decisions),
    )


def added_scores(appealed: int, overturned: int, strata: Sequence[Stratum]) -> Bounds | None:
    """Return an interval of the rate that stays one where a sample is all right, or all wrong.

    Wilson's limits of each stratum are added as squares of their distances from its rate; the finite frame
    is left out of account, which errs on the wide side. None where ``two_phase`` has no interval either.

    Source: Zou and Donner 2008, Stat Med 27:1693.
    """
    decisions = appealed + sum(stratum.frame for stratum in strata)
    used = [stratum for stratum in strata if stratum.frame > 0]
    parts = [(stratum.frame, stratum.wrong, stratum.drawn - stratum.no_answer) for stratum in used]
    if decisions == 0 or any(answered < 2 for _, _, answered in parts):
        return None
    total = overturned + fsum(frame * wrong / answered for frame, wrong, answered in parts)
    limits = [(*part, wilson(*part[1:])) for part in parts]
    below, above = (
        sqrt(fsum((frame * (wrong / m - bounds[side])) ** 2 for frame, wrong, m, bounds in limits))
        for side in (0, 1)
    )
    return Bounds(max(0.0, (total - below) / decisions), min(1.0, (total + above) / decisions))


def _total(stratum: Stratum) -> float | None:
    answered = stratum.drawn - stratum.no_answer
    return stratum.frame * stratum.wrong / answered if answered else None


def _variance(stratum: Stratum) -> float | None:
    """Return the variance of the stratum's total, a sample without replacement from a finite frame."""
    frame, answered = stratum.frame, stratum.drawn - stratum.no_answer
    if answered < 2:
        return None
    rate = stratum.wrong / answered
    return frame**2 * (1 - answered / frame) * rate * (1 - rate) / (answered - 1)


def _around(total: float | None, error: float | None, decisions: int) -> Bounds | None:
    if total is None or error is None:
        return None
    lo, hi = (total - Z975 * error) / decisions, (total + Z975 * error) / decisions
    return Bounds(max(0.0, lo), min(1.0, hi))


def _answers(overturned: int, strata: Sequence[Stratum], decisions: int) -> Bounds | None:
    if any(stratum.drawn == 0 for stratum in strata):
        return None
    least = fsum(stratum.frame * stratum.wrong / stratum.drawn for stratum in strata)
    most = fsum(stratum.frame * (stratum.wrong + stratum.no_answer) / stratum.drawn for stratum in strata)
    return Bounds((overturned + least) / decisions, (overturned + most) / decisions)
