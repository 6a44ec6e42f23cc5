"""C09: who meets whom over the same claim, place by place.

A decider meets the attesters who had spoken before the first decision of a claim that has any: later
decisions rest on the same words. Attesters meet each other. Nobody is counted twice in one claim, imported
records meet imported ones alone, and where nobody could be met nothing is counted.
"""

from itertools import combinations
from typing import Final, NamedTuple

from ledger.domain.claim.events import AttestationGiven, ClaimReceived
from ledger.domain.dates import civil
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import IMPORTED, OWN, STAY

DECIDER, ATTESTERS = "decider_attester", "attester_attester"
LEFT, RIGHT, CASES = "left", "right", "cases"
PLACE: Final = ("place", "kind", "origin", "month")
PAIR: Final = Shape("pair", (*PLACE, "left", "right"), ("n",))
MARGIN: Final = Shape("pair_margin", (*PLACE, "side", "who"), ("n",))
"""Claims of each on either side, and of the place: ``side`` ``cases``, and nobody. Of two attesters neither
is left or right: all stand on the left."""
MEETING: Final = Shape("pair_meeting", (*PLACE, "left", "rights"), ("n",))
"""Claims by all who met in them, joined by ``+``: what a permutation deals out anew."""
CLAIM: Final = Shape("pair_claim", ("origin", "month", "fate"), ("n",))
"""Claims in which somebody could be met: ``counted``, or why not."""
MET: Final = Shape("pair_met", (*PLACE, "left", "right"))
"""Evidence: the entry by which the later of the two joined."""
SHAPES: Final = (PAIR, MARGIN, MEETING, CLAIM, MET)
JOIN: Final = "+"
CROWD: Final = 24
"""Attesters of one claim beyond which it is left out and counted: its pairs would grow with their square."""
COUNTED, NO_PLACE, CROWDED = "counted", "no_place", "crowded"
HIDDEN: Final = frozenset({"", "unknown", "erased"})


class Word(NamedTuple):
    """Who attested, the index of their first word, and whether an importer says so."""

    who: str
    at: int
    origin: str


def fold(case: Case, facts: CaseFacts) -> None:
    """Count who met over a claim."""
    history = case.own.get(case.key, ())
    if not case.key.startswith("claim/") or not history:
        return
    words, month = _words(case, history), _month(history)
    place = _place(case, history)
    made = _first_decision(case, words)
    for origin in (OWN, IMPORTED):
        spoken = {word.who: word.at for word in words if word.origin == origin}
        before = {} if made is None or made.origin != origin else _before(spoken, made)
        if not before and len(spoken) < 2:
            continue
        fate = NO_PLACE if not place else CROWDED if len(spoken) > CROWD else COUNTED
        facts.add(CLAIM, (origin, month, fate), n=1)
        if fate != COUNTED:
            continue
        if made is not None and before:
            _decided(facts, (place, DECIDER, origin, month), made, before)
        if len(spoken) > 1:
            _together(facts, (place, ATTESTERS, origin, month), spoken)


def _words(case: Case, history: History) -> list[Word]:
    """Return the first word of each attester, in the order of the log."""
    found: dict[tuple[str, str], Word] = {}
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, AttestationGiven):
            imported = case.context.custody(recorded) == IMPORTED
            who = says.official or ("" if imported else recorded.statement.by)
            origin = IMPORTED if imported else OWN
            if who:
                found.setdefault((who, origin), Word(who, recorded.index, origin))
    return list(found.values())


def _place(case: Case, history: History) -> str:
    """Return the tambon, where the vault tells it; else the district, else nothing."""
    told = case.context.strata(case.key).place
    if told not in HIDDEN:
        return told
    areas = (says.area for one in history if isinstance(says := one.statement.says, ClaimReceived))
    return next((str(area) for area in areas if area is not None), "")


def _month(history: History) -> str:
    """Return the month in which the claim was received; empty where no day is known."""
    says, at = history[0].statement.says, history[0].statement.at
    day = says.received_on if isinstance(says, ClaimReceived) else None
    day = civil(at) if day is None and at is not None else day
    return "" if day is None else day.isoformat()[:7]


def _first_decision(case: Case, words: list[Word]) -> DecisionFact | None:
    """Return the first decision by anybody that follows a word; a stay is none."""
    if not words:
        return None
    first = min(word.at for word in words)
    return next((fact for fact, _ in fates(case) if fact.result != STAY and fact.index > first), None)


def _before(spoken: dict[str, int], made: DecisionFact) -> dict[str, int]:
    return {who: index for who, index in spoken.items() if index < made.index and who != made.decider}


def _decided(facts: CaseFacts, key: Key, made: DecisionFact, before: dict[str, int]) -> None:
    facts.add(MARGIN, (*key, CASES, ""), n=1)
    facts.add(MARGIN, (*key, LEFT, made.decider), n=1)
    for who in before:
        facts.add(MARGIN, (*key, RIGHT, who), n=1)
        facts.add(PAIR, (*key, made.decider, who), n=1)
        facts.cite(MET, (*key, made.decider, who), made.index)
    facts.add(MEETING, (*key, made.decider, JOIN.join(sorted(before))), n=1)


def _together(facts: CaseFacts, key: Key, spoken: dict[str, int]) -> None:
    facts.add(MARGIN, (*key, CASES, ""), n=1)
    for who in spoken:
        facts.add(MARGIN, (*key, LEFT, who), n=1)
    for one, other in combinations(sorted(spoken), 2):
        facts.add(PAIR, (*key, one, other), n=1)
        facts.cite(MET, (*key, one, other), max(spoken[one], spoken[other]))
    facts.add(MEETING, (*key, "", JOIN.join(sorted(spoken))), n=1)
