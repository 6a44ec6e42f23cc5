"""The clocks of a claim: of the application, of each decision and its notices, and of attesters."""

from collections.abc import Iterator, Sequence
from typing import Final

from ledger.domain.appeals import appeals
from ledger.domain.case_clocks import pauses, shared_clocks, since, suits
from ledger.domain.casework.events import ActReviewed
from ledger.domain.casework_codes import ActRuling, LapseEffect, Pressure
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRefused,
    AttestationRequested,
    ClaimReceived,
    ClaimWithdrawn,
    Decision,
    DecisionNotified,
    DecisionRevised,
)
from ledger.domain.claim.state import ClaimState
from ledger.domain.clocks.clock import Act, Clock, Route
from ledger.domain.clocks.deliveries import Delivery, Notices, Told
from ledger.domain.codes import OrderMaker, Result
from ledger.domain.histories import of_kind
from ledger.domain.notice_clocks import notice_clocks
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import Timeline, persons_act, recorded_act, ref, stated_act, timeline
from ledger.domain.types import EntryRef, Recorded

RELIEF: Final = Route("relief")
"""After the appeal period only relief remains, for whoever was kept from it without fault (APA s.66)."""
SUPERSEDED: Final = (LapseEffect.ADVICE_ONLY,)


def clocks(state: ClaimState, history: Sequence[Recorded], prefix: Prefix) -> tuple[Clock, ...]:
    """Return every clock that ever started in a claim; none under a historical programme.

    Args:
        state: The folded claim.
        history: Its entries, all those that ``state`` folds.
        prefix: The log before the position at which dates are evaluated.
    """
    line = timeline(prefix, history, state.programme, state.place())
    if line is None:
        return ()
    ends = [
        persons_act(recorded, says.via)
        for recorded, says in of_kind(history, ClaimWithdrawn)
        if says.pressure is not Pressure.YES
    ]
    decisions = _decisions(history)
    said = of_kind(history, DecisionNotified)
    notices = Notices.of([(says.decision, Told(recorded_act(recorded), says)) for recorded, says in said])
    return (
        *_application(line, history, notices.received, ends),
        *_of_decisions(line, history, prefix, decisions, notices),
        *_attesters(line, history, ends),
        *_overruled(line, history, decisions),
        *shared_clocks(line, history, prefix, ends),
    )


def _decisions(history: Sequence[Recorded]) -> list[tuple[Recorded, Decision]]:
    return [(one, says) for one in history if isinstance(says := one.statement.says, Decision)]


def _application(
    line: Timeline, history: Sequence[Recorded], told: Sequence[Delivery], ends: Sequence[Act]
) -> Iterator[Clock]:
    """Yield the promise to decide, from receipt to the first notice. It pauses while the citizen is asked."""
    met = [one.recorded for one in told]
    for recorded, says in of_kind(history, ClaimReceived):
        yield line.clock(
            "decide_claim",
            stated_act(recorded, says.received_on),
            met=met,
            ended=ends,
            pauses=pauses(line, history),
        )


def _of_decisions(
    line: Timeline,
    history: Sequence[Recorded],
    prefix: Prefix,
    decisions: Sequence[tuple[Recorded, Decision]],
    notices: Notices,
) -> Iterator[Clock]:
    """Yield for each decision the promise to notify it, and the period to appeal or to go to court.

    A decision that takes its place ends them; a stay takes no place, it only holds the order up. Only an
    official's order leads to appeal.
    """
    for place, (recorded, says) in enumerate(decisions):
        made = recorded_act(recorded)
        later = decisions[place + 1 :]
        after = [recorded_act(one) for one, revised in later if revised.result is not Result.STAY]
        told = notices.about(made.ref)
        yield line.clock("notify", made, met=[one.recorded for one in told], ended=after)
        if says.result is Result.STAY:
            continue
        if says.order_maker is OrderMaker.OFFICIAL:
            yield from notice_clocks(
                line,
                "appeal_filing",
                told,
                lambda one: one.appeal_days,
                met=appeals(prefix, made.ref),
                ended=after,
                effects=SUPERSEDED if after else None,
                next_=RELIEF,
            )
        else:
            yield from _to_court(line, history, made.ref, told, after)


def _to_court(
    line: Timeline,
    history: Sequence[Recorded],
    decision: EntryRef,
    told: Sequence[Delivery],
    after: Sequence[Act],
) -> Iterator[Clock]:
    """Yield the period to bring suit over the order of a committee or a minister (APA s.44, s.48)."""
    notices = (one.act.ref for one in told)
    yield from notice_clocks(
        line,
        "court_direct",
        told,
        lambda one: one.court_days,
        met=suits(history, (decision, *notices)),
        ended=after,
        advise=True,
    )


def _attesters(line: Timeline, history: Sequence[Recorded], ends: Sequence[Act]) -> Iterator[Clock]:
    """Yield the time that attesters have for an answer; a shorter one than the rule has is not kept."""
    requests = tuple(of_kind(history, AttestationRequested))
    if not requests:
        return
    answers = [
        (says.request, recorded_act(recorded))
        for recorded in history
        if isinstance(says := recorded.statement.says, AttestationGiven | AttestationRefused)
    ]
    for recorded, says in requests:
        start = recorded_act(recorded)
        yield line.clock(
            "attestation_reply",
            start,
            met=[act for request, act in answers if request == says.request],
            ended=since(ends, start),
            fixed=says.due,
        )


def _overruled(
    line: Timeline, history: Sequence[Recorded], decisions: Sequence[tuple[Recorded, Decision]]
) -> Iterator[Clock]:
    """Yield the time to revoke or reduce a grant after what it rests on was overruled (APA s.49).

    From then on the authority knows the ground; any other knowledge stands in no log.
    """
    for recorded, review in of_kind(history, ActReviewed):
        grants = {ref(one) for one, says in decisions if says.result is Result.GRANT}
        affected = grants.intersection(review.affects)
        if review.ruling is not ActRuling.OVERRULED or not affected:
            continue
        met = [
            recorded_act(later)
            for later, says in of_kind(history, DecisionRevised)
            if says.supersedes in affected and says.result in (Result.REVOKE, Result.REDUCE)
        ]
        yield line.clock("revoke_benefit", recorded_act(recorded), met=met)
