"""Letters of a grievance: that an office has it, and how it ended."""

from collections.abc import Sequence
from typing import Final, TypeVar

from ledger.domain.casework_codes import Remedy
from ledger.domain.clocks.rows import ClockName
from ledger.domain.dates import civil
from ledger.domain.grievance.events import (
    GrievanceAcknowledged,
    GrievanceDetermined,
    OutcomeNotified,
    RemedyOrdered,
)
from ledger.domain.histories import of_kind
from ledger.domain.prefix import Prefix
from ledger.domain.timekeeping import ref
from ledger.domain.types import Event, Recorded
from ledger.projections.errors import ReportError
from ledger.projections.letters.days import day_words
from ledger.projections.letters.labels import label
from ledger.projections.letters.letter import Item, Letter, Section, named
from ledger.projections.letters.notice import court_section, makers
from ledger.projections.letters.opened import Field, addressed, reasons
from ledger.projections.letters.shared import (
    last_day,
    last_day_notes,
    listed,
    next_items,
    own_name,
    until,
    written,
)
from ledger.projections.letters.who import office_of, office_words
from ledger.projections.pictures.words import Words

WAYS: Final = {"court": ClockName.SUE_AFTER_OUTCOME, "contest": ClockName.CONTEST}
"""The clock of each way that is open after an outcome, by its route."""
CONFIRM: Final = Words(
    "เมื่อหน่วยงานบอกว่าทำแล้ว เราจะถามคุณ คุณเท่านั้นที่ยืนยันได้ว่าทำจริง",
    "Once the office says that it is done, we ask you. Only you can confirm it.",
)
Said = TypeVar("Said", bound=Event)


def outcome_letter(
    prefix: Prefix,
    stream: str,
    version: int,
    *,
    fields: Sequence[Field] = (),
    case: str | None = None,
    page: str | None = None,
) -> Letter:
    """Return the letter of the determination that is the entry of ``stream`` with this version.

    Arguments are those of ``notice_letter``; ``stream`` is a grievance.

    Raises:
        ReportError: ``letter_no_entry``: there is no such determination.
    """
    entry, says = _said(prefix, stream, version, GrievanceDetermined)
    notices = [
        (recorded.version, one)
        for recorded, one in of_kind(prefix.history(stream), OutcomeNotified)
        if one.determination == ref(entry)
    ]
    told, unsaid = reasons(entry, fields)
    versions = [number for number, _ in notices]
    law = [label(code, "law") for code in says.law]
    return written(
        prefix,
        entry,
        (
            Section(heading=Words("คำวินิจฉัย", "The determination"), items=_outcome(entry, says)),
            *_ordered(prefix, says),
            Section(
                heading=Words("กฎหมายที่ใช้", "Law"),
                items=named(Words("บทกฎหมาย", "Provisions"), listed(law) if law else None),
            ),
            Section(heading=Words("เหตุผล", "Reasons"), texts=unsaid, items=told),
            makers(prefix, entry, says, Words("ผู้วินิจฉัย", "Who decided")),
            *_further(prefix, stream, says, notices),
        ),
        title=Words("หนังสือแจ้งคำวินิจฉัย", "Notice of a determination"),
        sender=office_of(prefix, entry),
        to=addressed(fields, "complainant", versions, own_name(stream, case)),
        case=case,
        page=page,
    )


def acknowledgement_letter(
    prefix: Prefix,
    stream: str,
    version: int,
    *,
    fields: Sequence[Field] = (),
    case: str | None = None,
    page: str | None = None,
) -> Letter:
    """Return the letter of the acknowledgement that is the entry of ``stream`` with this version.

    Arguments are those of ``notice_letter``; ``stream`` is a grievance.

    Raises:
        ReportError: ``letter_no_entry``: there is no such acknowledgement.
    """
    entry, says = _said(prefix, stream, version, GrievanceAcknowledged)
    contact = None if says.contact is None else label(says.contact, "contact")
    answer = None if says.next is None else label(says.next, "next")
    return written(
        prefix,
        entry,
        (
            Section(
                heading=Words("ผู้รับผิดชอบเรื่องของคุณ", "Who has your case"),
                items=(
                    (Words("หน่วยงาน", "Office"), office_words(prefix, says.office)),
                    *named(Words("ติดต่อ", "How to reach it"), contact),
                    *named(Words("ขั้นต่อไป", "What comes next"), answer),
                    (Words("ตอบรับเมื่อวันที่", "Confirmed on"), day_words(civil(entry.recorded_at))),
                ),
            ),
            Section(
                heading=Words("หน่วยงานต้องทำอะไร ภายในวันใด", "What the office owes you, and by when"),
                items=next_items(prefix, stream),
            ),
        ),
        title=Words("หนังสือตอบรับเรื่อง", "We have your case"),
        sender=office_words(prefix, says.office),
        to=addressed(fields, "complainant", (), own_name(stream, case)),
        case=case,
        page=page,
    )


def _said(prefix: Prefix, stream: str, version: int, kind: type[Said]) -> tuple[Recorded, Said]:
    for recorded, says in of_kind(prefix.history(stream), kind):
        if recorded.version == version:
            return recorded, says
    raise ReportError("letter_no_entry", "nothing stands there that a letter could tell of")


def _outcome(entry: Recorded, says: GrievanceDetermined) -> tuple[Item, ...]:
    why = None if says.inadmissible is None else label(says.inadmissible, "inadmissible")
    return (
        (Words("ผล", "Outcome"), label(says.outcome, "outcome")),
        *named(Words("เพราะ", "Because"), why),
        *((label(one.ground, "ground"), label(one.finding, "ground_finding")) for one in says.findings),
        (Words("บันทึกคำวินิจฉัยเมื่อวันที่", "Recorded on"), day_words(civil(entry.recorded_at))),
    )


def _ordered(prefix: Prefix, says: GrievanceDetermined) -> tuple[Section, ...]:
    ordered = [one for one in says.remedies if one.code is not Remedy.NONE]
    if not ordered:
        return ()
    return (
        Section(
            heading=Words("หน่วยงานต้องทำอะไร ภายในวันใด", "What must be done, by whom and by when"),
            items=tuple(_remedy(prefix, one) for one in ordered),
            texts=(CONFIRM,),
        ),
    )


def _remedy(prefix: Prefix, one: RemedyOrdered) -> Item:
    office = office_words(prefix, one.office)
    if one.due is None:
        return label(one.code, "remedy"), office
    day = day_words(one.due)
    return (
        label(one.code, "remedy"),
        Words(f"{office.th} ภายในวันที่ {day.th}", f"{office.en}, by {day.en}"),
    )


def _further(
    prefix: Prefix,
    stream: str,
    says: GrievanceDetermined,
    notices: Sequence[tuple[int, OutcomeNotified]],
) -> tuple[Section, ...]:
    """Return where the person may go from here: to the court that they were told of, and the next remedy."""
    versions = [number for number, _ in notices]
    court = next((one.court_block for _, one in reversed(notices) if one.court_block is not None), None)
    found = []
    if court is not None:
        period = last_day(prefix, stream, versions, WAYS["court"])
        found.append(court_section(period, court))
    remedy = says.next_remedy
    if remedy is not None and (court is None or remedy.route != "court"):
        clock = WAYS.get(remedy.route)
        period = None if clock is None else last_day(prefix, stream, versions, clock)
        to = label(remedy.to, "court") if remedy.route == "court" else office_words(prefix, remedy.to)
        items = (
            (Words("คุณทำได้", "You may"), label(remedy.route, "route")),
            (Words("ต่อ", "To"), to),
            *until(period, remedy.days),
        )
        heading = Words("ถ้าคุณไม่เห็นด้วย", "If you do not agree")
        found.append(Section(heading=heading, items=items, strong=last_day_notes(period)))
    return tuple(found)
