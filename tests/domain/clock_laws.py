"""A second computation of last days, day by day and from the raw log, and the laws that clocks must keep.

It shares the calendar's and the events' shapes with the first one, and none of its code.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from ledger.domain.casework.events import (
    DeadlineLapsed,
    InformationRequested,
    InformationSupplied,
    PeriodExtended,
)
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.claim.events import ClaimReceived, DecisionNotified
from ledger.domain.codes import ClockUnit, HolidayKind, NoticeMethod
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceContested,
    GrievanceFiled,
    OutcomeNotified,
)
from ledger.domain.programme.events import CalendarPublished
from ledger.domain.types import EntryRef, Event, Recorded

ONE = timedelta(days=1)
AFTER = {"sue_after_silence": "exhaustion", "sue_after_neglect": "neglect_silence"}
POSTED = {NoticeMethod.REGISTERED_POST: 7, NoticeMethod.HAND_ADULT: 0, NoticeMethod.ORAL: 0}
REMINDERS = (NoticeMethod.LINE, NoticeMethod.SMS, NoticeMethod.TELEPHONE, NoticeMethod.ORDINARY_POST)
CLOSING = {LapseEffect.CLOSES_UNCONFIRMED: "confirm", LapseEffect.CLOSES_NOT_CONTESTED: "contest"}


def bangkok(instant: str) -> date:
    return (datetime.fromisoformat(instant) + timedelta(hours=7)).date()


def of_stream(log: Sequence[Recorded], stream: str) -> list[Recorded]:
    return [entry for entry in log if entry.statement.stream == stream]


def entry_of(log: Sequence[Recorded], ref: EntryRef) -> Recorded:
    return of_stream(log, ref.stream)[ref.version - 1]


def calendars(log: Sequence[Recorded]) -> list[tuple[int, CalendarPublished]]:
    return [(one.index, says) for one in log if isinstance(says := one.statement.says, CalendarPublished)]


def is_off(day: date, area: str, calendar: CalendarPublished | None) -> bool:
    if calendar is None:
        return day.isoweekday() > 5
    if day.weekday() in calendar.weekend:
        return True
    return any(
        item.date_ == day
        and (item.kind is not HolidayKind.REGIONAL or any(area.startswith(one) for one in item.areas))
        for item in calendar.holidays
    )


def counted(
    start: date, lapse: DeadlineLapsed, area: str, calendar: CalendarPublished | None
) -> tuple[date, date]:
    """The last day before and after a move, found by walking from day to day."""
    day, left = start, lapse.rule.length
    if lapse.rule.unit is ClockUnit.YEARS:
        first = start + ONE
        day = date(first.year + lapse.rule.length, first.month, first.day) - ONE
        left = 0
    while left > 0:
        day += ONE
        if lapse.rule.unit is ClockUnit.DAYS or not is_off(day, area, calendar):
            left -= 1
    raw = day
    while lapse.rule.roll == "person" and is_off(day, area, calendar):
        day += ONE
    return raw, day


def latest(
    log: Sequence[Recorded], start: date, index: int, lapse: DeadlineLapsed, area: str
) -> tuple[date, date]:
    """The last day by the calendar known at the start, moved later by those that came after."""
    known: CalendarPublished | None = None
    later = []
    for place, says in calendars(log):
        if place < index:
            known = says
        else:
            later.append(says)
    best = counted(start, lapse, area, known)
    for says in later:
        other = counted(start, lapse, area, says)
        if other[1] >= best[1]:
            best = other
    return best


def received(says: DecisionNotified | OutcomeNotified) -> date | None:
    if says.method in (
        NoticeMethod.LINE,
        NoticeMethod.SMS,
        NoticeMethod.TELEPHONE,
        NoticeMethod.ORDINARY_POST,
    ):
        return None
    if says.received_on is not None:
        return says.received_on
    if says.method in POSTED and says.sent_on is not None:
        return says.sent_on + timedelta(days=POSTED[says.method])
    return None


def started(lapse: DeadlineLapsed, entry: Recorded) -> date:
    """The day from which the count goes: what a person was told or handed over, else the recording."""
    says: Event = entry.statement.says  # type: ignore[assignment]
    if lapse.clock == "triage":
        return bangkok(entry.recorded_at)
    if isinstance(says, DecisionNotified | OutcomeNotified):
        day = received(says)
        assert day is not None, "a period runs against a person without an effective notice"
        return day
    if isinstance(says, ClaimReceived | GrievanceFiled) and says.received_on is not None:
        return says.received_on
    if isinstance(says, GrievanceContested) and says.via is not None and says.via.handed_over_on is not None:
        return says.via.handed_over_on
    return bangkok(entry.recorded_at)


def paused_days(log: Sequence[Recorded], stream: str, area: str, today: date) -> list[date]:
    """The first fifteen days on which the citizen was asked for something."""
    days: set[date] = set()
    history = of_stream(log, stream)
    for entry in history:
        says = entry.statement.says
        if not isinstance(says, InformationRequested) or says.of not in ("applicant", "complainant"):
            continue
        ends = [today, moved(log, says.due, entry.index, area)]
        for other in history:
            answer = other.statement.says
            if isinstance(answer, InformationSupplied) and answer.answers == says.request:
                handed = answer.via.handed_over_on if answer.via is not None else None
                ends.append(handed or bangkok(other.recorded_at))
        day = bangkok(entry.recorded_at)
        while day < min(ends):
            days.add(day)
            day += ONE
    return sorted(days)[:15]


def moved(log: Sequence[Recorded], day: date, index: int, area: str) -> date:
    """A stated last day of a person, off the holidays."""
    known = [says for place, says in calendars(log) if place < index]
    best = day
    while is_off(best, area, known[-1] if known else None):
        best += ONE
    for _, says in ((place, says) for place, says in calendars(log) if place > index):
        other = day
        while is_off(other, area, says):
            other += ONE
        best = max(best, other)
    return best


def recomputed(
    log: Sequence[Recorded], lapse: DeadlineLapsed, stream: str, area: str, today: date
) -> tuple[str, str]:
    """The last day of a lapse before and after everything that moves it, from the log before it alone."""
    entry = entry_of(log, lapse.start)
    if lapse.clock in AFTER:
        length = 90 if lapse.clock == "sue_after_neglect" else silence_length(log, stream, entry)
        start = started(lapse, entry) + timedelta(days=length)
    else:
        start = started(lapse, entry)
    raw, due = latest(log, start, entry.index, lapse, area)
    since = date.min
    for one in of_stream(log, stream):
        says = one.statement.says
        if isinstance(says, PeriodExtended) and (says.clock, says.start) == (lapse.clock, lapse.start):
            since = bangkok(one.recorded_at)
            due = moved(log, says.to, one.index, area) if lapse.rule.roll == "person" else says.to
    if lapse.clock in ("resolve", "decide_claim"):
        for day in paused_days(log, stream, area, today):
            if max(since, start) <= day <= due:
                due += ONE
    return raw.isoformat(), due.isoformat()


def silence_length(log: Sequence[Recorded], stream: str, filing: Recorded) -> int:
    """Sixty days; ninety if the upper instance extended its own period within the sixty."""
    says = filing.statement.says
    assert isinstance(says, GrievanceFiled)
    assert says.received_on is not None
    last = says.received_on + timedelta(days=60)
    extended = any(
        isinstance(one.statement.says, PeriodExtended)
        and one.statement.says.clock == "appeal_upper"
        and bangkok(one.recorded_at) <= last
        for one in of_stream(log, stream)
    )
    return 90 if extended else 60


def lapses(log: Sequence[Recorded]) -> Iterator[tuple[Recorded, DeadlineLapsed]]:
    for entry in log:
        if isinstance(entry.statement.says, DeadlineLapsed):
            yield entry, entry.statement.says


def silence_closes_only_windows_of_the_citizens_own(log: Sequence[Recorded]) -> None:
    for _entry, lapse in lapses(log):
        for effect in lapse.effects:
            assert effect not in CLOSING or CLOSING[effect] == lapse.clock
    for entry in log:
        if isinstance(entry.statement.says, GrievanceClosed):
            before = of_stream(log[: entry.index], entry.statement.stream)
            grounds = {type(one.statement.says).__name__ for one in before}
            silent = {says.clock for _one, says in lapses(before)}
            assert "RemedyConfirmed" in grounds or silent & {"confirm", "contest"}
