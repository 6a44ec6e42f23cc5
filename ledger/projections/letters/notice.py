"""The written notice of a decision: what was decided, why, by whom, and what the person may do until when.

Source: APA s.36, s.37, s.40; ACA s.50.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from ledger.domain.claim.events import Decision, DecisionNotified, DecisionRevised, EligibilityDecided, Found
from ledger.domain.clocks.rows import ClockName
from ledger.domain.codes import Occasion, OrderMaker
from ledger.domain.dates import civil
from ledger.domain.grievance.events import GrievanceDetermined
from ledger.domain.histories import of_kind
from ledger.domain.parts import AppealBlock, CourtBlock
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import ref
from ledger.domain.types import EntryRef, Recorded
from ledger.projections.errors import ReportError
from ledger.projections.letters.days import amount_words, day_words, span_words, thai_digits
from ledger.projections.letters.labels import label
from ledger.projections.letters.letter import Item, Letter, Section, named
from ledger.projections.letters.opened import Field, addressed, reasons
from ledger.projections.letters.shared import last_day, last_day_notes, listed, own_name, until, written
from ledger.projections.letters.who import office_of, office_words, who_decided
from ledger.projections.pictures.words import Words
from ledger.projections.views.periods import Period

APPEAL: Final = Words("ถ้าคุณไม่เห็นด้วย: อุทธรณ์ได้", "If you do not agree: you may appeal")
COURT: Final = Words("การฟ้องศาล", "Going to court")
NO_BLOCK: Final = Words(
    "คำสั่งนี้ไม่ได้บอกว่าจะอุทธรณ์หรือฟ้องได้ที่ใด คุณยังมีสิทธิ โปรดถามที่สายด่วนด้านล่าง",
    "The decision does not say where you may appeal. You still may: please ask the help line below.",
)


def notice_letter(
    prefix: Prefix,
    stream: str,
    version: int,
    *,
    fields: Sequence[Field] = (),
    case: str | None = None,
    page: str | None = None,
) -> Letter:
    """Return the notice of the decision that is the entry of ``stream`` with this version.

    Args:
        prefix: The log at the moment of writing; its time is the day of the letter.
        stream: A claim.
        version: That of the decision.
        fields: What the caller opened of the claim, and may print.
        case: The case number, where there is one.
        page: The address where the case can be followed; never one with the receipt code.

    Raises:
        ReportError: ``letter_no_entry``: there is no such decision.
    """
    entry, says = _decision(prefix, stream, version)
    notices = [
        (recorded.version, one)
        for recorded, one in of_kind(prefix.history(stream), DecisionNotified)
        if one.decision == ref(entry)
    ]
    told, unsaid = reasons(entry, fields)
    versions = [number for number, _ in notices]
    return written(
        prefix,
        entry,
        (
            Section(
                heading=Words("คำสั่ง", "The decision"),
                items=_decided(entry, says),
                strong=_replaced(prefix, stream, entry),
            ),
            Section(
                heading=Words("ข้อเท็จจริงที่ใช้ตัดสิน", "Facts on which it rests"),
                items=tuple(_found(prefix, one) for one in says.found),
            ),
            Section(heading=Words("กฎหมายที่ใช้", "Law"), items=_law(says)),
            Section(heading=Words("เหตุผล", "Reasons"), texts=unsaid, items=told),
            makers(prefix, entry, says, Words("ผู้ออกคำสั่ง", "Who decided")),
            *_remedies(prefix, stream, says, notices),
        ),
        title=Words("หนังสือแจ้งคำสั่ง", "Notice of a decision"),
        sender=office_of(prefix, entry),
        to=addressed(fields, "applicant", versions, own_name(stream, case)),
        case=case,
        page=page,
    )


def _decision(prefix: Prefix, stream: str, version: int) -> tuple[Recorded, Decision]:
    for recorded in prefix.history(stream):
        says = recorded.statement.says
        if recorded.version == version and isinstance(says, EligibilityDecided | DecisionRevised):
            return recorded, says
    raise ReportError("letter_no_entry", "no decision stands there that a letter could tell of")


def _decided(entry: Recorded, says: Decision) -> tuple[Item, ...]:
    amount = None if says.amount is None else amount_words(says.amount)
    period = None if says.period is None else span_words(says.period.from_, says.period.to)
    cause = label(says.cause, "cause") if isinstance(says, DecisionRevised) else None
    return (
        (Words("เรื่อง", "About"), label(says.benefit, "benefit")),
        (Words("ผล", "Result"), label(says.result, "result")),
        *named(Words("จำนวนเงิน", "Amount"), amount),
        *named(Words("ตั้งแต่วันที่", "For"), period),
        *named(Words("เหตุที่ออกคำสั่งใหม่", "Why it was decided again"), cause),
        (Words("บันทึกคำสั่งเมื่อวันที่", "Recorded on"), day_words(civil(entry.recorded_at))),
    )


def _replaced(prefix: Prefix, stream: str, entry: Recorded) -> tuple[Words, ...]:
    """Return that another decision has taken the place of this one, if so."""
    for recorded in prefix.history(stream):
        says = recorded.statement.says
        supersedes = isinstance(says, DecisionRevised) and says.supersedes == ref(entry)
        renews = isinstance(says, EligibilityDecided) and says.occasion is not Occasion.FIRST
        if recorded.version > entry.version and (supersedes or renews):
            day = day_words(civil(recorded.recorded_at))
            return (
                Words(
                    f"มีคำสั่งใหม่แทนคำสั่งนี้แล้ว เมื่อวันที่ {day.th}",
                    f"Another decision took the place of this one on {day.en}.",
                ),
            )
    return ()


def _found(prefix: Prefix, one: Found) -> Item:
    """Return a fact with its finding, and how many entries of which kind it rests on."""
    finding = label(one.finding, "finding")
    kinds = Counter(kind for on in one.on if (kind := _kind(prefix, on)) is not None)
    rests = [(label(kind, "evidence"), count) for kind, count in kinds.items()]
    if not rests:
        return label(one.fact, "fact"), finding
    thai = ", ".join(thai_digits(f"{words.th} {count} รายการ") for words, count in rests)
    english = ", ".join(f"{words.en}: {count}" for words, count in rests)
    return (
        label(one.fact, "fact"),
        Words(f"{finding.th} (จาก{thai})", f"{finding.en} (from {english})"),
    )


def _kind(prefix: Prefix, on: EntryRef) -> str | None:
    cited = prefix.history(on.stream)[on.version - 1 : on.version]
    return next((one.statement.type for one in cited), None)


def _law(says: Decision) -> tuple[Item, ...]:
    law = [label(code, "law") for code in says.law]
    return (
        *named(Words("บทกฎหมาย", "Provisions"), listed(law) if law else None),
        *named(
            Words("ดุลพินิจ", "Discretion"),
            None if says.discretion is None else label(says.discretion, "discretion"),
        ),
        *named(Words("การรับฟัง", "Hearing"), None if says.heard is None else label(says.heard, "heard")),
    )


def makers(prefix: Prefix, entry: Recorded, says: Decision | GrievanceDetermined, heading: Words) -> Section:
    """Return who decided, and what sort of body it was where it was no single official."""
    body = None if says.order_maker is OrderMaker.OFFICIAL else label(says.order_maker, "maker")
    return Section(
        heading=heading,
        items=named(Words("เป็นคำสั่งของ", "By"), body),
        texts=who_decided(prefix, entry),
    )


def _remedies(
    prefix: Prefix,
    stream: str,
    says: Decision,
    notices: Sequence[tuple[int, DecisionNotified]],
) -> tuple[Section, ...]:
    """Return where the person may go, as they were told; else as the decision says that they are to be."""
    appeal = next((one.appeal_block for _, one in reversed(notices) if one.appeal_block), says.appeal_notice)
    court = next((one.court_block for _, one in reversed(notices) if one.court_block), says.court_notice)
    versions = [number for number, _ in notices]
    found = []
    if appeal is not None:
        found.append(_appeal(prefix, last_day(prefix, stream, versions, ClockName.APPEAL_FILING), appeal))
    if court is not None:
        found.append(court_section(last_day(prefix, stream, versions, ClockName.COURT_DIRECT), court))
    return tuple(found) or (Section(heading=APPEAL, strong=(NO_BLOCK,)),)


def _appeal(prefix: Prefix, period: Period | None, block: AppealBlock) -> Section:
    return Section(
        heading=APPEAL,
        items=(
            (Words("ยื่นต่อ", "To"), office_words(prefix, block.office)),
            (Words("วิธียื่น", "How"), label(block.how, "how")),
            *until(period, block.days),
        ),
        strong=last_day_notes(period),
    )


def court_section(period: Period | None, block: CourtBlock) -> Section:
    """Return to which court the person may go, and until when."""
    return Section(
        heading=COURT,
        items=((Words("ศาล", "Court"), label(block.court, "court")), *until(period, block.days)),
        strong=last_day_notes(period),
    )
