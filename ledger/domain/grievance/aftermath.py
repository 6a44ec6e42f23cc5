"""The fold of what follows an outcome: remedies, contest, withdrawal, closing; and what casework moves."""

from collections.abc import Mapping
from typing import Final

from ledger.domain.casebook import CITIZENS
from ledger.domain.casework.events import (
    CourtOutcomeRecorded,
    DeadlineLapsed,
    InformationRequested,
    InformationSupplied,
)
from ledger.domain.casework_codes import Closing, LapseEffect, Pressure, Supplied
from ledger.domain.grievance.classes import SENSITIVE
from ledger.domain.grievance.events import (
    GrievanceClosed,
    GrievanceContested,
    GrievanceWithdrawn,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
)
from ledger.domain.grievance.records import (
    BEFORE_OUTCOME,
    OUTCOME_KNOWN,
    Flags,
    GrievanceState,
    GrievanceStatus,
    RemedyReport,
)
from ledger.domain.types import Recorded

NO_HELP: Final = "none"
"""The code of ``InformationRequested.help`` by which nobody helps."""
PRESSED: Final[Mapping[Pressure, Flags]] = {
    Pressure.NO: frozenset(),
    Pressure.YES: frozenset({"pressure"}),
    Pressure.NOT_ASKED: frozenset({"pressure_not_asked"}),
}
ENDED_BY_REOPENING: Final[Flags] = frozenset({"notice_in_transit", "lapsed_contest"})


def follow(state: GrievanceState, recorded: Recorded) -> GrievanceState:
    """Return the grievance after an entry that follows an outcome, or one of casework that moves it."""
    match recorded.statement.says:
        case RemedyReportedDone() | RemedyConfirmed() | RemedyDisputed() as says:
            return _remedied(state, says, recorded)
        case GrievanceContested():
            return _contested(state)
        case GrievanceWithdrawn() as says:
            return _withdrawn(state, says, recorded)
        case GrievanceClosed(ground=ground):
            return _closed(state, ground, recorded)
        case DeadlineLapsed() as says:
            return _lapsed(state, says)
        case InformationRequested(help=help_, of=of) if help_ != NO_HELP and of in CITIZENS:
            return state._replace(flags=state.flags | {"help_given"})
        case InformationSupplied(kind=Supplied.ASSIST_CALLBACK):
            return state._replace(flags=state.flags - {"assist_unconfirmed"})
        case CourtOutcomeRecorded(remand=True) if state.status not in BEFORE_OUTCOME:
            return _reopened(state)
        case _:
            return state


def _remedied(
    state: GrievanceState, says: RemedyReportedDone | RemedyConfirmed | RemedyDisputed, recorded: Recorded
) -> GrievanceState:
    """The three facts of a remedy. What the office reports is never what the citizen confirms."""
    token = says.remedy
    if token not in state.ordered:
        return state
    match says:
        case RemedyReportedDone():
            others = tuple(item for item in state.reported if item.remedy != token)
            reported = (*others, RemedyReport(token, recorded.version, recorded.leaf))
            whole = len(reported) == len(state.ordered) and state.status is GrievanceStatus.REMEDY_DUE
            status = GrievanceStatus.REMEDY_REPORTED if whole else state.status
            return state._replace(status=status, reported=reported)
        case RemedyConfirmed():
            return state._replace(confirmed=state.confirmed | {token})
        case RemedyDisputed():
            return state._replace(
                status=GrievanceStatus.REMEDY_DUE,
                reported=tuple(item for item in state.reported if item.remedy != token),
                confirmed=state.confirmed - {token},
                unanswered=state.unanswered - {token},
                closing=None,
                closed=None,
            )


def _contested(state: GrievanceState) -> GrievanceState:
    """The citizen does not accept it: the matter is open again, in the hands of somebody else."""
    contested_at = state.contested_at | {state.level}
    state = _reopened(state)
    return state._replace(contested_at=contested_at, flags=state.flags | {"contested_by_citizen"})


def _reopened(state: GrievanceState) -> GrievanceState:
    """Return the grievance acknowledged again, without a handler; who had it may not have it again."""
    return state._replace(
        status=GrievanceStatus.ACKNOWLEDGED,
        handlers=(),
        role=None,
        stood_down=tuple(dict.fromkeys((*state.stood_down, *state.handlers))),
        closing=None,
        closed=None,
        flags=state.flags - ENDED_BY_REOPENING,
    )


def _withdrawn(state: GrievanceState, says: GrievanceWithdrawn, recorded: Recorded) -> GrievanceState:
    """The person takes it back. Pressure keeps it open; an allegation goes on without the person."""
    flags = state.flags | PRESSED[says.pressure]
    if state.kind in SENSITIVE:
        flags |= {"audit"}
    state = state._replace(flags=flags)
    if says.pressure is Pressure.YES or state.kind in SENSITIVE:
        return state
    return _closed(state, Closing.WITHDRAWN, recorded)


def _closed(state: GrievanceState, ground: Closing, recorded: Recorded) -> GrievanceState:
    return state._replace(
        status=GrievanceStatus.CLOSED,
        offered_to=None,
        closing=ground,
        closed=(recorded.version, recorded.leaf),
        flags=state.flags - {"transfer_pending"},
    )


def _lapsed(state: GrievanceState, says: DeadlineLapsed) -> GrievanceState:
    """A lapse returns an offer to its sender, bars a refusal to hear, or ends a window of the citizen's."""
    flags = state.flags
    if LapseEffect.DEEMED_ADMISSIBLE in says.effects and state.status in BEFORE_OUTCOME:
        flags |= {"deemed_admissible"}
    if LapseEffect.CLOSES_NOT_CONTESTED in says.effects and state.status is GrievanceStatus.NOTIFIED:
        flags |= {"lapsed_contest"}
    if LapseEffect.CLOSES_UNCONFIRMED in says.effects and state.status in OUTCOME_KNOWN:
        start = (says.start.version, says.start.leaf)
        silent = {item.remedy for item in state.reported if (item.version, item.leaf) == start}
        state = state._replace(unanswered=state.unanswered | silent)
    if LapseEffect.RETURNS_TO_SENDER in says.effects:
        return state._replace(offered_to=None, flags=flags - {"transfer_pending"})
    return state._replace(flags=flags)
