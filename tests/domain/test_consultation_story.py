"""Two lived cases: grievances that became a promise which was broken, and a visit that nobody picked."""

from datetime import timedelta

from ledger.domain import lapsing
from ledger.domain.audit.drawing import Draw, Part, frame_root, sample, seed
from ledger.domain.audit.events import AuditFinding, Compared, Concordance
from ledger.domain.audit.state import AuditState, AuditStatus
from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.codes import Channel, Stance
from ledger.domain.consultation.codes import Answer, Contribution, Progress, Stand, Trigger, Verified
from ledger.domain.consultation.kept import ConsultationStatus
from ledger.domain.consultation.record import record
from ledger.domain.types import Code, Digest, EntryRef, StreamRef
from tests.domain.cases import TODAY, application, attestation, but, filing, via
from tests.domain.consulting import (
    AMENDED,
    AUDIT,
    COMMITMENT,
    CONSULTATION,
    ROOT,
    answer,
    consultation,
    contribution,
    cosigned,
    day,
    digest,
    drawing,
    frame,
    gathered,
    hire_volunteers,
    meeting,
    opening,
    phase,
    position,
    progress,
    promise,
    proposal,
    recommendation,
    support,
    verification,
    visit,
)
from tests.domain.world import ORIGIN, World, actor, stream


def tick(world: World, *streams: str) -> list[str]:
    """Let the clock record everything that is due, and return the names of what lapsed."""
    names = []
    for name in streams:
        for act in lapsing.lapses_due(world, name, world.now):
            world.say(name, act.says, "cleo")
            names.append(getattr(act.says, "clock", "closed"))
    return names


def test_three_grievances_and_a_petition_become_a_promise_that_is_broken() -> None:
    world, standard = gathered()
    cases = tuple(stream("grievance", name) for name in ("bus", "form", "queue"))
    for case in cases:
        world.say(case, filing(standard, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,)), "ines")
    volunteers = ("ada", "bela", *hire_volunteers(world, 3))
    petition = proposal(
        trigger=Trigger.PETITION,
        evidence=cases,
        backers=7,
        via=but(via(), channel=Channel.VOLUNTEER),
    )

    # Three cases are no pattern, and seven names no petition; five volunteers who sign are.
    world.refuses(
        "pattern_missing",
        CONSULTATION,
        but(petition, trigger=Trigger.CASES, topic=Code(Ground.DELAY), via=None),
        "cleo",
    )
    world.refuses("petition_small", CONSULTATION, petition, "ines")
    world.say(CONSULTATION, petition, "ines", *volunteers)
    assert all(world.referring(case) == [CONSULTATION] for case in cases)

    # The owner says nothing for 15 working days. Oversight opens it in her name.
    world.now = day(20)
    assert tick(world, CONSULTATION) == ["consult_open"]
    asks = opening(phases=(phase("hear", 20, 40),), evidence=cases)
    world.say(CONSULTATION, asks, "vera", "kira")
    assert consultation(world).owner == actor("susi")

    # People speak; a text that is amended starts at zero.
    world.say(CONSULTATION, contribution(), "pim")
    for token, name in (("p1", "pim"), ("p2", "pong")):
        world.say(CONSULTATION, position(token), name)
    amended = contribution(AMENDED, kind=Contribution.AMENDMENT, on=digest("bus"))
    world.say(CONSULTATION, amended, "prae")
    for token, name, stand in (("p1", "pim", Stand.AGREE), ("p3", "prae", Stand.DISAGREE)):
        world.say(CONSULTATION, position(token, stand, on=AMENDED), name)
    world.say(CONSULTATION, meeting(held_on=TODAY + timedelta(days=20)), "fay", "pim", "ada")
    says = recommendation(support(1, 1), text=AMENDED, minority=digest("the van is too small"))
    world.refuses("support_mismatch", CONSULTATION, but(says, support=support(2, 1)), "fay", "pong")
    world.say(CONSULTATION, says, "fay", "pong")

    # She puts the answer off, lets that day pass too, and then accepts.
    world.now = day(30)
    later = answer(Answer.DEFER, until=TODAY + timedelta(days=50), published_on=TODAY + timedelta(days=30))
    world.say(CONSULTATION, later, "susi")
    world.now = day(51)
    assert tick(world, CONSULTATION) == ["deferred_answer"]
    yes = answer(published_on=TODAY + timedelta(days=51))
    accepted = world.say(CONSULTATION, yes, "susi")
    assert consultation(world).status is ConsultationStatus.ANSWERED

    # The promise: reported done on the last day, not confirmed by those who wait for the bus.
    world.say(COMMITMENT, promise(accepted, due=TODAY + timedelta(days=80)), "susi")
    world.now = day(80)
    world.say(COMMITMENT, progress(Progress.DONE, evidence=(digest("photo"),)), "susi")
    world.refuses("participants_missing", COMMITMENT, verification(Verified.NOT_MET), "pim")
    world.now = day(90)
    world.say(COMMITMENT, verification(Verified.NOT_MET), "pim", "pong")

    # Asked, said, answered, done: nobody wrote it, everybody reads the same.
    shown = record(consultation(world), {COMMITMENT: world.state(COMMITMENT).promise()})
    (item,) = shown.answered
    (done,) = item.done
    assert [reply.answer for reply in item.replies] == [Answer.DEFER, Answer.ACCEPT]
    assert item.lapses == ("deferred_answer",)
    assert done.promise is not None
    assert (done.promise.status, done.promise.finding) == ("open", Verified.NOT_MET)
    assert done.promise.flags == {"broken"}
    assert [group.met for group in shown.heard] == [True, True]
    assert shown.asked is not None
    assert shown.asked.evidence == 3


def test_an_audit_visit_to_a_case_that_nobody_picked() -> None:
    world, standard = gathered()
    cases = tuple(StreamRef(f"claim/00000000-0000-4000-8000-{number:012}") for number in range(1, 31))
    attested: dict[str, EntryRef] = {}
    for case in cases:
        world.say(case, application(standard), "ines")
        attested[case] = world.say(case, attestation(stance=Stance.CONTRADICTS), "ada")
    parts = (Part("poor", 1, 5, cases[:20]), Part("other", 1, 2, cases[20:]))

    # The frame is sealed; only then does a checkpoint appear, and only then the beacon.
    sealed = frame(frame=Digest(frame_root(parts)), sizes=(20, 10))
    sealed = but(
        sealed,
        strata=tuple(
            but(item, num=part.num, den=part.den) for item, part in zip(sealed.strata, parts, strict=True)
        ),
    )
    entry = world.say(AUDIT, sealed, "vera")
    checkpoint = cosigned(world.size, 1795403000)
    world.now = day(2)
    value = "11" * 32
    draw = Draw(
        ORIGIN, checkpoint.size, "33" * 32, sealed.frame, sealed.beacon.source, sealed.beacon.round, value
    )
    drawn = sample(seed(draw), parts)
    world.say(AUDIT, drawing(checkpoint, len(drawn)), "cleo")
    assert entry.version == 1
    assert checkpoint.root == ROOT
    assert 0 < len(drawn) < len(cases)

    # Whoever has the frame comes to the same sample; each case of it gets one visit, and no other does.
    for case in cases:
        beside = (Compared(entry=attested[case], concordant=Concordance.DISCORDANT),)
        says = visit(case, AuditFinding.WRONG, attestations=beside)
        if case in drawn:
            world.say(AUDIT, says, "oskar")
            world.refuses("audit_state" if case == drawn[-1] else "finding_known", AUDIT, says, "vera")
    state = world.state(AUDIT)
    assert isinstance(state, AuditState)
    assert state.status is AuditStatus.REPORTED
    assert [item.case for item in state.visits] == list(drawn)
