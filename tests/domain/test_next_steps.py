"""What comes next in a grievance: the steps that are shown are those that the rules admit, and no others."""

from collections.abc import Callable, Mapping

import pytest

from ledger.domain.casework_codes import Consent, Kind, Outcome, Remedy
from ledger.domain.codes import Role
from ledger.domain.errors import Refused
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceContested,
    GrievanceDetermined,
    GrievanceReclassified,
    GrievanceTransferred,
    GrievanceWithdrawn,
    HandlerAssigned,
    OutcomeNotified,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.next_step import next_steps
from ledger.domain.grievance.records import INITIAL, GrievanceStatus
from ledger.domain.judge import judge
from ledger.domain.steps import NextStep
from ledger.domain.types import EntryRef, Event
from tests.domain.cases import (
    ANSWERED,
    CLAIM,
    GRIEVANCE,
    acknowledgement,
    assignment,
    determination,
    outcome_notice,
    report,
)
from tests.domain.clockwork import tick
from tests.domain.complaints import (
    acceptance,
    appealed,
    complained,
    confirmation,
    contest,
    denied,
    dispute,
    done,
    grievance,
    handled,
    owed,
    reclassification,
    reported,
    reviewed,
    status,
    transfer,
    withdrawal,
)
from tests.domain.world import World, hire


def steps(world: World) -> tuple[NextStep, ...]:
    return next_steps(grievance(world))


def acknowledged() -> World:
    world, _ = complained()
    world.say(GRIEVANCE, acknowledgement(), "hugo")
    return world


def offered() -> World:
    world = handled()
    world.say(GRIEVANCE, transfer(), "hugo")
    return world


def determined() -> World:
    world = handled()
    nothing = determination(Outcome.NOT_UPHELD, world.head(CLAIM), next_remedy=ANSWERED)
    world.say(GRIEVANCE, nothing, "hugo", "sara")
    return world


def half_reported() -> World:
    world, _ = owed(Remedy.APOLOGY, Remedy.WRITTEN_REASONS)
    world.say(GRIEVANCE, done(), "hugo")
    return world


def confirmed() -> World:
    world, _, _ = reported()
    world.say(GRIEVANCE, confirmation(), "ines")
    return world


def closed() -> World:
    world = confirmed()
    tick(world, "11-23", GRIEVANCE)
    return world


def withdrawn() -> World:
    world, _, _ = reported()
    world.say(GRIEVANCE, withdrawal(), "ines")
    return world


def contested() -> World:
    world, made = denied()
    world.say(GRIEVANCE, contest(made), "ines")
    return world


def forwarded() -> World:
    world, _ = reviewed()
    world.say(GRIEVANCE, report(), "rolf")
    return world


def above() -> World:
    world = forwarded()
    world.say(GRIEVANCE, assignment("paul", "petra", role=Role.APPELLATE), "sven")
    return world


WORLDS: Mapping[str, Callable[[], World]] = {
    "filed": lambda: complained()[0],
    "an appeal filed": lambda: appealed()[0],
    "acknowledged": acknowledged,
    "under review": handled,
    "offered elsewhere": offered,
    "an appeal reviewed": lambda: reviewed()[0],
    "an appeal forwarded": forwarded,
    "an appeal before the panel": above,
    "determined": determined,
    "denied": lambda: denied()[0],
    "owed": lambda: owed()[0],
    "half reported": half_reported,
    "reported": lambda: reported()[0],
    "confirmed": confirmed,
    "closed": closed,
    "withdrawn": withdrawn,
    "contested": contested,
}
REACHED: Mapping[GrievanceStatus, Callable[[], World]] = {
    GrievanceStatus.EMPTY: World,
    GrievanceStatus.FILED: WORLDS["filed"],
    GrievanceStatus.ACKNOWLEDGED: acknowledged,
    GrievanceStatus.UNDER_REVIEW: handled,
    GrievanceStatus.DETERMINED: determined,
    GrievanceStatus.NOTIFIED: WORLDS["denied"],
    GrievanceStatus.REMEDY_DUE: WORLDS["owed"],
    GrievanceStatus.REMEDY_REPORTED: WORLDS["reported"],
    GrievanceStatus.CLOSED: closed,
}
"""A life that leads to each state, judged by every rule."""


def outcome_of(world: World) -> EntryRef:
    made = grievance(world).determinations
    return EntryRef(GRIEVANCE, made[-1].version, made[-1].leaf) if made else EntryRef(GRIEVANCE, 9, "0" * 64)


def tries(world: World) -> list[tuple[Event, tuple[tuple[str, ...], ...]]]:
    """Each act with whoever might do it, in the best form that it can have here."""
    state = grievance(world)
    made = outcome_of(world)
    task = state.role or (Role.REVIEWER if state.kind is Kind.APPEAL else Role.HANDLER)
    if state.level > 1:
        task = Role.APPELLATE
    names = {Role.HANDLER: ("hans",), Role.REVIEWER: ("rosa",), Role.APPELLATE: ("pia", "pola")}[task]
    remedy = "r2" if state.report("r1") is not None and "r2" in state.ordered else "r1"
    seen = world.head(CLAIM)
    way = {} if state.kind is Kind.APPEAL else {"next_remedy": ANSWERED}
    return [
        (acknowledgement(), (("hugo",),)),
        (transfer("city" if state.office == "district" else "district"), (("selma",),)),
        (acceptance(), (("dina",),)),
        (reclassification(state.kind or "", "payment_problem"), (("hugo",),)),
        (
            reclassification(state.kind or "", "suggestion", consent=Consent.COMPLAINANT),
            (("rolf", "ines"), ("paul", "ines"), ("dina", "ines"), ("hugo", "ines")),
        ),
        (assignment(*names, role=task), (("selma",),)),
        (report(), (("rolf",),)),
        (
            determination(Outcome.NOT_UPHELD, seen, **way),
            (("hugo", "sara"), ("rolf", "sara"), ("paul", "petra")),
        ),
        (outcome_notice(made), (("ines",),)),
        (done(remedy=remedy), (("hugo",),)),
        (confirmation("r1"), (("ines",),)),
        (dispute("r1"), (("ines",),)),
        (withdrawal(), (("ines",),)),
        (contest(made), (("ines",),)),
    ]


def admitted(world: World) -> set[type[Event]]:
    """The acts of which some form, by somebody, is accepted; closing apart, which waits for the clock."""
    found = set()
    for event, signers in tries(world):
        for names in signers:
            try:
                judge(world.statement(GRIEVANCE, event, *names), world)
            except Refused:
                continue
            found.add(type(event))
    return found


@pytest.mark.parametrize("name", WORLDS)
def test_the_steps_that_are_shown_are_those_that_the_rules_admit(name: str) -> None:
    world = WORLDS[name]()
    hire(world, "hans", Role.HANDLER, "line-h")
    hire(world, "rosa", Role.REVIEWER, "line-h")
    hire(world, "pia", Role.APPELLATE, "line-p")
    hire(world, "pola", Role.APPELLATE, "line-q")
    hire(world, "dina", Role.HANDLER, "line-d", office="district")
    hire(world, "selma", Role.SUPERVISOR, "line-s")

    shown = {step.act for step in steps(world) if step.act.__module__.endswith("grievance.events")}
    told_again = set() if status(world) is GrievanceStatus.DETERMINED else {OutcomeNotified}
    assert shown - {GrievanceClosed} == admitted(world) - told_again


def named(world: World) -> list[tuple[str, str | None]]:
    return [(step.act.__name__, step.clock) for step in steps(world)]


LAST = [("GrievanceWithdrawn", None), ("CourtOutcomeRecorded", None)]
MOVING = [("HandlerAssigned", None), ("GrievanceTransferred", None), ("GrievanceReclassified", None)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("filed", [("GrievanceAcknowledged", "ack"), ("HandlerAssigned", "admission"), *MOVING[1:], *LAST]),
        ("acknowledged", [("HandlerAssigned", "admission"), *MOVING[1:], *LAST]),
        ("under review", [("GrievanceDetermined", "resolve"), *MOVING, *LAST]),
        (
            "offered elsewhere",
            [
                ("GrievanceDetermined", "resolve"),
                MOVING[0],
                ("TransferAccepted", "transfer"),
                MOVING[2],
                *LAST,
            ],
        ),
        (
            "an appeal reviewed",
            [("GrievanceDetermined", "appeal_first"), ("AppealReported", "appeal_first"), *MOVING, *LAST],
        ),
        ("an appeal before the panel", [("GrievanceDetermined", "appeal_upper"), *MOVING, *LAST]),
        ("determined", [("OutcomeNotified", "notify"), *LAST]),
        ("denied", [("GrievanceClosed", "contest"), ("GrievanceContested", "contest"), *LAST]),
        ("owed", [("RemedyReportedDone", "remedy"), ("GrievanceContested", "contest"), *LAST]),
        (
            "reported",
            [
                ("RemedyConfirmed", "confirm"),
                ("RemedyDisputed", "confirm"),
                ("GrievanceClosed", "confirm"),
                ("GrievanceContested", "contest"),
                *LAST,
            ],
        ),
        (
            "confirmed",
            [
                ("RemedyDisputed", "confirm"),
                ("GrievanceClosed", None),
                ("GrievanceContested", "contest"),
                *LAST,
            ],
        ),
        ("closed", [("RemedyDisputed", "confirm"), ("GrievanceContested", "contest"), LAST[1]]),
        ("withdrawn", [LAST[1]]),
        ("contested", [("HandlerAssigned", "admission"), *MOVING[1:], *LAST]),
    ],
)
def test_what_is_waited_for_comes_first_with_its_clock(
    name: str, expected: list[tuple[str, str | None]]
) -> None:
    assert named(WORLDS[name]()) == expected


def test_a_defective_notice_is_cured() -> None:
    world = determined()
    world.say(GRIEVANCE, outcome_notice(outcome_of(world), court_block=None), "ines")

    assert named(world)[1] == ("OutcomeNotified", None)
    assert ("OutcomeNotified", None) not in named(denied()[0])


def test_nothing_comes_next_where_nothing_was_filed() -> None:
    assert next_steps(INITIAL) == ()


def test_whoever_determines_is_named_by_the_task() -> None:
    def by(world: World) -> tuple[Role, ...]:
        return next(step.by for step in steps(world) if step.act is GrievanceDetermined)

    assert by(handled()) == (Role.HANDLER,)
    assert by(reviewed()[0]) == (Role.REVIEWER,)
    assert by(above()) == (Role.APPELLATE,)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.OFFICER])
def test_only_a_reviewer_forwards_a_first_appeal(role: Role) -> None:
    """No rule assigns an appeal to another role; if a log has it so, nobody is told to forward it."""
    world, _ = appealed()
    world.record(world.statement(GRIEVANCE, assignment("hugo", role=role), "sara"))

    assert AppealReported not in [step.act for step in steps(world)]
    assert AppealReported in [step.act for step in steps(reviewed()[0])]


def test_a_faster_tier_waits_for_triage() -> None:
    for kind in (Kind.RETALIATION, Kind.INTEGRITY_ALLEGATION):
        world, _ = complained(kind)
        assert ("HandlerAssigned", "triage") in named(world)


@pytest.mark.parametrize("name", WORLDS)
def test_what_the_citizen_says_is_outside_of_the_line(name: str) -> None:
    citizens = (RemedyConfirmed, RemedyDisputed, GrievanceWithdrawn, GrievanceContested)
    for step in steps(WORLDS[name]()):
        if step.act in citizens:
            assert step.outside


def test_who_assigns_is_outside_but_for_a_first_appeal() -> None:
    def outside(world: World, act: type[Event]) -> bool:
        return next(step.outside for step in steps(world) if step.act is act)

    assert outside(acknowledged(), HandlerAssigned)
    assert outside(forwarded(), HandlerAssigned)
    assert not outside(appealed()[0], HandlerAssigned)
    assert outside(offered(), TransferAccepted)
    for act in (GrievanceTransferred, GrievanceReclassified):
        assert not outside(acknowledged(), act)
    assert not outside(complained()[0], GrievanceAcknowledged)
    assert not outside(determined(), OutcomeNotified)
    assert not outside(owed()[0], RemedyReportedDone)
    assert not outside(reviewed()[0], AppealReported)


@pytest.mark.parametrize("wanted", list(GrievanceStatus))
def test_the_lives_lead_where_they_say(wanted: GrievanceStatus) -> None:
    assert status(REACHED[wanted]()) is wanted
