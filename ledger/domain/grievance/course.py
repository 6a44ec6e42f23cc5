"""What clocks ask of a grievance's history: how it was read, and which acts answer, end or contest it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ledger.domain.casework_codes import Kind, Pressure, Reclassified, Urgency
from ledger.domain.clocks.clock import Act
from ledger.domain.clocks.deliveries import Notices, Told
from ledger.domain.grievance.classes import SENSITIVE
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceContested,
    GrievanceDetermined,
    GrievanceFiled,
    GrievanceReclassified,
    GrievanceWithdrawn,
    OutcomeNotified,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.tiers import lowers, tier
from ledger.domain.histories import of_kind
from ledger.domain.timekeeping import persons_act, recorded_act, stated_act
from ledger.domain.types import Recorded

_KINDS: Final = {str(kind): kind for kind in Kind}
_TIERS: Final = {str(one): one for one in Urgency}


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A grievance as its history shows it.

    Attributes:
        history: Its entries.
        filed: The entry that opened it, and what it says.
        received: The receipt: by the day that the filing states, else by its recording.
        made: Every determination, as an act, with what it says.
        kinds: Every kind as which it was ever read, the present one last.
        appealed: The acts by which it was read as an appeal later.
        tiers: The tier at filing, and the present one.
        lowered: The acts that lowered the tier.
        withdrawn: The acts by which the person took it back unpressed; an allegation goes on without them.
        ends: Acts that close the file: those, and the clock's.
        notices: The notices of its outcomes.
        answered: Those that count as received, each from its recording.
        contested: The citizen's contests, each from the day on which it was handed over.
    """

    history: Sequence[Recorded]
    filed: Recorded
    filing: GrievanceFiled
    received: Act
    made: Sequence[tuple[Act, GrievanceDetermined]]
    kinds: tuple[Kind, ...]
    appealed: tuple[Act, ...]
    tiers: tuple[Urgency, Urgency]
    lowered: tuple[Act, ...]
    withdrawn: tuple[Act, ...]
    ends: tuple[Act, ...]
    notices: Notices
    answered: tuple[Act, ...]
    contested: tuple[Act, ...]

    def ever(self, kind: Kind) -> bool:
        """Return whether it was ever read as ``kind``: the law's clocks run on when it no longer is."""
        return kind in self.kinds


def course(state: GrievanceState, history: Sequence[Recorded]) -> Course | None:
    """Return the course of a grievance; None where its filing is not on record."""
    filed = next(of_kind(history, GrievanceFiled), None)
    if filed is None:
        return None
    opened, says = filed
    changes = tuple(of_kind(history, GrievanceReclassified))
    withdrawn = _withdrawals(state, history)
    closed = (recorded_act(recorded) for recorded, _ in of_kind(history, GrievanceClosed))
    first = tier(says.kind, says.urgency)
    told = notices(history)
    return Course(
        history=history,
        filed=opened,
        filing=says,
        received=stated_act(opened, says.received_on),
        made=[(recorded_act(one), made) for one, made in of_kind(history, GrievanceDetermined)],
        kinds=(says.kind, *_read_as(changes)),
        appealed=tuple(recorded_act(one) for one, change in changes if str(change.to) == Kind.APPEAL),
        tiers=(first, state.urgency or first),
        lowered=_lowered(first, changes),
        withdrawn=withdrawn,
        ends=(*closed, *withdrawn),
        notices=told,
        answered=tuple([one.recorded for one in told.received]),
        contested=tuple(
            persons_act(recorded, contest.via) for recorded, contest in of_kind(history, GrievanceContested)
        ),
    )


def notices(history: Sequence[Recorded]) -> Notices:
    """Return the notices of the outcomes of a grievance, each with the determination that it is about."""
    said = of_kind(history, OutcomeNotified)
    return Notices.of([(says.determination, Told(recorded_act(recorded), says)) for recorded, says in said])


def _read_as(changes: Iterable[tuple[Recorded, GrievanceReclassified]]) -> Iterator[Kind]:
    for _, change in changes:
        if change.field is Reclassified.KIND and change.to in _KINDS:
            yield _KINDS[change.to]


def _lowered(first: Urgency, changes: Iterable[tuple[Recorded, GrievanceReclassified]]) -> tuple[Act, ...]:
    """Return the acts after which the tier is lower than at filing."""
    return tuple(
        recorded_act(recorded)
        for recorded, change in changes
        if change.field is Reclassified.URGENCY and change.to in _TIERS and lowers(first, _TIERS[change.to])
    )


def _withdrawals(state: GrievanceState, history: Sequence[Recorded]) -> tuple[Act, ...]:
    if state.kind in SENSITIVE:
        return ()
    return tuple(
        persons_act(recorded, says.via)
        for recorded, says in of_kind(history, GrievanceWithdrawn)
        if says.pressure is not Pressure.YES
    )
