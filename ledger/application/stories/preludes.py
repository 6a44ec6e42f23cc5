"""How several stories begin: somebody applies, and is refused on the application alone."""

from collections.abc import Iterator
from datetime import date, timedelta

from ledger.application.stories import acts
from ledger.application.stories.telling import Telling, Words


def applied(story: Telling, who: Words, asks: str) -> None:
    """Record that ``who`` applies; ``asks`` are their own words, which are sealed."""
    story.say(
        "application",
        "claim",
        acts.application(story.stage.shared["rules"], story.today),
        "intake",
        words=Words(
            f"{who.thai}ยื่นคำขอเบี้ยยังชีพ จุดรับเรื่องลงนามว่า “ได้รับแล้ว”",
            f"{who.english} applies for the old-age allowance. The intake desk signs: we received it.",
        ),
        sealed={"applicant/name": f"{who.thai} นามสมมุติ", "applicant/text": asks},
    )


def refused(story: Telling, who: Words) -> Iterator[date]:
    """Let an officer refuse, with a supervisor of another line, and tell the person five days later."""
    story.say(
        "refusal",
        "claim",
        acts.refusal(story.entries["application"]),
        "officer-1",
        "supervisor-district",
        words=Words(
            "เจ้าหน้าที่ปฏิเสธคำขอจากคำขอเพียงอย่างเดียว หัวหน้าต่างสายงานลงนามด้วย",
            "An officer refuses on the application alone; a supervisor of another line signs as well.",
        ),
        sealed={"applicant/facts": "ฟังจากคำขอว่ามีผู้อุปการะ", "applicant/considerations": "ขาดคุณสมบัติข้อรายได้"},
    )
    yield story.today + timedelta(days=5)
    story.say(
        "refusal_notice",
        "claim",
        acts.notice(story.entries["refusal"], story.today),
        "officer-1",
        words=Words(
            f"แจ้งคำสั่งแก่{who.thai}ถึงมือ บอกสิทธิอุทธรณ์ภายใน 15 วัน",
            f"{who.english} is handed the decision, with the right to appeal within 15 days.",
        ),
        sealed={"applicant/recipient": f"{who.thai} นามสมมุติ"},
    )
