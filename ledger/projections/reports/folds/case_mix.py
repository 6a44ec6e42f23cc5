"""C04: decisions by what their maker did not choose, so that like is held against like.

A covariate that is not known is a level of its own, ``unknown``; that of an erased person is ``erased``.
"""

from collections.abc import Iterable
from typing import Final

from ledger.projections.reports.case import Case, Strata
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import ERASED, MATURED, UNKNOWN

CASE_MIX: Final = Shape(
    "case_mix",
    ("decider", "office", "rules", "ground", "need", "region", "result", "origin", "month"),
    ("n", "matured", "overturned", "reversed", "missing"),
)
SHAPES: Final = (CASE_MIX,)


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the decisions of a claim by the mix of cases, with the need that the vault tells of."""
    strata: Strata | None = None
    for fact, until in fates(case):
        strata = strata or case.context.strata(case.key)
        count(fact, strata, facts)
        if until is not None:
            facts.hold(until)


def fold_facts(decisions: Iterable[DecisionFact], strata: Strata | None = None) -> Facts:
    """Return the mix of ``decisions``, all of persons of the same ``strata``, whatever their order."""
    facts, one = Facts(), CaseFacts()
    for fact in decisions:
        count(fact, strata or Strata(), one)
    facts.add(one)
    return facts


def count(fact: DecisionFact, strata: Strata, facts: CaseFacts) -> None:
    """Count one decision. ``missing`` counts those, of the counted ones, that lack a covariate."""
    rules = f"{fact.programme}@{fact.rule}" if fact.programme else UNKNOWN
    levels = (rules, fact.ground or UNKNOWN, strata.need or UNKNOWN, region(fact.district))
    lacks = not fact.month or any(level in (UNKNOWN, ERASED) for level in levels)
    key = (fact.decider, fact.office, *levels, fact.result, fact.origin, fact.month)
    counted = fact.counted
    fell = (counted and fact.overturned, counted and fact.reversed)
    facts.tally(CASE_MIX, key, (1, fact.standing == MATURED, *fell, counted and lacks))


def region(district: str) -> str:
    """Return the region of a district: the first digit of its code.

    A province would be too fine: whoever alone serves one would be held against themselves.

    >>> region("1001"), region("57"), region("")
    ('1', '5', 'unknown')

    Source: TIS 1099, codes of administrative areas.
    """
    return district[:1] or UNKNOWN
