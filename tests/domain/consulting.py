"""Whole events of consultations, commitments, listings and audits, and the steps that lead to a state."""

from base64 import b64encode
from datetime import date, timedelta

from ledger.domain.audit.drawing import Part, frame_root
from ledger.domain.audit.events import (
    AuditDrawn,
    AuditFinding,
    AuditFindingReported,
    AuditFrameSealed,
    AuditPurpose,
    Beacon,
    SignedCheckpoint,
    Stratum,
)
from ledger.domain.casework.events import ClockRule, DeadlineLapsed
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.codes import Category, ClockRoll, ClockUnit, Role
from ledger.domain.commitment.events import CommitmentMade, CommitmentProgressed, CommitmentVerified
from ledger.domain.consultation.codes import Answer, Contribution, Progress, Stand, Trigger, Verified
from ledger.domain.consultation.events import (
    ConsultationOpened,
    ConsultationProposed,
    ContributionMade,
    GroupCount,
    Inclusion,
    MeetingHeld,
    OfficialResponseGiven,
    Phase,
    PositionTaken,
    RecommendationAdopted,
    Support,
)
from ledger.domain.consultation.state import ConsultationState
from ledger.domain.listing.events import ListPosted
from ledger.domain.types import Area, Base64, Code, Digest, EntryRef, Local, Moment, Note, StreamRef
from tests.domain.cases import TODAY, but
from tests.domain.world import ORIGIN, World, actor, hire, stream, working

CONSULTATION = stream("consultation")
COMMITMENT = stream("commitment")
LISTING = stream("listing")
AUDIT = stream("audit")
DISTRICT = Area("9401")
LAST = date(2026, 12, 22)
"""The last day of the last phase."""
CAST: tuple[tuple[str, Role, str], ...] = (
    ("fay", Role.FACILITATOR, "line-f"),
    ("kira", Role.CONVENER, "association"),
    ("pim", Role.PARTICIPANT, "village"),
    ("pong", Role.PARTICIPANT, "village"),
    ("prae", Role.PARTICIPANT, "village"),
    ("oskar", Role.OVERSIGHT, "line-u"),
)


def digest(name: str) -> Digest:
    return Digest((name.encode().hex() + "0" * 64)[:64])


PROPOSAL_TEXT, AMENDED = digest("bus"), digest("bus and van")


def day(number: int) -> str:
    """The morning of the day ``number`` days after the world began."""
    return f"{TODAY + timedelta(days=number)}T03:04:06.123Z"


def gathered() -> tuple[World, EntryRef]:
    """A working ledger with everybody whom a consultation needs, and the standard programme."""
    world, standard, _ = working()
    for name, role, line in CAST:
        hire(world, name, role, line)
    return world, standard


def proposal(**more: object) -> ConsultationProposed:
    event = ConsultationProposed(
        topic=Code("transport"),
        trigger=Trigger.OFFICIAL,
        evidence=(),
        backers=0,
        owner=actor("susi"),
    )
    return but(event, **more)


def phase(code: str, first: int, last: int) -> Phase:
    return Phase(code=Code(code), from_=TODAY + timedelta(days=first), to=TODAY + timedelta(days=last))


def group(code: str, minimum: int) -> Inclusion:
    return Inclusion(group=Code(code), minimum=minimum, outreach=Code("home_visit"))


def opening(**more: object) -> ConsultationOpened:
    event = ConsultationOpened(
        question=digest("question"),
        can_change=(Code("route"),),
        owner=actor("susi"),
        convener=actor("kira"),
        area=DISTRICT,
        phases=(phase("hear", 0, 14), phase("weigh", 16, 30)),
        inclusion=(group("women", 12), group("older", 1)),
        languages=(Code("th"), Code("mfa")),
        evidence=(),
    )
    return but(event, **more)


def contribution(text: Digest = PROPOSAL_TEXT, **more: object) -> ContributionMade:
    return but(ContributionMade(kind=Contribution.PROPOSAL, text=text, capacity=Code("resident")), **more)


def position(token: str, stand: Stand = Stand.AGREE, **more: object) -> PositionTaken:
    return but(PositionTaken(on=PROPOSAL_TEXT, position=stand, participant=Local(token)), **more)


def meeting(**more: object) -> MeetingHeld:
    event = MeetingHeld(
        held_on=TODAY,
        area=DISTRICT,
        agenda=digest("agenda"),
        minutes=digest("minutes"),
        counts=(GroupCount(group=Code("women"), n=23), GroupCount(group=Code("older"))),
        officials=(actor("susi"),),
        dissent=False,
    )
    return but(event, **more)


def support(agree: int = 0, disagree: int = 0, pass_: int = 0) -> Support:
    return Support(agree=agree, disagree=disagree, pass_=pass_)


def recommendation(counted: Support, **more: object) -> RecommendationAdopted:
    event = RecommendationAdopted(
        id=Local("r1"), text=PROPOSAL_TEXT, support=counted, addressed_to=actor("susi")
    )
    return but(event, **more)


def answer(answer: Answer = Answer.ACCEPT, **more: object) -> OfficialResponseGiven:
    event = OfficialResponseGiven(
        to=Local("r1"),
        answer=answer,
        reasons=digest("reasons"),
        commitments=(COMMITMENT,) if answer in (Answer.ACCEPT, Answer.PARTLY) else (),
        published_on=TODAY,
    )
    return but(event, **more)


def decline(**more: object) -> OfficialResponseGiven:
    return but(answer(Answer.REJECT, to=Local("proposal")), **more)


def promise(source: EntryRef, **more: object) -> CommitmentMade:
    event = CommitmentMade(
        source=source,
        owner=actor("susi"),
        office=Code("city"),
        measure=Code("bus_line"),
        text=digest("a bus on market days"),
        due=TODAY + timedelta(days=60),
    )
    return but(event, **more)


def progress(status: Progress = Progress.DONE, **more: object) -> CommitmentProgressed:
    return but(CommitmentProgressed(status=status, evidence=()), **more)


def verification(
    finding: Verified = Verified.MET, by: Role = Role.PARTICIPANT, **more: object
) -> CommitmentVerified:
    return but(CommitmentVerified(finding=finding, verified_as=Code(by.value), evidence=()), **more)


def lapse(clock: str, start: EntryRef, standard: EntryRef, *effects: LapseEffect) -> DeadlineLapsed:
    """What the clock signs when a period ran out. The dates are no matter of the fold."""
    return DeadlineLapsed(
        clock=Code(clock),
        start=start,
        rule=ClockRule(programme=standard, length=30, unit=ClockUnit.DAYS, roll=ClockRoll.NONE),
        raw=Moment("2026-12-22"),
        due=Moment("2026-12-22"),
        provisional=False,
        effects=effects,
    )


def run_out(world: World, clock: str, start: EntryRef, standard: EntryRef, *effects: LapseEffect) -> EntryRef:
    """Record the lapse of a clock, as the clock would, without judging it."""
    return world.record(world.statement(start.stream, lapse(clock, start, standard, *effects), "cleo"))


def posting(standard: EntryRef, **more: object) -> ListPosted:
    event = ListPosted(
        programme=standard,
        round=1,
        area=DISTRICT,
        place=Code("town_hall"),
        from_=TODAY,
        to=TODAY + timedelta(days=15),
        root=digest("rows"),
        size=120,
    )
    return but(event, **more)


def asked() -> tuple[World, EntryRef]:
    """A consultation is proposed to susi."""
    world, standard = gathered()
    world.say(CONSULTATION, proposal(), "fay")
    return world, standard


def opened() -> tuple[World, EntryRef]:
    """The consultation is open, and a proposal is on file."""
    world, standard = asked()
    world.say(CONSULTATION, opening(), "susi", "kira")
    world.say(CONSULTATION, contribution(), "pim")
    return world, standard


def recommended() -> tuple[World, EntryRef, EntryRef]:
    """A recommendation with two for it and one against; the entry that adopted it comes last."""
    world, standard = opened()
    world.say(CONSULTATION, position("p1"), "pim")
    world.say(CONSULTATION, position("p2"), "pong")
    world.say(CONSULTATION, position("p3", Stand.DISAGREE), "prae")
    adopted = world.say(
        CONSULTATION, recommendation(support(2, 1), minority=digest("minority")), "fay", "pim"
    )
    return world, standard, adopted


def promised() -> tuple[World, EntryRef, EntryRef]:
    """The recommendation is accepted, and susi has promised; the entry of the promise comes last."""
    world, standard, _ = recommended()
    accepted = world.say(CONSULTATION, answer(), "susi")
    return world, standard, world.say(COMMITMENT, promise(accepted), "susi")


def consultation(world: World) -> ConsultationState:
    state = world.state(CONSULTATION)
    assert isinstance(state, ConsultationState)
    return state


def hire_volunteers(world: World, count: int) -> tuple[str, ...]:
    """Volunteers beside ada (social) and bela (health)."""
    names = tuple(f"volunteer {number}" for number in range(count))
    for name in names:
        hire(world, name, Role.ATTESTER, "village", category=Category.VOLUNTEER_HEALTH)
    return names


ROUND = 34_200_000
"""A round of the fast network: 23 November 2026, 03:09:24 UTC, a day after the world began."""
CASES = tuple(StreamRef(f"claim/00000000-0000-4000-8000-{number:012}") for number in range(1, 41))


def parts(cases: tuple[str, ...] = CASES) -> tuple[Part, ...]:
    return (Part("poor", 1, 2, tuple(cases[:20])), Part("other", 1, 4, tuple(cases[20:])))


def frame(**more: object) -> AuditFrameSealed:
    held = parts()
    event = AuditFrameSealed(
        purpose=AuditPurpose.DECISION,
        strata=tuple(Stratum(name=Code(part.name), num=part.num, den=part.den) for part in held),
        frame=Digest(frame_root(held)),
        sizes=tuple(len(part.cases) for part in held),
        beacon=Beacon(source=Code("drand-quicknet"), round=ROUND),
    )
    return but(event, **more)


ROOT = Base64(b64encode(b"\x33" * 32).decode())


def cosigned(size: int, *times: int, origin: str = ORIGIN, root: str = ROOT) -> SignedCheckpoint:
    """A checkpoint signed by the log, and by a witness at each of ``times`` (seconds since 1970)."""
    log = f"— {origin} {b64encode(bytes(68)).decode()}\n"
    blobs = [b64encode(bytes(4) + time.to_bytes(8, "big") + bytes(64)).decode() for time in times]
    witnesses = [f"— witness.example.org/{number} {blob}\n" for number, blob in enumerate(blobs)]
    return SignedCheckpoint(
        size=size, root=Base64(root), note=Note(f"{origin}\n{size}\n{root}\n\n{log}{''.join(witnesses)}")
    )


def drawing(checkpoint: SignedCheckpoint, drawn: int = 1, **more: object) -> AuditDrawn:
    return but(AuditDrawn(checkpoint=checkpoint, beacon=Digest("11" * 32), drawn=drawn), **more)


def visit(case: str, finding: AuditFinding = AuditFinding.RIGHT, **more: object) -> AuditFindingReported:
    return but(AuditFindingReported(case=StreamRef(case), finding=finding, attestations=()), **more)
