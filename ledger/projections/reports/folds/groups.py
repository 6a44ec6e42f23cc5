"""C01 by group: decisions with what the vault tells of the person, one stratum at a time.

A cell names one stratum and never two of them together: crossed strata would single people out.
"""

from typing import Final

from ledger.projections.reports.case import Case, Strata
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import (
    ADVERSE,
    APPEAL_PENDING,
    MATURED,
    NO_NOTICE,
    STAY,
    UNKNOWN,
)

STRATA: Final = ("sex", "age", "disability", "language", "migrant")
"""What R11 compares. Place and need are what it compares within, or what nobody measured."""
PERSON: Final = "person"
KNOWN, ERASED = "known", "erased"
"""Of a person as a whole: something is known, or was and is erased."""
GROUP: Final = Shape(
    "decision_group",
    ("stratum", "group", "place", "rule", "origin", "month"),
    ("n", "counted", "adverse", "appeal_pending", "no_notice", "stay"),
)
SHAPES: Final = (GROUP,)


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the decisions of a claim once for each stratum, and once for the person."""
    decided = list(fates(case))
    if not decided:
        return
    told = case.context.strata(case.key)
    groups = {PERSON: whole(told), **{stratum: getattr(told, stratum) for stratum in STRATA}}
    for fact, until in decided:
        place = told.place if told.place.isdigit() else (fact.district or UNKNOWN)
        stay = fact.result == STAY
        counts = (
            True,
            fact.counted,
            fact.counted and fact.result in ADVERSE,
            not stay and fact.standing == APPEAL_PENDING,
            not stay and fact.standing == NO_NOTICE,
            stay,
        )
        for stratum, group in groups.items():
            rule = f"{fact.programme}@{fact.rule}"
            facts.tally(GROUP, (stratum, group, place, rule, fact.origin, fact.month), counts)
        if until is not None and fact.standing != MATURED:
            facts.hold(until)


def whole(told: Strata) -> str:
    """Return whether anything is known of a person: known, erased or unknown."""
    groups = {getattr(told, stratum) for stratum in STRATA}
    if groups - {UNKNOWN, ERASED}:
        return KNOWN
    return ERASED if ERASED in groups else UNKNOWN
