"""Closing: the clock alone, exactly when its ground is due, and never as if silence were consent."""

from datetime import date

import pytest

from ledger.domain.casework_codes import Closing, CourtResult, LapseEffect, Outcome, Remedy
from ledger.domain.codes import Channel, NoticeMethod, NoticeRule
from ledger.domain.grievance.events import GrievanceClosed, OpenRight
from ledger.domain.grievance.state import GrievanceStatus
from ledger.domain.lapsing import lapses_due
from ledger.domain.types import Code
from tests.domain.cases import ANSWERED, CLAIM, GRIEVANCE, but, determination, outcome_notice
from tests.domain.clockwork import at, tick
from tests.domain.complaints import (
    BY_RECEIPT,
    answer,
    attempt,
    closing,
    confirmation,
    contest,
    court,
    denied,
    dispute,
    done,
    grievance,
    handled,
    lapses,
    owed,
    reported,
    status,
    told,
    withdrawal,
)
from tests.domain.world import World

DURING, LAST, AFTER = "12-01", "12-07", "12-08"
"""While the citizen may answer a report of 22 November, the last day of it, and the day after."""
WINDOW, OVER = "12-22", "12-23"
"""The last day to contest what was notified on 22 November, and the day after."""


def closes(world: World, when: str) -> list[Closing]:
    """What the clock closes on a day, once it has recorded every lapse."""
    closed = [act.says for act in tick(world, when, GRIEVANCE)]
    return [says.ground for says in closed if isinstance(says, GrievanceClosed)]


def nobody_closes(world: World, *due: Closing) -> None:
    for ground in Closing:
        if ground not in due:
            world.refuses("closing_not_due", GRIEVANCE, closing(ground), "cleo")
        for name in ("hugo", "sara", "ines", "vera"):
            world.refuses("authority_missing", GRIEVANCE, closing(ground), name)


def test_a_confirmed_remedy_closes_and_a_reported_one_does_not() -> None:
    world, _, _ = reported()
    nobody_closes(world)

    world.say(GRIEVANCE, confirmation(), "ines")
    nobody_closes(world, Closing.CONFIRMED)
    world.refuses("closing_differs", GRIEVANCE, closing(Closing.CONFIRMED), "cleo")
    assert closes(world, "11-23") == [Closing.CONFIRMED]
    assert (status(world), grievance(world).closing) == (GrievanceStatus.CLOSED, Closing.CONFIRMED)
    world.refuses("grievance_state", GRIEVANCE, closing(Closing.CONFIRMED), "cleo")


def test_the_entry_that_closes_names_the_rights_that_it_leaves() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")
    (due,) = lapses_due(world, GRIEVANCE, world.now)
    assert isinstance(due.says, GrievanceClosed)

    assert OpenRight(route=Code("contest"), by=date(2026, 12, 22)) in due.says.open_rights
    fewer = but(due.says, open_rights=due.says.open_rights[1:])
    world.unless("closing_differs", GRIEVANCE, fewer, due.says, "cleo")


def test_one_of_two_remedies_confirmed_closes_nothing() -> None:
    world, _ = owed(Remedy.APOLOGY, Remedy.WRITTEN_REASONS)
    for remedy in ("r1", "r2"):
        world.say(GRIEVANCE, done(remedy=remedy), "hugo")
    world.say(GRIEVANCE, confirmation("r1"), "ines")

    nobody_closes(world)
    world.say(GRIEVANCE, confirmation("r2"), "ines")
    assert closes(world, "11-23") == [Closing.CONFIRMED]


@pytest.mark.parametrize(
    ("channels", "closed"),
    [
        ((), []),
        ((Channel.LINE,), []),
        ((Channel.LINE, Channel.LINE), []),
        ((Channel.LINE, Channel.POST), [Closing.UNCONFIRMED]),
        ((Channel.LINE, Channel.LINE, Channel.POST), [Closing.UNCONFIRMED]),
    ],
)
def test_silence_closes_as_unconfirmed_after_two_attempts_on_two_channels(
    channels: tuple[Channel, ...], closed: list[Closing]
) -> None:
    world, _, _ = reported()
    for channel in channels:
        world.say(GRIEVANCE, attempt(channel), "ines")

    assert closes(world, DURING) == []
    assert closes(world, LAST) == []
    nobody_closes(world)
    assert closes(world, AFTER) == closed
    assert grievance(world).confirmed == frozenset()
    assert grievance(world).unanswered == {"r1"}


def test_what_the_citizen_says_otherwise_is_no_attempt_to_reach_them() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, attempt(Channel.LINE), "ines")
    by_post = but(BY_RECEIPT, channel=Channel.POST)
    world.say(GRIEVANCE, but(answer(), answers=None, via=by_post), "ines")

    assert closes(world, AFTER) == []


@pytest.mark.parametrize("confirmed", ["r1", "r2"])
def test_a_word_on_one_remedy_leaves_the_silence_on_the_other(confirmed: str) -> None:
    world, _ = owed(Remedy.APOLOGY, Remedy.WRITTEN_REASONS)
    for remedy in ("r1", "r2"):
        world.say(GRIEVANCE, done(remedy=remedy), "hugo")
    world.say(GRIEVANCE, confirmation(confirmed), "ines")
    for channel in (Channel.LINE, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")

    assert closes(world, AFTER) == [Closing.UNCONFIRMED]
    assert grievance(world).unanswered == {"r1", "r2"} - {confirmed}


def test_the_attempt_may_come_after_the_lapse() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, attempt(Channel.LINE), "ines")
    assert closes(world, AFTER) == []

    world.say(GRIEVANCE, attempt(Channel.POST), "ines")
    assert closes(world, AFTER) == [Closing.UNCONFIRMED]


def test_attempts_before_the_last_report_count_for_nothing() -> None:
    world, _, _ = reported()
    for channel in (Channel.LINE, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")
    world.say(GRIEVANCE, dispute(), "ines")
    world.say(GRIEVANCE, done(), "hugo")

    assert closes(world, AFTER) == []
    for channel in (Channel.LINE, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")
    assert closes(world, AFTER) == [Closing.UNCONFIRMED]


def test_a_word_of_the_citizen_in_time_is_no_silence() -> None:
    world, _, _ = reported()
    for channel in (Channel.LINE, Channel.POST):
        world.say(GRIEVANCE, attempt(channel), "ines")
    world.say(GRIEVANCE, dispute(), "ines")

    assert closes(world, AFTER) == []
    assert status(world) is GrievanceStatus.REMEDY_DUE


def test_a_lapse_of_another_entry_is_no_silence() -> None:
    world, made, _ = reported()

    lapses(world, "confirm", made, LapseEffect.CLOSES_UNCONFIRMED)
    assert grievance(world).unanswered == frozenset()


def test_an_outcome_that_nobody_contests_closes_after_the_window() -> None:
    world, _ = denied()

    assert closes(world, WINDOW) == []
    nobody_closes(world)
    assert closes(world, OVER) == [Closing.NOT_CONTESTED]
    assert grievance(world).closing is Closing.NOT_CONTESTED


def test_the_end_of_the_window_closes_nothing_while_a_remedy_is_due() -> None:
    world, made = owed()

    assert closes(world, OVER) == []
    lapses(world, "contest", made, LapseEffect.CLOSES_NOT_CONTESTED)
    assert "lapsed_contest" not in grievance(world).flags
    nobody_closes(world)


def superseded() -> World:
    world = handled()
    event = determination(Outcome.SUPERSEDED, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, event, "hugo", "sara")
    nobody_closes(world)
    told(world, made)
    return world


def test_what_another_decision_overtook_closes_once_the_person_was_told() -> None:
    world = superseded()

    nobody_closes(world, Closing.SUPERSEDED)
    assert closes(world, "11-23") == [Closing.SUPERSEDED]


def test_a_closing_as_superseded_follows_from_the_notice_that_says_so() -> None:
    world, made = denied()
    world.say(GRIEVANCE, contest(made), "ines")
    overtaken = determination(Outcome.SUPERSEDED, world.head(CLAIM), next_remedy=ANSWERED)
    second = world.record(world.statement(GRIEVANCE, overtaken, "hugo", "sara"))
    notice = told(world, second)

    (due,) = lapses_due(world, GRIEVANCE, world.now)
    assert (due.item, due.cause) == ("superseded", notice)


def test_a_closing_by_a_court_follows_from_its_last_word() -> None:
    world, made = denied()
    world.say(GRIEVANCE, court(made), "vera")
    ruling = world.say(GRIEVANCE, court(made, CourtResult.AGAINST, remand=False), "vera")

    (due,) = lapses_due(world, GRIEVANCE, world.now)
    assert (due.item, due.cause) == ("court", ruling)


@pytest.mark.parametrize(
    ("words", "closed"),
    [
        ([(CourtResult.PENDING, False)], []),
        ([(CourtResult.AGAINST, False)], [Closing.COURT]),
        ([(CourtResult.PENDING, False), (CourtResult.ENDED, None)], [Closing.COURT]),
        ([(CourtResult.ENDED, False), (CourtResult.PENDING, False)], []),
        ([(CourtResult.FOR_CITIZEN, True)], []),
    ],
)
def test_the_last_word_of_a_court_closes(
    words: list[tuple[CourtResult, bool | None]], closed: list[Closing]
) -> None:
    world, made = denied()
    for result, remand in words:
        world.say(GRIEVANCE, court(made, result, remand=remand), "vera")

    assert closes(world, "11-23") == closed


def test_a_ruling_before_the_outcome_closes_nothing() -> None:
    world = handled()
    first = grievance(world).contests[0].entry
    world.record(world.statement(GRIEVANCE, court(first, CourtResult.ENDED), "vera"))
    event = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    told(world, world.say(GRIEVANCE, event, "hugo", "sara"))

    assert closes(world, "11-23") == []


def test_nothing_is_closed_as_withdrawn_but_by_the_person() -> None:
    world, _ = denied()

    world.refuses("closing_not_due", GRIEVANCE, closing(Closing.WITHDRAWN), "cleo")
    world.say(GRIEVANCE, withdrawal(), "ines")
    assert closes(world, OVER) == []


def test_the_window_of_an_outcome_that_a_court_sent_back_closes_nothing() -> None:
    world, made = denied()
    world.now = at(OVER)
    world.say(GRIEVANCE, lapses_due(world, GRIEVANCE, world.now)[0].says, "cleo")
    world.say(GRIEVANCE, court(made, CourtResult.FOR_CITIZEN, remand=True), "vera")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    second = world.record(world.statement(GRIEVANCE, nothing, "hugo", "sara"))
    day = date(2026, 12, 23)
    by_hand = {"method": NoticeMethod.HAND, "rule": NoticeRule.N2, "sent_on": day, "received_on": day}
    world.say(GRIEVANCE, outcome_notice(second, **by_hand), "ines")
    assert status(world) is GrievanceStatus.NOTIFIED

    assert closes(world, "2027-01-22") == []
    assert closes(world, "2027-01-23") == [Closing.NOT_CONTESTED]


@pytest.mark.parametrize(("when", "open_"), [(WINDOW, True), (OVER, False)])
def test_the_right_to_contest_is_left_open_until_its_last_day(when: str, *, open_: bool) -> None:
    world, _, _ = reported()
    world.now = at(when)
    world.say(GRIEVANCE, confirmation(), "ines")
    (due,) = (act.says for act in lapses_due(world, GRIEVANCE, world.now) if act.item == "confirmed")
    assert isinstance(due, GrievanceClosed)

    assert ("contest" in {right.route for right in due.open_rights}) is open_


def test_after_a_contest_the_window_before_it_closes_nothing() -> None:
    world, made = denied()
    world.now = at(WINDOW)
    world.say(GRIEVANCE, contest(made), "ines")

    assert closes(world, "12-31") == []
    assert status(world) is GrievanceStatus.ACKNOWLEDGED
