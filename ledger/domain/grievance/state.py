"""The fold of a grievance: what each entry changes. It refuses nothing and reads no clock.

The shape of what is known stands in ``records``.
"""

from collections.abc import Mapping
from typing import Final

from ledger.domain.casework.state import evolve as evolve_casework
from ledger.domain.casework_codes import Anonymity, Remedy
from ledger.domain.codes import Channel, Confirmation, OrderMaker
from ledger.domain.grievance.aftermath import (
    ENDED_BY_REOPENING,
    follow,
)
from ledger.domain.grievance.classes import classified, reclassified
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceDetermined,
    GrievanceFiled,
    GrievanceReclassified,
    GrievanceTransferred,
    HandlerAssigned,
    OutcomeNotified,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.records import (
    BEFORE_OUTCOME,
    INITIAL,
    Flags,
    GrievanceState,
    GrievanceStatus,
)
from ledger.domain.grievance.tiers import tier
from ledger.domain.matters import Answered, DeterminationMade, NoticeGiven, Obligation
from ledger.domain.notices import effective_date
from ledger.domain.types import EntryRef, Recorded, Says

__all__ = ["BEFORE_OUTCOME", "INITIAL", "GrievanceState", "GrievanceStatus", "evolve"]

MEETS: Final[Mapping[type[Says], tuple[str, ...]]] = {
    GrievanceAcknowledged: ("ack",),
    TransferAccepted: ("transfer",),
    HandlerAssigned: ("triage", "admission"),
    AppealReported: ("appeal_first",),
    GrievanceDetermined: ("appeal_upper", "triage", "admission"),
    OutcomeNotified: (
        "appeal_first",
        "exhaustion",
        "neglect_silence",
        "pdpa_access",
        "agency_reply",
        "resolve",
        "notify",
    ),
    RemedyReportedDone: ("remedy",),
}
"""The clocks that an act meets: late, it ends their being overdue, and undoes no lapse."""
CARRIED: Final = frozenset({Channel.VOLUNTEER, Channel.NGO})
"""Channels on which somebody carries the matter for the person."""
ENDED_BY_A_DETERMINATION: Final[Flags] = ENDED_BY_REOPENING | {
    "defective_notice",
    "defective_reasons",
    "contested_by_citizen",
    "transfer_pending",
}


def evolve(state: GrievanceState, recorded: Recorded) -> GrievanceState:
    """Return the grievance after ``recorded``. Total: an event of any other kind changes nothing."""
    says = recorded.statement.says
    after = _own(state, recorded)
    clocks = MEETS.get(type(says))
    if clocks is not None and not _waits(after, says):
        casework = after.casework.met(*clocks)
    else:
        casework = evolve_casework(after.casework, recorded)
    return after if casework is after.casework else after._replace(casework=casework)


def _waits(state: GrievanceState, says: object) -> bool:
    """Return whether the act meets no clock yet: a notice in transit, or remedies that nobody reported."""
    if isinstance(says, OutcomeNotified):
        return effective_date(says) is None
    return isinstance(says, RemedyReportedDone) and state.status is GrievanceStatus.REMEDY_DUE


def _own(state: GrievanceState, recorded: Recorded) -> GrievanceState:
    match recorded.statement.says:
        case GrievanceFiled() as says:
            return _filed(state, says, recorded)
        case GrievanceDetermined() as says:
            return _determined(state, says, recorded)
        case AppealReported() as says:
            return _reported_upwards(state, says, recorded)
        case OutcomeNotified() as says:
            return _notified(state, says, recorded)
        case GrievanceAcknowledged(office=office):
            return _acknowledged(state, office)
        case HandlerAssigned() as says:
            return _assigned(state, says)
        case GrievanceTransferred(to=to):
            return _offered(state, to)
        case TransferAccepted(office=office):
            return _accepted(state, office)
        case GrievanceReclassified() as says:
            return reclassified(state, says)
        case _:
            return follow(state, recorded)


def _filed(state: GrievanceState, says: GrievanceFiled, recorded: Recorded) -> GrievanceState:
    """The filing. If something stood before it (an order that no rule allows), that keeps its place."""
    if state.filing is not None:
        return state
    flags = state.flags | ({"anonymous"} if says.anonymity is Anonymity.ANONYMOUS else frozenset())
    if says.anonymity is Anonymity.CONFIDENTIAL:
        flags |= {"sensitive"}
    if _unconfirmed(says):
        flags |= {"assist_unconfirmed"}
    return classified(
        state._replace(
            status=GrievanceStatus.FILED if state.status is GrievanceStatus.EMPTY else state.status,
            programme=says.programme if state.programme is None else state.programme,
            filing=(recorded.version, recorded.leaf),
            handed_over_on=says.received_on if says.via is None else says.via.handed_over_on,
            received_on=says.received_on,
            anonymity=says.anonymity,
            level=max(says.level, state.level),
            contests=says.contests,
            about=says.about,
            grounds=says.grounds,
            filed_at=(recorded.recorded_at, recorded.index),
            filed_by=recorded.statement.by if says.via is None and says.official is None else None,
            helped_by=_helpers(says, recorded),
            area=says.area,
            appeal_of=says.appeal_of,
            flags=flags,
        ),
        says.kind,
        tier(says.kind, says.urgency),
    )


def _unconfirmed(says: GrievanceFiled) -> bool:
    """Return whether nothing shows that what was written down with help is what the person said.

    It was not read back, or the person did not confirm it. Who is anonymous leaves no mark, and confirms
    nothing. Such a filing is taken, and the person called back.
    """
    assist = None if says.via is None else says.via.assist
    if assist is None:
        return False
    unmarked = assist.confirmation is Confirmation.NONE and says.anonymity is not Anonymity.ANONYMOUS
    return unmarked or not assist.read_back


def _helpers(says: GrievanceFiled, recorded: Recorded) -> tuple[str, ...]:
    """Return whoever helped to file: the assister, and whoever took it over as a volunteer."""
    if says.via is None:
        return ()
    if says.via.assist is not None:
        return (says.via.assist.assister,)
    return (recorded.statement.by,) if says.via.channel in CARRIED else ()


def _acknowledged(state: GrievanceState, office: str) -> GrievanceState:
    moves = state.status in (GrievanceStatus.EMPTY, GrievanceStatus.FILED)
    return state._replace(status=GrievanceStatus.ACKNOWLEDGED if moves else state.status, office=office)


def _offered(state: GrievanceState, to: str) -> GrievanceState:
    if state.status not in BEFORE_OUTCOME:
        return _out_of_order(state)
    return state._replace(offered_to=to, flags=state.flags | {"transfer_pending"})


def _assigned(state: GrievanceState, says: HandlerAssigned) -> GrievanceState:
    if state.status not in BEFORE_OUTCOME:
        return _out_of_order(state)
    return state._replace(
        status=GrievanceStatus.UNDER_REVIEW,
        handlers=says.handlers,
        role=says.role,
        office=says.office,
    )


def _accepted(state: GrievanceState, office: str) -> GrievanceState:
    """The receiving office has the matter; whoever had it in hand has it no longer."""
    if state.status not in BEFORE_OUTCOME:
        return _out_of_order(state)
    return state._replace(
        status=GrievanceStatus.ACKNOWLEDGED,
        office=office,
        offered_to=None,
        handlers=(),
        role=None,
        flags=state.flags - {"transfer_pending"},
    )


def _opened_late(state: GrievanceState, programme: EntryRef | None) -> GrievanceState:
    """Return the grievance pinned by a record that opens it, flagged where its filing is not on record."""
    if state.filing is not None or state.status is not GrievanceStatus.EMPTY:
        return state
    return state._replace(programme=state.programme or programme, flags=state.flags | {"no_filing"})


def _out_of_order(state: GrievanceState) -> GrievanceState:
    return state._replace(flags=state.flags | {"out_of_order"})


def _answered(official: str | None, recorded: Recorded) -> Answered:
    if official is not None:
        return Answered(official)
    return Answered(recorded.statement.by, recorded.statement.signers)


def _reported_upwards(state: GrievanceState, says: AppealReported, recorded: Recorded) -> GrievanceState:
    """The upper instance has the appeal. If an old register states it after the outcome, it is only kept."""
    late = state.status not in BEFORE_OUTCOME
    state = _opened_late(state, says.programme)
    took_part = (*state.took_part, _answered(says.official, recorded))
    if late:
        return _out_of_order(state._replace(took_part=took_part))
    return state._replace(
        status=GrievanceStatus.ACKNOWLEDGED,
        level=2,
        office=says.to,
        offered_to=None,
        handlers=(),
        role=None,
        took_part=took_part,
        flags=state.flags - {"transfer_pending"},
    )


def _determined(state: GrievanceState, says: GrievanceDetermined, recorded: Recorded) -> GrievanceState:
    state = _opened_late(state, says.programme)
    answered, at = _answered(says.official, recorded), recorded.recorded_at
    claims = tuple(item.claim for item in state.contests)
    owed = tuple(
        Obligation(item.owner, item.office, (), state.area)
        for item in says.remedies
        if item.code is not Remedy.NONE
    )
    made = DeterminationMade(recorded.version, recorded.leaf, says.outcome, answered, claims, owed, at)
    flags = state.flags - ENDED_BY_A_DETERMINATION
    if not says.law or not recorded.statement.sd:
        flags |= {"defective_reasons"}
    return state._replace(
        status=GrievanceStatus.DETERMINED,
        offered_to=None,
        took_part=(*state.took_part, answered),
        determinations=(*state.determinations, made),
        order_maker=says.order_maker,
        remedies=says.remedies,
        ordered=frozenset(item.id for item in says.remedies if item.code is not Remedy.NONE),
        reported=(),
        confirmed=frozenset(),
        unanswered=frozenset(),
        closing=None,
        closed=None,
        flags=flags,
    )


def _notified(state: GrievanceState, says: OutcomeNotified, recorded: Recorded) -> GrievanceState:
    """A notice of the last determination moves the grievance once it is effective; any other is only kept."""
    state = _opened_late(state, says.programme)
    about = None if says.determination is None else says.determination.version
    defective = state.order_maker is OrderMaker.OFFICIAL and says.court_block is None
    given = NoticeGiven(recorded.version, recorded.leaf, about, defective)
    state = state._replace(notices=(*state.notices, given))
    made = None if says.determination is None else state.determination(says.determination)
    newest = state.determinations[-1] if state.determinations else None
    unrecorded = newest is None and says.determination is None
    if (made is None or made is not newest) and not unrecorded:
        return state
    if state.status is GrievanceStatus.CLOSED:
        return state
    flags = state.flags - {"notice_in_transit", "defective_notice"}
    flags |= {"defective_notice"} if defective else frozenset()
    moves = state.status is GrievanceStatus.DETERMINED or (unrecorded and state.status in BEFORE_OUTCOME)
    if effective_date(says) is None:
        return state._replace(flags=flags | {"notice_in_transit"} if moves else state.flags)
    if not moves:
        # A cure gives the person a new period to contest.
        return state._replace(flags=flags - {"lapsed_contest"})
    status = GrievanceStatus.REMEDY_DUE if state.ordered else GrievanceStatus.NOTIFIED
    return state._replace(status=status, flags=flags)
