"""The mandated procedure as a table: what each constraint demands, of which acts, on whose side.

A step that the record does not hold counts as not taken. What no clock runs for, and what a record of one
official cannot show, is ``unjudged``: counted, and held against nobody.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple, TypeAlias

from ledger.domain.casework.events import ActReviewed, ConflictDecided
from ledger.domain.claim.events import (
    AttestationGiven,
    AttestationRequested,
    BenefitExecuted,
    ClaimWithdrawn,
    DecisionNotified,
    DecisionRevised,
    EligibilityDecided,
)
from ledger.domain.clocks.clock import Clock
from ledger.domain.grievance.events import (
    AppealReported,
    GrievanceClosed,
    GrievanceDetermined,
    GrievanceFiled,
    HandlerAssigned,
    OutcomeNotified,
)
from ledger.domain.types import Event, Recorded
from ledger.projections.reports.caveats import Text
from ledger.projections.reports.folds.templates import (
    Judged,
    Verdict,
    absence_after,
    not_coexistence,
    precedence,
    response,
    response_within,
    separation,
)
from ledger.projections.reports.folds.trace import (
    Is,
    Trace,
    burdens,
    closes_confirmed,
    corrects_to_worse,
    determines,
    excepts,
    is_a,
    one_stream,
    withdraws,
)

Verdicts: TypeAlias = Iterable[Judged[Recorded]]


class Constraint(NamedTuple):
    """One row of the table.

    ``demand`` is the template with the events that fill it, in the words of the catalogue. ``refused``: the
    ledger refuses what would violate it, so only imported history can. ``on``: a case without an event of
    these types demands nothing here, and is not asked. ``judge`` gives a verdict on each
    activation, ``clock`` the period on which it depends, ``unjudged`` what cannot be judged.
    """

    name: str
    demand: str
    label: Text
    refused: bool
    on: tuple[type[Event], ...]
    judge: Callable[[Trace], Verdicts]
    clock: Callable[[Trace, Recorded], Clock | None] = lambda _trace, _one: None
    unjudged: Callable[[Trace], Iterable[Recorded]] = lambda _trace: ()


DECIDED: Final = is_a(EligibilityDecided)
NOTIFIED: Final = is_a(DecisionNotified)
ATTESTED: Final = is_a(AttestationGiven)
ASKED: Final = is_a(AttestationGiven, AttestationRequested)
DETERMINED: Final = is_a(GrievanceDetermined)
ANSWERED: Final = is_a(OutcomeNotified, AppealReported)
REVISED: Final = is_a(DecisionRevised)
ORDERS: Final = (EligibilityDecided, DecisionRevised)


def _within(
    trace: Trace, of: type[EligibilityDecided | GrievanceFiled], by: Is
) -> Iterator[Judged[Recorded]]:
    clock = trace.notice_clock if of is EligibilityDecided else trace.answer_clock
    clocks = {one.index: found for one in trace.of(of) if (found := clock(one)) is not None}
    return response_within(
        trace.events,
        lambda one: one.index in clocks,
        by,
        in_time=lambda one, other: trace.meets(clocks[one.index], other),
        runs=lambda one: trace.runs(clocks[one.index]),
    )


def _mandated(trace: Trace) -> Iterator[Judged[Recorded]]:
    for one in trace.of(EligibilityDecided):
        yield Judged(one, Verdict.KEPT if trace.mandated(one) else Verdict.VIOLATED)


def _four_eyes(trace: Trace) -> Iterator[Judged[Recorded]]:
    for one in trace.of(*ORDERS):
        if burdens(one) and not trace.imported(one):
            yield Judged(one, Verdict.KEPT if trace.two_hands(one) else Verdict.VIOLATED)


CONSTRAINTS: Final = (
    Constraint(
        "attested_first",
        "precedence(AttestationGiven or AttestationRequested, EligibilityDecided)",
        {"th": "มีคำรับรองหรือขอคำรับรองก่อนออกคำสั่ง", "en": "Attested, or asked for, before the decision"},
        refused=False,
        on=(EligibilityDecided,),
        judge=lambda t: precedence(t.events, ASKED, DECIDED),
    ),
    Constraint(
        "mandated",
        "precedence(MandateGranted in force, EligibilityDecided)",
        {"th": "ผู้ออกคำสั่งมีอำนาจในขณะนั้น", "en": "A mandate in force before the decision"},
        refused=True,
        on=(EligibilityDecided,),
        judge=_mandated,
    ),
    Constraint(
        "assigned_first",
        "precedence(HandlerAssigned, GrievanceDetermined other than inadmissible)",
        {"th": "มอบหมายผู้ดำเนินเรื่องก่อนวินิจฉัย", "en": "Assigned before it was determined"},
        refused=True,
        on=(GrievanceDetermined,),
        judge=lambda t: precedence(t.events, is_a(HandlerAssigned), determines, one_stream),
    ),
    Constraint(
        "decision_notified",
        "response_within(EligibilityDecided, DecisionNotified, notify)",
        {"th": "แจ้งคำสั่งภายในกำหนด", "en": "Decision notified in time"},
        refused=False,
        on=(EligibilityDecided,),
        judge=lambda t: _within(t, EligibilityDecided, NOTIFIED),
        clock=Trace.notice_clock,
        unjudged=lambda t: [one for one in t.of(EligibilityDecided) if t.notice_clock(one) is None],
    ),
    Constraint(
        "filing_answered",
        "response_within(GrievanceFiled, OutcomeNotified, appeal_first or resolve)",
        {"th": "แจ้งผลเรื่องร้องเรียนภายในกำหนด", "en": "Grievance answered in time"},
        refused=False,
        on=(GrievanceFiled,),
        judge=lambda t: _within(t, GrievanceFiled, ANSWERED),
        clock=Trace.answer_clock,
        unjudged=lambda t: [one for one in t.of(GrievanceFiled) if t.answer_clock(one) is None],
    ),
    Constraint(
        "success_carried_out",
        "response(GrievanceDetermined with success on appeal, DecisionRevised with cause appeal)",
        {"th": "แก้ไขคำสั่งตามคำวินิจฉัยอุทธรณ์", "en": "Success on appeal carried out"},
        refused=False,
        on=(GrievanceDetermined,),
        judge=lambda t: response(t.events, t.has_success, REVISED, t.over, t.carries_out),
    ),
    Constraint(
        "decider_apart",
        "separation(EligibilityDecided, GrievanceDetermined)",
        {"th": "ผู้วินิจฉัยไม่ใช่ผู้ออกคำสั่ง", "en": "Who determines did not decide"},
        refused=True,
        on=(GrievanceDetermined,),
        judge=lambda t: separation(t.events, DECIDED, DETERMINED, t.apart),
    ),
    Constraint(
        "attester_apart",
        "separation(AttestationGiven, EligibilityDecided)",
        {"th": "ผู้ออกคำสั่งไม่ใช่ผู้รับรอง", "en": "Who decides did not attest"},
        refused=True,
        on=(EligibilityDecided,),
        judge=lambda t: separation(t.events, ATTESTED, DECIDED, t.apart),
    ),
    Constraint(
        "four_eyes",
        "separation(first signature, second signature) of a decision that burdens",
        {"th": "คำสั่งที่เป็นภาระมีผู้ลงชื่อสองคนต่างสายบังคับบัญชา", "en": "Two independent signatures on a burden"},
        refused=True,
        on=ORDERS,
        judge=_four_eyes,
        unjudged=lambda t: [one for one in t.of(*ORDERS) if burdens(one) and t.imported(one)],
    ),
    Constraint(
        "confirmed_stays",
        "absence_after(GrievanceClosed confirmed, DecisionRevised that burdens)",
        {"th": "ไม่แก้ไขให้แย่ลงหลังผู้ร้องยืนยันว่าแก้ไขแล้ว", "en": "Nothing worse after the citizen confirmed"},
        refused=False,
        on=(GrievanceClosed,),
        judge=lambda t: absence_after(t.events, closes_confirmed, corrects_to_worse),
    ),
    Constraint(
        "exception_reviewed",
        "response(ConflictDecided urgent_exception, ActReviewed)",
        {"th": "ทบทวนการกระทำที่ทำโดยข้อยกเว้นเร่งด่วน", "en": "Urgent exception reviewed afterwards"},
        refused=False,
        on=(ConflictDecided,),
        judge=lambda t: response(t.events, excepts, is_a(ActReviewed), t.over, one_stream),
    ),
    Constraint(
        "withdrawn_unpaid",
        "not_coexistence(ClaimWithdrawn freely, BenefitExecuted)",
        {"th": "คำขอที่ถอนแล้วไม่มีการจ่าย", "en": "Withdrawn claims are not paid"},
        refused=True,
        on=(ClaimWithdrawn, BenefitExecuted),
        judge=lambda t: not_coexistence(t.events, withdraws, is_a(BenefitExecuted)),
    ),
)
"""The minimum set, and one constraint each for urgent exceptions and for claims that were withdrawn."""
BY_NAME: Final = {one.name: one for one in CONSTRAINTS}
