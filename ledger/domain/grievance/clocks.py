"""The clocks of a grievance: of its filing, of each determination and remedy, and of the citizen's windows.

Transfer, reclassification, joining and a change of handler restart and pause none of them.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.domain.case_clocks import pauses, shared_clocks, since
from ledger.domain.casework_codes import Closing, Inadmissible, Kind, LapseEffect, Remedy, Urgency
from ledger.domain.clocks.clock import Act, Clock
from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.policy import RESOLVE
from ledger.domain.grievance.course import Course, course
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceAcknowledged,
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceTransferred,
    HandlerAssigned,
    OutcomeNotified,
    RemedyConfirmed,
    RemedyDisputed,
    RemedyReportedDone,
    TransferAccepted,
)
from ledger.domain.grievance.records import GrievanceState
from ledger.domain.grievance.statutory import statutory_clocks
from ledger.domain.histories import of_kind
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import Timeline, persons_act, recorded_act, ref, timeline
from ledger.domain.types import Recorded

CLOSES_NOTHING: Final = (LapseEffect.ADVICE_ONLY,)
"""Where remedies are due, or the file is closed, the end of the window to contest closes nothing."""


def clocks(state: GrievanceState, history: Sequence[Recorded], prefix: Prefix) -> tuple[Clock, ...]:
    """Return every clock that ever started in a grievance; none under a historical programme.

    Args:
        state: The folded grievance.
        history: Its entries, all those that ``state`` folds.
        prefix: The log before the position at which dates are evaluated.
    """
    line = timeline(prefix, history, state.programme, state.area)
    case = course(state, history)
    if line is None or case is None:
        return ()
    return (
        *statutory_clocks(line, case),
        *_service(line, case),
        *_resolve(line, case),
        *_notify(line, case),
        *_transfers(line, case),
        *_remedies(line, case),
        *_contest(line, case),
        line.clock("retaliation_watch", case.received),
        *shared_clocks(line, history, prefix, case.ends),
    )


def _received_at(case: Course) -> Act:
    """Return the receipt as an instant: its recording, or the last second of an earlier day of receipt."""
    recorded, received = recorded_act(case.filed), case.filing.received_on
    if received is None or received >= day_of(recorded.on):
        return recorded
    return recorded._replace(on=f"{received}T16:59:59Z")


def _service(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield acknowledgement, triage and admission. The first two go by the tier at filing."""
    at_filing, _ = case.tiers
    acknowledged = [recorded_act(one) for one, _ in of_kind(case.history, GrievanceAcknowledged)]
    assigned = [recorded_act(one) for one, _ in of_kind(case.history, HandlerAssigned)]
    if at_filing is Urgency.EMERGENCY:
        start = _received_at(case)
        yield line.clock("ack_emergency", start, met=acknowledged, ended=case.ends)
    else:
        yield line.clock("ack", case.received, met=acknowledged, ended=case.ends)
    if at_filing is not Urgency.NORMAL:
        over = (*case.lowered, *case.ends)
        yield line.clock("triage", recorded_act(case.filed), met=assigned, ended=over)
    refused = [act for act, says in case.made if isinstance(says.inadmissible, Inadmissible)]
    yield line.clock("admission", case.received, met=(*assigned, *refused), ended=case.ends)


def _resolve(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield the promise to answer, from receipt and again from each contest; none for an appeal."""
    row = RESOLVE[case.tiers[1]]
    paused = pauses(line, case.history)
    appeal = case.kinds[-1] is Kind.APPEAL
    if case.kinds[0] is not Kind.APPEAL or not appeal:
        over = (*case.appealed, *case.ends) if appeal else case.ends
        yield line.clock(row, case.received, met=case.answered, ended=over, pauses=paused)
    for contest in case.contested:
        later = [span for span in paused if span.first >= day_of(contest.on)]
        answered, ends = since(case.answered, contest), since(case.ends, contest)
        yield line.clock(row, contest, met=answered, ended=ends, pauses=later)


def _notify(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield for each determination the promise to notify it."""
    ends = (*(act for act, _ in case.made), *case.ends)
    for start, _ in case.made:
        met = [one.recorded for one in case.notices.about(start.ref)]
        yield line.clock("notify", start, met=met, ended=since(ends, start))


def _transfers(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield for each offer to another office the time to accept it. An outcome or a report takes it back."""
    offers = tuple(of_kind(case.history, GrievanceTransferred))
    if not offers:
        return
    taken_back = (
        recorded_act(one)
        for one in case.history
        if isinstance(one.statement.says, GrievanceDetermined | AppealReported)
    )
    ends = (*taken_back, *case.ends)
    accepted = [recorded_act(one) for one, _ in of_kind(case.history, TransferAccepted)]
    for recorded, _ in offers:
        offer = recorded_act(recorded)
        yield line.clock("transfer", offer, met=since(accepted, offer), ended=since(ends, offer))


def _remedies(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield the days ordered for remedies, and the citizen's time to say whether each was done.

    Remedies that one determination orders for the same day share a clock.
    """
    reports = tuple(of_kind(case.history, RemedyReportedDone))
    ends = (*(act for act, _ in case.made), *case.ends)
    for start, says in case.made:
        ordered = [item for item in says.remedies if item.code is not Remedy.NONE and item.due is not None]
        over = since(ends, start)
        for day in sorted({item.due for item in ordered if item.due is not None}):
            due: set[str] = {item.id for item in ordered if item.due == day}
            done = _done(due, [(one, report) for one, report in reports if one.index > start.entry_index])
            yield line.clock("remedy", start, met=done, ended=over, fixed=day)
    replies = tuple(
        (reply.remedy, persons_act(one, reply.via))
        for one in case.history
        if isinstance(reply := one.statement.says, RemedyConfirmed | RemedyDisputed)
    )
    for recorded, reported in reports:
        report = recorded_act(recorded)
        met = since((act for remedy, act in replies if remedy == reported.remedy), report)
        over = since((*case.contested, *case.ends), report)
        yield line.clock("confirm", report, met=met, ended=over)


def _done(due: set[str], reports: Sequence[tuple[Recorded, RemedyReportedDone]]) -> tuple[Act, ...]:
    """Return the report by which the last of the remedies ``due`` was done; none while one is missing."""
    firsts: dict[str, Act] = {}
    for recorded, says in reports:
        if says.remedy in due:
            firsts.setdefault(says.remedy, recorded_act(recorded))
    if len(firsts) < len(due):
        return ()
    return (max(firsts.values(), key=lambda act: act.entry_index),)


def _contest(line: Timeline, case: Course) -> Iterator[Clock]:
    """Yield the citizen's windows to contest: after a notified outcome, and after an unconfirmed closing.

    A notice that cures another one opens a window of its own in the place of the first.
    """
    cures = {ref(one) for one, says in of_kind(case.history, OutcomeNotified) if says.cures is not None}
    for made, says in case.made:
        told = case.notices.about(made.ref)
        if not told:
            continue
        ordered = any(item.code is not Remedy.NONE for item in says.remedies)
        opening = [told[0].act, *(one.act for one in told[1:] if one.act.ref in cures)]
        for place, start in enumerate(opening):
            yield line.clock(
                "contest",
                start,
                met=since(case.contested, made),
                ended=(*case.withdrawn, *opening[place + 1 :]),
                effects=CLOSES_NOTHING if ordered else None,
            )
    for recorded, closing in of_kind(case.history, GrievanceClosed):
        if closing.ground is Closing.UNCONFIRMED:
            closed = recorded_act(recorded)
            yield line.clock(
                "contest",
                closed,
                met=since(case.contested, closed),
                effects=CLOSES_NOTHING,
            )
