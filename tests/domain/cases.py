"""Events of cases, whole enough to be accepted, and the steps that lead to a state."""

from dataclasses import replace
from datetime import date
from typing import TypeVar

from ledger.domain.casework_codes import (
    Agreed,
    Anonymity,
    Ground,
    Kind,
    Outcome,
    Remedy,
    Urgency,
)
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    ClaimFact,
    ClaimReceived,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
    Found,
)
from ledger.domain.claim.state import ClaimState
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
    RefusalReason,
    Relation,
    Result,
    Role,
    Stance,
)
from ledger.domain.grievance.events import (
    AppealReported,
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
from ledger.domain.parts import AppealBlock, Assist, CourtBlock, Via
from ledger.domain.types import Area, Code, EntryRef, Local, Seen, StreamRef
from tests.domain.world import World, actor, stream, working

TODAY = date(2026, 11, 22)
CLAIM = stream("claim")
GRIEVANCE = stream("grievance")
E = TypeVar("E")


def but(event: E, **changes: object) -> E:
    """The same event, or another record, with some members changed."""
    if isinstance(event, tuple):
        return event._replace(**changes)  # type: ignore[attr-defined,no-any-return]  # a named one
    return replace(event, **changes)  # type: ignore[type-var]


def via(assister: str | None = None) -> Via:
    assist = None
    if assister is not None:
        assist = Assist(
            assister=actor(assister),
            language=Code("th"),
            read_back=True,
            confirmation=Confirmation.THUMBPRINT,
        )
    return Via(channel=Channel.COUNTER, auth=Auth.IN_PERSON, handed_over_on=TODAY, assist=assist)


def application(programme: EntryRef, **more: object) -> ClaimReceived:
    event = ClaimReceived(
        programme=programme,
        benefit=Code("child_grant"),
        received_on=TODAY,
        via=via(),
        facts=(ClaimFact(id=Local("f1"), code=Code("income")),),
        documents=(),
        area=Area("9401"),
    )
    return but(event, **more)


def attestation(**more: object) -> AttestationGiven:
    event = AttestationGiven(
        facts=(Code("f1"),),
        stance=Stance.SUPPORTS,
        basis=Basis.HOME_VISIT,
        relation=Relation.NEIGHBOUR,
        confidence=Confidence.CERTAIN,
        observed_on=TODAY,
        expires_on=date(2027, 11, 22),
    )
    return but(event, **more)


def refusal_to_attest(of: str, **more: object) -> AttestationRefused:
    return but(AttestationRefused(facts=(Code("f1"),), reason=RefusalReason.FEAR, of=actor(of)), **more)


def found(*on: EntryRef, finding: Finding = Finding.YES, fact: str = "f1") -> tuple[Found, ...]:
    return (Found(fact=Code(fact), finding=finding, on=on),)


def decision(result: Result, findings: tuple[Found, ...], **more: object) -> EligibilityDecided:
    event = EligibilityDecided(
        result=result,
        benefit=Code("child_grant"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.FIRST,
        found=findings,
        law=(Code("csg_2562_s9"),),
        discretion=Code("none"),
        heard=Heard.OFFERED,
        departs=False,
    )
    return but(event, **more)


def revision(of: EntryRef, result: Result, findings: tuple[Found, ...], **more: object) -> DecisionRevised:
    event = DecisionRevised(
        supersedes=of,
        cause=Cause.OWN_MOTION,
        result=result,
        benefit=Code("child_grant"),
        order_maker=OrderMaker.OFFICIAL,
        occasion=Occasion.NEW_FACT,
        found=findings,
        law=(Code("csg_2562_s9"),),
        discretion=Code("none"),
        heard=Heard.OFFERED,
        departs=False,
    )
    return but(event, **more)


def notice(of: EntryRef, **more: object) -> DecisionNotified:
    event = DecisionNotified(
        decision=of,
        method=NoticeMethod.REGISTERED_POST,
        rule=NoticeRule.N5,
        sent_on=TODAY,
        languages=(Code("th"),),
        read_aloud=False,
        appeal_block=AppealBlock(office=Code("city"), how=Code("in_writing"), days=15),
    )
    return but(event, **more)


def filing(programme: EntryRef, *contests: EntryRef, **more: object) -> GrievanceFiled:
    event = GrievanceFiled(
        kind=Kind.APPEAL,
        programme=programme,
        contests=tuple(Contested(claim=StreamRef(ref.stream), entry=ref) for ref in contests),
        about=(),
        grounds=(Ground.FACT_WRONG, Ground.NO_REASONS),
        remedies=(RemedyAsked(code=Remedy.RECONSIDER),),
        urgency=Urgency.NORMAL,
        anonymity=Anonymity.OPEN,
        received_on=TODAY,
        via=via(),
        level=1,
        related=(),
        area=Area("9401"),
    )
    return but(event, **more)


def acknowledgement(**more: object) -> GrievanceAcknowledged:
    return but(GrievanceAcknowledged(office=Code("city"), contact=Code("desk_2"), next=Code("wait")), **more)


def assignment(*names: str, role: Role = Role.REVIEWER, **more: object) -> HandlerAssigned:
    return but(HandlerAssigned(handlers=tuple(map(actor, names)), role=role, office=Code("city")), **more)


def report(**more: object) -> AppealReported:
    return but(AppealReported(to=Code("district"), agreed=Agreed.NONE), **more)


def determination(outcome: Outcome, seen: Seen | None, **more: object) -> GrievanceDetermined:
    event = GrievanceDetermined(
        outcome=outcome,
        findings=(
            FoundOnGround(ground=Ground.FACT_WRONG, finding=GroundFinding.SUSTAINED),
            FoundOnGround(ground=Ground.NO_REASONS, finding=GroundFinding.NOT_SUSTAINED),
        ),
        remedies=(),
        law=(Code("apa_s45"),),
        order_maker=OrderMaker.OFFICIAL,
        claim_seen=seen,
        next_remedy=NextRemedy(route=Code("court"), to=Code("administrative_court"), days=90),
    )
    return but(event, **more)


ANSWERED = NextRemedy(route=Code("appeal"), to=Code("district"), days=15)
"""Where the person goes after a first answer of an official that is no decision on an appeal."""


def ordered(code: Remedy = Remedy.RECONSIDER) -> tuple[RemedyOrdered, ...]:
    return (RemedyOrdered(id=Local("r1"), code=code, office=Code("city"), due=date(2026, 12, 31)),)


def outcome_notice(of: EntryRef | None, **more: object) -> OutcomeNotified:
    event = OutcomeNotified(
        determination=of,
        method=NoticeMethod.REGISTERED_POST,
        rule=NoticeRule.N5,
        sent_on=TODAY,
        languages=(Code("th"),),
        read_aloud=False,
        court_block=CourtBlock(court=Code("administrative_court"), days=90),
    )
    return but(event, **more)


def applied() -> tuple[World, EntryRef]:
    """A claim that was received, and the entry of the application."""
    world, standard, _ = working()
    return world, world.say(CLAIM, application(standard), "ines")


def attested() -> tuple[World, EntryRef, EntryRef]:
    """A claim whose fact has its quorum."""
    world, _ = applied()
    first = world.say(CLAIM, attestation(), "ada")
    second = world.say(CLAIM, attestation(basis=Basis.LIVES_NEXT_DOOR), "bela")
    return world, first, second


def refused() -> tuple[World, EntryRef]:
    """A claim that olga refused on the application, with susi's second signature."""
    world, entry = applied()
    return world, world.say(CLAIM, decision(Result.REFUSE, found(entry, finding=Finding.NO)), "olga", "susi")


def pinned(world: World) -> EntryRef:
    """The version of the rules to which the claim is pinned."""
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    assert state.programme is not None
    return state.programme


def appealed() -> tuple[World, EntryRef]:
    """The refusal is appealed against."""
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal), "ines")
    return world, refusal


def reviewed() -> tuple[World, EntryRef]:
    """The appeal is under review by rolf."""
    world, refusal = appealed()
    world.say(GRIEVANCE, assignment("rolf"), "sven")
    return world, refusal
