"""Events that stand in more than one kind of stream. Field names are the members of ``data``.

``DeadlineLapsed``, ``PeriodExtended`` and ``PersonalDataErased`` stand in consultations, commitments and
listings too; the others in claims and grievances alone.
"""

from dataclasses import dataclass
from datetime import date

from ledger.domain.casework_codes import (
    ActRuling,
    ConflictGround,
    ConflictRaisedBy,
    ConflictRuling,
    ConflictSection,
    CourtResult,
    LapseEffect,
    Supplied,
)
from ledger.domain.codes import ClockRoll, ClockUnit
from ledger.domain.parts import Document, Via
from ledger.domain.types import ActorRef, Code, Digest, EntryRef, Event, Instant, Local, Moment, Sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationRequested(Event):
    """Somebody must know more: which items, from whom, with whose help, until which day."""

    request: Local
    items: tuple[Code, ...]
    of: Code
    help: Code
    due: date
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InformationSupplied(Event):
    """Something was put to the file. ``answers`` names a request, ``corrects`` an earlier entry."""

    kind: Supplied
    answers: Local | None = None
    corrects: EntryRef | None = None
    documents: tuple[Document, ...]
    via: Via | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRaised(Event):
    """Somebody says that ``actor`` may not act here. A ground of APA s.13 suspends until it is ruled on."""

    actor: ActorRef
    ground: ConflictGround
    section: ConflictSection
    how: ConflictRaisedBy
    via: Via | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictDecided(Event):
    """The superior ruled on the conflict that entry ``raised``; ``redo`` lists acts to be done anew."""

    raised: EntryRef
    ruling: ConflictRuling
    replacement: ActorRef | None = None
    redo: tuple[EntryRef, ...]
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActReviewed(Event):
    """A disputed or contested act was looked at again; ``affects`` lists the decisions that cite it."""

    act: EntryRef
    ground: Code
    ruling: ActRuling
    affects: tuple[EntryRef, ...]
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodExtended(Event):
    """The clock that began with entry ``start`` runs until ``to`` in the place of ``from_``.

    Both are last days. ``notice_sent_on`` is the day on which the party was told.
    """

    clock: Code
    start: EntryRef
    from_: date
    to: date
    reason: Code
    notice_sent_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockRule:
    """The rule by which a date was computed, as the programme's version ``programme`` has it."""

    programme: EntryRef
    length: int
    unit: ClockUnit
    roll: ClockRoll


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarUsed:
    """The calendar by which a date was computed."""

    id: Code
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRight:
    """Where the person can go now, and the last day for it."""

    route: Code
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineLapsed(Event):
    """A clock ran out, and nothing met it. The whole derivation stands here, for others to recompute.

    ``raw`` is the last day before any move or extension, ``due`` the last day itself; where hours are
    counted both are instants. Without ``calendar`` only weekends were known. It is ``provisional`` if it
    depends on days that no calendar covers yet.
    """

    clock: Code
    start: EntryRef
    rule: ClockRule
    calendar: CalendarUsed | None = None
    raw: Moment
    due: Moment
    provisional: bool
    effects: tuple[LapseEffect, ...]
    next: NextRight | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourtOutcomeRecorded(Event):
    """A court has the matter, or has ruled on it; ``remand`` sends it back to be decided anew."""

    result: CourtResult
    of: EntryRef
    remand: bool | None = None
    document: Digest
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityUnsealed(Event):
    """Sealed ``fields`` of ``subject`` may be read until ``until``, for a stated purpose."""

    subject: Local
    fields: tuple[Code, ...]
    purpose: Code
    until: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedFields:
    """Sealed fields of the entry with this version, each named as its disclosure is: ``subject/field``."""

    version: int
    fields: tuple[Sealed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalDataErased(Event):
    """The keys of these sealed fields were destroyed; every proof stays intact."""

    basis: Code
    targets: tuple[ErasedFields, ...]
