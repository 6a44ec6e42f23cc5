"""Parts that stand in more than one letter: last days, what happens next, where to ask, how to check."""

from collections.abc import Collection, Sequence
from typing import Final

from ledger.domain.clocks.moments import day_of
from ledger.domain.clocks.rows import ClockName
from ledger.domain.prefix import Prefix
from ledger.domain.types import Recorded
from ledger.projections.letters.days import day_words, thai_digits
from ledger.projections.letters.labels import Labels
from ledger.projections.letters.letter import Item, Section, named
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


def last_day(
    prefix: Prefix, stream: str, notices: Collection[int], names: Collection[str]
) -> Period | None:
    """Return the newest of the clocks ``names`` that one of the ``notices`` (versions) started."""
    started = [
        one for one in periods(prefix, stream) if one.name in names and one.derivation.start in notices
    ]
    return max(started, key=lambda one: one.derivation.start, default=None)


def last_day_items(period: Period, labels: Labels) -> tuple[Item, ...]:
    """Return the last day that ``period`` gives a person, and how it was counted."""
    how = period.derivation
    since, mark = day_words(day_of(how.started)), labels(how.mark, "mark")
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


def last_day_notes(period: Period) -> tuple[Words, ...]:
    """Return what a person should know of their last day besides the day."""
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


def within_days(days: int) -> Words:
    """Return until when, where nobody counts as told yet."""
    return Words(
        thai_digits(f"ภายใน {days} วัน นับจากวันที่คุณได้รับหนังสือฉบับนี้"),
        f"within {days} days from the day you receive this letter",
    )


def next_items(prefix: Prefix, stream: str, labels: Labels) -> tuple[Item, ...]:
    """Return what an office owes in ``stream``, by the last day for it; the nearest first."""
    found: dict[Words, Words] = {}
    for one in periods(prefix, stream):
        if one.waits is Waits.OFFICE and one.waiting and one.name not in _WATCHES:
            by = day_words(day_of(one.due))
            late = Words(f"{by.th} (เกินกำหนดแล้ว)", f"{by.en} (overdue)") if one.late else by
            found.setdefault(labels(one.name, "clock"), _until(late))
    return tuple(found.items())


def follow(page: str | None, helpline: str) -> Section:
    """Return where the case can be followed, and whom to ask."""
    return Section(
        heading=Words("ติดตามเรื่องและสอบถาม", "Follow it, and ask"),
        items=(
            *named(Words("หน้าติดตามเรื่อง", "Page of the case"), page),
            *named(
                Words("สายด่วน โทรฟรีตลอด 24 ชั่วโมง", "Help line, free, at any hour"),
                helpline,
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
    return Words(", ".join(one.th for one in words), ", ".join(one.en for one in words))


def _until(day: Words) -> Words:
    return Words(f"ภายในวันที่ {day.th}", f"by {day.en}")
