"""C11: remedies that were ordered and commitments that were made, and what came of each.

What the office says is one fact, what the person or others say of it another; nothing that nobody confirmed
is kept. A word that turns into another on a day (a last day passes, nobody answers in time) carries that
day in the key, so that a day that passes changes no fact.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.casework_codes import Remedy
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.commitment.events import CommitmentMade, CommitmentProgressed, CommitmentVerified
from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.dates import civil
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceDetermined,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyOrdered,
    RemedyReportedDone,
)
from ledger.domain.histories import of_kind
from ledger.domain.timekeeping import ref
from ledger.domain.types import Recorded
from ledger.projections.reports.case import Case, History
from ledger.projections.reports.cubes import Shape
from ledger.projections.reports.facts import CaseFacts
from ledger.projections.reports.folds.durations import day_of_act
from ledger.projections.reports.folds.obligations import last_days
from ledger.projections.reports.vocabulary import IMPORTED, OWN

KEYS: Final = ("kind", "office", "owner", "origin", "month", "word", "turns")
PROMISE: Final = Shape("promise", KEYS, ("n", "reported", "kept_at_first"))
"""``turns`` is the day after which ``word`` becomes another; empty: none. ``reported``: the office ever said
that it is done. ``kept_at_first``: confirmed, and done by the day first promised."""
PROMISES: Final = Shape("promise_entries", KEYS)
"""Evidence: the entries by which it was ordered or promised."""
PROMISE_DAYS: Final = Shape(
    "promise_days", ("kind", "office", "owner", "origin", "month", "end", "day"), ("n",)
)
"""From the day of the order or promise: days until it was done, if others confirmed that, or until it was
withdrawn; of ``open`` the day on which it began."""
SHAPES: Final = (PROMISE, PROMISES, PROMISE_DAYS)

REMEDY, COMMITMENT, CONSULTED = "remedy", "commitment", "consultation"
"""A commitment that answers a consultation is of a kind of its own."""
WITHDRAWN, KEPT, LATE, UNVERIFIED, NO_DAY = "withdrawn", "kept", "late", "unverified", "no_day"
DISPUTED, REPORTED, SILENT = "disputed", "reported", "silent"
"""Words that turn: disputed is open until the last day and broken after it, reported waits and is unverified
after the time to confirm, silent is open and then overdue."""
OPEN: Final = "open"


class Promise(NamedTuple):
    """One promise. ``due`` is the last day that holds, ``first`` the one before any extension."""

    kind: str
    office: str
    owner: str
    begun: Recorded
    first: date | None
    due: date | None
    word: str
    turns: date | None
    done: date | None
    reported: bool
    until: date | None = None
    """After this day another word is right, even if nothing is recorded."""


def fold(case: Case, facts: CaseFacts) -> None:
    """Count the remedies ordered and the commitments made in the streams counted here."""
    for stream, history in case.own.items():
        for promise in (*_remedies(case, stream, history), *_commitment(case, stream, history)):
            _count(case, promise, facts)
            if promise.until is not None:
                facts.hold(promise.until)


def _count(case: Case, promise: Promise, facts: CaseFacts) -> None:
    origin = IMPORTED if case.context.custody(promise.begun) == IMPORTED else OWN
    owed = (promise.kind, promise.office, promise.owner, origin)
    month = "" if promise.due is None else promise.due.isoformat()[:7]
    turns = "" if promise.turns is None else promise.turns.isoformat()
    key = (*owed, month, promise.word, turns)
    confirmed = promise.word in (KEPT, LATE)
    done, first = promise.done, promise.first
    at_first = confirmed and done is not None and first is not None and done <= first
    facts.add(PROMISE, key, n=1, reported=promise.reported, kept_at_first=at_first)
    facts.cite(PROMISES, key, promise.begun.index)
    begun = day_of_act(case, promise.begun)
    if begun is None:
        return
    end, day = OPEN, begun.isoformat()
    if done is not None and (confirmed or promise.word == WITHDRAWN):
        end, day = KEPT if confirmed else WITHDRAWN, f"{max(0, (done - begun).days):05d}"
    facts.add(PROMISE_DAYS, (*owed, month, end, day), n=1)


def _remedies(case: Case, stream: str, history: History) -> Iterator[Promise]:
    for recorded, says in of_kind(history, GrievanceDetermined):
        for item in says.remedies:
            if item.code is not Remedy.NONE:
                yield _remedy(case, stream, recorded, item)


def _remedy(case: Case, stream: str, begun: Recorded, item: RemedyOrdered) -> Promise:
    """Return what came of a remedy: the last word on it, until another determination takes its place."""
    history = case.own[stream]
    after = [one for one in history if one.index > begun.index]
    place = next((one for one, _ in of_kind(after, GrievanceDetermined)), None)
    words = [one for one in after if place is None or one.index < place.index]
    clock = next(
        (
            one
            for one in case.clocks(stream)
            if one.name is ClockName.REMEDY and one.start == ref(begun) and one.raw == str(item.due)
        ),
        None,
    )
    first, due = item.due, item.due
    if clock is not None:
        first, due = (day_of(day) for day in last_days(case, clock))
    report = _last(words, RemedyReportedDone, item.id)
    word, turns = _word(case, stream, words, item.id, due)
    done = None
    if report is not None and isinstance(report.statement.says, RemedyReportedDone):
        done = report.statement.says.done_on
    if word == SILENT and _lost_its_ground(clock, place):
        word, turns = WITHDRAWN, None
        ended = history[clock.ended.version - 1] if clock is not None and clock.ended is not None else place
        done = None if ended is None else day_of_act(case, ended)
    if word == KEPT:
        word = NO_DAY if due is None else KEPT if done is not None and done <= due else LATE
    return Promise(
        REMEDY, item.office, item.owner or "", begun, first, due, word, turns, done, report is not None
    )


def _lost_its_ground(clock: Clock | None, place: Recorded | None) -> bool:
    """Return whether an end that came in time took it away; where no clock runs, a later determination."""
    return place is not None if clock is None else clock.ended is not None


def _last(words: list[Recorded], kind: type, token: str) -> Recorded | None:
    """Return the last entry of ``kind`` on the remedy ``token``."""
    found = (one for one in reversed(words) if isinstance(one.statement.says, kind))
    return next((one for one in found if getattr(one.statement.says, "remedy", None) == token), None)


def _word(
    case: Case, stream: str, words: list[Recorded], token: str, due: date | None
) -> tuple[str, date | None]:
    """Return the last word on a remedy, and the day after which it turns."""
    spoken = [
        one
        for one in words
        if isinstance(says := one.statement.says, RemedyReportedDone | RemedyConfirmed | RemedyDisputed)
        and says.remedy == token
    ]
    if not spoken:
        return (NO_DAY, None) if due is None else (SILENT, due)
    match spoken[-1].statement.says:
        case RemedyConfirmed():
            return KEPT, None
        case RemedyDisputed():
            return (NO_DAY, None) if due is None else (DISPUTED, due)
        case _:
            pass
    window = _window(case, stream, ClockName.CONFIRM, spoken[-1])
    closed = any(True for _ in of_kind(words, GrievanceClosed))
    return (UNVERIFIED, None) if closed or window is None else (REPORTED, window)


def _window(case: Case, stream: str, name: ClockName, start: Recorded) -> date | None:
    """Return the last day to answer the report ``start``; None where no such clock runs."""
    return next(
        (day_of(one.due) for one in case.clocks(stream) if one.name is name and one.start == ref(start)), None
    )


def _commitment(case: Case, stream: str, history: History) -> Iterator[Promise]:
    """Yield the promise of a commitment, if one was made."""
    begun, made = next(of_kind(history, CommitmentMade), (None, None))
    if begun is None or made is None:
        return
    clock = next((one for one in case.clocks(stream) if one.name is ClockName.COMMITMENT), None)
    first = due = made.due
    if clock is not None:
        first, due = (day_of(day) for day in last_days(case, clock))
    said = _said(history, due)
    if said.word == REPORTED:
        said = _reported(case, stream, said, due)
    yield Promise(
        kind=CONSULTED if made.source.stream.startswith("consultation/") else COMMITMENT,
        office=made.office,
        owner=made.owner,
        begun=begun,
        first=first,
        due=due,
        word=said.word,
        turns=said.turns,
        done=said.done,
        reported=any(says.status is Progress.DONE for _, says in of_kind(history, CommitmentProgressed)),
        until=said.until,
    )


class _Said(NamedTuple):
    """The word on a commitment; when it turns; when it was done or taken back; the report, what was found."""

    word: str
    turns: date | None = None
    done: date | None = None
    report: Recorded | None = None
    unmet: bool = False
    until: date | None = None


def _said(history: History, due: date) -> _Said:
    """Return the word on a commitment. A report after a finding is ``reported`` anew."""
    report: Recorded | None = None
    word = _Said(SILENT, due)
    for one in history:
        match one.statement.says:
            case CommitmentProgressed(status=Progress.WITHDRAWN):
                return _Said(WITHDRAWN, None, civil(one.recorded_at))
            case CommitmentProgressed(status=Progress.DONE):
                report, word = one, _Said(REPORTED, None, None, one, word.unmet)
            case CommitmentVerified(finding=Verified.MET) if report is not None:
                done = civil(report.recorded_at)
                return _Said(KEPT if done <= due else LATE, None, done)
            case CommitmentVerified(finding=Verified.CANNOT_TELL):
                word = word if report is None else _Said(UNVERIFIED)
            case CommitmentVerified(finding=Verified.NOT_MET | Verified.PARTLY_MET):
                word = _Said(DISPUTED, due, unmet=True)
            case _:
                pass
    return word


def _reported(case: Case, stream: str, said: _Said, due: date) -> _Said:
    """Return what a report is worth: found unmet before, it saves nothing once the last day is over."""
    if said.unmet and case.context.cut > due:
        return _Said(DISPUTED, due)
    window = None if said.report is None else _window(case, stream, ClockName.VERIFICATION, said.report)
    word = _Said(UNVERIFIED) if window is None else _Said(REPORTED, window)
    return word._replace(until=due) if said.unmet else word
