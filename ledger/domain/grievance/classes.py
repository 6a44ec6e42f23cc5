"""The fold of how a grievance is read: its kind, its tier, and with which others it is joined."""

from enum import StrEnum
from typing import Final, TypeVar

from ledger.domain.casework_codes import Kind, Reclassified, Urgency
from ledger.domain.grievance.events import GrievanceReclassified
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.tiers import tier

SENSITIVE: Final = frozenset({Kind.INTEGRITY_ALLEGATION, Kind.RETALIATION})
"""Kinds of which few may know, and which go on as oversight's own matter when the person withdraws."""
C = TypeVar("C", bound=StrEnum)


def classified(state: GrievanceState, kind: Kind | None, urgency: Urgency | None) -> GrievanceState:
    """Return the grievance as ``kind`` of the tier ``urgency``, with the flags that follow."""
    flags = state.flags - {"urgent"}
    if urgency is not None and urgency is not Urgency.NORMAL:
        flags |= {"urgent"}
    if kind in SENSITIVE:
        flags |= {"sensitive"}
    return state._replace(kind=kind, urgency=urgency, flags=flags)


def reclassified(state: GrievanceState, says: GrievanceReclassified) -> GrievanceState:
    """Return the grievance as it is read from here on. A code of no list changes nothing."""
    match says.field:
        case Reclassified.KIND:
            kind = _code(Kind, says.to)
            if kind is None:
                return state
            return classified(state, kind, tier(kind, state.urgency or Urgency.NORMAL))
        case Reclassified.URGENCY:
            urgency = _code(Urgency, says.to)
            return state if urgency is None else classified(state, state.kind, urgency)
        case Reclassified.JOINED:
            others = tuple(other for other in state.joined if other != says.joined_with)
            if says.joined_with is None or says.to != "yes":
                return state._replace(joined=others)
            return state._replace(joined=(*others, says.joined_with))


def _code(kind: type[C], text: str) -> C | None:
    """Return the code of the list ``kind`` that is written ``text``; None if there is none."""
    return next((code for code in kind if code == text), None)
