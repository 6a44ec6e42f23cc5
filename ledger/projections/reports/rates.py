"""Rows that are a rate with its Wilson interval: exact for oversight, rounded for the public."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from ledger.projections.reports import shares
from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.shares import share_row


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


def exact_rows(rates: Iterable[Rate]) -> list[Json]:
    """Return the rows for those who may see every row, in the order of ``rates``."""
    return [
        share_row(rate.key, rate.n, rate.num) | {"extra": rate.extra, "evidence": list(rate.evidence)}
        for rate in rates
    ]


def public_rows(rates: Iterable[Rate]) -> Json:
    """Return overall, rows and suppression as the public may see them; rows of nothing are left out."""
    return shares.public([shares.unit(rate.key, rate.n, rate.num) for rate in rates if rate.n])


def exact(rates: Sequence[Rate], overall: Json) -> Json:
    """Return overall, rows and suppression as they are."""
    return {"overall": overall, "rows": exact_rows(rates), "suppression": dict(UNSUPPRESSED)}


def span(months: Iterable[str], params: Params) -> tuple[str, str]:
    """Return first day (inclusive) and last day (exclusive): as asked, else of all ``months`` known."""
    if params.valid_from is not None and params.valid_to is not None:
        return params.valid_from.isoformat(), params.valid_to.isoformat()
    known = sorted({month for month in months if month})
    if not known:
        return "", ""
    year, month = divmod(int(known[-1][:4]) * 12 + int(known[-1][5:]), 12)
    return f"{known[0]}-01", f"{year:04d}-{month + 1:02d}-01"
