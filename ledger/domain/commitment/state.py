"""The fold of a commitment: promised, reported done, verified. These are three facts."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.domain.casework.events import DeadlineLapsed, PeriodExtended
from ledger.domain.casework.state import NO_CASEWORK, Casework, evolve_clocked
from ledger.domain.casework_codes import LapseEffect
from ledger.domain.commitment.events import (
    CommitmentMade,
    CommitmentProgressed,
    CommitmentVerified,
)
from ledger.domain.consultation.codes import Progress, Verified
from ledger.domain.dates import civil
from ledger.domain.matters import Matter, Promise
from ledger.domain.types import Recorded

COMMITMENT: Final = "commitment"
"""The clock that runs to the day promised."""


class CommitmentStatus(StrEnum):
    """Where a commitment stands."""

    EMPTY = "empty"
    OPEN = "open"
    REPORTED = "reported"
    MET = "met"
    WITHDRAWN = "withdrawn"


class Progressed(NamedTuple):
    """What the owner said of it on a day."""

    version: int
    status: Progress
    value: int | None
    day: date


class Checked(NamedTuple):
    """What somebody else found of it on a day: ``signers`` are the key ids, ``by`` who answers."""

    version: int
    finding: Verified
    verified_as: str
    by: str
    signers: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class CommitmentState(Matter):
    """A commitment. ``made`` is the promise, of the day ``made_on``; ``due`` holds after an extension.

    ``unverified``: it was reported done, and nobody verified it in time. ``broken``: found unmet when its
    day had passed.
    """

    status: CommitmentStatus = CommitmentStatus.EMPTY
    made: CommitmentMade | None = None
    made_on: date = date.min
    due: date | None = None
    progress: tuple[Progressed, ...] = ()
    checked: tuple[Checked, ...] = ()
    unverified: bool = False
    broken: bool = False
    casework: Casework = NO_CASEWORK

    @property
    def flags(self) -> frozenset[str]:
        """Return the flags: ``unverified``, ``extended``, ``broken``; ``overdue`` names the clock."""
        extended = self.made is not None and self.due != self.made.due
        marks = {
            "unverified": self.unverified,
            "extended": extended,
            "broken": self.broken,
        }
        return self.casework.flags | {name for name, marked in marks.items() if marked}

    def overdue(self, day: date) -> bool:
        """Return whether its day has passed on ``day`` and nothing was reported done.

        A lapse is a fact, whether or not the clock recorded it.
        """
        return self.status is CommitmentStatus.OPEN and self.due is not None and self.due < day

    def evidence(self) -> tuple[str, ...]:
        """Return the stream of the answer or determination on whose account it was made."""
        return () if self.made is None else (self.made.source.stream,)

    def promise(self) -> Promise | None:
        """Return where it stands."""
        if self.made is None:
            return None
        last = self.checked[-1] if self.checked else None
        return Promise(
            source=self.made.source,
            owner=self.made.owner,
            office=self.made.office,
            status=self.status.value,
            due=self.due or self.made.due,
            first_due=self.made.due,
            finding=None if last is None else last.finding.value,
            verified_as=None if last is None else last.verified_as,
            verified_by=() if last is None else last.signers,
            flags=self.flags,
        )


INITIAL: Final = CommitmentState()


def evolve(state: CommitmentState, recorded: Recorded) -> CommitmentState:
    """Return the state after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case CommitmentMade() as says:
            if state.made is not None:
                return state
            day = civil(recorded.recorded_at)
            return replace(state, status=CommitmentStatus.OPEN, made=says, made_on=day, due=says.due)
        case CommitmentProgressed() as says:
            return _progressed(state, says, recorded)
        case CommitmentVerified() as says:
            return _verified(state, says, recorded)
        case PeriodExtended(clock=clock, to=to) if clock == COMMITMENT and state.made is not None:
            return _shared(replace(state, due=to), recorded)
        case DeadlineLapsed(effects=effects) if LapseEffect.UNVERIFIED in effects:
            return _shared(replace(state, unverified=True), recorded)
        case _:
            return _shared(state, recorded)


def _shared(state: CommitmentState, recorded: Recorded) -> CommitmentState:
    shared = evolve_clocked(state.casework, recorded)
    return state if shared is state.casework else replace(state, casework=shared)


def _progressed(state: CommitmentState, says: CommitmentProgressed, recorded: Recorded) -> CommitmentState:
    """The owner's word. ``done`` asks others; it makes nothing met, and nothing on time that was late."""
    said = Progressed(recorded.version, says.status, says.value, civil(recorded.recorded_at))
    moved = {Progress.DONE: CommitmentStatus.REPORTED, Progress.WITHDRAWN: CommitmentStatus.WITHDRAWN}
    state = replace(state, progress=(*state.progress, said))
    if state.status is not CommitmentStatus.OPEN or says.status not in moved:
        return state
    return replace(state, status=moved[says.status], casework=state.casework.met(COMMITMENT))


def _verified(state: CommitmentState, says: CommitmentVerified, recorded: Recorded) -> CommitmentState:
    """The word of others. Only ``met`` settles it; any other finding leaves the promise open."""
    statement, day = recorded.statement, civil(recorded.recorded_at)
    check = Checked(recorded.version, says.finding, says.verified_as, statement.by, statement.signers, day)
    state = replace(state, checked=(*state.checked, check))
    if state.status not in (CommitmentStatus.OPEN, CommitmentStatus.REPORTED):
        return state
    if says.finding is Verified.MET and state.status is CommitmentStatus.REPORTED:
        return replace(state, status=CommitmentStatus.MET, unverified=False, broken=False)
    late = says.finding is Verified.NOT_MET and state.due is not None and state.due < day
    return replace(state, status=CommitmentStatus.OPEN, unverified=False, broken=state.broken or late)
