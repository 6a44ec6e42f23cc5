"""What the log says of a stream's periods: the programme's rules and calendar, extensions, and lapses.

Whoever knows which entry starts a clock, and which acts meet it, makes the clock with ``Timeline.clock``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.casework.events import DeadlineLapsed, PeriodExtended
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.calendars import Dated, reckon
from ledger.domain.clocks.clock import Act, CalendarVersion, Clock, Route, Rulebook, earliest
from ledger.domain.clocks.counting import Calendar, Counted, Period, count, due_hours, stated
from ledger.domain.clocks.moments import day_of, within
from ledger.domain.clocks.rows import Mark, Row
from ledger.domain.codes import ClockUnit
from ledger.domain.dates import later
from ledger.domain.histories import of_kind
from ledger.domain.parts import Via
from ledger.domain.prefix import Prefix
from ledger.domain.rulebooks import rulebook
from ledger.domain.types import EntryRef, Recorded

Started: TypeAlias = tuple[str, EntryRef]
"""A clock's name, and the entry that started it."""

REMEMBERED: Final = 16_384
"""Counts kept at hand: many cases start the same period on the same day."""
MOOT: Final = frozenset(
    {
        LapseEffect.RETURNS_TO_SENDER,
        LapseEffect.NO_REPLY,
        LapseEffect.PAUSE_ENDS,
        LapseEffect.CLOSES_UNCONFIRMED,
        LapseEffect.CLOSES_NOT_CONTESTED,
    }
)
"""Effects that have no object once the act has come, though late."""


class Extended(NamedTuple):
    """An extension: from one last day to another, by an entry recorded on ``day``."""

    ref: EntryRef
    entry_index: int
    day: date
    from_: date
    to: date


class Span(NamedTuple):
    """Days for which a clock pauses: after ``first``, up to and with ``last``."""

    first: date
    last: date


class Notice(NamedTuple):
    """What a clock owes to the notice that started it: a longer period, or a rule still to be confirmed."""

    length: int | None = None
    to_confirm: bool = False
    active: bool = True


FULL: Final = Notice()


class Timeline(NamedTuple):
    """The clocks of one stream at one position of the log.

    ``area`` is where the matter lies, empty where no holiday of the calendar is one of some places alone.
    ``now`` is the time of recording that the next entry would get.
    """

    stream: str
    area: str
    now: str
    book: Rulebook
    extensions: dict[Started, tuple[Extended, ...]]
    lapses: dict[Started, tuple[tuple[EntryRef, str], ...]]

    def clock(
        self,
        code: str,
        start: Act,
        *,
        met: Iterable[Act] = (),
        ended: Iterable[Act] = (),
        fixed: date | None = None,
        notice: Notice = FULL,
        pauses: Sequence[Span] = (),
        effects: tuple[LapseEffect, ...] | None = None,
        next_: Route | None = None,
        advised: date | None = None,
    ) -> Clock:
        """Return the clock of row ``code`` that ``start`` started.

        Args:
            code: The row; see ``clocks.statute`` and ``clocks.policy``.
            start: The entry, and the day or instant from which the count goes.
            met: Acts that satisfy it; the earliest counts.
            ended: Acts that take its ground away; they count if they come in time.
            fixed: The last day that the entry states, for rows whose length it is.
            notice: What the notice that started it adds.
            pauses: Days that do not count.
            effects: What follows from its lapse, where that is not what the row says.
            next_: Where the person can go after a lapse.
            advised: An earlier day to keep to.
        """
        row = self.book.rows[code]
        if fixed is not None or notice.length is not None:
            row = _row(row, start, fixed, notice)
        raw, due, version, provisional = self._count(row, start)
        due, extension = self._extended(row, start, due) if self.extensions else (due, None)
        due, paused = _paused(due, pauses, extension) if pauses else (due, 0)
        first = earliest(met) if met else None
        end = earliest(ended) if ended else None
        after = row.effects if effects is None else effects
        in_time = first is not None and within(first.on, due)
        ends = end is not None and within(end.on, due) and not in_time
        return Clock(  # by place: names would cost as much again
            row.clock,
            self.stream,
            start.ref,
            start.on,
            row,
            self.book.entry,
            version,
            raw,
            due,
            provisional,
            paused,
            None if extension is None else extension.ref,
            None if first is None else first.ref,
            None if first is None else first.on,
            end.ref if end is not None and ends else None,
            self._lapse(row, start, raw) if self.lapses else None,
            after if first is None else _moot(after),
            next_,
            Mark.TO_CONFIRM if notice.to_confirm else row.mark,
            row.active and notice.active,
            None if advised is None else advised.isoformat(),
        )

    def due(self, code: str, start: Act) -> date:
        """Return the last day that row ``code`` gives from ``start``: what a lapse announces."""
        return day_of(self._count(self.book.rows[code], start)[1])

    def _count(self, row: Row, start: Act) -> tuple[str, str, CalendarVersion | None, bool]:
        """Return the last day before and after a move, the calendar that gives it, and whether it is sure."""
        if row.period.unit is ClockUnit.HOURS:
            instant = due_hours(start.on, row.period.length)
            return instant, instant, None, False
        calendars = self.book.calendars
        since = 0
        for version in calendars:  # any start after the same versions gives the same
            if version.entry_index < start.entry_index:
                since = version.entry_index + 1
        return _counted(day_of(start.on), row.period, calendars, since, self.area)

    def _extended(self, row: Row, start: Act, due: str) -> tuple[str, Extended | None]:
        """Return the last day after every extension, and the last extension.

        Of several clocks that one entry started, the day from which it was extended tells which is meant.
        """
        last: Extended | None = None
        for extension in self.extensions.get((row.clock, start.ref), ()):
            if row.fixed and day_of(due) != extension.from_:
                continue

            def by(calendar: Calendar, to: date = extension.to) -> Counted:
                return stated(to, row.period.roll, calendar, self.area)

            due = reckon(self.book.calendars, extension.entry_index, by).counted.due.isoformat()
            last = extension
        return due, last

    def _lapse(self, row: Row, start: Act, raw: str) -> EntryRef | None:
        for ref, day in self.lapses.get((row.clock, start.ref), ()):
            if not row.fixed or day == raw:
                return ref
        return None


def _row(row: Row, start: Act, fixed: date | None, notice: Notice) -> Row:
    """Return ``row`` with the length that an entry states, or that its notice names."""
    if fixed is not None:
        days = (fixed - day_of(start.on)).days
        return replace(row, period=Period(max(row.period.length, days), ClockUnit.DAYS, row.period.roll))
    if notice.length is None or notice.length == row.period.length:
        return row
    return replace(row, period=row.period._replace(length=notice.length))


@lru_cache(maxsize=REMEMBERED)
def _counted(
    day: date, period: Period, calendars: tuple[Dated, ...], since: int, area: str
) -> tuple[str, str, CalendarVersion | None, bool]:
    """Return what ``Timeline._count`` does, for whatever starts after index ``since``, or at it."""
    (raw, due, provisional), calendar = reckon(
        calendars, since, lambda version: count(day, period, version, area)
    )
    version = None if calendar is None else CalendarVersion(calendar.id, calendar.version)
    return raw.isoformat(), due.isoformat(), version, provisional


@lru_cache
def _moot(effects: tuple[LapseEffect, ...]) -> tuple[LapseEffect, ...]:
    """Return what follows from a lapse of what came late, but before the lapse was recorded: that stands."""
    left = (LapseEffect.ADVICE_ONLY if effect in MOOT else effect for effect in effects)
    return tuple(dict.fromkeys(left))


def _paused(due: str, pauses: Sequence[Span], extension: Extended | None) -> tuple[str, int]:
    """Return the last day after the pauses, and how many days they added.

    A pause that begins after the last day comes too late. What lies before an extension is part of it.
    """
    total = 0
    for span in pauses:
        if not within(span.first.isoformat(), due):
            break
        first = span.first if extension is None else max(span.first, extension.day)
        days = max(0, (span.last - first).days)
        due = later(day_of(due), days).isoformat()
        total += days
    return due, total


def timeline(
    prefix: Prefix, history: Sequence[Recorded], programme: EntryRef | None, area: str | None
) -> Timeline | None:
    """Return what is needed to make the clocks of a stream; None if none runs in it.

    No clock starts in a historical programme, nor where the rules are not on record.

    Args:
        prefix: The log before the position at which dates are evaluated.
        history: The stream's own entries.
        programme: The version of the rules to which the stream is pinned.
        area: The administrative code of the place, for regional holidays.
    """
    book = None if programme is None else rulebook(prefix, programme)
    return None if book is None else timeline_by(book, prefix, history, area)


def timeline_by(
    book: Rulebook, prefix: Prefix, history: Sequence[Recorded], area: str | None
) -> Timeline | None:
    """Return what is needed to make the clocks of a stream by the rules of ``book``; None if it is empty."""
    if not history:
        return None
    extensions: dict[Started, tuple[Extended, ...]] = {}
    lapses: dict[Started, tuple[tuple[EntryRef, str], ...]] = {}
    for recorded, says in of_kind(history, PeriodExtended):
        key = (says.clock, says.start)
        day = day_of(recorded.recorded_at)
        extended = Extended(ref(recorded), recorded.index, day, says.from_, says.to)
        extensions[key] = (*extensions.get(key, ()), extended)
    for recorded, lapsed in of_kind(history, DeadlineLapsed):
        key = (lapsed.clock, lapsed.start)
        lapses[key] = (*lapses.get(key, ()), (ref(recorded), lapsed.raw))
    regional = [version for version in book.calendars if version.calendar.regional]
    place = area or "" if regional else ""
    return Timeline(history[0].statement.stream, place, prefix.now, book, extensions, lapses)


def ref(recorded: Recorded) -> EntryRef:
    """Return the reference to an entry."""
    return EntryRef(recorded.statement.stream, recorded.version, recorded.leaf)


def recorded_act(recorded: Recorded) -> Act:
    """Return an act of the authority: it counts from its recording."""
    entry = EntryRef(recorded.statement.stream, recorded.version, recorded.leaf)
    return Act(entry, recorded.index, recorded.recorded_at)


def stated_act(recorded: Recorded, day: date | None) -> Act:
    """Return an act that counts from ``day``; from its recording where no day is stated."""
    return Act(ref(recorded), recorded.index, recorded.recorded_at if day is None else day.isoformat())


def persons_act(recorded: Recorded, via: Via | None) -> Act:
    """Return an act of a person: it counts from the day on which anybody mandated took it over."""
    return stated_act(recorded, None if via is None else via.handed_over_on)
