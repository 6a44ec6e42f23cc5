"""Events of a grievance. Field names are the members of ``data``.

Members that may be None are optional in the catalogue, or are what an old register may lack: the standard
profile demands the latter (``ledger.domain.grievance.rules``). ``official`` stands in imported records only
and names the person whose act is recorded; ``programme`` stands in an imported record that opens its
stream.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.casework_codes import (
    Agreed,
    Anonymity,
    Closing,
    Consent,
    ContestGround,
    Ground,
    Inadmissible,
    Kind,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    RemedyDispute,
    Urgency,
)
from ledger.domain.codes import GroundFinding, NoticeMethod, NoticeRule, OrderMaker, Role
from ledger.domain.parts import AppealBlock, CourtBlock, Via
from ledger.domain.types import ActorRef, Area, Code, Digest, EntryRef, Event, Local, Seen, StreamRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """The entry of a claim that the grievance is about."""

    claim: StreamRef
    entry: EntryRef


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyAsked:
    """What the person asks for."""

    code: Remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceFiled(Event):
    """Somebody complains, appeals or objects. ``about`` refers to offices' or persons' streams."""

    kind: Kind
    programme: EntryRef
    contests: tuple[Contested, ...]
    about: tuple[StreamRef, ...]
    grounds: tuple[Ground, ...]
    remedies: tuple[RemedyAsked, ...]
    urgency: Urgency
    anonymity: Anonymity
    received_on: date | None = None
    via: Via | None = None
    level: int
    appeal_of: StreamRef | None = None
    related: tuple[StreamRef, ...]
    artefact: Digest | None = None
    area: Area | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceAcknowledged(Event):
    """An office takes charge and says how to reach it and what comes next."""

    office: Code
    contact: Code | None = None
    next: Code | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceTransferred(Event):
    """The matter is offered to another office. Its clocks run on, and it stays here until it is accepted."""

    to: Code
    reason: Code
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferAccepted(Event):
    """The office to which the matter was offered has it now."""

    office: Code
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceReclassified(Event):
    """A member of the filing is read otherwise from here on. No clock of the law starts anew.

    ``from_`` and ``to`` are codes of the list of ``field``; for ``joined`` they are ``no`` and ``yes``, and
    ``joined_with`` is the other grievance.
    """

    field: Reclassified
    from_: Code
    to: Code
    consent: Consent
    joined_with: StreamRef | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandlerAssigned(Event):
    """``handlers`` have the matter in hand, as handler, reviewer or appellate."""

    handlers: tuple[ActorRef, ...]
    role: Role
    office: Code
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReported(Event):
    """The first instance does not agree, or only in part, and forwards the appeal to the upper one."""

    to: Code
    agreed: Agreed | None = None
    official: ActorRef | None = None
    programme: EntryRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundOnGround:
    """What the determination finds of a ground."""

    ground: Ground
    finding: GroundFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyOrdered:
    """What an office must do, by when; ``owner`` is the person who answers for it."""

    id: Local
    code: Remedy
    office: Code
    owner: ActorRef | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NextRemedy:
    """Where the person can go from here: route, body, days."""

    route: Code
    to: Code
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceDetermined(Event):
    """Somebody with a mandate found for or against, and gave reasons.

    ``claim_seen`` is the head of the contested claim that the signer had read.
    """

    outcome: Outcome
    inadmissible: Inadmissible | None = None
    findings: tuple[FoundOnGround, ...]
    remedies: tuple[RemedyOrdered, ...]
    law: tuple[Code, ...]
    order_maker: OrderMaker
    claim_seen: Seen | None = None
    next_remedy: NextRemedy | None = None
    official: ActorRef | None = None
    programme: EntryRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeNotified(Event):
    """The person was told of the determination. The blocks are as delivered."""

    determination: EntryRef | None = None
    method: NoticeMethod | None = None
    rule: NoticeRule | None = None
    sent_on: date | None = None
    received_on: date | None = None
    proof: Digest | None = None
    languages: tuple[Code, ...]
    read_aloud: bool | None = None
    appeal_block: AppealBlock | None = None
    court_block: CourtBlock | None = None
    cures: EntryRef | None = None
    official: ActorRef | None = None
    programme: EntryRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyReportedDone(Event):
    """The office says that it did what was ordered. Only the citizen confirms it."""

    remedy: Local
    done_on: date
    evidence: tuple[EntryRef, ...]
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyConfirmed(Event):
    """The citizen says that the remedy was done; ``stars``, 1 to 5, are theirs to give or not."""

    remedy: Local
    via: Via | None = None
    stars: int | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyDisputed(Event):
    """The citizen says that the remedy was not done, or not as it was ordered."""

    remedy: Local
    ground: RemedyDispute
    via: Via | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceWithdrawn(Event):
    """The citizen takes the grievance back; ``asked_by`` asked whether anybody pressed them to."""

    via: Via | None = None
    asked_by: ActorRef | None = None
    pressure: Pressure
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceContested(Event):
    """The citizen does not accept the determination or the closing ``of``."""

    of: EntryRef
    ground: ContestGround
    via: Via | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRight:
    """A right that closing does not touch: its route, and its last day."""

    route: Code
    by: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrievanceClosed(Event):
    """The clock closes the file on a ground that the record shows."""

    ground: Closing
    open_rights: tuple[OpenRight, ...]
    official: ActorRef | None = None


GrievanceEvent: TypeAlias = (
    GrievanceFiled
    | GrievanceAcknowledged
    | GrievanceTransferred
    | TransferAccepted
    | GrievanceReclassified
    | HandlerAssigned
    | AppealReported
    | GrievanceDetermined
    | OutcomeNotified
    | RemedyReportedDone
    | RemedyConfirmed
    | RemedyDisputed
    | GrievanceWithdrawn
    | GrievanceContested
    | GrievanceClosed
)
