"""Acts of a grievance besides filing and outcome, and the steps that lead to each of its states."""

from datetime import date
from functools import cache

from ledger.domain.casework.events import (
    CalendarUsed,
    ClockRule,
    CourtOutcomeRecorded,
    DeadlineLapsed,
    InformationRequested,
    InformationSupplied,
)
from ledger.domain.casework_codes import (
    Closing,
    Consent,
    ContestGround,
    CourtResult,
    Kind,
    LapseEffect,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    RemedyDispute,
    Supplied,
)
from ledger.domain.codes import Auth, Channel, ClockRoll, ClockUnit, NoticeMethod, NoticeRule, Role
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceContested,
    GrievanceReclassified,
    GrievanceTransferred,
    GrievanceWithdrawn,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.state import GrievanceState, GrievanceStatus
from ledger.domain.parts import Via
from ledger.domain.types import ActorRef, Code, Digest, EntryRef, Local, Moment, StreamRef
from tests.domain import cases
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    assignment,
    but,
    determination,
    filing,
    ordered,
    outcome_notice,
    pinned,
)
from tests.domain.world import World, actor, stream

_refused = cache(cases.refused)
_reviewed = cache(cases.reviewed)

OTHER = stream("grievance", "other")
BY_RECEIPT = Via(channel=Channel.WEB, auth=Auth.RECEIPT, handed_over_on=TODAY)
NAMELESS = Via(channel=Channel.WEB, auth=Auth.NONE, handed_over_on=TODAY)


def grievance(world: World, name: str = GRIEVANCE) -> GrievanceState:
    state = world.state(name)
    assert isinstance(state, GrievanceState)
    return state


def status(world: World) -> GrievanceStatus:
    return grievance(world).status


def transfer(to: str = "district", **more: object) -> GrievanceTransferred:
    return but(GrievanceTransferred(to=Code(to), reason=Code("other_competence")), **more)


def acceptance(office: str = "district") -> TransferAccepted:
    return TransferAccepted(office=Code(office))


def reclassification(
    from_: str, to: str, field: Reclassified = Reclassified.KIND, **more: object
) -> GrievanceReclassified:
    event = GrievanceReclassified(field=field, from_=Code(from_), to=Code(to), consent=Consent.NOT_NEEDED)
    return but(event, **more)


def joining(other: str, from_: str = "no", to: str = "yes") -> GrievanceReclassified:
    return reclassification(from_, to, Reclassified.JOINED, joined_with=StreamRef(other))


def done(*evidence: EntryRef, remedy: str = "r1", on: date = TODAY) -> RemedyReportedDone:
    return RemedyReportedDone(remedy=Local(remedy), done_on=on, evidence=evidence)


def confirmation(remedy: str = "r1", **more: object) -> RemedyConfirmed:
    return but(RemedyConfirmed(remedy=Local(remedy), via=BY_RECEIPT), **more)


def dispute(remedy: str = "r1", **more: object) -> RemedyDisputed:
    return but(RemedyDisputed(remedy=Local(remedy), ground=RemedyDispute.NOT_DONE, via=BY_RECEIPT), **more)


def withdrawal(
    pressure: Pressure = Pressure.NO, asked_by: str = "ines", **more: object
) -> GrievanceWithdrawn:
    event = GrievanceWithdrawn(via=BY_RECEIPT, asked_by=ActorRef(actor(asked_by)), pressure=pressure)
    return but(event, **more)


def contest(
    of: EntryRef, ground: ContestGround = ContestGround.NOT_REASONED, **more: object
) -> GrievanceContested:
    return but(GrievanceContested(of=of, ground=ground, via=BY_RECEIPT), **more)


def closing(ground: Closing) -> GrievanceClosed:
    return GrievanceClosed(ground=ground, open_rights=())


def request(help_: str = "at_the_desk", of: str = "complainant", number: int = 1) -> InformationRequested:
    return InformationRequested(
        request=Local(f"q{number}"),
        items=(Code("papers"),),
        of=Code(of),
        help=Code(help_),
        due=date(2026, 12, 7),
    )


def answer(number: int = 1) -> InformationSupplied:
    return InformationSupplied(
        kind=Supplied.STATEMENT, answers=Local(f"q{number}"), documents=(), via=BY_RECEIPT
    )


def attempt(channel: Channel) -> InformationSupplied:
    return InformationSupplied(
        kind=Supplied.CONTACT_ATTEMPT, documents=(), via=but(BY_RECEIPT, channel=channel)
    )


def court(of: EntryRef, result: CourtResult = CourtResult.PENDING, **more: object) -> CourtOutcomeRecorded:
    return but(CourtOutcomeRecorded(result=result, of=of, document=Digest("0" * 64)), **more)


def lapse(clock: str, start: EntryRef, *effects: LapseEffect) -> DeadlineLapsed:
    """A lapse as the clock states it: the fold looks at its name, its start and its effects."""
    rule = ClockRule(
        programme=EntryRef(stream("programme", "standard"), 1, "0" * 64),
        length=14,
        unit=ClockUnit.DAYS,
        roll=ClockRoll.PERSON,
    )
    return DeadlineLapsed(
        clock=Code(clock),
        start=start,
        rule=rule,
        calendar=CalendarUsed(id=Code("th_test"), version=1),
        raw=Moment("2026-12-06"),
        due=Moment("2026-12-07"),
        provisional=False,
        effects=effects,
    )


def lapses(world: World, clock: str, start: EntryRef, *effects: LapseEffect) -> EntryRef:
    """Record a lapse as it would stand: whether it is due is no question of the fold."""
    return world.record(world.statement(GRIEVANCE, lapse(clock, start, *effects), "cleo"))


def again(world: World) -> World:
    """The same log once more: states are never changed in place, so this costs nothing."""
    return World(world.now, list(world.log), dict(world.states), dict(world.heads))


def refused() -> tuple[World, EntryRef]:
    """As ``cases.refused``, made once."""
    world, refusal = _refused()
    return again(world), refusal


def appealed() -> tuple[World, EntryRef]:
    """As ``cases.appealed``."""
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal), "ines")
    return world, refusal


def reviewed() -> tuple[World, EntryRef]:
    """As ``cases.reviewed``, made once."""
    world, refusal = _reviewed()
    return again(world), refusal


def complained(kind: Kind = Kind.SERVICE_COMPLAINT, **more: object) -> tuple[World, EntryRef]:
    """A complaint about the refusal that olga signed with susi."""
    world, refusal = refused()
    world.say(GRIEVANCE, filing(pinned(world), refusal, kind=kind, **more), "ines")
    return world, refusal


def handled(kind: Kind = Kind.SERVICE_COMPLAINT) -> World:
    """The complaint is in hugo's hands, by sara of another line."""
    return again(_handled(kind))


@cache
def _handled(kind: Kind) -> World:
    world, _ = complained(kind)
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    return world


def told(world: World, of: EntryRef) -> EntryRef:
    handed = {"method": NoticeMethod.HAND, "rule": NoticeRule.N2, "received_on": TODAY}
    return world.say(GRIEVANCE, outcome_notice(of, **handed), "ines")


def denied(kind: Kind = Kind.SERVICE_COMPLAINT) -> tuple[World, EntryRef]:
    """Nothing was found for the person, and the person was told."""
    world, made = _denied(kind)
    return again(world), made


@cache
def _denied(kind: Kind) -> tuple[World, EntryRef]:
    world = handled(kind)
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    told(world, made)
    return world, made


def owed(*codes: Remedy) -> tuple[World, EntryRef]:
    """Remedies were ordered, of which the person was told; ``r1`` is the first."""
    world, made = _owed(codes or (Remedy.APOLOGY,))
    return again(world), made


@cache
def _owed(codes: tuple[Remedy, ...]) -> tuple[World, EntryRef]:
    world = handled()
    remedies = tuple(
        but(ordered(code)[0], id=Local(f"r{number}")) for number, code in enumerate(codes, start=1)
    )
    event = determination(Outcome.UPHELD, world.head(CLAIM), remedies=remedies, next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, event, "hugo")
    told(world, made)
    return world, made


def reported() -> tuple[World, EntryRef, EntryRef]:
    """The office says that it apologised: the determination, and the report."""
    world, made = owed()
    return world, made, world.say(GRIEVANCE, done(), "hugo")
