"""The rules of contest and withdrawal: the citizen's own word, through an intake of another line."""

from typing import Final

from ledger.domain.casework_codes import Closing, ContestGround, Kind
from ledger.domain.clocks.moments import within
from ledger.domain.clocks.rows import ClockName
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken, WrongState
from ledger.domain.grievance.clocks import clocks
from ledger.domain.grievance.events import GrievanceContested, GrievanceWithdrawn
from ledger.domain.grievance.records import OUTCOME_KNOWN, GrievanceState, GrievanceStatus
from ledger.domain.grievance.standing import check_citizen, lines_complained_about
from ledger.domain.matters import Published
from ledger.domain.outside import check_outside
from ledger.domain.parts import Via
from ledger.domain.prefix import Submission
from ledger.domain.profile import demand
from ledger.domain.types import EntryRef

OF_AN_APPEAL: Final = frozenset({ContestGround.NOT_NOTIFIED, ContestGround.REMEDY_NOT_DONE})
"""Grounds on which the outcome of an appeal is contested here. The merits go to court."""


def check_contest(
    state: GrievanceState, says: GrievanceContested, published: Published, given: Submission
) -> None:
    """Check that the citizen contests the newest outcome or its closing, once at each level.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if not _names_the_outcome(state, says.of, given.statement.stream):
        raise RuleBroken("unknown_determination")
    if published.historical:
        return
    closed = state.status is GrievanceStatus.CLOSED and state.closing is not Closing.WITHDRAWN
    if not closed and state.status not in OUTCOME_KNOWN:
        raise WrongState("grievance_state")
    if state.level in state.contested_at:
        raise RuleBroken("contested_before")
    if state.kind is Kind.APPEAL and says.ground not in OF_AN_APPEAL:
        raise RuleBroken("contest_to_court")
    check_citizen(state, says.via, given)
    check_window(state, says.via, given)


def check_window(state: GrievanceState, via: Via | None, given: Submission) -> None:
    """Check that the citizen's word was handed over while the outcome, or its closing, could be contested.

    Raises:
        RuleBroken: ``contest_too_late``.
    """
    prefix = given.prefix
    since = state.determinations[-1].version if state.determinations else 0
    handed_over = civil(prefix.now) if via is None or via.handed_over_on is None else via.handed_over_on
    windows = (
        clock
        for clock in clocks(state, prefix.history(given.statement.stream), prefix)
        if clock.name is ClockName.CONTEST and clock.start.version > since
    )
    if not any(within(handed_over.isoformat(), clock.due) for clock in windows):
        raise RuleBroken("contest_too_late")


def _names_the_outcome(state: GrievanceState, of: EntryRef, stream: str) -> bool:
    """Return whether ``of`` is the newest determination, or the entry that closed the file."""
    newest = state.determinations[-1] if state.determinations else None
    known = {state.closed, None if newest is None else (newest.version, newest.leaf)}
    return of.stream == stream and (of.version, of.leaf) in known


def check_withdrawal(
    state: GrievanceState, says: GrievanceWithdrawn, published: Published, given: Submission
) -> None:
    """Check that the citizen takes it back, and that somebody with no part in it asked about pressure.

    Raises:
        Refused: The rule that forbids it, by code.
    """
    if state.status in (GrievanceStatus.EMPTY, GrievanceStatus.CLOSED):
        raise WrongState("grievance_state")
    if published.historical:
        return
    demand(asked_by=says.asked_by)
    check_citizen(state, says.via, given)
    asker = () if says.asked_by is None else (says.asked_by,)
    check_outside(asker, lines_complained_about(state, given.prefix), given.prefix)
