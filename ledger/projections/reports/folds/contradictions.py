"""C06: decisions against what attesters said, and what was known when.

A contradiction is *known before* if a strict majority spoke against a finding in what the decider had seen.
Otherwise, if somebody spoke against it later while the decision stood, it was *reviewed* or it was not: a
correction, an ``ActReviewed`` of the decision or the attestation, or a determination on its merits.
"""

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import Outcome
from ledger.domain.claim.events import Decision, DecisionRevised, EligibilityDecided
from ledger.domain.claim.records import Attested
from ledger.domain.codes import Finding, Result
from ledger.domain.dates import civil, days_between
from ledger.domain.grievance.events import GrievanceDetermined
from ledger.domain.histories import of_kind
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.cubes import Key, Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.folds.evidence import (
    Weighed,
    came_later,
    replaced_at,
    turned,
    weighed_before,
)
from ledger.projections.reports.folds.fates import fates
from ledger.projections.reports.vocabulary import OWN

KEYS: Final = ("decider", "office", "district", "origin", "month")
KNOWN_BEFORE, NOT_REVIEWED, REVIEWED = "known_before", "known_after_not_reviewed", "reviewed"
SUPERSEDED: Final = "superseded"
_COURSES: Final = (KNOWN_BEFORE, NOT_REVIEWED, REVIEWED, SUPERSEDED)
_key: Final = attrgetter(*KEYS)
CONTRADICTION: Final = Shape(
    "contradiction",
    KEYS,
    (
        "n",
        "stay",
        "no_finding",
        "no_attestation",
        "with_prior_attestation",
        "contradicted",
        "not_shown",
        "tied",
        "seen_and_not_cited",
        *_COURSES,
        "turned",
    ),
)
"""``not_shown``: contradicted only where a fact was found not shown. ``turned``: with what came later, a
majority is against a finding."""
REVIEW: Final = Shape("contradiction_review", (*KEYS, "end", "day"), ("n",))
"""Days from the contradiction to its review; of what is open, ``day`` is the day on which it began."""
LAG: Final = Shape("contradiction_lag", (*KEYS, "what", "day"), ("n",))
"""Days from ``at`` to the day of recording, of decisions and of attestations about what they found."""
CITED: Final = Shape("contradiction_cited", (*KEYS, "known"))
"""Evidence: decisions that are contradicted."""
SHAPES: Final = (CONTRADICTION, REVIEW, LAG, CITED)
_UNHEARD: Final = frozenset({Outcome.INADMISSIBLE, Outcome.SUPERSEDED})
"""Outcomes of grievances whose merits nobody looked at."""


class Course(NamedTuple):
    """How a contradiction went: its word, when it began, and by which entry it ended."""

    known: str
    since: Recorded
    ended: Recorded | None


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the decisions of a claim against its attestations."""
    history = case.own.get(case.key, ())
    for (fact, _), (made, says) in zip(fates(case), of_kind(history, EligibilityDecided), strict=False):
        _count(case, facts, fact, made, says)


def _count(case: Case, facts: CaseFacts, fact: DecisionFact, made: Recorded, says: Decision) -> None:
    key: Key = _key(fact)
    if says.result is Result.STAY:
        facts.add(CONTRADICTION, key, n=1, stay=1)
        return
    before, later = weighed_before(case, made, says), came_later(case, made, says)
    prior = [item for one in before for item in one.used]
    against = [one for one in before if one.contradicted]
    spoken_later = any(one.used for one in later)
    course = course_of(case, fact, made, before, later) if against or spoken_later else None
    known = "" if course is None else course.known
    facts.tally(
        CONTRADICTION,
        key,
        (
            1,
            0,  # stays are counted above
            not says.found,
            bool(says.found) and not prior,
            bool(prior),
            bool(against),
            bool(against) and all(one.found.finding is Finding.NOT_SHOWN for one in against),
            not against and any(one.tied for one in before),
            _uncited(prior, says),
            *[known == word for word in _COURSES],
            spoken_later and not against and turned(before, later),
        ),
    )
    if course is not None:
        facts.cite(CITED, (*key, known), made.index)
    if fact.origin == OWN:  # a register has its own days: between them and the import lies no delay
        if course is not None:
            facts.add(REVIEW, (*key, *_ended(course)), n=1)
        spoken = {item.version for item in prior} | {item.version for one in later for item in one.used}
        _lags(case, facts, key, made, spoken)


def course_of(
    case: Case, fact: DecisionFact, made: Recorded, before: Sequence[Weighed], later: Sequence[Weighed]
) -> Course | None:
    """Return how the contradiction of a decision went; None: nothing stands against it."""
    if any(one.contradicted for one in before):
        against = [item for one in before if one.contradicted for item in one.against]
        return Course(KNOWN_BEFORE, made, next(_reviews(case, fact, made, made, against), None))
    history = case.own[case.key]
    came = sorted({item.version: item for one in later for item in one.used}.items())
    spoke = [(history[version - 1], item) for version, item in came]
    ends = [(since, next(_reviews(case, fact, made, since, [item]), None)) for since, item in spoke]
    if not ends:
        return None
    waiting = next((since for since, review in ends if review is None), None)
    if waiting is None:
        return Course(REVIEWED, *ends[0])
    end = replaced_at(case, made)
    if end < case.context.size:  # a new decision on changed circumstances, or the reverse of a stay
        return Course(SUPERSEDED, waiting, next(one for one in history if one.index == end))
    return Course(NOT_REVIEWED, waiting, None)


def _reviews(
    case: Case, fact: DecisionFact, made: Recorded, since: Recorded, against: Sequence[Attested]
) -> Iterator[Recorded]:
    """Yield what looked at the decision again after ``since``, in the order of the log."""
    acts = {made.version, *(item.version for item in against)}
    for one in sorted(
        (*case.own[case.key], *(each for name in fact.grievances for each in case.streams[name])),
        key=lambda recorded: recorded.index,
    ):
        says = one.statement.says
        if one.index <= since.index:
            continue
        if (
            (
                isinstance(says, DecisionRevised)
                and one.version in fact.acts
                and says.result is not Result.STAY
            )
            or (isinstance(says, GrievanceDetermined) and says.outcome not in _UNHEARD)
            or (
                isinstance(says, ActReviewed)
                and one.statement.stream == case.key
                and (says.act.version in acts or any(ref.version == made.version for ref in says.affects))
            )
        ):
            yield one


def _ended(course: Course) -> tuple[str, str]:
    since = civil(course.since.recorded_at)
    if course.ended is None:
        return "open", since.isoformat()
    end = SUPERSEDED if course.known == SUPERSEDED else REVIEWED
    return end, f"{(civil(course.ended.recorded_at) - since).days:06d}"


def _uncited(used: Sequence[Attested], says: Decision) -> bool:
    """Return whether something that could be used about a fact was seen and is cited for no finding."""
    cited = {(ref.version, ref.leaf) for found in says.found for ref in found.on}
    return not cited.issuperset([(item.version, item.leaf) for item in used])


def _lags(case: Case, facts: CaseFacts, key: Key, made: Recorded, spoken: set[int]) -> None:
    history = case.own[case.key]
    for version in (made.version, *spoken):
        one, what = history[version - 1], "decision" if version == made.version else "attestation"
        if one.statement.at is not None:
            days = days_between(one.statement.at, one.recorded_at)
            facts.cell(LAG, (*key, what, f"{days:06d}"))[0] += 1
