"""Events of a programme. Field names are the members of ``data``; a trailing underscore is no part of it."""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.codes import ClockClass, ClockRoll, ClockUnit, HolidayKind, Profile
from ledger.domain.parts import FactRule
from ledger.domain.types import ActorRef, Area, Code, Digest, Event, StreamRef, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRow:
    """One period that the programme promises. ``class_`` ``statute`` rows are locked."""

    clock: Code
    class_: ClockClass
    length: int
    unit: ClockUnit
    roll: ClockRoll
    active: bool
    citation: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A published text for notices, by digest."""

    code: Code
    lang: Code
    sha256: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """Who reviewed the rules that were to be confirmed, and under which instrument."""

    by: ActorRef
    instrument: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammePublished(Event):
    """Version ``version`` of a programme's rules holds for cases pinned to this entry.

    ``calendar`` is the stream that publishes the calendar. ``audit_ppm`` is the random audit in parts per
    million; ``small_cell`` the smallest count that may be shown.
    """

    version: int
    from_: date
    profile: Profile
    rules: Digest
    benefits: tuple[Code, ...]
    facts: tuple[FactRule, ...]
    clocks: tuple[ClockRow, ...]
    calendar: StreamRef | None = None
    templates: tuple[Template, ...]
    audit_ppm: int
    small_cell: int
    reviewed: Reviewed | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A day off. ``regional`` ones hold in ``areas`` alone, which are prefixes of an administrative code."""

    date_: date
    name_th: Text
    kind: HolidayKind
    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarPublished(Event):
    """Version ``version`` of a calendar, for days from ``from_`` to ``to``, both included.

    ``weekend`` holds days of the week, Monday 0 to Sunday 6. A substitute day is listed; none is derived.
    """

    calendar: Code
    version: int
    from_: date
    to: date
    weekend: tuple[int, ...]
    holidays: tuple[Holiday, ...]
    source: Text


ProgrammeEvent: TypeAlias = ProgrammePublished | CalendarPublished
