"""The fold of a grievance: what each entry changes, also where no rule would let it stand."""

from datetime import date

import pytest

from ledger.domain.casework_codes import (
    CourtResult,
    Kind,
    LapseEffect,
    Outcome,
    Reclassified,
    Remedy,
    Urgency,
)
from ledger.domain.codes import NoticeMethod, NoticeRule, Role
from ledger.domain.grievance.records import GrievanceStatus
from ledger.domain.grievance.state import MEETS
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    but,
    determination,
    filing,
    outcome_notice,
    pinned,
    report,
)
from tests.domain.clockwork import at, tick
from tests.domain.complaints import (
    OTHER,
    acceptance,
    complained,
    contest,
    court,
    denied,
    done,
    grievance,
    handled,
    lapses,
    owed,
    reclassification,
    reported,
    reviewed,
    status,
    told,
    transfer,
)
from tests.domain.world import World, hire


def folded(world: World, says: Event, *names: str) -> EntryRef:
    """Record without judging."""
    return world.record(world.statement(GRIEVANCE, says, *names))


def overdue(world: World) -> set[str]:
    return {flag.partition(":")[2] for flag in grievance(world).casework.flags if flag.startswith("overdue:")}


def test_what_an_office_owes_is_overdue_until_it_comes() -> None:
    world, _ = complained(Kind.RETALIATION)
    tick(world, "12-01", GRIEVANCE)
    assert {"ack", "triage", "admission"} <= overdue(world)

    world.say(GRIEVANCE, acknowledgement(), "hugo")
    assert overdue(world).isdisjoint({"ack"})
    assert {"triage", "admission"} <= overdue(world)
    hire(world, "hans", Role.HANDLER, "line-h")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "sara")
    assert overdue(world).isdisjoint({"ack", "triage", "admission"})


def test_an_answer_comes_when_its_notice_is_effective() -> None:
    world = handled()
    world.now = at("12-20")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    made = world.say(GRIEVANCE, nothing, "hugo", "sara")
    tick(world, "12-31", GRIEVANCE)
    assert {"notify", "resolve"} <= overdue(world)

    call = outcome_notice(made, method=NoticeMethod.SMS, rule=NoticeRule.N10, sent_on=date(2026, 12, 20))
    world.say(GRIEVANCE, call, "ines")
    assert {"notify", "resolve"} <= overdue(world)
    world.say(GRIEVANCE, outcome_notice(made, sent_on=date(2026, 12, 20)), "ines")
    assert overdue(world).isdisjoint({"notify", "resolve"})


def test_remedies_are_overdue_until_the_last_is_reported() -> None:
    world, _ = owed(Remedy.APOLOGY, Remedy.WRITTEN_REASONS)
    tick(world, "2027-01-05", GRIEVANCE)
    assert "remedy" in overdue(world)

    world.say(GRIEVANCE, done(), "hugo")
    assert "remedy" in overdue(world)
    world.say(GRIEVANCE, done(remedy="r2"), "hugo")
    assert "remedy" not in overdue(world)


def test_a_first_answer_to_an_appeal_may_be_its_report() -> None:
    world, _ = reviewed()
    tick(world, "12-31", GRIEVANCE)
    assert "appeal_first" in overdue(world)

    world.say(GRIEVANCE, report(), "rolf")
    assert "appeal_first" not in overdue(world)
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    tick(world, "2027-02-05", GRIEVANCE)
    assert "appeal_upper" in overdue(world)
    world.say(GRIEVANCE, determination(Outcome.NOT_UPHELD, world.head(CLAIM)), "paul", "petra")
    assert "appeal_upper" not in overdue(world)


def test_silence_opens_the_court_and_changes_no_status() -> None:
    world, _ = reviewed()
    tick(world, "2027-02-05", GRIEVANCE)

    assert "may_sue" in grievance(world).casework.flags
    assert status(world) is GrievanceStatus.UNDER_REVIEW


def test_acts_that_meet_clocks_are_named_once() -> None:
    for clocks in MEETS.values():
        assert clocks
        assert len(set(clocks)) == len(clocks)


@pytest.mark.parametrize("field", [Reclassified.KIND, Reclassified.URGENCY])
def test_a_code_of_no_list_changes_nothing(field: Reclassified) -> None:
    world, _ = complained()
    before = grievance(world)

    folded(world, reclassification("x", "nonsense", field), "hugo")
    assert grievance(world) == before


def test_a_raised_kind_raises_the_tier_and_a_lowered_one_keeps_it() -> None:
    world, _ = complained(Kind.INQUIRY)
    folded(world, reclassification("inquiry", "retaliation"), "hugo")
    assert grievance(world).urgency is Urgency.EMERGENCY

    folded(world, reclassification("retaliation", "inquiry"), "hugo")
    assert grievance(world).urgency is Urgency.EMERGENCY
    assert grievance(world).flags == {"urgent", "sensitive"}


@pytest.mark.parametrize("event", [transfer(), acceptance(), assignment("hans", role=Role.HANDLER)])
def test_what_comes_after_the_outcome_out_of_order_is_only_kept(event: Event) -> None:
    world, _ = denied()
    before = grievance(world)

    folded(world, event, "hugo")
    assert grievance(world) == but(before, flags=before.flags | {"out_of_order"})


def test_a_late_acknowledgement_moves_nothing() -> None:
    world = handled()

    folded(world, acknowledgement(), "hugo")
    assert status(world) is GrievanceStatus.UNDER_REVIEW


def test_a_second_filing_changes_nothing() -> None:
    world, _ = complained()
    before = grievance(world)

    folded(world, filing(pinned(world), kind=Kind.APPEAL), "ines")
    assert grievance(world) == before


@pytest.mark.parametrize("make", [lambda: complained()[0], handled])
def test_a_court_sends_back_only_what_was_determined(make: object) -> None:
    world = make()  # type: ignore[operator]
    before = grievance(world)
    version, leaf = before.filing or (0, "")

    folded(world, court(EntryRef(GRIEVANCE, version, leaf), CourtResult.FOR_CITIZEN, remand=True), "vera")
    assert (status(world), grievance(world).handlers) == (before.status, before.handlers)


def test_a_court_sends_back_what_is_due_or_closed_too() -> None:
    for world, made in (owed(), reported()[:2], denied()):
        folded(world, court(made, CourtResult.FOR_CITIZEN, remand=True), "vera")
        assert status(world) is GrievanceStatus.ACKNOWLEDGED
        assert grievance(world).handlers == ()
        assert grievance(world).stood_down


def test_an_upper_instance_ends_a_pending_offer() -> None:
    world, _ = reviewed()
    world.say(GRIEVANCE, transfer(), "sven")
    world.say(GRIEVANCE, report(), "rolf")

    assert grievance(world).offered_to is None
    assert grievance(world).flags == frozenset()


def test_an_outcome_ends_a_pending_offer() -> None:
    world = handled()
    world.say(GRIEVANCE, transfer(), "hugo")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    world.say(GRIEVANCE, nothing, "hugo", "sara")

    assert grievance(world).offered_to is None
    assert grievance(world).flags == frozenset()


def test_a_new_outcome_starts_the_remedies_anew() -> None:
    world, made, _ = reported()
    world.say(GRIEVANCE, contest(made), "ines")
    assert grievance(world).reported
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "selma", Role.SUPERVISOR, "line-s")
    world.say(GRIEVANCE, assignment("hans", role=Role.HANDLER), "selma")
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    world.say(GRIEVANCE, nothing, "hans", "selma")

    state = grievance(world)
    assert (state.ordered, state.reported, state.confirmed, state.remedies) == (
        frozenset(),
        (),
        frozenset(),
        (),
    )
    assert state.remedy("r1") is None
    assert state.report("r1") is None


def test_a_cure_opens_the_window_to_contest_again() -> None:
    world, made = denied()
    lapses(world, "contest", made, LapseEffect.CLOSES_NOT_CONTESTED)
    assert "lapsed_contest" in grievance(world).flags

    told(world, made)
    assert "lapsed_contest" not in grievance(world).flags


def test_questions_that_other_streams_ask() -> None:
    world, made = denied()
    state = grievance(world)
    version, leaf = state.filing or (0, "")

    assert state.holds(EntryRef(GRIEVANCE, version, leaf))
    assert state.holds(made)
    assert not state.holds(but(made, leaf="0" * 64))
    assert not state.holds(EntryRef(OTHER, 99, "0" * 64))
    assert (state.is_open(), state.is_closed(), state.is_anonymous()) == (True, False, False)
    assert state.assigned() == state.handlers
    assert state.looks_at() == (CLAIM,)
