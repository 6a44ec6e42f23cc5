"""What a programme promises: the rows of its clocks, and its calendar in every version."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from ledger.domain.clocks.calendars import Dated
from ledger.domain.clocks.clock import Rulebook
from ledger.domain.clocks.counting import Calendar
from ledger.domain.clocks.notice_rows import ACTIVE
from ledger.domain.clocks.policy import POLICY
from ledger.domain.clocks.rows import Row, promised
from ledger.domain.clocks.statute import STATUTE
from ledger.domain.codes import ClockClass, HolidayKind, NoticeRule
from ledger.domain.prefix import Prefix
from ledger.domain.programme.events import CalendarPublished, ClockRow, ProgrammePublished
from ledger.domain.types import EntryRef, Recorded

REMEMBERED: Final = 64
"""Programmes and calendars whose rules are kept at hand: every case asks for them."""


def rulebook(prefix: Prefix, programme: EntryRef) -> Rulebook | None:
    """Return what entry ``programme`` promises, with every version of its calendar recorded so far.

    None: it publishes no rules, or those of a historical programme.
    """
    published = prefix.state(programme.stream).published(programme)
    if published is None or published.historical:
        return None
    history = prefix.history(programme.stream)
    says = history[programme.version - 1].statement.says
    if not isinstance(says, ProgrammePublished):
        return None
    rows, notices = _rules(says.clocks, reviewed=says.reviewed is not None)
    calendars = () if says.calendar is None else calendars_of(prefix.history(says.calendar))
    return Rulebook(programme, rows, calendars, notices)


@lru_cache(maxsize=REMEMBERED)
def _rules(clocks: tuple[ClockRow, ...], *, reviewed: bool) -> tuple[dict[str, Row], frozenset[NoticeRule]]:
    """Return every row as a programme has it, and the rules of notices on which a lapse may rest."""
    stated: dict[tuple[str, ClockClass], ClockRow] = {(row.clock, row.class_): row for row in clocks}
    rows = {
        row.code: promised(row, stated.get((row.code, row.class_)), reviewed=reviewed)
        for row in (*STATUTE.values(), *POLICY.values())
    }
    activated = {row.clock for row in clocks if row.active and reviewed}
    notices = frozenset(rule for rule in NoticeRule if rule in ACTIVE or rule.value.lower() in activated)
    return rows, notices


def rulebook_of(prefix: Prefix, stream: str) -> Rulebook | None:
    """Return the rules by which the periods of ``stream`` run.

    Those to which it is pinned; else those of the first matter that it rests on and that is pinned to
    living rules (a commitment rests on its consultation, and that on its evidence); else what holds where no
    programme says otherwise.
    """
    near = prefix.state(stream).evidence()
    far = (other for source in near for other in prefix.state(source).evidence())
    for candidate in (stream, *near, *far):
        rules = prefix.state(candidate).rules()
        book = None if rules is None else rulebook(prefix, rules)
        if book is not None:
            return book
    return by_default(prefix)


def by_default(prefix: Prefix) -> Rulebook | None:
    """Return every row as the law and the project have it, by weekends alone; None: no ledger was founded.

    The rules are then those of the entry that founded the ledger.
    """
    registry = prefix.registry.stream
    if registry is None:
        return None
    founded = prefix.history(registry)[0]
    entry = EntryRef(registry, founded.version, founded.leaf)
    return Rulebook(entry=entry, rows={**STATUTE, **POLICY}, calendars=())


def calendars_of(history: Iterable[Recorded]) -> tuple[Dated, ...]:
    """Return every version of the calendar that a stream published, in the order of the log."""
    return tuple(
        Dated(recorded.index, _calendar(recorded.statement.says))
        for recorded in history
        if isinstance(recorded.statement.says, CalendarPublished)
    )


@lru_cache(maxsize=REMEMBERED)
def _calendar(says: CalendarPublished) -> Calendar:
    everywhere = (day for day in says.holidays if day.kind is not HolidayKind.REGIONAL)
    somewhere = (day for day in says.holidays if day.kind is HolidayKind.REGIONAL)
    return Calendar(
        id=says.calendar,
        version=says.version,
        first=says.from_,
        last=says.to,
        weekend=frozenset(says.weekend),
        holidays=frozenset(day.date_ for day in everywhere),
        regional=frozenset((day.date_, area) for day in somewhere for area in day.areas),
    )
