"""A world in the year of the calendar ``th-test``, and acts on given days that no rule judges."""

from datetime import date
from functools import cache

from ledger.domain.casework.events import DeadlineLapsed
from ledger.domain.casework_codes import Kind, Outcome
from ledger.domain.claim.events import DecisionNotified
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import NoticeMethod, NoticeRule, OrderMaker, Result, Role
from ledger.domain.grievance.events import GrievanceFiled, OutcomeNotified
from ledger.domain.lapsing import DueAct, clocks, lapses_due
from ledger.domain.parts import AppealBlock, CourtBlock, Via
from ledger.domain.programme.events import ClockRow, Reviewed
from ledger.domain.types import Code, EntryRef, Event
from tests.domain.calendars import th_test
from tests.domain.cases import (
    CLAIM,
    GRIEVANCE,
    application,
    but,
    decision,
    determination,
    filing,
    found,
    notice,
    outcome_notice,
    report,
    via,
)
from tests.domain.world import (
    QUORUM,
    REGISTRY,
    ROOTS,
    STANDARD,
    ZERO,
    World,
    actor,
    founding,
    hire,
    office,
    rules,
)
from tests.domain.world import stream as stream_of

CALENDAR = stream_of("programme", "calendar")
LETTER = {"method": NoticeMethod.REGISTERED_POST, "rule": NoticeRule.N5}
BY_HAND = {"method": NoticeMethod.HAND, "rule": NoticeRule.N2}
APPEAL = AppealBlock(office=Code("city"), how=Code("in_writing"), days=15)
COURT = CourtBlock(court=Code("administrative_court"), days=90)
PEOPLE = (
    ("ines", Role.INTAKE, "line-i"),
    ("olga", Role.OFFICER, "line-a"),
    ("susi", Role.SUPERVISOR, "line-b"),
    ("hugo", Role.HANDLER, "line-a"),
    ("rolf", Role.REVIEWER, "line-a"),
    ("paul", Role.APPELLATE, "line-c"),
    ("vera", Role.OVERSIGHT, "line-o"),
    ("cleo", Role.CLOCK, "line-k"),
)


def day(text: str) -> date:
    """A day of 2026 as ``04-15``, or any other in full."""
    return date.fromisoformat(text if len(text) == 10 else f"2026-{text}")


def at(text: str, hour: str = "03:00:00.000") -> str:
    """The instant on that day, ten in the morning in Bangkok."""
    return f"{day(text).isoformat()}T{hour}Z"


@cache
def _year() -> World:
    world = World(now=at("01-05"))
    world.say(REGISTRY, founding(), ROOTS[0], keys=ROOTS)
    for name in ("city", "district"):
        world.say(REGISTRY, office(name), *QUORUM)
    for name, role, line in PEOPLE:
        hire(world, name, role, line, from_=date(2026, 1, 1), to=date(2026, 12, 31))
    world.record(world.statement(CALENDAR, th_test(), "susi"))
    return world


def year(*rows: ClockRow, reviewed: bool = False, **more: object) -> tuple[World, EntryRef]:
    """People with mandates for 2026, the calendar, and a programme with these rows; and its entry."""
    base = _year()
    world = World(base.now, list(base.log), dict(base.states), dict(base.heads))
    review = Reviewed(by=actor("vera"), instrument=ZERO) if reviewed else None
    members = {"from_": date(2026, 1, 1), "clocks": rows, "calendar": CALENDAR, "reviewed": review}
    published = but(rules(), **(members | more))
    return world, world.record(world.statement(STANDARD, published, "susi", "vera"))


def on(world: World, when: str, stream: str, says: Event, *names: str) -> EntryRef:
    """Record on a day, without judging."""
    world.now = when if "T" in when else at(when)
    return world.record(world.statement(stream, says, *(names or ("ines",))))


def judged(world: World, when: str, stream: str, says: Event, *names: str) -> EntryRef:
    """Submit on a day, judged by every rule."""
    world.now = when if "T" in when else at(when)
    return world.say(stream, says, *names)


def handed(when: str) -> Via:
    return but(via(), handed_over_on=day(when))


def received(world: World, programme: EntryRef, when: str = "02-02", **more: object) -> EntryRef:
    """An application."""
    members = {"received_on": day(when), "via": handed(when)} | more
    return on(world, when, CLAIM, application(programme, **members))


def refused(
    world: World, when: str = "03-24", maker: OrderMaker = OrderMaker.OFFICIAL, **more: object
) -> EntryRef:
    """A refusal of the application."""
    entry = EntryRef(CLAIM, 1, world.history(CLAIM)[0].leaf)
    return on(
        world, when, CLAIM, decision(Result.REFUSE, found(entry), order_maker=maker, **more), "olga", "susi"
    )


def letter(of: EntryRef, sent: str, proven: str | None = None, **more: object) -> DecisionNotified:
    """A registered letter about a decision."""
    arrived = None if proven is None else day(proven)
    return notice(of, sent_on=day(sent), received_on=arrived, **more)


def notified(world: World, of: EntryRef, sent: str, proven: str | None = None, **more: object) -> EntryRef:
    return on(world, proven or sent, CLAIM, letter(of, sent, proven, **more), "olga")


def appeal(programme: EntryRef, *contests: EntryRef, handed_over: str, **more: object) -> GrievanceFiled:
    members = {"received_on": day(handed_over), "via": handed(handed_over)} | more
    return filing(programme, *contests, **members)


def filed(world: World, when: str, says: GrievanceFiled, stream: str = GRIEVANCE) -> EntryRef:
    return on(world, when, stream, says)


def complaint(
    programme: EntryRef, handed_over: str, kind: Kind = Kind.SERVICE_COMPLAINT, **more: object
) -> GrievanceFiled:
    return appeal(programme, handed_over=handed_over, kind=kind, **more)


def determined(world: World, when: str, outcome: Outcome = Outcome.NOT_UPHELD, **more: object) -> EntryRef:
    return on(world, when, GRIEVANCE, determination(outcome, None, **more), "rolf", "susi")


def outcome_letter(of: EntryRef, sent: str, proven: str | None = None, **more: object) -> OutcomeNotified:
    arrived = None if proven is None else day(proven)
    return outcome_notice(of, sent_on=day(sent), received_on=arrived, **more)


def answered(world: World, of: EntryRef, sent: str, proven: str | None = None, **more: object) -> EntryRef:
    return on(world, proven or sent, GRIEVANCE, outcome_letter(of, sent, proven, **more), "rolf")


def reported(world: World, when: str) -> EntryRef:
    return on(world, when, GRIEVANCE, report(), "rolf")


def refusal_notified() -> tuple[World, EntryRef, EntryRef]:
    """The chain of the law: refused on 24 March, posted on 8 April, deemed received on 15 April."""
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    notified(world, refusal, "04-08")
    return world, programme, refusal


def refused_by_card(when: str, **more: object) -> tuple[World, EntryRef, EntryRef]:
    """Refused on 24 March, posted on the 28th; the signed card proves the day of receipt."""
    world, programme = year()
    received(world, programme)
    refusal = refused(world)
    notified(world, refusal, "03-28", when, **more)
    return world, programme, refusal


def appealed(when: str = "04-30") -> tuple[World, EntryRef, EntryRef]:
    """The refusal is appealed against."""
    world, programme, refusal = refusal_notified()
    filed(world, when, appeal(programme, refusal, handed_over=when))
    return world, programme, refusal


def complained(
    when: str = "06-01", kind: Kind = Kind.SERVICE_COMPLAINT, **more: object
) -> tuple[World, EntryRef]:
    """A complaint that contests nothing, and its entry."""
    world, programme = year()
    return world, filed(world, when, complaint(programme, when, kind, **more))


def named(world: World, name: str, stream: str = GRIEVANCE, now: str | None = None) -> list[Clock]:
    """Every clock of that name in a stream."""
    if now is not None:
        world.now = now if "T" in now else at(now)
    return [clock for clock in clocks(world, stream) if clock.name == name]


def the(world: World, name: str, stream: str = GRIEVANCE, now: str | None = None) -> Clock:
    """The only clock of that name."""
    (clock,) = named(world, name, stream, now)
    return clock


def due_names(world: World, when: str, stream: str = GRIEVANCE) -> list[str]:
    """What the clock has to record on a day."""
    world.now = at(when)
    return [act.item for act in lapses_due(world, stream, world.now)]


def tick(world: World, when: str, *streams: str) -> list[DueAct]:
    """Record on a day all that is due, judged, as the clock does."""
    world.now = at(when)
    done = []
    for stream in streams or (CLAIM, GRIEVANCE):
        while acts := lapses_due(world, stream, world.now):
            world.say(stream, acts[0].says, "cleo")
            done.append(acts[0])
    return done


def lapsed(acts: list[DueAct], name: str) -> DeadlineLapsed:
    """The only lapse of that clock among what was recorded."""
    (says,) = (act.says for act in acts if act.item == name)
    assert isinstance(says, DeadlineLapsed)
    return says


def claim_status(world: World) -> ClaimStatus:
    state = world.state(CLAIM)
    assert isinstance(state, ClaimState)
    return state.status


def row(clock: str, class_: object, period: tuple[int, object, object], **more: object) -> ClockRow:
    length, unit, roll = period
    members = {"active": True} | more
    return ClockRow(clock=Code(clock), class_=class_, length=length, unit=unit, roll=roll, **members)  # type: ignore[arg-type]
