"""R01: reversals by official and office. A funnel asks for explanations; it never ranks.

Matured decisions are counted; of an imported register, where maturity cannot be known, all of them. Rows
are sorted by key. A flag takes three locks at once: beyond 99.8 % after overdispersion, false discovery
below 5 % over all units, and at least 25 decisions.
"""

from collections import Counter
from typing import Final

from ledger.projections.reports.asking import Params
from ledger.projections.reports.assembly import UNSUPPRESSED, Body, Report
from ledger.projections.reports.audited import audit_estimate
from ledger.projections.reports.disclosure_control import Controlled
from ledger.projections.reports.envelope import Json, Snapshot, hidden_row
from ledger.projections.reports.facts import Facts
from ledger.projections.reports.folds import audits, decisions
from ledger.projections.reports.numbers import ratio, rounded
from ledger.projections.reports.population import Population, Tally, select
from ledger.projections.reports.r01_rows import (
    compared_rows,
    four_ratios,
    register_rows,
    spread,
)
from ledger.projections.reports.reversals import DEFINITIONS, caveat_codes, controlled, counted
from ledger.projections.reports.shares import share_row
from ledger.projections.statistics.funnels import Dispersion

TITLE: Final = {
    "th": "คำสั่งที่ถูกกลับ จำแนกตามเจ้าหน้าที่และหน่วยงาน",
    "en": "Decisions reversed, by official and office",
}
SOURCES: Final = [
    "Wilson 1927",
    "Spiegelhalter 2005, Qual Saf Health Care 14:347",
    "Spiegelhalter et al. 2012, JRSS-A 175:1",
    "Benjamini and Hochberg 1995",
]
AUDITED: Final = {"all": "decision", "adverse": "refusal"}
"""Which audits speak of a population."""


def build(facts: Facts, params: Params, _snapshot: Snapshot) -> Body:
    """Return what R01 finds."""
    population = select(facts, params)
    public = params.tier == "public"
    found = _public(controlled(facts, params, population)) if public else _oversight(population, params)
    if not public and params.population in AUDITED:
        found["overall"]["extra"]["audit_estimate"] = _audited(facts, params, population.total())
    return Body(
        **counted(population, found["overall"]),
        method=_method(params),
        caveats=caveat_codes(population, params, found["rows"]),
        **found,
    )


def _oversight(population: Population, params: Params) -> Json:
    """Return overall, rows and suppression for those who may see every row."""
    total = population.total()
    if params.population == "all_imported":
        rows = register_rows(population.units, total)
        extra = _register_overall(total, rows)
    else:
        target = total["num"] / total["n"] if total["n"] else 0.0
        dispersion = spread(population.units, target)
        rows = compared_rows(population.units, target, dispersion)
        extra = _compared_overall(total, dispersion, len(rows))
    for row, unit in zip(rows, population.units, strict=True):
        row["evidence"] = list(unit.evidence)
    return {
        "overall": share_row("overall", total["n"], total["num"]) | {"extra": extra},
        "rows": rows,
        "suppression": dict(UNSUPPRESSED),
    }


def _public(found: Controlled) -> Json:
    """Return the same from rounded counts, with small rows hidden and in no total."""
    total = Population(found.shown, Counter(), ("", "")).total()
    target = total["num"] / total["n"] if total["n"] else 0.0
    rows = compared_rows(found.shown, target, spread(found.shown, target))
    for row in rows:
        del row["extra"]
    rows += [hidden_row(key) for key in found.hidden]
    return {
        "overall": share_row("overall", total["n"], total["num"]),
        "rows": sorted(rows, key=lambda row: str(row["key"])),
        "suppression": found.suppression(),
    }


def _audited(facts: Facts, params: Params, total: Tally) -> Json | None:
    """Return how many decisions are wrong, appealed or not, where a random audit tells it."""
    purpose = AUDITED[params.population]
    decided, overturned = total["decided"], total["overturned"]
    return audit_estimate(
        facts, params, purpose, decisions=total["n"], decided=decided, overturned=overturned
    )


def _compared_overall(total: Tally, dispersion: Dispersion, family: int) -> Json:
    return {
        "phi": rounded(dispersion.phi),
        "tau2": rounded(dispersion.tau2),
        "family": family,
        **{name: total[name] for name in ("appealed", "decided", "overturned", "settled", "self_corrected")},
        **four_ratios(total),
    }


def _register_overall(total: Tally, rows: list[Json]) -> Json:
    def outliers(field: str) -> Json:
        return {side: [row["key"] for row in rows if row["extra"][field] == side] for side in ("high", "low")}

    waiting = total["appealed"] - total["decided"] - total["settled"] - total["withdrawn"]
    return {
        "appealed": total["appealed"],
        "overturned": total["overturned"],
        "upheld": total["decided"] - total["overturned"],
        "settled": total["settled"],
        "withdrawn": total["withdrawn"],
        "no_outcome": waiting,
        **four_ratios(total),
        "overall_rate": ratio(total["overturned"], total["n"]),
        "overall_rate_of_decided_appeals": ratio(total["overturned"], total["decided"]),
        "outliers": outliers("funnel"),
        "outliers_given_article": outliers("funnel_given_article"),
        "outliers_of_decided_appeals": outliers("funnel_of_decided_appeals"),
        "family": len(rows),
    }


def _method(params: Params) -> Json:
    imported = params.population == "all_imported"
    return {
        "id": "M01+M03+M04+M08+M11" if imported else "M01+M04+M06+M08",
        "params": {
            "interval": "wilson 0.95",
            "limits": "exact binomial 0.95 and 0.998",
            "flag": "0.998 limits, q < 0.05, n >= 25",
        },
        "sources": list(SOURCES),
    }


R01: Final = Report(
    name="R01",
    version="1",
    title=TITLE,
    shapes=(*decisions.SHAPES, *audits.SHAPES),
    units=("official", "office"),
    populations=DEFINITIONS,
    tiers=("oversight", "public"),
    build=build,
)
