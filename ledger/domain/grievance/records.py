"""What is known of a grievance.

One record with a status, not one shape per status: a grievance that was imported may skip states, and
flags are set and cleared whatever the status is. The fold stands in ``state``.
"""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.casework.state import NO_CASEWORK, Casework
from ledger.domain.casework_codes import Anonymity, Closing, Ground, Kind, Outcome, Urgency
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.grievance.events import Contested, RemedyOrdered
from ledger.domain.matters import Answered, Complaint, DeterminationMade, Matter, NoticeGiven, Obligation
from ledger.domain.types import EntryRef

Flags: TypeAlias = frozenset[str]
NO_FLAGS: Final[Flags] = frozenset()


class GrievanceStatus(StrEnum):
    """Where a grievance stands."""

    EMPTY = "empty"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    UNDER_REVIEW = "under_review"
    DETERMINED = "determined"
    NOTIFIED = "notified"
    REMEDY_DUE = "remedy_due"
    REMEDY_REPORTED = "remedy_reported"
    CLOSED = "closed"


BEFORE_OUTCOME: Final = (
    GrievanceStatus.EMPTY,
    GrievanceStatus.FILED,
    GrievanceStatus.ACKNOWLEDGED,
    GrievanceStatus.UNDER_REVIEW,
)


OUTCOME_KNOWN: Final = (
    GrievanceStatus.NOTIFIED,
    GrievanceStatus.REMEDY_DUE,
    GrievanceStatus.REMEDY_REPORTED,
)
"""Where the person was told of an outcome and the file is not closed."""


class RemedyReport(NamedTuple):
    """An office reported the remedy with this token done. Version and leaf are those of its entry."""

    remedy: str
    version: int
    leaf: str


class GrievanceRecord(NamedTuple):
    """A grievance. ``programme`` is the version of the rules to which it is pinned.

    ``filing`` is version and leaf of the filing; None: there is no record of it. ``filed_at`` is the time at
    which it was recorded, and its index; ``filed_by`` filed with an own key, without an intake. ``took_part``
    are those who reported or determined; ``stood_down`` had the matter in hand before it was contested or
    sent back by a court. ``order_maker`` and ``remedies`` are those of the last determination.
    ``offered_to`` is the office to which a transfer is pending. ``contested_at`` are the levels at which
    the citizen contested the outcome. ``closed`` is version and leaf of the entry that closed the file.

    ``handed_over_on`` is the day by which the person's periods count: that on which anybody mandated took it
    over, else that of its receipt.

    What was ordered, reported and confirmed are three facts: ``ordered`` are the tokens of remedies other
    than none, ``reported`` what the office says of them, ``confirmed`` those of them that the citizen
    confirmed, ``unanswered`` those on which the citizen said nothing in time.
    """

    status: GrievanceStatus = GrievanceStatus.EMPTY
    programme: EntryRef | None = None
    filing: tuple[int, str] | None = None
    filed_at: tuple[str, int] | None = None
    filed_by: str | None = None
    handed_over_on: date | None = None
    received_on: date | None = None
    kind: Kind | None = None
    urgency: Urgency | None = None
    anonymity: Anonymity | None = None
    level: int = 0
    contests: tuple[Contested, ...] = ()
    about: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    helped_by: tuple[str, ...] = ()
    area: str | None = None
    appeal_of: str | None = None
    joined: tuple[str, ...] = ()
    office: str | None = None
    offered_to: str | None = None
    handlers: tuple[str, ...] = ()
    role: Role | None = None
    stood_down: tuple[str, ...] = ()
    took_part: tuple[Answered, ...] = ()
    determinations: tuple[DeterminationMade, ...] = ()
    order_maker: OrderMaker | None = None
    remedies: tuple[RemedyOrdered, ...] = ()
    ordered: frozenset[str] = frozenset()
    reported: tuple[RemedyReport, ...] = ()
    confirmed: frozenset[str] = frozenset()
    unanswered: frozenset[str] = frozenset()
    notices: tuple[NoticeGiven, ...] = ()
    contested_at: frozenset[int] = frozenset()
    closing: Closing | None = None
    closed: tuple[int, str] | None = None
    flags: Flags = NO_FLAGS
    casework: Casework = NO_CASEWORK


class GrievanceState(GrievanceRecord, Matter):
    """A grievance, and what rules and other streams ask of it."""

    __slots__ = ()

    def determination(self, ref: EntryRef) -> DeterminationMade | None:
        """Return the determination that entry ``ref`` made."""
        for made in self.determinations:
            if made.version == ref.version and made.leaf == ref.leaf:
                return made
        return None

    def holds(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` is the filing, a determination, or the entry that closed the file."""
        return (ref.version, ref.leaf) in (self.filing, self.closed) or self.determination(ref) is not None

    def remedy(self, token: str) -> RemedyOrdered | None:
        """Return the remedy that the last determination ordered under ``token``."""
        return next((item for item in self.remedies if item.id == token and token in self.ordered), None)

    def report(self, token: str) -> RemedyReport | None:
        """Return the report that stands on the remedy ``token``; None: nobody says that it was done."""
        return next((item for item in self.reported if item.remedy == token), None)

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each report and determination."""
        return self.took_part

    def assisters(self) -> tuple[str, ...]:
        """Return whoever helped to file."""
        return self.helped_by

    def barred(self) -> tuple[Answered, ...]:
        """Return the acts, and those who stood down: a second look is another person's."""
        return (*self.took_part, *map(Answered, self.stood_down))

    def parties(self) -> tuple[str, ...]:
        """Return whoever filed with an own key; of an old register, whoever brought it in."""
        return () if self.filed_by is None else (self.filed_by,)

    def named(self) -> tuple[str, ...]:
        """Return every person whom the complaint names."""
        return tuple(ref for ref in self.about if ref.startswith("actor/"))

    def looks_at(self) -> tuple[str, ...]:
        """Return the claims contested, and the grievance appealed against."""
        earlier = () if self.appeal_of is None else (self.appeal_of,)
        return (*dict.fromkeys(item.claim for item in self.contests), *earlier)

    def place(self) -> str | None:
        """Return the district that the filing names."""
        return self.area

    def rules(self) -> EntryRef | None:
        """Return the version of the rules to which it is pinned."""
        return self.programme

    def complaint(self) -> Complaint | None:
        """Return what this grievance is about; None where its filing is not on record."""
        if self.filing is None or self.programme is None:
            return None
        case = self.contests[0].claim if self.contests else None
        return Complaint(self.programme.stream, frozenset(self.grounds), self.area, case)

    def obligations(self, ref: EntryRef) -> tuple[Obligation, ...]:
        """Return who owes the remedies that determination ``ref`` orders."""
        made = self.determination(ref)
        return () if made is None else made.owed

    def assigned(self) -> tuple[str, ...]:
        """Return whoever has it in hand."""
        return self.handlers

    def is_closed(self) -> bool:
        """Return whether it is closed."""
        return self.status is GrievanceStatus.CLOSED

    def is_anonymous(self) -> bool:
        """Return whether the complainant stays unknown."""
        return "anonymous" in self.flags

    def is_open(self) -> bool:
        """Return whether it was filed and is not closed."""
        return self.status not in (GrievanceStatus.EMPTY, GrievanceStatus.CLOSED)

    def burdens(self, version: int) -> bool:
        """Return whether the determination with this version found nothing for the person."""
        against = (Outcome.NOT_UPHELD, Outcome.INADMISSIBLE)
        return any(made.version == version and made.outcome in against for made in self.determinations)


INITIAL: Final = GrievanceState()
