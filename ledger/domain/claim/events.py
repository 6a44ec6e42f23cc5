"""Events of a claim. Field names are the members of ``data``; a trailing underscore is no part of it.

Members that may be None are optional in the catalogue, or are what an old register may lack: the standard
profile demands the latter (``ledger.domain.claim.rules``). ``official`` stands in imported records only and
names the person whose act is recorded; ``programme`` stands in an imported record that opens its stream.
"""

from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from ledger.domain.casework_codes import Pressure
from ledger.domain.codes import (
    AskedBy,
    Basis,
    Cause,
    Confidence,
    DisputeGround,
    Finding,
    Heard,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    RefusalReason,
    Relation,
    Result,
    Stance,
)
from ledger.domain.parts import AppealBlock, CourtBlock, Document, Via
from ledger.domain.types import (
    ActorRef,
    Area,
    Asked,
    Code,
    Digest,
    EntryRef,
    Event,
    Local,
    Money,
    StreamRef,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimFact:
    """A fact that the claim rests on. Without ``code`` the code is sealed: the fact is sensitive."""

    id: Local
    code: Code | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimReceived(Event):
    """Somebody applied for ``benefit``, and the intake says so."""

    programme: EntryRef
    benefit: Code
    received_on: date | None = None
    via: Via | None = None
    facts: tuple[ClaimFact, ...]
    documents: tuple[Document, ...]
    area: Area | None = None
    renews: StreamRef | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationGiven(Event):
    """An attester takes a position on ``facts``: tokens of the claim, or fact codes of the programme.

    A place in a neighbours' ranking is a fact code too: ``peer_rank_3`` is place 3 of the fact ``peer_rank``.
    """

    facts: tuple[Code, ...]
    stance: Stance
    basis: Basis
    relation: Relation
    confidence: Confidence
    observed_on: date | None = None
    expires_on: date | None = None
    request: Local | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRefused(Event):
    """``of`` would not attest, for a coded reason. It says nothing about the fact."""

    request: Local | None = None
    facts: tuple[Code, ...]
    reason: RefusalReason
    of: ActorRef
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationRequested(Event):
    """Somebody is asked what they know of ``facts``: a person, or whoever is drawn from a pool.

    ``outside`` asks for somebody from another tambon. ``due`` is the last day for an answer.
    """

    request: Local
    facts: tuple[Code, ...]
    of: Asked
    outside: bool
    asked_by: AskedBy
    due: date
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationWithdrawn(Event):
    """The author takes an attestation back. It is no admission."""

    attestation: EntryRef
    reason: Code
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AttestationDisputed(Event):
    """Somebody concerned disputes an attestation: it counts in no quorum until it was reviewed."""

    attestation: EntryRef
    ground: DisputeGround
    grievance: StreamRef | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From a day to a day, both included."""

    from_: date
    to: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the decision finds of a fact, and on which entries of the stream."""

    fact: Code
    finding: Finding
    on: tuple[EntryRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a published computation said, so that a departure from it is visible."""

    rules: Digest
    inputs: Digest
    result: Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Committee:
    """Who voted, and who stood down. Every member signs."""

    members: tuple[ActorRef, ...]
    stood_down: tuple[ActorRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityDecided(Event):
    """An official decided. Reasons are sealed; what the person was told stands here."""

    result: Result
    benefit: Code
    amount: Money | None = None
    period: Period | None = None
    order_maker: OrderMaker
    occasion: Occasion
    found: tuple[Found, ...]
    law: tuple[Code, ...]
    discretion: Code | None = None
    heard: Heard | None = None
    evaluation: Evaluation | None = None
    departs: bool | None = None
    appeal_notice: AppealBlock | None = None
    court_notice: CourtBlock | None = None
    committee: Committee | None = None
    official: ActorRef | None = None
    programme: EntryRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRevised(Event):
    """A new decision takes the place of the one in force."""

    supersedes: EntryRef
    cause: Cause
    determination: EntryRef | None = None
    result: Result
    benefit: Code
    amount: Money | None = None
    period: Period | None = None
    order_maker: OrderMaker
    occasion: Occasion
    found: tuple[Found, ...]
    law: tuple[Code, ...]
    discretion: Code | None = None
    heard: Heard | None = None
    evaluation: Evaluation | None = None
    departs: bool | None = None
    appeal_notice: AppealBlock | None = None
    court_notice: CourtBlock | None = None
    committee: Committee | None = None
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionNotified(Event):
    """The person was told of ``decision``. The blocks are as delivered."""

    decision: EntryRef
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitExecuted(Event):
    """The benefit that ``decision`` granted was paid for ``period``."""

    decision: EntryRef
    amount: Money
    paid_on: date
    period: Period
    official: ActorRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimWithdrawn(Event):
    """The applicant takes the claim back; ``asked_by`` asked whether anybody pressed them to."""

    via: Via | None = None
    asked_by: ActorRef | None = None
    pressure: Pressure
    official: ActorRef | None = None


Decision: TypeAlias = EligibilityDecided | DecisionRevised
ClaimEvent: TypeAlias = (
    ClaimReceived
    | AttestationRequested
    | AttestationGiven
    | AttestationRefused
    | AttestationWithdrawn
    | AttestationDisputed
    | EligibilityDecided
    | DecisionRevised
    | DecisionNotified
    | BenefitExecuted
    | ClaimWithdrawn
)
