"""The rows of R12 for persons: decisions signed in one minute, dates written, reasons that repeat."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.envelope import Json
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds.batches import DATED, MINUTE, OBSERVED, REASONS
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Unit
from ledger.projections.reports.r01_rows import compared_rows, spread
from ledger.projections.reports.selection import cells
from ledger.projections.statistics.discovery import false_discovery
from ledger.projections.statistics.funnels import binomial_tails

DISCOVERY: Final = 0.05
BATCH: Final = 5
"""Decisions of one minute that nobody can have read one by one."""


@dataclass(slots=True)
class Signer:
    """What one person signed and wrote: decisions by minute, days written, reasons by text."""

    minutes: Counter[str] = field(default_factory=Counter)
    dates: int = 0
    round: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def signers(facts: Facts, params: Params) -> dict[str, Signer]:
    """Return what each person signed and wrote, in order; of volunteers what they say they observed."""
    found: dict[str, Signer] = {}
    volunteers = params.unit == "volunteer"
    if not volunteers:
        for key, counts in cells(facts, MINUTE, params):
            found.setdefault(key["who"], Signer()).minutes[key["minute"]] += counts["n"]
        for key, counts in cells(facts, REASONS, params):
            found.setdefault(key["who"], Signer()).reasons[key["text"]] += counts["n"]
    for key, counts in cells(facts, DATED, params):
        if (key["what"] == OBSERVED) == volunteers:
            signer = found.setdefault(key["who"], Signer())
            signer.dates += counts["n"]
            signer.round += counts["round"]
    return dict(sorted(found.items()))


def official_rows(found: dict[str, Signer]) -> list[Json]:
    """Return officials with the share of their decisions that share a minute with another of theirs."""
    units = [
        Unit(who, Counter(n=signer.minutes.total(), num=batched(signer.minutes)), 0.0, ())
        for who, signer in found.items()
        if signer.minutes
    ]
    rows = _against_all(units)
    heaped = dict(zip(found, heaps(list(found.values())), strict=True))
    for row in rows:
        signer = found[row["key"]]
        largest = max(signer.minutes.values())
        row["extra"] = {
            "batches": sum(count > 1 for count in signer.minutes.values()),
            "largest": largest,
            "dates": heaped[row["key"]],
            "reasons": repeated(signer.reasons),
        }
        heap = heaped[row["key"]]["q"]
        if not row["flags"] and (largest >= BATCH or (heap is not None and heap < DISCOVERY)):
            row["flags"] = ["WATCH"]
    return rows


def volunteer_rows(found: dict[str, Signer]) -> list[Json]:
    """Return attesters with the share of days observed that are the 1st or multiples of five."""
    units = [
        Unit(who, Counter(n=signer.dates, num=signer.round), 0.0, ())
        for who, signer in found.items()
        if signer.dates
    ]
    rows = _against_all(units)
    for row in rows:
        row["extra"] = {}
    return rows


def _against_all(units: list[Unit]) -> list[Json]:
    """Return rows against the share of all; whoever has less of it than others is asked nothing."""
    n, num = (sum(unit.tally[name] for unit in units) for name in ("n", "num"))
    target = num / n if n else 0.0
    rows = compared_rows(units, target, spread(units, target))
    for row in rows:
        low = row["z"] is not None and row["z"] < 0
        row["flags"] = [flag for flag in row["flags"] if not low or flag in ("LOW_N", "NO_LIMITS")]
    return rows


def batched(minutes: Counter[str]) -> int:
    """Return how many decisions were signed in a minute in which another was.

    >>> batched(Counter({"2026-03-02T03:00": 3, "2026-03-02T03:05": 1}))
    3
    """
    return sum(count for count in minutes.values() if count > 1)


def heaps(found: list[Signer]) -> list[Json]:
    """Return for each signer the dates written and how many are round, against the share of all.

    ``p`` is the upper binomial tail, ``q`` over all who wrote dates; None for whoever wrote none.
    """
    writers = [signer for signer in found if signer.dates]
    dates, round_ = sum(one.dates for one in writers), sum(one.round for one in writers)
    share = round_ / dates if dates else 0.0
    tails = [binomial_tails(one.round, one.dates, share).high for one in writers]
    discovered = iter(zip(tails, false_discovery(tails), strict=True))
    rows = []
    for signer in found:
        p, q = next(discovered) if signer.dates else (None, None)
        rows.append(
            {
                "n": signer.dates,
                "round": signer.round,
                "share": ratio(signer.round, signer.dates),
                "p": rounded(p),
                "q": rounded(q),
            }
        )
    return rows


def repeated(reasons: Counter[str]) -> Json:
    """Return how many decisions' reasons could be read, how many repeat another's, and the most of one text.

    >>> repeated(Counter({"": 4, "a": 3, "b": 1}))
    {'unread': 4, 'read': 4, 'equal': 3, 'largest': 3}
    """
    texts = [count for text, count in reasons.items() if text]
    return {
        "unread": reasons[""],
        "read": sum(texts),
        "equal": sum(count for count in texts if count > 1),
        "largest": max(texts, default=0),
    }


def total(found: Iterable[Signer]) -> Json:
    """Return the same over all persons together; a text that two persons use counts for neither."""
    some = list(found)
    parts = [repeated(signer.reasons) for signer in some]
    return {
        "decisions": sum(signer.minutes.total() for signer in some),
        "batched": sum(batched(signer.minutes) for signer in some),
        "largest": max((max(one.minutes.values()) for one in some if one.minutes), default=0),
        "dates": {
            "n": sum(signer.dates for signer in some),
            "round": sum(signer.round for signer in some),
        },
        "reasons": {name: sum(part[name] for part in parts) for name in ("unread", "read", "equal")},
    }
