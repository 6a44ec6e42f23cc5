"""C05 and C08: what attesters said of a claim, whether it has a grant; and C07: how their answers pair.

One cell is a pattern: who answered what of each fact. Who is in need follows from all patterns together, so
it is no part of the facts. A claim without any usable attestation has an empty pattern, and is never counted
as one whom attesters found not to be in need.
"""

from collections.abc import Iterator, Mapping
from itertools import permutations
from typing import Final

from ledger.domain.audit.events import AuditFinding, AuditFindingReported, Concordance
from ledger.domain.casework_codes import Kind
from ledger.domain.claim.benefits import granting
from ledger.domain.claim.records import Attested, ClaimState, ClaimStatus
from ledger.domain.claim.standing import fact_kind, in_dispute, left_at
from ledger.domain.codes import Relation, Stance
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.relations import actors_of
from ledger.projections.reports.answers import Answered, written
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import IMPORTED, OWN, UNKNOWN

_HEAD: Final = ("place", "origin", "month")
CLAIM: Final = Shape("attested_claim", (*_HEAD, "ground", "body", "covered", "answers"), ("n",))
AGREEMENT: Final = Shape("agreement", (*_HEAD, "ground", "covered", "raters", "value", "other"), ("pairs",))
EXCLUDED: Final = Shape("exclusion_claim", ("origin", "month"), ("n",))
"""Grievances of people who say that nobody assessed them: they may stand in no claim."""
SHAPES: Final = (CLAIM, AGREEMENT, EXCLUDED)
COVERED, REFUSED, OPEN, WITHDRAWN = "yes", "no", "open", "withdrawn"
"""Whether a grant is in force, no decision was made yet, or the claim was withdrawn."""
OWN_WORD: Final = frozenset({Relation.PARTY, Relation.SAME_HOUSEHOLD, Relation.REPRESENTATIVE})
"""Whoever speaks as one of these attests for themselves."""
OPPOSITE: Final = {Stance.SUPPORTS: Stance.CONTRADICTS, Stance.CONTRADICTS: Stance.SUPPORTS}
GOLD: Final = (AuditFinding.RIGHT, AuditFinding.WRONG)


def fold(case: Case, facts: CaseFacts) -> None:
    """Count a claim by what was attested of it, and the grievances about being left out."""
    for name, history in case.grievances():
        state = case.prefix.state(name)
        if isinstance(state, GrievanceState) and state.kind is Kind.EXCLUSION_CLAIM:
            origin = case.context.custody(history[0])
            month = getattr(history[0].statement.says, "received_on", None)
            facts.add(EXCLUDED, (IMPORTED if origin == IMPORTED else OWN, _month(month)), n=1)
    claim = case.prefix.state(case.key) if case.key in case.own else None
    if isinstance(claim, ClaimState):
        _claim(case, claim, facts)


def usable(state: ClaimState) -> Iterator[Attested]:
    """Yield the attestations that stand: somebody else's word, for or against, in no open dispute."""
    for item in state.attestations:
        if (
            item.says.stance is not Stance.CANNOT_SAY
            and item.says.relation not in OWN_WORD
            and left_at(state, item) is None
            and not in_dispute(state, item)
        ):
            yield item


def _claim(case: Case, state: ClaimState, facts: CaseFacts) -> None:
    history = case.own[case.key]
    made = [fact for fact, _ in fates(case)]
    imported = (made[-1].origin if made else case.context.custody(history[0])) == IMPORTED
    place = case.context.strata(case.key).place
    received = state.received
    head = (
        place if place.isdigit() else (state.place() or UNKNOWN),
        IMPORTED if imported else OWN,
        _month(None if received is None else received.received_on),
    )
    ground, body = (made[-1].ground, made[-1].decider) if made else ("", "")
    answered, covered = _answered(case, state), _covered(state)
    facts.add(CLAIM, (*head, ground, body, covered, written(answered)), n=1)
    for one in answered:
        values = () if one.ranked else [value for _, value in one.answers]
        for value, other in permutations(values, 2):
            facts.add(AGREEMENT, (*head, ground, covered, f"{len(values):03d}", value, other), pairs=1)


def _month(day: object) -> str:
    """Return the month of a day, ``YYYY-MM``; empty where the record has none."""
    return "" if day is None else str(day)[:7]


def _covered(state: ClaimState) -> str:
    if state.status is ClaimStatus.WITHDRAWN:
        return WITHDRAWN
    if granting(state) is not None:
        return COVERED
    return REFUSED if state.decisions else OPEN


def _answered(case: Case, state: ClaimState) -> list[Answered]:
    """Return each fact of the claim with the last word of each person, and what an audit found of it."""
    claimed = () if state.received is None else state.received.facts
    codes = {str(fact.id): str(fact.code) for fact in claimed if fact.code is not None}
    words: dict[str, dict[str, str]] = {}
    truths = _found(case, state)
    for item in usable(state):
        person = min(actors_of(case.context.registry, item.attester))
        for fact in item.says.facts:
            code, kind = codes.get(fact, str(fact)), fact_kind(fact)
            if kind == fact:
                words.setdefault(code, {})[person] = str(item.says.stance)
            elif item.says.stance is Stance.SUPPORTS:
                words.setdefault(kind, {})[person] = fact.removeprefix(f"{kind}_")
    gold = {codes.get(fact, fact): truth for fact, truth in truths.items()}
    answered = [
        Answered(code, gold.get(code), tuple(sorted(said.items()))) for code, said in sorted(words.items())
    ]
    if not gold and len(answered) == 1 and not answered[0].ranked:
        return [answered[0]._replace(truth=_of_decision(case, state))]
    return answered


def _found(case: Case, state: ClaimState) -> Mapping[str, str]:
    """Return what visits of audits measured of attested facts; the last visit holds."""
    found: dict[str, str] = {}
    for recorded in case.findings:
        says = recorded.statement.says
        for compared in says.attestations if isinstance(says, AuditFindingReported) else ():
            given = state.attestation(compared.entry)
            if given is None or given.says.stance not in OPPOSITE:
                continue
            agrees = compared.concordant is Concordance.CONCORDANT
            if agrees or compared.concordant is Concordance.DISCORDANT:
                stance = given.says.stance if agrees else OPPOSITE[given.says.stance]
                found |= {str(fact): str(stance) for fact in given.says.facts if fact_kind(fact) == fact}
    return found


def _of_decision(case: Case, state: ClaimState) -> str | None:
    """Return what an audit of the decision tells of the only fact that was attested."""
    findings = [
        says.finding
        for recorded in case.findings
        if isinstance(says := recorded.statement.says, AuditFindingReported) and says.finding in GOLD
    ]
    if not findings or not state.decisions:
        return None
    holds = (granting(state) is not None) == (findings[-1] is AuditFinding.RIGHT)
    return str(Stance.SUPPORTS if holds else Stance.CONTRADICTS)
