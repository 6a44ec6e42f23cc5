"""The fold of a random audit."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, NamedTuple

from ledger.domain.audit.events import (
    AuditDrawn,
    AuditFinding,
    AuditFindingReported,
    AuditFrameSealed,
    Compared,
)
from ledger.domain.matters import Matter
from ledger.domain.types import Recorded


class AuditStatus(StrEnum):
    """Where an audit stands."""

    EMPTY = "empty"
    SEALED = "sealed"
    DRAWN = "drawn"
    REPORTED = "reported"


class Visited(NamedTuple):
    """What a visit found, in the case with that stream."""

    version: int
    case: str
    finding: AuditFinding
    attestations: tuple[Compared, ...]


@dataclass(frozen=True, slots=True)
class AuditState(Matter):
    """A random audit. ``sealed_at`` is the index of the frame's entry: what came later is not in it."""

    status: AuditStatus = AuditStatus.EMPTY
    frame: AuditFrameSealed | None = None
    sealed_at: int | None = None
    draw: AuditDrawn | None = None
    visits: tuple[Visited, ...] = ()


INITIAL: Final = AuditState()


def evolve(state: AuditState, recorded: Recorded) -> AuditState:
    """Return the state after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case AuditFrameSealed() as says:
            if state.frame is not None:
                return state
            return _standing(replace(state, frame=says, sealed_at=recorded.index))
        case AuditDrawn() as says:
            return state if state.draw is not None else _standing(replace(state, draw=says))
        case AuditFindingReported() as says:
            visit = Visited(recorded.version, says.case, says.finding, says.attestations)
            return _standing(replace(state, visits=(*state.visits, visit)))
        case _:
            return state


def _standing(state: AuditState) -> AuditState:
    """Return the audit where its acts have brought it: reported, once every case drawn has a finding."""
    if state.frame is None:
        status = AuditStatus.EMPTY
    elif state.draw is None:
        status = AuditStatus.SEALED
    elif len(state.visits) < state.draw.drawn:
        status = AuditStatus.DRAWN
    else:
        status = AuditStatus.REPORTED
    return replace(state, status=status)
