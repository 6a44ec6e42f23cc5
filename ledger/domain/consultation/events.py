"""Events of a consultation. Field names are the members of ``data``; a trailing underscore is no part of it.

Texts are published and stand here by their digest: what somebody supports cannot change under them.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.consultation.codes import Answer, Contribution, Stand, Trigger
from ledger.domain.parts import Via
from ledger.domain.types import ActorRef, Area, Code, Digest, Event, Local, StreamRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationProposed(Event):
    """Cases, a report, a petition or an official ask for a consultation, with the evidence for it.

    ``backers`` is the number of citizens or volunteers behind it; ``owner`` the person who should answer.
    """

    topic: Code
    trigger: Trigger
    evidence: tuple[StreamRef, ...]
    backers: int
    owner: ActorRef | None = None
    via: Via | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """One phase, from a day to a day, both included."""

    code: Code
    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Inclusion:
    """A group that must be heard: at least how many of them, and how they are reached."""

    group: Code
    minimum: int
    outreach: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationOpened(Event):
    """The question, what can change, who answers, who convenes, when, and who must be heard."""

    question: Digest
    can_change: tuple[Code, ...]
    owner: ActorRef
    convener: ActorRef
    area: Area
    phases: tuple[Phase, ...]
    inclusion: tuple[Inclusion, ...]
    languages: tuple[Code, ...]
    evidence: tuple[StreamRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContributionMade(Event):
    """A text was put to the record; ``on`` is the digest of the text that it speaks of."""

    kind: Contribution
    text: Digest
    on: Digest | None = None
    capacity: Code
    via: Via | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PositionTaken(Event):
    """A participant takes a position on the text with digest ``on``, and on no other text."""

    on: Digest
    position: Stand
    participant: Local
    via: Via | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupCount:
    """How many of a group were there. Without ``n`` they were 1 to 10, which is never shown."""

    group: Code
    n: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld(Event):
    """A meeting took place; the minutes are countersigned by a participant and a volunteer."""

    held_on: date
    area: Area
    agenda: Digest
    minutes: Digest
    counts: tuple[GroupCount, ...]
    officials: tuple[ActorRef, ...]
    dissent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Positions on one text, counted."""

    agree: int
    disagree: int
    pass_: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RecommendationAdopted(Event):
    """The consultation recommends ``text``; ``minority`` is the digest of what those say who disagree."""

    id: Local
    text: Digest
    support: Support
    minority: Digest | None = None
    addressed_to: ActorRef


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialResponseGiven(Event):
    """The owner answers a recommendation, or the proposal itself (``to`` is ``proposal``).

    An answer counts from the day on which it was published. ``until`` is the date of a deferred answer.
    """

    to: Local
    answer: Answer
    reasons: Digest
    until: date | None = None
    commitments: tuple[StreamRef, ...]
    published_on: date


ConsultationEvent: TypeAlias = (
    ConsultationProposed
    | ConsultationOpened
    | ContributionMade
    | PositionTaken
    | MeetingHeld
    | RecommendationAdopted
    | OfficialResponseGiven
)
