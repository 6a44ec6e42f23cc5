"""What became of each decision of a claim: notified, appealed, corrected; and whether that can be said yet.

A grievance contests a decision through ``contests``, or through the grievance that it appeals from. A
correction finds its decision through the chain of ``supersedes``. A determination without a recorded filing
finds nothing, and nothing is made up for it.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import Closing, CourtResult, Kind, Outcome, Reclassified
from ledger.domain.claim.events import (
    AttestationGiven,
    ClaimReceived,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import Cause, OrderMaker, Result, Stance
from ledger.domain.dates import civil_text
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceFiled,
    GrievanceReclassified,
)
from ledger.domain.notices import effective_date, lacks_its_block
from ledger.domain.types import EntryRef, Recorded
from ledger.projections.reports import vocabulary
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.folds.decision_fact import DecisionFact
from ledger.projections.reports.vocabulary import (
    APPEAL_PENDING,
    FAVOUR,
    IMPORTED,
    MATURED,
    NO_NOTICE,
    NOT_MATURED,
    OWN,
    UNKNOWN,
)

SUCCESS: Final = frozenset(map(Outcome, vocabulary.SUCCESS))
WON: Final = frozenset({CourtResult.FOR_CITIZEN, CourtResult.PARTLY})
WINDOWS: Final = frozenset({"appeal_filing", "court_direct"})
"""Clocks of the person's time to contest an order."""
PENDING, DECIDED, OVERTURNED, SETTLED, WITHDRAWN = "pending", "decided", "overturned", "settled", "withdrawn"


Fate: TypeAlias = tuple[DecisionFact, date | None]


@dataclass(slots=True)
class Course:
    """A decision on its way: ``own`` made it, ``acts`` are the versions that are it or correct it."""

    own: Recorded
    says: EligibilityDecided
    attested: bool
    acts: set[int]
    properly: bool = False
    notices: set[int] = field(default_factory=set)  # of the decision and of its corrections
    told: set[int] = field(default_factory=set)  # of the decision itself, and effective
    appeals: list[str] = field(default_factory=list)
    grievances: list[str] = field(default_factory=list)
    contested: int | None = None
    way: Cause | None = None
    corrected: int = -1
    won: bool = False


def fates(case: Case) -> tuple[Fate, ...]:
    """Return what became of each decision of a claim, and the last day on which that holds (None: for ever).

    Corrections are no decisions of their own: they say what became of the decision that they correct.
    """
    return case.once(_fates)


def _fates(case: Case) -> tuple[Fate, ...]:
    history = case.own.get(case.key, ())
    courses = _courses(history) if case.key.startswith("claim/") else []
    if not courses:
        return ()
    if len(case.streams) > 1:
        _contested(case, courses)
    head = _head(history)
    return tuple([_fact(case, course, head) for course in courses])


def _courses(history: History) -> list[Course]:
    """Return the decisions of a claim with their notices and corrections, in the order of the log."""
    courses: list[Course] = []
    attested = False
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, AttestationGiven):
            attested = attested or says.stance is not Stance.CANNOT_SAY
        elif isinstance(says, EligibilityDecided):
            courses.append(Course(recorded, says, attested, {recorded.version}))
        elif isinstance(says, DecisionRevised):
            course = _of(courses, says.supersedes)
            if course is not None:
                course.acts.add(recorded.version)
                if course.way is None and _in_favour(says, course.says):
                    course.way, course.corrected = says.cause, recorded.index
        elif isinstance(says, DecisionNotified):
            _notified(says, recorded, courses)
        elif isinstance(says, CourtOutcomeRecorded) and says.result in WON:
            _won(says.of.version, courses)
    return courses


def _of(courses: list[Course], ref: EntryRef) -> Course | None:
    for one in courses:
        if ref.version in one.acts:
            return one
    return None


def _won(version: int, courses: list[Course]) -> None:
    """A court found for the person: about the decision, a correction of it, or a notice of either."""
    for course in courses:
        if version in course.acts or version in course.notices:
            course.won = True


def _notified(says: DecisionNotified, recorded: Recorded, courses: list[Course]) -> None:
    """A notice of the decision itself starts the person's period, if it is effective."""
    course = _of(courses, says.decision)
    if course is None:
        return
    course.notices.add(recorded.version)
    if says.decision.version == course.own.version and effective_date(says) is not None:
        course.told.add(recorded.version)
        course.properly = course.properly or not lacks_its_block(course.says.order_maker, says)


def _in_favour(new: Decision, old: Decision) -> bool:
    """Return whether ``new`` gives the person more: another result, a higher amount, a longer period."""
    rises, stood = FAVOUR.get(new.result), FAVOUR.get(old.result)
    if rises is None or stood is None or rises != stood:
        return rises is not None and stood is not None and rises > stood
    if new.result not in (Result.GRANT, Result.REDUCE):
        return False
    more = new.amount is not None and old.amount is not None and new.amount.currency == old.amount.currency
    richer = more and new.amount.minor > old.amount.minor  # type: ignore[union-attr]  # both are there
    return richer or (0 < _days(old) < _days(new))


def _days(decision: Decision) -> int:
    """Return the length of what a decision gives; 0 where it names no period."""
    return 0 if decision.period is None else (decision.period.to - decision.period.from_).days + 1


def _contested(case: Case, courses: list[Course]) -> None:
    """Tell each decision of the grievances against it, and how the appeals among them ended."""
    reached: dict[str, list[Course]] = {}
    for stream, history in case.grievances(near=True):
        says = history[0].statement.says
        if not isinstance(says, GrievanceFiled):
            continue
        found = [
            course
            for item in says.contests
            if item.entry.stream == case.key
            and (course := _of(courses, item.entry)) is not None
            and course.own.index < history[0].index
        ]
        found = found or reached.get(says.appeal_of or "", [])
        reached[stream] = found
        fate = _fate(history) if is_appeal(says, history) else None
        for course in found:
            if course.contested is None:
                course.contested = history[0].index
            course.grievances.append(stream)
            if fate is not None:
                course.appeals.append(fate)
                course.won = course.won or any(_court_reversed(one) for one in history)


def is_appeal(says: GrievanceFiled, history: History) -> bool:
    """Return whether a grievance is an appeal: it was filed as one, or is one now."""
    return says.kind is Kind.APPEAL or any(
        isinstance(later := one.statement.says, GrievanceReclassified)
        and later.field is Reclassified.KIND
        and str(later.to) == Kind.APPEAL
        for one in history
    )


def _court_reversed(recorded: Recorded) -> bool:
    says = recorded.statement.says
    return isinstance(says, CourtOutcomeRecorded) and says.result in WON


def _fate(history: History) -> str:
    """Return how an appeal ended; the last determination holds."""
    fate = PENDING
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, GrievanceDetermined):
            fate = _ended(says.outcome)
        elif isinstance(says, GrievanceClosed) and says.ground is Closing.WITHDRAWN and fate == PENDING:
            fate = WITHDRAWN
    return fate


def _ended(outcome: Outcome) -> str:
    if outcome in SUCCESS:
        return OVERTURNED
    if outcome is Outcome.SETTLED:
        return SETTLED
    return WITHDRAWN if outcome is Outcome.SUPERSEDED else DECIDED


def _head(history: History) -> tuple[str, str, str, str]:
    """Return district, channel, programme and version of its rules; empty where the record lacks them."""
    district = channel = programme = rule = ""
    for recorded in history:
        says = recorded.statement.says
        if isinstance(says, ClaimReceived):
            district, channel = says.area or "", "" if says.via is None else str(says.via.channel)
        if not programme and (named := getattr(says, "programme", None)) is not None:
            programme, rule = named.stream, str(named.version)
    return district, channel, programme, rule


def _fact(case: Case, course: Course, head: tuple[str, str, str, str]) -> tuple[DecisionFact, date | None]:
    own, says = course.own, course.says
    imported = case.context.custody(own) == IMPORTED
    actor = says.official or (UNKNOWN if imported else own.statement.by)
    mandate = case.context.mandate(actor, own.index)
    office = "" if mandate is None else mandate.office
    official = says.order_maker is OrderMaker.OFFICIAL
    district, channel, programme, rule = head
    standing, end = (UNKNOWN, None) if imported else _standing(case, course)
    appeals = course.appeals
    overturned = OVERTURNED in appeals
    decided = overturned or DECIDED in appeals
    settled = not decided and SETTLED in appeals
    fact = DecisionFact(
        index=own.index,
        decider=actor if official else f"{says.order_maker}/{office or actor}",
        office=office,
        district=district,
        programme=programme,
        rule=rule,
        result=str(says.result),
        channel=channel,
        origin=IMPORTED if imported else OWN,
        month="" if own.statement.at is None else civil_text(own.statement.at)[:7],
        ground="+".join(sorted(says.law)),
        standing=standing,
        appealed=bool(appeals),
        decided=decided,
        overturned=overturned,
        settled=settled,
        withdrawn=not decided and not settled and WITHDRAWN in appeals and PENDING not in appeals,
        way="" if course.way is None else str(course.way),
        self_corrected=course.way is Cause.OWN_MOTION
        and (course.contested is None or course.contested > course.corrected),
        pending_execution=(overturned or course.won) and course.way is None,
        defective_notice=bool(course.told) and not course.properly,
        defective_reasons=not (says.law and says.discretion is not None and own.statement.sd),
        no_attestation=not course.attested,
        departs=bool(says.departs),
        won_in_court=course.won,
        line="" if mandate is None else mandate.line,
        window_end=end,
        acts=frozenset(course.acts),
        grievances=tuple(dict.fromkeys(course.grievances)),
    )
    return fact, end if standing == NOT_MATURED else None


def _standing(case: Case, course: Course) -> tuple[str, date | None]:
    """Return whether the time to contest a decision is over, and its last day where it has one."""
    if not course.told:
        return NO_NOTICE, None
    windows = [
        clock
        for clock in case.clocks(case.key)
        if clock.name in WINDOWS and clock.start.version in course.told
    ]
    cured = [clock.ended.version for clock in windows if clock.ended is not None]
    cured = [version for version in cured if version in course.told]
    ends = [day_of(clock.due) for clock in windows if not cured or clock.start.version in cured]
    end = max(ends, default=None)  # a notice that cures a fault ends the year which the fault gave
    if end is None:
        return NO_NOTICE, None
    if end >= case.context.cut:
        return NOT_MATURED, end
    return (APPEAL_PENDING if PENDING in course.appeals else MATURED), end
