"""Rows of parts and wholes, for the oversight body and for the public."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.projections.reports import disclosure_control
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


def public(units: Sequence[Unit], make: Make = share_row) -> Json:
    """Return rows, overall and suppression as the public may see them, all computed from rounded counts.

    The overall row is that of the shown rows alone: any other total would tell of what is hidden.
    """
    controlled = disclosure_control.control(units)
    rows = [make(one.key, one.tally["n"], one.tally["num"]) for one in controlled.shown]
    rows += [hidden_row(key) for key in controlled.hidden]
    total = [sum(one.tally[name] for one in controlled.shown) for name in ("n", "num")]
    return {
        "overall": make("overall", *total),
        "rows": sorted(rows, key=lambda row: str(row["key"])),
        "suppression": controlled.suppression(),
    }


def unit(key: str, n: int, num: int) -> Unit:
    """Return counts in the form that disclosure control takes."""
    return Unit(key, Counter(n=n, num=num), 0.0, ())
