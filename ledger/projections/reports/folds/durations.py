"""C02: how long people wait: for a decision, for an answer, until a remedy is done, until they say so.

Every claim and every grievance is here, whatever became of it. What ended carries its days; what is open
carries the day on which it began, so that a day that passes changes no fact. Of several ends the first
counts, and an end of the person's own choice is no answer.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

from ledger.domain.casework_codes import Closing, Kind, Outcome, Pressure
from ledger.domain.claim.events import (
    ClaimReceived,
    ClaimWithdrawn,
    Decision,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.clocks.clock import Act, Clock
from ledger.domain.clocks.counting import Period
from ledger.domain.clocks.deliveries import Told, deliveries
from ledger.domain.clocks.moments import DAY, day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import ClockUnit, Result
from ledger.domain.dates import civil, later
from ledger.domain.grievance.course import Course, course
from ledger.domain.grievance.events import (
    GrievanceClosed,
    RemedyConfirmed,
    RemedyReportedDone,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.histories import of_kind
from ledger.domain.notices import effective_date
from ledger.domain.timekeeping import persons_act, recorded_act
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.charge import in_hand
from ledger.projections.reports.vocabulary import IMPORTED, OWN

DURATION: Final = Shape("duration", ("metric", "limit", "office", "origin", "month", "end", "day"), ("n",))
"""``limit`` is the period in days, empty where no clock runs; ``day`` days waited, or of ``open`` the day
on which it began. ``end`` is one of the words below."""
NOT_DATED: Final = Shape("duration_not_dated", ("metric", "origin"), ("n",))
"""Matters of which no entry says when they began: no receipt, or no filing, on record."""
SHAPES: Final = (DURATION, NOT_DATED)

DECISION, APPEAL, ANSWER, DONE, CONFIRMED = "decision", "appeal", "answer", "remedy_reported", "remedy"
EVENT, WITHDRAWN, SUPERSEDED, NO_REMEDY, OPEN = "event", "withdrawn", "superseded", "no_remedy", "open"
INVALID, UNDATED = "invalid", "undated"
"""What an old register leaves open: it ended before it began, or was answered on a day that nobody knows."""


class End(NamedTuple):
    """How a wait ended, and on which day."""

    word: str
    day: date


class Wait(NamedTuple):
    """One wait: since ``start``, with every end that it met; none: it is open."""

    metric: str
    start: date
    ends: Sequence[End]
    clock: Clock | None
    undated: bool = False
    """An imported outcome is on record, and no day on which the person was told."""


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the waits of a claim and of each grievance counted here."""
    for stream, history in case.own.items():
        kind, _, _ = stream.partition("/")
        if kind not in ("claim", "grievance"):
            continue
        imported = case.context.custody(history[0]) == IMPORTED
        origin = IMPORTED if imported else OWN
        waits = _of_claim(case, history) if kind == "claim" else _of_grievance(case, history)
        for wait in waits:
            _count(case, stream, wait, origin, facts)
        if not waits:
            facts.add(NOT_DATED, (DECISION if kind == "claim" else ANSWER, origin), n=1)


def _count(case: Case, stream: str, wait: Wait, origin: str, facts: CaseFacts) -> None:
    """Count a wait. An end that lies ahead (a notice that will count as received) is none yet."""
    cut, began = case.context.cut, wait.start.isoformat()
    past = [end for end in wait.ends if end.day <= cut]
    if len(past) < len(wait.ends):
        facts.hold(later(min([end.day for end in wait.ends if end.day > cut]), -1))
    first = End(UNDATED, wait.start) if wait.undated else None
    if past:
        first = past[0] if len(past) == 1 else min(past, key=_in_order)
    clock = wait.clock
    due, limit = (began, "") if clock is None else (clock.due, _in_days(clock.row.period))
    office = in_hand(case, stream, None if first is None else first.day.isoformat(), due)
    word, day = OPEN, began
    if first is not None:
        days = (first.day - wait.start).days
        word, day = (first.word, f"{days:05d}") if days >= 0 else (INVALID, "")
    key = (wait.metric, limit, office, origin, began[:7], word, day)
    facts.cell(DURATION, key)[0] += 1


def _in_order(end: End) -> tuple[date, bool, str]:
    """Return by what ends are sorted: of those of one day, the event comes first."""
    return end.day, end.word != EVENT, end.word


@lru_cache
def _in_days(period: Period) -> str:
    """Return a period in days, in three digits, rounded up: five working days are a week."""
    parts = {ClockUnit.WORKING_DAYS: (7, 5), ClockUnit.HOURS: (1, 24), ClockUnit.YEARS: (365, 1)}
    times, per = parts.get(period.unit, (1, 1))
    return f"{max(1, -(-period.length * times // per)):03d}"


def day_of_act(case: Case, recorded: Recorded) -> date | None:
    """Return the day of an office's act: of its recording; of an imported one as it states."""
    at = recorded.statement.at if case.context.custody(recorded) == IMPORTED else recorded.recorded_at
    return None if at is None else civil(at)


def _when(case: Case, history: Sequence[Recorded], act: Act) -> date | None:
    """Return the day of a person's act: when it was handed over, else that of the entry."""
    return day_of(act.on) if len(act.on) == DAY else day_of_act(case, history[act.ref.version - 1])


def _clock(case: Case, stream: str, start: Recorded, *names: ClockName) -> Clock | None:
    """Return the first of the clocks of these names that the entry ``start`` started."""
    for one in case.clocks(stream):
        if one.name in names and one.start.leaf == start.leaf:
            return one
    return None


def _of_claim(case: Case, history: History) -> tuple[Wait, ...]:
    """Return the wait for the first effective notice of a decision; a stay decides nothing."""
    received = next(of_kind(history, ClaimReceived), None)
    start = None if received is None else received[1].received_on or day_of_act(case, received[0])
    if received is None or start is None:
        return ()
    told = _told(history)
    ends = [] if told is None else [End(EVENT, told)]
    for one, says in of_kind(history, ClaimWithdrawn):
        day = _when(case, history, persons_act(one, says.via))
        if says.pressure is not Pressure.YES and day is not None:
            ends.append(End(WITHDRAWN, day))
    clock = _clock(case, history[0].statement.stream, received[0], ClockName.DECIDE_CLAIM)
    return (Wait(DECISION, start, ends, clock),)


def _told(history: History) -> date | None:
    """Return the day of the first effective notice of a decision other than a stay."""
    orders: list[tuple[Recorded, Decision]] = list(of_kind(history, EligibilityDecided))
    orders += of_kind(history, DecisionRevised)
    stays = [one.version for one, says in orders if says.result is Result.STAY]
    said = [one for one in of_kind(history, DecisionNotified) if one[1].decision.version not in stays]
    if len(said) == 1:  # as nearly always: there is nothing to be taken together
        return effective_date(said[0][1])
    received = deliveries([Told(recorded_act(one), says) for one, says in said])
    return day_of(received[0].act.on) if received else None


def _of_grievance(case: Case, history: History) -> tuple[Wait, ...]:
    """Return the waits for the answer, for the report that remedies are done, and for the person's word."""
    stream = history[0].statement.stream
    state = case.prefix.state(stream)
    held = course(state, history) if isinstance(state, GrievanceState) else None
    start = None if held is None else held.filing.received_on or day_of_act(case, held.filed)
    if held is None or start is None or not isinstance(state, GrievanceState):
        return ()
    appeal = held.kinds[0] is Kind.APPEAL
    imported = case.context.custody(held.filed) == IMPORTED
    undated = imported and bool(state.determinations)
    clock = _clock(case, stream, held.filed, ClockName.APPEAL_FIRST if appeal else ClockName.RESOLVE)
    answered, ended = _answered(held), _taken_back(case, held)
    answer = Wait(APPEAL if appeal else ANSWER, start, [*answered, *ended], clock, undated)
    if not state.ordered:
        if imported:
            return (answer,)  # an old register that names no remedy is silent, and nobody waits for one
        # What orders nothing ends the wait when it is notified.
        nothing = [End(NO_REMEDY, end.day) for end in answered] if state.determinations else []
        reported = confirmed = nothing
    else:
        reported, confirmed = _remedied(case, state, held)
    return (
        answer,
        Wait(DONE, start, [*reported, *ended], clock, undated),
        Wait(CONFIRMED, start, [*confirmed, *ended], clock, undated),
    )


def _answered(held: Course) -> list[End]:
    """Return the first effective notice; of an outcome that another decision overtook, none is an answer."""
    overtaken = _overtaken(held)
    told = [one for made, _ in held.made if made not in overtaken for one in held.notices.about(made.ref)]
    # An old register may notify an outcome without saying which.
    told += held.notices.received if not told and not overtaken else ()
    return [End(EVENT, min([day_of(one.act.on) for one in told]))] if told else []


def _overtaken(held: Course) -> list[Act]:
    return [made for made, says in held.made if says.outcome is Outcome.SUPERSEDED]


def _taken_back(case: Case, held: Course) -> list[End]:
    """Return when the person took it back unpressed, and when another decision took its place."""
    ends = [(WITHDRAWN, _when(case, held.history, act)) for act in held.withdrawn]
    ends += [(SUPERSEDED, _when(case, held.history, made)) for made in _overtaken(held)]
    for one, says in of_kind(held.history, GrievanceClosed):
        if says.ground in (Closing.WITHDRAWN, Closing.SUPERSEDED):
            ends.append((str(says.ground), day_of_act(case, one)))
    return [End(word, day) for word, day in ends if day is not None]


def _remedied(case: Case, state: GrievanceState, held: Course) -> tuple[list[End], list[End]]:
    """Return when all that the last determination ordered was reported done, and when confirmed."""
    said = {one.version: one.statement.says for one in held.history}
    reports = (said[item.version] for item in state.reported if item.remedy in state.ordered)
    done = [says.done_on for says in reports if isinstance(says, RemedyReportedDone)]
    words: dict[str, date] = {}
    for one, says in of_kind(held.history, RemedyConfirmed):
        day = _when(case, held.history, persons_act(one, says.via))
        if says.remedy in state.confirmed and day is not None:
            words[says.remedy] = day
    return _last(done, len(state.ordered)), _last(words.values(), len(state.ordered))


def _last(days: Iterable[date], wanted: int) -> list[End]:
    """Return the last of the days, if there are as many as are wanted."""
    found = list(days)
    return [End(EVENT, max(found))] if len(found) >= wanted else []
