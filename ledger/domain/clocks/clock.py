"""A clock: a period that some entry started, with everything from which its last day follows."""

from collections.abc import Iterable
from typing import NamedTuple

from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.calendars import Dated
from ledger.domain.clocks.moments import day_of, within
from ledger.domain.clocks.notice_rows import ACTIVE as ACTIVE_NOTICES
from ledger.domain.clocks.rows import ClockName, Mark, Row
from ledger.domain.codes import NoticeRule
from ledger.domain.types import EntryRef


class Act(NamedTuple):
    """An entry that starts, meets or ends a clock. ``on`` is a day or an instant; see ``moments``.

    ``entry_index`` is that of the entry in the log. A day is a person's act, or one that the entry
    states; an instant is the time of recording.
    """

    ref: EntryRef
    entry_index: int
    on: str


class Route(NamedTuple):
    """Where the person can go from here, and the last day for it."""

    route: str
    by: str | None = None


class CalendarVersion(NamedTuple):
    """The version of a calendar by which a date was computed."""

    id: str
    version: int


class Rulebook(NamedTuple):
    """What a programme's version ``entry`` promises: ``rows`` by code, and the versions of its calendar.

    ``notices`` are the rules of notices on whose deemed dates a lapse may rest.
    """

    entry: EntryRef
    rows: dict[str, Row]
    calendars: tuple[Dated, ...]
    notices: frozenset[NoticeRule] = ACTIVE_NOTICES


class Clock(NamedTuple):
    """A period that entry ``start`` started on ``started``, which itself is not counted.

    Attributes:
        row: The rule, as the version ``programme`` of the rules has it.
        calendar: The version that gives the date; None: only weekends were known.
        raw: The last day before any move, pause or extension; an instant where hours are counted.
        due: The last day. It counts until 24:00 in Bangkok.
        provisional: The date depends on days that no calendar covers yet.
        paused: Days added because the citizen was asked for information.
        extension: The entry that extended it.
        met: The first act that satisfies it, in time or late, and ``met_on`` when that act counts.
        ended: The act that took its ground away, if that was in time.
        lapsed: The entry that recorded its lapse.
        effects: What follows from its lapse.
        next: Where the person can go then.
        mark: How well the rule is known.
        active: Whether its lapse is recorded.
        advised: An earlier day to keep to, where the law behind ``due`` is to be confirmed.
    """

    name: ClockName
    stream: str
    start: EntryRef
    started: str
    row: Row
    programme: EntryRef
    calendar: CalendarVersion | None
    raw: str
    due: str
    provisional: bool
    paused: int
    extension: EntryRef | None
    met: EntryRef | None
    met_on: str | None
    ended: EntryRef | None
    lapsed: EntryRef | None
    effects: tuple[LapseEffect, ...]
    next: Route | None
    mark: Mark
    active: bool
    advised: str | None

    @property
    def in_time(self) -> bool:
        """Return whether it was met on or before its last day."""
        return self.met_on is not None and within(self.met_on, self.due)

    def runs(self, now: str) -> bool:
        """Return whether it may still be met in time at the instant ``now``."""
        return self.met is None and self.ended is None and within(now, self.due)

    def overdue(self, now: str) -> bool:
        """Return whether its last day passed before ``now`` and nothing had met or ended it.

        That is a fact, whether or not somebody recorded it: what comes late does not undo it.
        """
        return not self.in_time and self.ended is None and not within(now, self.due)


def earliest(acts: Iterable[Act]) -> Act | None:
    """Return the act that counts first; of several on one day, the one recorded first."""
    several = tuple(acts)
    if len(several) < 2:
        return several[0] if several else None
    return min(several, key=lambda act: (day_of(act.on), act.entry_index))
