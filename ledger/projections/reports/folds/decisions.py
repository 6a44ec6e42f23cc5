"""C01: decisions and what became of them; the same by ground of law; and reversed ones as evidence.

Counts of a decision's fate (``appealed`` to ``pending_execution``) are those of matured decisions; of
imported decisions, where maturity cannot be known, those of all. ``no_notice`` and the counts after it are
of all decisions. So no count of a fate is ever larger than its denominator.
"""

from collections.abc import Iterable
from operator import attrgetter
from typing import Final

from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts, Facts
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import (
    ADVERSE,
    APPEAL_PENDING,
    MATURED,
    NO_NOTICE,
)

FATES: Final = (
    "appealed",
    "decided",
    "overturned",
    "settled",
    "withdrawn",
    "reversed",
    "self_corrected",
    "by_appeal",
    "by_review",
    "by_remedy",
    "by_court",
    "by_reopening",
    "pending_execution",
)
NOTHING: Final = (0,) * len(FATES)
FAULTS: Final = ("no_notice", "defective_notice", "defective_reasons", "no_attestation", "departs")
DECISION: Final = Shape(
    "decision",
    ("decider", "office", "district", "programme", "rule", "result", "channel", "origin", "month"),
    ("n", "adverse", "matured", "appeal_pending", *FATES, *FAULTS),
)
GROUND: Final = Shape(
    "decision_ground",
    ("decider", "office", "result", "origin", "month", "ground"),
    ("n", "matured", "overturned", "reversed"),
)
REVERSED: Final = Shape("decision_reversed", ("decider", "office", "result", "origin", "month"))
"""Evidence: the decisions that were reversed."""
_WAYS: Final = ("appeal", "review", "remedy", "court", "reopening")
_decision_key: Final = attrgetter(*DECISION.keys)
_ground_key: Final = attrgetter(*GROUND.keys)
_reversed_key: Final = attrgetter(*REVERSED.keys)
SHAPES: Final = (DECISION, GROUND, REVERSED)


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the decisions of a claim."""
    for fact, until in fates(case):
        count(fact, facts)
        if until is not None:
            facts.hold(until)


def fold_facts(decisions: Iterable[DecisionFact]) -> Facts:
    """Return the facts of ``decisions``, whatever their order."""
    facts, one = Facts(), CaseFacts()
    for fact in decisions:
        count(fact, one)
    facts.add(one)
    return facts


def count(fact: DecisionFact, facts: CaseFacts) -> None:
    """Count one decision."""
    matured, counted = fact.standing == MATURED, fact.counted
    flags = (True, fact.result in ADVERSE, matured, fact.standing == APPEAL_PENDING)
    faults = (
        fact.standing == NO_NOTICE,
        fact.defective_notice,
        fact.defective_reasons,
        fact.no_attestation,
        fact.departs,
    )
    key = _decision_key(fact)
    facts.tally(DECISION, key, (*flags, *(_became(fact) if counted else NOTHING), *faults))
    key = _ground_key(fact)
    facts.tally(GROUND, key, (True, matured, counted and fact.overturned, counted and fact.reversed))
    if counted and fact.reversed:
        facts.cite(REVERSED, _reversed_key(fact), fact.index)


def _became(fact: DecisionFact) -> tuple[bool, ...]:
    """Return what became of a decision, one for each name in ``FATES``."""
    return (
        fact.appealed,
        fact.decided,
        fact.overturned,
        fact.settled,
        fact.withdrawn,
        fact.reversed,
        fact.self_corrected,
        *[fact.way == way for way in _WAYS],
        fact.pending_execution,
    )
