"""The rows of R16: rates of voices by a thousand, and shares of faults of the record."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ledger.projections.reports.cubes import EVIDENCE, Shape
from ledger.projections.reports.envelope import Json, hidden_row, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.population import Tally
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.statistics.intervals import byar

THOUSAND: Final = 1_000
PER_THOUSAND, SHARE, BOUNDS = "per_1000", "share", "bounds"
"""Scales: rows of one scale may be drawn together."""


@dataclass(frozen=True, slots=True)
class Part:
    """A row to be: ``num`` of ``n`` on a scale, what stands beside it, and the entries behind it."""

    key: str
    n: int
    num: int
    scale: str = SHARE
    extra: Mapping[str, Any] = field(default_factory=dict)
    evidence: tuple[int, ...] = ()

    def row(self) -> Json:
        """Return it as a row for those who may see everything."""
        row = MAKE[self.scale](self.key, self.n, self.num)
        row["extra"] = {**row.get("extra", {}), "scale": self.scale, **self.extra}
        if self.evidence:
            row["evidence"] = list(self.evidence)
        return row


def per_thousand(key: str, n: int, num: int) -> Json:
    """Return a row with ``num`` by a thousand ``n`` and its Byar interval: a count against its exposure."""
    row = share_row(key, n, num)
    if n:
        bounds = byar(num)
        lo, hi = (rounded(THOUSAND * bound / n) for bound in bounds)
        row["estimate"] = rounded(THOUSAND * num / n)
        row["interval"] = interval(lo, hi, 0.95, "byar")
    return row


def bounded(key: str, n: int, num: int) -> Json:
    """Return a row without an estimate: between which bounds a rate lies that nobody measured."""
    return share_row(key, n, num) | {"estimate": None, "interval": None}


MAKE: Final = {PER_THOUSAND: per_thousand, SHARE: share_row, BOUNDS: bounded}


def voices(tallies: Mapping[str, Tally]) -> list[Json]:
    """Return a row for each district, channel or group, in the order of their keys; few voices ask why.

    A row is marked ``WATCH`` where its whole interval lies below the rate of them all. Many voices are
    marked nowhere, and few are never good.
    """
    total: Tally = Counter()
    for tally in tallies.values():
        total.update(tally)
    usual = rounded(THOUSAND * total["appeals"] / total["adverse"]) if total["adverse"] else None
    rows = []
    for key, tally in sorted(tallies.items()):
        beside = ("complaints", "attestations", "refused_attestations", "not_matured", "no_notice")
        extra = {name: tally[name] for name in beside if name in tally}
        row = Part(key, tally["adverse"], tally["appeals"], PER_THOUSAND, extra).row()
        row["flags"] += quiet(row, usual)
        rows.append(row)
    return rows


def quiet(row: Json, usual: float | None) -> list[str]:
    """Return the flag of a row in which fewer speak up than chance explains, from its printed numbers."""
    few = usual is not None and row["n"] >= SMALL and row["interval"]["hi"] < usual
    return ["WATCH"] if few else []


def cited(facts: Facts, shape: Shape, **wanted: str) -> tuple[int, ...]:
    """Return the smallest log indices of the cells of ``shape`` that have these words in their keys."""
    found: set[int] = set()
    for cell, indices in facts.cited(shape).items():
        key = dict(zip(shape.keys, cell, strict=True))
        if all(key[name] == word for name, word in wanted.items()):
            found.update(indices)
    return tuple(sorted(found)[:EVIDENCE])


def shares_of(counts: Mapping[str, int], prefix: str) -> Iterator[Part]:
    """Yield for each word its share in the sum of all."""
    total = sum(counts.values())
    for word, n in sorted(counts.items()):
        yield Part(f"{prefix}/{word}", total, n)


def whole_or_hidden(rows: Iterable[Json], family: str) -> Iterator[Json]:
    """Yield rows; those of a family whose sum is known are all hidden as soon as one of them is."""
    held = list(rows)
    hides = any(row["suppressed"] for row in held if row["key"].startswith(family))
    for row in held:
        yield hidden_row(row["key"]) if hides and row["key"].startswith(family) else row


def in_order(rows: Iterable[Json]) -> list[Json]:
    """Return rows in the order of their keys."""
    return sorted(rows, key=lambda row: str(row["key"]))
