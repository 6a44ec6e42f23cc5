"""What is said in the lived story: one event for each act, as a function of what it cites and of the day.

What takes weeks in life is recorded within seconds here, so all days are today: nothing is dated back.
"""

from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from ledger.application.story_cast import AREA, MUNICIPALITY
from ledger.application.story_words import RULES
from ledger.domain.casework_codes import Anonymity, Ground, Kind, Outcome, Remedy, Urgency
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    ClaimFact,
    ClaimReceived,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
    Found,
    Period,
)
from ledger.domain.codes import (
    Auth,
    Basis,
    Cause,
    Channel,
    Confidence,
    Confirmation,
    Finding,
    GroundFinding,
    Heard,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Profile,
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
    RemedyOrdered,
)
from ledger.domain.parts import AppealBlock, Assist, CourtBlock, FactRule, Via
from ledger.domain.programme.events import ClockClass, ClockRoll, ClockRow, ClockUnit, ProgrammePublished
from ledger.domain.types import ActorRef, Area, Code, Digest, EntryRef, Local, Money, Seen, StreamRef

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
STATUTE: Final = (
    ("appeal_filing", 15, ClockRoll.PERSON, "apa_s44"),
    ("appeal_first", 30, ClockRoll.NONE, "apa_s45"),
    ("appeal_upper", 30, ClockRoll.NONE, "apa_s45"),
    ("exhaustion", 60, ClockRoll.NONE, "apa_s45"),
)
"""Clock, days, whether the last day moves off a holiday, citation. Source: APA s.44, s.45, s.64."""


def rules(today: date) -> ProgrammePublished:
    """Return the programme: one benefit, two facts, of which poverty needs two independent attesters."""
    return ProgrammePublished(
        version=1,
        from_=today,
        profile=Profile.STANDARD,
        rules=Digest(sha256(RULES.encode()).hexdigest()),
        benefits=(BENEFIT,),
        facts=tuple(
            FactRule(code=code, sensitive=False, quorum=code == POOR, max_age=LIFE.days, small_village=False)
            for code in (OLD, POOR)
        ),
        clocks=tuple(
            ClockRow(
                clock=Code(clock),
                class_=ClockClass.STATUTE,
                length=days,
                unit=ClockUnit.DAYS,
                roll=roll,
                active=True,
                citation=Code(citation),
            )
            for clock, days, roll, citation in STATUTE
        ),
        templates=(),
        audit_ppm=50_000,
        small_cell=11,
    )


def application(programme: EntryRef, today: date) -> ClaimReceived:
    """Return the claim that she makes at the counter."""
    return ClaimReceived(
        programme=programme,
        benefit=BENEFIT,
        received_on=today,
        via=_via(today),
        facts=(ClaimFact(id=Local("f1"), code=OLD), ClaimFact(id=Local("f2"), code=POOR)),
        documents=(),
        area=DISTRICT,
    )


def _via(today: date, assist: Assist | None = None) -> Via:
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


def appeal(programme: EntryRef, contested: EntryRef, assister: str, today: date) -> GrievanceFiled:
    """Return her appeal against ``contested``, written down by ``assister`` and read back to her."""
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
        via=_via(today, assist),
        level=1,
        related=(),
        area=DISTRICT,
    )


def acknowledged() -> GrievanceAcknowledged:
    """Return that the municipality has the appeal, and what comes next."""
    return GrievanceAcknowledged(office=OFFICE, contact=Code("counter"), next=Code("answer_within_30_days"))


def assigned(reviewer: str) -> HandlerAssigned:
    """Return that ``reviewer`` has the appeal in hand."""
    return HandlerAssigned(handlers=(ActorRef(reviewer),), role=Role.REVIEWER, office=OFFICE)


def determination(claim_seen: Seen, owner: str, today: date) -> GrievanceDetermined:
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
