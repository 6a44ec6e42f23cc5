"""Clocks as every view shows them: until when, for whom, and how the date came about."""

from dataclasses import dataclass
from enum import StrEnum

from ledger.domain.casebook import LATE
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.codes import ClockClass, ClockRoll
from ledger.domain.lapsing import clocks
from ledger.domain.prefix import Prefix


class ClockStands(StrEnum):
    """How a clock stands at the time of looking."""

    RUNNING = "running"
    MET = "met"
    MET_LATE = "met_late"
    ENDED = "ended"  # the act that it waited for has lost its ground
    OVER = "over"  # its last day passed, and nothing had met it


class Waits(StrEnum):
    """Whose day it is: an authority's last day stands even on a holiday, a person's moves on (APA s.64)."""

    OFFICE = "office"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a last day came about: anybody with the log computes the same.

    The count goes from ``started`` (itself not counted), which entry ``start`` (a version of the stream)
    gives, over ``length`` units, by the rule in ``programme`` and the ``calendar`` in this version. ``raw``
    is the last day before any move, pause (``paused`` days) or extension (``extended``: a version).
    """

    started: str
    start: int
    length: int
    unit: str
    roll: str
    programme: str
    calendar: str | None
    raw: str
    paused: int
    extended: int | None
    provisional: bool
    source: str
    mark: str


@dataclass(frozen=True, slots=True)
class Period:
    """One clock. ``due`` is the last day, until 24:00 in Bangkok, or an instant where hours are counted.

    ``class_`` is statute or policy. ``left`` counts the days to the last day, negative once it is over;
    None where it was met or ended. ``met`` and ``lapsed`` are versions of the stream. ``effects`` follow
    from a lapse, which is recorded only if ``active``; ``route`` and ``route_by`` say where the person can
    go then. ``advised`` is an earlier day to keep to, where the law behind ``due`` is to be confirmed.
    """

    name: str
    class_: ClockClass
    waits: Waits
    stands: ClockStands
    due: str
    left: int | None
    derivation: Derivation
    met: int | None
    met_on: str | None
    lapsed: int | None
    active: bool
    effects: tuple[LapseEffect, ...]
    route: str | None
    route_by: str | None
    advised: str | None

    @property
    def waiting(self) -> bool:
        """Return whether somebody waits for the act: until the last day, and for an office after it."""
        return self.late or self.stands is ClockStands.RUNNING

    @property
    def late(self) -> bool:
        """Return whether an office is late: the end of a citizen's window, or of a watch, makes nobody so."""
        return self.stands is ClockStands.OVER and not LATE.isdisjoint(self.effects)


def periods(prefix: Prefix, stream: str) -> tuple[Period, ...]:
    """Return every clock that ever started in ``stream``: those that wait first, then by their last day."""
    found = (period(clock, prefix.now) for clock in clocks(prefix, stream))
    return tuple(sorted(found, key=urgency))


def urgency(one: Period) -> tuple[bool, object, bool, str, int]:
    """Return by what clocks are ordered: the nearest last day first, and of one day the law before policy."""
    statute = one.class_ is ClockClass.STATUTE
    return (not one.waiting, day_of(one.due), not statute, one.name, one.derivation.start)


def period(clock: Clock, now: str) -> Period:
    """Return ``clock`` as it stands at the instant ``now``."""
    stands, row = _stands(clock, now), clock.row
    counts = stands in {ClockStands.RUNNING, ClockStands.OVER}
    route = clock.next
    return Period(
        str(clock.name),
        row.class_,
        Waits.PERSON if row.period.roll is ClockRoll.PERSON else Waits.OFFICE,
        stands,
        clock.due,
        (day_of(clock.due) - day_of(now)).days if counts else None,
        _derivation(clock),
        None if clock.met is None else clock.met.version,
        clock.met_on,
        None if clock.lapsed is None else clock.lapsed.version,
        clock.active,
        clock.effects,
        None if route is None else route.route,
        None if route is None else route.by,
        clock.advised,
    )


def _stands(clock: Clock, now: str) -> ClockStands:
    if clock.met is not None:
        return ClockStands.MET if clock.in_time else ClockStands.MET_LATE
    if clock.ended is not None:
        return ClockStands.ENDED
    return ClockStands.RUNNING if clock.runs(now) else ClockStands.OVER


def _derivation(clock: Clock) -> Derivation:
    rule, programme, calendar = clock.row.period, clock.programme, clock.calendar
    return Derivation(
        clock.started,
        clock.start.version,
        rule.length,
        str(rule.unit),
        str(rule.roll),
        f"{programme.stream}@{programme.version}",
        None if calendar is None else f"{calendar.id}@{calendar.version}",
        clock.raw,
        clock.paused,
        None if clock.extension is None else clock.extension.version,
        clock.provisional,
        clock.row.source,
        str(clock.mark),
    )
