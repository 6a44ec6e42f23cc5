"""Negative controls: what no rule lets pass, recorded as by a dishonest server, breaks the law it should."""

from collections.abc import Callable
from datetime import date

import pytest

from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    Kind,
    LapseEffect,
    Outcome,
    Pressure,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import Auth, Role
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.lapsing import clocks
from ledger.domain.types import Event, Says
from tests.domain import grievance_laws as laws
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    assignment,
    but,
    determination,
    ordered,
    outcome_notice,
)
from tests.domain.complaints import (
    BY_RECEIPT,
    NAMELESS,
    again,
    closing,
    complained,
    confirmation,
    contest,
    denied,
    dispute,
    done,
    grievance,
    handled,
    lapse,
    owed,
    reclassification,
    reported,
    reviewed,
    withdrawal,
)
from tests.domain.grievance_laws import LAWS, Law
from tests.domain.world import World, hire


def breaks(law: Law, world: World, says: Event, *names: str, **more: object) -> None:
    """Check that the act, unjudged, breaks this law."""
    world.record(world.statement(GRIEVANCE, says, *names, **more))  # type: ignore[arg-type]
    with pytest.raises(AssertionError):
        law(world, world.log[-1])


def test_a_right_act_breaks_no_law() -> None:
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")

    for item in world.history(GRIEVANCE):
        assert item.statement.stream == GRIEVANCE
    for law in LAWS:
        law(world, world.log[-1])


@pytest.mark.parametrize("name", ["hugo", "cleo"])
def test_closing_without_a_notified_outcome(name: str) -> None:
    law = laws.closing_follows_a_notified_outcome_or_the_citizens_word

    breaks(law, handled(), closing(Closing.NOT_CONTESTED), name)
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    world.say(GRIEVANCE, nothing, "hugo", "sara")
    breaks(law, world, closing(Closing.NOT_CONTESTED), name)


def test_closing_upon_a_notified_outcome_breaks_nothing() -> None:
    world, _ = denied()
    world.record(world.statement(GRIEVANCE, closing(Closing.NOT_CONTESTED), "cleo"))

    laws.closing_follows_a_notified_outcome_or_the_citizens_word(world, world.log[-1])


def test_closing_upon_an_outcome_without_reasons() -> None:
    law = laws.closing_follows_a_notified_outcome_or_the_citizens_word
    for more, sd in (({"law": ()}, ("reasons",)), ({}, ())):
        world = handled()
        nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
        made = world.record(world.statement(GRIEVANCE, but(nothing, **more), "hugo", "sara", sd=sd))
        world.record(world.statement(GRIEVANCE, outcome_notice(made), "ines"))
        breaks(law, world, closing(Closing.NOT_CONTESTED), "cleo")


def test_a_withdrawal_that_nobody_received() -> None:
    world, _ = complained()

    law = laws.closing_follows_a_notified_outcome_or_the_citizens_word
    breaks(law, world, withdrawal(via=None), "ines")


def test_a_lapse_that_moves_a_state() -> None:
    world, made = denied()
    world.record(world.statement(GRIEVANCE, lapse("contest", made, LapseEffect.CLOSES_NOT_CONTESTED), "cleo"))
    laws.silence_closes_nothing_and_takes_nothing(world, world.log[-1])

    world.states[GRIEVANCE] = but(grievance(world), status=GrievanceStatus.CLOSED)
    with pytest.raises(AssertionError):
        laws.silence_closes_nothing_and_takes_nothing(world, world.log[-1])


@pytest.mark.parametrize(
    "ground", [Closing.CONFIRMED, Closing.UNCONFIRMED, Closing.NOT_CONTESTED, Closing.COURT]
)
def test_closing_before_it_is_due(ground: Closing) -> None:
    law = laws.the_clock_alone_closes_and_when_it_is_due

    breaks(law, reported()[0], closing(ground), "cleo")
    breaks(law, denied()[0], closing(ground), "cleo")


def test_closing_as_withdrawn_or_superseded_or_by_a_person() -> None:
    law = laws.the_clock_alone_closes_and_when_it_is_due
    for ground in (Closing.WITHDRAWN, Closing.SUPERSEDED):
        breaks(law, denied()[0], closing(ground), "cleo")
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")

    breaks(law, world, closing(Closing.CONFIRMED), "hugo")


def test_a_lapse_before_its_day() -> None:
    world, made = denied()

    law = laws.the_clock_alone_closes_and_when_it_is_due
    breaks(law, world, lapse("contest", made, LapseEffect.CLOSES_NOT_CONTESTED), "cleo")


@pytest.mark.parametrize("names", [("olga",), ("susi",), ("olga", "hugo")])
def test_whoever_took_part_judges(names: tuple[str, ...]) -> None:
    world, _ = complained()
    law = laws.nobody_judges_what_they_took_part_in

    breaks(law, world, assignment(*names, role=Role.HANDLER), "sara")
    breaks(law, world, assignment("hugo", role=Role.HANDLER), names[0])
    breaks(law, world, determination(Outcome.UPHELD, None), "hugo", names[0])


def test_whoever_had_it_judges_it_again() -> None:
    world, made = denied()
    world.say(GRIEVANCE, contest(made), "ines")

    law = laws.nobody_judges_what_they_took_part_in
    breaks(law, world, assignment("hugo", role=Role.HANDLER), "susi")


@pytest.mark.parametrize("names", [("rolf",), ("rolf", "sven"), ("rolf", "rolf two")])
def test_four_eyes_of_one_person_or_line(names: tuple[str, ...]) -> None:
    world, _ = reviewed()
    hire(world, "rolf two", Role.SUPERVISOR, "line-a")

    breaks(laws.four_eyes_are_two_persons_of_two_lines, world, determination(Outcome.UPHELD, None), *names)


def test_a_handler_without_a_remedy_alone() -> None:
    breaks(
        laws.four_eyes_are_two_persons_of_two_lines, handled(), determination(Outcome.UPHELD, None), "hugo"
    )
    world = handled()
    upheld = determination(Outcome.UPHELD, None, remedies=ordered(Remedy.APOLOGY))
    world.record(world.statement(GRIEVANCE, upheld, "hugo"))
    laws.four_eyes_are_two_persons_of_two_lines(world, world.log[-1])


@pytest.mark.parametrize("name", ["hugo", "olga", "sven", "susi", "iris"])
def test_the_line_complained_about_speaks_for_the_citizen(name: str) -> None:
    law = laws.the_line_complained_about_never_speaks_for_the_citizen
    for event in (confirmation(), dispute(), withdrawal()):
        world, made, _ = reported()
        hire(world, "iris", Role.INTAKE, "line-a")
        breaks(law, world, event, name)
        breaks(law, world, contest(made), name)


def test_the_office_confirms_what_it_reports() -> None:
    world, _ = owed()
    world.record(world.statement(GRIEVANCE, done(), "hugo"))
    laws.the_office_reports_and_never_confirms(world, world.log[-1])

    world.states[GRIEVANCE] = but(grievance(world), confirmed=frozenset({"r1"}))
    with pytest.raises(AssertionError):
        laws.the_office_reports_and_never_confirms(world, world.log[-1])


def test_a_clock_of_the_law_is_moved() -> None:
    world, _ = reviewed()
    event = assignment("rolf")
    world.record(world.statement(GRIEVANCE, event, "sven"))
    laws.no_act_of_the_office_moves_a_clock_of_the_law(world, world.log[-1])

    # A fold that started the periods anew with the assignment would show here.
    place = next(place for place, one in enumerate(world.log) if one.statement.stream == GRIEVANCE)
    first = world.log[place]
    later = but(first.statement.says, received_on=date(2026, 11, 21))
    law = laws.no_act_of_the_office_moves_a_clock_of_the_law
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(laws, "clocks", moving(later, place))
        with pytest.raises(AssertionError):
            law(world, world.log[-1])


def moving(later: Says, place: int) -> Callable[[World, str], tuple[Clock, ...]]:
    """Clocks that read another day of receipt once there are as many entries as now."""

    def moved(world: World, stream: str) -> tuple[Clock, ...]:
        if len(world.history(stream)) < 3:
            return clocks(world, stream)
        other = again(world)
        first = other.log[place]
        other.log[place] = but(first, statement=but(first.statement, says=later))
        return clocks(other, stream)

    return moved


@pytest.mark.parametrize("kind", [Kind.APPEAL, Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION])
def test_something_is_made_less(kind: Kind) -> None:
    world, _ = complained(kind)
    law = laws.nothing_is_made_less_behind_the_persons_back

    breaks(law, world, reclassification(kind, "suggestion"), "hugo")


def test_a_tier_is_lowered() -> None:
    world, _ = complained(urgency=Urgency.URGENT)
    lower = reclassification("urgent", "normal", Reclassified.URGENCY)

    breaks(laws.nothing_is_made_less_behind_the_persons_back, world, lower, "hugo", "sven")


def test_an_anonymous_stream_tells() -> None:
    world, _ = complained(anonymity=Anonymity.ANONYMOUS, via=NAMELESS)
    told_who = withdrawal(Pressure.NO, via=but(BY_RECEIPT, auth=Auth.IN_PERSON))

    breaks(laws.an_anonymous_stream_tells_nobody, world, told_who, "ines")
