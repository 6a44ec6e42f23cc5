"""Rows that are a share with its Wilson interval: exact for oversight, from rounded counts for the public."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
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


def public_rows(units: Sequence[Unit], make: Make = share_row) -> Json:
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """One row to be: ``num`` of ``n``, what is told beside it, and its evidence (log indices)."""

    key: str
    n: int
    num: int
    extra: Json = field(default_factory=dict)
    evidence: tuple[int, ...] = ()


def share(num: int, n: int) -> Json:
    """Return a rate that stands in ``extra``, never without its interval."""
    row = share_row("", n, num)
    bounds = row["interval"] or {}
    return {"n": n, "num": num, "estimate": row["estimate"], "lo": bounds.get("lo"), "hi": bounds.get("hi")}


def exact(rates: Sequence[Rate], overall: Json) -> Json:
    """Return overall, rows and suppression as they are, for those who may see every row."""
    rows = [
        share_row(rate.key, rate.n, rate.num) | {"extra": rate.extra, "evidence": list(rate.evidence)}
        for rate in rates
    ]
    return {"overall": overall, "rows": rows, "suppression": dict(UNSUPPRESSED)}


def public_rates(rates: Iterable[Rate]) -> Json:
    """Return the same as the public may see it; rows of nothing are left out."""
    return public_rows([unit(rate.key, rate.n, rate.num) for rate in rates if rate.n])
