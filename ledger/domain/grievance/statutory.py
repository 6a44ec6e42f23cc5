"""The clocks of the law in a grievance: of an appeal, of silence, and of going to court.

Nothing restarts or pauses them, and what was once read as an appeal keeps them.

Source: APA s.45; ACA s.42, s.49, s.50; PDPA s.30, s.39.
"""

from collections.abc import Iterator
from typing import Final

from ledger.domain.case_clocks import since, suits
from ledger.domain.casework_codes import Ground, Kind
from ledger.domain.clocks.clock import Act, Clock, Route
from ledger.domain.grievance.course import Course
from ledger.domain.grievance.events import AppealReported
from ledger.domain.histories import of_kind
from ledger.domain.notice_clocks import notice_clocks
from ledger.domain.timekeeping import Timeline, recorded_act, ref

COURT: Final = "court"
"""The route to the administrative court."""
WRITTEN: Final = frozenset({Kind.INQUIRY, Kind.SERVICE_COMPLAINT, Kind.CONDUCT_COMPLAINT})
"""Questions and complaints to which the decree of 2546 may apply (to confirm)."""


def statutory_clocks(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield the clocks of the law that ever started in a grievance."""
    received = case.received
    if case.ever(Kind.APPEAL):
        yield from _appeal(line, case, received)
        yield from _silence(line, case, received, _exhaustion(line, case, received), "sue_after_silence")
    if Ground.DELAY in case.filing.grounds:
        yield from _silence(line, case, received, "neglect_silence", "sue_after_neglect")
    yield from _outcome(line, case)
    if case.ever(Kind.PDPA_REQUEST):
        yield line.clock("pdpa_access", received, met=case.answered, ended=case.ends)
    if not WRITTEN.isdisjoint(case.kinds):
        yield line.clock("agency_reply", received, met=case.answered, ended=case.ends)


def _appeal(line: Timeline, case: Course, received: Act) -> Iterator[Clock]:
    """Yield the first answer, and that of the upper instance after each report."""
    reports = [recorded for recorded, _ in of_kind(case.history, AppealReported)]
    first = (*case.answered, *map(recorded_act, reports))
    yield line.clock("appeal_first", received, met=first, ended=case.ends)
    made = [act for act, _ in case.made]
    for report in map(recorded_act, reports):
        ends = since(case.ends, report)
        yield line.clock("appeal_upper", report, met=since(made, report), ended=ends)


def _exhaustion(line: Timeline, case: Course, received: Act) -> str:
    """Return the row of exhaustion: the longer one if the upper instance extended before the other ended."""
    last = line.due("exhaustion", received)
    extended = (
        extension
        for report, _ in of_kind(case.history, AppealReported)
        for extension in line.extensions.get(("appeal_upper", ref(report)), ())
    )
    return "exhaustion_extended" if any(one.day <= last for one in extended) else "exhaustion"


def _silence(line: Timeline, case: Course, received: Act, row: str, after: str) -> Iterator[Clock]:
    """Yield the silence that opens the court, and once it has, the last day to go there.

    That day counts from the last day of silence, which itself is not counted; no closing takes it away.
    """
    opened = received._replace(on=line.due(row, received).isoformat())
    by = line.due(after, opened).isoformat()
    silence = line.clock(row, received, met=case.answered, ended=case.ends, next_=Route(COURT, by))
    yield silence
    if silence.overdue(line.now):
        yield line.clock(after, opened, met=suits(case.history), ended=case.withdrawn)


def _outcome(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield the last day to go to court after an outcome: of an appeal, or where the notice names a court."""
    for made, _ in case.made:
        received = case.notices.about(made.ref)
        if case.ever(Kind.APPEAL) or any(one.court_days is not None for one in received):
            yield from notice_clocks(
                line,
                "sue_after_outcome",
                received,
                lambda one: one.court_days,
                met=since(suits(case.history), made),
                advise=True,
            )
