"""Whether an appeal came late: computed from the log, never declared.

No filing is refused for being late; lateness is ruled on, after help was given and with reasons. But nobody
is told that they were late when they were in time, or when no period ran against them at all.

Source: APA s.40, s.44, s.66.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from ledger.domain.casework_codes import Inadmissible, Kind
from ledger.domain.claim.events import DecisionNotified
from ledger.domain.clocks.moments import within
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Role
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.events import Contested, GrievanceDetermined
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.lapsing import clocks
from ledger.domain.prefix import Prefix, Submission

TIMED: Final = frozenset({Kind.APPEAL, Kind.OBJECTION_TO_LISTING})
"""Kinds for which there is a period at all."""


def check_lateness(says: GrievanceDetermined, given: Submission) -> None:
    """Check that what is turned away as out of time was late: by the calendar that is the newest now.

    Raises:
        RuleBroken: ``not_late``.
    """
    if says.inadmissible is not Inadmissible.OUT_OF_TIME:
        return
    if given.parties[0].mandate.role is Role.IMPORTER:
        return
    state = given.prefix.state(given.statement.stream)
    if not isinstance(state, GrievanceState):
        return
    if state.kind not in TIMED:
        raise RuleBroken("not_late")
    filed = state.handed_over_on
    if filed is None:
        return
    if state.kind is Kind.APPEAL:
        timely = any(in_time(given.prefix, item, filed) for item in state.contests)
    else:
        timely = in_time_for_lists(given.prefix, state.about, filed)
    if timely:
        raise RuleBroken("not_late")


def in_time(prefix: Prefix, contested: Contested, filed: date) -> bool:
    """Return whether an appeal handed over on ``filed`` was in time, or no period ran against the person."""
    notices = {
        recorded.version
        for recorded in prefix.history(contested.claim)
        if isinstance(says := recorded.statement.says, DecisionNotified) and says.decision == contested.entry
    }
    periods = [
        clock
        for clock in clocks(prefix, contested.claim)
        if clock.name is ClockName.APPEAL_FILING and clock.start.version in notices
    ]
    return not periods or any(within(filed.isoformat(), clock.due) for clock in periods)


def in_time_for_lists(prefix: Prefix, about: Iterable[str], filed: date) -> bool:
    """Return whether an objection was handed over while one of the lists hung, or none is named."""
    periods = [
        clock
        for stream in about
        for clock in clocks(prefix, stream)
        if clock.name is ClockName.LIST_OBJECTION
    ]
    return not periods or any(within(filed.isoformat(), clock.due) for clock in periods)
