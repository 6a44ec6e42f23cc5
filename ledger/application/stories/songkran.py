"""The last day falls on Songkran: an appeal handed over after the feast is in time."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.preludes import applied, refused
from ledger.application.stories.telling import Story, Telling, Words

WHO: Final = Words("คุณป้า", "An aunt")
LAST_DAY: Final = date(2026, 4, 16)
"""Told on 30 March, the fifteenth day is 14 April. 13 to 15 April are Songkran: the 16th is the last day."""


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the refusal to the appeal on the last day."""
    applied(story, WHO, "ป้าขายของไม่ได้แล้ว ขาไม่ดี")
    yield date(2026, 3, 25)
    yield from refused(story, WHO)
    yield LAST_DAY
    filed = acts.appeal(
        story.stage.shared["rules"], story.entries["refusal"], story.actor("neighbour"), story.today
    )
    story.say(
        "appeal",
        "grievance",
        filed,
        "intake",
        words=Words(
            "วันที่สิบห้าตรงกับสงกรานต์ กำหนดจึงเลื่อนเป็นวันที่ 16 คุณป้ายื่นอุทธรณ์ในวันนั้น ทันเวลา",
            "The fifteenth day is Songkran, so the 16th is the last one. She appeals that day, in time.",
        ),
        sealed={"complainant/name": "คุณป้า นามสมมุติ", "complainant/text": "ขออุทธรณ์คำสั่ง"},
    )
    yield story.today + timedelta(days=1)
    story.say(
        "acknowledged",
        "grievance",
        acts.acknowledged(),
        "handler",
        words=Words("เทศบาลตอบรับเรื่อง", "The municipality acknowledges it."),
    )
    story.say(
        "assigned",
        "grievance",
        acts.assigned(story.actor("reviewer")),
        "supervisor-province",
        words=Words("มอบให้ผู้ทบทวนที่ไม่มีส่วนในคำสั่งเดิม", "A reviewer with no part in the refusal has it in hand."),
    )
    yield story.today + timedelta(days=20)
    determined = acts.determination(story.head(story.stream("claim")), story.actor("officer-2"), story.today)
    story.say(
        "determination",
        "grievance",
        determined,
        "reviewer",
        "supervisor-province",
        words=Words(
            "ผู้ทบทวนวินิจฉัยว่าต้องไปตรวจข้อเท็จจริงใหม่และจ่ายเบี้ยยังชีพ",
            "The reviewer upholds the appeal within the thirty days.",
        ),
        sealed={"complainant/reasons": "คำสั่งเดิมไม่ได้ตรวจข้อเท็จจริงที่บ้าน"},
    )
    story.say(
        "outcome_notice",
        "grievance",
        acts.outcome_notice(story.entries["determination"], story.today),
        "reviewer",
        words=Words("แจ้งคำวินิจฉัยแก่คุณป้า", "She is told the outcome."),
        sealed={"complainant/recipient": "คุณป้า นามสมมุติ"},
    )


STORY: Final = Story(
    name="songkran",
    title=Words("วันสุดท้ายตรงกับสงกรานต์", "The last day falls on Songkran"),
    begins=date(2026, 3, 16),
    tell=tell,
)
