"""The fold of a grievance.

One record with a status, not one shape per status: a grievance that was imported may skip states, and
flags are set and cleared whatever the status is.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, TypeAlias

from ledger.domain.casework_codes import Anonymity, Ground, Kind, Remedy, Urgency
from ledger.domain.codes import OrderMaker, Role
from ledger.domain.grievance.events import (
    AppealReported,
    Contested,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceFiled,
    HandlerAssigned,
    OutcomeNotified,
)
from ledger.domain.matters import Answered, DeterminationMade, Matter, NoticeGiven
from ledger.domain.notices import effective_date
from ledger.domain.types import EntryRef, Recorded

Flags: TypeAlias = frozenset[str]
NO_FLAGS: Final[Flags] = frozenset()


class GrievanceStatus(StrEnum):
    """Where a grievance stands."""

    EMPTY = "empty"
    FILED = "filed"
    ACKNOWLEDGED = "acknowledged"
    UNDER_REVIEW = "under_review"
    DETERMINED = "determined"
    NOTIFIED = "notified"
    REMEDY_DUE = "remedy_due"
    REMEDY_REPORTED = "remedy_reported"
    CLOSED = "closed"


BEFORE_OUTCOME: Final = (
    GrievanceStatus.EMPTY,
    GrievanceStatus.FILED,
    GrievanceStatus.ACKNOWLEDGED,
    GrievanceStatus.UNDER_REVIEW,
)


@dataclass(frozen=True, slots=True)
class GrievanceState(Matter):
    """A grievance. ``programme`` is the version of the rules to which it is pinned.

    ``filing`` is version and leaf of the filing; None: there is no record of it. ``took_part`` are
    those who reported or determined. ``ordered`` are the tokens of remedies other than none,
    ``confirmed`` those of them that the citizen confirmed. ``order_maker`` is that of the last
    determination.
    """

    status: GrievanceStatus = GrievanceStatus.EMPTY
    programme: EntryRef | None = None
    filing: tuple[int, str] | None = None
    kind: Kind | None = None
    level: int = 0
    contests: tuple[Contested, ...] = ()
    about: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = ()
    helped_by: tuple[str, ...] = ()
    area: str | None = None
    appeal_of: str | None = None
    office: str | None = None
    handlers: tuple[str, ...] = ()
    role: Role | None = None
    took_part: tuple[Answered, ...] = ()
    determinations: tuple[DeterminationMade, ...] = ()
    order_maker: OrderMaker | None = None
    ordered: frozenset[str] = frozenset()
    confirmed: frozenset[str] = frozenset()
    notices: tuple[NoticeGiven, ...] = ()
    flags: Flags = NO_FLAGS

    def determination(self, ref: EntryRef) -> DeterminationMade | None:
        """Return the determination that entry ``ref`` made."""
        for made in self.determinations:
            if made.version == ref.version and made.leaf == ref.leaf:
                return made
        return None

    def holds(self, ref: EntryRef) -> bool:
        """Return whether ``ref`` is the filing or a determination."""
        return (ref.version, ref.leaf) == self.filing or self.determination(ref) is not None

    def deciders(self) -> tuple[Answered, ...]:
        """Return who answers for each report and determination."""
        return self.took_part

    def assisters(self) -> tuple[str, ...]:
        """Return whoever helped to file."""
        return self.helped_by


INITIAL: Final = GrievanceState()


def evolve(state: GrievanceState, recorded: Recorded) -> GrievanceState:
    """Return the grievance after ``recorded``. Total: an event of any other kind changes nothing."""
    match recorded.statement.says:
        case GrievanceFiled() as says:
            return _filed(state, says, recorded)
        case GrievanceDetermined() as says:
            return _determined(state, says, recorded)
        case AppealReported() as says:
            return _reported(state, says, recorded)
        case OutcomeNotified() as says:
            return _notified(state, says, recorded)
        case GrievanceAcknowledged(office=office):
            moves = state.status in (GrievanceStatus.EMPTY, GrievanceStatus.FILED)
            status = GrievanceStatus.ACKNOWLEDGED if moves else state.status
            return replace(state, status=status, office=office)
        case HandlerAssigned() as says:
            if state.status not in BEFORE_OUTCOME:
                return _out_of_order(state)
            return replace(
                state,
                status=GrievanceStatus.UNDER_REVIEW,
                handlers=says.handlers,
                role=says.role,
                office=says.office,
            )
        case GrievanceClosed():
            return replace(state, status=GrievanceStatus.CLOSED)
        case _:
            return state


def _filed(state: GrievanceState, says: GrievanceFiled, recorded: Recorded) -> GrievanceState:
    """The filing. If something stood before it (an order that no rule allows), that keeps its place."""
    if state.filing is not None:
        return state
    flags = state.flags | ({"anonymous"} if says.anonymity is Anonymity.ANONYMOUS else NO_FLAGS)
    flags |= {"urgent"} if says.urgency is not Urgency.NORMAL else NO_FLAGS
    assist = None if says.via is None else says.via.assist
    return replace(
        state,
        status=GrievanceStatus.FILED if state.status is GrievanceStatus.EMPTY else state.status,
        programme=says.programme if state.programme is None else state.programme,
        filing=(recorded.version, recorded.leaf),
        kind=says.kind,
        level=max(says.level, state.level),
        contests=says.contests,
        about=says.about,
        grounds=says.grounds,
        helped_by=() if assist is None else (assist.assister,),
        area=says.area,
        appeal_of=says.appeal_of,
        flags=flags,
    )


def _opened_late(state: GrievanceState, programme: EntryRef | None) -> GrievanceState:
    """Return the grievance pinned by a record that opens it, flagged where its filing is not on record."""
    if state.filing is not None or state.status is not GrievanceStatus.EMPTY:
        return state
    return replace(state, programme=state.programme or programme, flags=state.flags | {"no_filing"})


def _out_of_order(state: GrievanceState) -> GrievanceState:
    return replace(state, flags=state.flags | {"out_of_order"})


def _answered(official: str | None, recorded: Recorded) -> Answered:
    if official is not None:
        return Answered(official)
    return Answered(recorded.statement.by, recorded.statement.signers)


def _reported(state: GrievanceState, says: AppealReported, recorded: Recorded) -> GrievanceState:
    """The upper instance has the appeal. If an old register states it after the outcome, it is only kept."""
    late = state.status not in BEFORE_OUTCOME
    state = _opened_late(state, says.programme)
    took_part = (*state.took_part, _answered(says.official, recorded))
    if late:
        return _out_of_order(replace(state, took_part=took_part))
    return replace(
        state,
        status=GrievanceStatus.ACKNOWLEDGED,
        level=2,
        office=says.to,
        handlers=(),
        role=None,
        took_part=took_part,
    )


def _determined(state: GrievanceState, says: GrievanceDetermined, recorded: Recorded) -> GrievanceState:
    state = _opened_late(state, says.programme)
    answered = _answered(says.official, recorded)
    claims = tuple(item.claim for item in state.contests)
    made = DeterminationMade(recorded.version, recorded.leaf, says.outcome, answered, claims)
    flags = state.flags - {"notice_in_transit", "defective_notice", "defective_reasons"}
    if not says.law or not recorded.statement.sd:
        flags |= {"defective_reasons"}
    return replace(
        state,
        status=GrievanceStatus.DETERMINED,
        took_part=(*state.took_part, answered),
        determinations=(*state.determinations, made),
        order_maker=says.order_maker,
        ordered=frozenset(item.id for item in says.remedies if item.code is not Remedy.NONE),
        confirmed=frozenset(),
        flags=flags,
    )


def _notified(state: GrievanceState, says: OutcomeNotified, recorded: Recorded) -> GrievanceState:
    """A notice of the last determination moves the grievance once it is effective; any other is only kept."""
    state = _opened_late(state, says.programme)
    about = None if says.determination is None else says.determination.version
    defective = state.order_maker is OrderMaker.OFFICIAL and says.court_block is None
    given = NoticeGiven(recorded.version, recorded.leaf, about, defective)
    state = replace(state, notices=(*state.notices, given))
    made = None if says.determination is None else state.determination(says.determination)
    newest = state.determinations[-1] if state.determinations else None
    unrecorded = newest is None and says.determination is None
    if (made is None or made is not newest) and not unrecorded:
        return state
    if state.status is GrievanceStatus.CLOSED:
        return state
    flags = state.flags - {"notice_in_transit", "defective_notice"}
    flags |= {"defective_notice"} if defective else NO_FLAGS
    moves = state.status in (*BEFORE_OUTCOME, GrievanceStatus.DETERMINED)
    if effective_date(says) is None:
        return replace(state, flags=flags | {"notice_in_transit"} if moves else state.flags)
    if not moves:
        return replace(state, flags=flags)
    status = GrievanceStatus.REMEDY_DUE if state.ordered else GrievanceStatus.NOTIFIED
    return replace(state, status=status, flags=flags)
