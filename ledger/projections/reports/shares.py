"""Rows of parts and wholes, for the oversight body and for the public."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.projections.reports import disclosure_control
from ledger.projections.reports.assembly import UNSUPPRESSED
from ledger.projections.reports.envelope import Json, hidden_row, interval
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Unit
from ledger.projections.statistics.intervals import wilson

SMALL: Final = 25
"""A row below is told apart: ``LOW_N``."""
Make: TypeAlias = Callable[[str, int, int], Json]


def share_row(key: str, n: int, num: int) -> Json:
    """Return a row with ``num / n`` and its Wilson interval; without both where nothing is counted."""
    bounds = wilson(num, n)
    return {
        "key": key,
        "n": n,
        "num": num,
        "estimate": ratio(num, n),
        "interval": interval(rounded(bounds.lo), rounded(bounds.hi), 0.95, "wilson") if n else None,
        "suppressed": False,
        "flags": ["LOW_N"] if 0 < n < SMALL else [],
    }


def hidden_and_shown(units: Sequence[Unit], make: Make = share_row) -> tuple[list[Json], Json, bool]:
    """Return rows as the public may see them, what was hidden, and whether their total must be hidden too.

    Whatever is shown is computed from rounded counts. The units are parts of one total.
    """
    controlled = disclosure_control.control(units)
    rows = [make(unit.key, unit.tally["n"], unit.tally["num"]) for unit in controlled.shown]
    rows += [hidden_row(key) for key in controlled.hidden]
    counts = {"primary": controlled.primary, "secondary": controlled.secondary}
    return sorted(rows, key=lambda row: str(row["key"])), counts, controlled.total_hidden


def public_row(key: str, n: int, num: int, make: Make = share_row) -> Json:
    """Return one row that is no part of others: hidden if one of its counts is 1 to 10, else rounded."""
    if any(isinstance(disclosure_control.public_count(part), str) for part in (n, num, n - num)):
        return hidden_row(key)
    return make(key, disclosure_control.rounded_count(n), disclosure_control.rounded_count(num))


def suppression(public: Json | None) -> Json:
    """Return the member of the envelope: what was hidden, or that nothing is."""
    if public is None:
        return dict(UNSUPPRESSED)
    return {"rule": "threshold", "min_n": disclosure_control.SMALLEST, **public}


def unit(key: str, n: int, num: int) -> Unit:
    """Return counts in the form that disclosure control takes."""
    return Unit(key, Counter(n=n, num=num), 0.0, ())
