"""Parts that stand in more than one letter: last days, what happens next, where to ask, how to check."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.dates import civil
from ledger.domain.grievance.statutory import COURT
from ledger.domain.prefix import Prefix
from ledger.domain.types import Recorded
from ledger.projections.letters.days import day_words, thai_digits
from ledger.projections.letters.labels import label
from ledger.projections.letters.letter import Item, Letter, Section, named
from ledger.projections.pictures.words import Words, same
from ledger.projections.views.periods import ClockStands, Period, Waits, periods

HELPLINE: Final = "1300"
"""The social help centre, free of charge and at any hour. Source: ``Channel.PHONE_1300``."""
CHECK: Final = (
    Words(
        "หนังสือนี้พิมพ์จากบัญชีที่ไม่มีใครแก้ย้อนหลังได้ ใครมีหลักฐานการบันทึกก็ตรวจได้ด้วยตนเอง ที่หน้าตรวจสอบ",
        "This letter follows from a log that nobody can change afterwards. "
        "Whoever has the proof can check it alone, on the page Verify.",
    ),
)
LAST_DAY: Final = Words("วันสุดท้าย", "Last day")
_WATCHES: Final = frozenset({ClockName.RETALIATION_WATCH})
"""Clocks at whose end nobody owes anything."""


def own_name(stream: str, case: str | None) -> str:
    """Return what the case is called: its number, else its stream."""
    return case or stream


def last_day(prefix: Prefix, stream: str, notices: Collection[int], clock: ClockName) -> Period | None:
    """Return the newest ``clock`` that one of the ``notices`` (versions) started; None: there is none."""
    started = [
        one for one in periods(prefix, stream) if one.name == clock and one.derivation.start in notices
    ]
    return max(started, key=lambda one: one.derivation.start, default=None)


def until(period: Period | None, days: int) -> tuple[Item, ...]:
    """Return the last day that ``period`` gives a person, and how it was counted.

    None: nobody counts as told yet, so ``days`` run from the day on which they get the letter.
    """
    if period is None:
        within = Words(
            thai_digits(f"ภายใน {days} วัน นับจากวันที่คุณได้รับหนังสือฉบับนี้"),
            f"within {days} days from the day you receive this letter",
        )
        return ((LAST_DAY, within),)
    how = period.derivation
    since, mark = day_words(day_of(how.started)), label(how.mark, "mark")
    return (
        (LAST_DAY, day_words(day_of(period.advised or period.due))),
        (
            Words("นับอย่างไร", "How it is counted"),
            Words(
                f"นับจากวันถัดจากวันที่ถือว่าคุณได้รับแจ้ง คือ {since.th} ({how.source}; {mark.th})",
                f"from the day after {since.en}, when you count as told ({how.source}; {mark.en})",
            ),
        ),
    )


def last_day_notes(period: Period | None) -> tuple[Words, ...]:
    """Return what a person should know of their last day besides the day."""
    if period is None:
        return ()
    notes = []
    if period.derivation.provisional:
        notes.append(
            Words(
                "ถ้ามีประกาศวันหยุดเพิ่ม วันสุดท้ายอาจเลื่อนออกไป แต่ไม่เร็วขึ้น",
                "Should a holiday be announced, the last day may move later, and never earlier.",
            )
        )
    if period.stands is ClockStands.OVER:
        notes.append(
            Words(
                "วันนี้ผ่านไปแล้ว ถ้าคุณมาไม่ทันโดยไม่ใช่ความผิดของคุณ คุณขอผ่อนผันได้",
                "That day has passed. If it was no fault of yours, you may ask for relief.",
            )
        )
    return tuple(notes)


def owed(periods_of: Iterable[Period]) -> Iterator[Period]:
    """Yield the periods in which an office owes something to the person."""
    for one in periods_of:
        if one.waits is Waits.OFFICE and one.waiting and one.name not in _WATCHES:
            yield one


def next_items(prefix: Prefix, stream: str) -> tuple[Item, ...]:
    """Return what an office owes in ``stream``, by the last day for it; the nearest first."""
    found: dict[Words, Words] = {}
    for one in owed(periods(prefix, stream)):
        found.setdefault(label(one.name, "clock"), _until(one))
    return tuple(found.items())


def written(
    prefix: Prefix,
    entry: Recorded,
    sections: Sequence[Section],
    *,
    title: Words,
    sender: Words | None = None,
    to: tuple[Words, ...] = (),
    case: str | None,
    page: str | None,
    more: tuple[Item, ...] = (),
) -> Letter:
    """Return a letter of the day of ``prefix`` about ``entry``, with where to ask and how to check it.

    Args:
        prefix: The log at the moment of writing.
        entry: What the letter tells of.
        sections: What it says.
        title: What it is.
        sender: From which office.
        to: To whom, line by line.
        case: The case number, where there is one.
        page: The address where the case can be followed; never one with the receipt code.
        more: Further evidence.
    """
    return Letter(
        title=title,
        sender=sender,
        day=day_words(civil(prefix.now)),
        to=to,
        number=case,
        sections=(*sections, follow(page)),
        page=page,
        evidence=(*evidence_of(entry), *more),
        notes=CHECK,
    )


def follow(page: str | None) -> Section:
    """Return where the case can be followed, and whom to ask."""
    return Section(
        heading=Words("ติดตามเรื่องและสอบถาม", "Follow it, and ask"),
        items=(
            *named(Words("หน้าติดตามเรื่อง", "Page of the case"), page),
            *named(
                Words("สายด่วน โทรฟรีทุกเวลา", "Help line, free, at any hour"),
                HELPLINE,
            ),
        ),
    )


def evidence_of(entry: Recorded) -> tuple[Item, ...]:
    """Return what leads to ``entry`` in its log."""
    return (
        (Words("บัญชี", "log"), same(entry.statement.origin)),
        (Words("ลำดับที่", "index"), same(str(entry.index))),
        (Words("ใบ", "leaf"), same(entry.leaf)),
        (Words("ขอหลักฐานการบันทึก", "to get the proof"), same(f"phayan proof {entry.index}")),
    )


def listed(words: Sequence[Words]) -> Words:
    """Return several things on one line."""
    return Words("; ".join(one.th for one in words), "; ".join(one.en for one in words))


def _until(one: Period) -> Words:
    """Return by which day an office owes something, and where the person can go after its silence."""
    day = day_words(day_of(one.due))
    thai, english = f"ภายในวันที่ {day.th}", f"by {day.en}"
    if one.late:
        thai, english = f"{thai} (เกินกำหนดแล้ว)", f"{english} (overdue)"
    if one.route != COURT or one.route_by is None:
        return Words(thai, english)
    last = day_words(day_of(one.route_by))
    return Words(
        f"{thai} ถ้าพ้นวันนี้แล้วไม่ได้คำตอบ คุณฟ้องศาลปกครองได้ถึงวันที่ {last.th}",
        f"{english}; without an answer by then you may go to the Administrative Court until {last.en}",
    )
