"""What happened to a matter besides its own procedure, as its stream shows it.

These shapes are folded by ``ledger.domain.casework.state`` and read by every rule that asks who may act,
what is open, and what was ruled. Nothing here reads a clock: whatever depends on a day takes it as an
argument.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

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
from ledger.domain.codes import Channel
from ledger.domain.types import EntryRef

CITIZENS: Final = frozenset({"applicant", "complainant"})
"""Whom a request of the office may ask so that the matter waits for the citizen."""
LATE: Final = frozenset(
    {
        LapseEffect.ESCALATE_VIEW,
        LapseEffect.MAY_SUE,
        LapseEffect.DEEMED_ADMISSIBLE,
        LapseEffect.RETURNS_TO_SENDER,
        LapseEffect.OVERDUE_PUBLIC,
        LapseEffect.NOTIFY_OVERSIGHT,
    }
)
"""Effects by which a lapse says that an office is late. The others end a window of the citizen's own."""


class Requested(NamedTuple):
    """Somebody was asked for something. ``answered`` is the version of the entry that answers it.

    ``asked_on`` and ``answered_on`` are days in Bangkok, by the time of recording. ``waived``: its period
    lapsed, and the matter goes on without an answer.
    """

    request: str
    version: int
    leaf: str
    items: tuple[str, ...]
    of: str
    by: str
    asked_on: date
    due: date
    answered: int | None = None
    answered_on: date | None = None
    waived: bool = False


class SuppliedItem(NamedTuple):
    """Something was put to the file, on a day in Bangkok. Without ``channel`` it was signed in person."""

    version: int
    leaf: str
    kind: Supplied
    by: str
    supplied_on: date
    channel: Channel | None
    answers: str | None
    corrects: EntryRef | None


class Ruling(NamedTuple):
    """What the superior ruled on a conflict, by the version of the entry that says so."""

    version: int
    by: str
    ruling: ConflictRuling
    redo: tuple[EntryRef, ...]


class Conflict(NamedTuple):
    """Somebody said that ``actor`` may not act here. ``ruled`` is None while it is pending."""

    version: int
    leaf: str
    actor: str
    ground: ConflictGround
    section: ConflictSection
    how: ConflictRaisedBy
    ruled: Ruling | None = None

    def suspends(self) -> bool:
        """Return whether the conflict keeps the actor from acting while it is pending.

        A ground of s.13 does, whoever names it (s.14). Serious partiality does where the person reports
        it; a challenge on it is reported and does not (s.16). The project's own grounds follow s.16: what
        the record itself shows is denied without any ruling.

        Source: APA s.13, s.14, s.16.
        """
        return self.section is ConflictSection.S13 or self.how is not ConflictRaisedBy.CHALLENGE


class Reviewed(NamedTuple):
    """An act was looked at again."""

    version: int
    act: EntryRef
    ruling: ActRuling
    affects: tuple[EntryRef, ...]
    by: str


class Extended(NamedTuple):
    """A clock that began with ``start`` runs until ``to``."""

    version: int
    clock: str
    start: EntryRef
    to: date


class Lapsed(NamedTuple):
    """A clock that began with ``start`` ran out."""

    version: int
    clock: str
    start: EntryRef
    due: str
    effects: tuple[LapseEffect, ...]


class InCourt(NamedTuple):
    """What a court has, or ruled, of entry ``of``."""

    version: int
    of: EntryRef
    result: CourtResult
    remand: bool


class Unsealed(NamedTuple):
    """Sealed fields may be read until ``until`` (UTC)."""

    version: int
    subject: str
    fields: tuple[str, ...]
    until: str


class Erased(NamedTuple):
    """Sealed fields of the entry ``of`` are gone: ``subject/field``. Entry ``version`` says so."""

    version: int
    of: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Casework:
    """What happened to a matter besides its own procedure. Each list is in the order of the log.

    ``overdue`` are the clocks that lapsed on an office and whose act has not come since.
    """

    requests: tuple[Requested, ...] = ()
    supplied: tuple[SuppliedItem, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    reviews: tuple[Reviewed, ...] = ()
    extensions: tuple[Extended, ...] = ()
    lapses: tuple[Lapsed, ...] = ()
    court: tuple[InCourt, ...] = ()
    unsealed: tuple[Unsealed, ...] = ()
    erased: tuple[Erased, ...] = ()
    overdue: frozenset[str] = frozenset()

    @property
    def flags(self) -> frozenset[str]:
        """Return the flags that follow from it; ``overdue`` and ``erased`` name clock and subject."""
        if self is NO_CASEWORK:
            return frozenset()
        flags = {f"overdue:{clock}" for clock in self.overdue}
        flags |= {f"erased:{name.partition('/')[0]}" for item in self.erased for name in item.fields}
        if any(conflict.ruled is None for conflict in self.conflicts):
            flags.add("conflict_pending")
        if self.in_court():
            flags.add("in_court")
        if any(item.of in CITIZENS for item in self.open_requests()):
            flags.add("awaiting_citizen")
        if self.may_sue():
            flags.add("may_sue")
        return frozenset(flags)

    def request(self, request: str) -> Requested | None:
        """Return the request with this token."""
        return next((item for item in self.requests if item.request == request), None)

    def open_requests(self) -> tuple[Requested, ...]:
        """Return the requests that nobody answered and whose period has not lapsed."""
        return tuple(item for item in self.requests if item.answered is None and not item.waived)

    def conflict(self, raised: EntryRef) -> Conflict | None:
        """Return the conflict that entry ``raised`` reports."""
        for item in self.conflicts:
            if item.version == raised.version and item.leaf == raised.leaf:
                return item
        return None

    def review(self, act: EntryRef) -> Reviewed | None:
        """Return the newest review of ``act``; None if it was never reviewed."""
        return next((item for item in reversed(self.reviews) if item.act == act), None)

    def lapsed(self, clock: str) -> Lapsed | None:
        """Return the newest lapse of ``clock``."""
        return next((item for item in reversed(self.lapses) if item.clock == clock), None)

    def extended(self, clock: str, start: EntryRef) -> Extended | None:
        """Return how the clock that began with ``start`` was extended; the newest extension holds."""
        for item in reversed(self.extensions):
            if item.clock == clock and item.start == start:
                return item
        return None

    def erasure(self, version: int, name: str) -> Erased | None:
        """Return what erased the sealed field ``name`` (``subject/field``) of the entry with this version."""
        return next((item for item in self.erased if item.of == version and name in item.fields), None)

    def in_court(self) -> bool:
        """Return whether a court has any of it: the newest word on some entry is ``pending``."""
        newest = {item.of: item.result for item in self.court}
        return CourtResult.PENDING in newest.values()

    def may_sue(self) -> bool:
        """Return whether silence opened the court and nobody went there since."""
        silent = max(
            (item.version for item in self.lapses if LapseEffect.MAY_SUE in item.effects), default=None
        )
        return silent is not None and all(item.version < silent for item in self.court)

    def met(self, *clocks: str) -> "Casework":
        """Return the casework after the act that these clocks waited for: late, but no longer overdue."""
        if self.overdue.isdisjoint(clocks):
            return self
        return replace(self, overdue=self.overdue - set(clocks))


NO_CASEWORK: Final = Casework()
