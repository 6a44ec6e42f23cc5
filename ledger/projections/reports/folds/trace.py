"""The events of one case in the order of the log, and what the constraints ask of two of them."""

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ledger.domain.casework.events import ConflictDecided
from ledger.domain.casework_codes import Closing, ConflictRuling, Inadmissible, Kind, Pressure
from ledger.domain.claim.events import ClaimWithdrawn, DecisionRevised, EligibilityDecided
from ledger.domain.claim.records import ClaimState, ClaimStatus
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import ADVERSE, Cause, Role
from ledger.domain.grievance.events import GrievanceClosed, GrievanceDetermined, GrievanceFiled
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.relations import actors_of
from ledger.domain.timekeeping import ref
from ledger.domain.types import Event, Recorded
from ledger.projections.reports.case import Case
from ledger.projections.reports.folds.fates import SUCCESS
from ledger.projections.reports.folds.persons import four_eyes, in_force, known_hands
from ledger.projections.reports.vocabulary import IMPORTED

Is: TypeAlias = Callable[[Recorded], bool]
NOTICE: Final = frozenset({ClockName.NOTIFY})
ANSWERS: Final = frozenset({ClockName.APPEAL_FIRST, ClockName.RESOLVE})
"""Clocks of an answer to a filing: of the law to an appeal, of the programme to anything else."""


def is_a(*kinds: type[Event]) -> Is:
    """Return the question whether an entry says something of one of ``kinds``."""
    return lambda one: isinstance(one.statement.says, kinds)


def burdens(one: Recorded) -> bool:
    """Return whether an entry is a decision that burdens the person."""
    says = one.statement.says
    return isinstance(says, (EligibilityDecided, DecisionRevised)) and says.result in ADVERSE


def corrects_to_worse(one: Recorded) -> bool:
    """Return whether an entry is a correction that burdens the person."""
    return isinstance(one.statement.says, DecisionRevised) and burdens(one)


def determines(one: Recorded) -> bool:
    """Return whether an entry determines a grievance that was heard: what is turned away needs no handler."""
    says = one.statement.says
    return isinstance(says, GrievanceDetermined) and not isinstance(says.inadmissible, Inadmissible)


def closes_confirmed(one: Recorded) -> bool:
    """Return whether an entry closes a grievance on the citizen's own word."""
    says = one.statement.says
    return isinstance(says, GrievanceClosed) and says.ground is Closing.CONFIRMED


def excepts(one: Recorded) -> bool:
    """Return whether an entry lets somebody act in spite of a conflict, because it cannot wait (APA s.18)."""
    says = one.statement.says
    return isinstance(says, ConflictDecided) and says.ruling is ConflictRuling.URGENT_EXCEPTION


def withdraws(one: Recorded) -> bool:
    """Return whether an entry takes a claim back; what was pressed out of the person takes nothing back."""
    says = one.statement.says
    return isinstance(says, ClaimWithdrawn) and says.pressure is not Pressure.YES


def one_stream(one: Recorded, other: Recorded) -> bool:
    """Return whether two entries are of one grievance, or of one claim."""
    return one.statement.stream == other.statement.stream


class Trace:
    """A case as the constraints see it: its events in the order of the log, by index and never by ``at``."""

    def __init__(self, case: Case) -> None:
        self.case, self.registry = case, case.context.registry
        self.events: Sequence[Recorded] = case.entries
        self.kinds = {type(one.statement.says) for one in self.events}
        self._of: dict[tuple[type[Event], ...], Sequence[Recorded]] = {}
        self._clocks: dict[int, Clock | None] = {}
        self._hands: dict[int, set[str]] = {}

    def of(self, *kinds: type[Event]) -> Sequence[Recorded]:
        """Return the events that say something of one of ``kinds``."""
        found = self._of.get(kinds)
        if found is None:
            found = self._of[kinds] = [one for one in self.events if type(one.statement.says) in kinds]
        return found

    def imported(self, one: Recorded) -> bool:
        """Return whether an entry is an imported one."""
        return self.case.context.custody(one) == IMPORTED

    def mandated(self, act: Recorded) -> bool:
        """Return whether who answers for an act held an officer's mandate in force at its place."""
        official = getattr(act.statement.says, "official", None) or act.statement.by
        for known in actors_of(self.registry, official):
            for grant in self.registry.mandates.get(known, ()):
                if grant.role is Role.OFFICER and in_force(grant, act):
                    return True
        return False

    def apart(self, one: Recorded, other: Recorded) -> bool:
        """Return whether no person had a hand in both of two acts."""
        return self._hands_in(one).isdisjoint(self._hands_in(other))

    def _hands_in(self, act: Recorded) -> set[str]:
        found = self._hands.get(act.index)
        if found is None:
            found = self._hands[act.index] = known_hands(self.registry, act)
        return found

    def notice_clock(self, one: Recorded) -> Clock | None:
        """Return the clock of the notice of a decision; None: none runs for it, or its ground is gone."""
        if not isinstance(one.statement.says, EligibilityDecided):
            return None
        return self._clock(one, NOTICE)

    def answer_clock(self, one: Recorded) -> Clock | None:
        """Return the clock of the answer to a filing; None: none runs for it, or its ground is gone."""
        return self._clock(one, ANSWERS) if isinstance(one.statement.says, GrievanceFiled) else None

    def _clock(self, one: Recorded, names: frozenset[ClockName]) -> Clock | None:
        if one.index not in self._clocks:
            started = [
                clock
                for clock in self.case.clocks(one.statement.stream)
                if clock.name in names and clock.start.version == one.version and clock.ended is None
            ]
            if len(started) > 1:
                started.sort(key=lambda each: (each.due, each.name))
            self._clocks[one.index] = started[0] if started else None
        return self._clocks[one.index]

    def runs(self, clock: Clock) -> bool:
        """Return whether the last day of ``clock`` is not over."""
        return clock.runs(self.case.context.now)

    def meets(self, clock: Clock, one: Recorded) -> bool:
        """Return whether ``one`` met ``clock`` in time."""
        return clock.met is not None and clock.met.leaf == one.leaf and clock.in_time

    def has_success(self, one: Recorded) -> bool:
        """Return whether an entry grants an appeal against an order of this case, as its last word."""
        says = one.statement.says
        if not isinstance(says, GrievanceDetermined) or says.outcome not in SUCCESS:
            return False
        state = self.case.prefix.state(one.statement.stream)
        return (
            isinstance(state, GrievanceState)
            and state.kind is Kind.APPEAL
            and state.determinations[-1].version == one.version
            and any(item.claim == self.case.key for item in state.contests)
        )

    def carries_out(self, determined: Recorded, one: Recorded) -> bool:
        """Return whether a correction follows a determination: on appeal, or because it cites this one."""
        says = one.statement.says
        if not isinstance(says, DecisionRevised):
            return False
        cited = says.determination
        return cited == ref(determined) if cited is not None else says.cause is Cause.APPEAL

    def over(self, one: Recorded) -> bool:
        """Return whether nothing more is to come: the stream of ``one`` is closed, or the claim is final."""
        claim = self.case.prefix.state(self.case.key)
        final = isinstance(claim, ClaimState) and claim.status in (ClaimStatus.FINAL, ClaimStatus.WITHDRAWN)
        return final or self.case.prefix.state(one.statement.stream).is_closed()

    def two_hands(self, one: Recorded) -> bool:
        """Return whether two independent persons signed an act."""
        return four_eyes(self.case.context, one)
