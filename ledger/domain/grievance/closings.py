"""When the clock closes a grievance, and which rights stay open.

Silence ends a window of the citizen's own and nothing else; a remedy counts as confirmed only if the citizen
said so.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from ledger.domain.casework.events import InformationSupplied
from ledger.domain.casework_codes import Closing, LapseEffect, Outcome, Supplied
from ledger.domain.clocks.clock import Clock
from ledger.domain.clocks.moments import day_of, end_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.grievance.events import GrievanceClosed, OpenRight, OutcomeNotified, RemedyConfirmed
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.grievance.statutory import COURT
from ledger.domain.histories import of_kind
from ledger.domain.notices import effective_date
from ledger.domain.timekeeping import ref
from ledger.domain.types import Code, EntryRef, Recorded

CONTEST: Final = "contest"
"""The route back to the authority, to another person."""
COURT_CLOCKS: Final = (
    ClockName.SUE_AFTER_SILENCE,
    ClockName.SUE_AFTER_OUTCOME,
    ClockName.SUE_AFTER_NEGLECT,
)
ATTEMPTS: Final = 2
"""Channels on which the citizen must have been sought before silence closes anything."""


class Due(NamedTuple):
    """A closing that is due: what the clock says, the entry from which it follows, and since when."""

    says: GrievanceClosed
    cause: EntryRef
    moment: str


def closing_due(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    """Return the closing that is due; None if none is.

    - ``confirmed``: the citizen confirmed every remedy ordered.
    - ``unconfirmed``: all were reported done, the citizen's time to answer lapsed, and the citizen was sought
      on two channels.
    - ``superseded``: the notified outcome says that another decision took the matter's place.
    - ``court``: a court had the last word on the notified outcome.
    - ``not_contested``: nothing was ordered, and the time to contest lapsed.
    """
    if state.status is GrievanceStatus.REMEDY_REPORTED:
        return _confirmed(state, history, clocks) or _unconfirmed(state, history, clocks)
    if state.status is GrievanceStatus.NOTIFIED and state.determinations:
        return (
            _superseded(state, history, clocks)
            or _in_court(state, history, clocks)
            or _not_contested(state, history, clocks)
        )
    return None


def _confirmed(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    if not state.ordered <= state.confirmed:
        return None
    last = [recorded for recorded, _ in of_kind(history, RemedyConfirmed)][-1]
    return _due(Closing.CONFIRMED, last, last.recorded_at, clocks)


def _unconfirmed(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    """Close over silence: each remedy confirmed, or reported and not answered in time."""
    lapsed = {clock.start: clock for clock in clocks if clock.name is ClockName.CONFIRM and clock.lapsed}
    silent = []
    for report in (item for item in state.reported if item.remedy not in state.confirmed):
        clock = lapsed.get(_entry(history, report.version))
        if clock is None:
            return None
        silent.append(clock)
    if not silent:
        return None
    attempt = _second_attempt(history, after=max(clock.start.version for clock in silent))
    if attempt is None:
        return None
    lapses = [history[clock.lapsed.version - 1] for clock in silent if clock.lapsed is not None]
    cause = max((attempt, *lapses), key=lambda recorded: recorded.version)
    moment = max((attempt.recorded_at, *(end_of(clock.due) for clock in silent)))
    return _due(Closing.UNCONFIRMED, cause, moment, clocks)


def _second_attempt(history: Sequence[Recorded], after: int) -> Recorded | None:
    """Return the entry by which the citizen was sought on a second channel after version ``after``."""
    channels = set()
    for recorded, says in of_kind(history[after:], InformationSupplied):
        if says.kind is Supplied.CONTACT_ATTEMPT and says.via is not None:
            channels.add(says.via.channel)
            if len(channels) == ATTEMPTS:
                return recorded
    return None


def _superseded(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    """Close what another decision overtook, once the person was told so."""
    made = state.determinations[-1]
    newest = _entry(history, made.version)
    told = [
        recorded
        for recorded, says in of_kind(history, OutcomeNotified)
        if says.determination == newest and effective_date(says) is not None
    ]
    if made.outcome is not Outcome.SUPERSEDED or not told:
        return None
    return _due(Closing.SUPERSEDED, told[0], told[0].recorded_at, clocks)


def _in_court(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    """Close what a court ruled on for good since the last outcome, without sending it back."""
    since = state.determinations[-1].version
    ruled = [item for item in state.casework.court if item.version > since]
    if not ruled or ruled[-1].remand or state.casework.in_court():
        return None
    last = history[ruled[-1].version - 1]
    return _due(Closing.COURT, last, last.recorded_at, clocks)


def _not_contested(state: GrievanceState, history: Sequence[Recorded], clocks: Sequence[Clock]) -> Due | None:
    newest = _entry(history, state.determinations[-1].version)
    notices = {ref(one) for one, says in of_kind(history, OutcomeNotified) if says.determination == newest}
    windows = [clock for clock in clocks if clock.name is ClockName.CONTEST and clock.start in notices]
    closing = [clock for clock in windows if LapseEffect.CLOSES_NOT_CONTESTED in clock.effects]
    for clock in closing:
        if clock.lapsed is not None:
            lapse = history[clock.lapsed.version - 1]
            return _due(Closing.NOT_CONTESTED, lapse, end_of(clock.due), clocks)
    return None


def _entry(history: Sequence[Recorded], version: int) -> EntryRef:
    return ref(history[version - 1])


def _due(ground: Closing, cause: Recorded, moment: str, clocks: Sequence[Clock]) -> Due:
    """Return the closing with the rights that it does not touch, as they stood when it became due."""
    day = day_of(moment)
    rights = [_right(clock) for clock in clocks if _is_open(clock, day)]
    if ground is Closing.UNCONFIRMED:
        rights.append(OpenRight(route=Code(CONTEST)))
    says = GrievanceClosed(ground=ground, open_rights=tuple(dict.fromkeys(rights)))
    return Due(says, ref(cause), moment)


def _is_open(clock: Clock, day: date) -> bool:
    """Return whether the right was open on ``day``: to go to court, or to contest."""
    if clock.name not in (*COURT_CLOCKS, ClockName.CONTEST):
        return False
    return clock.met is None and clock.ended is None and day_of(clock.started) <= day <= day_of(clock.due)


def _right(clock: Clock) -> OpenRight:
    """Return the right; of two last days of which one is to be confirmed, the earlier."""
    route = CONTEST if clock.name is ClockName.CONTEST else COURT
    return OpenRight(route=Code(route), by=day_of(clock.advised or clock.due))
