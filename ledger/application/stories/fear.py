"""The volunteer who refuses out of fear: a refusal to attest is recorded, and somebody else is asked."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from ledger.application.stories import acts
from ledger.application.stories.preludes import applied
from ledger.application.stories.telling import Story, Telling, Words
from ledger.domain.codes import RefusalReason
from ledger.domain.types import Local

WHO: Final = Words("หญิงม่าย", "A widow")


def tell(story: Telling) -> Iterator[date]:
    """Tell it from the application to the grant."""
    applied(story, WHO, "เคยมีเรื่องกับคนใหญ่คนโตในหมู่บ้าน ไม่มีใครกล้ารับรองให้")
    yield story.today + timedelta(days=1)
    story.say(
        "asked",
        "claim",
        acts.requested("q1", story.actor("volunteer-social"), story.today),
        "officer-2",
        words=Words("เจ้าหน้าที่ขอให้ อพม. ในหมู่บ้านรับรอง", "The officer asks the social volunteer of her village."),
    )
    yield story.today + timedelta(days=2)
    refusal = replace(
        acts.declined(story.actor("volunteer-social")), reason=RefusalReason.FEAR, request=Local("q1")
    )
    story.say(
        "refused_to_attest",
        "claim",
        refusal,
        "volunteer-social",
        words=Words(
            "อพม. ขอไม่รับรองเพราะกลัว ระบบบันทึกเหตุผลโดยไม่ถือเป็นโทษแก่ใคร และไม่แปลว่าเธอไม่จน",
            "He declines out of fear. It is held against nobody, and says nothing about her poverty.",
        ),
        sealed={"attester/text": "มีคนบอกว่าถ้ารับรองจะอยู่หมู่บ้านนี้ยาก"},
    )
    story.fails(
        "refusal_on_silence",
        "claim",
        acts.refusal(story.entries["refused_to_attest"]),
        "officer-1",
        "supervisor-district",
        code="refusal_on_silence",
        words=Words(
            "เจ้าหน้าที่อีกคนจะปฏิเสธคำขอเพราะไม่มีใครรับรอง ระบบไม่รับ",
            "Another officer would refuse her because nobody attests. The ledger does not take it.",
        ),
        sealed={"applicant/facts": "ไม่มีผู้รับรอง"},
    )
    yield story.today + timedelta(days=1)
    story.say(
        "asked_outside",
        "claim",
        acts.requested("q2", story.actor("volunteer-outside"), story.today, outside=True),
        "officer-2",
        words=Words(
            "ระบบจับสลากเลือกผู้รับรองแทนแล้วหนึ่งคน เจ้าหน้าที่ขอผู้รับรองจากตำบลข้างเคียงด้วย",
            "The clock has drawn somebody in his place; the officer asks in the next tambon as well.",
        ),
    )
    yield story.today + timedelta(days=4)
    story.say(
        "attested_outside",
        "claim",
        replace(acts.attestation(story.today), request=Local("q2")),
        "volunteer-outside",
        words=Words(
            "อพม. ตำบลข้างเคียงไปเยี่ยมบ้านและรับรอง", "The volunteer of the next tambon visits and attests."
        ),
        sealed={"applicant/observations": "บ้านไม่มีไฟฟ้า ไม่มีรายได้"},
    )
    story.say(
        "attested_health",
        "claim",
        acts.attestation(story.today),
        "volunteer-health",
        words=Words("อสม. รับรองตรงกัน", "The health volunteer attests the same."),
        sealed={"applicant/observations": "ไปเยี่ยมตามนัดความดัน เห็นเช่นเดียวกัน"},
    )
    yield story.today + timedelta(days=3)
    attested = (story.entries["attested_outside"], story.entries["attested_health"])
    story.say(
        "grant",
        "claim",
        acts.grant(story.entries["application"], attested, story.today),
        "officer-2",
        words=Words("เจ้าหน้าที่อนุมัติเบี้ยยังชีพ", "The officer grants the allowance."),
        sealed={"applicant/facts": "ผู้รับรองสองคนต่างประเภทและต่างตำบล"},
    )
    story.say(
        "grant_notice",
        "claim",
        acts.notice(story.entries["grant"], story.today),
        "officer-2",
        words=Words("แจ้งคำสั่งให้เธอทราบ", "She is told."),
        sealed={"applicant/recipient": "หญิงม่าย นามสมมุติ"},
    )


STORY: Final = Story(
    name="fear",
    title=Words("อาสาสมัครที่ปฏิเสธเพราะกลัว", "The volunteer who refuses out of fear"),
    begins=date(2026, 2, 16),
    tell=tell,
)
