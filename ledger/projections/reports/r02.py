"""R02: rates of reversal, shrunk towards those of similar units. No order by value: a rank is an interval.

A unit's family is whoever works under the same lines of mandates and the same programmes; if fewer than five
do, whoever works under the same lines; else everybody. Shrinking hides a small unit that does badly: evidence
stands beside it.
"""

import base64
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.envelope import Json, Snapshot, hidden_row, interval
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import deciders, decisions
from ledger.projections.reports.numbers import rounded
from ledger.projections.reports.population import Population, Unit, chosen, counts_of, select
from ledger.projections.reports.r01_rows import four_ratios
from ledger.projections.reports.reversals import DEFINITIONS, caveat_codes, controlled, counted
from ledger.projections.reports.selection import unit_of
from ledger.projections.reports.shares import SMALL, share_row
from ledger.projections.statistics.intervals import wilson
from ledger.projections.statistics.randomness import seed_for
from ledger.projections.statistics.shrinking import Beta, Ranks, prior_by_likelihood, rank_intervals

TITLE: Final = {
    "th": "อัตราการถูกกลับที่ปรับเข้าหาหน่วยที่คล้ายกัน",
    "en": "Rates of reversal, shrunk towards those of similar units",
}
SOURCES: Final = [
    "Wilson 1927",
    "Gelman et al., Bayesian Data Analysis, 3rd edition, section 5.1",
    "Goldstein and Spiegelhalter 1996, JRSS-A 159:385",
]
FEWEST: Final = 5  # units that give a prior
ABOVE: Final = 1.5  # times the prior's mean
ALL: Final = "all"


class Family(NamedTuple):
    """Units that share a prior: ``level`` is line_programme, line or all, ``of`` names which."""

    level: str
    of: str


class Place(NamedTuple):
    """Lines of mandates and programmes under which a unit decides; each joined by ``+``."""

    line: str
    programme: str

    @property
    def families(self) -> tuple[Family, Family, Family]:
        """Return the families of the unit, the closest first."""
        both = Family("line_programme", f"{self.line} {self.programme}")
        return both, Family("line", self.line), Family(ALL, "")


def build(facts: Facts, params: Params, snapshot: Snapshot) -> Body:
    """Return what R02 finds."""
    population = select(facts, params)
    found = places(facts, params)
    public = params.tier == "public"
    told = controlled(facts, params, population)
    shown = told.shown if public else population.units
    rows = shrunk_rows(shown, found, snapshot, params)
    if not public:
        for row, unit in zip(rows, population.units, strict=True):
            row["extra"] |= four_ratios(unit.tally)
            row["evidence"] = list(unit.evidence)
    rows += [hidden_row(key) for key in told.hidden] if public else []
    pooled = {"NO_SPREAD"} if any("POOLED" in row["flags"] for row in rows) else set()
    overall = _public_overall(shown) if public else _overall(population)
    return Body(
        **counted(population, overall),
        method=_method(),
        overall=overall,
        rows=sorted(rows, key=lambda row: str(row["key"])),
        suppression=told.suppression() if public else dict(UNSUPPRESSED),
        caveats=caveat_codes(population, params, rows) | pooled,
    )


def places(facts: Facts, params: Params) -> dict[str, Place]:
    """Return under which lines and programmes the counted decisions of each unit were made."""
    lines: dict[str, set[str]] = {}
    programmes: dict[str, set[str]] = {}
    size, _ = counts_of(params)
    for key, counts in facts.cube(deciders.LINE).records():
        if counts[size] and chosen(key, params):
            unit = unit_of(key, params)
            lines.setdefault(unit, set()).add(key["line"])
            programmes.setdefault(unit, set()).add(key["programme"])
    return {
        unit: Place("+".join(sorted(found)), "+".join(sorted(programmes[unit])))
        for unit, found in lines.items()
    }


def shrunk_rows(
    units: Sequence[Unit], where: Mapping[str, Place], snapshot: Snapshot, params: Params
) -> list[Json]:
    """Return the rows of ``units`` (each ``n >= 1``), from ``n`` and ``num`` alone, in their order."""
    sizes = Counter(family for unit in units for family in where[unit.key].families)
    home = {
        unit.key: next(
            family for family in where[unit.key].families if family.level == ALL or sizes[family] >= FEWEST
        )
        for unit in units
    }
    found: dict[Family, dict[str, Json]] = {}
    for family in sorted(set(home.values())):
        purpose = " ".join((params.population, params.unit, *family)).rstrip()
        root = base64.b64decode(snapshot.root).hex()
        seed = seed_for(root=root, report="R02", method="M10", purpose=purpose)
        found[family] = _family([unit for unit in units if family in where[unit.key].families], family, seed)
    return [found[home[unit.key]][unit.key] for unit in units]


def _family(units: Sequence[Unit], family: Family, seed: int) -> dict[str, Json]:
    """Return the row of each unit of one family, all shrunk towards the same prior."""
    prior = prior_by_likelihood([(unit.tally["num"], unit.tally["n"]) for unit in units])
    posteriors = [prior.given(unit.tally["num"], unit.tally["n"]) for unit in units] if prior else []
    ranks = rank_intervals(posteriors, seed=seed) if prior else [Ranks(1, len(units))] * len(units)
    pooled = None if prior else _pooled(units)
    rows = {}
    for place, (unit, rank) in enumerate(zip(units, ranks, strict=True)):
        row = share_row(unit.key, unit.tally["n"], unit.tally["num"])
        row |= pooled or _shrunk(posteriors[place])
        row["rank_interval"] = list(rank)
        row["extra"] = {
            "p_above": rounded(posteriors[place].above(ABOVE * prior.mean)) if prior else 0.0,
            "prior": {
                "level": family.level,
                "of": family.of.strip(),
                "units": len(units),
                "a": rounded(prior.a) if prior else None,
                "b": rounded(prior.b) if prior else None,
            },
        }
        row["flags"] = (["LOW_N"] if unit.tally["n"] < SMALL else []) + (["POOLED"] if pooled else [])
        rows[unit.key] = row
    return rows


def _shrunk(rate: Beta) -> Json:
    """Return the shrunken rate. A mean beyond its own interval (a rate of nearly 0) stretches it."""
    lo, hi = rate.interval()
    bounds = (rounded(min(lo, rate.mean)), rounded(max(hi, rate.mean)))
    return {"shrunk": rounded(rate.mean), "shrunk_interval": interval(*bounds, 0.95, "beta-binomial")}


def _pooled(units: Sequence[Unit]) -> Json:
    """Return the one rate of units that differ no more than chance makes them."""
    n, num = sum(unit.tally["n"] for unit in units), sum(unit.tally["num"] for unit in units)
    lo, hi = wilson(num, n)
    return {
        "shrunk": rounded(num / n),
        "shrunk_interval": interval(rounded(lo), rounded(hi), 0.95, "wilson, pooled"),
    }


def _overall(population: Population) -> Json:
    total = population.total()
    return share_row("overall", total["n"], total["num"]) | {"extra": four_ratios(total)}


def _public_overall(shown: Sequence[Unit]) -> Json:
    """Return the total of the rows that are shown."""
    return share_row("overall", *(sum(unit.tally[name] for unit in shown) for name in ("n", "num")))


def _method() -> Json:
    return {
        "id": "M01+M09+M10",
        "params": {
            "interval": "wilson 0.95",
            "prior": "beta-binomial, greatest likelihood, at least 5 units of the same lines and programmes",
            "rank": "10000 draws, 2.5 % to 97.5 %, 1 is the smallest rate",
            "p_above": "probability of a rate above 1.5 times the mean of the prior",
        },
        "sources": list(SOURCES),
    }


R02: Final = Report(
    name="R02",
    version="1",
    title=TITLE,
    shapes=(*decisions.SHAPES, *deciders.SHAPES),
    units=("official", "office"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
