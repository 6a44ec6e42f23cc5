"""What becomes of a case, for whoever filed it and for whoever knows its number alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from ledger.application.snapshot import Snapshot
from ledger.domain.casework_codes import Anonymity
from ledger.domain.dates import civil
from ledger.domain.errors import RuleBroken
from ledger.domain.grievance.records import GrievanceState, GrievanceStatus
from ledger.domain.grievance.standing import lines_complained_about
from ledger.domain.outside import check_outside
from ledger.projections.views.case import view_case
from ledger.projections.views.plain import plain
from ledger.projections.views.present import present

SHOWN: Final = ("now", "stands", "next", "clocks", "entries")
"""Parts of a case file that the person who filed it sees."""
CLASSES: Final[Mapping[GrievanceStatus, str]] = {
    GrievanceStatus.FILED: "received",
    GrievanceStatus.ACKNOWLEDGED: "received",
    GrievanceStatus.UNDER_REVIEW: "in_hand",
    GrievanceStatus.DETERMINED: "in_hand",
    GrievanceStatus.NOTIFIED: "answered",
    GrievanceStatus.REMEDY_DUE: "answered",
    GrievanceStatus.REMEDY_REPORTED: "answered",
    GrievanceStatus.CLOSED: "closed",
}
"""What a case number tells of each state."""


@dataclass(frozen=True, slots=True)
class Track:
    """All that a case number tells: a class of states, and days (Bangkok).

    ``next_by`` is the last day of what is waited for, an instant where hours are counted.
    """

    state: str
    received_on: date
    next_by: str | None
    closed_on: date | None


def track(prefix: Snapshot, stream: str) -> Track | None:
    """Return what the number of ``stream`` tells; None: there is nothing."""
    state, history = prefix.state(stream), prefix.history(stream)
    if not isinstance(state, GrievanceState) or not history:
        return None
    closed = None if state.closed is None else civil(history[state.closed[0] - 1].recorded_at)
    awaited = (step.until for step in present(prefix, stream).next if step.until is not None)
    return Track(
        CLASSES[state.status],
        state.received_on or civil(history[0].recorded_at),
        next(awaited, None) if closed is None else None,
        closed,
    )


def follow(prefix: Snapshot, stream: str) -> dict[str, Any]:
    """Return the file of ``stream`` for whoever filed it: where it stands, what comes next, every entry.

    It holds no personal data, and not the office's own view of what blocks it.
    """
    view: dict[str, Any] = plain(view_case(prefix, stream))
    return {name: view[name] for name in SHOWN if name in view}


def check_reissue(prefix: Snapshot, stream: str, by: str) -> None:
    """Check that the actor ``by`` may give the person of ``stream`` a new code: who holds it speaks for them.

    Raises:
        ConflictOfInterest: ``coi_line_complained_about``.
        RuleBroken: ``anonymous_identified``: only the code tells who an anonymous person is. One whose filing
            was taken down by a helper never had it.
    """
    state = prefix.state(stream)
    if not isinstance(state, GrievanceState):
        raise RuleBroken("unknown_grievance")
    check_outside([by], lines_complained_about(state, prefix), prefix)
    if state.anonymity is Anonymity.ANONYMOUS and not state.assisters():
        raise RuleBroken("anonymous_identified")
