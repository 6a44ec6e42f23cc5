"""Contest and withdrawal: the citizen's own word, once at each level, and never through the line at fault."""

import pytest

from ledger.domain.casework_codes import Closing, ContestGround, CourtResult, Kind, Outcome, Pressure
from ledger.domain.codes import Auth, Channel, NoticeMethod, NoticeRule, Role
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.types import EntryRef
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
from tests.domain.clockwork import at, day, tick
from tests.domain.complaints import (
    BY_RECEIPT,
    NAMELESS,
    again,
    attempt,
    closing,
    complained,
    contest,
    court,
    denied,
    dispute,
    done,
    grievance,
    handled,
    owed,
    refused,
    reported,
    reviewed,
    status,
    told,
    withdrawal,
)
from tests.domain.world import World, hire, stream

OF_AN_APPEAL = {ContestGround.NOT_NOTIFIED, ContestGround.REMEDY_NOT_DONE}


def settled_appeal() -> tuple[World, EntryRef]:
    """An appeal that rolf upheld, with a remedy, of which the person was told."""
    world, _ = reviewed()
    upheld = determination(Outcome.UPHELD, world.head(CLAIM), remedies=ordered())
    made = world.say(GRIEVANCE, upheld, "rolf", "sara")
    told(world, made)
    return world, made


def test_the_citizen_contests_an_outcome_and_it_is_open_again() -> None:
    world, made = denied()
    hire(world, "iris", Role.INTAKE, "line-a")

    for name in ("hugo", "vera", "cleo"):
        world.refuses("authority_missing", GRIEVANCE, contest(made), name)
    world.refuses("coi_line_complained_about", GRIEVANCE, contest(made), "iris")
    for wrong, code in (
        (contest(made, via=None), "profile_demands"),
        (contest(made, via=NAMELESS), "citizen_unknown"),
        (contest(but(made, leaf="0" * 64)), "unknown_determination"),
        (contest(but(made, version=1)), "unknown_determination"),
        (contest(but(made, stream=CLAIM)), "unknown_determination"),
    ):
        world.refuses(code, GRIEVANCE, wrong, "ines")
    world.say(GRIEVANCE, contest(made), "ines")
    assert status(world) is GrievanceStatus.ACKNOWLEDGED
    assert grievance(world).flags == {"contested_by_citizen"}
    assert grievance(world).contested_at == {1}
    world.refuses("grievance_state", GRIEVANCE, contest(made), "ines")


def test_an_outcome_is_contested_once_at_each_level() -> None:
    world, made = denied()
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "selma", Role.SUPERVISOR, "line-s")
    world.say(GRIEVANCE, contest(made), "ines")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "selma")
    again_denied = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    second = world.say(GRIEVANCE, again_denied, "hans", "selma")
    assert "contested_by_citizen" not in grievance(world).flags
    told(world, second)

    world.refuses("contested_before", GRIEVANCE, contest(second), "ines")
    world.refuses("unknown_determination", GRIEVANCE, contest(made), "ines")


def test_an_intake_in_the_line_of_whoever_had_it_in_hand_is_no_way_to_contest() -> None:
    world, made = denied()
    hire(world, "iris", Role.INTAKE, "line-h")
    hire(world, "hugo", Role.HANDLER, "line-h")

    world.refuses("coi_line_complained_about", GRIEVANCE, contest(made), "iris")


@pytest.mark.parametrize("ground", list(ContestGround))
def test_of_an_appeal_only_notice_and_remedy_are_contested(ground: ContestGround) -> None:
    world, made = settled_appeal()

    if ground in OF_AN_APPEAL:
        world.say(GRIEVANCE, contest(made, ground), "ines")
    else:
        world.refuses("contest_to_court", GRIEVANCE, contest(made, ground), "ines")


@pytest.mark.parametrize("ground", list(ContestGround))
def test_of_a_complaint_every_ground_is_open(ground: ContestGround) -> None:
    world, made = denied()

    world.say(GRIEVANCE, contest(made, ground), "ines")


def test_nothing_is_contested_before_the_person_was_told() -> None:
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")

    world.refuses("grievance_state", GRIEVANCE, contest(made), "ines")
    in_transit = outcome_notice(made, method=NoticeMethod.SMS, rule=NoticeRule.N10)
    world.say(GRIEVANCE, in_transit, "ines")
    world.refuses("grievance_state", GRIEVANCE, contest(made), "ines")


def test_remedies_that_are_due_or_reported_are_contested_too() -> None:
    world, made = owed()
    again(world).say(GRIEVANCE, contest(made), "ines")
    world.say(GRIEVANCE, done(), "hugo")

    world.say(GRIEVANCE, contest(made), "ines")
    assert status(world) is GrievanceStatus.ACKNOWLEDGED


def test_a_closing_is_contested_as_such() -> None:
    world, made = denied()
    tick(world, "12-23", GRIEVANCE)
    closed = EntryRef(GRIEVANCE, world.heads[GRIEVANCE].version, world.heads[GRIEVANCE].leaf)
    assert status(world) is GrievanceStatus.CLOSED

    again(world).say(GRIEVANCE, contest(made), "ines")
    world.say(GRIEVANCE, contest(closed), "ines")
    assert (grievance(world).closing, grievance(world).closed) == (None, None)
    assert grievance(world).flags == {"contested_by_citizen"}


def test_a_person_takes_it_back() -> None:
    world, _ = complained()
    hire(world, "iris", Role.INTAKE, "line-a")

    for name in ("hugo", "sara", "cleo", "vera"):
        world.refuses("authority_missing", GRIEVANCE, withdrawal(), name)
    world.refuses("coi_line_complained_about", GRIEVANCE, withdrawal(), "iris")
    for wrong, code in (
        (withdrawal(via=None), "profile_demands"),
        (withdrawal(via=NAMELESS), "citizen_unknown"),
        (but(withdrawal(), asked_by=None), "profile_demands"),
        (withdrawal(asked_by="olga"), "coi_line_complained_about"),
        (withdrawal(asked_by="sven"), "coi_line_complained_about"),
    ):
        world.refuses(code, GRIEVANCE, wrong, "ines")
    world.say(GRIEVANCE, withdrawal(via=but(BY_RECEIPT, auth=Auth.IN_PERSON)), "ines")
    assert (status(world), grievance(world).closing) == (GrievanceStatus.CLOSED, Closing.WITHDRAWN)
    assert grievance(world).flags == frozenset()
    world.refuses("grievance_state", GRIEVANCE, withdrawal(), "ines")


def test_whoever_has_it_in_hand_does_not_ask_about_pressure() -> None:
    world = handled()
    hire(world, "hugo", Role.HANDLER, "line-h")
    hire(world, "hedda", Role.OFFICER, "line-h")

    world.refuses("coi_line_complained_about", GRIEVANCE, withdrawal(asked_by="hedda"), "ines")
    world.say(GRIEVANCE, withdrawal(asked_by="vera"), "ines")


def test_pressure_leaves_it_open_for_oversight_to_see() -> None:
    world, _ = complained()

    world.say(GRIEVANCE, withdrawal(Pressure.YES), "ines")
    assert status(world) is GrievanceStatus.FILED
    assert grievance(world).flags == {"pressure"}


def test_that_nobody_asked_is_flagged() -> None:
    world, _ = complained()

    world.say(GRIEVANCE, withdrawal(Pressure.NOT_ASKED), "ines")
    assert status(world) is GrievanceStatus.CLOSED
    assert grievance(world).flags == {"pressure_not_asked"}


@pytest.mark.parametrize("kind", [Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION])
def test_an_allegation_goes_on_without_the_person(kind: Kind) -> None:
    world, _ = complained(kind)

    world.say(GRIEVANCE, withdrawal(), "ines")
    assert status(world) is GrievanceStatus.FILED
    assert grievance(world).flags == {"urgent", "sensitive", "audit"}


def test_whatever_is_not_closed_may_be_taken_back() -> None:
    for world, _ in (denied(), owed(), reported()[:2]):
        world.say(GRIEVANCE, withdrawal(), "ines")
        assert status(world) is GrievanceStatus.CLOSED


def test_what_was_taken_back_is_contested_no_more() -> None:
    world, made = denied()
    withdrawn = world.say(GRIEVANCE, withdrawal(), "ines")

    for of in (made, withdrawn):
        world.refuses("grievance_state", GRIEVANCE, contest(of), "ines")


def test_an_intake_anywhere_takes_the_citizens_word() -> None:
    world, made = denied()
    hire(world, "ida", Role.INTAKE, "line-x", areas=("10",), programmes=(stream("programme", "another"),))

    world.say(GRIEVANCE, contest(made), "ida")
    world.say(GRIEVANCE, withdrawal(), "ida")
    assert grievance(world).received_on == TODAY


@pytest.mark.parametrize("when", ["11-22", "12-22"])
def test_the_window_is_open_until_its_last_day(when: str) -> None:
    world, made = denied()
    world.now = at(when)
    handed = but(BY_RECEIPT, handed_over_on=day(when))

    world.say(GRIEVANCE, contest(made, via=handed), "ines")


def test_after_the_window_the_way_is_a_new_grievance_or_the_court() -> None:
    world, made = denied()
    world.now = at("12-23")
    late = but(BY_RECEIPT, handed_over_on=day("12-23"))

    world.refuses("contest_too_late", GRIEVANCE, contest(made, via=late), "ines")
    handed = but(BY_RECEIPT, handed_over_on=day("12-22"))
    world.say(GRIEVANCE, contest(made, via=handed), "ines")


def test_a_closing_over_silence_opens_a_window_of_its_own() -> None:
    world, made, _ = reported()
    for channel in (Channel.LINE, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")
    tick(world, "12-31", GRIEVANCE)
    assert grievance(world).closing is Closing.UNCONFIRMED
    version, leaf = grievance(world).closed or (0, "")
    closed = EntryRef(GRIEVANCE, version, leaf)

    for when, code in (("2027-02-01", None), ("2027-02-02", "contest_too_late")):
        world.now = at(when)
        via = but(BY_RECEIPT, handed_over_on=day(when))
        for event in (contest(closed, via=via), contest(made, via=via), dispute(via=via)):
            if code is None:
                again(world).say(GRIEVANCE, event, "ines")
            else:
                world.refuses(code, GRIEVANCE, event, "ines")
    in_time = but(BY_RECEIPT, handed_over_on=day("2027-02-01"))
    for event in (contest(closed, via=in_time), dispute(via=in_time)):
        again(world).say(GRIEVANCE, event, "ines")


def test_a_window_of_an_outcome_before_the_last_is_no_window_any_more() -> None:
    """The first notice was posted and opened the later window; a court sent the matter back."""
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    world.say(GRIEVANCE, outcome_notice(made), "ines")
    world.say(GRIEVANCE, court(made, CourtResult.FOR_CITIZEN, remand=True), "vera")
    second = world.record(world.statement(GRIEVANCE, nothing, "hugo", "sara"))
    told(world, second)
    for when, code in (("12-22", None), ("12-23", "contest_too_late")):
        world.now = at(when)
        event = contest(second, via=but(BY_RECEIPT, handed_over_on=day(when)))
        if code is None:
            again(world).say(GRIEVANCE, event, "ines")
        else:
            world.refuses(code, GRIEVANCE, event, "ines")


def test_a_closing_over_silence_is_contested_wherever_it_stands() -> None:
    """No rule closes what nobody filed; if a log has it so, the citizen still has the window."""
    world, refusal = refused()
    closed = world.record(world.statement(GRIEVANCE, closing(Closing.UNCONFIRMED), "cleo"))
    late = filing(pinned(world), refusal, kind=Kind.SERVICE_COMPLAINT)
    world.record(world.statement(GRIEVANCE, late, "ines"))

    world.say(GRIEVANCE, contest(closed), "ines")
    assert status(world) is GrievanceStatus.ACKNOWLEDGED
