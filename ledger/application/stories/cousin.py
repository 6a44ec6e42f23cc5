"""The head of the village attests his cousin and does not say so: disputed, overruled, flagged."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.preludes import applied
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.codes import DisputeGround

WHO: Final = Words("ญาติผู้ใหญ่บ้าน", "The village head's cousin")


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the application to the review."""
    applied(story, WHO, "ขอเบี้ยยังชีพ")
    yield story.today + timedelta(days=2)
    story.say(
        "attested_by_head",
        "claim",
        acts.attestation(story.today),
        "village-head",
        words=Words(
            "ผู้ใหญ่บ้านรับรองว่ายากจน โดยระบุว่าไม่มีความเกี่ยวข้องกัน",
            "The village head attests poverty, and states that he has no relation to the household.",
        ),
        sealed={"applicant/observations": "ไปที่บ้านแล้ว"},
    )
    story.say(
        "attested_health",
        "claim",
        acts.attestation(story.today),
        "volunteer-health",
        words=Words("อสม. รับรองด้วย", "The health volunteer attests as well."),
        sealed={"applicant/observations": "ไปเยี่ยมบ้าน"},
    )
    yield story.today + timedelta(days=6)
    attested = (story.entries["attested_by_head"], story.entries["attested_health"])
    story.say(
        "grant",
        "claim",
        acts.grant(story.entries["application"], attested, story.today),
        "officer-1",
        words=Words("เจ้าหน้าที่อนุมัติ โดยอ้างคำรับรองทั้งสอง", "The officer grants, citing both attestations."),
        sealed={"applicant/facts": "ผู้รับรองสองคนต่างประเภท"},
    )
    story.say(
        "grant_notice",
        "claim",
        acts.notice(story.entries["grant"], story.today),
        "officer-1",
        words=Words("แจ้งคำสั่ง", "The decision is notified."),
        sealed={"applicant/recipient": "ผู้ยื่นคำขอ นามสมมุติ"},
    )
    yield story.today + timedelta(days=12)
    story.say(
        "dispute",
        "claim",
        acts.disputed(story.entries["attested_by_head"], DisputeGround.UNDISCLOSED_RELATION),
        "oversight",
        words=Words(
            "หน่วยกำกับได้รับแจ้งว่าเป็นลูกพี่ลูกน้องกัน จึงโต้แย้งคำรับรอง คำรับรองหลุดจากองค์ประกอบทันที",
            "Oversight hears that they are cousins and disputes it: it counts no more until reviewed.",
        ),
        sealed={"attester/text": "ชาวบ้านแจ้งว่าเป็นลูกพี่ลูกน้องกัน"},
    )
    yield story.today + timedelta(days=9)
    story.say(
        "review",
        "claim",
        acts.overruled(story.entries["attested_by_head"], "undisclosed_relation", (story.entries["grant"],)),
        "auditor",
        words=Words(
            "ผู้ตรวจอีกคนวินิจฉัยว่าคำรับรองใช้ไม่ได้ คำสั่งที่อ้างถึงถูกทำเครื่องหมายให้ทบทวน แต่ไม่ถูกยกเลิกเอง",
            "It is overruled. The decision that cites it is flagged for review; nothing falls by itself.",
        ),
        sealed={"attester/text": "ตรวจทะเบียนราษฎรแล้วเป็นลูกพี่ลูกน้องกันจริง"},
    )


STORY: Final = Story(
    name="cousin",
    title=Words("ผู้ใหญ่บ้านรับรองลูกพี่ลูกน้อง", "The head of the village who attests his cousin"),
    begins=date(2026, 3, 9),
    tell=tell,
)
