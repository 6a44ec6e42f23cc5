"""Sixty days of silence: nobody answers an appeal, and every clock that runs out speaks for the citizen."""

from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.preludes import applied, refused
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.casework.events import CourtOutcomeRecorded
from ledger.domain.casework_codes import CourtResult
from ledger.domain.types import Digest

WHO: Final = Words("คุณตา", "An old man")


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the appeal that nobody answers to the suit that he brings."""
    applied(story, WHO, "ตาอยู่กับหลานสองคน ไม่มีรายได้ประจำ")
    yield story.today + timedelta(days=10)
    yield from refused(story, WHO)
    yield story.today + timedelta(days=3)
    filed = acts.appeal(story.stage.shared["rules"], story.entries["refusal"], None, story.today)
    story.say(
        "appeal",
        "grievance",
        filed,
        "intake",
        words=Words(
            "คุณตาอุทธรณ์ด้วยตนเองที่เคาน์เตอร์ แล้วไม่มีใครรับเรื่องต่อ",
            "He appeals at the counter in person. Then nobody takes it up.",
        ),
        sealed={"complainant/name": "คุณตา นามสมมุติ", "complainant/text": "ไม่มีใครมาดูว่าตาอยู่อย่างไร"},
    )
    # The silence itself: nobody acts, and the clock of the ledger says what follows from that.
    yield story.today + timedelta(days=31)
    yield story.today + timedelta(days=31)
    story.say(
        "suit",
        "grievance",
        CourtOutcomeRecorded(
            result=CourtResult.PENDING,
            of=story.entries["appeal"],
            document=Digest(sha256("คำฟ้องสมมุติ".encode()).hexdigest()),
        ),
        "intake",
        words=Words(
            "ครบหกสิบวันไม่มีคำตอบ คุณตาฟ้องศาลปกครอง เรื่องในบัญชียังเปิดอยู่และยังต้องตอบ",
            "After sixty days without an answer he goes to court. The appeal stays open, and is still owed.",
        ),
        sealed={"complainant/text": "ยื่นฟ้องแล้ว"},
    )


STORY: Final = Story(
    name="silence",
    title=Words("หกสิบวันแห่งความเงียบ", "Sixty days of silence"),
    begins=date(2026, 5, 11),
    tell=tell,
)
