"""What the fold of a consultation keeps of each act."""

from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.domain.consultation.codes import Answer, Contribution, Trigger
from ledger.domain.consultation.events import GroupCount, Support

PROPOSAL: Final = "proposal"
"""What an answer names in the place of a recommendation when it declines the proposal itself."""


class ConsultationStatus(StrEnum):
    """Where a consultation stands."""

    EMPTY = "empty"
    PROPOSED = "proposed"
    OPEN = "open"
    ANSWERING = "answering"
    ANSWERED = "answered"
    DECLINED = "declined"


class Proposal(NamedTuple):
    """What was proposed, by whom. ``owner`` is the person who should answer; None: nobody was named."""

    version: int
    leaf: str
    by: str
    topic: str
    trigger: Trigger
    evidence: tuple[str, ...]
    backers: int
    owner: str | None


class Contributed(NamedTuple):
    """A text on file; ``on`` is the digest of the text that it speaks of."""

    version: int
    kind: Contribution
    text: str
    on: str | None
    capacity: str


class Met(NamedTuple):
    """A meeting, with the groups that were there. ``small`` counts (1 to 10) have no number."""

    version: int
    held_on: date
    minutes: str
    counts: tuple[GroupCount, ...]
    officials: tuple[str, ...]
    dissent: bool


class Replied(NamedTuple):
    """What ``by`` answered in person."""

    version: int
    leaf: str
    by: str
    answer: Answer
    reasons: str
    until: date | None
    commitments: tuple[str, ...]
    published_on: date


class Recommended(NamedTuple):
    """A recommendation, every answer to it, oldest first, and the clocks that lapsed over it."""

    version: int
    leaf: str
    id: str
    text: str
    support: Support
    minority: str | None
    addressed_to: str
    adopted_on: date
    replies: tuple[Replied, ...] = ()
    lapses: tuple[str, ...] = ()

    @property
    def deferred(self) -> bool:
        """Whether its last answer puts it off."""
        return bool(self.replies) and self.replies[-1].answer is Answer.DEFER

    @property
    def waits(self) -> bool:
        """Whether an answer is still owed. A deferred answer is owed; a lapse settles nothing."""
        return not self.replies or self.deferred
