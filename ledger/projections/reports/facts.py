"""From decisions to integers: the decision cube (C01), the same by ground of law, and evidence.

Counts of a decision's fate (``appealed`` to ``pending_execution``) are those of matured decisions; of
imported decisions, where maturity cannot be known, those of all. ``no_notice`` and the counts after it are
of all decisions. So no count of a fate is ever larger than its denominator.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from ledger.projections.reports.cubes import Cube, Evidence, facts_digest
from ledger.projections.reports.vocabulary import (
    ADVERSE,
    APPEAL_PENDING,
    IMPORTED,
    MATURED,
    NO_NOTICE,
    STAY,
)

DECISION_KEYS: Final = (
    "decider",
    "office",
    "district",
    "programme",
    "rule",
    "result",
    "channel",
    "origin",
    "month",
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
FAULTS: Final = ("no_notice", "defective_notice", "defective_reasons", "no_attestation", "departs")
DECISION_COUNTS: Final = ("n", "adverse", "matured", "appeal_pending", *FATES, *FAULTS)
GROUND_KEYS: Final = ("decider", "office", "result", "origin", "month", "ground")
GROUND_COUNTS: Final = ("n", "matured", "overturned", "reversed")
EVIDENCE_KEYS: Final = ("decider", "office", "result", "origin", "month")
_WAYS: Final = ("appeal", "review", "remedy", "court", "reopening")


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionFact:
    """What the reports know of one decision at one snapshot.

    ``month`` is ``YYYY-MM`` of the day of the act, empty where the register does not know it. ``standing``
    is one of the words in ``vocabulary``. ``way`` is how it was reversed, empty if it was not. ``settled``
    and ``withdrawn`` speak of appeals of which none was decided.
    """

    index: int
    decider: str
    office: str
    district: str
    programme: str
    rule: str
    result: str
    channel: str
    origin: str
    month: str
    ground: str
    standing: str
    appealed: bool = False
    decided: bool = False
    overturned: bool = False
    settled: bool = False
    withdrawn: bool = False
    way: str = ""
    self_corrected: bool = False
    pending_execution: bool = False
    defective_notice: bool = False
    defective_reasons: bool = False
    no_attestation: bool = False
    departs: bool = False


class Facts:
    """The integers that R01 is computed from; mergeable, free of order."""

    __slots__ = ("decisions", "evidence", "grounds")

    def __init__(self) -> None:
        self.decisions = Cube("decision", DECISION_KEYS, DECISION_COUNTS)
        self.grounds = Cube("decision_ground", GROUND_KEYS, GROUND_COUNTS)
        self.evidence = Evidence()

    def merge(self, other: "Facts") -> None:
        """Add the facts of another part of the log."""
        self.decisions.merge(other.decisions)
        self.grounds.merge(other.grounds)
        self.evidence.merge(other.evidence)

    def digest(self) -> str:
        """Return the digest (SHA-256, hex) over both cubes."""
        cubes = (self.decisions, self.grounds)
        return facts_digest({cube.name: cube.rows() for cube in cubes})


def fold_facts(decisions: Iterable[DecisionFact]) -> Facts:
    """Return the facts of ``decisions``, whatever their order."""
    facts = Facts()
    for fact in decisions:
        _add(facts, fact)
    return facts


def _add(facts: Facts, fact: DecisionFact) -> None:
    matured = fact.standing == MATURED
    counted = (matured or fact.origin == IMPORTED) and fact.result != STAY
    is_reversed = bool(fact.way) or fact.overturned
    fates = (
        fact.appealed,
        fact.decided,
        fact.overturned,
        fact.settled,
        fact.withdrawn,
        is_reversed,
        fact.self_corrected,
        *(fact.way == way for way in _WAYS),
        fact.pending_execution,
    )
    faults = (
        fact.standing == NO_NOTICE,
        fact.defective_notice,
        fact.defective_reasons,
        fact.no_attestation,
        fact.departs,
    )
    flags = (True, fact.result in ADVERSE, matured, fact.standing == APPEAL_PENDING)
    counts = [*flags, *(counted and fate for fate in fates), *faults]
    facts.decisions.add(tuple(getattr(fact, key) for key in DECISION_KEYS), [int(count) for count in counts])
    facts.grounds.add(
        tuple(getattr(fact, key) for key in GROUND_KEYS),
        [1, int(matured), int(counted and fact.overturned), int(counted and is_reversed)],
    )
    if counted and is_reversed:
        facts.evidence.add(tuple(getattr(fact, key) for key in EVIDENCE_KEYS), (fact.index,))
