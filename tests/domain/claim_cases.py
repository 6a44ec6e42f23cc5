"""Events of claims beside applications, attestations and decisions, and the steps that lead to a state."""

from datetime import date

from ledger.domain.casework.events import (
    ActReviewed,
    CalendarUsed,
    ClockRule,
    DeadlineLapsed,
    InformationRequested,
    InformationSupplied,
)
from ledger.domain.casework_codes import ActRuling, ConflictGround, LapseEffect, Pressure, Supplied
from ledger.domain.claim.events import (
    AttestationDisputed,
    AttestationRequested,
    AttestationWithdrawn,
    BenefitExecuted,
    ClaimWithdrawn,
    Period,
)
from ledger.domain.claim.flags import flags
from ledger.domain.claim.kinship import Circle
from ledger.domain.claim.state import ClaimState
from ledger.domain.codes import AskedBy, ClockRoll, ClockUnit, DisputeGround, Result, Role
from ledger.domain.dates import civil
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.types import Asked, Code, EntryRef, Event, Local, Moment, Money, Place
from tests.domain.cases import CLAIM, TODAY, attested, but, decision, found, notice, via
from tests.domain.world import REGISTRY, START, World, actor, hire

NEXT_WEEK = date(2026, 11, 29)
DECEMBER = Period(from_=date(2026, 12, 1), to=date(2026, 12, 31))
JANUARY = Period(from_=date(2027, 1, 1), to=date(2027, 1, 31))
WINTER = Period(from_=DECEMBER.from_, to=JANUARY.to)


def claim(world: World, stream: str = CLAIM) -> ClaimState:
    state = world.state(stream)
    assert isinstance(state, ClaimState)
    return state


def opening(world: World) -> EntryRef:
    """The entry of the application."""
    application = claim(world).application
    assert application is not None
    return EntryRef(CLAIM, *application)


def baht(amount: int) -> Money:
    return Money(minor=amount * 100, currency="THB")


def request(of: str, local: str = "r1", **more: object) -> AttestationRequested:
    """``of`` is a name, or the code of a pool."""
    event = AttestationRequested(
        request=Local(local),
        facts=(Code("f1"),),
        of=Asked(of if of.startswith("volunteer") else actor(of)),
        outside=False,
        asked_by=AskedBy.OFFICER,
        due=NEXT_WEEK,
    )
    return but(event, **more)


def withdrawal(of: EntryRef, **more: object) -> AttestationWithdrawn:
    return but(AttestationWithdrawn(attestation=of, reason=Code("mistaken")), **more)


def dispute(of: EntryRef, ground: DisputeGround = DisputeGround.FALSE, **more: object) -> AttestationDisputed:
    return but(AttestationDisputed(attestation=of, ground=ground), **more)


def review(of: EntryRef, ruling: ActRuling) -> ActReviewed:
    return ActReviewed(act=of, ground=Code("false"), ruling=ruling, affects=())


def visit(**more: object) -> InformationSupplied:
    return but(InformationSupplied(kind=Supplied.VISIT, documents=()), **more)


def question() -> InformationRequested:
    return InformationRequested(
        request=Local("q1"),
        items=(Code("income"),),
        of=Code("applicant"),
        help=Code("phone"),
        due=NEXT_WEEK,
    )


def payment(of: EntryRef, amount: int = 600, **more: object) -> BenefitExecuted:
    event = BenefitExecuted(decision=of, amount=baht(amount), paid_on=TODAY, period=DECEMBER)
    return but(event, **more)


def taking_back(**more: object) -> ClaimWithdrawn:
    return but(ClaimWithdrawn(via=via(), asked_by=actor("alma"), pressure=Pressure.NO), **more)


def lapse(of: EntryRef, programme: EntryRef, *effects: LapseEffect, clock: str = "any") -> DeadlineLapsed:
    return DeadlineLapsed(
        clock=Code(clock),
        start=of,
        rule=ClockRule(programme=programme, length=7, unit=ClockUnit.DAYS, roll=ClockRoll.PERSON),
        calendar=CalendarUsed(id=Code("th"), version=1),
        raw=Moment("2026-11-29"),
        due=Moment("2026-11-30"),
        provisional=False,
        effects=effects,
    )


def folded(world: World, says: Event, *names: str, stream: str = CLAIM) -> EntryRef:
    """Record what the fold must understand, whoever may sign it."""
    return world.record(world.statement(stream, says, *names))


def declare(world: World, name: str, about: str, ground: ConflictGround, **more: object) -> None:
    """``about`` is a stream or an actor."""
    event = InterestDeclared(actor=actor(name), about=Place(about), ground=ground, from_=START)
    world.say(REGISTRY, but(event, **more), name)


def flags_of(world: World, stream: str = CLAIM, day: date | None = None) -> frozenset[str]:
    state = claim(world, stream)
    assert state.programme is not None
    published = world.state(state.programme.stream).published(state.programme)
    assert published is not None
    circle = Circle(world.registry, stream, civil(world.now) if day is None else day)
    return flags(state, published, circle)


def granted(**more: object) -> tuple[World, EntryRef, EntryRef, EntryRef]:
    """A claim that was granted to two attesters' word, and the person was told. ``pia`` pays."""
    world, first, second = attested()
    hire(world, "pia", Role.PAYER, "line-p")
    made = world.say(CLAIM, decision(Result.GRANT, found(first, second), **more), "olga")
    world.say(CLAIM, notice(made), "ines")
    return world, first, second, made
