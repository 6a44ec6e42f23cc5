"""Two stories: the official who closes without a remedy, and the report without a name."""

from ledger.domain.casework.events import IdentityUnsealed
from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    Consent,
    ContestGround,
    Ground,
    Kind,
    Outcome,
    Pressure,
    Remedy,
    RemedyDispute,
    Urgency,
)
from ledger.domain.codes import Auth, Channel, GroundFinding, NoticeMethod, NoticeRule, Result, Role
from ledger.domain.grievance.anonymity import identifying_subjects
from ledger.domain.grievance.events import FoundOnGround, GrievanceClosed, OutcomeNotified
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.grievance.watch import flags, reprisals
from ledger.domain.next_steps import next_steps
from ledger.domain.parts import Via
from ledger.domain.types import Code, EntryRef, Instant, Local, StreamRef
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    but,
    determination,
    filing,
    ordered,
    outcome_notice,
    pinned,
    revision,
)
from tests.domain.clockwork import at, day, tick
from tests.domain.complaints import (
    attempt,
    closing,
    confirmation,
    contest,
    dispute,
    done,
    grievance,
    reclassification,
    refused,
    request,
    status,
    withdrawal,
)
from tests.domain.world import World, actor, hire


def by_receipt(when: str) -> Via:
    return Via(channel=Channel.WEB, auth=Auth.RECEIPT, handed_over_on=day(when))


def told_by_hand(of: EntryRef, when: str) -> OutcomeNotified:
    return outcome_notice(
        of, method=NoticeMethod.HAND, rule=NoticeRule.N2, sent_on=day(when), received_on=day(when)
    )


def on(world: World, when: str) -> World:
    world.now = at(when)
    return world


def test_the_official_who_closes_without_a_remedy_and_the_citizen_who_contests() -> None:
    world, refusal = refused()
    for name, role, line in (
        ("hans", Role.HANDLER, "line-h"),
        ("selma", Role.SUPERVISOR, "line-s"),
        ("iris", Role.INTAKE, "line-a"),
    ):
        hire(world, name, role, line)
    complaint = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DISCOURTESY,))
    world.say(GRIEVANCE, complaint, "ines")

    # The line complained about may acknowledge, but does not keep the matter to itself.
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    world.refuses("coi_line_alone", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sven")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")

    # Hugo finds nothing. He cannot do so alone, nor close anything.
    nothing = determination(
        Outcome.NOT_UPHELD,
        world.head(CLAIM),
        findings=(FoundOnGround(ground=Ground.DISCOURTESY, finding=GroundFinding.NOT_SUSTAINED),),
        next_remedy=ANSWERED,
    )
    world.refuses("approvals_pending", GRIEVANCE, nothing, "hugo")
    world.refuses("coi_same_line", GRIEVANCE, nothing, "hugo", "sven")
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    for ground in Closing:
        world.refuses("authority_missing", GRIEVANCE, closing(ground), "hugo")
        world.refuses("closing_not_due", GRIEVANCE, closing(ground), "cleo")
    world.say(GRIEVANCE, told_by_hand(made, "11-22"), "ines")

    # The citizen does not accept it, and says so through an intake that is not Hugo's.
    on(world, "12-10")
    word = by_receipt("12-10")
    world.refuses("coi_line_complained_about", GRIEVANCE, contest(made, via=word), "iris")
    world.say(GRIEVANCE, contest(made, ContestGround.WRONG_FACTS, via=word), "ines")
    world.refuses("coi_prior_decider", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "selma")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "selma")

    # Hans orders an apology; the office reports it; the citizen says that none came.
    on(world, "12-15")
    upheld = but(
        nothing,
        outcome=Outcome.UPHELD,
        findings=(FoundOnGround(ground=Ground.DISCOURTESY, finding=GroundFinding.SUSTAINED),),
        remedies=ordered(Remedy.APOLOGY),
    )
    second = world.say(GRIEVANCE, upheld, "hans")
    world.say(GRIEVANCE, told_by_hand(second, "12-15"), "ines")
    world.say(GRIEVANCE, done(on=day("12-15")), "hugo")
    assert not grievance(world).confirmed
    on(world, "12-18")
    unhappy = dispute(ground=RemedyDispute.NOT_DONE, via=by_receipt("12-18"))
    world.refuses("coi_line_complained_about", GRIEVANCE, unhappy, "iris")
    world.say(GRIEVANCE, unhappy, "ines")
    assert status(world) is GrievanceStatus.REMEDY_DUE

    # Done again, and this time confirmed. The clock closes, and only now.
    world.say(GRIEVANCE, done(on=day("12-18")), "hugo")
    world.refuses("contested_before", GRIEVANCE, contest(second, via=by_receipt("12-18")), "ines")
    on(world, "12-20")
    world.say(GRIEVANCE, confirmation(stars=2, via=by_receipt("12-20")), "ines")
    closed = [act.says for act in tick(world, "12-21", GRIEVANCE) if isinstance(act.says, GrievanceClosed)]
    assert [says.ground for says in closed] == [Closing.CONFIRMED]
    assert status(world) is GrievanceStatus.CLOSED


def test_the_report_without_a_name() -> None:
    world, _ = refused()
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "dan", Role.CUSTODIAN, "line-u")
    nameless = Via(channel=Channel.WEB, auth=Auth.NONE, handed_over_on=day("11-22"))
    report = filing(
        pinned(world),
        kind=Kind.INTEGRITY_ALLEGATION,
        grounds=(Ground.BRIBERY,),
        about=(StreamRef(actor("otto")),),
        anonymity=Anonymity.ANONYMOUS,
        urgency=Urgency.NORMAL,
        via=nameless,
    )

    # Nothing in the stream may tell who it is: neither how they came, nor a key, nor a sealed name.
    seen_at_the_desk = but(report, via=but(nameless, auth=Auth.IN_PERSON))
    world.refuses("anonymous_identified", GRIEVANCE, seen_at_the_desk, "ines")
    world.refuses("anonymous_identified", GRIEVANCE, but(report, via=None), "ada")
    sealed = ("complainant/text", "named-1/name", "complainant/contact")
    assert identifying_subjects(world.state(GRIEVANCE), report, sealed) == ("complainant/contact",)
    world.say(GRIEVANCE, report, "ines")
    assert grievance(world).urgency is Urgency.URGENT
    assert flags(grievance(world), GRIEVANCE, world) == {
        "anonymous",
        "urgent",
        "sensitive",
        "retaliation_watch",
    }

    # There is no name to unseal, and it is not made less without the person or oversight.
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    unsealing = IdentityUnsealed(
        subject=Local("complainant"),
        fields=(Code("name"),),
        purpose=Code("investigation"),
        until=Instant("2026-12-22T00:00:00Z"),
    )
    world.refuses("nothing_sealed", GRIEVANCE, unsealing, "dan", "vera")
    less = reclassification("integrity_allegation", "suggestion")
    world.refuses("consent_missing", GRIEVANCE, less, "hugo")
    world.refuses("approvals_pending", GRIEVANCE, but(less, consent=Consent.COMPLAINANT), "hugo")

    # Otto's own line handles nothing of it.
    world.refuses("coi_line_complained_about", GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    world.say(GRIEVANCE, request(), "hans")

    # Somebody presses the person to take it back: it stays open, and oversight sees why.
    on(world, "11-25")
    back = withdrawal(Pressure.YES, via=by_receipt("11-25"))
    world.say(GRIEVANCE, back, "ines")
    assert status(world) is GrievanceStatus.UNDER_REVIEW
    assert {"pressure", "audit"} <= grievance(world).flags

    # Heard, told by public posting, contacted by the receipt alone, and closed by nobody but the clock.
    on(world, "11-30")
    found = determination(
        Outcome.UPHELD,
        None,
        findings=(FoundOnGround(ground=Ground.BRIBERY, finding=GroundFinding.SUSTAINED),),
        remedies=ordered(Remedy.INVESTIGATE),
        next_remedy=ANSWERED,
    )
    made = world.say(GRIEVANCE, found, "hans")
    posted = outcome_notice(
        made, method=NoticeMethod.PUBLIC_POSTING, rule=NoticeRule.N7, sent_on=day("11-30")
    )
    world.say(GRIEVANCE, posted, "hans")
    assert status(world) is GrievanceStatus.REMEDY_DUE
    world.say(GRIEVANCE, done(on=day("11-30")), "olga")
    in_person = but(by_receipt("11-30"), auth=Auth.CALLBACK)
    world.refuses("anonymous_identified", GRIEVANCE, confirmation(via=in_person), "ines")
    for channel in (Channel.WEB, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")
    closed = [act.says for act in tick(world, "12-16", GRIEVANCE) if isinstance(act.says, GrievanceClosed)]
    assert [says.ground for says in closed] == [Closing.UNCONFIRMED]
    assert any(step.independent for step in next_steps(grievance(world)))


def test_what_happens_to_the_person_afterwards_is_for_oversight_to_see() -> None:
    world, refusal = refused()
    complaint = filing(pinned(world), refusal, kind=Kind.CONDUCT_COMPLAINT, about=(StreamRef(actor("olga")),))
    world.say(GRIEVANCE, complaint, "ines")
    on(world, "2027-01-15")
    worse = revision(refusal, Result.TERMINATE, ())
    made = world.record(world.statement(CLAIM, worse, "olga", "susi"))

    assert reprisals(grievance(world), GRIEVANCE, world) == (made,)
