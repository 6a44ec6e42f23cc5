"""What a determination may not do: turn away unheard, order of nobody, or tell the wrong way."""

import pytest

from ledger.domain.casework_codes import (
    ConflictGround,
    Ground,
    Inadmissible,
    Kind,
    LapseEffect,
    Outcome,
    Remedy,
)
from ledger.domain.codes import (
    Finding,
    GroundFinding,
    NoticeMethod,
    NoticeRule,
    Occasion,
    OrderMaker,
    Result,
    Role,
)
from ledger.domain.grievance.events import FoundOnGround, GrievanceDetermined, NextRemedy
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.registry.events import InterestDeclared
from ledger.domain.types import Code, EntryRef, Place
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    TODAY,
    acknowledgement,
    assignment,
    attestation,
    but,
    decision,
    determination,
    filing,
    found,
    notice,
    ordered,
    pinned,
    report,
    via,
)
from tests.domain.clockwork import at, day, tick
from tests.domain.complaints import (
    OTHER,
    again,
    answer,
    appealed,
    complained,
    grievance,
    handled,
    joining,
    lapses,
    refused,
    request,
    reviewed,
    status,
    withdrawal,
)
from tests.domain.world import QUORUM, REGISTRY, START, World, actor, hire, office, stream

OUT_OF_TIME, NO_STANDING = Inadmissible.OUT_OF_TIME, Inadmissible.NO_STANDING
INSUFFICIENT, DUPLICATE = Inadmissible.INSUFFICIENT_AFTER_HELP, Inadmissible.DUPLICATE_OF


def away(world: World, reason: Inadmissible) -> GrievanceDetermined:
    return determination(Outcome.INADMISSIBLE, world.head(CLAIM), inadmissible=reason, next_remedy=ANSWERED)


def first(world: World) -> EntryRef:
    version, leaf = grievance(world).filing or (0, "")
    return EntryRef(GRIEVANCE, version, leaf)


@pytest.mark.parametrize("reason", [NO_STANDING, INSUFFICIENT])
def test_nothing_is_turned_away_before_help_was_given_and_had_its_time(reason: Inadmissible) -> None:
    world = handled()
    world.refuses("help_missing", GRIEVANCE, away(world, reason), "hugo", "sara")
    world.say(GRIEVANCE, request("none", of="office"), "hugo")
    world.refuses("help_missing", GRIEVANCE, away(world, reason), "hugo", "sara")
    world.say(GRIEVANCE, request(of="office", number=3), "hugo")
    world.refuses("help_missing", GRIEVANCE, away(world, reason), "hugo", "sara")
    world.say(GRIEVANCE, request(number=2), "hugo")
    world.refuses("help_pending", GRIEVANCE, away(world, reason), "hugo", "sara")
    answered = again(world)

    answered.say(GRIEVANCE, answer(2), "ines")
    answered.say(GRIEVANCE, away(answered, reason), "hugo", "sara")
    tick(world, "12-08", GRIEVANCE)
    world.say(GRIEVANCE, away(world, reason), "hugo", "sara")


def test_an_inadmissible_outcome_takes_four_eyes() -> None:
    world = handled()
    world.say(GRIEVANCE, request(), "hugo")
    world.say(GRIEVANCE, answer(), "ines")

    world.refuses("approvals_pending", GRIEVANCE, away(world, NO_STANDING), "hugo")


@pytest.mark.parametrize("reason", [NO_STANDING, INSUFFICIENT, DUPLICATE])
def test_after_the_period_for_admission_only_a_duplicate_or_a_stranger_is_turned_away(
    reason: Inadmissible,
) -> None:
    world, _ = complained()
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    world.say(GRIEVANCE, joining(OTHER), "hugo")
    world.say(GRIEVANCE, request(), "hugo")
    world.say(GRIEVANCE, answer(), "ines")
    in_time = again(world)
    in_time.say(GRIEVANCE, away(in_time, reason), "hugo", "sara")

    tick(world, "12-01", GRIEVANCE)
    assert "deemed_admissible" in grievance(world).flags
    if reason in (DUPLICATE, NO_STANDING):
        world.say(GRIEVANCE, away(world, reason), "hugo", "sara")
    else:
        world.refuses("deemed_admissible", GRIEVANCE, away(world, reason), "hugo", "sara")


def test_the_period_for_admission_says_nothing_once_there_is_an_outcome() -> None:
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    world.say(GRIEVANCE, nothing, "hugo", "sara")

    lapses(world, "admission", first(world), LapseEffect.DEEMED_ADMISSIBLE)
    assert "deemed_admissible" not in grievance(world).flags


def test_a_duplicate_is_joined_with_what_it_repeats() -> None:
    world = handled()
    world.refuses("duplicate_not_joined", GRIEVANCE, away(world, DUPLICATE), "hugo", "sara")
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.say(GRIEVANCE, joining(OTHER), "hugo")

    world.say(GRIEVANCE, away(world, DUPLICATE), "hugo", "sara")


def test_of_two_duplicates_one_is_heard() -> None:
    world = handled()
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.say(OTHER, assignment("hugo", role=Role.HANDLER), "sara")
    world.say(OTHER, joining(GRIEVANCE), "hugo")
    world.say(GRIEVANCE, joining(OTHER), "hugo")
    world.say(GRIEVANCE, away(world, DUPLICATE), "hugo", "sara")

    again_away = but(away(world, DUPLICATE), claim_seen=None)
    world.refuses("duplicate_not_joined", OTHER, again_away, "hugo", "sara")


def test_what_was_taken_back_answers_for_nothing_else() -> None:
    world = handled()
    world.say(OTHER, filing(pinned(world), kind=Kind.INQUIRY), "ines")
    world.say(GRIEVANCE, joining(OTHER), "hugo")
    world.say(OTHER, withdrawal(), "ines")

    world.refuses("duplicate_not_joined", GRIEVANCE, away(world, DUPLICATE), "hugo", "sara")


def test_before_anybody_has_it_in_hand_the_office_in_charge_alone_turns_it_away() -> None:
    world, _ = complained()
    hire(world, "dina", Role.HANDLER, "line-d", office="district")
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    world.say(GRIEVANCE, request(), "hugo")
    world.say(GRIEVANCE, answer(), "ines")

    world.refuses("authority_scope", GRIEVANCE, away(world, NO_STANDING), "dina", "sara")
    world.say(GRIEVANCE, away(world, NO_STANDING), "hugo", "sara")
    assert status(world) is GrievanceStatus.DETERMINED


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"office": "village"}, "office_unknown"),
        ({"office": "closed"}, "office_unknown"),
        ({"due": TODAY.replace(day=21)}, "date_order"),
    ],
)
def test_a_remedy_is_ordered_of_an_open_office_for_a_day_to_come(more: dict[str, object], code: str) -> None:
    world = handled()
    world.say(REGISTRY, office("closed", closed=True), *QUORUM)
    right = determination(
        Outcome.UPHELD, world.head(CLAIM), remedies=ordered(Remedy.APOLOGY), next_remedy=ANSWERED
    )

    today = but(right, remedies=(but(right.remedies[0], due=TODAY),))
    again(world).say(GRIEVANCE, today, "hugo")
    wrong = but(right, remedies=(but(right.remedies[0], **more),))
    world.unless(code, GRIEVANCE, wrong, right, "hugo")


def test_a_remedy_of_nothing_is_of_no_office() -> None:
    world = handled()
    remedies = (but(ordered(Remedy.NONE)[0], office="village", due=None),)
    event = determination(Outcome.UPHELD, world.head(CLAIM), remedies=remedies, next_remedy=ANSWERED)

    world.say(GRIEVANCE, event, "hugo", "sara")


def way(route: str, days: int = 90) -> NextRemedy:
    return NextRemedy(route=Code(route), to=Code("somewhere"), days=days)


@pytest.mark.parametrize(
    ("route", "days", "code"),
    [
        ("court", 90, "next_remedy_unlawful"),
        ("court", 89, "next_remedy_unlawful"),
        ("appeal", 14, "next_remedy_too_short"),
        ("appeal", 15, None),
        ("contest", 0, None),
    ],
)
def test_a_first_answer_of_an_official_does_not_lead_straight_to_court(
    route: str, days: int, code: str | None
) -> None:
    world = handled()
    event = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=way(route, days))

    if code is None:
        world.say(GRIEVANCE, event, "hugo", "sara")
    else:
        world.refuses(code, GRIEVANCE, event, "hugo", "sara")


def test_silence_leads_to_court() -> None:
    world, refusal = refused()
    complaint = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT, grounds=(Ground.DELAY,))
    world.say(GRIEVANCE, complaint, "ines")
    world.say(GRIEVANCE, assignment("hugo", role=Role.HANDLER), "sara")
    findings = (FoundOnGround(ground=Ground.DELAY, finding=GroundFinding.SUSTAINED),)
    event = determination(Outcome.UPHELD, world.head(CLAIM), findings=findings, next_remedy=way("court"))

    world.refuses(
        "next_remedy_too_short", GRIEVANCE, but(event, next_remedy=way("court", 89)), "hugo", "sara"
    )
    world.say(GRIEVANCE, event, "hugo", "sara")


@pytest.mark.parametrize("route", ["court", "appeal"])
def test_after_a_first_appeal_either_way_may_be_open(route: str) -> None:
    world, _ = reviewed()
    event = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=way(route))

    world.say(GRIEVANCE, event, "rolf", "sara")


def panel() -> World:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    return world


def test_after_the_upper_instance_there_is_no_further_appeal() -> None:
    world = panel()
    right = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=way("court"))

    wrong = but(right, next_remedy=way("appeal"))
    world.unless("next_remedy_unlawful", GRIEVANCE, wrong, right, "paul", "petra")


@pytest.mark.parametrize("maker", [OrderMaker.COMMITTEE, OrderMaker.MINISTER])
def test_only_the_upper_instance_speaks_as_a_committee_or_for_a_minister(maker: OrderMaker) -> None:
    world, _ = reviewed()
    event = determination(Outcome.NOT_UPHELD, world.head(CLAIM), order_maker=maker)
    world.refuses("order_maker_invalid", GRIEVANCE, event, "rolf", "sara")

    world = panel()
    wrong = but(event, next_remedy=way("appeal"))
    world.unless("next_remedy_unlawful", GRIEVANCE, wrong, event, "paul", "petra")


def test_two_signatures_of_one_person_are_no_panel() -> None:
    world = panel()
    same = InterestDeclared(
        actor=actor("paul"), about=Place(actor("petra")), ground=ConflictGround.SAME_PERSON, from_=START
    )
    world.say(REGISTRY, same, "paul")
    event = determination(Outcome.NOT_UPHELD, world.head(CLAIM))

    world.refuses("coi_same_person", GRIEVANCE, event, "paul", "petra")


def test_an_appeal_contests_what_is_in_force_or_was_notified() -> None:
    world, refusal = refused()
    told = again(world)
    told.say(CLAIM, notice(refusal), "ines")
    given = world.say(CLAIM, attestation(), "ada")
    for ledger in (world, told):
        later = decision(Result.REFUSE, found(given, finding=Finding.NO), occasion=Occasion.NEW_FACT)
        ledger.record(ledger.statement(CLAIM, later, "olga", "susi"))

    world.refuses("not_appealable", GRIEVANCE, filing(pinned(world), refusal), "ines")
    in_force = EntryRef(CLAIM, world.heads[CLAIM].version, world.heads[CLAIM].leaf)
    world.say(GRIEVANCE, filing(pinned(world), in_force), "ines")
    told.say(GRIEVANCE, filing(pinned(told), refusal), "ines")


def test_no_office_is_the_wrong_one_to_complain_at() -> None:
    world, refusal = refused()
    hire(world, "ida", Role.INTAKE, "line-x", areas=("10",), programmes=(stream("programme", "another"),))

    world.say(GRIEVANCE, filing(pinned(world), refusal), "ida")
    hire(world, "hanna", Role.HANDLER, "line-x", areas=("10",))
    world.refuses("authority_scope", GRIEVANCE, acknowledgement(), "hanna")


def test_a_first_appeal_is_filed_and_assigned_as_before() -> None:
    world, _ = appealed()

    world.now = at("11-23")
    world.say(GRIEVANCE, assignment("rolf"), "sven")
    assert status(world) is GrievanceStatus.UNDER_REVIEW


def late_appeal(handed_over: str, **more: object) -> World:
    """An appeal against a refusal that was handed to the person on 22 November, under review with help."""
    world, refusal = refused()
    handed = {"method": NoticeMethod.HAND, "rule": NoticeRule.N2, "received_on": TODAY} | more
    world.say(CLAIM, notice(refusal, **handed), "ines")
    world.now = at(handed_over)
    word = but(via(), handed_over_on=day(handed_over))
    event = filing(pinned(world), refusal, received_on=day(handed_over), via=word)
    world.say(GRIEVANCE, event, "ines")
    world.say(GRIEVANCE, assignment("rolf"), "sven")
    world.say(GRIEVANCE, but(request(), due=day("12-18")), "rolf")
    world.say(GRIEVANCE, but(answer(), via=word), "ines")
    return world


@pytest.mark.parametrize(
    ("handed_over", "more", "late"),
    [
        ("12-07", {}, False),
        ("12-08", {}, True),
        ("12-08", {"appeal_block": None}, False),
        ("12-08", {"method": NoticeMethod.SMS, "rule": NoticeRule.N10}, False),
    ],
)
def test_nobody_is_told_that_they_were_late_who_were_not(
    handed_over: str, more: dict[str, object], *, late: bool
) -> None:
    world = late_appeal(handed_over, **more)
    away_late = but(away(world, OUT_OF_TIME), next_remedy=way("court"))

    if late:
        world.say(GRIEVANCE, away_late, "rolf", "sara")
    else:
        world.refuses("not_late", GRIEVANCE, away_late, "rolf", "sara")


def test_a_ruling_on_lateness_takes_help_and_four_eyes() -> None:
    world = late_appeal("12-08")
    away_late = but(away(world, OUT_OF_TIME), next_remedy=way("court"))
    helpless = again(world)
    helpless.states[GRIEVANCE] = but(grievance(world), flags=frozenset())

    helpless.refuses("help_missing", GRIEVANCE, away_late, "rolf", "sara")
    world.refuses("approvals_pending", GRIEVANCE, away_late, "rolf")
    tick(world, "12-20", GRIEVANCE)
    assert "deemed_admissible" not in grievance(world).flags


def test_late_or_not_after_the_period_for_admission_it_is_heard() -> None:
    world = late_appeal("12-08")
    world.states[GRIEVANCE] = but(grievance(world), flags=frozenset({"deemed_admissible", "help_given"}))

    away_late = but(away(world, OUT_OF_TIME), next_remedy=way("court"))
    world.refuses("deemed_admissible", GRIEVANCE, away_late, "rolf", "sara")


def test_a_complaint_is_never_late() -> None:
    world = handled()
    world.say(GRIEVANCE, request(), "hugo")
    world.say(GRIEVANCE, answer(), "ines")

    world.refuses("not_late", GRIEVANCE, away(world, OUT_OF_TIME), "hugo", "sara")
