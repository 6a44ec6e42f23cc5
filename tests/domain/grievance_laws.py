"""The invariants of grievances, each computed anew from the raw history of a stream.

Nothing here asks the rules for a verdict: a law reads entries, and speaks after each of them.
"""

from collections.abc import Callable
from functools import reduce

from ledger.domain.casework.events import CourtOutcomeRecorded, DeadlineLapsed, InformationSupplied
from ledger.domain.casework_codes import (
    Anonymity,
    Closing,
    Consent,
    Kind,
    Outcome,
    Pressure,
    Reclassified,
    Urgency,
)
from ledger.domain.claim.events import AttestationGiven
from ledger.domain.clocks.clock import Clock
from ledger.domain.codes import Auth, ClockClass, Role
from ledger.domain.grievance.events import (
    AppealReported,
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
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.lapsing import clocks
from ledger.domain.next_steps import next_steps
from ledger.domain.notices import effective_date
from ledger.domain.relations import above, actors_of, lines_of
from ledger.domain.states import StreamState, evolve, initial
from ledger.domain.types import Recorded
from tests.domain.grievance_history import (
    before,
    channels_since_the_report,
    confirmed_in,
    contested_decisions,
    filing,
    had_it_before,
    lapsed_in,
    last_assignment,
    last_outcome,
    ordered_by,
    people,
    signers,
    state_before,
)
from tests.domain.world import World

Law = Callable[[World, Recorded], None]
CITIZENS = (RemedyConfirmed, RemedyDisputed, GrievanceWithdrawn, GrievanceContested)
MOVES_NO_CLOCK = (
    GrievanceTransferred,
    TransferAccepted,
    GrievanceReclassified,
    HandlerAssigned,
    InformationSupplied,
)
GUARDED = {Kind.APPEAL, Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION}
TIERS = [Urgency.NORMAL, Urgency.URGENT, Urgency.EMERGENCY]


def closing_follows_a_notified_outcome_or_the_citizens_word(world: World, item: Recorded) -> None:
    """Invariant 1."""
    says, after = item.statement.says, world.state(item.statement.stream)
    assert isinstance(after, GrievanceState)
    was = state_before(world, item).status
    if after.status is not GrievanceStatus.CLOSED or was is GrievanceStatus.CLOSED:
        return
    if isinstance(says, GrievanceWithdrawn):
        assert says.pressure is not Pressure.YES
        assert says.via is not None
        return
    assert isinstance(says, GrievanceClosed)
    history = before(world, item)
    made, outcome = last_outcome(history)
    assert outcome.law
    assert made.statement.sd
    assert any(
        isinstance(told := one.statement.says, OutcomeNotified)
        and told.determination is not None
        and told.determination.version == made.version
        and effective_date(told) is not None
        for one in history
    )


def silence_closes_nothing_and_takes_nothing(world: World, item: Recorded) -> None:
    """Invariant 2: a lapse moves no status, no outcome and no remedy."""
    if not isinstance(item.statement.says, DeadlineLapsed):
        return
    was, now = state_before(world, item), world.state(item.statement.stream)
    assert isinstance(now, GrievanceState)
    assert (was.status, was.determinations, was.ordered, was.confirmed, was.reported) == (
        now.status,
        now.determinations,
        now.ordered,
        now.confirmed,
        now.reported,
    )


def the_clock_alone_closes_and_when_it_is_due(world: World, item: Recorded) -> None:
    """Invariant 3, with the grounds read from the history."""
    says = item.statement.says
    if not isinstance(says, GrievanceClosed | DeadlineLapsed):
        return
    roles = {mandate.role for mandate in world.registry.mandates[item.statement.by]}
    assert roles == {Role.CLOCK}
    if isinstance(says, DeadlineLapsed):
        assert item.recorded_at[:10] >= says.due[:10]
        return
    history = before(world, item)
    _, outcome = last_outcome(history)
    ordered = ordered_by(outcome)
    match says.ground:
        case Closing.CONFIRMED:
            assert ordered
            assert ordered <= confirmed_in(history)
        case Closing.UNCONFIRMED:
            assert ordered - confirmed_in(history)
            assert len(channels_since_the_report(history)) >= 2
            assert "confirm" in lapsed_in(history)
        case Closing.NOT_CONTESTED:
            assert not ordered
            assert "contest" in lapsed_in(history)
        case Closing.SUPERSEDED:
            assert outcome.outcome is Outcome.SUPERSEDED
        case Closing.COURT:
            assert any(isinstance(one.statement.says, CourtOutcomeRecorded) for one in history)
        case Closing.WITHDRAWN:
            raise AssertionError("the clock withdrew a grievance")


def nobody_judges_what_they_took_part_in(world: World, item: Recorded) -> None:
    """Invariant 4, as persons."""
    says = item.statement.says
    if not isinstance(says, GrievanceDetermined | AppealReported | HandlerAssigned):
        return
    acting = signers(world, item) | (set(says.handlers) if isinstance(says, HandlerAssigned) else set())
    barred: set[str] = {ref for ref in filing(world, item).about if ref.startswith("actor/")}
    for decision in contested_decisions(world, item):
        barred |= signers(world, decision)
    for contested in filing(world, item).contests:
        barred |= {
            one.statement.by
            for one in world.history(contested.claim)
            if isinstance(one.statement.says, AttestationGiven) and one.index < item.index
        }
    via = filing(world, item).via
    if via is not None and via.assist is not None:
        barred.add(via.assist.assister)
    barred |= had_it_before(world, item)
    assert people(world, acting).isdisjoint(people(world, barred))


def four_eyes_are_two_persons_of_two_lines(world: World, item: Recorded) -> None:
    """Invariant 5."""
    says = item.statement.says
    if not isinstance(says, GrievanceDetermined):
        return
    if ordered_by(says) and state_before(world, item).role is Role.HANDLER:
        return
    signed = sorted(signers(world, item))
    assert len(signed) >= 2
    for number, one in enumerate(signed):
        for other in signed[number + 1 :]:
            assert other not in actors_of(world.registry, one)
            if state_before(world, item).role is not Role.APPELLATE:
                assert lines_of(world.registry, one, world.now).isdisjoint(
                    lines_of(world.registry, other, world.now)
                )
                assert not above(world.registry, one, other, world.now)
                assert not above(world.registry, other, one, world.now)


def the_line_complained_about_never_speaks_for_the_citizen(world: World, item: Recorded) -> None:
    """Invariant 6."""
    if not isinstance(item.statement.says, CITIZENS):
        return
    concerned: set[str] = {ref for ref in filing(world, item).about if ref.startswith("actor/")}
    contested = {ref.entry.version for ref in filing(world, item).contests}
    for decision in contested_decisions(world, item):
        if decision.version in contested:
            concerned |= signers(world, decision)
    for one in before(world, item):
        match one.statement.says:
            case HandlerAssigned(handlers=names):
                concerned |= set(names) if one is last_assignment(world, item) else set()
            case GrievanceDetermined() | AppealReported():
                concerned |= signers(world, one)
            case _:
                pass
    lines = {line for actor in concerned for line in lines_of(world.registry, actor, world.now)}
    for actor in signers(world, item):
        assert lines.isdisjoint(lines_of(world.registry, actor, world.now))


def the_office_reports_and_never_confirms(world: World, item: Recorded) -> None:
    """Invariant 6: ordered, reported and confirmed are three facts."""
    says = item.statement.says
    was, now = state_before(world, item), world.state(item.statement.stream)
    assert isinstance(now, GrievanceState)
    if now.confirmed - was.confirmed:
        assert isinstance(says, RemedyConfirmed)
    if {one.remedy for one in now.reported} - {one.remedy for one in was.reported}:
        assert isinstance(says, RemedyReportedDone)
    if now.ordered != was.ordered:
        assert isinstance(says, GrievanceDetermined)


def statutory(world: World, stream: str) -> dict[tuple[str, int], Clock]:
    return {
        (clock.name, clock.start.version): clock
        for clock in clocks(world, stream)
        if clock.row.class_ is ClockClass.STATUTE
    }


def no_act_of_the_office_moves_a_clock_of_the_law(world: World, item: Recorded) -> None:
    """Invariant 12."""
    if not isinstance(item.statement.says, (*MOVES_NO_CLOCK, GrievanceContested)):
        return
    stream = item.statement.stream
    earlier = World(world.now, world.log[: item.index], dict(world.states), dict(world.heads))
    earlier.states[stream] = state_before(world, item)
    was, now = statutory(earlier, stream), statutory(world, stream)
    for key, clock in was.items():
        assert now[key].due == clock.due
        assert now[key].started == clock.started
    for key in now.keys() - was.keys():
        assert now[key].start.version == 1


def nothing_is_made_less_behind_the_persons_back(world: World, item: Recorded) -> None:
    """Invariant 23."""
    says = item.statement.says
    if not isinstance(says, GrievanceReclassified):
        return
    was = state_before(world, item)
    less = says.field is Reclassified.KIND and was.kind in GUARDED
    if says.field is Reclassified.URGENCY and was.urgency is not None:
        less = TIERS.index(Urgency(says.to)) < TIERS.index(was.urgency)
    if less:
        assert says.consent is not Consent.NOT_NEEDED
        roles = {
            mandate.role
            for actor in signers(world, item) - {item.statement.by}
            for mandate in world.registry.mandates[actor]
        }
        assert roles & {Role.INTAKE, Role.OVERSIGHT}


def an_anonymous_stream_tells_nobody(world: World, item: Recorded) -> None:
    """Invariant 24, as far as entries show it."""
    if filing(world, item).anonymity is not Anonymity.ANONYMOUS:
        return
    via = getattr(item.statement.says, "via", None)
    if via is not None:
        assert via.auth in (Auth.NONE, Auth.RECEIPT)


def an_open_grievance_is_no_dead_end(world: World, item: Recorded) -> None:
    """Invariant 28."""
    state = world.state(item.statement.stream)
    assert isinstance(state, GrievanceState)
    if state.status is not GrievanceStatus.CLOSED:
        assert any(step.independent and step.act is not GrievanceWithdrawn for step in next_steps(state))


def two_folds_are_equal(world: World, item: Recorded) -> None:
    """Invariant 8."""
    stream = item.statement.stream
    start: StreamState = initial(stream)
    assert reduce(evolve, world.history(stream), start) == world.state(stream)


LAWS: tuple[Law, ...] = (
    closing_follows_a_notified_outcome_or_the_citizens_word,
    silence_closes_nothing_and_takes_nothing,
    the_clock_alone_closes_and_when_it_is_due,
    nobody_judges_what_they_took_part_in,
    four_eyes_are_two_persons_of_two_lines,
    the_line_complained_about_never_speaks_for_the_citizen,
    the_office_reports_and_never_confirms,
    no_act_of_the_office_moves_a_clock_of_the_law,
    nothing_is_made_less_behind_the_persons_back,
    an_anonymous_stream_tells_nobody,
    an_open_grievance_is_no_dead_end,
    two_folds_are_equal,
)
