"""Service complaints for anybody, as they stood at the end of last month: one issue a month, alike for all.

Two looks at a log that grows by one entry would tell of that entry. So nothing of the running month is told.
"""

import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from ledger.application.ledger import Ledger
from ledger.application.looking import streams
from ledger.application.snapshot import Snapshot, at_time
from ledger.domain.casework_codes import Kind
from ledger.domain.dates import BANGKOK, civil
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.state import GrievanceStatus
from ledger.projections.exports.open311 import Complaint, Group, groups
from ledger.projections.listed import Which

KIND: Final = Kind.SERVICE_COMPLAINT


class Issue(NamedTuple):
    """What is told until ``month`` is over, of which nothing is told; ``size``: of so many entries."""

    month: date
    size: int
    groups: tuple[Group, ...]


class ServiceComplaints:
    """The issue of the month, made when somebody asks for it first and kept until the next month."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger, self._turn = ledger, threading.Lock()
        self._issue: Issue | None = None

    def issue(self, now: datetime) -> Issue:
        """Return the issue of the month in which ``now`` lies, in Bangkok.

        Raises:
            ProjectionError: The read model of case files stands still; it says at which entry and why.
        """
        month = civil(now.isoformat()).replace(day=1)
        with self._turn:
            if self._issue is None or self._issue.month != month:
                self._issue = self._make(month)
            return self._issue

    def _make(self, month: date) -> Issue:
        midnight = datetime.combine(month, time.min, UTC) - BANGKOK
        then = at_time(self._ledger.store, midnight - timedelta(milliseconds=1))
        return Issue(month, then.size, tuple(groups(self._complaints(then, month))))

    def _complaints(self, then: Snapshot, month: date) -> Iterator[Complaint]:
        for stream in streams(self._ledger, then, Which(kinds=("grievance",), matter=KIND)):
            state = then.state(stream)
            if isinstance(state, GrievanceState) and state.kind is KIND and state.filed_at is not None:
                day = state.received_on or civil(state.filed_at[0])
                if day < month:
                    closed = state.status is GrievanceStatus.CLOSED
                    yield Complaint(state.area or "", day.isoformat()[:7], closed)
