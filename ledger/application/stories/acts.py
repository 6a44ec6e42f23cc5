"""What is said in the lived stories: one event for each act, as a function of what it cites and of the day.

A story that needs another member changes it with ``dataclasses.replace``.
"""

from datetime import date, timedelta
from typing import Final

from ledger.application.stories.cast import AREA, MUNICIPALITY
from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import ActRuling, Anonymity, Ground, Kind, Outcome, Remedy, Urgency
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    ClaimFact,
    ClaimReceived,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
    Found,
    Period,
)
from ledger.domain.codes import (
    AskedBy,
    Auth,
    Basis,
    Cause,
    Channel,
    Confidence,
    Confirmation,
    DisputeGround,
    Finding,
    GroundFinding,
    Heard,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    RefusalReason,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance.events import (
    Contested,
    FoundOnGround,
    GrievanceAcknowledged,
    GrievanceDetermined,
    GrievanceFiled,
    HandlerAssigned,
    NextRemedy,
    OutcomeNotified,
    RemedyAsked,
    RemedyConfirmed,
    RemedyOrdered,
    RemedyReportedDone,
)
from ledger.domain.parts import AppealBlock, Assist, CourtBlock, Via
from ledger.domain.types import ActorRef, Area, Asked, Code, EntryRef, Local, Money, Seen, StreamRef

BENEFIT: Final = Code("old_age_allowance")
OLD: Final = Code("age_60")
POOR: Final = Code("income_insufficient")
LAW: Final = (Code("elderly_persons_act_s11"), Code("old_age_allowance_rules"))
OFFICE: Final = Code(MUNICIPALITY)
DISTRICT: Final = Area(AREA + "99")
APPEAL: Final = AppealBlock(office=OFFICE, how=Code("written_or_spoken"), days=15)
COURT: Final = CourtBlock(court=Code("administrative_court"), days=90)
ALLOWANCE: Final = Money(70_000, "THB")
TO_DO_SO: Final = timedelta(days=15)  # what the remedy gives the office
LIFE: Final = timedelta(days=365)  # of an attestation


def application(programme: EntryRef, today: date) -> ClaimReceived:
    """Return the claim that she makes at the counter."""
    return ClaimReceived(
        programme=programme,
        benefit=BENEFIT,
        received_on=today,
        via=via(today),
        facts=(ClaimFact(id=Local("f1"), code=OLD), ClaimFact(id=Local("f2"), code=POOR)),
        documents=(),
        area=DISTRICT,
    )


def via(today: date, assist: Assist | None = None) -> Via:
    """Return that somebody without a key came to the counter in person."""
    return Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON, handed_over_on=today, assist=assist)


def declined(by: str) -> AttestationRefused:
    """Return that ``by`` would not attest, for want of knowledge."""
    return AttestationRefused(facts=(POOR,), reason=RefusalReason.DO_NOT_KNOW, of=ActorRef(by))


def refusal(claim: EntryRef) -> EligibilityDecided:
    """Return the first decision: old enough, but not poor, on nothing else than the application."""
    return EligibilityDecided(
        result=Result.REFUSE,
        benefit=BENEFIT,
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(
            Found(fact=OLD, finding=Finding.YES, on=(claim,)),
            Found(fact=POOR, finding=Finding.NO, on=(claim,)),
        ),
        law=LAW,
        discretion=Code("none_exercised"),
        heard=Heard.OFFERED,
        departs=False,
        appeal_notice=APPEAL,
    )


def notice(decision: EntryRef, today: date) -> DecisionNotified:
    """Return that ``decision`` was handed to her and read aloud, with her right to appeal."""
    return DecisionNotified(
        decision=decision,
        method=NoticeMethod.HAND,
        rule=NoticeRule.N2,
        sent_on=today,
        received_on=today,
        languages=(Code("th"),),
        read_aloud=True,
        appeal_block=APPEAL,
    )


def attestation(today: date) -> AttestationGiven:
    """Return what a volunteer saw in her home: that her income does not keep her."""
    return AttestationGiven(
        facts=(POOR,),
        stance=Stance.SUPPORTS,
        basis=Basis.HOME_VISIT,
        relation=Relation.NONE,
        confidence=Confidence.CERTAIN,
        observed_on=today,
        expires_on=today + LIFE,
    )


def appeal(programme: EntryRef, contested: EntryRef, assister: str | None, today: date) -> GrievanceFiled:
    """Return an appeal against ``contested``; an ``assister`` wrote it down and read it back."""
    assist = None
    if assister is not None:
        assist = Assist(
            assister=ActorRef(assister),
            language=Code("th"),
            read_back=True,
            confirmation=Confirmation.THUMBPRINT,
        )
    return GrievanceFiled(
        kind=Kind.APPEAL,
        programme=programme,
        contests=(Contested(claim=StreamRef(contested.stream), entry=contested),),
        about=(),
        grounds=(Ground.FACT_WRONG,),
        remedies=(RemedyAsked(code=Remedy.GRANT),),
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.OPEN,
        received_on=today,
        via=via(today, assist),
        level=1,
        related=(),
        area=DISTRICT,
    )


def acknowledged() -> GrievanceAcknowledged:
    """Return that the municipality has the appeal, and what comes next."""
    return GrievanceAcknowledged(office=OFFICE, contact=Code("counter"), next=Code("answer_within_30_days"))


def assigned(handler: str, role: Role = Role.REVIEWER) -> HandlerAssigned:
    """Return that ``handler`` has the matter in hand."""
    return HandlerAssigned(handlers=(ActorRef(handler),), role=role, office=OFFICE)


def complaint(
    programme: EntryRef,
    kind: Kind,
    grounds: tuple[Ground, ...],
    today: date,
    *,
    about: str | None = None,
    remedy: Remedy = Remedy.APOLOGY,
) -> GrievanceFiled:
    """Return a complaint that contests no decision, ``about`` a person."""
    return GrievanceFiled(
        kind=kind,
        programme=programme,
        contests=(),
        about=() if about is None else (StreamRef(about),),
        grounds=grounds,
        remedies=(RemedyAsked(code=remedy),),
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.OPEN,
        received_on=today,
        via=via(today),
        level=1,
        related=(),
        area=DISTRICT,
    )


def determination_of(*findings: FoundOnGround, outcome: Outcome) -> GrievanceDetermined:
    """Return the outcome of a complaint that contests no decision."""
    return GrievanceDetermined(
        outcome=outcome,
        findings=findings,
        remedies=(),
        law=(Code("complaint_rules"),),
        order_maker=OrderMaker.OFFICIAL,
        next_remedy=NextRemedy(route=Code("contest"), to=OFFICE, days=30),
    )


def ordered(code: Remedy, today: date, office: str = MUNICIPALITY) -> RemedyOrdered:
    """Return one remedy that ``office`` owes within 15 days."""
    return RemedyOrdered(id=Local("r1"), code=code, office=Code(office), due=today + TO_DO_SO)


def determination(claim_seen: Seen | None, owner: str, today: date) -> GrievanceDetermined:
    """Return that the appeal is upheld, and that ``owner`` must see to the grant."""
    return GrievanceDetermined(
        outcome=Outcome.UPHELD,
        findings=(FoundOnGround(ground=Ground.FACT_WRONG, finding=GroundFinding.SUSTAINED),),
        remedies=(
            RemedyOrdered(
                id=Local("r1"),
                code=Remedy.GRANT,
                office=OFFICE,
                owner=ActorRef(owner),
                due=today + TO_DO_SO,
            ),
        ),
        law=(*LAW, Code("apa_s45")),
        order_maker=OrderMaker.OFFICIAL,
        claim_seen=claim_seen,
        next_remedy=NextRemedy(route=Code("court"), to=COURT.court, days=COURT.days),
    )


def outcome_notice(determined: EntryRef, today: date) -> OutcomeNotified:
    """Return that she was told of ``determined``, and how to go to court."""
    return OutcomeNotified(
        determination=determined,
        method=NoticeMethod.HAND,
        rule=NoticeRule.N2,
        sent_on=today,
        received_on=today,
        languages=(Code("th"),),
        read_aloud=True,
        court_block=COURT,
    )


def revision(
    refused: EntryRef, determined: EntryRef, claim: EntryRef, attested: tuple[EntryRef, ...], today: date
) -> DecisionRevised:
    """Return the grant in the place of ``refused``, from the first of next month on for a year."""
    begins = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return DecisionRevised(
        supersedes=refused,
        cause=Cause.APPEAL,
        determination=determined,
        result=Result.GRANT,
        benefit=BENEFIT,
        amount=ALLOWANCE,
        period=Period(from_=begins, to=begins.replace(year=begins.year + 1) - timedelta(days=1)),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(
            Found(fact=OLD, finding=Finding.YES, on=(claim,)),
            Found(fact=POOR, finding=Finding.YES, on=attested),
        ),
        law=LAW,
        discretion=Code("none_exercised"),
        heard=Heard.EXCUSED_FAVOURABLE,
        departs=False,
        appeal_notice=APPEAL,
    )


def remedy_done(evidence: EntryRef | None, today: date) -> RemedyReportedDone:
    """Return that the office did what was ordered, as the entry ``evidence`` of a claim may show."""
    shown = () if evidence is None else (evidence,)
    return RemedyReportedDone(remedy=Local("r1"), done_on=today, evidence=shown)


def remedy_confirmed(today: date) -> RemedyConfirmed:
    """Return that the citizen says so too."""
    return RemedyConfirmed(remedy=Local("r1"), via=via(today), stars=5)


def requested(
    token: str, of: str, today: date, *, outside: bool = False, asked_by: AskedBy = AskedBy.OFFICER
) -> AttestationRequested:
    """Return that ``of`` is asked within a week what they know of her poverty."""
    return AttestationRequested(
        request=Local(token),
        facts=(POOR,),
        of=Asked(of),
        outside=outside,
        asked_by=asked_by,
        due=today + timedelta(days=7),
    )


def grant(claim: EntryRef, attested: tuple[EntryRef, ...], today: date) -> EligibilityDecided:
    """Return a grant at the first decision, from the first of next month on for a year."""
    begins = (today.replace(day=1) + timedelta(days=31)).replace(day=1)
    return EligibilityDecided(
        result=Result.GRANT,
        benefit=BENEFIT,
        amount=ALLOWANCE,
        period=Period(from_=begins, to=begins.replace(year=begins.year + 1) - timedelta(days=1)),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=(
            Found(fact=OLD, finding=Finding.YES, on=(claim,)),
            Found(fact=POOR, finding=Finding.YES, on=attested),
        ),
        law=LAW,
        discretion=Code("none_exercised"),
        heard=Heard.EXCUSED_FAVOURABLE,
        departs=False,
        appeal_notice=APPEAL,
    )


def disputed(attestation: EntryRef, ground: DisputeGround = DisputeGround.FALSE) -> AttestationDisputed:
    """Return that somebody concerned disputes an attestation."""
    return AttestationDisputed(attestation=attestation, ground=ground)


def overruled(attestation: EntryRef, ground: str, affects: tuple[EntryRef, ...]) -> ActReviewed:
    """Return that a review overruled an attestation, with the decisions that cite it."""
    return ActReviewed(act=attestation, ground=Code(ground), ruling=ActRuling.OVERRULED, affects=affects)
