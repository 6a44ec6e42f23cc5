"""The clocks of every kind of stream, what is due when one runs out, and what the clock may record.

A lapse is a fact, whether or not somebody recorded it. The entry is the evidence: it is accepted from the
clock alone, exactly when it is due, and only if anybody who recomputes it gets the same. Silence moves a
matter upward or in the citizen's favour; it closes nothing but a window of the citizen's own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from ledger.domain.authority import Act
from ledger.domain.casework.events import (
    CalendarUsed,
    ClockRule,
    DeadlineLapsed,
    NextRight,
    PeriodExtended,
)
from ledger.domain.claim import clocks as claim
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of, end_of
from ledger.domain.codes import Role
from ledger.domain.commitment import clocks as commitment
from ledger.domain.consultation import clocks as consultation
from ledger.domain.directory import RegistryState
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.extending import check_extension, extended_by
from ledger.domain.grievance import clocks as grievance
from ledger.domain.grievance.closings import closing_due
from ledger.domain.grievance.events import GrievanceClosed
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.listing import clocks as listing
from ledger.domain.matters import Matter
from ledger.domain.prefix import Prefix, Submission
from ledger.domain.types import Code, EntryRef, Event, Moment, Recorded, Seen

Clocks = Callable[[Any, Sequence[Recorded], Prefix], tuple[Clock, ...]]
CLOCKS: Final[Mapping[str, Clocks]] = {
    "claim": claim.clocks,
    "grievance": grievance.clocks,
    "consultation": consultation.clocks,
    "commitment": commitment.clocks,
    "listing": listing.clocks,
}
"""Every clock of a stream, by its kind."""
TIMED: Final = (DeadlineLapsed, PeriodExtended)
"""Events that are judged here."""
BY_THE_CLOCK: Final = Act(by=(Role.CLOCK,))


class DueAct(NamedTuple):
    """Something that the clock has to record.

    ``cause`` is the entry from which it follows, ``moment`` the instant (UTC, in seconds) since which it is
    due, ``item`` what tells it from others of the same cause.
    """

    says: DeadlineLapsed | GrievanceClosed
    cause: EntryRef
    moment: str
    item: str


@dataclass(frozen=True, slots=True)
class _At:
    """The prefix ``of``, looked at from another time."""

    of: Prefix
    now: str

    @property
    def size(self) -> int:
        return self.of.size

    @property
    def registry(self) -> RegistryState:
        return self.of.registry

    def state(self, stream: str) -> Matter:
        return self.of.state(stream)

    def head(self, stream: str) -> Seen | None:
        return self.of.head(stream)

    def history(self, stream: str) -> Sequence[Recorded]:
        return self.of.history(stream)

    def referring(self, stream: str) -> Sequence[str]:
        return self.of.referring(stream)


def clocks(prefix: Prefix, stream: str) -> tuple[Clock, ...]:
    """Return every clock that ever started in ``stream``, as it stands here and at ``prefix.now``."""
    of_kind = CLOCKS.get(stream.partition("/")[0])
    history = prefix.history(stream)
    return () if of_kind is None or not history else of_kind(prefix.state(stream), history, prefix)


def clock(prefix: Prefix, stream: str, name: str) -> Clock | None:
    """Return the clock of that name which started last; None if none ever did."""
    found = [one for one in clocks(prefix, stream) if one.name == name]
    return max(found, key=lambda one: (day_of(one.started), one.start.version), default=None)


def lapses_due(prefix: Prefix, stream: str, now: str) -> tuple[DueAct, ...]:
    """Return what the clock has to record in ``stream`` at ``now``, the oldest first.

    Those are the lapses that nobody recorded yet, and the closing that follows from recorded ones. Recorded
    one by one, and asked again after each, they come in the same order whether the clock is late or not.
    """
    running = clocks(_At(prefix, now), stream)
    acts = [
        DueAct(lapse(one), one.start, end_of(one.due), _item(one))
        for one in running
        if _is_due(one, now) and one.lapsed is None
    ]
    state = prefix.state(stream)
    if isinstance(state, GrievanceState):
        closing = closing_due(state, prefix.history(stream), running)
        if closing is not None:
            moment = f"{closing.moment[:19]}Z"
            acts.append(DueAct(closing.says, closing.cause, moment, closing.says.ground.value))
    return tuple(sorted(acts, key=lambda act: (act.moment, act.cause.version, act.item)))


def _item(one: Clock) -> str:
    """Return what tells a clock from others that one entry started: its name, and a day that was ordered."""
    return f"{one.name.value} {one.raw}" if one.row.fixed else one.name.value


def _is_due(one: Clock, now: str) -> bool:
    """Return whether a lapse has to be recorded: an active rule, an effect, and the last day over."""
    return one.active and bool(one.effects) and one.overdue(now)


def lapse(one: Clock) -> DeadlineLapsed:
    """Return the lapse of a clock with its whole derivation, for others to recompute."""
    period, calendar, following = one.row.period, one.calendar, one.next
    return DeadlineLapsed(
        clock=Code(one.name.value),
        start=one.start,
        rule=ClockRule(programme=one.programme, length=period.length, unit=period.unit, roll=period.roll),
        calendar=None if calendar is None else CalendarUsed(id=Code(calendar.id), version=calendar.version),
        raw=Moment(one.raw),
        due=Moment(one.due),
        provisional=one.provisional,
        effects=one.effects,
        next=None
        if following is None
        else NextRight(
            route=Code(following.route), by=None if following.by is None else day_of(following.by)
        ),
    )


def signed_by(says: Event) -> Act:
    """Return who may sign: a lapse the clock alone, an extension whoever the rule names.

    Raises:
        RuleBroken: As ``extended_by``.
    """
    return extended_by(says) if isinstance(says, PeriodExtended) else BY_THE_CLOCK


def check(says: Event, given: Submission) -> None:
    """Refuse a lapse that is not due or not as computed, or an extension that the rule does not allow.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if isinstance(says, DeadlineLapsed):
        _check_lapse(says, given)
    elif isinstance(says, PeriodExtended):
        running = _named(given, says.clock, says.start)
        last = [one for one in running if day_of(one.due) == says.from_]
        check_extension(last[0] if last else running[0], says, given)


def _named(given: Submission, name: str, start: EntryRef) -> list[Clock]:
    """Return the clocks of that name that ``start`` started.

    Raises:
        RuleBroken: ``unknown_clock``.
    """
    stream = given.statement.stream
    found = [one for one in clocks(given.prefix, stream) if one.name == name and one.start == start]
    if not found:
        raise RuleBroken("unknown_clock")
    return found


def _check_lapse(says: DeadlineLapsed, given: Submission) -> None:
    """Check that the clock ran out, that nobody recorded it, and that the derivation is the one computed.

    Raises:
        RuleBroken: ``unknown_clock``, ``clock_inactive``, ``lapse_not_due``, ``lapse_differs``.
        WrongState: ``already_lapsed``.
    """
    found = _named(given, says.clock, says.start)
    one = next((each for each in found if each.raw == says.raw), found[0])
    if not one.active or not one.effects:
        raise RuleBroken("clock_inactive")
    if one.lapsed is not None:
        raise WrongState("already_lapsed")
    if not one.overdue(given.prefix.now):
        raise RuleBroken("lapse_not_due")
    if says != lapse(one):
        raise RuleBroken("lapse_differs")


def check_closing(says: GrievanceClosed, given: Submission) -> None:
    """Check that a closing is due on the ground that it states, and names the rights that it leaves.

    An old register closes on the ground that it states.

    Raises:
        RuleBroken: ``closing_not_due``, ``closing_differs``.
    """
    stream = given.statement.stream
    state = given.prefix.state(stream)
    imported = given.parties[0].mandate.role is Role.IMPORTER
    if imported or not isinstance(state, GrievanceState):
        return
    closing = closing_due(state, given.prefix.history(stream), clocks(given.prefix, stream))
    if closing is None or closing.says.ground is not says.ground:
        raise RuleBroken("closing_not_due")
    if closing.says != says:
        raise RuleBroken("closing_differs")
